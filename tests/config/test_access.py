"""Who may read and who may write at every address: one table, typed out, tried with one person of each role.

Each letter is a role held where such a role is held: the managers and the performer on a unit, the central roles on the
municipality, the others on the board. Who is not named is refused with 403. Two more people ask for everything: one
without any role, and another municipality's administrator and controller; to them nothing exists (404).
"""

from collections.abc import Iterator
from http import HTTPStatus

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import reverse

from config.access_table import ACCESS
from config.samples import ONES_OWN_ACCOUNT, OPEN_TO_SIGNED_IN, SAMPLES
from config.test_routes import GUARDED as ROUTED
from factories import BoardFactory, OrgUnitFactory, RoleAssignmentFactory, UserFactory
from rimlig.organisation.models import Board, Municipality, Role, User

LETTERS = {
    "U": Role.UNIT_MANAGER,
    "P": Role.PERFORMER,
    "D": Role.DEPARTMENT_MANAGER,
    "C": Role.CONTROLLER,
    "H": Role.HEAD_OF_ADMINISTRATION,
    "B": Role.BOARD_MEMBER,
    "Z": Role.CENTRAL_CONTROLLER,
    "A": Role.AUDITOR,
    "S": Role.ADMINISTRATOR,
}
ON_UNIT, ON_MUNICIPALITY = "UPD", "ZAS"
METHODS = ("get", "post")
GUARDED = [name for name in ROUTED if name not in ONES_OWN_ACCOUNT]
"""One's own account is everybody's own, and nobody else's: tests/signin."""
NOT_OFFERED, ANOTHERS = "-", "0"
"""The address does not answer the method; or it is about somebody else's own things, which are not there for anybody else."""

pytestmark = pytest.mark.django_db


def test_the_table_names_every_guarded_address() -> None:
    assert set(ACCESS) == set(GUARDED)


def test_the_table_has_a_letter_for_every_role() -> None:
    assert set(LETTERS.values()) == set(Role)


@pytest.mark.parametrize("name", GUARDED)
def test_every_role_gets_what_the_table_says(name: str) -> None:
    assert answers_at(name) == ACCESS[name]


def answers_at(name: str) -> tuple[str, str]:
    """Return who may read and who may write at a sample of the address, as the table says it."""
    url = reverse(name, args=SAMPLES[name]())
    answers = {letter: _answers(person, url) for letter, person in _cast()}
    read, written = (_said({letter: both[method] for letter, both in answers.items()}) for method in METHODS)
    return read, written


@pytest.mark.parametrize("name", [name for name in ROUTED if SAMPLES[name] is not list])
def test_nothing_exists_for_those_of_another_municipality_or_without_a_role(name: str) -> None:
    url = reverse(name, args=SAMPLES[name]())
    elsewhere = BoardFactory(municipality__name="Sjövik kommun")
    stranger = UserFactory()
    for role in (Role.CONTROLLER, Role.ADMINISTRATOR, Role.CENTRAL_CONTROLLER):
        RoleAssignmentFactory(user=stranger, role=role, municipality=elsewhere.municipality, board=None)
    answers = {"stranger": _answers(stranger, url), "no role": _answers(UserFactory(), url)}
    # 405: the address answers no such method, whatever it is about.
    gone = {HTTPStatus.NOT_FOUND, HTTPStatus.METHOD_NOT_ALLOWED}
    assert [(who, both) for who, both in answers.items() if not set(both.values()) <= gone] == []


@pytest.mark.parametrize("name", [name for name in GUARDED if name not in OPEN_TO_SIGNED_IN and SAMPLES[name] is list])
def test_an_address_about_no_one_thing_gives_nothing_to_who_has_no_role(name: str) -> None:
    refused = {HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND, HTTPStatus.METHOD_NOT_ALLOWED}
    assert set(_answers(UserFactory(), reverse(name)).values()) <= refused


def _cast() -> Iterator[tuple[str, User]]:
    """Give each letter's person, with the role in every board and municipality that the sample stands on."""
    for municipality in Municipality.objects.filter(boards=None):
        BoardFactory(municipality=municipality)
    boards = list(Board.objects.select_related("municipality")) or [BoardFactory()]
    units = {board.pk: board.units.first() or OrgUnitFactory(board=board) for board in boards}
    for letter, role in LETTERS.items():
        person = UserFactory(name=str(role.label))
        if letter in ON_MUNICIPALITY:
            for municipality in {board.municipality for board in boards}:
                RoleAssignmentFactory(user=person, role=role, municipality=municipality, board=None)
        else:
            for board in boards:
                unit = units[board.pk] if letter in ON_UNIT else None
                RoleAssignmentFactory(user=person, role=role, board=board, unit=unit)
        yield letter, person


def _answers(person: User, url: str) -> dict[str, int]:
    """Return the status of the answer to each method; whatever a request changed is undone for the next one."""
    signed_in = Client()
    signed_in.force_login(person)  # once: it costs as much as the request
    answers = {}
    for method in METHODS:
        client = Client(raise_request_exception=False)
        client.cookies[settings.SESSION_COOKIE_NAME] = signed_in.cookies[settings.SESSION_COOKIE_NAME].value
        with transaction.atomic():
            answers[method] = getattr(client, method)(url).status_code
            transaction.set_rollback(True)
    return answers


def _said(answers: dict[str, int]) -> str:
    """Say the answers as the table does: the letters that were let in, or a sign that nobody can be."""
    given = set(answers.values())
    if given <= {HTTPStatus.METHOD_NOT_ALLOWED, HTTPStatus.FORBIDDEN}:
        return NOT_OFFERED
    if given == {HTTPStatus.NOT_FOUND}:
        return ANOTHERS
    strange = {letter: status for letter, status in answers.items() if status not in EXPECTED}
    assert not strange, f"neither let in nor refused: {strange}"
    return "".join(letter for letter, status in answers.items() if status != HTTPStatus.FORBIDDEN)


EXPECTED = {
    HTTPStatus.OK,
    HTTPStatus.FOUND,
    HTTPStatus.FORBIDDEN,
    HTTPStatus.CONFLICT,
    HTTPStatus.UNPROCESSABLE_ENTITY,
}
