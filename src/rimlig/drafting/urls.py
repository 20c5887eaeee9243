from django.urls import path

from rimlig.drafting import views

app_name = "drafting"
urlpatterns = [
    path("kommun/<int:pk>/formuleringar/", views.PhraseList.as_view(), name="phrases"),
    path("kommun/<int:pk>/formuleringar/<slug:key>/", views.ChangePhrase.as_view(), name="change-phrase"),
    path("kommun/<int:pk>/formuleringar/<slug:key>/aterstall/", views.ResetPhrase.as_view(), name="reset-phrase"),
]
