from argparse import Namespace
from datetime import date
from pathlib import Path

import pikepdf
import pytest
from django.db.models import F
from django.utils import timezone
from tests.demo.stages import plan_states

from rimlig.controlsystem.models import ControlSystem
from rimlig.demo.loading import Stage
from rimlig.demo.under_way import STAFFING
from rimlig.documents.document import Kind
from rimlig.followup.models import (
    Action,
    ActionPlan,
    BoardReport,
    FollowUpResult,
    FollowUpRules,
    PeriodCode,
)
from rimlig.followup.queries import document_of
from rimlig.planning.models import Assessment, Plan, Process
from rimlig.records.files import is_intact
from rimlig.reminders.models import Notice
from rimlig.reporting import command as report_command
from rimlig.reporting.tracing.doubts import doubts_about
from rimlig.reporting.tracing.grounds import concluded_follow_ups, grounds_of
from rimlig.reportwork.models import BoardAssessment, FrozenReport, TakenDraft

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]
STAGE = Stage.CLOSED


def test_a_whole_year_has_all_answers() -> None:
    unit_answers = FollowUpResult.objects.filter(unit__isnull=False).count()
    conclusions = FollowUpResult.objects.filter(unit=None).count()
    assert (unit_answers, conclusions, Plan.objects.count()) == (48, 66, 6)


def test_the_year_is_adopted_and_the_next_is_on_its_way() -> None:
    assert plan_states() == {
        ("lindhaga", 2026): "adopted",
        ("utbildning", 2026): "adopted",
        ("teknik", 2026): "adopted",
        ("lindhaga", 2027): "draft",
        ("teknik", 2027): "proposed",
    }


def test_people_differ_at_the_workshop_and_nothing_is_concluded_yet() -> None:
    given = Assessment.objects.filter(event__text="Kompetensen fördelas ojämnt mellan grupperna")
    assert sorted(given.values_list("likelihood", "consequence")) == [(2, 4), (3, 4), (4, 3), (4, 4)]


def test_the_boards_system_of_internal_control_is_adopted() -> None:
    assert [(one.board.code, one.state) for one in ControlSystem.objects.all()] == [("lindhaga", "adopted")]


def _answers(process: str, code: PeriodCode) -> dict[str, str]:
    """Return the levels other than “no deviation” that the preschools gave on the process in the period."""
    results = FollowUpResult.objects.filter(
        follow_up__working_method__process__name=process, period__code=code, unit__isnull=False
    )
    assert results.count() == 8
    return dict(results.exclude(deviation="none").values_list("unit__name", "deviation"))


def test_two_of_eight_preschools_deviate_in_their_staffing() -> None:
    both = {"Förskolan Granen": "major", "Förskolan Sjövik": "minor"}
    name = "Förskola av lika god kvalitet"
    assert [_answers(name, code) for code in PeriodCode] == [{"Förskolan Sjövik": "minor"}, both, both]
    assert [_answers("Maten på förskolan", code) for code in PeriodCode] == [{}, {"Förskolan Ekhult": "minor"}, {}]


def test_every_conclusion_of_a_closed_year_rests_on_something() -> None:
    doubted, concluded, evidence = [], 0, 0
    for plan in Plan.objects.filter(year=2026, state="adopted").select_related("board__municipality"):
        for period in plan.board.municipality.periods.filter(year=2026):
            rules = FollowUpRules.objects.of(period.municipality_id)
            grounds = grounds_of(concluded_follow_ups(plan, period), period).values()
            concluded += len(grounds)
            evidence += sum(ground.evidence for ground in grounds)
            doubted += [(period.code, ground.follow_up.text) for ground in grounds if doubts_about(ground, rules)]
    assert (doubted, concluded, evidence) == ([], 66, 13)


def test_each_thing_is_dated_when_it_was_done() -> None:
    given = FollowUpResult.objects.get(follow_up__text=STAFFING, period__code="T1", unit__name="Förskolan Sjövik")
    approved = [(review.by.name, timezone.localdate(review.at)) for review in given.reviews.select_related("by")]
    frozen = FrozenReport.objects.get(plan__board__code="lindhaga", kind="follow-up", period__code="T1")
    assert timezone.localdate(given.filed_at) == date(2026, 4, 28)
    assert approved == [("Siv Norrby", date(2026, 5, 7)), ("Joel Brandt", date(2026, 5, 7))]
    assert timezone.localdate(frozen.approved_at) == date(2026, 5, 26)
    assert timezone.localdate() >= timezone.localdate(FrozenReport.objects.latest("approved_at").approved_at)


def test_action_plans_of_the_year_before_and_of_the_year_that_ends_name_their_units() -> None:
    plans = ActionPlan.objects.order_by("plan__year", "position")
    assert list(plans.values_list("plan__year", "units_at_risk", "units_total", "status")) == [
        (2025, 3, 8, "closed"),
        (2025, 5, 9, "ongoing"),
        (2026, 4, 14, "ongoing"),
        (2026, 2, 8, "ongoing"),
        (2026, 1, 8, "closed"),
        # What was still open comes along to next year.
        (2027, 4, 14, "ongoing"),
        (2027, 2, 8, "ongoing"),
    ]


def test_a_process_that_serves_many_goals_is_stored_once_with_an_event_of_one_goal() -> None:
    process = Process.objects.get(name="Beslut som inte har verkställts", plan__year=2026)
    assert [goal.number for goal in process.goals.order_by("position")] == ["1.2", "1.7", "3.5"]
    events = [event for method in process.working_methods.all() for event in method.events.all()]
    assert [[limit.placement.goal.number for limit in event.limits.all()] for event in events] == [[], ["3.5"]]


def test_an_action_that_one_copy_lacks_is_limited_to_the_other_goal() -> None:
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
    board: str, expected: list[tuple[str, str]]
) -> None:
    plan = Plan.objects.get(board__code=board, year=2026)
    period = plan.board.municipality.periods.get(year=2026, code="VB")
    warnings = document_of(plan, Kind.FOLLOW_UP, period).warnings
    assert [(remark.code, remark.message) for remark in warnings] == expected


def test_a_closed_year_is_reported_approved_and_assessed() -> None:
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


def test_what_people_were_told_of_the_year_that_went_is_read() -> None:
    of_board = Notice.objects.filter(person__assignments__board__code="lindhaga")
    unread = of_board.filter(read_at=None)
    assert unread.exists()
    assert unread.earliest("at").at > of_board.exclude(read_at=None).latest("at").at
    assert not of_board.filter(read_at__lt=F("at")).exists()


def test_the_report_of_the_year_grew_from_drafts_and_went_back_and_forth() -> None:
    report = BoardReport.objects.get(plan__board__code="lindhaga", plan__year=2026, period__code="VB")
    taken = TakenDraft.objects.filter(report=report).order_by("analysis__position")
    assert [row.analysis.goal_number if row.analysis else "" for row in taken] == [
        "1.1", "1.2", "1.7", "3.5", "4.2", "4.4", "4.7", "",
    ]  # fmt: skip
    assert report.summary.endswith("åtgärder pågår för dem alla.")
    earlier = BoardReport.objects.get(plan__board__code="lindhaga", plan__year=2026, period__code="T2")
    assert [step.kind for step in earlier.steps.order_by("pk")] == ["sent", "returned", "sent", "frozen"]


def test_action_plans_are_reported_with_what_was_said_each_time() -> None:
    plan = Plan.objects.get(board__code="lindhaga", year=2026)
    periods = {period.code: period for period in plan.board.municipality.periods.filter(year=2026)}
    told = [document_of(plan, Kind.FOLLOW_UP, periods[code]).action_plans[0].measures for code in ("T1", "T2", "VB")]
    assert [len(text.split("\n\n")) for text in told] == [1, 2, 3]
    assert told[2].split("\n\n")[1].startswith("Tertial 2 2026: Sex konton var öppna i augusti")


BEGINS = {"pdf": b"%PDF-", "docx": b"PK", "xlsx": b"PK", "html": b"<!doctype html>", "json": b"{"}


OUT_OF_IT = [
    ("plan", "VB"),
    *(("follow-up", code) for code in PeriodCode.values),
    ("action-plans", "VB"),
    *(("board-summary", code) for code in PeriodCode.values),
]


def test_a_closed_year_comes_out_as_every_kind_in_every_format(tmp_path: Path) -> None:
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
