"""The overview of a board and of a municipality, as pages and as workbooks, and what does not hang together in a plan."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.functional import Promise, cached_property
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from rimlig.core.spreadsheets import FORMATS
from rimlig.core.views import ObjectUseCase
from rimlig.organisation.models import Board, Municipality, OrgUnit
from rimlig.overview import figures
from rimlig.overview.board import BoardOverview, overview_of_board
from rimlig.overview.charts import columns_of
from rimlig.overview.export import workbook_of_board, workbook_of_municipality
from rimlig.overview.municipality import COLUMNS, MunicipalityOverview, headings, overview_of_municipality
from rimlig.overview.selection import Selection
from rimlig.planning.models import Plan

if TYPE_CHECKING:
    from django.db.models import QuerySet

PAGE: Final = 50


class Overview(ObjectUseCase):
    """What the overviews of a board and of a municipality share, as pages and as workbooks."""

    permission = "plan.read"
    here = "overview"
    shown: BoardOverview | MunicipalityOverview

    def asked_about(self) -> Any:
        return self.object

    def context(self) -> Mapping[str, Any]:
        shown = self.shown
        return {
            "shown": shown,
            "selection": shown.selection,
            "charts": shown.charts,
            "columns": {key: columns_of(shown.charts[key]) for key in ("periods", "trend") if key in shown.charts},
        }


class AsExcel(Overview):
    """The tables of a page as a workbook."""

    def workbook(self) -> bytes:
        """Return the workbook of what is shown."""
        raise NotImplementedError

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ARG002  # Django gives them
        if self.shown.year is None:
            raise Http404
        name = f"oversikt-{slugify(self.object.name)}-{self.shown.year}"
        headers = {"Content-Disposition": f'attachment; filename="{name}.xlsx"'}
        return HttpResponse(self.workbook(), content_type=FORMATS["xlsx"], headers=headers)


class OverviewOfBoard(Overview):
    """How it stands with a board's internal control: one page, and every number leads to its list."""

    model = Board
    template_name = "overview/board.html"

    def visible(self) -> "QuerySet[Board]":
        return Board.objects.visible_to(self.request.user).select_related("municipality")

    @cached_property
    def shown(self) -> BoardOverview:  # type: ignore[override]  # read where it is declared to be written
        """What the address asks for."""
        return overview_of_board(self.object, Selection.read(self.request.GET))

    def context(self) -> Mapping[str, Any]:
        shown = self.shown
        if shown.plan is not None:
            shown.plan.board = self.object
            self.workplace = shown.plan
        return {
            **super().context(),
            "board": self.object,
            "years": sorted({plan.year for plan in shown.plans}, reverse=True),
            "units": units_to_choose(self.object, shown.plan),
            "all_processes": shown.selection.address(alla=1),
            "without_unit": shown.selection.address(enhet=0),
        }


def units_to_choose(board: Board, plan: Plan | None) -> list[tuple[str, list[OrgUnit]]]:
    """Return the board's units of the plan's year by kind, each kind by name: the administration first."""
    if plan is None:
        return []
    found: dict[str, list[OrgUnit]] = {}
    for unit in OrgUnit.objects.filter(board=board).exclude(ends__year__lt=plan.year).order_by("kind", "name"):
        found.setdefault(unit.get_kind_display(), []).append(unit)
    return list(found.items())


class BoardAsExcel(AsExcel, OverviewOfBoard):
    """The overview of a board as a workbook."""

    def workbook(self) -> bytes:
        return workbook_of_board(self.shown)


class OverviewOfMunicipality(Overview):
    """The boards beside each other: those that the person may know of."""

    model = Municipality
    template_name = "overview/municipality.html"

    @cached_property
    def shown(self) -> MunicipalityOverview:  # type: ignore[override]  # as above
        """What the address asks for."""
        boards = Board.objects.visible_to(self.request.user).filter(municipality=self.object)
        return overview_of_municipality(self.object, boards, Selection.read(self.request.GET))

    def context(self) -> Mapping[str, Any]:
        return {
            **super().context(),
            "municipality": self.object,
            "headings": headings(),
            "rows": [(line, [(key, line.numbers.get(key)) for key in COLUMNS]) for line in self.shown.lines],
        }


class MunicipalityAsExcel(AsExcel, OverviewOfMunicipality):
    """The overview of a municipality as a workbook."""

    def workbook(self) -> bytes:
        return workbook_of_municipality(self.shown)


GAPS: Final[dict[str, tuple[str | Promise, str | Promise, Callable[[list[Plan]], Any]]]] = {
    "kontroller": (
        _("Ongoing controls without risk"),
        _(
            "Nothing is said to be able to happen in their working method. Either a risk is missing, or the control is not needed."
        ),
        figures.controls_without_risk,
    ),
    "uppfoljningar": (
        _("Follow-ups without risk"),
        _("One cannot see what they are to protect against. Either a risk is missing, or the follow-up is not needed."),
        figures.follow_ups_without_risk,
    ),
    "processer": (
        _("Processes never followed up"),
        _(
            "No follow-up has shown anything of them, this year or in the years before. Plan one, or ask whether the process is essential."
        ),
        figures.never_followed_up,
    ),
}
"""What the address asks for → its heading, what it means and what to do, and how it is found."""


class GapsOfPlan(ObjectUseCase):
    """What of a plan does not hang together: controls and follow-ups that answer no risk, processes never followed up."""

    model = Plan
    permission = "plan.read"
    template_name = "overview/gaps.html"
    here = "overview"

    def visible(self) -> "QuerySet[Plan]":
        return Plan.objects.visible_to(self.request.user).select_related("board__municipality")

    def guard(self) -> None:
        super().guard()
        self.workplace = self.object

    def context(self) -> Mapping[str, Any]:
        chosen = self.request.GET.get("visa", "")
        chosen = chosen if chosen in GAPS else next(iter(GAPS))
        title, meaning, find = GAPS[chosen]
        rows = find([self.object])
        if chosen == "processer":
            rows = rows.order_by("position", "pk")
        else:
            method = "working_method"
            order = (f"{method}__process__position", f"{method}__position", "position", "pk")
            rows = rows.select_related("working_method__process").order_by(*order)
        page = Paginator(rows, PAGE).get_page(self.request.GET.get("sida"))
        return {
            "plan": self.object,
            "title": title,
            "meaning": meaning,
            "chosen": chosen,
            "kinds": [(key, words[0], key == chosen) for key, words in GAPS.items()],
            "page": page,
        }
