"""One factory per model, with boring defaults. Nothing is drawn by chance: the same test makes the same rows.

Every factory makes what its row must have (a follow-up gets its working method, process, plan and board). Give the same
`plan=`, `process=` … to tie rows together: `UndesiredEventFactory(working_method__process__plan=plan)`.
"""

from factories.followup import (
    ActionFactory,
    ActionLimitFactory,
    ActionPlanFactory,
    BoardReportFactory,
    FollowUpResultFactory,
    PeriodFactory,
    SummaryAnalysisFactory,
)
from factories.imports import ImportFactory
from factories.lifecycle import RollOverFactory, RollOverItemFactory
from factories.organisation import (
    PASSWORD,
    BoardFactory,
    MunicipalityFactory,
    OrgUnitFactory,
    PlacementFactory,
    RoleAssignmentFactory,
    SubstitutionFactory,
    TableImportFactory,
    UserFactory,
)
from factories.planning import (
    AssessmentFactory,
    CommonRiskFactory,
    CouncilGoalFactory,
    GoalFactory,
    LimitFactory,
    OngoingControlFactory,
    OrientationGoalFactory,
    PlanFactory,
    PlannedFollowUpFactory,
    ProcessFactory,
    ProcessGoalFactory,
    RiskCategoryFactory,
    RiskScaleFactory,
    UndesiredEventFactory,
    WorkingMethodFactory,
    WorkshopFactory,
)
from factories.records import DecisionFactory, StoredFileFactory, adopted

__all__ = [
    "PASSWORD",
    "ActionFactory",
    "ActionLimitFactory",
    "ActionPlanFactory",
    "AssessmentFactory",
    "BoardFactory",
    "BoardReportFactory",
    "CommonRiskFactory",
    "CouncilGoalFactory",
    "DecisionFactory",
    "FollowUpResultFactory",
    "GoalFactory",
    "ImportFactory",
    "LimitFactory",
    "MunicipalityFactory",
    "OngoingControlFactory",
    "OrgUnitFactory",
    "OrientationGoalFactory",
    "PeriodFactory",
    "PlacementFactory",
    "PlanFactory",
    "PlannedFollowUpFactory",
    "ProcessFactory",
    "ProcessGoalFactory",
    "RiskCategoryFactory",
    "RiskScaleFactory",
    "RoleAssignmentFactory",
    "RollOverFactory",
    "RollOverItemFactory",
    "StoredFileFactory",
    "SubstitutionFactory",
    "SummaryAnalysisFactory",
    "TableImportFactory",
    "UndesiredEventFactory",
    "UserFactory",
    "WorkingMethodFactory",
    "WorkshopFactory",
    "adopted",
]
