"""Reads of a plan's life: its steps with who took them, its editions, what is still open in it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from rimlig.core.audit import versions_of
from rimlig.core.history import words_of_operation
from rimlig.core.navigation import Notice
from rimlig.documents.document import ActionStatus
from rimlig.followup.models import WRITABLE, Action, ActionPlan, AnswerState, FollowUpResult
from rimlig.organisation.models import User
from rimlig.planning.models import IN_FORCE, UNDECIDED, Plan, PlannedFollowUp, PlanState


@dataclass(frozen=True)
class Step:
    """A step that the plan has taken: to which state, when, who took it, and what they did."""

    state: PlanState
    when: datetime
    who: str
    what: str


def steps_of(plan: Plan) -> list[Step]:
    """Return the plan's steps from draft until now, as the database wrote them down."""
    versions = list(
        versions_of(plan)
        .exclude(pgh_label="delete")
        .annotate(metadata=F("pgh_context__metadata"))
        .order_by("pgh_id")
        .values_list("state", "pgh_created_at", "metadata")
    )
    taken = [
        one
        for one, before in zip(versions, [None, *versions[:-1]], strict=True)
        if before is None or one[0] != before[0]
    ]
    ids: set[int] = {(metadata or {}).get("user") or 0 for _state, _when, metadata in taken}
    names = dict(User.objects.filter(pk__in=ids).values_list("pk", "name"))
    return [
        Step(
            PlanState(state),
            when,
            names.get((metadata or {}).get("user") or 0, "Rimlig"),
            words_of_operation((metadata or {}).get("operation", "")),
        )
        for state, when, metadata in taken
    ]


def editions_of(plan: Plan) -> list[Plan]:
    """Return all editions of the board's plan for the year, the latest first."""
    editions = Plan.objects.filter(board=plan.board_id, year=plan.year).select_related("decision__recorded_by")
    return list(editions.order_by("-edition"))


def edition_in_force(plan: Plan) -> Plan | None:
    """Return the edition that counts for the plan's board and year."""
    return Plan.objects.of_the_year().filter(board=plan.board_id, year=plan.year).first()


@dataclass(frozen=True)
class StillOpen:
    """What is not finished in a plan: said before it is closed."""

    unanswered: int
    to_answer: int
    to_review: int
    actions: list[Action]
    action_plans: list[ActionPlan]

    @property
    def anything(self) -> bool:
        """Whether there is anything."""
        return bool(self.unanswered or self.to_answer or self.to_review or self.actions or self.action_plans)


def still_open(plan: Plan) -> StillOpen:
    """Return what is not finished: follow-ups without the board's result, answers, actions and action plans.

    Counted are the follow-ups that the board has not concluded at all, and the
    answers asked for that are not given, or given and not approved.
    """
    way = "working_method__process__plan"
    follow_ups = PlannedFollowUp.objects.filter(**{way: plan})
    asked = FollowUpResult.objects.filter(**{f"follow_up__{way}": plan}).aggregate(
        to_answer=Count("pk", Q(state__in=WRITABLE)), to_review=Count("pk", Q(state=AnswerState.FILED))
    )
    return StillOpen(
        follow_ups.filter(
            ~Exists(FollowUpResult.objects.settled().filter(follow_up=OuterRef("pk"), unit=None))
        ).count(),
        asked["to_answer"],
        asked["to_review"],
        list(Action.objects.filter(plan=plan).exclude(status=ActionStatus.CLOSED).order_by("pk")),
        list(ActionPlan.objects.filter(plan=plan).exclude(status=ActionStatus.CLOSED)),
    )


def notices_on(plan: Plan) -> Iterable[Notice]:
    """Say on every page about the plan when it is not, or not alone, the edition that counts."""
    if plan.state == PlanState.REPLACED:
        yield _replaced(plan)
    elif plan.state in UNDECIDED and plan.revises_id is not None:
        text = _(
            "This is edition %(edition)s, a revision that the board has not adopted. Results and actions are running"
            " under the edition in force, and move here when it is."
        )
        url = reverse("planning:plan", args=[plan.revises_id])
        yield Notice(text % {"edition": plan.edition}, url, _("To the edition in force"), "warning")
    elif plan.state == PlanState.ADOPTED:
        revision = Plan.objects.revisions().filter(revises=plan).first()
        if revision is not None:
            text = _("A revision of the plan is on its way. Until the board adopts it, this edition is in force.")
            yield Notice(text, reverse("planning:plan", args=[revision.pk]), _("To the revision"))


def _replaced(plan: Plan) -> Notice:
    counts = Plan.objects.filter(board=plan.board_id, year=plan.year, state__in=IN_FORCE).first()
    text = _("This is edition %(edition)s, which another one has replaced. It is kept as it was decided.") % {
        "edition": plan.edition
    }
    if counts is None:
        return Notice(text, look="warning")
    return Notice(text, reverse("planning:plan", args=[counts.pk]), _("To the edition in force"), "warning")
