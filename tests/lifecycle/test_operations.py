"""From draft to decision: every step from every state, typed out, and what each step leaves behind."""

import io
import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pikepdf
import pytest
from django.utils import timezone

from decided import MEETING, decide
from factories import ActionFactory, PlanFactory, UndesiredEventFactory, adopted
from rimlig.core.errors import Outdated, RuleBroken
from rimlig.lifecycle.operations import adopt, close, propose, take_back
from rimlig.lifecycle.queries import steps_of
from rimlig.lifecycle.revising import begin_revision
from rimlig.lifecycle.rolling import roll_over
from rimlig.organisation.models import User
from rimlig.planning.models import Plan, PlanState
from rimlig.records.files import open_file
from rimlig.records.models import Decision

pytestmark = pytest.mark.django_db

DRAFT, PROPOSED, ADOPTED, CLOSED, REPLACED = (str(state) for state in PlanState)
OPERATIONS: dict[str, Callable[[Plan, User], Any]] = {
    "propose": lambda plan, by: propose(plan, version=plan.version, by=by),
    "take_back": lambda plan, by: take_back(plan, version=plan.version, by=by),
    "adopt": lambda plan, by: adopt(plan, **MEETING, version=plan.version, by=by),
    "close": lambda plan, by: close(plan, version=plan.version, by=by),
    "begin_revision": lambda plan, by: begin_revision(plan, "Ny lag", by=by),
    "roll_over": lambda plan, by: roll_over(plan, set(), by=by),
}
# The state that each operation leaves the plan in; None: it refuses, and nothing has changed.
# A step that is taken already is no error: a double click ends where the first click did.
TABLE = {
    (DRAFT, "propose"): PROPOSED,
    (DRAFT, "take_back"): DRAFT,
    (DRAFT, "adopt"): None,
    (DRAFT, "close"): None,
    (DRAFT, "begin_revision"): None,
    (DRAFT, "roll_over"): DRAFT,
    (PROPOSED, "propose"): None,
    (PROPOSED, "take_back"): DRAFT,
    (PROPOSED, "adopt"): ADOPTED,
    (PROPOSED, "close"): None,
    (PROPOSED, "begin_revision"): None,
    (PROPOSED, "roll_over"): PROPOSED,
    (ADOPTED, "propose"): None,
    (ADOPTED, "take_back"): None,
    (ADOPTED, "adopt"): None,
    (ADOPTED, "close"): CLOSED,
    (ADOPTED, "begin_revision"): ADOPTED,
    (ADOPTED, "roll_over"): ADOPTED,
    (CLOSED, "propose"): None,
    (CLOSED, "take_back"): None,
    (CLOSED, "adopt"): None,
    (CLOSED, "close"): CLOSED,
    (CLOSED, "begin_revision"): None,
    (CLOSED, "roll_over"): CLOSED,
    (REPLACED, "propose"): None,
    (REPLACED, "take_back"): None,
    (REPLACED, "adopt"): None,
    (REPLACED, "close"): None,
    (REPLACED, "begin_revision"): None,
    (REPLACED, "roll_over"): None,
}


@pytest.fixture
def next_year(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda: date(2027, 2, 1))


def _in_state(plan: Plan, state: str) -> Plan:
    """Lead the plan to the state, past the operations."""
    this = Plan.objects.filter(pk=plan.pk)
    if state == PROPOSED:
        this.update(state=PROPOSED)
    elif state != DRAFT:
        adopted(plan)
        if state != ADOPTED:
            this.update(state=state)
    return this.get()


@pytest.mark.parametrize(("state", "operation"), TABLE)
def test_each_step_from_each_state(next_year: None, written: Plan, head: User, state: str, operation: str) -> None:
    plan = _in_state(written, state)
    expected = TABLE[state, operation]
    if expected is None:
        with pytest.raises(RuleBroken):
            OPERATIONS[operation](plan, head)
    else:
        OPERATIONS[operation](plan, head)
    assert Plan.objects.get(pk=plan.pk).state == (expected or state)
    assert Plan.objects.exclude(pk=plan.pk).count() == (operation in {"begin_revision", "roll_over"} and bool(expected))


def test_a_proposed_plan_says_who_and_when(written: Plan, head: User) -> None:
    plan = propose(written, version=1, by=head)
    assert (plan.state, plan.proposed_by, plan.version) == (PROPOSED, head, 2)
    assert abs((timezone.now() - plan.proposed_at).total_seconds()) < 60
    assert plan.history.latest("pgh_id").pgh_context.metadata == {"operation": "lifecycle.propose", "user": head.pk}


def test_a_double_click_proposes_once(written: Plan, head: User) -> None:
    for _click in range(2):
        propose(written, version=1, by=head)
    assert Plan.objects.get().version == 2


def test_a_plan_that_lacks_something_stays_a_draft(plan: Plan, head: User) -> None:
    with pytest.raises(RuleBroken, match="1 sak saknas innan planen kan föreslås"):
        propose(plan, version=1, by=head)
    assert Plan.objects.get().state == DRAFT


def test_what_is_to_be_reduced_needs_an_action(written: Plan, head: User) -> None:
    method = written.processes.get(name="Inköp").working_methods.get()
    event = UndesiredEventFactory(
        working_method=method, text="Dyrt", likelihood=1, consequence=2, treatment="reduce", position=9
    )
    event.__class__.objects.filter(pk=event.pk).update(likelihood_reason="Sällan", consequence_reason="Lite")
    with pytest.raises(RuleBroken):
        propose(written, version=1, by=head)
    ActionFactory(event=event)
    assert propose(written, version=1, by=head).state == PROPOSED


def test_a_plan_taken_back_and_proposed_anew_is_not_adopted_as_it_was_seen(written: Plan, head: User) -> None:
    seen = propose(written, version=1, by=head)
    propose(take_back(seen, version=2, by=head), version=3, by=head)
    with pytest.raises(Outdated, match="föreslagen"):
        adopt(seen, **MEETING, version=seen.version, by=head)
    assert Decision.objects.count() == 0


def test_adopting_stores_the_document_and_the_data_that_it_was_made_from(written: Plan, head: User) -> None:
    decision = decide(written, head)
    plan = Plan.objects.get()
    assert (plan.state, plan.decision) == (ADOPTED, decision)
    assert (decision.meeting_date, decision.paragraph, decision.registry_number) == (
        date(2025, 12, 10), "114", "LIN 2025/118",
    )  # fmt: skip
    assert (decision.recorded_by, decision.document.media_type) == (head, "application/pdf")
    data = json.loads(open_file(decision.data))
    assert (data["format"], data["kind"], data["year"]) == ("rimlig-plan/1", "plan", 2026)
    assert [goal["number"] for goal in data["goals"]] == ["1.1", "2.1"]
    assert data["introduction"] == "Planen bygger på riskanalysen."


def test_the_stored_document_is_an_archive_pdf_with_the_decision_on_its_cover(written: Plan, head: User) -> None:
    pdf = open_file(decide(written, head).document)
    with pikepdf.open(io.BytesIO(pdf)) as found:
        meta = found.open_metadata()
        assert (meta["pdfaid:part"], meta["pdfaid:conformance"], meta["pdfuaid:part"]) == ("2", "A", "1")
    cover = _text_of_first_page(pdf)
    for said in ("Internkontrollplan", "2025-12-10", "114", "LIN 2025/118"):
        assert cover.count(said) >= 1, said


def _text_of_first_page(pdf: bytes) -> str:
    import pypdfium2  # noqa: PLC0415  # only this test reads a PDF

    document = pypdfium2.PdfDocument(pdf)
    try:
        page = document[0]
        text = page.get_textpage()
        return str(text.get_text_bounded())
    finally:
        document.close()


def test_the_same_decision_recorded_twice_is_recorded_once(written: Plan, head: User) -> None:
    first = decide(written, head)
    again = adopt(written, **MEETING, version=2, by=head)
    assert (again, Decision.objects.count()) == (first, 1)


def test_another_decision_than_the_one_there_is_gets_to_see_that_one(
    written: Plan, head: User, controller: User
) -> None:
    first = decide(written, head)
    with pytest.raises(Outdated, match="Helena Lund: 2025-12-10, § 114") as refused:
        adopt(written, **{**MEETING, "paragraph": "115"}, version=2, by=controller)
    assert refused.value.current == first
    assert Decision.objects.get().paragraph == "114"


@pytest.mark.parametrize(("day", "said"), [(date(2024, 12, 31), "för tidigt"), (date(2999, 1, 1), "inte har kommit")])
def test_a_meeting_that_cannot_have_been_is_refused(written: Plan, head: User, day: date, said: str) -> None:
    proposed = propose(written, version=1, by=head)
    with pytest.raises(RuleBroken, match=said):
        adopt(proposed, **{**MEETING, "meeting_date": day}, version=2, by=head)
    assert Plan.objects.get().state == PROPOSED


def test_a_plan_is_not_closed_while_its_year_goes_on(adopted_plan: Plan, head: User, monkeypatch: Any) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda: date(2026, 12, 31))
    with pytest.raises(RuleBroken, match="2026"):
        close(adopted_plan, version=adopted_plan.version, by=head)


def test_a_plan_is_not_closed_while_a_revision_is_on_its_way(next_year: None, adopted_plan: Plan, head: User) -> None:
    begin_revision(adopted_plan, "Ny lag", by=head)
    with pytest.raises(RuleBroken, match="revidering"):
        close(adopted_plan, version=adopted_plan.version, by=head)


def test_the_steps_tell_who_did_what(next_year: None, adopted_plan: Plan, head: User, controller: User) -> None:
    close(adopted_plan, version=adopted_plan.version, by=controller)
    assert [(str(step.state), step.who, step.what) for step in steps_of(adopted_plan)] == [
        (DRAFT, "Rimlig", ""),
        (PROPOSED, "Helena Lund", "Föreslagen för nämnden"),
        (ADOPTED, "Helena Lund", "Nämndens beslut inskrivet"),
        (CLOSED, "Joel Brandt", "Avslutad"),
    ]


def test_closing_keeps_the_decision(next_year: None, adopted_plan: Plan, head: User) -> None:
    closed = close(adopted_plan, version=adopted_plan.version, by=head)
    assert (closed.state, closed.decision) == (CLOSED, adopted_plan.decision)


def test_a_plan_of_another_board_is_untouched(written: Plan, head: User) -> None:
    other = PlanFactory(year=2026)
    decide(written, head)
    assert Plan.objects.get(pk=other.pk).state == DRAFT
