"""The overview of one board: what its page shows and its workbook holds. The number of queries never grows."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from rimlig.documents.document import Deviation
from rimlig.followup.models import Period
from rimlig.organisation.models import Board, OrgUnit
from rimlig.organisation.tree import below
from rimlig.overview import figures
from rimlig.overview.addresses import Place
from rimlig.overview.answers import given, levels_by_process, levels_over_periods, status_chart
from rimlig.overview.charts import Chart, Line, Number
from rimlig.overview.figures import ActionCount, Gaps, Level, RiskMarks, Units
from rimlig.overview.remembering import remembered
from rimlig.overview.risks import Gap, Irregularities, bands_chart, gaps_in_words, high_risks, trend_chart
from rimlig.overview.selection import Selection, period_shown, year_shown
from rimlig.overview.words import action_series
from rimlig.planning.models import Plan

YEARS_OF_RISKS: Final = 5
YEARS_OF_LEVELS: Final = 3
MOST_IRREGULAR: Final = 8


@dataclass(frozen=True)
class Fact:
    """A number at the head of the page. `of` is what it is a part of, `look` how it stands out when it is not 0."""

    label: str
    number: Number
    of: int | None = None
    look: str = ""


@dataclass
class BoardOverview:
    """The board's year and period as the page shows them. Without a plan there is nothing but the board."""

    board: Board
    selection: Selection
    plans: list[Plan]
    plan: Plan | None = None
    unit: OrgUnit | None = None
    periods: Sequence[Period] = ()
    period: Period | None = None
    asked: int = 0
    given: int = 0
    deviating: int = 0
    facts: list[Fact] = field(default_factory=list)
    charts: dict[str, Chart] = field(default_factory=dict)
    processes: int = 0
    """How many processes there are to show, whether they are shown or not."""
    irregularities: Irregularities | None = None
    gaps: list[Gap] = field(default_factory=list)
    action_plans: tuple[Number, Number] = (Number(), Number())
    """How many are open, and how many of those are late."""

    @property
    def year(self) -> int | None:
        """The plan's year; None while there is no plan."""
        return self.plan.year if self.plan else None

    def add(self, chart: Chart | None) -> None:
        """Show the chart, if there is one."""
        if chart is not None:
            self.charts[chart.key] = chart

    def recent(self, years: int) -> list[Plan]:
        """Return the plans of the year that is shown and of the years before it, so many in all."""
        last = self.plan.year if self.plan is not None else 0
        return [plan for plan in self.plans if last - years < plan.year <= last]


def overview_of_board(board: Board, selection: Selection) -> BoardOverview:
    """Return what the page shows for the choices of its address."""
    return remembered(("board", board.pk, selection), lambda: _count(board, selection))


def _count(board: Board, selection: Selection) -> BoardOverview:
    plans = list(Plan.objects.of_the_year().filter(board=board).select_related("scale").order_by("-year"))
    shown = BoardOverview(board, selection, plans)
    year = year_shown(plans, selection.ar, timezone.localdate().year)
    plan = next((one for one in plans if one.year == year), None)
    if plan is None:
        return shown
    shown.plan = plan
    if selection.enhet:
        shown.unit = OrgUnit.objects.filter(board=board, pk=selection.enhet).first()
    units = below([shown.unit.pk]) if shown.unit is not None else None
    place = Place(board, plan, shown.unit.pk if shown.unit is not None else 0)
    _add_answers(shown, plan, place, units)
    if shown.unit is None:
        _add_risks(shown, plan, place)
    _add_actions(shown, place, units)
    return shown


def _add_answers(shown: BoardOverview, plan: Plan, place: Place, units: Units) -> None:
    shown.periods = figures.periods_with_answers([plan], plan.year)
    shown.period = period_shown(list(shown.periods), shown.selection.period)
    plans = shown.recent(YEARS_OF_LEVELS)
    levels = figures.levels_of(plans, units)
    shown.add(levels_over_periods(place, plans, levels))
    period = shown.period
    if period is None:
        return
    statuses = figures.statuses_by([plan], period.code, "unit", units)
    totals: Counter[str] = Counter()
    for _unit, numbers in statuses:
        totals.update(numbers)
    shown.asked, shown.given = totals.total(), given(totals)
    shown.add(status_chart(place, period, statuses))
    by_process = figures.levels_of([plan], units, period.code, by_process=True)
    shown.processes = len({one.process for one in by_process})
    shown.add(levels_by_process(place, period, by_process, every=bool(shown.selection.alla)))
    _add_facts(shown, place, period, totals["late"], by_process)


def _add_facts(shown: BoardOverview, place: Place, period: Period, late: int, levels: Iterable[Level]) -> None:
    found: Counter[str] = Counter()
    for one in levels:
        found[one.level] += one.count
    major, minor = found[Deviation.MAJOR], found[Deviation.MINOR]
    shown.deviating = major + minor
    if shown.asked:
        shown.facts += [
            Fact(_("Answers given"), place.answers(shown.given, period, visa="inne"), shown.asked),
            Fact(_("Late answers"), place.answers(late, period, visa="sena"), look="late"),
        ]
    shown.facts += [
        Fact(_("Major deviations"), place.answers(major, period, niva=Deviation.MAJOR.value), look="major"),
        Fact(_("Minor deviations"), place.answers(minor, period, niva=Deviation.MINOR.value), look="minor"),
    ]


def _add_risks(shown: BoardOverview, plan: Plan, place: Place) -> None:
    """Add what concerns the board as a whole: risks and controls are no unit's."""
    plans = shown.recent(YEARS_OF_RISKS)
    values = figures.risk_values(plans)
    bands = figures.bands_of(plans)
    marks = figures.risk_marks([plan]).get(plan.pk, RiskMarks())
    if plan.scale_id is not None:
        shown.facts.append(
            Fact(_("Risks on or above the threshold"), place.risks(high_risks(plan, values), troskel=1), look="minor")
        )
        if marks.risks and plan.scale_id in bands:
            shown.add(bands_chart(place, bands[plan.scale_id], values, marks.unvalued))
    shown.add(trend_chart(place, plans, bands, values))
    shown.irregularities = Irregularities(
        figures.irregular_risks(plan, MOST_IRREGULAR) if marks.irregular else [],
        place.risks(marks.irregular, oegentligheter=1),
        marks.irregular_valued,
    )
    shown.gaps = gaps_in_words(place, marks, figures.gaps_of([plan]).get(plan.pk, Gaps()))


def _add_actions(shown: BoardOverview, place: Place, units: Units) -> None:
    actions = figures.open_actions([shown.board.pk], units)
    shown.add(action_chart(place, actions))
    open_, overdue = figures.open_action_plans(shown.board.pk, units)
    shown.action_plans = (place.action_plans(open_), place.action_plans(overdue, status="sena"))
    late = sum(one.late for one in actions)
    shown.facts += [
        Fact(_("Open actions"), place.actions(sum(one.count for one in actions))),
        Fact(_("Late actions"), place.actions(late, status="sena"), look="late"),
    ]


def action_chart(place: Place, actions: Sequence[ActionCount]) -> Chart | None:
    """Return the open actions by the year of the plan in which they first stood, and by status."""
    if not actions:
        return None
    series = action_series()
    counts = Counter({(one.since, one.status): one.count for one in actions})
    late: Counter[int] = Counter()
    for one in actions:
        late[one.since] += one.late

    def line(year: int) -> Line:
        numbers = tuple(place.actions(counts[year, one.key], sedan=year, status=one.key) for one in series)
        total = place.actions(sum(number.value for number in numbers), sedan=year)
        extra = place.actions(late[year], sedan=year, status="sena")
        return Line(str(year), numbers, total.address, total=total, extra=extra)

    years = sorted({one.since for one in actions}, reverse=True)
    return Chart(
        "actions",
        _("Open actions by the year they are from"),
        _("From the year"),
        series,
        tuple(line(year) for year in years),
        total=pgettext("actions", "Open"),
        extra=_("of which late"),
    )
