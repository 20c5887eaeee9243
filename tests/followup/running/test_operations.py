"""A control test from its data files to evidence: every step, every refusal, and a real worker."""

from datetime import date, timedelta

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, OperationalError, connection, transaction
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django.fixtures import Settings

from data_files import double_payment
from factories import ControlTestRunFactory, EvidenceFactory, FollowUpResultFactory, UserFactory
from rimlig.controltests.outcome import from_json, to_json
from rimlig.core.errors import Outdated, RuleBroken
from rimlig.core.long_jobs import Stopped, noting_progress
from rimlig.followup.answering.operations import file_answer, save_answer
from rimlig.followup.evidence.operations import MOST_FOR_AN_ANSWER, add_link, remove_evidence
from rimlig.followup.models import ControlTestRun, Evidence, FollowUpResult
from rimlig.followup.running import operations, tasks
from rimlig.organisation.models import User
from rimlig.records.files import open_file
from worker import empty_queue, work

pytestmark = pytest.mark.django_db
with_worker = pytest.mark.django_db(transaction=True)
State = ControlTestRun.State
PAYMENTS = b"Lev.nr;Fakturanr;Belopp;Betaldatum\n1;F1;10,50;2026-03-01\n1;F1;10,50;2026-03-02\n2;F1;7;2026-03-02\n"
DAY = date(2026, 12, 20)


@pytest.fixture
def answer(monkeypatch: pytest.MonkeyPatch) -> FollowUpResult:
    """An answer that nobody has begun, in a period that takes answers."""
    monkeypatch.setattr(timezone, "localdate", lambda *_: DAY)
    row: FollowUpResult = FollowUpResultFactory(to_answer=True)
    return row


@pytest.fixture
def by(db: None) -> User:
    user: User = UserFactory(name="Amira Holm")
    return user


def payments(content: bytes = PAYMENTS, name: str = "C:\\filer\\betalningar.csv") -> dict[str, SimpleUploadedFile]:
    file = SimpleUploadedFile("x", content)
    file._name = name
    return {"payments": file}


def begin(answer: FollowUpResult, by: User, content: bytes = PAYMENTS, **parameters: str) -> ControlTestRun:
    return operations.begin_run(answer, test="double-payments", files=payments(content), parameters=parameters, by=by)


def data_kept() -> int:
    try:
        return len(default_storage.listdir(operations.FOLDER)[1])
    except FileNotFoundError:
        return 0


@with_worker
def test_what_the_worker_found_becomes_evidence_and_the_data_is_forgotten(answer: FollowUpResult, by: User) -> None:
    empty_queue()
    before = data_kept()
    run = begin(answer, by, days="0")
    assert (run.state, run.files["payments"]["name"], data_kept()) == (State.WAITING, "betalningar.csv", before + 1)
    work(operations.QUEUE)
    run.refresh_from_db()
    assert (run.state, run.population, run.exceptions, run.files, run.problem) == (State.DONE, 3, 1, {}, "")
    assert data_kept() == before
    assert run.outcome is not None
    outcome = from_json(open_file(run.outcome))
    assert [one.row for one in outcome.exceptions] == [3]
    assert outcome.data[0].file == "betalningar.csv"
    evidence = Evidence.objects.get()
    assert (evidence.result, evidence.run, evidence.added_by) == (answer, run, by)
    tasks.run_control_test(run_id=run.pk)  # the job once more, as after a worker that died
    assert Evidence.objects.count() == 1


def test_a_file_that_cannot_be_read_fails_with_its_sentence_and_can_be_run_again(
    answer: FollowUpResult, by: User
) -> None:
    run = begin(answer, by, b"Namn;Belopp\nA;1\n")
    tasks.run_control_test(run_id=run.pk, language="sv")
    run.refresh_from_db()
    assert run.state == State.FAILED
    assert run.problem.startswith("betalningar.csv saknar det som granskningen behöver: Leverantör")
    assert Evidence.objects.count() == 0
    assert operations.run_again(run, by=by).state == State.WAITING


@pytest.mark.parametrize(
    ("content", "parameters", "sentence"),
    [
        (b"", {}, r"betalningar\.csv är tom"),
        (PAYMENTS, {"days": "-1"}, "Parametern days är -1; den ska vara från 0 till 366"),
        (PAYMENTS, {"dagar": "1"}, "Granskningen har ingen parameter dagar"),
        (b"x" * 1024 * 1025, {}, r"betalningar\.csv är större än 1 MB"),
    ],
)
def test_what_cannot_be_run_is_refused_and_nothing_is_kept(
    answer: FollowUpResult,
    by: User,
    settings: Settings,
    content: bytes,
    parameters: dict[str, str],
    sentence: str,
) -> None:
    settings.RIMLIG_DATA_MEGABYTES = 1
    before = data_kept()
    with pytest.raises(RuleBroken, match=sentence):
        operations.begin_run(
            answer,
            test="double-payments",
            files={"payments": SimpleUploadedFile("betalningar.csv", content)},
            parameters=parameters,
            by=by,
        )
    assert (ControlTestRun.objects.count(), data_kept()) == (0, before)


def test_a_missing_file_is_named(answer: FollowUpResult, by: User) -> None:
    with pytest.raises(RuleBroken, match="Välj en fil för ”Leverantörsbetalningar"):
        operations.begin_run(answer, test="double-payments", files={}, parameters={}, by=by)


def test_an_answer_with_as_much_evidence_as_it_may_have_takes_no_run(answer: FollowUpResult, by: User) -> None:
    for number in range(MOST_FOR_AN_ANSWER):
        EvidenceFactory(result=answer, link=f"https://lindhaga.example/{number}")
    before = data_kept()
    with pytest.raises(RuleBroken, match="Svaret har redan"):
        begin(answer, by)
    assert data_kept() == before


def test_a_run_that_was_stopped_finds_nothing(answer: FollowUpResult, by: User) -> None:
    run = begin(answer, by)
    assert operations.start_run(run.pk, by=None) is not None
    operations.stop_run(run, by=by)
    with pytest.raises(Stopped):
        noting_progress(ControlTestRun.objects.filter(pk=run.pk, state="running"))(1, 2)
    outcome = to_json(double_payment()).encode()
    assert operations.finish_run(run.pk, outcome, by=None) is False
    assert operations.fail_run(run.pk, "trasig", by=None) is False
    tasks.run_control_test(run_id=run.pk)
    run.refresh_from_db()
    assert (run.state, Evidence.objects.count()) == (State.STOPPED, 0)
    with pytest.raises(RuleBroken, match="Granskningen är i läget ”Stoppad”"):
        operations.stop_run(run, by=by)


def test_a_run_that_ends_after_the_answer_was_filed_changes_nothing(answer: FollowUpResult, by: User) -> None:
    saved = save_answer(answer, {"deviation": "none", "result": "Inget."}, version=answer.version, by=by)
    run = begin(answer, by)
    with pytest.raises(RuleBroken, match="En granskning körs fortfarande för svaret"):
        file_answer(saved, version=saved.version, by=by)
    ControlTestRun.objects.filter(pk=run.pk).update(state=State.STOPPED)
    file_answer(saved, version=saved.version, by=by)
    ControlTestRun.objects.filter(pk=run.pk).update(state=State.WAITING)  # as a connection that saw it too late
    tasks.run_control_test(run_id=run.pk, language="sv")
    run.refresh_from_db()
    assert (run.state, run.problem) == (
        State.FAILED,
        "Svaret är inlämnat, så det kan inte ändras. Inget har skrivits över.",
    )
    assert Evidence.objects.count() == 0
    with pytest.raises(RuleBroken):
        operations.run_again(run, by=by)


def test_the_figures_go_into_the_answer_as_they_were_seen(answer: FollowUpResult, by: User) -> None:
    run = begin(answer, by)
    with pytest.raises(RuleBroken, match="Granskningen har inte körts än"):
        operations.take_figures(run, version=answer.version, by=by)
    tasks.run_control_test(run_id=run.pk)
    run = ControlTestRun.objects.get()
    row = operations.take_figures(run, version=answer.version, by=by)
    assert (row.population, row.sample_size, row.errors_found, row.saved_by) == (3, 3, 1, by)
    later = save_answer(row, {"errors_found": 0}, version=row.version, by=UserFactory())
    with pytest.raises(Outdated):
        operations.take_figures(run, version=row.version, by=by)
    assert FollowUpResult.objects.get(pk=row.pk).errors_found == later.errors_found == 0


def test_evidence_is_one_of_three_and_a_run_is_evidence_once(answer: FollowUpResult, by: User) -> None:
    run = ControlTestRunFactory(result=answer)
    evidence = {"result": answer, "name": "x", "added_by": by}
    for wrong in ({"link": "https://lindhaga.example/", "run": run}, {"link": "", "run": None}):
        with pytest.raises(IntegrityError, match="evidence_is_a_file_a_link_or_a_run"), transaction.atomic():
            Evidence.objects.create(**evidence, **wrong)
    Evidence.objects.create(**evidence, run=run)
    with pytest.raises(IntegrityError, match="run_id"), transaction.atomic():
        Evidence.objects.create(**evidence, run=run)


def test_what_is_done_stays_also_for_raw_statements(answer: FollowUpResult, by: User) -> None:
    begin(answer, by)
    run = ControlTestRun.objects.get()
    tasks.run_control_test(run_id=run.pk)
    runs = ControlTestRun.objects.filter(pk=run.pk)
    for changed in ({"exceptions": 0}, {"state": "failed"}, {"parameters": {"days": "9"}}, {"population": 99}):
        with pytest.raises(IntegrityError, match="a run that is done stays"), transaction.atomic():
            runs.update(**changed)
    with pytest.raises(IntegrityError), transaction.atomic():
        runs.delete()
    remove_evidence(Evidence.objects.get(), by=by)
    assert runs.get().state == State.DONE
    history = ControlTestRun._meta.get_field("history").related_model
    assert set(history.objects.values_list("state", flat=True)) == {"waiting", "running", "done"}


@pytest.mark.parametrize(
    "wrong",
    [
        {"done": 2, "total": 1},
        {"state": "failed"},
        {"state": "done"},
        {"population": 1},
    ],
)
def test_the_database_refuses_a_run_that_cannot_be(answer: FollowUpResult, wrong: dict[str, object]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        ControlTestRunFactory(result=answer, **wrong)


@with_worker
def test_what_a_dead_worker_had_begun_is_run_again_and_given_up_on_the_third_time(
    answer: FollowUpResult, by: User
) -> None:
    empty_queue()
    run = begin(answer, by)
    _left_by_a_dead_worker(run)
    tasks.take_up_runs(timestamp=0)
    work(operations.QUEUE)
    run.refresh_from_db()
    assert (run.state, Evidence.objects.count()) == (State.DONE, 1)

    killing = begin(answer, by)
    _left_by_a_dead_worker(killing, attempts=2)
    tasks.take_up_runs(timestamp=0)
    work(operations.QUEUE)
    killing.refresh_from_db()
    assert killing.state == State.FAILED
    assert killing.problem.startswith("Något gick fel i Rimlig")


def test_a_run_without_a_job_gets_one_and_old_data_is_forgotten(answer: FollowUpResult, by: User) -> None:
    before = data_kept()
    run, old = begin(answer, by), begin(answer, by)
    operations.stop_run(old, by=by)
    ControlTestRun.objects.filter(pk=old.pk).update(ended_at=timezone.now() - tasks.KEPT - timedelta(minutes=1))
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
    tasks.take_up_runs(timestamp=0)
    assert list(ProcrastinateJob.objects.values_list("args__run_id", flat=True)) == [run.pk]
    old.refresh_from_db()
    assert (old.files, data_kept()) == ({}, before + 1)
    with pytest.raises(RuleBroken, match="Datafilerna finns inte kvar"):
        operations.run_again(old, by=by)


def test_a_fault_of_ours_is_told_and_a_database_that_is_away_is_tried_again(
    answer: FollowUpResult, by: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = begin(answer, by)

    def fault(*_: object) -> bytes:
        raise ZeroDivisionError

    def away(*_: object) -> bytes:
        raise OperationalError

    monkeypatch.setattr(tasks, "run_safely", away)
    with pytest.raises(OperationalError):
        tasks.run_control_test(run_id=run.pk)
    monkeypatch.setattr(tasks, "run_safely", fault)
    tasks.run_control_test(run_id=run.pk)
    run.refresh_from_db()
    assert run.problem.startswith("Något gick fel i Rimlig")
    default_storage.delete(run.files["payments"]["place"])
    operations.run_again(run, by=by)
    tasks.run_control_test(run_id=run.pk)
    run.refresh_from_db()
    assert run.problem.startswith("En datafil finns inte kvar")


def test_an_answer_with_a_run_is_begun(answer: FollowUpResult, by: User) -> None:
    untouched = FollowUpResult.objects.filter(pk=answer.pk).untouched()
    assert untouched.exists()
    begin(answer, by)
    assert not untouched.exists()


def test_a_link_and_a_run_stand_beside_each_other(answer: FollowUpResult, by: User) -> None:
    add_link(answer, name="Diariet", link="https://lindhaga.example/dnr", by=by)
    begin(answer, by)
    tasks.run_control_test(run_id=ControlTestRun.objects.get().pk)
    assert [one.name for one in answer.evidence.all()] == ["Diariet", "Möjliga dubbelbetalningar"]


def _left_by_a_dead_worker(run: ControlTestRun, attempts: int = 0) -> None:
    """Leave things as a worker does that is killed while it runs the test."""
    ControlTestRun.objects.filter(pk=run.pk).update(state=State.RUNNING)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (%s) RETURNING id",
            [timezone.now() - timedelta(minutes=1)],
        )
        worker = cursor.fetchone()[0]
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s, attempts = %s WHERE args->>'run_id' = %s",
            [worker, attempts, str(run.pk)],
        )
