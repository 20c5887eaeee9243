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
from factories.organisation import (
    PASSWORD,
    BoardFactory,
    MunicipalityFactory,
    OrgUnitFactory,
    RoleAssignmentFactory,
    UserFactory,
)
from factories.planning import (
    GoalFactory,
    LimitFactory,
    OngoingControlFactory,
    PlanFactory,
    PlannedFollowUpFactory,
    ProcessFactory,
    ProcessGoalFactory,
    UndesiredEventFactory,
    WorkingMethodFactory,
)

__all__ = [
    "PASSWORD",
    "ActionFactory",
    "ActionLimitFactory",
    "ActionPlanFactory",
    "BoardFactory",
    "BoardReportFactory",
    "FollowUpResultFactory",
    "GoalFactory",
    "ImportFactory",
    "LimitFactory",
    "MunicipalityFactory",
    "OngoingControlFactory",
    "OrgUnitFactory",
    "PeriodFactory",
    "PlanFactory",
    "PlannedFollowUpFactory",
    "ProcessFactory",
    "ProcessGoalFactory",
    "RoleAssignmentFactory",
    "SummaryAnalysisFactory",
    "UndesiredEventFactory",
    "UserFactory",
    "WorkingMethodFactory",
]
