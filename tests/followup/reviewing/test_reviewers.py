"""The list of what one may review says the same as the question about one answer."""

from typing import Any

import pytest

from factories import FollowUpResultFactory, FollowUpRulesFactory
from followup.reviewing.test_operations import ROLES
from rimlig.followup.answering.operations import locked_answer
from rimlig.followup.models import FollowUpResult, FollowUpRules, Period
from rimlig.followup.reviewing.reviewers import reviewable_by, why_not_review
from rimlig.organisation.models import User

EXPECTED = {
    "unit_manager": [],
    "performer": [],
    "department_manager": ["unit 1", "own 1", "any department 1"],
    "other_department_manager": ["any department 1"],
    "substitute": ["unit 1", "own 1", "any department 1"],
    "head": ["board 1", "role 1"],
    "controller": ["unit 1", "unit 2", "board 1", "role 1", "person 1", "any department 1"],
    "central_controller": ["unit 1", "unit 2", "board 1", "role 1", "person 1", "any department 1", "own 1"],
    "auditor": ["person 1"],
    "board_member": [],
    "outsider": [],
}


@pytest.fixture
def answers(answer: FollowUpResult, people: Any) -> dict[str, FollowUpResult]:
    """One of each kind: of a unit, at both steps, of the whole administration, and those whose reviewer the plan names."""

    def one(**values: Any) -> FollowUpResult:
        return FollowUpResultFactory(
            **{
                "follow_up__working_method": answer.follow_up.working_method,
                "period": answer.period,
                "unit": answer.unit,
                "filed": True,
                **values,
            }
        )

    return {
        "unit 1": answer,
        "unit 2": one(step=2),
        "board 1": one(unit=None, filed_by=people.unit_manager),
        "role 1": one(follow_up__reviewer_role="head_of_administration"),
        "person 1": one(follow_up__reviewer=people.auditor),
        "any department 1": one(unit=None, follow_up__reviewer_role="department_manager", filed_by=people.unit_manager),
        "own 1": one(filed_by=people.controller),
        "open": one(filed=False, to_answer=True),
        "approved": one(filed=False),
    }


@pytest.mark.parametrize("role", ROLES)
def test_the_list_is_what_one_may_review(role: str, answers: dict[str, FollowUpResult], people: Any) -> None:
    person = User.objects.get(pk=getattr(people, role).pk)
    found = set(FollowUpResult.objects.filter(reviewable_by(person)).values_list("pk", flat=True))
    assert {name for name, row in answers.items() if row.pk in found} == set(EXPECTED[role])
    rules = FollowUpRules.objects.of(answers["unit 1"].period.municipality_id)
    asked = {
        name
        for name, row in answers.items()
        if row.state == "filed" and not why_not_review(person, locked_answer(row), rules)
    }
    assert asked == set(EXPECTED[role])


def test_nothing_can_be_reviewed_outside_its_period(answer: FollowUpResult, people: Any) -> None:
    Period.objects.update(opens="2026-09-11", due="2026-09-20")
    assert not FollowUpResult.objects.filter(reviewable_by(people.controller)).exists()


def test_where_the_same_person_may_review_what_they_filed_the_list_has_it(answer: FollowUpResult, people: Any) -> None:
    FollowUpResult.objects.filter(pk=answer.pk).update(state="returned", step=0)
    FollowUpResult.objects.filter(pk=answer.pk).update(saved_by=people.controller)
    FollowUpResult.objects.filter(pk=answer.pk).update(state="filed", step=1)
    mine = FollowUpResult.objects.filter(reviewable_by(people.controller))
    assert not mine.exists()
    FollowUpRulesFactory(municipality=answer.period.municipality, reviewer_is_another=False)
    assert mine.get() == answer
