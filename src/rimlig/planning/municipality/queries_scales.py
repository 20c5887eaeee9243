"""Reads of the municipality's scales and categories."""

from typing import Final

from django.db.models import Count, Q, QuerySet

from rimlig.organisation.models import Municipality
from rimlig.planning.models import RISK_VALUES, Axis, Plan, RiskCategory, RiskScale, UndesiredEvent
from rimlig.planning.risks.matrix import Band, Scales, Step
from rimlig.planning.standards import BANDS, CONSEQUENCES, LIKELIHOODS, THRESHOLD

STANDARD: Final = Scales(
    tuple(Step(value, *step) for value, step in enumerate(LIKELIHOODS, 1)),
    tuple(Step(value, *step) for value, step in enumerate(CONSEQUENCES, 1)),
    tuple(Band(value, name, look.value) for value, name, look in BANDS),
    THRESHOLD,
)
"""What a municipality has that has not made any scales of its own."""


def scales_of(scale: RiskScale) -> Scales:
    """Return what the edition says, as plain data. Two queries, none when `steps` and `bands` are prefetched."""
    names = {(step.axis, step.value): step for step in scale.steps.all()}

    def steps(axis: Axis, size: int) -> tuple[Step, ...]:
        found = ((value, names.get((axis.value, value))) for value in range(1, size + 1))
        return tuple(Step(value, step.name, step.criterion) if step else Step(value, "") for value, step in found)

    return Scales(
        steps(Axis.LIKELIHOOD, scale.likelihood_size),
        steps(Axis.CONSEQUENCE, scale.consequence_size),
        tuple(Band(band.from_value, band.name, band.look) for band in scale.bands.all()),
        scale.threshold,
    )


def categories_to_choose(municipality: Municipality) -> QuerySet[RiskCategory]:
    """Return the categories that a risk can be given, in the municipality's order."""
    return municipality.risk_categories.filter(in_use=True)


def editions_of(municipality: Municipality) -> QuerySet[RiskScale]:
    """Return the editions of the municipality's scales, the latest first, each with `used_by`, its number of plans."""
    return (
        municipality.risk_scales.annotate(used_by=Count("plans"))
        .order_by("-edition")
        .prefetch_related("steps", "bands")
    )


def categories_of(municipality: Municipality) -> QuerySet[RiskCategory]:
    """Return all categories in order, each with `risks`, the number of risks in plans that have it."""
    return municipality.risk_categories.annotate(risks=Count("events")).order_by("position")


def risks_beyond(plan: Plan, scale: RiskScale) -> QuerySet[UndesiredEvent]:
    """Return the plan's risks with a value that the edition does not have: assess them again before it can be used."""
    sizes = {"likelihood": scale.likelihood_size, "consequence": scale.consequence_size}
    beyond = Q()
    for name in RISK_VALUES:
        beyond |= Q(**{f"{name}__gt": sizes[name.removesuffix("_after")]})
    return UndesiredEvent.objects.filter(beyond, working_method__process__plan=plan).order_by("pk")
