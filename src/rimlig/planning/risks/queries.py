"""The risks of a plan as sets: their values, where they lie against the threshold, and what is still missing of them."""

from typing import Final

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, When

from rimlig.planning.models import Limit, OngoingControl, Plan, PlannedFollowUp, UndesiredEvent

NOT_VALUED: Final = Q(likelihood=None) | Q(consequence=None)
WITHOUT_TREATMENT: Final = Q(treatment="")
IRREGULAR: Final = Q(category__irregularity=True)
ACCEPTED_WITHOUT_GROUNDS: Final = Q(treatment="accept") & (Q(treatment_reason="") | Q(accepted_by=None))
WITHOUT_MOTIVATION: Final = Q(likelihood__isnull=False, likelihood_reason="") | Q(
    consequence__isnull=False, consequence_reason=""
)


def without_control() -> Q:
    """Return the condition that nothing checks the risk: its working method has neither an ongoing control nor a follow-up."""
    method = OuterRef("working_method")
    controls = OngoingControl.objects.filter(working_method=method)
    return ~Exists(controls) & ~Exists(PlannedFollowUp.objects.filter(working_method=method))


def risks_of(plan: Plan) -> QuerySet[UndesiredEvent]:
    """Return the plan's undesired events in the plan's order, each with its working method and process.

    Each has `value` and `value_after` (likelihood × consequence), None until both are assessed.
    """
    return (
        UndesiredEvent.objects.filter(working_method__process__plan=plan)
        .select_related("working_method__process", "category", "common_risk")
        .annotate(value=F("likelihood") * F("consequence"), value_after=F("likelihood_after") * F("consequence_after"))
        .order_by("working_method__process__position", "working_method__position", "position")
    )


def at_threshold(plan: Plan) -> Q:
    """Return the condition on `risks_of` that the value before controls is on or above the threshold of the plan's scale.

    A plan without a scale has no threshold: there the condition holds for no risk.
    """
    return Q(pk__in=[]) if plan.scale is None else Q(value__gte=plan.scale.threshold)


def risks_on_or_above_threshold(plan: Plan) -> QuerySet[UndesiredEvent]:
    """Return the plan's risks whose value before controls is on or above the threshold of its scale."""
    return risks_of(plan).filter(at_threshold(plan))


def risks_missing_treatment(plan: Plan) -> QuerySet[UndesiredEvent]:
    """Return the risks on or above the threshold for which it has not been decided what to do."""
    return risks_on_or_above_threshold(plan).filter(WITHOUT_TREATMENT)


def valued_risks_without_treatment(plan: Plan) -> QuerySet[UndesiredEvent]:
    """Return all risks that have a value, whatever it is, for which it has not been decided what to do."""
    return risks_of(plan).filter(~NOT_VALUED, WITHOUT_TREATMENT)


def acceptances_without_grounds(plan: Plan) -> QuerySet[UndesiredEvent]:
    """Return the accepted risks that lack the reason, or the person who accepted."""
    return risks_of(plan).filter(ACCEPTED_WITHOUT_GROUNDS)


def values_without_motivation(plan: Plan) -> QuerySet[UndesiredEvent]:
    """Return the risks that have a likelihood or a consequence for which no motivation is written."""
    return risks_of(plan).filter(WITHOUT_MOTIVATION)


def risks_without_values(plan: Plan) -> QuerySet[UndesiredEvent]:
    """Return the risks whose likelihood or consequence has not been assessed."""
    return risks_of(plan).filter(NOT_VALUED)


def irregularities_assessed(plan: Plan) -> bool:
    """Say whether the plan has an assessed risk in a category of irregularities, as the law asks of every board."""
    return risks_of(plan).filter(IRREGULAR).exclude(NOT_VALUED).exists()


def neighbours_without_values(plan: Plan, event: UndesiredEvent) -> tuple[int | None, int | None, int]:
    """Return the ids of the risks without values before and after the given one in the plan's order, and how many there are.

    After the last comes the first, so that none is passed over; None when no other risk lacks values. One query.
    """
    rows = risks_of(plan).annotate(bare=Case(When(NOT_VALUED, then=True), default=False)).values_list("pk", "bare")
    order = list(rows)
    here = next((number for number, (pk, _bare) in enumerate(order) if pk == event.pk), 0)
    around = [pk for pk, bare in [*order[here + 1 :], *order[:here]] if bare and pk != event.pk]
    left = sum(bare for _pk, bare in order)
    return (around[-1], around[0], left) if around else (None, None, left)


def concerning_goal(goal: int) -> Q:
    """Return the condition that a risk concerns the goal (its id): what the process serves, unless a limit says less.

    The risk's own limits count before those of its working method.
    """
    of_event = Limit.objects.filter(event=OuterRef("pk"))
    of_method = Limit.objects.filter(working_method=OuterRef("working_method"))
    here = Q(placement__goal=goal)
    by_method = ~Exists(of_method) | Exists(of_method.filter(here))
    return Q(working_method__process__goals=goal) & (Exists(of_event.filter(here)) | (~Exists(of_event) & by_method))
