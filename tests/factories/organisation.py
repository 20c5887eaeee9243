from typing import Any

import factory
from factory.django import DjangoModelFactory

from rimlig.organisation.models import (
    Board,
    Municipality,
    OrgUnit,
    Placement,
    Role,
    RoleAssignment,
    Substitution,
    TableImport,
    TableKind,
    User,
)

PASSWORD = "trygg-kontroll-2026"


class UserFactory(DjangoModelFactory[User]):
    """A person without any role; signs in with PASSWORD."""

    class Meta:
        model = User

    email = factory.Sequence(lambda n: f"person{n}@lindhaga.example")
    name = factory.Sequence(lambda n: f"Person {n}")

    @classmethod
    def _create(cls, model_class: type[User], *args: Any, **kwargs: Any) -> User:
        password = kwargs.pop("password", PASSWORD)
        user = model_class(*args, **kwargs)
        user.set_password(password)
        user.save()
        return user


class MunicipalityFactory(DjangoModelFactory[Municipality]):
    class Meta:
        model = Municipality

    code = factory.Sequence(lambda n: f"kommun-{n}")
    name = factory.Sequence(lambda n: f"Kommun {n}")


class BoardFactory(DjangoModelFactory[Board]):
    class Meta:
        model = Board

    municipality = factory.SubFactory(MunicipalityFactory)
    code = factory.Sequence(lambda n: f"namnd-{n}")
    name = factory.Sequence(lambda n: f"Nämnd {n}")


class OrgUnitFactory(DjangoModelFactory[OrgUnit]):
    class Meta:
        model = OrgUnit

    board = factory.SubFactory(BoardFactory)
    name = factory.Sequence(lambda n: f"Enhet {n}")


class PlacementFactory(DjangoModelFactory[Placement]):
    """A unit directly under its board, for always; give `unit` and `parent` of one board."""

    class Meta:
        model = Placement

    unit = factory.SubFactory(OrgUnitFactory)


class RoleAssignmentFactory(DjangoModelFactory[RoleAssignment]):
    """A role on a board; `municipality_wide=True` gives it on the board's whole municipality."""

    class Meta:
        model = RoleAssignment

    class Params:
        municipality_wide = factory.Trait(board=None, municipality=factory.SubFactory(MunicipalityFactory))

    user = factory.SubFactory(UserFactory)
    role = Role.CONTROLLER
    board = factory.SubFactory(BoardFactory)
    municipality = factory.SelfAttribute("board.municipality")


def _colleague(substitution: Any) -> User:
    """Make a person who has a role of their own in the municipality, as a substitute must."""
    own: RoleAssignment = RoleAssignmentFactory(
        role=Role.AUDITOR, municipality=substitution.assignment.municipality, board=None
    )
    return own.user


class SubstitutionFactory(DjangoModelFactory[Substitution]):
    """Somebody who holds another's role in 2026, and is an auditor of the municipality themselves."""

    class Meta:
        model = Substitution

    assignment = factory.SubFactory(RoleAssignmentFactory)
    substitute = factory.LazyAttribute(_colleague)
    starts = "2026-01-01"
    ends = "2026-12-31"


class TableImportFactory(DjangoModelFactory[TableImport]):
    """A table of a board's units, without rows."""

    class Meta:
        model = TableImport

    board = factory.SubFactory(BoardFactory)
    municipality = factory.SelfAttribute("board.municipality")
    kind = TableKind.UNITS
    file_name = "enheter.xlsx"
    takes_effect = "2026-01-01"
    rows = factory.LazyFunction(list)
    outcomes = factory.LazyFunction(list)
    uploaded_by = factory.SubFactory(UserFactory)
