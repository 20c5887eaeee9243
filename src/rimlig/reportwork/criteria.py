"""What the three levels mean: the municipality's own words, or the product's where it has decided none."""

from collections.abc import Mapping
from typing import Final

from rimlig.organisation.models import Municipality
from rimlig.reportwork.models import AssessmentCriterion, Level

LABELS: Final[Mapping[Level, str]] = {
    Level.SUFFICIENT: "Tillräcklig",
    Level.NOT_FULLY: "Inte helt tillräcklig",
    Level.INSUFFICIENT: "Otillräcklig",
}
"""The levels as documents to Swedish boards call them."""

STANDARD: Final[Mapping[Level, str]] = {
    Level.SUFFICIENT: (
        "Riskanalysen är dokumenterad och de planerade uppföljningarna är genomförda. De avvikelser som har hittats är få"
        " och begränsade, och var och en har en åtgärd som följs. Nämnden känner till var riskerna finns och ser inga"
        " tecken på väsentliga fel."
    ),
    Level.NOT_FULLY: (
        "Det mesta fungerar, men brister i någon väsentlig process är inte åtgärdade, eller så saknas några av de"
        " planerade uppföljningarna. Nämnden vet vilka bristerna är och har beslutat vad som ska göras åt dem."
    ),
    Level.INSUFFICIENT: (
        "Flera väsentliga processer har allvarliga eller återkommande brister, eller så saknas riskanalys eller"
        " uppföljning i sådan omfattning att nämnden inte kan veta hur det står till. Åtgärder saknas eller har inte"
        " gett effekt."
    ),
}
"""Our own words, in Swedish as the documents are."""


def criteria_of(municipality: Municipality) -> dict[Level, str]:
    """Return what each level means in the municipality, from the best to the worst."""
    stored = dict(AssessmentCriterion.objects.filter(municipality=municipality).values_list("level", "text"))
    return {level: stored.get(level.value, STANDARD[level]) for level in Level}
