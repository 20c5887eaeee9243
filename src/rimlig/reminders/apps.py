from collections.abc import Iterator
from typing import Any

from django.apps import AppConfig
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from rimlig.core.history import describe_operation
from rimlig.core.navigation import BELL, Entry, Way, register, register_ways


class RemindersConfig(AppConfig):
    name = "rimlig.reminders"
    label = "reminders"

    def ready(self) -> None:
        # The models cannot be read before all apps are there.
        from rimlig.organisation.held import register_along  # noqa: PLC0415
        from rimlig.reminders.notices import UNREAD, count_unread  # noqa: PLC0415

        register_along(UNREAD, count_unread)
        register_ways(ways_of_one)
        register(
            "municipality",
            Entry(
                "mail",
                _("Mail that is sent"),
                "people.edit",
                lambda municipality: reverse("reminders:mail", args=[municipality.pk]),
                90,
                hint=_("What could not be sent and why, and what waits to be sent."),
            ),
        )
        describe_operation("reminders.remind_so", _("Chosen on the page of reminders"))
        describe_operation("reminders.new_address", _("Calendar address made"))
        describe_operation("reminders.close_address", _("Calendar address closed"))
        describe_operation("reminders.read", _("Read"))


def ways_of_one(person: Any) -> Iterator[Way]:
    """Give the ways to the year, to how one is reminded, and to the notices with the number of the unread. No query of their own."""
    from rimlig.reminders.notices import unread  # noqa: PLC0415  # see above

    yield Way(_("How I am reminded"), reverse("reminders:settings"), "reminders", order=10)
    yield Way(_("Year wheel"), reverse("reminders:year"), "year", order=20)
    yield Way(_("Notices"), reverse("reminders:notices"), "notices", place=BELL, number=unread(person))
