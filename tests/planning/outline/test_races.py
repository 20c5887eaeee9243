"""Two people at once in the same plan, on two connections."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from factories import ProcessFactory, WorkingMethodFactory
from rimlig.core.errors import RuleBroken
from rimlig.planning.copying.examples import copy_examples
from rimlig.planning.library import AREAS
from rimlig.planning.models import PlanState, Process, WorkingMethod
from rimlig.planning.outline.operations import add
from rimlig.planning.outline.ordering import move
from rimlig.planning.rows.changing import change

pytestmark = pytest.mark.django_db(transaction=True)


def _at_once(*deeds: Callable[[], object]) -> list[BaseException | None]:
    """Do all at once, each on a connection of its own, and return what each raised."""
    ready = Barrier(len(deeds))

    def run(deed: Callable[[], object]) -> BaseException | None:
        try:
            ready.wait(timeout=60)
            deed()
        except RuleBroken as broken:
            return broken
        finally:
            connection.close()
        return None

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(run, deeds))


def _positions(process: Process) -> list[int]:
    return list(process.working_methods.values_list("position", flat=True))


def test_moves_and_additions_at_once_leave_every_row_a_place_of_its_own() -> None:
    process = ProcessFactory()
    rows = [WorkingMethodFactory(process=process) for _ in range(6)]
    raised = _at_once(
        lambda: move(rows[5], before=rows[0].pk, by=None),
        lambda: move(rows[0], step=3, by=None),
        lambda: add("method", process, {"name": "Ny ena"}, by=None),
        lambda: add("method", process, {"name": "Ny andra"}, by=None),
    )
    assert raised == [None] * 4
    assert len(set(_positions(process))) == process.working_methods.count() == 8


def test_a_change_and_a_move_of_the_same_row_do_not_wait_for_each_other_for_ever() -> None:
    process = ProcessFactory()
    rows = [WorkingMethodFactory(process=process) for _ in range(4)]
    for number in range(5):
        text = f"Omskriven {number}"
        raised = _at_once(
            lambda: move(rows[3], before=rows[0].pk, by=None),
            lambda text=text: change(
                rows[0], {"name": text}, version=WorkingMethod.objects.get(pk=rows[0].pk).version, by=None
            ),
            lambda: move(rows[0], step=2, by=None),
        )
        assert raised == [None, None, None]
        assert WorkingMethod.objects.get(pk=rows[0].pk).name == text


def test_a_double_click_fetches_an_example_once() -> None:
    process = ProcessFactory()
    examples = AREAS[0].examples[:2]
    raised = _at_once(*[lambda: copy_examples(examples, process.plan, [], by=None)] * 2)
    assert raised == [None, None]
    assert process.plan.processes.count() == 3


def test_who_proposes_and_who_adds_come_one_after_the_other() -> None:
    process = ProcessFactory()
    plan = process.plan

    def propose() -> None:
        plan.state = PlanState.PROPOSED
        plan.save(update_fields=["state"])

    _added, proposed = _at_once(lambda: add("method", process, {"name": "Ny"}, by=None), propose)
    assert proposed is None
    with pytest.raises(RuleBroken, match="Planen är föreslagen"):
        add("method", process, {"name": "För sent"}, by=None)
