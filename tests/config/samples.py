"""For every address a sample of what it is about: made by factories, in no relation to who asks."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils import timezone

from done_runs import evidence_of_run
from factories import (
    ActionFactory,
    ActionPlanFactory,
    AppearanceFactory,
    BoardAssessmentFactory,
    BoardFactory,
    BoardReportFactory,
    CommonRiskFactory,
    ControlTestRunFactory,
    CouncilGoalFactory,
    DecisionFactory,
    EvidenceFactory,
    FollowUpResultFactory,
    FrozenReportFactory,
    GoalFactory,
    ImportFactory,
    MunicipalityFactory,
    NoticeFactory,
    OrgUnitFactory,
    OrientationGoalFactory,
    PeriodFactory,
    PlanFactory,
    PlannedFollowUpFactory,
    PreviewFactory,
    ProcessFactory,
    RiskCategoryFactory,
    RoleAssignmentFactory,
    SectionAssignmentFactory,
    SectionCommentFactory,
    SubstitutionFactory,
    SummaryAnalysisFactory,
    TableImportFactory,
    UndesiredEventFactory,
    UserFactory,
    WordTemplateFactory,
    WorkshopFactory,
    adopted,
)
from rimlig.controlsystem.models import ControlSystem
from rimlig.controlsystem.operations import attach, begin_from_template
from rimlig.followup.models import AnswerState, Evidence, FollowUpResult
from rimlig.lifecycle.rolling import roll_over
from rimlig.planning.models import Plan, PlanState
from rimlig.records.files import store_file
from rimlig.reportwork.models import FrozenReport

SIGNING_IN = {
    *(
        "login",
        "account_login",
        "logout",
        "account_logout",
        "account_inactive",
        "mfa_authenticate",
        "mfa_login_webauthn",
    ),
    *("account_reset_password", "account_reset_password_done"),
    *("account_reset_password_from_key", "account_reset_password_from_key_done"),
    *("openid_connect_login", "openid_connect_callback"),
    *("saml_login", "saml_acs", "saml_finish_acs", "saml_metadata", "saml_sls"),
}
OPEN_DATA = {
    *("opendata:listing", "opendata:catalogue", "opendata:logo", "opendata:data", "opendata:document"),
}
"""What a municipality has decided shall be open; 404 for all others: tests/opendata."""
OPEN_TO_ANYONE = {
    "healthz",
    "language",
    "accessibility",
    "reminders:calendar",
    "appearance:colours",
    *OPEN_DATA,
} | SIGNING_IN
"""Nothing behind these belongs to a municipality: signing in and out, language, statement, and whether we are alive; the
stylesheet of a colour is counted from its address."""
ONES_OWN_ACCOUNT = {
    *("account", "sessions", "account_change_password"),
    *("account_reauthenticate", "mfa_reauthenticate", "mfa_reauthenticate_webauthn"),
    *("mfa_index", "mfa_activate_totp", "mfa_deactivate_totp"),
    *("mfa_list_webauthn", "mfa_add_webauthn", "mfa_edit_webauthn", "mfa_remove_webauthn"),
    *("mfa_view_recovery_codes", "mfa_generate_recovery_codes", "mfa_download_recovery_codes"),
}
OPEN_TO_SIGNED_IN = {
    "followup:start",
    "reporting:empty-workbook",
    "organisation:empty-units",
    "organisation:empty-people",
    "organisation:my-substitutes",
    "organisation:own-name",
    "reminders:notices",
    "reminders:settings",
    "reminders:renew-calendar",
    "reminders:close-calendar",
    "reminders:year",
} | ONES_OWN_ACCOUNT
"""What they show is empty for a person without a role, or is about the person alone."""


def _person() -> list[Any]:
    role = RoleAssignmentFactory()
    return [role.municipality.pk, role.user.pk]


def _role() -> list[Any]:
    role = RoleAssignmentFactory()
    return [role.municipality.pk, role.user.pk, role.pk]


def _board_and_person() -> list[Any]:
    role = RoleAssignmentFactory()
    return [role.board.pk, role.user.pk]


def _substitution() -> list[Any]:
    row = SubstitutionFactory()
    return [row.assignment.municipality.pk, row.substitute.pk, row.pk]


def _plan() -> list[Any]:
    return [PlanFactory().pk]


def _decided_plan() -> list[Any]:
    plan = PlanFactory()
    kept = store_file(b"%PDF-1.7", "application/pdf", plan.board.municipality, by=None)
    decision = DecisionFactory(board=plan.board, document=kept, data=kept)
    this = Plan.objects.filter(pk=plan.pk)
    this.update(state=PlanState.PROPOSED)
    this.update(state=PlanState.ADOPTED, decision=decision)
    return [plan.pk]


def _revision() -> list[Any]:
    plan = adopted(PlanFactory())
    return [PlanFactory(board=plan.board, edition=2, revises=plan, revision_reason="Ny lag").pk]


def _rolled_over_plan() -> list[Any]:
    return [roll_over(PlanFactory(), (), by=None).target.pk]


def _two_plans() -> list[Any]:
    plan = PlanFactory(year=2027)
    return [plan.pk, PlanFactory(board=plan.board, year=2026).pk]


def _plan_with_period() -> list[Any]:
    plan = PlanFactory()
    PeriodFactory(municipality=plan.board.municipality, year=plan.year)
    return [plan.pk, "VB"]


def _event() -> list[Any]:
    return ["handelse", UndesiredEventFactory().pk]


def _plan_with_answers() -> list[Any]:
    return [FollowUpResult.objects.get(pk=_answer()[0]).in_plan.pk]


def _answer() -> list[Any]:
    unit = OrgUnitFactory()
    return [FollowUpResultFactory(follow_up__working_method__process__plan__board=unit.board, unit=unit).pk]


def _import() -> list[Any]:
    return [ImportFactory().pk]


def _system() -> ControlSystem:
    return begin_from_template(BoardFactory(), by=None)


def _section() -> list[Any]:
    return [_system().sections.all()[0].pk]


def _attachment() -> list[Any]:
    return [attach(_system(), name="Bilaga", data=b"%PDF-1.7", by=None).pk]


def _risk_at_workshop() -> list[Any]:
    event = UndesiredEventFactory()
    return [WorkshopFactory(plan=event.in_plan).pk, event.pk]


def _logo() -> list[Any]:
    """A municipality's logo: a picture of 40 × 40 points."""
    board = BoardFactory()
    row = AppearanceFactory(municipality=board.municipality, with_logo=True)
    return [board.municipality_id, row.logo.sha256]


def _word_template() -> list[Any]:
    board = BoardFactory()
    stored = store_file(b"PK", "application/octet-stream", board.municipality, by=None)
    return [WordTemplateFactory(municipality=board.municipality, file=stored).pk]


def _municipality() -> list[Any]:
    return [BoardFactory().municipality_id]


def _municipality_and_year() -> list[Any]:
    return [*_municipality(), 2026]


def _municipality_and_period() -> list[Any]:
    period = PeriodFactory(municipality=BoardFactory().municipality)
    return [period.municipality.pk, period.year, period.code]


def _common_risk() -> list[Any]:
    return [CommonRiskFactory(sent_at=timezone.now()).pk]


def _plan_and_common_risk() -> list[Any]:
    plan = PlanFactory()
    return [plan.pk, CommonRiskFactory(municipality=plan.board.municipality, sent_at=timezone.now()).pk]


OF_MUNICIPALITY: dict[str, Callable[[], list[Any]]] = {
    **dict.fromkeys(
        (
            "latest-goals",
            "scales",
            "change-scales",
            "categories",
            "begin-scales",
            "add-category",
            "latest-common-risks",
        ),
        _municipality,
    ),
    **dict.fromkeys(
        (
            *("council-goals", "add-goal", "add-orientation", "import-goals", "copy-goals"),
            *("common-risks", "add-common-risk", "copy-common-risks"),
        ),
        _municipality_and_year,
    ),
    **dict.fromkeys(("change-goal", "move-goal", "remove-goal"), lambda: [CouncilGoalFactory().pk]),
    **dict.fromkeys(
        ("change-orientation", "move-orientation", "remove-orientation"), lambda: [OrientationGoalFactory().pk]
    ),
    **dict.fromkeys(("change-category", "move-category"), lambda: [RiskCategoryFactory().pk]),
    **dict.fromkeys(
        ("change-common-risk", "send-common-risk", "withdraw-common-risk", "remove-common-risk"), _common_risk
    ),
    **dict.fromkeys(("asked-risks", "council-wording"), _plan),
    "use-council-wording": lambda: [(goal := GoalFactory()).plan.pk, goal.pk],
    **dict.fromkeys(("take-up-risk", "refuse-risk"), _plan_and_common_risk),
}

OF_PLANS_LIFE = (
    "propose",
    "take-back",
    "adopt",
    "close",
    "decision",
    "document",
    "data",
    "revise",
    "differences",
    "withdraw",
    "roll-over",
    "rolled-over",
)
"""The pages of a plan from draft to decision and on to the next year."""

OF_REPORTS = ("add-goals", "send", "take-back", "send-back", "approve", "reopen", "draft", "renew", "word")
OF_ANALYSES = ("goal-draft", "renew-goal", "assign-goal")
OF_ACTION_PLANS = ("action-plan", "move-action-plan", "note-action-plan", "change-action-plan")
OF_ACTIONS = ("action", "move-action", "note-action", "change-action")


def _units_answer() -> list[Any]:
    follow_up = PlannedFollowUpFactory()
    unit = OrgUnitFactory(board=follow_up.in_plan.board)
    return [FollowUpResultFactory(follow_up=follow_up, unit=unit, deviation="minor").pk]


def _evidence(*, drawn: bool = False) -> Evidence:
    """A file beside an answer that has been filed, perhaps drawn in small."""
    unit = OrgUnitFactory()
    row = FollowUpResultFactory(
        follow_up__working_method__process__plan__board=unit.board, unit=unit, to_answer=True, deviation="none"
    )
    stored = store_file(b"%PDF-1.7 ett underlag", "application/pdf", unit.board.municipality, by=None)
    if drawn:
        picture = store_file(b"\xff\xd8\xff en bild", "image/jpeg", unit.board.municipality, by=None)
        PreviewFactory(of=stored, picture=picture)
    evidence: Evidence = EvidenceFactory(result=row, link="", file=stored)
    FollowUpResult.objects.filter(pk=row.pk).update(
        state=AnswerState.FILED, step=1, filed_by=UserFactory(), filed_at=timezone.now()
    )
    return evidence


def _run() -> list[Any]:
    """A control test that found something, evidence of an answer that has been filed."""
    unit = OrgUnitFactory()
    row = FollowUpResultFactory(
        follow_up__working_method__process__plan__board=unit.board, unit=unit, to_answer=True, deviation="none"
    )
    run = evidence_of_run(row).run
    assert run is not None
    FollowUpResult.objects.filter(pk=row.pk).update(
        state=AnswerState.FILED, step=1, filed_by=UserFactory(), filed_at=timezone.now()
    )
    return [run.pk]


def _begun_run() -> list[Any]:
    return [ControlTestRunFactory(result_id=_units_answer()[0]).pk]


def _decided_assessment() -> list[Any]:
    board = BoardFactory()
    kept = store_file(b"%PDF-1.7 en bedomning", "application/pdf", board.municipality, by=None)
    decision = DecisionFactory(board=board, document=kept, data=kept)
    return [BoardAssessmentFactory(board=board, decision=decision).pk, "pdf"]


def _frozen_report() -> FrozenReport:
    plan = PlanFactory()
    kept = store_file(b"%PDF-1.7 en rapport", "application/pdf", plan.board.municipality, by=None)
    report: FrozenReport = FrozenReportFactory(plan=plan, document=kept, data=kept)
    return report


SAMPLES: dict[str, Callable[[], list[Any]]] = {
    "reminders:notices": list,
    "reminders:open-notice": lambda: [NoticeFactory().pk],
    "reminders:settings": list,
    "reminders:renew-calendar": list,
    "reminders:close-calendar": list,
    "reminders:year": list,
    "reminders:mail": _municipality,
    "appearance:appearance": _municipality,
    "appearance:sample": _municipality,
    "appearance:logo": _logo,
    "opendata:decide": _municipality,
    "overview:board": lambda: [BoardFactory().pk],
    "overview:board-as-excel": lambda: [PlanFactory().board_id],
    "overview:municipality": _municipality,
    "overview:municipality-as-excel": lambda: [PlanFactory().board.municipality_id],
    "overview:gaps": _plan,
    **dict.fromkeys(("appearance:word-templates", "appearance:word-fields", "appearance:word-starter"), _municipality),
    "appearance:word-template": _word_template,
    "appearance:try-word-template": lambda: [*_word_template(), "plan"],
    "appearance:word-template-file": _word_template,
    "followup:this-years-periods": _municipality,
    "followup:periods": _municipality_and_year,
    "followup:change-period": lambda: [*_municipality_and_year(), "T1"],
    "followup:follow-up-rules": _municipality,
    "drafting:phrases": _municipality,
    "drafting:change-phrase": lambda: [*_municipality(), "late"],
    "drafting:reset-phrase": lambda: [*_municipality(), "late"],
    "organisation:municipality": lambda: [MunicipalityFactory().pk],
    "organisation:roles": lambda: [MunicipalityFactory().pk],
    "organisation:people": lambda: [MunicipalityFactory().pk],
    "organisation:add-person": lambda: [MunicipalityFactory().pk],
    "organisation:person": _person,
    "organisation:change-person": _person,
    "organisation:close-out": _person,
    "organisation:let-in-again": _person,
    "organisation:give-role": _person,
    "organisation:invite": _person,
    "organisation:end-role": _role,
    "organisation:take-back-role": _role,
    "organisation:substitute": _role,
    "organisation:end-substitution": _substitution,
    "organisation:my-substitutes": list,
    "organisation:own-name": list,
    "organisation:my-substitute": lambda: [RoleAssignmentFactory().pk],
    "organisation:end-my-substitution": lambda: [SubstitutionFactory().pk],
    "organisation:organisation": lambda: [MunicipalityFactory().pk],
    "organisation:add-board": lambda: [MunicipalityFactory().pk],
    "organisation:change-board": lambda: [BoardFactory().pk],
    "organisation:end-board": lambda: [BoardFactory().pk],
    "organisation:take-back-board": lambda: [BoardFactory().pk],
    "organisation:tree": lambda: [BoardFactory().pk],
    "organisation:add-unit": lambda: [BoardFactory().pk],
    "organisation:merge-units": lambda: [BoardFactory().pk],
    "organisation:upload-units": lambda: [BoardFactory().pk],
    "organisation:units-as-table": lambda: [BoardFactory().pk],
    "organisation:unit": lambda: [OrgUnitFactory().pk],
    "organisation:unit-history": lambda: [OrgUnitFactory().pk],
    "organisation:change-unit": lambda: [OrgUnitFactory().pk],
    "organisation:move-unit": lambda: [OrgUnitFactory().pk],
    "organisation:end-unit": lambda: [OrgUnitFactory().pk],
    "organisation:take-back-move": lambda: [OrgUnitFactory().pk, date(2027, 1, 1)],
    "organisation:take-back-ending": lambda: [OrgUnitFactory().pk],
    "organisation:take-back-unit": lambda: [OrgUnitFactory().pk],
    "organisation:upload-people": lambda: [MunicipalityFactory().pk],
    "organisation:people-as-table": lambda: [MunicipalityFactory().pk],
    "organisation:empty-units": list,
    "organisation:empty-people": list,
    "organisation:table": lambda: [TableImportFactory().pk],
    "organisation:apply-table": lambda: [TableImportFactory().pk],
    "organisation:stop-table": lambda: [TableImportFactory().pk],
    "organisation:put-table-aside": lambda: [TableImportFactory().pk],
    **{f"planning:{name}": sample for name, sample in OF_MUNICIPALITY.items()},
    **{f"lifecycle:{name}": _plan for name in OF_PLANS_LIFE},
    "lifecycle:decision": _decided_plan,
    "lifecycle:document": _decided_plan,
    "lifecycle:data": _decided_plan,
    "lifecycle:differences": _revision,
    "lifecycle:withdraw": _revision,
    "lifecycle:rolled-over": _rolled_over_plan,
    "controlsystem:board": lambda: [BoardFactory().pk],
    "controlsystem:begin": lambda: [BoardFactory().pk],
    "controlsystem:system": lambda: [_system().pk],
    "controlsystem:differences": lambda: [_system().pk],
    "controlsystem:pdf": lambda: [_system().pk],
    "controlsystem:add-section": lambda: [_system().pk],
    "controlsystem:attach": lambda: [_system().pk],
    "controlsystem:adopt": lambda: [_system().pk],
    "controlsystem:review": lambda: [_system().pk],
    "controlsystem:discard": lambda: [_system().pk],
    "controlsystem:section": _section,
    "controlsystem:move-section": _section,
    "controlsystem:remove-section": _section,
    "controlsystem:attachment-file": _attachment,
    "controlsystem:detach": _attachment,
    **dict.fromkeys(ONES_OWN_ACCOUNT, list),
    # Another's passkey: not theirs, so it is not there.
    "mfa_edit_webauthn": lambda: [10**6],
    "mfa_remove_webauthn": lambda: [10**6],
    "followup:start": list,
    "followup:follow-up": _plan,
    "followup:action-plans": _plan,
    "followup:process": lambda: [ProcessFactory().pk],
    "followup:matrix": _plan,
    "followup:approve-many": _plan_with_answers,
    "followup:remind": _plan_with_answers,
    "followup:answers-as-excel": _plan_with_answers,
    "followup:review": _answer,
    "followup:comment-answer": _answer,
    "followup:remove-evidence": lambda: [_evidence().pk],
    "followup:evidence-file": lambda: [_evidence().pk],
    "followup:evidence-preview": lambda: [_evidence(drawn=True).pk],
    **{f"followup:{name}": _run for name in ("run", "take-figures", "exceptions-as-excel", "outcome-file")},
    **{f"followup:{name}": _begun_run for name in ("stop-run", "run-again")},
    "followup:choose-test": _answer,
    "followup:begin-run": lambda: [*_answer(), "double-payments"],
    "followup:conclude": lambda: [PlannedFollowUpFactory().pk, "VB"],
    **dict.fromkeys(
        (
            *("followup:answer", "followup:save-answer", "followup:answer-now", "followup:file-answer"),
            *("followup:start-from-last", "followup:take-back-answer", "followup:add-evidence"),
        ),
        _answer,
    ),
    **{f"followup:{name}": lambda: [ActionFactory().pk] for name in OF_ACTIONS},
    **dict.fromkeys(
        (
            *("followup:actions", "followup:actions-board", "followup:actions-timeline", "followup:actions-file"),
            "followup:all-action-plans",
        ),
        list,
    ),
    "followup:pass-on-actions": _board_and_person,
    **{f"followup:{name}": lambda: [ActionPlanFactory().pk] for name in OF_ACTION_PLANS},
    "followup:follow-up-action-plan": lambda: [ActionPlanFactory().pk, "VB"],
    "followup:add-action-plan": _plan,
    "followup:add-action-plan-to-follow-up": lambda: [PlannedFollowUpFactory().pk],
    "followup:add-action-to-answer": _units_answer,
    "followup:add-action-to-event": lambda: [UndesiredEventFactory().pk],
    "followup:add-action-to-follow-up": lambda: [PlannedFollowUpFactory().pk],
    "imports:new": list,
    "imports:import": _import,
    "imports:stop": _import,
    "imports:read-again": _import,
    "imports:store": _import,
    "imports:cancel": _import,
    "imports:file": _import,
    "planning:plan": _plan,
    "planning:missing": _plan,
    "planning:add": lambda: [*_plan(), "goal", 0],
    "planning:take-goals": _plan,
    "planning:plan-follow-ups": _plan,
    "planning:sources": _plan,
    "planning:from-library": _plan,
    "planning:from-plan": _two_plans,
    "planning:new-plan": lambda: [BoardFactory().pk],
    "planning:plan-follow-up": lambda: [PlannedFollowUpFactory().pk],
    "planning:move": _event,
    "planning:remove": _event,
    "planning:serve": lambda: ["process", ProcessFactory().pk],
    "planning:limit": _event,
    "planning:change": _event,
    "planning:show": _event,
    "planning:history": _event,
    "planning:risks": _plan,
    "planning:risks-file": lambda: [*_plan(), "csv"],
    "planning:add-risk": _plan,
    "planning:use-scale": _plan,
    "planning:risk": lambda: [UndesiredEventFactory().pk],
    "planning:assess-risk": lambda: [UndesiredEventFactory().pk],
    "planning:workshops": _plan,
    "planning:new-workshop": _plan,
    "planning:workshop": lambda: [WorkshopFactory().pk],
    "planning:close-workshop": lambda: [WorkshopFactory().pk],
    "planning:open-workshop-again": lambda: [WorkshopFactory().pk],
    "planning:workshop-own": _risk_at_workshop,
    "planning:workshop-conclude": _risk_at_workshop,
    "reportwork:frozen-file": lambda: [_frozen_report().pk, "pdf"],
    "search:search": list,
    "reportwork:reports": _plan,
    **dict.fromkeys(("reportwork:workspace", "reportwork:begin"), lambda: [*_plan(), "VB"]),
    "reportwork:section": lambda: [BoardReportFactory().plan.pk, "VB", "introduction"],
    **{f"reportwork:{name}": lambda: [BoardReportFactory().pk] for name in OF_REPORTS},
    **dict.fromkeys(("reportwork:assign", "reportwork:comment"), lambda: [BoardReportFactory().pk, "introduction"]),
    **{f"reportwork:{name}": lambda: [SummaryAnalysisFactory().pk] for name in OF_ANALYSES},
    "reportwork:settle": lambda: [SectionCommentFactory().pk],
    "reportwork:finish": lambda: [SectionAssignmentFactory().pk],
    **dict.fromkeys(("reportwork:assessment", "reportwork:prepare", "reportwork:auditors"), _plan),
    "reportwork:decide": lambda: [BoardAssessmentFactory().pk],
    "reportwork:decided-file": _decided_assessment,
    "reportwork:criteria": _municipality,
    "reportwork:criterion": lambda: [*_municipality(), "sufficient"],
    "reporting:empty-workbook": list,
    "reporting:reports": _plan,
    "reporting:follow-up": _plan_with_period,
    "reporting:follow-up-file": lambda: [*_plan_with_period(), "pdf"],
    "reporting:unsupported": _plan_with_period,
    "reporting:audit-file": lambda: [PlannedFollowUpFactory().pk],
    "reporting:audit-file-as": lambda: [PlannedFollowUpFactory().pk, "json"],
    "reporting:trace": lambda: [PlannedFollowUpFactory().pk, "VB"],
    "reporting:plan": _plan,
    "reporting:plan-file": lambda: [*_plan(), "pdf"],
    "reporting:latest-all-boards": _municipality,
    "reporting:all-boards": _municipality_and_period,
    "reporting:all-boards-file": lambda: [*_municipality_and_period(), "json"],
    "reporting:summary": _plan_with_period,
    "reporting:summary-file": lambda: [*_plan_with_period(), "pdf"],
    "reporting:action-plans": _plan,
    "reporting:action-plans-file": lambda: [*_plan(), "pdf"],
}
