"""Reads of the municipality's scales and categories."""

from django.db.models import QuerySet

from rimlig.organisation.models import Municipality
from rimlig.planning.matrix import Band, Scales, Step
from rimlig.planning.models import Axis, RiskCategory, RiskScale


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
