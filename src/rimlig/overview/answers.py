"""The charts of the answers: how far they have come, and what the follow-ups came to, over periods and by process."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from django.utils.translation import gettext as _

from rimlig.documents.document import Deviation
from rimlig.followup.models import Period
from rimlig.organisation.models import Placement
from rimlig.overview.addresses import Place
from rimlig.overview.charts import Chart, Line
from rimlig.overview.figures import Level
from rimlig.overview.words import STATUS_FILTERS, level_series, status_series
from rimlig.planning.models import Plan, Process

MOST_UNITS: Final = 30
"""With more units than these the answers stand by department, as on the board of answers."""
FEW_PROCESSES: Final = 12
NOT_GIVEN: Final = ("late", "open", "returned")
_WORST_FIRST: Final = (Deviation.MAJOR, Deviation.MINOR, Deviation.NOT_DONE, Deviation.NONE)

Status = tuple[tuple[int | None, str | None], dict[str, int]]
"""A unit's id and name (none: the administration as a whole), and how many of its answers have come how far."""
_Row = tuple[int | None, str, Mapping[str, int]]


def status_chart(place: Place, period: Period, statuses: Iterable[Status]) -> Chart | None:
    """Return how far the answers of each unit have come; None where none are asked for."""
    rows: list[_Row] = [
        (unit, name or _("The administration as a whole"), numbers) for (unit, name), numbers in statuses
    ]
    if not rows:
        return None
    if len(rows) > MOST_UNITS:
        rows = _by_department(rows)
    series = status_series()

    def line(unit: int | None, name: str, numbers: Mapping[str, int]) -> Line:
        counted = tuple(
            place.answers_of(unit, numbers[one.key], period, visa=STATUS_FILTERS[one.key]) for one in series
        )
        total = place.answers_of(unit, sum(numbers.values()), period)
        return Line(name, counted, total.address, total=total)

    lines = tuple(line(*row) for row in rows)
    title = _("How far the answers have come")
    return Chart("status", title, _("Unit"), series, lines, total=_("Asked for"), shares=True)


def _by_department(rows: Iterable[_Row]) -> list[_Row]:
    """Return the rows put together by the unit right above each; one that stands under none stays for itself."""
    rows = list(rows)
    placed = Placement.objects.valid().filter(unit__in=[unit for unit, *_rest in rows if unit], parent__isnull=False)
    above = {unit: (parent, name) for unit, parent, name in placed.values_list("unit", "parent", "parent__name")}
    found: dict[tuple[int | None, str], Counter[str]] = {}
    for unit, name, numbers in rows:
        key = (unit, name) if unit is None else above.get(unit, (unit, name))
        found.setdefault(key, Counter()).update(numbers)
    ordered = sorted(found.items(), key=lambda item: (item[0][0] is None, item[0][1]))
    return [(unit, name, numbers) for (unit, name), numbers in ordered]


def levels_over_periods(place: Place, plans: Sequence[Plan], levels: Iterable[Level]) -> Chart | None:
    """Return what the follow-ups came to in each period in which any came to something."""
    levels = list(levels)
    if not levels:
        return None
    years = {plan.pk: plan.year for plan in plans}
    found = {(one.plan, one.period) for one in levels}
    periods = {one.pk: one for one in Period.objects.filter(pk__in={period for _plan, period in found})}
    counts = Counter({(one.plan, one.period, one.level): one.count for one in levels})
    series = level_series()

    def line(plan: int, period: Period) -> Line:
        numbers = tuple(
            place.answers(counts[plan, period.pk, one.key], period, plan=plan, niva=one.key) for one in series
        )
        address = place.overview(ar=years[plan], period=period.code)
        return Line(str(period), numbers, address, short=f"{period.code} {period.year}")

    ordered = sorted(found, key=lambda pair: (years[pair[0]], periods[pair[1]].ends, pair[1]))
    lines = tuple(line(plan, periods[period]) for plan, period in ordered)
    return Chart("periods", _("Deviations over the periods"), _("Period"), series, lines)


def levels_by_process(place: Place, period: Period, levels: Iterable[Level], *, every: bool) -> Chart | None:
    """Return what the follow-ups of each process came to, the worst first: the first few, or every process."""
    counts = Counter({(one.process, one.level): one.count for one in levels})
    if not counts:
        return None
    keys = sorted(
        {process for process, _level in counts}, key=lambda key: [-counts[key, level] for level in _WORST_FIRST]
    )
    shown = keys if every else keys[:FEW_PROCESSES]
    names = dict(Process.objects.filter(pk__in=shown).values_list("pk", "name"))
    series = level_series()

    def line(process: int) -> Line:
        numbers = tuple(
            place.answers(counts[process, one.key], period, process=process, niva=one.key) for one in series
        )
        return Line(names[process], numbers, place.answers(1, period, process=process).address)

    lines = tuple(line(process) for process in shown)
    return Chart("processes", _("Deviations by process"), _("Process"), series, lines)


def given(totals: Counter[str]) -> int:
    """Return how many of the answers have been given."""
    return totals.total() - sum(totals[key] for key in NOT_GIVEN)
