"""Two years of a board: answers in every state at three units, risks in three bands, actions of two years, and gaps."""

from dataclasses import dataclass
from datetime import date

from factories import (
    ActionFactory,
    ActionPlanFactory,
    FollowUpResultFactory,
    OngoingControlFactory,
    OrgUnitFactory,
    PeriodFactory,
    PlacementFactory,
    PlanFactory,
    PlannedFollowUpFactory,
    ProcessFactory,
    UndesiredEventFactory,
    UserFactory,
    WorkingMethodFactory,
    adopted,
)
from rimlig.followup.models import Action, AnswerState, Period
from rimlig.organisation.models import Board, OrgUnit
from rimlig.planning.models import Plan, PlannedFollowUp
from rimlig.planning.standards import make_standard_scale

TODAY = date(2026, 9, 25)
"""A week after the answers for the second tertial were due."""
IN_TIME, TOO_LATE = date(2026, 10, 30), date(2026, 9, 18)


@dataclass
class World:
    """What the tests look out over."""

    board: Board
    plan: Plan
    last_year: Plan
    period: Period
    department: OrgUnit
    granen: OrgUnit
    sjovik: OrgUnit
    ekhult: OrgUnit
    safety: PlannedFollowUp
    food: PlannedFollowUp


def make_world(board: Board) -> World:
    """Make all of it for the board."""
    scale = make_standard_scale(board.municipality, by=None)
    last_year = PlanFactory(board=board, year=2025, scale=scale)
    plan = PlanFactory(board=board, year=2026, scale=scale)
    department = OrgUnitFactory(board=board, name="Avdelning norr", kind="department")
    units = [OrgUnitFactory(board=board, name=f"Förskolan {name}") for name in ("Granen", "Sjövik", "Ekhult")]
    PlacementFactory(unit=department)
    for unit in units[:2]:
        PlacementFactory(unit=unit, parent=department)
    safety, food = _rows(plan, last_year)
    actions = _actions(plan, last_year, units[0], safety)
    last_year, plan = adopted(last_year), adopted(plan)
    Action.objects.filter(pk=actions[1].pk).update(origin=actions[0])
    period = PeriodFactory(municipality=board.municipality, year=2026, code="T2")
    made = World(board, plan, last_year, period, department, *units, safety, food)
    _answers(made)
    return made


def _rows(plan: Plan, last_year: Plan) -> tuple[PlannedFollowUp, PlannedFollowUp]:
    """Make the rows of both plans; return the two follow-ups of this year that are answered."""
    bribery = plan.board.municipality.risk_categories.get(name="Mutor")
    old_process = ProcessFactory(plan=last_year, name="Barnens trygghet")
    old = WorkingMethodFactory(process=old_process)
    old_follow_up = PlannedFollowUpFactory(working_method=old)
    UndesiredEventFactory(working_method=old, likelihood=5, consequence=4, likelihood_after=2, consequence_after=4)
    old_period = PeriodFactory(municipality=plan.board.municipality, year=2025, code="VB")
    FollowUpResultFactory(follow_up=old_follow_up, period=old_period, deviation="minor")
    safety = PlannedFollowUpFactory(
        text="Vuxna i varje grupp räknas", working_method__process__plan=plan, working_method__process__name="Trygghet"
    )
    method = safety.working_method
    UndesiredEventFactory(working_method=method, likelihood=4, consequence=5, likelihood_after=2, consequence_after=5)
    UndesiredEventFactory(working_method=method, likelihood=1, consequence=2)
    food = PlannedFollowUpFactory(working_method__process__plan=plan, working_method__process__name="Maten")
    OngoingControlFactory(working_method=food.working_method)
    # Nothing checks these risks, one of which nobody has valued; and the process goes on from last year's, which was followed up.
    bare = WorkingMethodFactory(process__plan=plan, process__name="Barnens trygghet", process__origin=old_process)
    UndesiredEventFactory(working_method=bare, text="Gåvor tas emot", likelihood=3, consequence=3, category=bribery)
    UndesiredEventFactory(working_method=bare, text="Nycklar lånas ut")
    PlannedFollowUpFactory(working_method__process__plan=plan, working_method__process__name="Lokalerna")
    return safety, food


def _actions(plan: Plan, last_year: Plan, unit: OrgUnit, follow_up: PlannedFollowUp) -> list[Action]:
    """One action that was carried over and is late, its origin, one that is new and on hold, and one that is closed."""
    first = ActionFactory(event__working_method__process__plan=last_year, status="ongoing")
    copy = ActionFactory(
        event=None, follow_up=follow_up, status="ongoing", due=date(2026, 9, 1), unit=unit, text="Två i varje grupp"
    )
    ActionFactory(event=None, follow_up=follow_up, status="on_hold", hold_reason="Väntar på lokal")
    ActionFactory(event=None, follow_up=follow_up, status="closed")
    ActionPlanFactory(plan=plan, due=date(2026, 8, 1))
    return [first, copy]


def _answers(world: World) -> None:
    """One answer in each state. Besides, the administration has answered for itself; the board has concluded nothing."""
    safety = {"follow_up": world.safety, "period": world.period}
    food = {"follow_up": world.food, "period": world.period}
    FollowUpResultFactory(**safety, unit=world.granen, deviation="minor")
    FollowUpResultFactory(**food, unit=world.granen, filed=True, step=2)
    FollowUpResultFactory(**safety, unit=world.sjovik, filed=True, deviation="major")
    sent_back = {"state": AnswerState.RETURNED, "due": IN_TIME, "filed_by": UserFactory()}
    FollowUpResultFactory(**food, unit=world.sjovik, **sent_back)
    FollowUpResultFactory(**safety, unit=world.ekhult, to_answer=True, due=TOO_LATE)
    FollowUpResultFactory(**food, unit=world.ekhult, to_answer=True, due=IN_TIME)
    FollowUpResultFactory(**food, unit=None, filed=True, deviation="not_done")
