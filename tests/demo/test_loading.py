from argparse import Namespace
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.contrib.auth import authenticate
from django.db import transaction
from django.utils import timezone
from django.utils.translation import override

from rimlig.controlsystem.models import ControlSystem
from rimlig.demo.content import BoardContent
from rimlig.demo.district.board import BOARD as DISTRICT
from rimlig.demo.loading import Stage, load, plan_document
from rimlig.demo.other_boards import EDUCATION, TECHNICAL
from rimlig.demo.under_way import FOOD, STAFFING
from rimlig.documents.document import Kind
from rimlig.documents.merging import merge
from rimlig.documents.review import review
from rimlig.followup.models import Action, ActionPlan, AnswerComment, BoardReport, FollowUpResult, Period, PeriodCode
from rimlig.followup.queries import document_of
from rimlig.organisation.models import Board, Placement, RoleAssignment, User
from rimlig.planning.models import Assessment, Plan, Process, ProcessGoal
from rimlig.records.files import is_intact, open_file
from rimlig.records.models import Decision
from rimlig.reporting import command as report_command
from rimlig.reportwork.models import BoardAssessment, FrozenReport


@pytest.fixture(scope="module")
def at(django_db_setup: None, django_db_blocker: Any) -> Iterator[Callable[[Stage], None]]:
    """Give the demo at a stage to tests that only read: `at(Stage.CLOSED)`. Each stage is loaded once, and all is undone."""
    loaded: list[Stage] = []
    with django_db_blocker.unblock(), ExitStack() as stack:

        def become(stage: Stage) -> None:
            if loaded == [stage]:
                return
            stack.close()
            stack.enter_context(_undone())
            with override("sv"):
                load(stage, password=PASSWORD)
            loaded[:] = [stage]

        yield become


@contextmanager
def _undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


PASSWORD = "ett långt lösenord"


def _answers(process: str, code: PeriodCode) -> dict[str, str]:
    """Return the levels other than “no deviation” that the preschools gave on the process in the period."""
    results = FollowUpResult.objects.filter(
        follow_up__working_method__process__name=process, period__code=code, unit__isnull=False
    )
    assert results.count() == 8
    return dict(results.exclude(deviation="none").values_list("unit__name", "deviation"))


@pytest.mark.parametrize(
    ("stage", "unit_answers", "conclusions", "plans"),
    [(Stage.PLANNED, 0, 0, 4), (Stage.FOLLOWED_UP, 32, 41, 6), (Stage.CLOSED, 48, 66, 6)],
)
def test_each_stage_has_what_the_year_has_come_to(
    at: Callable[[Stage], None], stage: Stage, unit_answers: int, conclusions: int, plans: int
) -> None:
    at(stage)
    assert Board.objects.count() == 3
    assert Placement.objects.filter(parent__name="Avdelning förskola").count() == 8
    assert Plan.objects.count() == plans
    assert Process.objects.filter(plan__year=2026).count() == 19
    assert ProcessGoal.objects.filter(process__plan__year=2026).count() == 29
    assert FollowUpResult.objects.filter(unit__isnull=False).count() == unit_answers
    assert FollowUpResult.objects.filter(unit=None).count() == conclusions


@pytest.mark.parametrize(
    ("stage", "states"),
    [
        (Stage.PLANNED, {("lindhaga", 2026): "adopted", ("utbildning", 2026): "adopted", ("teknik", 2026): "adopted"}),
        (
            Stage.CLOSED,
            {
                ("lindhaga", 2026): "adopted",
                ("utbildning", 2026): "adopted",
                ("teknik", 2026): "adopted",
                ("lindhaga", 2027): "draft",
                ("teknik", 2027): "proposed",
            },
        ),
    ],
)
def test_the_year_is_adopted_and_the_next_is_on_its_way(
    at: Callable[[Stage], None], stage: Stage, states: dict[tuple[str, int], str]
) -> None:
    at(stage)
    plans = Plan.objects.filter(year__gte=2026).select_related("board")
    assert {(plan.board.code, plan.year): plan.state for plan in plans} == states


def test_what_was_decided_is_stored_and_can_be_proved(at: Callable[[Stage], None]) -> None:
    at(Stage.PLANNED)
    decisions = Decision.objects.order_by("board__code")
    assert [(one.meeting_date.isoformat(), one.paragraph) for one in decisions] == [
        ("2025-12-10", "112"),
        ("2025-12-11", "134"),
        ("2025-12-16", "87"),
    ]
    assert all(open_file(one.document).startswith(b"%PDF-") for one in decisions)


def test_people_differ_at_the_workshop_and_nothing_is_concluded_yet(at: Callable[[Stage], None]) -> None:
    at(Stage.CLOSED)
    given = Assessment.objects.filter(event__text="Kompetensen fördelas ojämnt mellan grupperna")
    assert sorted(given.values_list("likelihood", "consequence")) == [(2, 4), (3, 4), (4, 3), (4, 4)]


def test_the_boards_system_of_internal_control_is_adopted(at: Callable[[Stage], None]) -> None:
    at(Stage.CLOSED)
    assert [(one.board.code, one.state) for one in ControlSystem.objects.all()] == [("lindhaga", "adopted")]


def test_two_of_eight_preschools_deviate_in_their_staffing(at: Callable[[Stage], None]) -> None:
    at(Stage.CLOSED)
    both = {"Förskolan Granen": "major", "Förskolan Sjövik": "minor"}
    name = "Förskola av lika god kvalitet"
    assert [_answers(name, code) for code in PeriodCode] == [{"Förskolan Sjövik": "minor"}, both, both]
    assert [_answers("Maten på förskolan", code) for code in PeriodCode] == [{}, {"Förskolan Ekhult": "minor"}, {}]


def _under_way(follow_up: str) -> dict[str, tuple[str, int]]:
    rows = FollowUpResult.objects.filter(follow_up__text=follow_up, period__code="T2", unit__isnull=False)
    return {name.split()[-1]: (state, step) for name, state, step in rows.values_list("unit__name", "state", "step")}


def test_in_the_second_tertial_answers_are_at_every_point_of_their_way(at: Callable[[Stage], None]) -> None:
    at(Stage.FOLLOWED_UP)
    assert _under_way(STAFFING) == {
        "Björkdungen": ("approved", 0),
        "Ekhult": ("approved", 0),
        "Granen": ("filed", 2),
        "Kvarnbacken": ("open", 0),
        "Lyktan": ("approved", 0),
        "Sjövik": ("filed", 1),
        "Tallbacken": ("open", 0),
        "Äppelgården": ("filed", 1),
    }
    assert _under_way(FOOD) == {
        "Björkdungen": ("approved", 0),
        "Ekhult": ("returned", 0),
        "Granen": ("approved", 0),
        "Kvarnbacken": ("filed", 1),
        "Lyktan": ("filed", 2),
        "Sjövik": ("open", 0),
        "Tallbacken": ("open", 0),
        "Äppelgården": ("filed", 1),
    }
    question = AnswerComment.objects.get()
    assert (question.by.name, question.quote) == ("Siv Norrby", "Ett av sju intyg hade gått ut i maj")
    summed_up = BoardReport.objects.filter(kind=Kind.FOLLOW_UP).exclude(summary="")
    assert set(summed_up.values_list("period__code", flat=True)) == {"T1"}


def test_who_answers_in_the_second_tertial_has_days_left(at: Callable[[Stage], None]) -> None:
    at(Stage.FOLLOWED_UP)
    period = Period.objects.get(code="T2")
    assert (period.takes_answers, (period.due - timezone.localdate()).days >= 9) == (True, True)


def test_action_plans_of_the_year_before_and_of_the_year_that_ends_name_their_units(
    at: Callable[[Stage], None],
) -> None:
    at(Stage.CLOSED)
    plans = ActionPlan.objects.order_by("plan__year", "position")
    assert list(plans.values_list("plan__year", "units_at_risk", "units_total", "status")) == [
        (2025, 3, 8, "closed"),
        (2025, 5, 9, "ongoing"),
        (2026, 2, 8, "ongoing"),
        (2026, 3, 11, "ongoing"),
        (2026, 1, 8, "closed"),
        # What was still open comes along to next year.
        (2027, 2, 8, "ongoing"),
        (2027, 3, 11, "ongoing"),
    ]


def test_in_a_new_plan_no_action_has_begun(at: Callable[[Stage], None]) -> None:
    at(Stage.PLANNED)
    assert set(Action.objects.values_list("status", "analysis")) == {("not_started", "")}


def test_a_process_that_serves_many_goals_is_stored_once_with_an_event_of_one_goal(at: Callable[[Stage], None]) -> None:
    at(Stage.CLOSED)
    process = Process.objects.get(name="Beslut som inte har verkställts", plan__year=2026)
    assert [goal.number for goal in process.goals.order_by("position")] == ["1.2", "1.7", "3.5"]
    events = [event for method in process.working_methods.all() for event in method.events.all()]
    assert [[limit.placement.goal.number for limit in event.limits.all()] for event in events] == [[], ["3.5"]]


def test_an_action_that_one_copy_lacks_is_limited_to_the_other_goal(at: Callable[[Stage], None]) -> None:
    at(Stage.CLOSED)
    for action in Action.objects.filter(text="Snabbare väg till logoped"):  # it is still open, so next year has it too
        assert [limit.placement.goal.number for limit in action.limits.all()] == ["1.1"]


NO_ACTION = "event-without-action"
DISTRICT_REMARKS = [
    (NO_ACTION, "Den oönskade händelsen ”Missförhållanden rapporteras inte” har ingen åtgärd."),
    ("copies-differ", "Åtgärden ”Snabbare väg till logoped (väntläge)” står under 1.1 men inte under 4.4."),
    (
        "copies-differ",
        "Den oönskade händelsen ”Nämnden får betala en särskild avgift” står under 3.5 men inte under 1.2, 1.7.",
    ),
]


@pytest.mark.parametrize(
    ("board", "expected"),
    [("lindhaga", DISTRICT_REMARKS), ("utbildning", []), ("teknik", [])],
)
def test_the_annual_report_has_the_faults_that_a_real_one_would_and_no_others(
    at: Callable[[Stage], None], board: str, expected: list[tuple[str, str]]
) -> None:
    at(Stage.CLOSED)
    plan = Plan.objects.get(board__code=board, year=2026)
    period = plan.board.municipality.periods.get(year=2026, code="VB")
    warnings = document_of(plan, Kind.FOLLOW_UP, period).warnings
    assert [(remark.code, remark.message) for remark in warnings] == expected


@pytest.mark.django_db  # pytest-django makes a database only for a run that has such a test; see `at`
@pytest.mark.parametrize("stage", Stage)
@pytest.mark.parametrize(
    ("content", "processes", "codes"),
    [(DISTRICT, 14, [NO_ACTION, "copies-differ", "copies-differ"]), (EDUCATION, 3, []), (TECHNICAL, 2, [])],
    ids=["lindhaga", "utbildning", "teknik"],
)
def test_every_board_has_a_plan_that_reads_as_one(
    content: BoardContent, processes: int, codes: list[str], stage: Stage
) -> None:
    document = plan_document(content, stage)
    assert len(merge(document.goals)) == processes
    assert [remark.code for remark in review(document)] == codes


def test_everyone_signs_in_with_the_password_and_has_one_role(at: Callable[[Stage], None]) -> None:
    at(Stage.PLANNED)
    assert User.objects.count() == RoleAssignment.objects.count() == 20
    assert all(authenticate(username=user.email, password=PASSWORD) == user for user in User.objects.all())
    assert authenticate(username="joel.brandt@lindhaga.example", password="fel") is None


def test_the_history_says_who_decided_and_what_was_loaded(at: Callable[[Stage], None]) -> None:
    at(Stage.FOLLOWED_UP)
    steps = Plan.history.rel.related_model.objects.filter(pgh_obj__board__code="lindhaga", year__gte=2026)
    steps = steps.order_by("pgh_id")
    told = [
        (version.year, version.state, version.pgh_context.metadata["operation"], version.pgh_context.metadata["user"])
        for version in steps
    ]
    head, controller = (
        User.objects.get(assignments__board__code="lindhaga", assignments__role=role).pk
        for role in ("head_of_administration", "controller")
    )
    assert [told[0], *(step for step in told if step[1] != "draft")] == [
        (2026, "draft", "demo.load", None),
        (2026, "proposed", "lifecycle.propose", head),
        (2026, "adopted", "lifecycle.adopt", controller),
    ]
    assert (told[-1][0], told[-1][1], told[-1][3]) == (2027, "draft", controller)
    results = FollowUpResult.history.rel.related_model.objects.values_list(
        "pgh_context__metadata__operation", flat=True
    )
    assert set(results) == {
        "demo.load",
        "followup.ask_for_answers",
        "followup.save_answer",
        "followup.file_answer",
        "followup.approve",
        "followup.send_back",
    }


def test_a_closed_year_is_reported_approved_and_assessed(at: Callable[[Stage], None]) -> None:
    at(Stage.CLOSED)
    summed_up = FrozenReport.objects.filter(kind="board-summary").values_list("registry_number", flat=True)
    reported = (
        FrozenReport.objects.filter(kind="follow-up")
        .order_by("plan__board__code", "period__ends")
        .values_list("plan__board__code", "period__code", "registry_number")
    )
    assert list(reported) == [
        ("lindhaga", "T1", "LIN 2026/61"),
        ("lindhaga", "T2", "LIN 2026/140"),
        ("lindhaga", "VB", "LIN 2027/9"),
        ("teknik", "VB", "TEK 2027/9"),
        ("utbildning", "VB", "UTB 2027/9"),
    ]
    assert set(summed_up) == {number for _board, _period, number in reported}
    assert all(is_intact(one) for row in FrozenReport.objects.all() for one in (row.document, row.data))
    assessed = BoardAssessment.objects.order_by("board__code", "year").values_list("board__code", "year", "level")
    assert list(assessed) == [
        ("lindhaga", 2025, "sufficient"),
        ("lindhaga", 2026, "not_fully"),
        ("teknik", 2026, "sufficient"),
        ("utbildning", 2026, "sufficient"),
    ]
    assert not BoardAssessment.objects.filter(decision=None).exists()


BEGINS = {"pdf": b"%PDF-", "docx": b"PK", "xlsx": b"PK", "html": b"<!doctype html>", "json": b"{"}
"""How a file of each format begins."""
OUT_OF_IT = [
    ("plan", "VB"),
    *(("follow-up", code) for code in PeriodCode.values),
    ("action-plans", "VB"),
    *(("board-summary", code) for code in PeriodCode.values),
]


def test_a_closed_year_comes_out_as_every_kind_in_every_format(at: Callable[[Stage], None], tmp_path: Path) -> None:
    at(Stage.CLOSED)
    for kind, period in OUT_OF_IT:
        for extension, begins in BEGINS.items():
            if (kind, extension) == ("board-summary", "xlsx"):
                continue  # it has no table
            out = tmp_path / f"{kind}-{period}.{extension}"
            options = {"kind": kind, "board": "lindhaga", "year": 2026, "period": period, "format": extension}
            assert report_command.run(Namespace(**options, out=str(out))) == 0
            assert out.read_bytes().lstrip()[: len(begins)].lower() == begins.lower(), out.name
        with pikepdf.open(tmp_path / f"{kind}-{period}.pdf") as pdf:
            assert pdf.Root.MarkInfo.Marked
            assert str(pdf.Root.Lang) == "sv-SE"
            assert pdf.Root.ViewerPreferences.DisplayDocTitle
            assert str(pdf.docinfo["/Title"])
