"""The charts of the risks: by value before and after controls, and over the years; and what does not hang together."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from rimlig.overview import addresses
from rimlig.overview.addresses import Place
from rimlig.overview.charts import Chart, Line, Number, Series
from rimlig.overview.figures import Gaps, RiskMarks, RiskValue
from rimlig.planning.models import Plan, RiskBand, UndesiredEvent

Bands = Mapping[int, Sequence[RiskBand]]
"""The bands of each scale (its id), from the lowest."""


@dataclass(frozen=True)
class Irregularities:
    """Whether risks of irregularities have been looked at, and which there are."""

    risks: Sequence[UndesiredEvent]
    number: Number
    valued: int


@dataclass(frozen=True)
class Gap:
    """Something that does not hang together in the plan: how many, and what it means."""

    label: str
    number: Number
    meaning: str


def band_of(bands: Sequence[RiskBand], value: int) -> RiskBand:
    """Return the band of a risk value. The lowest band begins at 1."""
    return max((band for band in bands if band.from_value <= value), key=lambda band: band.from_value, default=bands[0])


def high_risks(plan: Plan, values: Iterable[RiskValue]) -> int:
    """Return how many of the plan's risks are on or above the threshold of its scale; 0 for a plan without a scale."""
    least = plan.scale.threshold if plan.scale is not None else None
    here = (one for one in values if one.plan == plan.pk and one.value is not None)
    return sum(one.count for one in here if least is not None and one.value is not None and one.value >= least)


def bands_chart(place: Place, bands: Sequence[RiskBand], values: Iterable[RiskValue], unvalued: int) -> Chart:
    """Return how many of the plan's risks lie in each band, before and after controls."""
    before: Counter[int] = Counter()
    after: Counter[int] = Counter()
    for one in values:
        if one.plan == place.plan.pk and one.value is not None:
            before[band_of(bands, one.value).from_value] += one.count
            after[band_of(bands, one.after or one.value).from_value] += one.count
    bare = place.risks(unvalued, **{"utan-varde": 1})

    def line(label: str, counts: Counter[int], view: dict[str, str]) -> Line:
        numbers = tuple(place.risks(counts[band.from_value], **view, niva=band.from_value) for band in bands)
        return Line(label, numbers, place.risks(1, **view).address, extra=bare)

    return Chart(
        "bands",
        _("Risks by value"),
        _("Value"),
        tuple(Series(str(band.from_value), band.name, band.look) for band in bands),
        (line(_("Before controls"), before, {}), line(_("After controls"), after, {"vy": "efter"})),
        extra=_("Not assessed") if unvalued else "",
    )


def looks_by_plan(plans: Iterable[Plan], bands: Bands, values: Iterable[RiskValue]) -> Counter[tuple[int, str]]:
    """Count the risks after controls by plan (its id) and by the look of the band of the plan's own scale."""
    scales = {plan.pk: plan.scale_id for plan in plans if plan.scale_id is not None}
    counts: Counter[tuple[int, str]] = Counter()
    for one in values:
        if one.after is not None and one.plan in scales:
            counts[one.plan, band_of(bands[scales[one.plan]], one.after).look] += one.count
    return counts


def trend_chart(place: Place, plans: Iterable[Plan], bands: Bands, values: Iterable[RiskValue]) -> Chart | None:
    """Return the risks after controls by year; None where fewer than two years have any.

    Each year's values lie in the bands of its own scale; bands with the same
    look are the same series, called as in the scale of the place's plan.
    """
    plans = sorted(plans, key=lambda plan: plan.year)
    counts = looks_by_plan(plans, bands, values)
    here = bands.get(place.plan.scale_id or 0, ())
    called = {band.look: band.name for band in here}
    series = tuple(Series(look, name, look) for look, name in called.items())

    def line(plan: Plan) -> Line:
        own = bands.get(plan.scale_id or 0, ())
        numbers = tuple(addresses.number(counts[plan.pk, one.key], _way_to_look(plan, own, one.key)) for one in series)
        return Line(str(plan.year), numbers, place.overview(ar=plan.year))

    lines = tuple(line for line in (line(plan) for plan in plans) if line.sum)
    if len(lines) <= 1:
        return None
    return Chart("trend", _("Risks after controls, over the years"), _("Year"), series, lines)


def _way_to_look(plan: Plan, bands: Sequence[RiskBand], look: str) -> str:
    """Return the list of the risks in the band of that look; nothing where several bands have it, which no list holds."""
    alike = [band for band in bands if band.look == look]
    return addresses.risks(plan.pk, vy="efter", niva=alike[0].from_value) if len(alike) == 1 else ""


def gaps_in_words(place: Place, marks: RiskMarks, gaps: Gaps) -> list[Gap]:
    """Return what does not hang together in the plan, each with its list."""
    return [
        Gap(
            _("Risks without control"),
            place.risks(marks.without_control, **{"utan-kontroll": 1}),
            _("Their working method has neither an ongoing control nor a follow-up."),
        ),
        Gap(
            _("Ongoing controls without risk"),
            place.gaps(gaps.controls, "kontroller"),
            _("Nothing is said to be able to happen in their working method."),
        ),
        Gap(
            _("Follow-ups without risk"),
            place.gaps(gaps.follow_ups, "uppfoljningar"),
            _("One cannot see what they are to protect against."),
        ),
        Gap(
            _("Processes never followed up"),
            place.gaps(gaps.processes, "processer"),
            _("No follow-up has shown anything of them, this year or in the years before."),
        ),
    ]
