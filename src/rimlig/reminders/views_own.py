"""What is one's own: notices, how one is reminded, and the calendar."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views import View

from rimlig.core.views import UseCase
from rimlig.reminders.calendars import address_of, calendar_of, close_address, language_of, new_address, person_at
from rimlig.reminders.forms import RemindingForm, as_initial
from rimlig.reminders.models import Notice
from rimlig.reminders.notices import read
from rimlig.reminders.settings import remind_so, reminding_of
from rimlig.reminders.waiting import absolute

PAGE = 50


class Notices(UseCase):
    """The notices, the latest first; those not read are marked."""

    permission = "site.use"
    template_name = "reminders/notices.html"
    here = "notices"

    def context(self) -> Mapping[str, Any]:
        rows = Notice.objects.filter(person=self.person)
        page = Paginator(rows, PAGE).get_page(self.request.GET.get("sida"))
        return {"page": page, "unread": any(one.read_at is None for one in page)}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ARG002  # Django gives them
        """Mark all as read."""
        read(self.person)
        return redirect("reminders:notices")


class OpenNotice(UseCase):
    """Leads to what a notice is about, and marks it as read."""

    permission = "site.use"
    object: Notice

    def guard(self) -> None:
        super().guard()
        self.object = get_object_or_404(Notice, person=self.person, pk=self.kwargs["pk"])

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ARG002
        return redirect("reminders:notices")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ARG002
        read(self.person, [self.object])
        return redirect(self.object.url or "reminders:notices")


class Settings(UseCase):
    """How one is reminded, and the address of one's calendar."""

    permission = "site.use"
    template_name = "reminders/settings.html"

    def context(self) -> Mapping[str, Any]:
        return {"calendar": address_of(self.person)}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ARG002
        return self.page(form=RemindingForm(initial=as_initial(reminding_of(self.person))))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ARG002
        form = RemindingForm(request.POST)
        if not form.is_valid():
            return self.page(status=HTTPStatus.UNPROCESSABLE_ENTITY, form=form)
        remind_so(self.person, form.values(), by=self.person)
        messages.success(request, _("Your choice is saved."))
        return redirect("reminders:settings")


class RenewCalendar(UseCase):
    """Make a calendar address, or another instead of the one there is. The address is shown this once."""

    permission = "site.use"
    template_name = "reminders/calendar.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ARG002
        return redirect("reminders:settings")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ARG002
        secret = new_address(self.person, by=self.person)
        answer = self.page(address=absolute(reverse("reminders:calendar", args=[secret])))
        answer["Cache-Control"] = "no-store"
        return answer


class CloseCalendar(UseCase):
    """Let the calendar address stop working."""

    permission = "site.use"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ARG002
        return redirect("reminders:settings")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ARG002
        close_address(self.person, by=self.person)
        messages.success(request, _("The address does not work any longer."))
        return redirect("reminders:settings")


@method_decorator(login_not_required, name="dispatch")
class Calendar(View):
    """The calendar of whoever has the secret. Anybody with it may read; there is nothing to do there."""

    def get(self, request: HttpRequest, secret: str) -> HttpResponse:  # noqa: ARG002
        person = person_at(secret)
        if person is None:
            return HttpResponse(status=HTTPStatus.NOT_FOUND, headers={"Cache-Control": "no-store"})
        with override(language_of(person)):
            content = calendar_of(person, timezone.localdate())
        headers = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex", "Referrer-Policy": "no-referrer"}
        return HttpResponse(content, content_type="text/calendar; charset=utf-8", headers=headers)
