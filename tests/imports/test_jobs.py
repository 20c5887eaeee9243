"""The steps of an import: what each leaves behind, and what it refuses."""

import hashlib
import inspect
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from factories import ImportFactory, UserFactory
from office_files import DOCUMENT
from rimlig.core.errors import RuleBroken
from rimlig.documents.document import Document, Goal, Kind, Process
from rimlig.documents.interchange import to_data
from rimlig.followup.models import PeriodCode
from rimlig.imports import jobs
from rimlig.imports.models import Import
from rimlig.imports.operations import store_document
from rimlig.imports.replacing import in_the_way
from rimlig.organisation.models import Board, User
from rimlig.planning.models import Plan
from rimlig.planning.models import Process as StoredProcess

pytestmark = pytest.mark.django_db

STATES = ("waiting", "reading", "read", "failed", "stopped", "stored", "cancelled")
SMALL = Document(Kind.FOLLOW_UP, 2025, goals=(Goal("1.1", "Trygg start", (Process("Förskola"),)),))


def _import(board: Board, state: str, document: Document = SMALL) -> Import:
    return ImportFactory(
        board=board, state=state, problem="Fel." if state == "failed" else "", document=to_data(document)
    )


def _store(item: Import, by: User, **changed: Any) -> jobs.Outcome:
    return jobs.store_import(item, **{"year": 2025, "period": PeriodCode.VB, "replaces": "", "by": by, **changed})


def test_the_file_is_kept_privately_with_its_fingerprint_and_queued(board: Board, controller: User) -> None:
    item = jobs.upload_document(board, file_name="C:\\Rapporter\\rapport 2025.pdf", content=b"%PDF-1.7", by=controller)
    item.refresh_from_db()
    assert (item.file_name, item.state, item.uploaded_by) == ("rapport 2025.pdf", "waiting", controller)
    assert item.sha256 == hashlib.sha256(b"%PDF-1.7").hexdigest()
    with default_storage.open(item.file.name) as file:
        assert file.read() == b"%PDF-1.7"
    job = ProcrastinateJob.objects.get()
    assert (job.queue_name, job.task_name, job.lock) == ("imports", "imports.read_import", f"import-{item.pk}")
    assert job.args == {"import_id": item.pk, "language": "sv"}


def test_a_file_that_cannot_be_noted_is_not_left_behind(
    board: Board, controller: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: list[str] = []

    def refuse(item: Import) -> None:
        kept.append(str(item.file.name))
        raise RuntimeError

    monkeypatch.setattr(jobs, "_put_in_queue", refuse)
    with pytest.raises(RuntimeError):
        jobs.upload_document(board, file_name="rapport.pdf", content=b"%PDF-", by=controller)
    assert [default_storage.exists(name) for name in kept] == [False]


@pytest.mark.parametrize(
    ("step", "allowed"),
    [
        (jobs.stop_reading, {"waiting", "reading"}),
        (jobs.read_again, {"failed", "stopped", "cancelled"}),
        (jobs.cancel_import, {"read"}),
    ],
)
@pytest.mark.parametrize("state", STATES)
def test_each_button_works_in_its_states_only(
    board: Board, controller: User, step: Any, allowed: set[str], state: str
) -> None:
    item = _import(board, state)
    if state in allowed:
        assert step(item, by=controller).state != state
    else:
        with pytest.raises(RuleBroken):
            step(item, by=controller)
        item.refresh_from_db()
        assert item.state == state


@pytest.mark.parametrize("state", STATES)
def test_the_worker_touches_only_what_is_unfinished(board: Board, state: str) -> None:
    item = _import(board, state)
    started = jobs.start_reading(item.pk, by=None)
    item.refresh_from_db()
    assert (started is not None, item.state) == {
        "waiting": (True, "reading"),
        "reading": (True, "reading"),
    }.get(state, (False, state))


@pytest.mark.parametrize("state", STATES)
def test_what_was_read_is_kept_only_while_it_is_wanted(board: Board, state: str) -> None:
    item = _import(board, state)
    kept = jobs.finish_reading(item.pk, DOCUMENT, by=None)
    item.refresh_from_db()
    assert (kept, item.state) == ((True, "read") if state == "reading" else (False, state))
    assert jobs.document_of(item) == (DOCUMENT if kept else SMALL)


def test_reading_again_forgets_what_went_before(board: Board, controller: User) -> None:
    item = jobs.read_again(_import(board, "failed"), by=controller)
    item.refresh_from_db()
    assert (item.state, item.problem, item.document) == ("waiting", "", None)
    assert ProcrastinateJob.objects.count() == 1


def test_storing_makes_the_plan_and_points_to_it(board: Board, controller: User) -> None:
    item = _import(board, "read")
    outcome = _store(item, controller)
    item.refresh_from_db()
    assert (outcome.changed, item.state, item.plan) == (True, "stored", outcome.plan)
    assert (outcome.plan.board, outcome.plan.year) == (board, 2025)
    assert list(outcome.plan.processes.values_list("name", flat=True)) == ["Förskola"]


def test_storing_twice_is_refused_and_stores_once(board: Board, controller: User) -> None:
    item = _import(board, "read")
    _store(item, controller)
    with pytest.raises(RuleBroken):
        _store(item, UserFactory())
    assert StoredProcess.objects.count() == 1


def test_the_same_document_again_changes_nothing(board: Board, controller: User) -> None:
    first = _store(_import(board, "read"), controller)
    process = StoredProcess.objects.get()
    again = _store(_import(board, "read"), controller)
    assert (again.plan, again.changed) == (first.plan, False)
    assert StoredProcess.objects.get() == process


def test_other_content_is_not_replaced_without_consent(board: Board, controller: User) -> None:
    store_document(DOCUMENT, board, year=2025, by=None)
    item = _import(board, "read")
    with pytest.raises(RuleBroken) as refused:
        _store(item, controller)
    assert str(refused.value) == (
        "Lindhaga stadsdelsnämnd har redan innehåll för 2025: 2 mål, 2 processer, 2 oönskade händelser,"
        " 2 uppföljningar, 2 uppföljningsresultat, 3 åtgärder. Inget har ändrats."
        " Välj att ersätta det om det här dokumentet ska ta dess plats."
    )
    item.refresh_from_db()
    assert item.state == "read"


def test_with_consent_it_is_replaced(board: Board, controller: User) -> None:
    store_document(DOCUMENT, board, year=2025, by=None)
    found = in_the_way(SMALL, board, 2025)
    assert found is not None
    outcome = _store(_import(board, "read"), controller, replaces=found.mark)
    assert (outcome.changed, list(outcome.plan.processes.values_list("name", flat=True))) == (True, ["Förskola"])


def test_consent_counts_for_what_was_seen_only(board: Board, controller: User) -> None:
    stored = store_document(DOCUMENT, board, year=2025, by=None)
    found = in_the_way(SMALL, board, 2025)
    assert found is not None
    process = stored.plan.processes.earliest("pk")
    StoredProcess.objects.filter(pk=process.pk).update(name="Ändrad", version=process.version + 1)
    with pytest.raises(RuleBroken) as refused:
        _store(_import(board, "read"), controller, replaces=found.mark)
    assert str(refused.value).startswith(
        "Det som Lindhaga stadsdelsnämnd har för 2025 ändrades medan du tittade på sidan. Nu är det: 2 mål,"
    )
    assert StoredProcess.objects.filter(name="Ändrad").count() == 1


def test_a_plan_without_content_is_in_nobodys_way(board: Board) -> None:
    Plan.objects.create(board=board, year=2025)
    assert in_the_way(SMALL, board, 2025) is None


def test_action_plans_replace_action_plans_only(board: Board) -> None:
    store_document(DOCUMENT, board, year=2025, by=None)
    plans = Document(Kind.ACTION_PLANS, 2025, action_plans=DOCUMENT.action_plans)
    found = in_the_way(plans, board, 2025)
    assert found is not None
    assert found.parts == (f"{len(DOCUMENT.action_plans)} handlingsplaner",)


def test_every_step_says_who_asked_for_it() -> None:
    steps = [
        step
        for _name, step in inspect.getmembers(jobs, inspect.isfunction)
        if step.__module__ == jobs.__name__ and not step.__name__.startswith("_") and step is not jobs.document_of
    ]
    assert [step.__name__ for step in steps] == [
        "cancel_import",
        "fail_reading",
        "finish_reading",
        "read_again",
        "requeue",
        "start_reading",
        "stop_reading",
        "store_import",
        "upload_document",
    ]
    kinds = {inspect.signature(step).parameters["by"].kind for step in steps}
    assert kinds == {inspect.Parameter.KEYWORD_ONLY}


def test_the_history_says_which_step_and_who(board: Board, controller: User) -> None:
    item = _import(board, "read")
    jobs.cancel_import(item, by=controller)
    with connection.cursor() as cursor:
        cursor.execute("SELECT metadata FROM pghistory_context ORDER BY created_at DESC LIMIT 1")
        metadata = cursor.fetchone()[0]
    assert '"operation": "imports.cancel_import"' in metadata
    assert f'"user": {controller.pk}' in metadata
