"""Each invariant of the document, broken once; the database must refuse, whoever writes."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction

from controlsystem.documents import adopted_system
from factories import BoardFactory, DecisionFactory, StoredFileFactory
from rimlig.controlsystem.models import (
    NEXT_STATES,
    Attachment,
    Component,
    ControlSystem,
    Section,
    SystemState,
)

pytestmark = pytest.mark.django_db


def _draft() -> ControlSystem:
    return ControlSystem.objects.create(board=BoardFactory(), edition=1)


def _second(system: ControlSystem, **values: object) -> None:
    ControlSystem.objects.create(**{"board": system.board, "edition": 2, **values})


def _adopted_beside(system: ControlSystem) -> None:
    _second(system, state=SystemState.ADOPTED, decision=DecisionFactory(board=system.board))


def _section(**values: object) -> Section:
    made = {"system": _draft(), "component": Component.RISK, "heading": "Rubrik", "position": 0, **values}
    return Section.objects.create(**made)


def _attached_twice() -> None:
    system = _draft()
    for _ in range(2):
        Attachment.objects.create(
            system=system, name="Bilaga", file=StoredFileFactory(municipality=system.board.municipality)
        )


BROKEN: dict[str, Callable[[], object]] = {
    "system_edition_once": lambda: _second(adopted_system(BoardFactory()), edition=1),
    "system_draft_once": lambda: _second(_draft()),
    "system_adopted_once": lambda: _adopted_beside(adopted_system(BoardFactory())),
    "adopted_system_has_its_decision": lambda: ControlSystem.objects.create(
        board=BoardFactory(), edition=1, state=SystemState.ADOPTED
    ),
    "section_position_once": lambda: _section(system=_section().system),
    "section_component_is_known": lambda: _section(component="luck"),
    "section_has_a_heading": lambda: _section(heading=""),
    "attachment_name_once": _attached_twice,
}


@contextmanager
def at_once() -> Iterator[None]:
    """Check at the end of the block what is otherwise checked when the transaction ends."""
    yield
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.parametrize("constraint", BROKEN)
def test_the_database_refuses(constraint: str) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic(), at_once():
        BROKEN[constraint]()


def test_every_constraint_of_the_room_is_broken_above() -> None:
    models = apps.get_app_config("controlsystem").get_models()
    own = [model for model in models if not model.__name__.endswith("History")]
    assert {constraint.name for model in own for constraint in model._meta.constraints} == set(BROKEN)


def test_the_ways_between_the_states_are_these() -> None:
    assert {state.value: {other.value for other in others} for state, others in NEXT_STATES.items()} == {
        "draft": {"adopted"},
        "adopted": {"replaced"},
        "replaced": set(),
    }


@pytest.mark.parametrize(("now", "then"), [("draft", "replaced"), ("adopted", "draft")])
def test_the_database_lets_no_other_way_be_taken(now: str, then: str) -> None:
    system = _draft() if now == "draft" else adopted_system(BoardFactory())
    with pytest.raises(Exception, match="Invalid transition"), transaction.atomic():
        ControlSystem.objects.filter(pk=system.pk).update(state=then)
