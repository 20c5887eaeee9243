"""A real report of 2018, taken in, rolled over, made ready, proposed and adopted for 2019."""

from datetime import date
from pathlib import Path

import pytest

from rimlig.followup.models import Action
from rimlig.imports.operations import store_document
from rimlig.imports.reading import read_document
from rimlig.lifecycle.models import RollOverItem
from rimlig.lifecycle.operations import adopt, propose
from rimlig.lifecycle.rolling import roll_over
from rimlig.organisation.models import Board, Role, User
from rimlig.planning.models import Plan, PlannedFollowUp, PlanState, Process, UndesiredEvent
from rimlig.planning.outline.completeness import missing
from rimlig.records.files import open_file

SEED = Path(__file__).parents[3] / "shared" / "seeds" / "000_1997bd9ad46c05a1.txt"
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.seeds,
    pytest.mark.skipif(not SEED.exists(), reason="the real documents do not stand beside this copy of the project"),
]


@pytest.fixture
def imported(board: Board) -> Plan:
    """The plan that the report of 2018 tells of, with its results and actions."""
    document = read_document(SEED.read_bytes())
    return store_document(document, board, year=2018, by=None).plan


def _make_ready(plan: Plan) -> None:
    """Write what the list says is missing: when and by whom each follow-up is done."""
    PlannedFollowUp.objects.filter(working_method__process__plan=plan, schedule="").update(
        schedule="periods", periods=["VB"], performer_role=Role.UNIT_MANAGER, reviewer_role=Role.CONTROLLER
    )


def test_a_report_of_2018_becomes_an_adopted_plan_for_2019(imported: Plan, head: User, controller: User) -> None:
    rollover = roll_over(imported, set(), by=controller)
    target = rollover.target
    way = "working_method__process__plan"
    for model, path in ((Process, "plan"), (UndesiredEvent, way), (PlannedFollowUp, way)):
        assert model.objects.filter(**{path: target}).count() == model.objects.filter(**{path: imported}).count() > 0
    still_open = Action.objects.filter(origin=None).exclude(status="closed").count()
    assert Action.objects.exclude(origin=None).count() == still_open > 0
    closed = Action.objects.filter(origin=None, status="closed").count()
    assert RollOverItem.objects.filter(carried=False).count() == closed > 0

    _make_ready(target)
    assert [one.sentence for one in missing(target) if one.hinders] == []
    proposed = propose(target, version=target.version, by=head)
    decision = adopt(
        proposed, meeting_date=date(2018, 12, 12), paragraph="§ 201", registry_number="1.1-77/2018",
        version=proposed.version, by=head,
    )  # fmt: skip
    assert Plan.objects.get(pk=target.pk).state == PlanState.ADOPTED
    assert open_file(decision.document)[:5] == b"%PDF-"
    assert Plan.objects.get(pk=imported.pk).state == PlanState.DRAFT
