"""The municipality's categories of risk: added, renamed, marked as irregularities, put out of use, ordered."""

from django.utils.translation import gettext as _

from rimlig.core.errors import RuleBroken
from rimlig.organisation.models import Municipality, User
from rimlig.planning.models import RiskCategory
from rimlig.planning.municipality.deciding import (
    Direction,
    deciding,
    last_position,
    move_past_neighbour,
    present,
    set_values,
)


def add_category(municipality: Municipality, *, name: str, irregularity: bool, by: User | None) -> RiskCategory:
    """Add a category last. RuleBroken when the name is taken."""
    with deciding(municipality, "planning.add_category", by):
        return RiskCategory.objects.create(
            municipality=municipality,
            name=name,
            irregularity=irregularity,
            position=last_position(municipality.risk_categories.all()),
        )


def change_category(
    category: RiskCategory, *, name: str, irregularity: bool, in_use: bool, version: int, by: User | None
) -> RiskCategory:
    """Rename the category, mark it as irregularity or not, take it into or out of use. Risks that have it keep it.

    RuleBroken when no category of irregularities would be left to choose; the
    law asks for them. Outdated when somebody else was first.
    """
    with deciding(category.municipality, "planning.change_category", by):
        others = RiskCategory.objects.filter(municipality=category.municipality_id, irregularity=True, in_use=True)
        if not (irregularity and in_use) and not others.exclude(pk=category.pk).exists():
            before = present(category)
            if before.irregularity and before.in_use:
                raise RuleBroken(
                    _(
                        "This is the last category of irregularities that can be chosen. The law asks that internal"
                        " control prevents irregularities, so one must remain. Add or mark another one first."
                    )
                )
        return set_values(category, {"name": name, "irregularity": irregularity, "in_use": in_use}, version)


def move_category(category: RiskCategory, direction: Direction, *, by: User | None) -> bool:
    """Move the category past its neighbour. Says whether there was one."""
    with deciding(category.municipality, "planning.move_category", by):
        siblings = RiskCategory.objects.filter(municipality=category.municipality_id)
        return move_past_neighbour(present(category), siblings, direction)
