"""A municipality's own pages: what one may administer there, and what each role may do."""

from collections.abc import Mapping
from itertools import groupby
from typing import Any

from rimlig.core.navigation import offered
from rimlig.core.views import FormUseCase, ObjectUseCase
from rimlig.organisation.abilities import ABILITIES, WORDS
from rimlig.organisation.models import Municipality, Role
from rimlig.organisation.queries import boards_with_beginnings


class MunicipalityUseCase(ObjectUseCase):
    """A page about a municipality: only those who hold a role in it today learn that it exists."""

    model = Municipality

    def guard(self) -> None:
        super().guard()
        self.here = f"municipality-{self.object.pk}"  # type: ignore[misc]  # marks the way that led here

    def asked_about(self) -> Any:
        return self.object

    def context(self) -> Mapping[str, Any]:
        return {"object": self.object, "municipality": self.object}


class MunicipalityFormUseCase(MunicipalityUseCase, FormUseCase):
    """Something that a person does in a municipality."""


class Administration(MunicipalityUseCase):
    """What one may administer, and see, in the municipality."""

    permission = "organisation.read"
    template_name = "organisation/municipality.html"

    def context(self) -> Mapping[str, Any]:
        entries = offered("municipality", self.person, self.object)
        return {
            **super().context(),
            "ways": [(entry.label, entry.address(self.object), entry.hint) for entry in entries],
            "next_steps": self._next_steps(),
        }

    def _next_steps(self) -> dict[str, Any] | None:
        """Say how far a new municipality has come, to who may go on with it; None when every board has who leads its work."""
        if not self.person.has_perm("people.edit", self.object):
            return None
        boards = list(boards_with_beginnings(self.object))
        alone = [board for board in boards if not board.has_controller]
        bare = [board for board in boards if not board.has_units]
        if boards and not alone:
            return None
        return {"boards": len(boards), "alone": alone, "bare": bare}


class Roles(MunicipalityUseCase):
    """What each role may do: the table that the code itself asks, in plain words."""

    permission = "organisation.read"
    template_name = "organisation/roles.html"

    def context(self) -> Mapping[str, Any]:
        return {**super().context(), "roles": [role.label for role in Role], "groups": table_of_abilities()}


def table_of_abilities() -> list[list[tuple[str, bool, list[bool]]]]:
    """Return the permissions grouped by what they are about: words, whether a role below is enough, and yes or no per role."""
    rows = [
        (name.partition(".")[0], (str(words), ability.from_below, [role in ability.roles for role in Role]))
        for name, words in WORDS.items()
        for ability in [ABILITIES[name]]
    ]
    return [[row for _subject, row in group] for _subject, group in groupby(rows, key=lambda pair: pair[0])]
