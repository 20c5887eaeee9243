"""What this part of the room registers with the room of reminders; told when the site starts."""

from django.utils.translation import gettext_lazy as _

from rimlig.core.history import describe_operation


def register() -> None:
    """Say what awaits people and what happens when. The models must be there."""
    from rimlig.followup.reminding import by_hand, dates, waiting  # noqa: PLC0415  # they need the models
    from rimlig.followup.reviewing.reminding import register_reminder  # noqa: PLC0415
    from rimlig.reminders.dates import register_dates  # noqa: PLC0415
    from rimlig.reminders.waiting import register_waiting  # noqa: PLC0415

    register_waiting(waiting.waiting_of, waiting.KINDS)
    register_dates(dates.dates_of, dates.KINDS)
    register_reminder(by_hand.remind_now, by_hand.awaited_of)
    describe_operation("followup.remind", _("Reminded by the controller"))
