"""What plans expect of a person by name; the organisation says it before it closes the person out."""

from collections.abc import Iterator

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import ngettext

from rimlig.organisation.models import Municipality, User
from rimlig.organisation.people.open_work import OpenWork, register_open_work
from rimlig.planning.models import Plan, PlannedFollowUp, PlanState

EXPECTING = (PlanState.DRAFT, PlanState.PROPOSED, PlanState.ADOPTED)


def follow_ups_by_name(person: User, municipality: Municipality) -> Iterator[OpenWork]:
    """Give, per plan that is not over, how many follow-ups the person is to perform or review by name."""
    rows = (
        PlannedFollowUp.objects.filter(
            Q(performer=person) | Q(reviewer=person),
            working_method__process__plan__board__municipality=municipality,
            working_method__process__plan__state__in=EXPECTING,
        )
        .order_by("working_method__process__plan")
        .values_list("working_method__process__plan")
        .annotate(number=Count("pk"))
    )
    numbers = dict(rows)
    for plan in Plan.objects.filter(pk__in=numbers).select_related("board").order_by("board__name", "year", "pk"):
        text = ngettext(
            "%(number)d follow-up in the plan of %(board)s for %(year)s names the person.",
            "%(number)d follow-ups in the plan of %(board)s for %(year)s name the person.",
            numbers[plan.pk],
        )
        said = {"number": numbers[plan.pk], "board": plan.board, "year": plan.year}
        yield OpenWork(text % said, reverse("planning:plan", args=[plan.pk]))


def register() -> None:
    """Let the organisation ask for the follow-ups when a person leaves."""
    register_open_work(follow_ups_by_name)
