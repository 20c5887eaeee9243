"""One thing of every kind that can be found, all with the same word in it."""

from factories import (
    ActionFactory,
    ActionNoteFactory,
    ActionPlanFactory,
    AnswerCommentFactory,
    AssessmentCriterionFactory,
    BoardAssessmentFactory,
    BoardReportFactory,
    CommonRiskFactory,
    CouncilGoalFactory,
    DecisionFactory,
    EvidenceFactory,
    FollowUpResultFactory,
    GoalFactory,
    OngoingControlFactory,
    OrgUnitFactory,
    PlanFactory,
    PlannedFollowUpFactory,
    ProcessFactory,
    RoleAssignmentFactory,
    SectionCommentFactory,
    StoredFileFactory,
    SummaryAnalysisFactory,
    UndesiredEventFactory,
    WorkingMethodFactory,
)
from rimlig.controlsystem.models import Attachment, Component, ControlSystem, Section
from rimlig.organisation.models import Board, Role
from rimlig.planning.models import Plan

WORD = "sjöräv"


def one_of_each(board: Board, word: str = WORD, year: int = 2026) -> Plan:
    """Make one thing of every kind at the board (which is renamed), each with the word; return the plan.

    The answer and what stands beside it are a draft of the unit's, and the report is one of the controller's.
    """
    said = f"Om {word} och annat"
    Board.objects.filter(pk=board.pk).update(name=f"Nämnden för {word} {board.pk}")
    plan = PlanFactory(board=board, year=year)
    town = board.municipality
    unit = OrgUnitFactory(board=board, name=f"Enheten {word}")
    DecisionFactory(board=board, registry_number=word, paragraph="7")
    GoalFactory(plan=plan, title=said)
    process = ProcessFactory(plan=plan, name=said)
    method = WorkingMethodFactory(process=process, name=said)
    OngoingControlFactory(working_method=method, text=said)
    event = UndesiredEventFactory(working_method=method, text=said)
    follow_up = PlannedFollowUpFactory(working_method=method, text=said)
    FollowUpResultFactory(follow_up=follow_up, result=said)
    answer = FollowUpResultFactory(follow_up=follow_up, unit=unit, to_answer=True, result=said)
    AnswerCommentFactory(result=answer, text=said)
    EvidenceFactory(result=answer, name=said)
    action = ActionFactory(event=event, text=said)
    ActionPlanFactory(plan=plan, heading=said)
    ActionNoteFactory(action=action, text=said)
    report = BoardReportFactory(plan=plan, summary=said)
    SummaryAnalysisFactory(report=report, text=said)
    SectionCommentFactory(report=report, text=said)
    BoardAssessmentFactory(board=board, year=year, reasons=said)
    AssessmentCriterionFactory(municipality=town, text=said)
    system = ControlSystem.objects.create(board=board, edition=1)
    Section.objects.create(system=system, component=Component.RISK, heading="Riskbedömning", text=said, position=0)
    Attachment.objects.create(system=system, name=said, file=StoredFileFactory(municipality=town))
    CouncilGoalFactory(municipality=town, year=year, title=said)
    CommonRiskFactory(municipality=town, year=year, text=said)
    RoleAssignmentFactory(user__name=f"Petra {word}", role=Role.PERFORMER, board=board, unit=unit)
    return plan
