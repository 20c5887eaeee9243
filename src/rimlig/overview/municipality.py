"""The overview of all boards of a municipality that a person may know of, beside each other."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from rimlig.documents.document import Deviation
from rimlig.followup.models import Period
from rimlig.organisation.models import Board, Municipality
from rimlig.overview import figures
from rimlig.overview.addresses import Place, number
from rimlig.overview.answers import given
from rimlig.overview.board import YEARS_OF_LEVELS, YEARS_OF_RISKS, Fact
from rimlig.overview.charts import Chart, Line, Number, Series
from rimlig.overview.figures import ActionCount, Gaps, Level, RiskMarks, RiskValue
from rimlig.overview.remembering import remembered
from rimlig.overview.risks import high_risks, looks_by_plan
from rimlig.overview.selection import Selection, period_shown, year_shown
from rimlig.overview.words import STATUS_FILTERS, action_series, level_series, look_series, status_series
from rimlig.planning.models import Plan

if TYPE_CHECKING:
    from django.db.models import QuerySet


@dataclass(frozen=True)
class BoardLine:
    """A board beside the others. Without a plan for the year there is little to say of it."""

    board: Board
    address: str
    plan: Plan | None
    numbers: Mapping[str, Number] = field(default_factory=dict)
    asked: int = 0
    irregularities_valued: int = 0


@dataclass
class MunicipalityOverview:
    """The municipality's year and period as the page shows them."""

    municipality: Municipality
    selection: Selection
    year: int | None
    years: list[int]
    lines: list[BoardLine] = field(default_factory=list)
    periods: list[Period] = field(default_factory=list)
    period: Period | None = None
    facts: list[Fact] = field(default_factory=list)
    charts: dict[str, Chart] = field(default_factory=dict)
    without_irregularities: list[Board] = field(default_factory=list)
    without_plan: list[Board] = field(default_factory=list)

    @property
    def asked(self) -> int:
        """How many answers the boards have been asked for."""
        return sum(line.asked for line in self.lines)

    @property
    def given(self) -> int:
        """How many of them have been given."""
        return self.sum("given")

    def sum(self, key: str) -> int:
        """Return the sum of the boards' numbers under the key."""
        return sum(line.numbers[key].value for line in self.lines if key in line.numbers)

    def add(self, chart: Chart) -> None:
        """Show the chart, if it has anything to show."""
        if chart.lines:
            self.charts[chart.key] = chart


COLUMNS = (
    "given",
    "late",
    "major",
    "minor",
    "high",
    "without_control",
    "never",
    "irregular",
    "actions",
    "late_actions",
)
"""The numbers of a board, in the order in which they stand beside each other."""


def headings() -> dict[str, str]:
    """Return what each of the numbers is called."""
    words = (
        _("Answers given"),
        _("Late answers"),
        _("Major deviations"),
        _("Minor deviations"),
        _("Risks on or above the threshold"),
        _("Risks without control"),
        _("Processes never followed up"),
        _("Risks of irregularities"),
        _("Open actions"),
        _("Late actions"),
    )
    return dict(zip(COLUMNS, words, strict=True))


def overview_of_municipality(
    municipality: Municipality, boards: "QuerySet[Board]", selection: Selection
) -> MunicipalityOverview:
    """Return what the page shows of the boards for the choices of its address. The number of queries never grows."""
    known = list(boards)
    key = ("municipality", municipality.pk, [board.pk for board in known], selection)
    return remembered(key, lambda: _count(municipality, known, selection))


def _count(municipality: Municipality, known: Sequence[Board], selection: Selection) -> MunicipalityOverview:
    plans = list(Plan.objects.of_the_year().filter(board__in=known).select_related("scale").order_by("year", "pk"))
    year = year_shown(plans, selection.ar, timezone.localdate().year)
    years = sorted({plan.year for plan in plans}, reverse=True)
    shown = MunicipalityOverview(municipality, selection, year, years)
    if year is None:
        shown.without_plan = [board for board in known if _exists(board, timezone.localdate().year)]
        return shown
    _fill(shown, known, plans, year)
    return shown


def _exists(board: Board, year: int) -> bool:
    """Say whether there is such a board at any time of the year."""
    begins_in_time = board.starts is None or board.starts.year <= year
    return begins_in_time and (board.ends is None or board.ends.year >= year)


def _fill(shown: MunicipalityOverview, boards: Sequence[Board], plans: Sequence[Plan], year: int) -> None:
    of_year = {plan.board_id: plan for plan in plans if plan.year == year}
    current = list(of_year.values())
    shown.periods = _codes_once(figures.periods_with_answers(current, year))
    shown.period = period = period_shown(shown.periods, shown.selection.period)
    statuses = dict(figures.statuses_by(current, period.code, "plan")) if period is not None else {}
    levels = figures.levels_of([plan for plan in plans if year - YEARS_OF_LEVELS < plan.year <= year])
    recent = [plan for plan in plans if year - YEARS_OF_RISKS < plan.year <= year]
    values, bands = figures.risk_values(recent), figures.bands_of(recent)
    actions = figures.open_actions([board.pk for board in boards])
    counted = _Counted(period, statuses, levels, values, figures.risk_marks(current), figures.gaps_of(current), actions)
    for board in boards:
        plan = of_year.get(board.pk)
        if plan is not None:
            shown.lines.append(counted.line(board, plan))
        elif _exists(board, year):
            shown.without_plan.append(board)
    shown.without_irregularities = [line.board for line in shown.lines if not line.irregularities_valued]
    _add_facts(shown)
    by_board = [(line.board, line.plan) for line in shown.lines if line.plan is not None]
    if period is not None:
        shown.add(_status_chart(by_board, period, statuses))
    shown.add(_levels_chart(shown, levels))
    shown.add(_trend_chart(shown, recent, looks_by_plan(recent, bands, values)))
    shown.add(_action_chart(by_board, actions))


def _codes_once(periods: Iterable[Period]) -> list[Period]:
    return list({period.code: period for period in periods}.values())


@dataclass(frozen=True)
class _Counted:
    """The figures of all boards, asked for at once."""

    period: Period | None
    statuses: Mapping[int, Mapping[str, int]]
    levels: Sequence[Level]
    values: Sequence[RiskValue]
    marks: Mapping[int, RiskMarks]
    gaps: Mapping[int, Gaps]
    actions: Sequence[ActionCount]

    def line(self, board: Board, plan: Plan) -> BoardLine:
        """Return the board beside the others."""
        place = Place(board, plan)
        marks, gaps = self.marks.get(plan.pk, RiskMarks()), self.gaps.get(plan.pk, Gaps())
        own = [one for one in self.actions if one.board == board.pk]
        late = sum(one.late for one in own)
        numbers = {
            "high": place.risks(high_risks(plan, self.values), troskel=1),
            "without_control": place.risks(marks.without_control, **{"utan-kontroll": 1}),
            "never": place.gaps(gaps.processes, "processer"),
            "irregular": place.risks(marks.irregular, oegentligheter=1),
            "actions": place.actions(sum(one.count for one in own)),
            "late_actions": place.actions(late, status="sena"),
        }
        asked = 0
        address = place.overview(ar=plan.year)
        if self.period is not None:
            statuses = Counter(self.statuses.get(plan.pk, {}))
            asked = statuses.total()
            numbers |= self._of_period(place, self.period, statuses)
            address = place.overview(ar=plan.year, period=self.period.code)
        return BoardLine(board, address, plan, numbers, asked, marks.irregular_valued)

    def _of_period(self, place: Place, period: Period, statuses: Counter[str]) -> dict[str, Number]:
        found: Counter[str] = Counter()
        for one in self.levels:
            if one.plan == place.plan.pk and one.period == period.pk:
                found[one.level] += one.count
        return {
            "given": place.answers(given(statuses), period, visa="inne"),
            "late": place.answers(statuses["late"], period, visa="sena"),
            "major": place.answers(found[Deviation.MAJOR], period, niva=Deviation.MAJOR.value),
            "minor": place.answers(found[Deviation.MINOR], period, niva=Deviation.MINOR.value),
        }


def _add_facts(shown: MunicipalityOverview) -> None:
    """Add the sums, each of which leads to the table where its parts stand."""
    looks = {"late": "late", "major": "major", "minor": "minor", "high": "minor", "late_actions": "late"}
    words = headings()
    for key in ("given", "late", "major", "minor", "high", "actions", "late_actions"):
        if any(key in line.numbers for line in shown.lines):
            value = shown.sum(key)
            of = shown.asked if key == "given" else None
            shown.facts.append(Fact(words[key], Number(value, "#boards" if value else ""), of, looks.get(key, "")))


_ByBoard = Sequence[tuple[Board, Plan]]


def _status_chart(boards: _ByBoard, period: Period, statuses: Mapping[int, Mapping[str, int]]) -> Chart:
    series = status_series()

    def line(board: Board, plan: Plan) -> Line:
        place, numbers = Place(board, plan), statuses[plan.pk]
        counted = tuple(place.answers(numbers[one.key], period, visa=STATUS_FILTERS[one.key]) for one in series)
        total = place.answers(sum(numbers.values()), period)
        return Line(board.name, counted, place.overview(ar=plan.year, period=period.code), total=total)

    lines = tuple(line(board, plan) for board, plan in boards if plan.pk in statuses)
    title = _("How far the answers have come")
    return Chart("status", title, _("Board"), series, lines, total=_("Asked for"), shares=True)


def _here(shown: MunicipalityOverview, **more: int | str) -> str:
    """Return the address of this page for another year or period, where the boards stand beside each other."""
    address = reverse("overview:municipality", args=[shown.municipality.pk])
    changed = Selection(ar=int(more["ar"]), period=str(more.get("period", "")))
    return f"{address}{changed.address()}#boards"


def _levels_chart(shown: MunicipalityOverview, levels: Iterable[Level]) -> Chart:
    counts = Counter[tuple[int, str]]()
    for one in levels:
        counts[one.period, one.level] += one.count
    periods = Period.objects.filter(pk__in={period for period, _level in counts}).order_by("ends", "pk")
    series = level_series()

    def line(period: Period) -> Line:
        address = _here(shown, ar=period.year, period=period.code)
        numbers = tuple(number(counts[period.pk, one.key], address) for one in series)
        return Line(str(period), numbers, address, short=f"{period.code} {period.year}")

    lines = tuple(line(period) for period in periods)
    return Chart("periods", _("Deviations over the periods"), _("Period"), series, lines)


def _trend_chart(shown: MunicipalityOverview, plans: Iterable[Plan], counts: Counter[tuple[int, str]]) -> Chart:
    years = {plan.pk: plan.year for plan in plans}
    by_year: Counter[tuple[int, str]] = Counter()
    for (plan, look), count in counts.items():
        by_year[years[plan], look] += count
    series: tuple[Series, ...] = look_series()

    def line(year: int) -> Line:
        address = _here(shown, ar=year)
        return Line(str(year), tuple(number(by_year[year, one.key], address) for one in series), address)

    years_with_any = sorted({year for year, _look in by_year})
    # One year compares nothing.
    lines = tuple(line(year) for year in years_with_any) if len(years_with_any) > 1 else ()
    return Chart("trend", _("Risks after controls, over the years"), _("Year"), series, lines)


def _action_chart(boards: _ByBoard, actions: Sequence[ActionCount]) -> Chart:
    series = action_series()
    counts = Counter[tuple[int, str]]()
    late: Counter[int] = Counter()
    for one in actions:
        counts[one.board, one.status] += one.count
        late[one.board] += one.late

    def line(board: Board, plan: Plan) -> Line:
        place = Place(board, plan)
        numbers = tuple(place.actions(counts[board.pk, one.key], status=one.key) for one in series)
        total = place.actions(sum(number.value for number in numbers))
        extra = place.actions(late[board.pk], status="sena")
        return Line(board.name, numbers, place.overview(ar=plan.year), total=total, extra=extra)

    lines = tuple(line for line in (line(board, plan) for board, plan in boards) if line.sum)
    return Chart(
        "actions",
        _("Open actions"),
        _("Board"),
        series,
        lines,
        total=pgettext("actions", "Open"),
        extra=_("of which late"),
    )
