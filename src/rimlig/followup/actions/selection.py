"""Which actions a person is looking at: the choices in the page's address, as data and as conditions.

The list, the board and the timeline share it, so that one goes from one to
the other without choosing anew.
"""

from dataclasses import dataclass, fields, replace
from typing import Any, Final, Self
from urllib.parse import urlencode

from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rimlig.documents.document import ActionStatus
from rimlig.followup.actions.queries import counting
from rimlig.followup.models import STATUSES, Action
from rimlig.organisation.held import held_today, units_below
from rimlig.planning.models import PlanState

LAST_PAGE: Final = 100_000
LONGEST_WORDS: Final = 200
MINE, OF_UNIT, ALL = "mina", "enhet", "alla"
WHOSE: Final = {MINE: _("Mine"), OF_UNIT: _("My units"), ALL: _("All in the board")}
OPEN, LATE, EVERY = "oppna", "sena", "alla"
OPEN_STATUSES: Final = ("not_started", "ongoing", "on_hold")
HOW: Final = {
    OPEN: pgettext_lazy("actions", "Open"),
    LATE: _("Late"),
    **{status.value: word for status, word in STATUSES.items()},
    EVERY: _("All"),
}
ORDERS: Final = {
    "klar": _("First to be done first"),
    "enhet": _("By unit"),
    "ansvarig": _("By responsible"),
    "status": _("By status"),
}
_BY_DAY: Final = (F("due").asc(nulls_last=True), "pk")
_ORDER_BY: Final[dict[str, tuple[Any, ...]]] = {
    "klar": _BY_DAY,
    "enhet": (F("unit__name").asc(nulls_last=True), *_BY_DAY),
    "ansvarig": (F("responsible__name").asc(nulls_last=True), *_BY_DAY),
    "status": ("status", *_BY_DAY),
}


def current_actions(user: Any) -> QuerySet[Action]:
    """Return the actions that the person may know of and that count; see `counting`."""
    way = "working_method__process__plan__state"
    seen: QuerySet[Action] = (
        counting(Action.objects.visible_to(user))
        .exclude(**{f"event__{way}": PlanState.REPLACED})
        .exclude(**{f"follow_up__{way}": PlanState.REPLACED})
    )
    return seen


def condition_of(user: Any, whose: str) -> Q:
    """Return the condition that an action is the person's, or is done at the units that they work with; none for all."""
    if whose == MINE:
        return Q(responsible__in={user.pk, *(held.owner for held in held_today(user))})
    if whose == OF_UNIT:
        here = units_of(user)
        return Q(unit__in=here) | Q(unit__merged_into__in=here) | Q(unit__merged_into__merged_into__in=here)
    return Q()


def units_of(user: Any) -> set[int]:
    """Return the units at which the person holds a role today, and those below them."""
    return {unit for held in held_today(user) if held.unit is not None for unit in units_below(user, held.unit)}


def condition_of_status(how: str) -> Q:
    """Return the condition that the choice of status stands for."""
    if how == OPEN:
        return Q(status__in=OPEN_STATUSES)
    if how == LATE:
        return Q(status__in=OPEN_STATUSES, due__lt=timezone.localdate())
    return Q() if how == EVERY else Q(status=how)


@dataclass(frozen=True)
class Selection:
    """What the address asks for. `whose` is empty when the address leaves it to the page."""

    visa: str = ""
    status: str = OPEN
    q: str = ""
    ordning: str = "klar"
    sida: int = 1

    @classmethod
    def read(cls, asked: Any) -> Self:
        """Return the selection of an address's parameters (a QueryDict). What cannot be understood is not asked for."""
        page = asked.get("sida", "")
        return cls(
            visa=_one_of(WHOSE, asked.get("visa"), ""),
            status=_one_of(HOW, asked.get("status"), OPEN),
            q=" ".join(asked.get("q", "").replace("\x00", "").split())[:LONGEST_WORDS],
            ordning=_one_of(ORDERS, asked.get("ordning"), "klar"),
            sida=min(max(int(page), 1), LAST_PAGE) if page.isascii() and page.isdecimal() and len(page) < 7 else 1,  # noqa: PLR2004
        )

    def address(self, **changes: Any) -> str:
        """Return the query string of the selection with the changes. Another choice begins at the first page again."""
        to = replace(self, **{"sida": 1, **changes})
        unchanged = Selection()
        pairs = [
            (field.name, value)
            for field in fields(to)
            if (value := getattr(to, field.name)) != getattr(unchanged, field.name)
        ]
        return "?" + urlencode(pairs)

    def words(self) -> Q:
        """Return the condition that every word of the search stands somewhere in the action or what it answers."""
        found = Q()
        for word in self.q.split():
            found &= (
                Q(text__icontains=word)
                | Q(unit__name__icontains=word)
                | Q(responsible__name__icontains=word)
                | Q(event__text__icontains=word)
                | Q(follow_up__text__icontains=word)
            )
        return found

    def of(self, user: Any, *, but_status: bool = False) -> QuerySet[Action]:
        """Return the chosen actions in the chosen order; `but_status`: whatever their status."""
        chosen = current_actions(user).filter(condition_of(user, self.visa), self.words())
        if not but_status:
            chosen = chosen.filter(condition_of_status(self.status))
        return chosen.order_by(*_ORDER_BY[self.ordning])


def _one_of(known: Any, value: str | None, otherwise: str) -> str:
    return value if value is not None and value in known else otherwise


COLUMNS: Final = (ActionStatus.NOT_STARTED, ActionStatus.ONGOING, ActionStatus.ON_HOLD, ActionStatus.CLOSED)
"""The columns of the board, in the order of the work."""
