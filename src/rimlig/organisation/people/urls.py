"""The addresses about a municipality's people and their roles; organisation/urls.py takes them in."""

from django.urls import path

from rimlig.organisation.people import views as people
from rimlig.organisation.people import views_roles as roles
from rimlig.organisation.people.views_own import OwnName
from rimlig.organisation.views_municipality import Administration, Roles

_PERSON = "kommun/<int:pk>/personer/<int:person>"

urlpatterns = [
    path("kommun/<int:pk>/", Administration.as_view(), name="municipality"),
    path("kommun/<int:pk>/roller/", Roles.as_view(), name="roles"),
    path("kommun/<int:pk>/personer/", people.People.as_view(), name="people"),
    path("kommun/<int:pk>/personer/ny/", people.AddPerson.as_view(), name="add-person"),
    path(f"{_PERSON}/", people.Person.as_view(), name="person"),
    path(f"{_PERSON}/andra/", people.ChangePerson.as_view(), name="change-person"),
    path(f"{_PERSON}/avsluta/", people.CloseOut.as_view(), name="close-out"),
    path(f"{_PERSON}/slapp-in/", people.LetInAgain.as_view(), name="let-in-again"),
    path(f"{_PERSON}/inbjudan/", people.Invite.as_view(), name="invite"),
    path(f"{_PERSON}/roll/", people.GiveRole.as_view(), name="give-role"),
    path(f"{_PERSON}/roll/<int:role>/avsluta/", roles.EndRole.as_view(), name="end-role"),
    path(f"{_PERSON}/roll/<int:role>/ta-tillbaka/", roles.TakeBackRole.as_view(), name="take-back-role"),
    path(f"{_PERSON}/roll/<int:role>/ersattare/", roles.NameSubstitute.as_view(), name="substitute"),
    path(f"{_PERSON}/ersattare/<int:substitution>/avsluta/", roles.EndSubstitution.as_view(), name="end-substitution"),
    path("konto/namn/", OwnName.as_view(), name="own-name"),
    path("konto/ersattare/", roles.MySubstitutes.as_view(), name="my-substitutes"),
    path("konto/ersattare/<int:pk>/", roles.NameMySubstitute.as_view(), name="my-substitute"),
    path("konto/ersattare/<int:pk>/avsluta/", roles.EndMySubstitution.as_view(), name="end-my-substitution"),
]
