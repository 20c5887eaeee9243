import json

import pytest
from django.utils import timezone

from rimlig.demo.loading import Stage
from rimlig.demo.under_way import FOOD, STAFFING
from rimlig.documents.document import Kind
from rimlig.followup.evidence.words import said_of
from rimlig.followup.models import (
    AnswerComment,
    BoardReport,
    ControlTestRun,
    Evidence,
    FollowUpResult,
    Period,
)
from rimlig.followup.running.tasks import run_control_test
from rimlig.organisation.models import User
from rimlig.planning.models import Plan
from rimlig.records.files import open_file

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]
STAGE = Stage.FOLLOWED_UP


def test_half_a_year_has_half_the_answers() -> None:
    unit_answers = FollowUpResult.objects.filter(unit__isnull=False).count()
    conclusions = FollowUpResult.objects.filter(unit=None).count()
    assert (unit_answers, conclusions, Plan.objects.count()) == (32, 41, 6)


def _under_way(follow_up: str) -> dict[str, tuple[str, int]]:
    rows = FollowUpResult.objects.filter(follow_up__text=follow_up, period__code="T2", unit__isnull=False)
    return {name.split()[-1]: (state, step) for name, state, step in rows.values_list("unit__name", "state", "step")}


def test_in_the_second_tertial_answers_are_at_every_point_of_their_way() -> None:
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
    assert set(summed_up.filter(plan__board__code="lindhaga").values_list("period__code", flat=True)) == {"T1"}


def test_one_answer_rests_on_all_of_a_register() -> None:
    run = ControlTestRun.objects.get()
    assert (run.state, run.files, said_of(run.evidence)) == (
        "done",
        {},
        "Konton utan anställning, 632 konton, 6 avvikelser",
    )
    answer = run.result
    assert (answer.state, answer.population, answer.sample_size, answer.errors_found) == ("approved", 632, 632, 6)
    assert answer.result.startswith("6 konton tillhörde personer som slutat.")
    found = json.loads(open_file(run.outcome))
    assert found["data"][0]["rows"] == 633  # one of them is blocked
    assert {one["reason"] for one in found["exceptions"]["rows"]} == {"ended"}


def test_the_job_that_was_queued_for_it_leaves_it_as_it_is() -> None:
    run = ControlTestRun.objects.get()
    run_control_test(run.pk)
    assert ControlTestRun.objects.get() == run
    assert Evidence.objects.filter(run__isnull=False).count() == 1


def test_who_answers_in_the_second_tertial_has_days_left() -> None:
    period = Period.objects.get(code="T2")
    assert (period.takes_answers, (period.due - timezone.localdate()).days >= 9) == (True, True)


def test_the_history_says_who_decided_and_what_was_loaded() -> None:
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
        "followup.ask_for_answers",
        "followup.save_answer",
        "followup.file_answer",
        "followup.approve",
        "followup.approve_many",
        "followup.send_back",
        "followup.conclude",
    }
