"""Words on days and places of roles, for pages and for the history."""

from datetime import date

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from rimlig.organisation.models import RoleAssignment


def days(starts: date | None, ends: date | None) -> str:
    """Say from when to when, both days included: “från 1 maj 2026 tills vidare”."""
    first, last = (date_format(day, "DATE_FORMAT") if day else "" for day in (starts, ends))
    if first and last:
        return _("from %(first)s to %(last)s") % {"first": first, "last": last}
    if first:
        return _("from %(first)s until further notice") % {"first": first}
    return _("to %(last)s") % {"last": last} if last else _("until further notice")


def short_day(day: date) -> str:
    """Write the day without its year when it is this year's: “31 juli”."""
    is_this_year = day.year == timezone.localdate().year
    return date_format(day, "MONTH_DAY_FORMAT" if is_this_year else "DATE_FORMAT")


def place_of(assignment: RoleAssignment) -> str:
    """Say where the role is held, from the narrowest place outwards."""
    if assignment.unit is not None:
        return f"{assignment.unit}, {assignment.unit.board}"
    if assignment.board is not None:
        return str(assignment.board)
    return _("the whole of %(municipality)s") % {"municipality": assignment.municipality}
