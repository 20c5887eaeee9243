"""A planned follow-up in one line of words."""

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rimlig.planning.models import PERIOD_CODES, Answering, PlannedFollowUp, Schedule


def plan_in_words(row: PlannedFollowUp) -> str:
    """Return how the follow-up is carried out: “T1 T2 VB · 5 units · reviewed by department manager”.

    What has not been decided is left out; nothing decided gives "". The row's
    `performer`, `reviewer` and `chosen_units` should be fetched with it.
    """
    parts = [schedule_in_words(row), answering_in_words(row) if row.schedule else "", _by(row), _reviewed(row)]
    if row.examination:
        parts.append(row.get_examination_display())
    return " · ".join(part for part in parts if part)


def schedule_in_words(row: PlannedFollowUp) -> str:
    """Return how often: “T1 VB”, “every month”, “once, 15 October”; "" when it has not been decided."""
    if row.schedule == Schedule.PERIODS:
        return " ".join(code for code in PERIOD_CODES if code in row.periods)
    if row.schedule == Schedule.ONCE:
        return _("once, {day}").format(day=date_format(row.due, "j F")) if row.due else ""
    return row.get_schedule_display() if row.schedule else ""


def answering_in_words(row: PlannedFollowUp) -> str:
    """Return who answers: “the administration as a whole”, “all units”, “5 units”."""
    if row.answering != Answering.SOME_UNITS:
        return row.get_answering_display()
    number = len(row.chosen_units.all())
    return ngettext("{number} unit", "{number} units", number).format(number=number)


def _by(row: PlannedFollowUp) -> str:
    who = _who(row.performer.name if row.performer else "", row.get_performer_role_display())
    return _("carried out by {who}").format(who=who) if who else ""


def _reviewed(row: PlannedFollowUp) -> str:
    who = _who(row.reviewer.name if row.reviewer else "", row.get_reviewer_role_display())
    return _("reviewed by {who}").format(who=who) if who else ""


def _who(person: str, role: str) -> str:
    return f"{person} ({role})" if person and role else capfirst(person) if person else role
