"""The search page."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from rimlig.core.views import UseCase
from rimlig.search.asking import LONGEST, Asked
from rimlig.search.finding import PAGE, Found, Wanted, find
from rimlig.search.kinds import Kind

LATEST_PAGE: Final = 500
LARGEST: Final = 2**31 - 1
"""A larger number is no board's and no year's."""


@dataclass(frozen=True)
class Choice:
    """A choice of a filter: how many hits it gives, and its address."""

    label: str
    count: int
    address: str
    is_chosen: bool


@dataclass(frozen=True)
class Filter:
    """Something that the hits can be narrowed to: its choices, and the address of all of them."""

    label: str
    choices: list[Choice]
    everything: str

    @property
    def is_used(self) -> bool:
        """Whether one of the choices is chosen."""
        return any(choice.is_chosen for choice in self.choices)


class Search(UseCase):
    """Everything that the person may see, by its words."""

    permission = "search.use"
    template_name = "search/search.html"
    here = "search"

    def context(self) -> Mapping[str, Any]:
        wanted = _wanted(self.request.GET)
        found = find(self.person, wanted)
        number = min(wanted.page, found.pages)
        return {
            "asked": wanted.asked,
            "longest": LONGEST,
            "found": found,
            "filters": [one for one in _filters(found, wanted) if len(one.choices) > 1 or one.is_used],
            "kept": _choices(wanted),
            "everything": _address(Wanted(wanted.asked)),
            "old": wanted.old,
            "editions": _address(replace(wanted, old=not wanted.old, page=1)),
            "number": number,
            "earlier": _address(replace(wanted, page=number - 1)) if number > 1 else "",
            "later": _address(replace(wanted, page=number + 1)) if number < min(found.pages, LATEST_PAGE) else "",
            "first": (number - 1) * PAGE + 1,
        }


def _wanted(sent: Mapping[str, str]) -> Wanted:
    """Read the address; what is not understood is left out."""
    kind = sent.get("slag", "")
    return Wanted(
        asked=Asked.read(sent.get("q", "")),
        kind=kind if kind in Kind.values else "",
        board=_number(sent.get("namnd", "")),
        year=_number(sent.get("ar", "")),
        old=sent.get("utgavor") == "alla",
        page=min(_number(sent.get("sida", "")) or 1, LATEST_PAGE),
    )


def _number(text: str) -> int | None:
    return (
        int(text)
        if text.isascii() and text.isdecimal() and len(text) <= len(str(LARGEST)) and int(text) <= LARGEST
        else None
    )


def _choices(wanted: Wanted) -> list[tuple[str, str]]:
    """Return what the hits are narrowed to, as the address says it."""
    said = {
        "slag": wanted.kind,
        "namnd": str(wanted.board or ""),
        "ar": str(wanted.year or ""),
        "utgavor": "alla" if wanted.old else "",
    }
    return [(name, value) for name, value in said.items() if value]


def _address(wanted: Wanted) -> str:
    page = [("sida", str(wanted.page))] if wanted.page > 1 else []
    return f"{reverse('search:search')}?{urlencode([('q', wanted.asked.line), *_choices(wanted), *page])}"


def _filters(found: Found, wanted: Wanted) -> Iterator[Filter]:
    first = replace(wanted, page=1)
    yield Filter(
        _("Kind"),
        [
            Choice(
                str(kind.label), found.kinds[kind.value], _address(replace(first, kind=kind.value)), kind == wanted.kind
            )
            for kind in Kind
            if found.kinds[kind.value] or kind == wanted.kind
        ],
        _address(replace(first, kind="")),
    )
    yield Filter(
        _("Board"),
        [
            Choice(name, found.boards[pk], _address(replace(first, board=pk)), pk == wanted.board)
            for pk, name in found.names.items()
            if found.boards[pk] or pk == wanted.board
        ],
        _address(replace(first, board=None)),
    )
    years = sorted({*found.years, *([wanted.year] if wanted.year else [])}, reverse=True)
    yield Filter(
        _("Year"),
        [
            Choice(str(year), found.years[year], _address(replace(first, year=year)), year == wanted.year)
            for year in years
        ],
        _address(replace(first, year=None)),
    )
