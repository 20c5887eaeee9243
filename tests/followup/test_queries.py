from datetime import date

import pytest
from tests.factories.followup import ActionFactory, ActionPlanFactory, FollowUpResultFactory, PeriodFactory
from tests.factories.organisation import UserFactory
from tests.factories.planning import GoalFactory, PlannedFollowUpFactory, ProcessGoalFactory

from rimlig.documents.document import Kind
from rimlig.followup.actions.plans import follow_up_action_plan
from rimlig.followup.models import PeriodCode
from rimlig.followup.periods.dates import belongs_elsewhere
from rimlig.followup.queries import document_of
from rimlig.planning.models import Schedule

pytestmark = pytest.mark.django_db


def test_an_action_plan_is_told_with_what_was_said_of_it_until_the_period() -> None:
    plan = ActionPlanFactory(measures="Tjänsterna lyses ut.")
    municipality, by = plan.plan.board.municipality, UserFactory()
    said = ((PeriodCode.T1, date(2026, 4, 30), "En är tillsatt."), (PeriodCode.T2, date(2026, 8, 31), "Båda är det."))
    periods = [
        PeriodFactory(municipality=municipality, year=plan.plan.year, code=code, ends=ends.replace(year=plan.plan.year))
        for code, ends, _text in said
    ]
    for code, _ends, text in said:
        follow_up_action_plan(plan, code, text, by=by)
    first, second = (f"{period}: {text}" for period, (_code, _day, text) in zip(periods, said, strict=True))
    in_report = [document_of(plan.plan, Kind.FOLLOW_UP, period).action_plans[0].measures for period in periods]
    assert in_report == [f"Tjänsterna lyses ut.\n\n{first}", f"Tjänsterna lyses ut.\n\n{first}\n\n{second}"]
    assert document_of(plan.plan, Kind.ACTION_PLANS).action_plans[0].measures == in_report[1]


@pytest.mark.parametrize(
    ("schedule", "periods", "elsewhere"),
    [
        (Schedule.PERIODS, ["T2", "VB"], True),
        (Schedule.PERIODS, ["T1"], False),
        (Schedule.PERIODS, [], False),
        (Schedule.MONTHLY, [], False),
        (Schedule.QUARTERLY, [], False),
        ("", [], False),
    ],
)
def test_a_follow_up_of_other_periods_belongs_there(schedule: str, periods: list[str], elsewhere: bool) -> None:
    follow_up = PlannedFollowUpFactory.build(schedule=schedule, periods=periods)
    assert belongs_elsewhere(follow_up, "T1") is elsewhere


def test_a_follow_up_of_another_period_stands_in_a_report_only_with_something_to_tell() -> None:
    here = PlannedFollowUpFactory(text="Här", schedule=Schedule.PERIODS, periods=["T1"])
    method, plan = here.working_method, here.in_plan
    ProcessGoalFactory(process=method.process, goal=GoalFactory(plan=plan))
    later = {"working_method": method, "schedule": Schedule.PERIODS, "periods": ["VB"]}
    PlannedFollowUpFactory(text="Senare", **later)
    told = PlannedFollowUpFactory(text="Besvarad ändå", **later)
    acted_on = PlannedFollowUpFactory(text="Med åtgärd", **later)
    period = PeriodFactory(municipality=plan.board.municipality, year=plan.year, code="T1")
    FollowUpResultFactory(follow_up=told, period=period)
    ActionFactory(event=None, follow_up=acted_on)
    processes = [process for goal in document_of(plan, Kind.FOLLOW_UP, period).goals for process in goal.processes]
    found = [row.text for process in processes for row in process.working_methods[0].follow_ups]
    assert sorted(found) == ["Besvarad ändå", "Här", "Med åtgärd"]
