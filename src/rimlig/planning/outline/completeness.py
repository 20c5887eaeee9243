"""What a draft still lacks before it can be proposed, each with where to put it right.

Some of it hinders: the board would decide on something that cannot be carried
out, or that has no ground. The rest is said. What has been carried from
earlier years without values or motivations (imported plans lack them) is said
only, so that such a plan can be made ready by reasonable work; what is written
here and now must be whole. A plan for a year that is over is a record of what
was decided then: nothing hinders it but that it is empty.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Window
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rimlig.documents.document import Treatment
from rimlig.planning.follow_ups.operations import follow_ups_of
from rimlig.planning.models import (
    Answering,
    CouncilGoal,
    FollowUpUnit,
    Goal,
    OngoingControl,
    Plan,
    PlannedFollowUp,
    Process,
    Schedule,
    UndesiredEvent,
    WorkingMethod,
)
from rimlig.planning.municipality.queries_common import unanswered_common_risks
from rimlig.planning.municipality.queries_goals import differing_goals
from rimlig.planning.risks.queries import (
    ACCEPTED_WITHOUT_GROUNDS,
    NOT_VALUED,
    WITHOUT_MOTIVATION,
    WITHOUT_TREATMENT,
    at_threshold,
    irregularities_assessed,
    risks_of,
)

ROWS: Final = 25
"""So many rows of each kind are named on the page that lists all."""


@dataclass(frozen=True)
class Place:
    """A row that lacks something: its text, and where it is put right."""

    name: str
    address: str


@dataclass(frozen=True)
class Missing:
    """Something that the plan lacks: a clause with its number, “a risk lacks treatment”, and where the first one is.

    `hinders`: the plan cannot be proposed before it is there. `places` are the
    first rows, where there are rows.
    """

    code: str
    sentence: str
    address: str
    hinders: bool
    number: int = 1
    places: tuple[Place, ...] = ()


_CHECKS: Final[list[Callable[[Plan], Iterable[Missing]]]] = []


def register_check(check: Callable[[Plan], Iterable[Missing]]) -> None:
    """Let a higher room say what it misses in a draft. Rooms do this in `AppConfig.ready()`."""
    _CHECKS.append(check)


def missing(plan: Plan) -> list[Missing]:
    """Return what the plan lacks, what hinders first. The number of queries does not grow with the plan."""
    found = [*_of_outline(plan), *_of_risks(plan), *_of_follow_ups(plan), *_of_council(plan)]
    found += [one for check in _CHECKS for one in check(plan)]
    if plan.year < timezone.localdate().year:
        found = [one if one.code == "no_goals" else replace(one, hinders=False) for one in found]
    return sorted(found, key=lambda one: not one.hinders)


def hindrances(plan: Plan) -> list[Missing]:
    """Return what must be put right before the plan can be proposed."""
    return [one for one in missing(plan) if one.hinders]


def _in_outline(kind: str) -> Callable[[int], str]:
    def address(pk: int) -> str:
        return f"?rad={kind}-{pk}"

    return address


def _rows(
    code: str,
    plan: Plan,
    rows: "QuerySet[Any]",
    words: Callable[[int], str],
    *,
    text: str,
    address: Callable[[int], str],
    hinders: bool = True,
) -> Iterator[Missing]:
    """Say of the rows how many they are, and where the first ones are. One query."""
    first = list(rows.annotate(in_all=Window(Count("pk"))).values_list("pk", text, "in_all")[:ROWS])
    if first:
        number: int = first[0][2]
        outline = reverse("planning:plan", args=[plan.pk])
        places = tuple(
            Place(name or "…", where if (where := address(pk)).startswith("/") else outline + where)
            for pk, name, _number in first
        )
        sentence = words(number).format(number=number)
        yield Missing(code, sentence, places[0].address, hinders, number, places)


def _of_outline(plan: Plan) -> Iterator[Missing]:
    if not plan.goals.exists():
        yield Missing("no_goals", _("the plan has no goals"), reverse("planning:add", args=[plan.pk, "goal", 0]), True)  # noqa: FBT003
    processes = Process.objects.filter(plan=plan).order_by("position")
    methods = WorkingMethod.objects.filter(process__plan=plan).order_by("process__position", "position")
    bare = methods.filter(~Exists(OngoingControl.objects.filter(working_method=OuterRef("pk"))))
    no_event = ~Exists(UndesiredEvent.objects.filter(working_method=OuterRef("pk")))
    has_event = Exists(UndesiredEvent.objects.filter(working_method=OuterRef("pk")))
    yield from _rows(
        "goal_without_process",
        plan,
        Goal.objects.filter(plan=plan, placements=None).order_by("position"),
        lambda n: ngettext("a goal has no process", "{number} goals have no process", n),
        text="title",
        address=_in_outline("goal"),
        hinders=False,
    )
    yield from _rows(
        "process_without_goal",
        plan,
        processes.filter(placements=None),
        lambda n: ngettext("a process serves no goal", "{number} processes serve no goal", n),
        text="name",
        address=_in_outline("process"),
    )
    yield from _rows(
        "process_without_method",
        plan,
        processes.filter(working_methods=None),
        lambda n: ngettext("a process has no working method", "{number} processes have no working method", n),
        text="name",
        address=_in_outline("process"),
    )
    yield from _rows(
        "method_without_control_and_event",
        plan,
        bare.filter(no_event),
        lambda n: ngettext(
            "a working method has neither control nor undesired event",
            "{number} working methods have neither control nor undesired event",
            n,
        ),
        text="name",
        address=_in_outline("method"),
    )
    yield from _rows(
        "method_without_control",
        plan,
        bare.filter(has_event),
        lambda n: ngettext(
            "a working method has no ongoing control", "{number} working methods have no ongoing control", n
        ),
        text="name",
        address=_in_outline("method"),
        hinders=False,
    )


def _risk_page(pk: int) -> str:
    return reverse("planning:risk", args=[pk])


def _of_risks(plan: Plan) -> Iterator[Missing]:
    """Say what the risks lack; a risk carried from an earlier year without values is said, a new one hinders."""
    risks = risks_of(plan)
    new, carried = Q(origin=None), Q(origin__isnull=False)

    def of(code: str, which: Q, words: Callable[[int], str], *, hinders: bool = True) -> Iterator[Missing]:
        return _rows(code, plan, risks.filter(which), words, text="text", address=_risk_page, hinders=hinders)

    yield from of(
        "risk_without_values",
        NOT_VALUED & new,
        lambda n: ngettext("a risk has not been assessed", "{number} risks have not been assessed", n),
    )
    yield from of(
        "carried_risk_without_values",
        NOT_VALUED & carried,
        lambda n: ngettext(
            "a risk from an earlier year has no values", "{number} risks from earlier years have no values", n
        ),
        hinders=False,
    )
    yield from of(
        "risk_without_motivation",
        WITHOUT_MOTIVATION & new,
        lambda n: ngettext("a risk has a value without motivation", "{number} risks have values without motivation", n),
    )
    yield from of(
        "carried_risk_without_motivation",
        WITHOUT_MOTIVATION & carried,
        lambda n: ngettext(
            "a risk from an earlier year has a value without motivation",
            "{number} risks from earlier years have values without motivation",
            n,
        ),
        hinders=False,
    )
    yield from of(
        "risk_without_treatment",
        at_threshold(plan) & WITHOUT_TREATMENT,
        lambda n: ngettext("a risk lacks treatment", "{number} risks lack treatment", n),
    )
    yield from of(
        "acceptance_without_grounds",
        ACCEPTED_WITHOUT_GROUNDS,
        lambda n: ngettext(
            "an accepted risk lacks its reason or who accepted it",
            "{number} accepted risks lack their reason or who accepted them",
            n,
        ),
    )
    yield from of(
        "control_without_follow_up",
        Q(treatment=Treatment.CONTROL)
        & Q(~Exists(PlannedFollowUp.objects.filter(working_method=OuterRef("working_method")))),
        lambda n: ngettext(
            "a risk is to be controlled, but its working method is not followed up",
            "{number} risks are to be controlled, but their working methods are not followed up",
            n,
        ),
    )
    if not irregularities_assessed(plan):
        yield Missing(
            "no_irregularity",
            _("no risk of irregularities (fraud, bribery, conflict of interest) has been assessed"),
            reverse("planning:risks", args=[plan.pk]),
            hinders=False,
        )


WITHOUT_SCHEDULE: Final = (
    Q(schedule="") | Q(schedule=Schedule.PERIODS, periods=[]) | Q(schedule=Schedule.ONCE, due=None)
)
WITHOUT_PERFORMER: Final = Q(performer_role="", performer=None)
WITHOUT_REVIEWER: Final = Q(reviewer_role="", reviewer=None)


def _of_follow_ups(plan: Plan) -> Iterator[Missing]:
    def address(pk: int) -> str:
        return reverse("planning:plan-follow-up", args=[pk])

    no_units = Q(answering=Answering.SOME_UNITS) & ~Exists(FollowUpUnit.objects.filter(follow_up=OuterRef("pk")))
    for code, which, words in (
        (
            "follow_up_without_schedule",
            WITHOUT_SCHEDULE,
            lambda n: ngettext("a follow-up has no schedule", "{number} follow-ups have no schedule", n),
        ),
        (
            "follow_up_without_performer",
            WITHOUT_PERFORMER,
            lambda n: ngettext(
                "a follow-up has nobody who carries it out", "{number} follow-ups have nobody who carries them out", n
            ),
        ),
        (
            "follow_up_without_reviewer",
            WITHOUT_REVIEWER,
            lambda n: ngettext("a follow-up has no reviewer", "{number} follow-ups have no reviewer", n),
        ),
        (
            "follow_up_without_units",
            no_units,
            lambda n: ngettext(
                "a follow-up is to be answered by chosen units, but none is chosen",
                "{number} follow-ups are to be answered by chosen units, but none is chosen",
                n,
            ),
        ),
    ):
        yield from _rows(code, plan, follow_ups_of(plan).filter(which), words, text="text", address=address)


def _of_council(plan: Plan) -> Iterator[Missing]:
    municipality = plan.board.municipality_id
    goals = CouncilGoal.objects.filter(municipality=municipality, year=plan.year)
    yield from _rows(
        "council_goal_not_taken_up",
        plan,
        goals.exclude(plan_goals__plan=plan).order_by("position"),
        lambda n: ngettext(
            "one of the council's goals is not taken up", "{number} of the council's goals are not taken up", n
        ),
        text="title",
        address=lambda _pk: reverse("planning:add", args=[plan.pk, "goal", 0]),
        hinders=False,
    )
    yield from _rows(
        "goal_worded_otherwise",
        plan,
        differing_goals(plan).order_by("position"),
        lambda n: ngettext(
            "a goal is worded otherwise than the council's",
            "{number} goals are worded otherwise than the council's",
            n,
        ),
        text="title",
        address=lambda _pk: reverse("planning:council-wording", args=[plan.pk]),
        hinders=False,
    )
    unanswered = unanswered_common_risks(plan)
    yield from _rows(
        "required_risk_unanswered",
        plan,
        unanswered.filter(required=True),
        lambda n: ngettext(
            "a risk that all boards must take up is not in the plan",
            "{number} risks that all boards must take up are not in the plan",
            n,
        ),
        text="text",
        address=lambda pk: reverse("planning:take-up-risk", args=[plan.pk, pk]),
    )
    yield from _rows(
        "recommended_risk_unanswered",
        plan,
        unanswered.filter(required=False),
        lambda n: ngettext(
            "a recommended common risk has no answer", "{number} recommended common risks have no answer", n
        ),
        text="text",
        address=lambda _pk: reverse("planning:asked-risks", args=[plan.pk]),
        hinders=False,
    )
