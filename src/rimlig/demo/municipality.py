"""The demo's municipality: its boards with their trees of units, the council's goals, and the people."""

from collections.abc import Iterable, Mapping
from typing import Final

from rimlig.demo.content import BoardContent, Person
from rimlig.organisation.models import Board, Municipality, OrgUnit, Placement, RoleAssignment, UnitKind, User
from rimlig.planning.models import CouncilGoal, OrientationGoal

ORIENTATION: Final = {
    "1": "En trygg kommun genom hela livet",
    "2": "En kommun som fungerar i vardagen",
    "3": "En ekonomi som räcker också för dem som kommer efter oss",
    "4": "En kommun att lita på och att arbeta i",
}
ADMINISTRATIONS: Final = {
    "lindhaga": "Lindhaga stadsdelsförvaltning",
    "utbildning": "Utbildningsförvaltningen",
    "teknik": "Tekniska förvaltningen",
}
DEPARTMENTS: Final[Mapping[str, Mapping[str, tuple[str, ...]]]] = {
    "lindhaga": {
        "Avdelning förskola": (),  # the board's preschools stand here
        "Avdelning individ och familj": ("Mottagning", "Utredning barn", "Utredning vuxna"),
        "Avdelning äldre": ("Hemtjänst norr", "Hemtjänst söder", "Biståndshandläggning"),
        "Ekonomi och stöd": (),
    },
    "utbildning": {"Avdelning grundskola": ("Bergskolan", "Norrskolan", "Åskolan"), "Avdelning gymnasium": ()},
    "teknik": {"Avdelning vatten": (), "Avdelning gata och park": ()},
}


def make_board(content: BoardContent, municipality: Municipality) -> Board:
    """Make the board and its tree: one administration, departments, and units under them."""
    board = Board.objects.create(municipality=municipality, code=content.code, name=content.name)
    top = _unit(board, ADMINISTRATIONS[content.code], UnitKind.ADMINISTRATION, None)
    for number, (name, units) in enumerate(DEPARTMENTS[content.code].items()):
        department = _unit(board, name, UnitKind.DEPARTMENT, top)
        for unit in content.units if number == 0 and content.units else units:
            _unit(board, unit, UnitKind.UNIT, department)
    return board


def _unit(board: Board, name: str, kind: UnitKind, under: OrgUnit | None) -> OrgUnit:
    unit = OrgUnit.objects.create(board=board, name=name, kind=kind)
    Placement.objects.create(unit=unit, parent=under)
    return unit


def make_goals(boards: Iterable[BoardContent], municipality: Municipality, year: int) -> None:
    """Make the council's goals of the year: those that any of the boards has, each once, under their orientation goals."""
    goals = dict(sorted((number, title) for content in boards for number, title in content.goals.items()))
    above = {
        number: OrientationGoal.objects.create(
            municipality=municipality, year=year, number=number, title=title, position=position
        )
        for position, (number, title) in enumerate(ORIENTATION.items())
    }
    CouncilGoal.objects.bulk_create(
        CouncilGoal(
            municipality=municipality,
            year=year,
            orientation=above[number.partition(".")[0]],
            number=number,
            title=title,
            position=position,
        )
        for position, (number, title) in enumerate(goals.items())
    )


def make_person(person: Person, municipality: Municipality, password: str) -> None:
    """Make the person with their role on the place that is theirs. `password` is hashed: it takes its time, and all have one."""
    user = User.objects.create(email=person.email, name=person.name, password=password)
    board = Board.objects.get(municipality=municipality, code=person.board) if person.board else None
    unit = OrgUnit.objects.get(board=board, name=person.unit) if person.unit else None
    RoleAssignment.objects.create(user=user, role=person.role, municipality=municipality, board=board, unit=unit)
