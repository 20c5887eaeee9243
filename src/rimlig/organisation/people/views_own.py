"""What one changes about oneself."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from rimlig.core.views import UseCase
from rimlig.organisation.people.forms import OwnNameForm
from rimlig.organisation.people.operations import change_own_name


class OwnName(UseCase):
    """Correct one's own name, as others see it beside what one has written."""

    permission = "site.use"
    template_name = "organisation/own_name.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ARG002  # Django gives them
        return self.page(form=OwnNameForm(initial={"name": self.person.name}))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ARG002
        form = OwnNameForm(request.POST)
        if not form.is_valid():
            return self.page(status=422, form=form)
        change_own_name(self.person, name=form.cleaned_data["name"], by=self.person)
        messages.success(request, _("Your name has been changed."))
        return redirect("account")
