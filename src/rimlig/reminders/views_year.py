"""The year wheel: what happens when, for a board or for oneself."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import Http404
from django.utils import timezone
from django.utils.dates import MONTHS

from rimlig.core.views import UseCase
from rimlig.organisation.models import Board
from rimlig.reminders.dates import Dated, date_kinds, dates_for
from rimlig.reminders.wheel import Wheel, wheel_of

EARLIEST, LATEST = 2000, 2100
MINE = "mina"


@dataclass(frozen=True)
class Month:
    """A month of the list: its number, its name, and what begins in it."""

    number: int
    name: str
    rows: list[Dated]
    is_now: bool
    is_over: bool
    """Whether it has been this year, with everything that began in it."""


class YearWheel(UseCase):
    """What happens when in the year: all that one may know of, one board's, or what one has to do oneself."""

    permission = "site.use"
    template_name = "reminders/year.html"
    here = "year"

    def context(self) -> Mapping[str, Any]:
        today = timezone.localdate()
        year = self._year(today)
        boards = list(Board.objects.visible_to(self.person))
        chosen = self.request.GET.get("visa", "")
        everything = dates_for(self.person, date(year, 1, 1), date(year, 12, 31))
        rows = [one for one in everything if _is_shown(one, chosen)]
        months = _months(year, rows, today)
        kinds = [kind for kind in date_kinds() if any(one.kind == kind for one in rows)]
        return {
            "year": year,
            "years": [year - 1, year, year + 1],
            "boards": boards,
            "chosen": chosen,
            "mine": MINE,
            "months": [month for month in months if not month.is_over],
            "earlier": [month for month in months if month.is_over],
            "wheel": self._wheel(year, rows, kinds, today),
            "kinds": [(place, date_kinds()[kind]) for place, kind in enumerate(kinds, 1)],
        }

    def _year(self, today: date) -> int:
        asked = self.request.GET.get("ar", "")
        year = int(asked) if asked.isdecimal() else today.year
        if not EARLIEST <= year <= LATEST:
            raise Http404
        return year

    def _wheel(self, year: int, rows: list[Dated], kinds: list[str], today: date) -> Wheel | None:
        return wheel_of(year, rows, kinds, today) if rows else None


def _is_shown(one: Dated, chosen: str) -> bool:
    if chosen == MINE:
        return one.mine
    return not chosen.isdecimal() or one.board is None or one.board == int(chosen)


def _months(year: int, rows: list[Dated], today: date) -> list[Month]:
    """Return the months in which something begins; what began before the year stands in January."""
    found = []
    for number, name in MONTHS.items():
        in_it = [one for one in rows if (max(one.day, date(year, 1, 1))).month == number]
        if in_it:
            now, here = (today.year, today.month), (year, number)
            is_over = year == today.year and here < now and all(one.last < today for one in in_it)
            found.append(Month(number, str(name), in_it, now == here, is_over))
    return found
