"""Which of a plan's risks a person is looking at: the choices in the page's address, as data and as conditions.

Each choice is shown with how many risks it would give, which takes the same
conditions apart again; a library of filter fields would leave that to us, and
add nothing to the few lines that turn the address into conditions.
"""

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from typing import Any, Final, Self
from urllib.parse import urlencode

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.db.models.lookups import GreaterThanOrEqual
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rimlig.planning.models import LONGEST_SCALE, TREATMENTS, Plan, RiskBand, UndesiredEvent
from rimlig.planning.risks.queries import (
    ACCEPTED_WITHOUT_GROUNDS,
    IRREGULAR,
    NOT_VALUED,
    WITHOUT_MOTIVATION,
    WITHOUT_TREATMENT,
    at_threshold,
    concerning_goal,
    without_control,
)

LAST_PAGE: Final = 100_000
LONGEST_WORDS: Final = 200
Place = tuple[int, int]


@dataclass(frozen=True)
class Mark:
    """Something that holds of a risk or not, and that one may ask for."""

    key: str
    label: str | Promise
    condition: Callable[[Plan], Q]


def _always(condition: Q) -> Callable[[Plan], Q]:
    return lambda _plan: condition


MARKS: Final = (
    Mark("troskel", _("On or above the threshold"), at_threshold),
    Mark("oegentligheter", _("Irregularities"), _always(IRREGULAR)),
    Mark("utan-varde", _("Without values"), _always(NOT_VALUED)),
    Mark("utan-motivering", _("Without motivation"), _always(WITHOUT_MOTIVATION)),
    Mark("utan-hantering", _("Without treatment"), _always(WITHOUT_TREATMENT)),
    Mark("utan-grund", _("Accepted without reason or person"), _always(ACCEPTED_WITHOUT_GROUNDS)),
    Mark("utan-kontroll", _("Without control or follow-up"), lambda _plan: without_control()),
    Mark("gemensamma", _("Common to all boards"), _always(Q(common_risk__isnull=False))),
)

ORDERS: Final = {
    "varde": _("Highest value first"),
    "efter": _("Highest value after controls first"),
    "plan": _("As in the plan"),
    "text": _("By text"),
}
_IN_PLAN: Final = ("working_method__process__position", "working_method__position", "position")
_ORDER_BY: Final[dict[str, tuple[Any, ...]]] = {
    "varde": (F("value").desc(nulls_last=True), *_IN_PLAN),
    "efter": (F("value_after").desc(nulls_last=True), *_IN_PLAN),
    "plan": _IN_PLAN,
    "text": ("text", *_IN_PLAN),
}
VIEWS: Final = {"fore": _("Before controls"), "efter": _("After controls"), "forandring": _("The change")}


@dataclass(frozen=True)
class Selection:
    """What the address asks for. Fields left at their default stand in no address."""

    vy: str = "fore"
    ruta: Place | None = None
    process: int = 0
    mal: int = 0
    kategori: int = 0
    hantering: str = ""
    niva: int = 0
    """The lowest value of a colour band of the plan's scale: risks that lie in it in the chosen view, after controls or before."""
    marks: tuple[str, ...] = ()
    q: str = ""
    ordning: str = "varde"
    sida: int = 1

    @classmethod
    def read(cls, asked: Any) -> Self:
        """Return the selection of an address's parameters (a QueryDict). What cannot be understood is not asked for."""
        return cls(
            vy=_one_of(VIEWS, asked.get("vy"), "fore"),
            ruta=_place(asked.get("ruta", "")),
            process=_number(asked.get("process")),
            mal=_number(asked.get("mal")),
            kategori=_number(asked.get("kategori")),
            niva=_number(asked.get("niva")),
            hantering=_one_of({str(value.value): "" for value in TREATMENTS}, asked.get("hantering"), ""),
            marks=tuple(mark.key for mark in MARKS if asked.get(mark.key)),
            q=" ".join(asked.get("q", "").replace("\x00", "").split())[:LONGEST_WORDS],
            ordning=_one_of(ORDERS, asked.get("ordning"), "varde"),
            sida=min(max(_number(asked.get("sida")), 1), LAST_PAGE),
        )

    def address(self, **changes: Any) -> str:
        """Return the query string of the selection with the changes. Another choice begins at the first page again."""
        to = replace(self, **{"sida": 1, **changes})
        unchanged = Selection()
        pairs = [
            (field.name, f"{value[0]}x{value[1]}" if field.name == "ruta" else value)
            for field in fields(to)
            if field.name != "marks" and (value := getattr(to, field.name)) != getattr(unchanged, field.name)
        ]
        return "?" + urlencode([*pairs, *((mark, 1) for mark in to.marks)])

    @property
    def narrows(self) -> bool:
        """Whether the list shows other than all risks."""
        return bool(self.process or self.mal or self.kategori or self.hantering or self.niva or self.marks or self.q)

    def conditions(self, plan: Plan, *, but: str = "") -> Q:
        """Return what the chosen risks fulfil; `but` leaves out one choice: how many would each alternative to it give?"""
        chosen = {
            "process": Q(working_method__process=self.process) if self.process else Q(),
            "mal": concerning_goal(self.mal) if self.mal else Q(),
            "kategori": Q(category=self.kategori) if self.kategori else Q(),
            "hantering": Q(treatment=self.hantering) if self.hantering else Q(),
        }
        found = Q()
        for name, condition in chosen.items():
            found &= Q() if name == but else condition
        found &= self._in_band(plan) if self.niva and but != "niva" else Q()
        for mark in MARKS:
            found &= mark.condition(plan) if mark.key in self.marks else Q()
        for word in self.q.split():
            found &= (
                Q(text__icontains=word)
                | Q(working_method__name__icontains=word)
                | Q(working_method__process__name__icontains=word)
            )
        return found

    def _in_band(self, plan: Plan) -> Q:
        """Return the condition that the value lies in the band. After controls a risk without values stands where it stood."""
        value = Coalesce("value_after", "value") if self.vy == "efter" else F("value")
        outer = Coalesce(OuterRef("value_after"), OuterRef("value")) if self.vy == "efter" else OuterRef("value")
        next_band = RiskBand.objects.filter(scale=plan.scale_id, from_value__gt=self.niva, from_value__lte=outer)
        return Q(value__isnull=False) & Q(GreaterThanOrEqual(value, self.niva)) & Q(~Exists(next_band))

    def of(self, risks: QuerySet[UndesiredEvent], plan: Plan) -> QuerySet[UndesiredEvent]:
        """Return the chosen ones of `queries_risks.risks_of(plan)`, in the chosen order."""
        return risks.filter(self.conditions(plan)).order_by(*_ORDER_BY[self.ordning])


def _one_of(known: Any, value: str | None, otherwise: str) -> str:
    return value if value is not None and value in known else otherwise


def _number(value: str | None) -> int:
    """Return the number, 0 for what is none or too long for the database."""
    return int(value) if value and value.isascii() and value.isdecimal() and len(value) <= len("999999999") else 0


def _place(value: str) -> Place | None:
    one, _sep, two = value.partition("x")
    place = (_number(one), _number(two))
    return place if all(1 <= step <= LONGEST_SCALE for step in place) else None
