"""What is found, fetched from its own table: what it is called, where it stands, and the address of its page.

Each kind's rows come through `visible_to` of their own model once more, so an entry that the index should let through
too much is still not shown.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from rimlig.controlsystem.models import Attachment, Section
from rimlig.documents.document import Kind as DocumentKind
from rimlig.followup.models import (
    Action,
    ActionNote,
    ActionPlan,
    AnswerComment,
    BoardReport,
    Evidence,
    FollowUpResult,
    SummaryAnalysis,
)
from rimlig.organisation.models import Board, OrgUnit, User
from rimlig.planning.models import (
    CommonRisk,
    CouncilGoal,
    Goal,
    OngoingControl,
    Plan,
    PlannedFollowUp,
    Process,
    UndesiredEvent,
    WorkingMethod,
)
from rimlig.records.models import Decision
from rimlig.reportwork.addresses import workspace_url
from rimlig.reportwork.models import AssessmentCriterion, BoardAssessment, SectionComment
from rimlig.search.kinds import Kind
from rimlig.search.visible import lasting_roles, municipalities_of


@dataclass(frozen=True)
class Thing:
    """A thing that was found: the address of its page, where it stands in words, and its name where the index has none."""

    url: str
    crumbs: tuple[str, ...]
    name: str = ""


@dataclass(frozen=True)
class Source:
    """How the things of a kind are fetched and described."""

    rows: Callable[[Any], QuerySet[Any]]
    describe: Callable[[Any], Thing]


def things_of(user: Any, wanted: Mapping[str, Iterable[int]]) -> dict[tuple[str, int], Thing]:
    """Return what the person may see of the wanted things, by kind and id. One query for each kind."""
    found = {}
    for kind, ids in wanted.items():
        source = SOURCES[Kind(kind)]
        for row in source.rows(user).filter(pk__in=list(ids)):
            found[kind, row.pk] = source.describe(row)
    return found


def _edition(plan: Plan) -> tuple[str, ...]:
    """Say of which board, year and edition: a later edition has its number, one that no longer holds says so."""
    words = [str(plan.board), str(plan.year)]
    if plan.edition > 1:
        words.append(_("Edition %(number)s") % {"number": plan.edition})
    if plan.state == "replaced":
        words.append(_("replaced"))
    return tuple(words)


def _of_plan(model: Any, *related: str) -> Callable[[Any], QuerySet[Any]]:
    def rows(user: Any) -> QuerySet[Any]:
        found: QuerySet[Any] = model.objects.visible_to(user).with_plan()
        # Without a name select_related would mean every relation, instead of those that with_plan has named.
        return found.select_related(*related) if related else found

    return rows


def _in_process(kind: str) -> Callable[[Any], Thing]:
    def describe(row: Any) -> Thing:
        process = row.working_method.process if hasattr(row, "working_method") else row.process
        url = reverse("followup:process", args=[process.pk]) + f"#{kind}-{row.pk}"
        return Thing(url, (*_edition(process.plan), process.name))

    return describe


def _plan(row: Plan) -> Thing:
    return Thing(
        reverse("planning:plan", args=[row.pk]), _edition(row), _("Internal control plan %(year)s") % {"year": row.year}
    )


def _decision(row: Decision) -> Thing:
    plan, system = getattr(row, "plan", None), getattr(row, "control_system", None)
    name = _("§ %(paragraph)s, %(number)s") % {"paragraph": row.paragraph, "number": row.registry_number}
    if plan is not None:
        return Thing(reverse("lifecycle:decision", args=[plan.pk]), _edition(plan), name)
    url = (
        reverse("controlsystem:system", args=[system.pk])
        if system
        else reverse("controlsystem:board", args=[row.board_id])
    )
    return Thing(url, (str(row.board), _("System of internal control")), name)


def _goal(row: Goal) -> Thing:
    return Thing(reverse("planning:plan", args=[row.plan_id]) + f"?mal={row.pk}", _edition(row.plan), str(row))


def _process(row: Process) -> Thing:
    return Thing(reverse("followup:process", args=[row.pk]), _edition(row.plan))


def _event(row: UndesiredEvent) -> Thing:
    process = row.working_method.process
    return Thing(reverse("planning:risk", args=[row.pk]), (*_edition(process.plan), process.name))


def _answer_place(answer: FollowUpResult) -> tuple[str, ...]:
    plan = answer.in_plan
    return (*_edition(plan), str(answer.period), *([str(answer.unit)] if answer.unit else []))


def _answer(row: FollowUpResult) -> Thing:
    return Thing(reverse("followup:answer", args=[row.pk]), _answer_place(row), row.follow_up.text)


def _beside_answer(row: Any) -> Thing:
    answer = row.result
    name = answer.follow_up.text
    return Thing(reverse("followup:answer", args=[answer.pk]), (*_answer_place(answer), name), name)


_ABOVE: Final = ("event__working_method__process", "follow_up__working_method__process")
"""What an action answers."""


def _action(row: Action) -> Thing:
    above: Any = row.event or row.follow_up
    process = above.working_method.process
    return Thing(reverse("followup:action", args=[row.pk]), (*_edition(row.in_plan), process.name))


def _action_plan(row: ActionPlan) -> Thing:
    return Thing(reverse("followup:action-plan", args=[row.pk]), _edition(row.plan))


def _note(row: ActionNote) -> Thing:
    if row.action is not None:
        return replace(_action(row.action), name=row.action.text)
    assert row.action_plan is not None  # one of the two is set
    return replace(_action_plan(row.action_plan), name=row.action_plan.heading)


def _report_place(report: BoardReport) -> Thing:
    """Lead to the report itself, which everybody who may find its texts may read."""
    plan = report.plan
    if report.kind == DocumentKind.PLAN:
        url = reverse("reporting:plan", args=[plan.pk])
    elif report.period is not None:
        url = reverse("reporting:follow-up", args=[plan.pk, report.period.code])
    else:
        url = reverse("reporting:action-plans", args=[plan.pk])
    period = [str(report.period)] if report.period else []
    return Thing(url, (*_edition(plan), *period), report.title or str(report))


def _analysis(row: SummaryAnalysis) -> Thing:
    return replace(_report_place(row.report), name=str(row))


def _report_comment(row: SectionComment) -> Thing:
    """Lead to the section in the workspace: what is said about a draft stands nowhere else."""
    report, place = row.report, _report_place(row.report)
    url = workspace_url(report.plan_id, DocumentKind(report.kind), report.period, row.section)
    return Thing(url, (*place.crumbs, str(row.get_section_display())), place.name)


def _assessments(user: Any) -> QuerySet[BoardAssessment]:
    plan = Plan.objects.of_the_year().filter(board=OuterRef("board"), year=OuterRef("year"))
    rows = BoardAssessment.objects.visible_to(user).select_related("board")
    found: QuerySet[BoardAssessment] = rows.annotate(of_plan=Subquery(plan.values("pk")[:1]))
    return found


def _assessment(row: Any) -> Thing:
    """Lead to the assessments of the year; should its plan be gone, to the board."""
    url = (
        reverse("reportwork:assessment", args=[row.of_plan])
        if row.of_plan
        else reverse("organisation:tree", args=[row.board_id])
    )
    name = _("Assessment %(year)s: %(level)s") % {"year": row.year, "level": row.get_level_display()}
    return Thing(url, (str(row.board), str(row.year)), name)


def _criteria(user: Any) -> QuerySet[AssessmentCriterion]:
    allowed = municipalities_of(user, Kind.CRITERION)
    return AssessmentCriterion.objects.visible_to(user).filter(municipality__in=allowed).select_related("municipality")


def _criterion(row: AssessmentCriterion) -> Thing:
    url = reverse("reportwork:criteria", args=[row.municipality_id])
    crumbs = (str(row.municipality), _("Levels of the boards' assessments"))
    return Thing(url, crumbs, str(row.get_level_display()).capitalize())


def _section(row: Section) -> Thing:
    url = reverse("controlsystem:system", args=[row.system_id]) + f"#avsnitt-{row.pk}"
    return Thing(url, _system(row))


def _attachment(row: Attachment) -> Thing:
    return Thing(reverse("controlsystem:system", args=[row.system_id]) + "#bilagor", _system(row))


def _system(row: Section | Attachment) -> tuple[str, ...]:
    edition = _("Edition %(number)s") % {"number": row.system.edition}
    return (str(row.system.board), _("System of internal control"), edition)


def _council_goal(row: CouncilGoal) -> Thing:
    url = reverse("planning:council-goals", args=[row.municipality_id, row.year]) + f"#councilgoal-{row.pk}"
    return Thing(url, (str(row.municipality), str(row.year)), str(row))


def _common_risk(row: CommonRisk) -> Thing:
    url = reverse("planning:common-risks", args=[row.municipality_id, row.year])
    return Thing(url, (str(row.municipality), str(row.year), _("Common risks")))


def _board(row: Board) -> Thing:
    return Thing(reverse("organisation:tree", args=[row.pk]), (str(row.municipality),))


def _unit(row: OrgUnit) -> Thing:
    return Thing(reverse("organisation:unit", args=[row.pk]), (str(row.board),))


def _people(user: Any) -> QuerySet[User]:
    theirs = lasting_roles(municipalities_of(user, Kind.PERSON)).filter(user=OuterRef("pk"))
    first = theirs.order_by("municipality__name", "pk")
    return User.objects.filter(Exists(theirs), is_active=True).annotate(
        of_municipality=Subquery(first.values("municipality")[:1]),
        municipality_name=Subquery(first.values("municipality__name")[:1]),
    )


def _person(row: Any) -> Thing:
    url = reverse("organisation:person", args=[row.of_municipality, row.pk])
    return Thing(url, (row.municipality_name,))


_ANSWER = ("period", "unit", "follow_up")
_BESIDE = tuple(f"result__{way}" for way in ("period", "unit", "follow_up__working_method__process__plan__board"))


def _notes(user: Any) -> QuerySet[ActionNote]:
    mine = Q(action__in=Action.objects.visible_to(user).values("pk")) | Q(
        action_plan__in=ActionPlan.objects.visible_to(user).values("pk")
    )
    beside = ("action_plan__plan__board", "action__plan__board", *(f"action__{way}" for way in _ABOVE))
    return ActionNote.objects.filter(mine).select_related(*beside)


def _common_risks(user: Any) -> QuerySet[CommonRisk]:
    allowed = municipalities_of(user, Kind.COMMON_RISK)
    return CommonRisk.objects.visible_to(user).filter(municipality__in=allowed).select_related("municipality")


SOURCES: Final[Mapping[Kind, Source]] = {
    Kind.PLAN: Source(lambda user: Plan.objects.visible_to(user).select_related("board"), _plan),
    Kind.DECISION: Source(
        lambda user: Decision.objects.visible_to(user).select_related("board", "plan__board", "control_system"),
        _decision,
    ),
    Kind.GOAL: Source(_of_plan(Goal), _goal),
    Kind.PROCESS: Source(_of_plan(Process), _process),
    Kind.METHOD: Source(_of_plan(WorkingMethod), _in_process("method")),
    Kind.CONTROL: Source(_of_plan(OngoingControl), _in_process("control")),
    Kind.EVENT: Source(_of_plan(UndesiredEvent), _event),
    Kind.FOLLOW_UP: Source(_of_plan(PlannedFollowUp), _in_process("follow-up")),
    Kind.ANSWER: Source(_of_plan(FollowUpResult, *_ANSWER), _answer),
    Kind.CONCLUSION: Source(_of_plan(FollowUpResult, *_ANSWER), _answer),
    Kind.COMMENT: Source(lambda user: AnswerComment.objects.visible_to(user).select_related(*_BESIDE), _beside_answer),
    Kind.EVIDENCE: Source(lambda user: Evidence.objects.visible_to(user).select_related(*_BESIDE), _beside_answer),
    Kind.ACTION: Source(_of_plan(Action, *_ABOVE), _action),
    Kind.ACTION_PLAN: Source(_of_plan(ActionPlan), _action_plan),
    Kind.NOTE: Source(_notes, _note),
    Kind.REPORT: Source(_of_plan(BoardReport, "period"), _report_place),
    Kind.ANALYSIS: Source(_of_plan(SummaryAnalysis, "report__period"), _analysis),
    Kind.REPORT_COMMENT: Source(
        lambda user: SectionComment.objects.visible_to(user).select_related("report__plan__board", "report__period"),
        _report_comment,
    ),
    Kind.ASSESSMENT: Source(_assessments, _assessment),
    Kind.CRITERION: Source(_criteria, _criterion),
    Kind.SECTION: Source(lambda user: Section.objects.visible_to(user).select_related("system__board"), _section),
    Kind.ATTACHMENT: Source(
        lambda user: Attachment.objects.visible_to(user).select_related("system__board"), _attachment
    ),
    Kind.COUNCIL_GOAL: Source(
        lambda user: CouncilGoal.objects.visible_to(user).select_related("municipality"), _council_goal
    ),
    Kind.COMMON_RISK: Source(_common_risks, _common_risk),
    Kind.BOARD: Source(lambda user: Board.objects.visible_to(user).select_related("municipality"), _board),
    Kind.UNIT: Source(lambda user: OrgUnit.objects.visible_to(user).select_related("board"), _unit),
    Kind.PERSON: Source(_people, _person),
}
"""Kind → how its things are fetched and described."""
