"""What plans demand of the units that are to answer in them."""

from rimlig.organisation.models import OrgUnit
from rimlig.planning.triggers.plan import UNIT_STAYS_FOR_ITS_FOLLOW_UPS


class AnsweringUnit(OrgUnit):
    """A unit as plans see it. It stands here because the organisation knows of no plans."""

    class Meta:
        proxy = True
        triggers = [UNIT_STAYS_FOR_ITS_FOLLOW_UPS]
