"""When things happen: periods, the board's decisions, the days of actions."""

from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rimlig.followup.concerned import WRITERS
from rimlig.followup.models import Action
from rimlig.followup.periods.queries import Listed, periods_of
from rimlig.followup.reminding.waiting import short
from rimlig.organisation.abilities import EXPERTS
from rimlig.organisation.held import held_today
from rimlig.organisation.models import Municipality
from rimlig.planning.models import Plan
from rimlig.reminders.dates import Dated

KINDS: Final = {
    "period": gettext_lazy("Periods that are open"),
    "due": gettext_lazy("Last days for answers"),
    "decision": gettext_lazy("The board's decisions"),
    "action": gettext_lazy("Actions to carry out"),
}
MOST: Final = 300


def dates_of(person: Any, first: date, last: date) -> Iterator[Dated]:
    """Give what happens between the days in the boards and municipalities that the person may know of."""
    yield from _periods(person, first, last)
    yield from _decisions(person, first, last)
    yield from _actions(person, first, last)


def _periods(person: Any, first: date, last: date) -> Iterator[Dated]:
    municipalities: dict[int, bool] = {}
    for held in held_today(person):
        concerns = held.role in WRITERS or held.role in EXPERTS
        municipalities[held.municipality] = municipalities.get(held.municipality, False) or concerns
    for pk, mine in municipalities.items():
        # The last periods of a year are answered in the next one.
        for year in range(first.year - 1, last.year + 1):
            for listed in periods_of(Municipality(pk=pk), year):
                yield from _of_period(pk, year, listed, mine=mine)


def _of_period(municipality: int, year: int, listed: Listed, *, mine: bool) -> Iterator[Dated]:
    name, days, key = f"{listed.name} {year}", listed.days, f"period:{municipality}:{year}:{listed.code}"
    yield Dated(f"{key}:open", "period", days.opens, _("%(period)s is open") % {"period": name}, until=days.closes)
    text = _("Last day for answers: %(period)s") % {"period": name}
    yield Dated(f"{key}:due", "due", days.due, text, reverse("followup:start"), mine=mine)


def _decisions(person: Any, first: date, last: date) -> Iterator[Dated]:
    plans = Plan.objects.visible_to(person).filter(decision__meeting_date__range=(first, last))
    for plan in plans.select_related("board", "decision"):
        assert plan.decision is not None
        what = {"year": plan.year, "edition": plan.edition}
        text = (
            _("The plan for %(year)s is adopted") % what
            if plan.edition == 1
            else _("The plan for %(year)s is revised, edition %(edition)s") % what
        )
        url = reverse("followup:follow-up", args=[plan.pk])
        day = plan.decision.meeting_date
        yield Dated(f"plan:{plan.pk}", "decision", day, text, url, board=plan.board_id, board_name=str(plan.board))


def _actions(person: Any, first: date, last: date) -> Iterator[Dated]:
    owners = {person.pk, *(held.owner for held in held_today(person))}
    rows = Action.objects.visible_to(person).still_open().filter(due__range=(first, last), copies=None)
    for action in rows.with_plan().order_by("due", "pk")[:MOST]:
        board = action.in_plan.board
        yield Dated(
            f"action:{action.pk}",
            "action",
            action.due,
            short(action.text),
            reverse("followup:action", args=[action.pk]),
            board=board.pk,
            board_name=str(board),
            mine=action.responsible_id in owners,
        )
