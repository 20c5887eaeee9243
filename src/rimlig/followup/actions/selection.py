"""Which actions a person is looking at: the choices in the page's address, as data and as conditions.

The list, the board and the timeline share it, so that one goes from one to
the other without choosing anew.
"""

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from typing import Any, Final, Self
from urllib.parse import urlencode

from django.db.models import Case, F, IntegerField, Q, QuerySet, When
from django.db.models.expressions import Combinable, RawSQL
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rimlig.documents.document import ActionStatus
from rimlig.followup.actions.queries import counting
from rimlig.followup.concerned import of_units
from rimlig.followup.models import STATUSES, Action
from rimlig.organisation.held import held_today, units_below
from rimlig.organisation.tree import below
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
    return current(Action.objects.visible_to(user))


def current(rows: QuerySet[Action]) -> QuerySet[Action]:
    """Keep the actions that count, of plans that no later edition has replaced; see `counting`."""
    seen: QuerySet[Action] = counting(rows).exclude(plan__state=PlanState.REPLACED)
    return seen


def of_boards(boards: Iterable[int]) -> Q:
    """Return the condition that an action stands in a plan of one of the boards."""
    return Q(plan__board__in=list(boards))


def since_year() -> Combinable:
    """Return the year of the plan in which an action first stood, before it was carried over to later ones."""
    return Case(When(origin=None, then="plan__year"), default=RawSQL(_FIRST_YEAR, []), output_field=IntegerField())  # noqa: S611  # without data


_FIRST_YEAR: Final = """(
    WITH RECURSIVE line(id, origin_id) AS (
        SELECT a.id, a.origin_id FROM followup_action a WHERE a.id = "followup_action"."origin_id"
        UNION
        SELECT a.id, a.origin_id FROM line JOIN followup_action a ON a.id = line.origin_id
    )
    SELECT min(p.year) FROM line
    JOIN followup_action a ON a.id = line.id
    JOIN planning_plan p ON p.id = a.plan_id
)"""


def condition_of(user: Any, whose: str) -> Q:
    """Return the condition that an action is the person's, or is done at the units that they work with; none for all."""
    if whose == MINE:
        return Q(responsible__in={user.pk, *(held.owner for held in held_today(user))})
    return of_units(units_of(user)) if whose == OF_UNIT else Q()


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
    namnd: int = 0
    enhet: int = 0
    sedan: int = 0
    sida: int = 1

    @classmethod
    def read(cls, asked: Any) -> Self:
        """Return the selection of an address's parameters (a QueryDict). What cannot be understood is not asked for."""
        return cls(
            visa=_one_of(WHOSE, asked.get("visa"), ""),
            status=_one_of(HOW, asked.get("status"), OPEN),
            q=" ".join(asked.get("q", "").replace("\x00", "").split())[:LONGEST_WORDS],
            ordning=_one_of(ORDERS, asked.get("ordning"), "klar"),
            namnd=_number(asked.get("namnd", "")),
            enhet=_number(asked.get("enhet", "")),
            sedan=_number(asked.get("sedan", "")),
            sida=min(max(_number(asked.get("sida", "")), 1), LAST_PAGE),
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

    @property
    def narrows(self) -> bool:
        """Whether the address asks for a board's, a unit's or a year's only."""
        return bool(self.namnd or self.enhet or self.sedan)

    def place_and_age(self) -> Q:
        """Return the condition that an action is of the board, at the unit or below it, and from the year asked for."""
        found = of_boards([self.namnd]) if self.namnd else Q()
        found &= of_units(below([self.enhet])) if self.enhet else Q()
        return found & (Q(since=self.sedan) if self.sedan else Q())

    def among(self, user: Any) -> QuerySet[Action]:
        """Return the actions that the address narrows the page to, whosever and of whatever status."""
        rows = current_actions(user)
        if self.sedan:
            rows = rows.alias(since=since_year())
        return rows.filter(self.place_and_age(), self.words())

    def of(self, user: Any, *, but_status: bool = False) -> QuerySet[Action]:
        """Return the chosen actions in the chosen order; `but_status`: whatever their status."""
        chosen = self.among(user).filter(condition_of(user, self.visa))
        if not but_status:
            chosen = chosen.filter(condition_of_status(self.status))
        return chosen.order_by(*_ORDER_BY[self.ordning])


def _number(value: str) -> int:
    """Return the number, 0 for what is none or too long for the database."""
    return int(value) if value.isascii() and value.isdecimal() and len(value) <= len("999999999") else 0


def _one_of(known: Any, value: str | None, otherwise: str) -> str:
    return value if value is not None and value in known else otherwise


COLUMNS: Final = (ActionStatus.NOT_STARTED, ActionStatus.ONGOING, ActionStatus.ON_HOLD, ActionStatus.CLOSED)
"""The columns of the board, in the order of the work."""
