"""What a draft lacks that only shows beside what is running: planned actions, and values nobody has looked at this year."""

from collections.abc import Callable, Iterable

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Window
from django.urls import reverse
from django.utils.translation import ngettext

from rimlig.documents.document import Treatment
from rimlig.followup.models import Action
from rimlig.planning.models import Plan, UndesiredEvent
from rimlig.planning.outline.completeness import ROWS, Missing, Place


def missing_of_running_year(plan: Plan) -> Iterable[Missing]:
    """Say which risks are to be reduced without any action, and which values have not been looked at since the roll over."""
    risks = UndesiredEvent.objects.filter(working_method__process__plan=plan).order_by("pk")
    yield from _said(
        "reduce_without_action",
        risks.filter(reduced_without_action()),
        lambda n: ngettext(
            "a risk is to be reduced, but no action is planned",
            "{number} risks are to be reduced, but no actions are planned",
            n,
        ),
        hinders=True,
    )
    if plan.rolled_from_id is not None:
        yield from _said(
            "not_reviewed_since_roll_over",
            risks.filter(not_reviewed()),
            lambda n: ngettext(
                "a risk's values are from last year and have not been reviewed",
                "{number} risks' values are from last year and have not been reviewed",
                n,
            ),
            hinders=False,
        )


def reduced_without_action() -> Q:
    """Return the condition that a risk is to be reduced and nothing is planned for it.

    In a revision, the actions that are running stand at the edition in force until the revision is adopted.
    """
    own = Exists(Action.objects.filter(event=OuterRef("pk")))
    running = Exists(
        Action.objects.filter(
            event=OuterRef("origin"),
            event__working_method__process__plan=OuterRef("working_method__process__plan__revises"),
        )
    )
    return Q(~own, ~running, treatment=Treatment.REDUCE)


def not_reviewed() -> Q:
    """Return the condition that a risk's row was copied with its values and nobody has changed or confirmed it since."""
    return Q(origin__isnull=False, version=1) & (Q(likelihood__isnull=False) | Q(consequence__isnull=False))


def _said(
    code: str, rows: "QuerySet[UndesiredEvent]", words: Callable[[int], str], *, hinders: bool
) -> Iterable[Missing]:
    first = list(rows.annotate(in_all=Window(Count("pk"))).values_list("pk", "text", "in_all")[:ROWS])
    if first:
        number = first[0][2]
        places = tuple(Place(text or "…", reverse("planning:risk", args=[pk])) for pk, text, _number in first)
        yield Missing(code, words(number).format(number=number), places[0].address, hinders, number, places)
