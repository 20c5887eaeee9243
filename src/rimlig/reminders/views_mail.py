"""What became of the mail to a municipality's people, for those who administer it."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from rimlig.organisation.views_municipality import MunicipalityUseCase
from rimlig.reminders.models import Mail, MailState
from rimlig.reminders.outbox import try_again

MOST = 100


class SentMail(MunicipalityUseCase):
    """The latest mail, those that could not be sent first, with what the mail server said. Not what they say."""

    permission = "people.edit"
    template_name = "reminders/mail.html"

    def context(self) -> Mapping[str, Any]:
        rows = self._mail().select_related("person")
        return {
            **super().context(),
            "failed": list(rows.filter(state=MailState.FAILED)[:MOST]),
            "waiting": list(rows.filter(state__in=[MailState.QUEUED, MailState.SENDING])[:MOST]),
            "sent": rows.filter(state=MailState.SENT).count(),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ARG002  # Django gives them
        """Try once more to send what could not be sent."""
        try_again(self._mail().filter(state=MailState.FAILED))
        messages.success(request, _("The mail is in the queue once more."))
        return redirect("reminders:mail", self.object.pk)

    def _mail(self) -> Any:
        return Mail.objects.filter(person__assignments__municipality=self.object).distinct()
