"""What each role may do, in one table.

A role holds on a place and everything below it: on the municipality, on one
board, or on a unit and the units under it. Reading what a board decides is
for everybody who has a role anywhere in that board.
"""

from dataclasses import dataclass
from typing import Any, Final

import rules
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rimlig.organisation.held import Held, held_today, units_below
from rimlig.organisation.models import Board, Municipality, OrgUnit, Role

EVERYBODY: Final = frozenset(Role)
EXPERTS: Final = frozenset({Role.CONTROLLER, Role.CENTRAL_CONTROLLER})
CENTRAL: Final = frozenset({Role.CENTRAL_CONTROLLER})
HEADS: Final = frozenset({Role.HEAD_OF_ADMINISTRATION})
ADMINISTRATORS: Final = frozenset({Role.ADMINISTRATOR})
AUDITORS: Final = frozenset({Role.AUDITOR})
MANAGERS: Final = frozenset({Role.UNIT_MANAGER, Role.DEPARTMENT_MANAGER, Role.HEAD_OF_ADMINISTRATION})

Place = Municipality | Board | OrgUnit


@dataclass(frozen=True)
class Ability:
    """The roles that give a permission. `from_below`: a role held anywhere under the place gives it too."""

    roles: frozenset[Role]
    from_below: bool = False


ABILITIES: Final[dict[str, Ability]] = {
    "organisation.read": Ability(EVERYBODY, from_below=True),
    "organisation.edit": Ability(ADMINISTRATORS),
    "people.read": Ability(ADMINISTRATORS | EXPERTS | HEADS | AUDITORS),
    "people.edit": Ability(ADMINISTRATORS),
    "goals.read": Ability(EVERYBODY, from_below=True),
    "goals.edit": Ability(CENTRAL | ADMINISTRATORS),
    "scales.read": Ability(EVERYBODY, from_below=True),
    "scales.edit": Ability(CENTRAL | ADMINISTRATORS),
    "common.read": Ability(EXPERTS | AUDITORS, from_below=True),
    "common.edit": Ability(CENTRAL),
    "plan.read": Ability(EVERYBODY, from_below=True),
    "plan.edit": Ability(EXPERTS),
    "plan.assess": Ability(EXPERTS | MANAGERS | frozenset({Role.PERFORMER}), from_below=True),
    "plan.accept": Ability(HEADS | frozenset({Role.DEPARTMENT_MANAGER, Role.BOARD_MEMBER}), from_below=True),
    "plan.propose": Ability(HEADS),
    "plan.adopt": Ability(EXPERTS | HEADS),
    "system.read": Ability(EVERYBODY, from_below=True),
    "system.edit": Ability(EXPERTS),
    "system.adopt": Ability(EXPERTS | HEADS),
    "answer.read": Ability(EVERYBODY, from_below=True),
    "answer.write": Ability(MANAGERS | EXPERTS | frozenset({Role.PERFORMER}), from_below=True),
    "answer.review": Ability(EXPERTS | HEADS | frozenset({Role.DEPARTMENT_MANAGER}), from_below=True),
    "answer.conclude": Ability(EXPERTS),
    "answer.remind": Ability(EXPERTS | HEADS),
    "action.edit": Ability(MANAGERS | EXPERTS | frozenset({Role.PERFORMER}), from_below=True),
    "action.pass_on": Ability(EXPERTS | HEADS | ADMINISTRATORS),
    "answering.decide": Ability(CENTRAL | ADMINISTRATORS),
    "phrases.read": Ability(EXPERTS | AUDITORS | ADMINISTRATORS, from_below=True),
    "phrases.edit": Ability(CENTRAL | ADMINISTRATORS),
    "report.read": Ability(EVERYBODY, from_below=True),
    "report.draft": Ability(EXPERTS | HEADS | AUDITORS | frozenset({Role.DEPARTMENT_MANAGER}), from_below=True),
    "report.comment": Ability(EXPERTS | HEADS | frozenset({Role.DEPARTMENT_MANAGER}), from_below=True),
    "report.write": Ability(EXPERTS),
    "report.approve": Ability(HEADS),
    "assessment.read": Ability(EVERYBODY, from_below=True),
    "assessment.edit": Ability(EXPERTS | HEADS),
    "assessment.criteria": Ability(CENTRAL | ADMINISTRATORS),
    "appearance.read": Ability(EVERYBODY, from_below=True),
    "appearance.edit": Ability(CENTRAL | ADMINISTRATORS),
    "opendata.edit": Ability(ADMINISTRATORS),
    "history.read": Ability(EVERYBODY, from_below=True),
    "audit.file": Ability(AUDITORS | EXPERTS | HEADS),
    "document.import": Ability(EXPERTS),
}
"""Permission → the roles that give it on the place that is asked about: a municipality, a board or a unit."""

WORDS: Final[dict[str, str | Promise]] = {
    "organisation.read": _("See the boards and units of the organisation"),
    "organisation.edit": _("Change the boards and units of the organisation"),
    "people.read": _("See the people and their roles"),
    "people.edit": _("Let people in, give and end roles, name substitutes for others"),
    "goals.read": _("See the council's goals"),
    "goals.edit": _("Write the council's goals"),
    "scales.read": _("See the risk scale and the categories"),
    "scales.edit": _("Change the risk scale and the categories"),
    "common.read": _("See the risks that all boards have in common"),
    "common.edit": _("Send common risks to the boards"),
    "plan.read": _("Read plans, risks and results"),
    "plan.edit": _("Write the risk analysis, the plan and the results"),
    "plan.assess": _("Give values of one's own at a risk workshop"),
    "plan.accept": _("Accept a risk for the board"),
    "plan.propose": _("Propose the plan to the board"),
    "plan.adopt": _("Record what the board decided about the plan"),
    "system.read": _("Read the board's system of internal control"),
    "system.edit": _("Write the board's system of internal control"),
    "system.adopt": _("Record what the board decided about its system"),
    "answer.read": _("Read what has been answered, with its evidence"),
    "answer.write": _("Answer the follow-ups of one's own unit, or those that the plan gives one"),
    "answer.review": _("Review the answers of the units below, or those that the plan gives one"),
    "answer.conclude": _("Conclude for the board from the units' answers"),
    "answer.remind": _("Remind those who have not answered"),
    "action.edit": _("Write and follow up actions"),
    "action.pass_on": _("Pass on the actions of somebody who leaves"),
    "answering.decide": _("Decide the periods, the reviews and the reminders"),
    "phrases.read": _("See the phrases of drafts"),
    "phrases.edit": _("Word the phrases of drafts"),
    "report.read": _("Read and take out reports"),
    "report.draft": _("Read a report while it is being written"),
    "report.comment": _("Comment on a report while it is being written, and write the sections that one is given"),
    "report.write": _("Write reports, and send them to the head of administration"),
    "report.approve": _("Approve reports, so that they are frozen"),
    "assessment.read": _("Read the board's assessment of its internal control"),
    "assessment.edit": _("Prepare the board's assessment, and record what the board decided and what the auditors say"),
    "assessment.criteria": _("Decide what the levels of the assessment mean"),
    "appearance.read": _("See the municipality's logo and colours"),
    "appearance.edit": _("Decide how documents look"),
    "opendata.edit": _("Decide whether plans and reports are open data"),
    "history.read": _("See who changed what, and when"),
    "audit.file": _("Take out everything about a follow-up as the auditor's file"),
    "document.import": _("Take in plans and reports as files"),
}
"""Permission → what it lets a person do, in plain words, in the order of the page that shows the table to everybody."""


def holds(user: Any, place: Place, ability: Ability) -> bool:
    """Say whether the person holds one of the ability's roles today on the place or above it (or below, where that does)."""
    return any(
        held.role in ability.roles and (_covers(user, held, place) or (ability.from_below and _lies_in(held, place)))
        for held in held_today(user)
    )


def _covers(user: Any, held: Held, place: Place) -> bool:
    if isinstance(place, Municipality):
        return held.municipality == place.pk and held.board is None
    if isinstance(place, Board):
        is_whole_board = held.board is None or (held.board == place.pk and held.unit is None)
        return held.municipality == place.municipality_id and is_whole_board
    if held.unit is not None:
        return place.pk in units_below(user, held.unit)
    return held.board == place.board_id if held.board is not None else held.municipality == place.board.municipality_id


def _lies_in(held: Held, place: Place) -> bool:
    if isinstance(place, Municipality):
        return held.municipality == place.pk
    return held.board == (place.pk if isinstance(place, Board) else place.board_id)


def permit(*permissions: str) -> None:
    """Register the permissions: a role on the place that is asked about gives them, as the table says."""
    for permission in permissions:
        rules.add_perm(permission, on_place(permission))  # type: ignore[attr-defined,no-untyped-call]


def on_place(permission: str) -> Any:
    """Return the predicate that says whether a person has the permission on the place given as object."""

    @rules.predicate(f"role gives {permission}")  # type: ignore[attr-defined,no-untyped-call,untyped-decorator]
    def role_gives(user: Any, place: Place | None) -> bool:
        return place is not None and holds(user, place, ABILITIES[permission])

    return role_gives
