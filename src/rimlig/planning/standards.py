"""What a municipality begins with: a scale of five by five, and the categories of risk. Both are its own to change."""

from typing import Final

from django.db import transaction

from rimlig.core.audit import recorded
from rimlig.organisation.models import Municipality, User
from rimlig.planning.models import Axis, Look, RiskBand, RiskCategory, RiskScale, ScaleStep

LIKELIHOODS: Final = (
    ("Osannolik", "Har inte hänt och väntas inte hända."),
    ("Mindre trolig", "Kan hända någon gång på tio år."),
    ("Möjlig", "Kan hända någon gång de närmaste åren."),
    ("Trolig", "Händer troligen under året."),
    ("Mycket trolig", "Händer flera gånger om året."),
)
CONSEQUENCES: Final = (
    ("Försumbar", "Märks knappt av dem som vi är till för, och rättas i det dagliga arbetet."),
    ("Lindrig", "Besvär för enstaka personer, eller en kostnad som ryms i enhetens budget."),
    ("Kännbar", "Flera personer berörs, eller en kostnad som kräver att något annat får vänta."),
    ("Allvarlig", "Någon kommer till skada, lagen bryts, eller förtroendet för nämnden rubbas."),
    ("Mycket allvarlig", "Liv och hälsa i fara, stora belopp går förlorade, eller förtroendet skadas för lång tid."),
)
THRESHOLD: Final = 12
BANDS: Final = (
    (1, "Låg", Look.LOW),
    (5, "Måttlig", Look.MODERATE),
    (10, "Hög", Look.HIGH),
    (20, "Kritisk", Look.CRITICAL),
)
CATEGORIES: Final = (
    ("Verksamhet", False),
    ("Ekonomi", False),
    ("Lagar och regler", False),
    ("Personal och kompetens", False),
    ("Information och it", False),
    ("Bedrägeri och förskingring", True),
    ("Mutor", True),
    ("Jäv och intressekonflikter", True),
)


def scale_in_force(municipality: Municipality) -> RiskScale:
    """Return the municipality's latest edition of the scales; the standard one is made at the first use."""
    return municipality.risk_scales.first() or make_standard_scale(municipality, by=None)


@transaction.atomic
def make_standard_scale(municipality: Municipality, *, by: User | None) -> RiskScale:
    """Make the first edition of the municipality's scales and its categories of risk, unless there is one."""
    municipality = Municipality.objects.select_for_update().get(pk=municipality.pk)
    there = municipality.risk_scales.first()
    if there is not None:
        return there
    with recorded("planning.make_standard_scale", by):
        scale = RiskScale.objects.create(
            municipality=municipality,
            edition=1,
            likelihood_size=len(LIKELIHOODS),
            consequence_size=len(CONSEQUENCES),
            threshold=THRESHOLD,
        )
        ScaleStep.objects.bulk_create(
            ScaleStep(scale=scale, axis=axis, value=value, name=name, criterion=criterion)
            for axis, steps in ((Axis.LIKELIHOOD, LIKELIHOODS), (Axis.CONSEQUENCE, CONSEQUENCES))
            for value, (name, criterion) in enumerate(steps, 1)
        )
        RiskBand.objects.bulk_create(
            RiskBand(scale=scale, from_value=value, name=name, look=look) for value, name, look in BANDS
        )
        RiskCategory.objects.bulk_create(
            RiskCategory(municipality=municipality, name=name, irregularity=irregularity, position=position)
            for position, (name, irregularity) in enumerate(CATEGORIES)
        )
    return scale
