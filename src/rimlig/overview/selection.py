"""Which year, period and part of the administration an overview is of: the choices in the page's address."""

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from typing import Any, Final, Self
from urllib.parse import urlencode

from rimlig.followup.models import Period
from rimlig.planning.models import IN_FORCE, Plan

LONGEST_CODE: Final = 4
_LONGEST_NUMBER: Final = 9


@dataclass(frozen=True)
class Selection:
    """What the address asks for. Fields left at their default stand in no address: then the page chooses."""

    ar: int = 0
    period: str = ""
    enhet: int = 0
    alla: int = 0
    """1: every process, not only the first of those that deviate."""

    @classmethod
    def read(cls, asked: Any) -> Self:
        """Return the selection of an address's parameters (a QueryDict). What cannot be understood is not asked for."""
        return cls(
            ar=_number(asked.get("ar", "")),
            period=asked.get("period", "").replace("\x00", "")[:LONGEST_CODE],
            enhet=_number(asked.get("enhet", "")),
            alla=min(_number(asked.get("alla", "")), 1),
        )

    def address(self, **changes: Any) -> str:
        """Return the query string of the selection with the changes; "?" when it asks for nothing."""
        to, unchanged = replace(self, **changes), Selection()
        pairs = [
            (field.name, value)
            for field in fields(to)
            if (value := getattr(to, field.name)) != getattr(unchanged, field.name)
        ]
        return "?" + urlencode(pairs)


def _number(value: str) -> int:
    """Return the number, 0 for what is none or too long for the database."""
    return int(value) if value.isascii() and value.isdecimal() and len(value) <= _LONGEST_NUMBER else 0


def year_shown(plans: Iterable[Plan], asked: int, today: int) -> int | None:
    """Return the year asked for if there is a plan for it; else the latest year up to today's with a plan in force.

    Where none is in force it is the latest year that there is a plan for.
    """
    years = {plan.year for plan in plans}
    if asked in years:
        return asked
    in_force = [plan.year for plan in plans if plan.state in IN_FORCE and plan.year <= today]
    return max(in_force or years, default=None)


def period_shown(periods: list[Period], asked: str) -> Period | None:
    """Return the period with the code; without one the latest that takes answers today, else the latest."""
    named = [period for period in periods if period.code == asked]
    now = [period for period in periods if period.takes_answers]
    return next(reversed(named or now or periods), None)
