"""Open actions of somebody who leaves, and of a unit that ends: told before, and given to whoever takes over."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rimlig.core.audit import recorded
from rimlig.core.errors import RuleBroken
from rimlig.core.refusals import refusals_in_words
from rimlig.followup.actions.moving import add_note, locked
from rimlig.followup.actions.queries import counting
from rimlig.followup.models import Action, ActionPlan
from rimlig.followup.reminding.noticing import tell_passed_on
from rimlig.organisation.models import Board, Municipality, OrgUnit, User
from rimlig.organisation.people.open_work import OpenWork, register_open_work
from rimlig.organisation.structure.unit_work import Kind, UnitWork, register_unit_work
from rimlig.planning.follow_ups.operations import people_of
from rimlig.planning.models import PlanState


def open_actions_of(person: User, board: Board) -> list[Action]:
    """Return the open actions of the board that the person is responsible for, each once, the first to be done first."""
    rows = _open(Action, person).filter(plan__board=board)
    return list(rows.with_plan().select_related("unit", "event", "follow_up").order_by("due", "pk"))


def open_action_plans_of(person: User, board: Board) -> list[ActionPlan]:
    """Return the open action plans of the board that the person is responsible for, each once."""
    return list(_open(ActionPlan, person).filter(plan__board=board).with_plan().order_by("due", "pk"))


def pass_on(rows: Iterable[Action | ActionPlan], *, board: Board, giver: User, to: User, by: User) -> int:
    """Give the person's actions and action plans to another, with a line in the log of each; return how many.

    What somebody has closed or given away meanwhile stays as it is. A copy that
    waits in next year's draft follows its action. Raises RuleBroken when the
    other has no role in the board.
    """
    if to == giver or not people_of(board).filter(pk=to.pk).exists():
        raise RuleBroken(
            _("%(name)s has no role in %(board)s, and could not see it. Choose somebody who has.")
            % {"name": to, "board": board}
        )
    words = _("Passed on from %(from)s to %(to)s.") % {"from": giver, "to": to}
    passed = []
    # In the same order whoever does it: two who pass on at once wait for each other, and never in a ring.
    in_order: list[Any] = sorted(rows, key=lambda row: (row.in_plan.pk, isinstance(row, ActionPlan), row.pk))
    with refusals_in_words(), transaction.atomic(), recorded("followup.pass_on_actions", by):
        for asked in in_order:
            row: Action | ActionPlan = locked(asked)
            if row.is_open and row.responsible_id == giver.pk:
                _give(row, giver, to)
                add_note(row, words, by=by)
                passed.append(row)
        tell_passed_on(passed, giver=giver, to=to, board=board, by=by)
    return len(passed)


def _give(row: Action | ActionPlan, giver: User, to: User) -> None:
    row.responsible, row.version = to, row.version + 1
    row.save(update_fields=["responsible", "version"])
    for copy in type(row).objects.filter(origin=row, responsible=giver):
        copy.responsible, copy.version = to, copy.version + 1
        copy.save(update_fields=["responsible", "version"])


def actions_by_name(person: User, municipality: Municipality) -> Iterator[OpenWork]:
    """Give, per board, how many open actions and action plans the person is responsible for, and where to pass them on."""
    numbers: Counter[Board] = Counter()
    for model in (Action, ActionPlan):
        rows = _open(model, person).filter(plan__board__municipality=municipality)
        numbers.update(row.in_plan.board for row in rows.with_plan())
    for board, number in sorted(numbers.items(), key=lambda pair: (pair[0].name, pair[0].pk)):
        text = ngettext(
            "The person is responsible for %(number)d open action in %(board)s.",
            "The person is responsible for %(number)d open actions in %(board)s.",
            number,
        )
        url = reverse("followup:pass-on-actions", args=[board.pk, person.pk])
        yield OpenWork(text % {"number": number, "board": board}, url)


def find_actions(units: Iterable[OrgUnit], last_day: date) -> list[UnitWork]:
    """Return, per unit, how many open actions it has that go on after its last day."""
    named = {unit.pk: unit for unit in units}
    rows = counting(Action.objects.filter(unit__in=named)).still_open().filter(_goes_on_after(last_day))
    numbers = dict(rows.order_by().values_list("unit_id").annotate(number=Count("pk")))
    return [_work(unit, numbers[pk]) for pk, unit in named.items() if pk in numbers]


def pass_on_actions(units: Iterable[OrgUnit], last_day: date, successor: OrgUnit) -> None:
    """Let the successor carry out the actions that go on; who is responsible for each stays. The drafts' copies too."""
    rows = Action.objects.filter(_goes_on_after(last_day), unit__in=list(units)).still_open()
    for row in rows.with_plan().exclude(plan__state=PlanState.REPLACED).order_by("pk"):
        now = locked(row)
        if now.is_open:
            now.unit, now.version = successor, now.version + 1
            now.save(update_fields=["unit", "version"])


def register() -> None:
    """Let the organisation ask for the actions when people leave and units end."""
    register_open_work(actions_by_name)
    register_unit_work("followup.actions", Kind(find_actions, pass_on_actions))


def _goes_on_after(last_day: date) -> Q:
    """Return the condition that the action is not to be done by the unit itself, on its last day at the latest."""
    if last_day <= timezone.localdate():
        return Q()
    return Q(due=None) | Q(due__gt=last_day) | Q(due__lt=timezone.localdate())


def _work(unit: OrgUnit, number: int) -> UnitWork:
    text = ngettext(
        "%(unit)s has %(number)d open action that goes on after that day.",
        "%(unit)s has %(number)d open actions that go on after that day.",
        number,
    )
    return UnitWork(unit, text % {"unit": unit, "number": number})


def _open(model: Any, person: User) -> Any:
    rows = counting(model.objects.filter(responsible=person)).still_open()
    return rows.exclude(plan__state=PlanState.REPLACED)
