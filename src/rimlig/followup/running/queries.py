"""Reads about runs that several pages share."""

from collections.abc import Sequence
from typing import Any

from rimlig.followup.models import ControlTestRun, FollowUpResult


def runs_without_evidence(answer: FollowUpResult) -> Sequence[ControlTestRun]:
    """Return the runs that are under way, failed or were stopped, the latest first."""
    return list(answer.runs.exclude(state=ControlTestRun.State.DONE))


def other_runs(run: ControlTestRun) -> Sequence[Any]:
    """Return the other runs of the same test for the answer, the latest first."""
    return list(
        ControlTestRun.objects.filter(result=run.result_id, test=run.test).exclude(pk=run.pk).select_related("begun_by")
    )
