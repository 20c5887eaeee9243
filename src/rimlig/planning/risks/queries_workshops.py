"""Reads of workshops: how far each person has come, and how the values of each risk spread."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median
from typing import Any

from django.db.models import Count, Q, QuerySet

from rimlig.organisation.models import User
from rimlig.planning.models import LONGEST_SCALE, Assessment, Plan, UndesiredEvent, Workshop
from rimlig.planning.risks.matrix import Scales
from rimlig.planning.risks.queries import risks_of


@dataclass(frozen=True)
class Spread:
    """How the values that people gave on one scale lie. `dots` is how many chose each step, from step 1."""

    least: int
    most: int
    middle: float
    dots: tuple[int, ...]

    @property
    def width(self) -> int:
        """Steps between the lowest and the highest value: 0 when all agree."""
        return self.most - self.least


def spread_of(values: Sequence[int], size: int) -> Spread | None:
    """Return how the values lie on a scale of `size` steps, or None when there are no values.

    >>> spread_of([2, 4, 3, 4], 5)
    Spread(least=2, most=4, middle=3.5, dots=(0, 1, 1, 2, 0))
    """
    if not values:
        return None
    counts = Counter(values)
    return Spread(min(values), max(values), median(values), tuple(counts[step] for step in range(1, size + 1)))


@dataclass(frozen=True)
class Agreement:
    """A risk of the plan at a workshop: what people gave, and whether the group's values have been concluded."""

    event: UndesiredEvent
    people: int
    likelihood: Spread | None
    consequence: Spread | None
    concluded: bool

    @property
    def width(self) -> int:
        """The wider of the two spreads, in steps; -1 when nobody has given values."""
        return max((spread.width for spread in (self.likelihood, self.consequence) if spread is not None), default=-1)


def workshops_of(plan: Plan) -> QuerySet[Workshop]:
    """Return the plan's workshops, latest first, each with `people` (who gave values) and `risks` (valued there)."""
    return Workshop.objects.filter(plan=plan).annotate(
        people=Count("assessments__person", distinct=True), risks=Count("assessments__event", distinct=True)
    )


def assessments_at(workshop: Workshop, event: UndesiredEvent) -> list[Assessment]:
    """Return what each person gave for the risk at the workshop, by name."""
    found = Assessment.objects.filter(workshop=workshop, event=event)
    return list(found.select_related("person").order_by("person__name", "pk"))


def own_assessments(workshop: Workshop, person: User) -> dict[int, Assessment]:
    """Return the person's own assessments at the workshop by the id of their risk."""
    return {one.event_id: one for one in Assessment.objects.filter(workshop=workshop, person=person)}


def participants(workshop: Workshop) -> QuerySet[User]:
    """Return those who have given values at the workshop, by name, each with `given`: for how many risks."""
    mine = Q(assessments__workshop=workshop)
    return User.objects.annotate(given=Count("assessments", filter=mine)).filter(given__gt=0).order_by("name")


def agreements(workshop: Workshop) -> list[Agreement]:
    """Return every risk of the workshop's plan, in the plan's order, with the spread of what people gave. Three queries."""
    sizes = _sizes(workshop.plan)
    given: dict[int, list[tuple[int, int]]] = {}
    rows = Assessment.objects.filter(workshop=workshop).values_list("event", "likelihood", "consequence")
    for event, likelihood, consequence in rows:
        given.setdefault(event, []).append((likelihood, consequence))
    concluded = concluded_at(workshop)
    return [
        Agreement(
            event,
            len(values := given.get(event.pk, [])),
            spread_of([likelihood for likelihood, _consequence in values], sizes[0]),
            spread_of([consequence for _likelihood, consequence in values], sizes[1]),
            event.pk in concluded,
        )
        for event in risks_of(workshop.plan)
    ]


def unseen(agreement: Agreement) -> Agreement:
    """Return the risk without what people gave, for who has not given own values yet."""
    return replace(agreement, likelihood=None, consequence=None)


def _sizes(plan: Plan) -> tuple[int, int]:
    if plan.scale is None:
        return LONGEST_SCALE, LONGEST_SCALE
    return plan.scale.likelihood_size, plan.scale.consequence_size


def concluded_at(workshop: Workshop) -> set[int]:
    """Return the ids of the risks into which the group's values have been concluded at the workshop."""
    versions: Any = UndesiredEvent._meta.get_field("history").related_model  # noqa: SLF001  # its model has no other name
    found = versions.objects.filter(
        pgh_obj__working_method__process__plan=workshop.plan_id, pgh_context__metadata__workshop=workshop.pk
    )
    return set(found.values_list("pgh_obj_id", flat=True))


@dataclass(frozen=True)
class AtWorkshop:
    """What people gave for one risk at one workshop. `given` is empty for who may not see it yet; `people` counts them."""

    workshop: Workshop
    people: int
    given: list[Assessment]
    likelihood: Spread | None
    consequence: Spread | None


def spreads_of(event: UndesiredEvent, scales: Scales | None, *, seen_by: User, leads: bool) -> list[AtWorkshop]:
    """Return what was given for the risk at each of its workshops, latest first, as far as the person may see it.

    While a workshop is open nobody sees what others gave before giving their
    own, except who leads the analysis (`leads`).
    """
    found: dict[int, list[Assessment]] = {}
    rows = Assessment.objects.filter(event=event).select_related("person", "workshop")
    for row in rows.order_by("-workshop__day", "-workshop__pk", "person__name", "pk"):
        found.setdefault(row.workshop_id, []).append(row)
    return [at_workshop(given[0].workshop, given, scales, seen_by=seen_by, leads=leads) for given in found.values()]


def at_workshop(
    workshop: Workshop, given: list[Assessment], scales: Scales | None, *, seen_by: User, leads: bool
) -> AtWorkshop:
    """Return what was given for a risk at the workshop, as far as the person may see it (see `spreads_of`)."""
    may_see = leads or not workshop.is_open or any(one.person_id == seen_by.pk for one in given)
    shown = given if may_see else []
    likelihoods, consequences = (len(scales.likelihoods), len(scales.consequences)) if scales else (LONGEST_SCALE,) * 2
    return AtWorkshop(
        workshop,
        len(given),
        shown,
        spread_of([one.likelihood for one in shown], likelihoods),
        spread_of([one.consequence for one in shown], consequences),
    )
