"""What awaits a person of answers, reviews and actions, and of what is late below them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any, Final

from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from rimlig.followup.actions.queries import actions_awaiting
from rimlig.followup.answering.queries import answers_awaiting
from rimlig.followup.concerned import at_place
from rimlig.followup.models import WRITABLE, FollowUpResult, FollowUpRules, Period
from rimlig.followup.reviewing.reviewers import BY_THE_CONTROLLER, reviewable_by
from rimlig.organisation.abilities import EXPERTS
from rimlig.organisation.held import held_today
from rimlig.organisation.models import Role
from rimlig.planning.models import PlanState
from rimlig.reminders.waiting import Waiting

KINDS: Final = {
    "answer": gettext_lazy("Answers to give"),
    "review": gettext_lazy("Answers to review"),
    "action": gettext_lazy("Actions to carry out"),
    "late": gettext_lazy("Answers that are missing"),
    "left": gettext_lazy("Begun answers that the revised plan no longer asks for"),
}
OVER_OTHERS: Final = EXPERTS | {Role.DEPARTMENT_MANAGER, Role.HEAD_OF_ADMINISTRATION}
"""Roles that are told when others are late."""
LONGEST: Final = 120
MOST_NAMES: Final = 8
LEFT_FOR: Final = timedelta(days=7)


def waiting_of(person: Any, today: date) -> Iterator[Waiting]:
    """Give what awaits the person: their answers, the reviews that are theirs, their actions, and who is late below them."""
    rules = _rules_of(person)
    yield from _answers(person, rules)
    yield from _reviews(person, rules)
    yield from _actions(person, rules)
    yield from _late(person, rules, today)
    yield from _left_behind(person, today)


class _Rules:
    """The municipalities' rules by id, the defaults where nothing is decided."""

    def __init__(self, stored: Iterable[FollowUpRules]) -> None:
        self.stored = {row.municipality_id: row for row in stored}

    def of(self, municipality: int) -> FollowUpRules:
        return self.stored.get(municipality) or FollowUpRules()

    def days(self, municipality: int) -> dict[str, tuple[int, ...]]:
        rules = self.of(municipality)
        return {"before": tuple(rules.remind_before), "after": tuple(rules.remind_after)}


def _rules_of(person: Any) -> _Rules:
    municipalities = {held.municipality for held in held_today(person)}
    return _Rules(FollowUpRules.objects.filter(municipality__in=municipalities))


def _answers(person: Any, rules: _Rules) -> Iterator[Waiting]:
    for row in answers_awaiting(person):
        text = _("Answer: %(what)s") % {"what": short(row.follow_up.text)}
        if row.unit is not None:
            text = f"{text} – {row.unit}"
        yield Waiting(
            f"answer:{row.pk}",
            "answer",
            text,
            reverse("followup:answer", args=[row.pk]),
            row.due or row.period.due,
            str(row.in_plan.board),
            **rules.days(row.period.municipality_id),
        )


def _left_behind(person: Any, today: date) -> Iterator[Waiting]:
    """Give, for a week, what the person had begun to answer and a revision of the plan no longer asks for.

    Nothing is to be done about it: they are told the day after the decision was recorded.
    """
    plan = "follow_up__working_method__process__plan"
    recorded = f"{plan}__revised_by__decision__recorded_at"
    rows: Any = FollowUpResult.objects.filter(
        **{f"{plan}__state": PlanState.REPLACED, f"{recorded}__date__gte": today - LEFT_FOR},
        saved_by=person,
        state__in=WRITABLE,
    )
    for row in rows.with_plan().select_related("unit").annotate(told_from=F(recorded)).order_by("pk"):
        text = short(row.follow_up.text)
        yield Waiting(
            f"left:{row.pk}",
            "left",
            text if row.unit is None else f"{text} – {row.unit}",
            reverse("followup:answer", args=[row.pk]),
            timezone.localdate(row.told_from) + timedelta(days=1),
            str(row.in_plan.board),
        )


def _reviews(person: Any, rules: _Rules) -> Iterator[Waiting]:
    """Give a line per board and period: whoever reviews many does not want as many lines."""
    found: dict[tuple[int, int], list[FollowUpResult]] = defaultdict(list)
    rows = FollowUpResult.objects.visible_to(person).filter(reviewable_by(person), _is_theirs_now(person))
    for row in rows.filter(_in_force()).with_plan().select_related("period"):
        found[row.in_plan.board_id, row.period_id].append(row)
    for (board, period), some in found.items():
        one = some[0]
        text = ngettext("Review %(number)d answer, %(period)s", "Review %(number)d answers, %(period)s", len(some)) % {
            "number": len(some),
            "period": one.period,
        }
        url = reverse("followup:answer", args=[one.pk]) if len(some) == 1 else reverse("followup:start")
        yield Waiting(
            f"review:{board}:{period}",
            "review",
            text,
            url,
            one.period.closes,
            str(one.in_plan.board),
            before=tuple(rules.of(one.period.municipality_id).remind_before),
        )


def _is_theirs_now(person: Any) -> Q:
    """Return the condition that the answer waits for the person and not for a first reviewer before a controller."""
    roles = {held.role for held in held_today(person)}
    if not roles & EXPERTS or roles - EXPERTS:
        return Q()
    owners = {person.pk, *(held.owner for held in held_today(person))}
    own = Q(follow_up__reviewer__in=owners) | Q(follow_up__reviewer_role__in=EXPERTS)
    return own | Q(step=BY_THE_CONTROLLER)


def _actions(person: Any, rules: _Rules) -> Iterator[Waiting]:
    for action in actions_awaiting(person):
        board = action.in_plan.board
        yield Waiting(
            f"action:{action.pk}",
            "action",
            _("Action: %(what)s") % {"what": short(action.text)},
            reverse("followup:action", args=[action.pk]),
            action.due,
            str(board),
            **rules.days(board.municipality_id),
        )


def _late(person: Any, rules: _Rules, today: date) -> Iterator[Waiting]:
    """Give a line per plan and period whose answers are missing since the last reminder of those who are to give them."""
    for held in held_today(person):
        if held.role not in OVER_OTHERS:
            continue
        after = rules.of(held.municipality).remind_after
        if not after:
            continue
        rows = FollowUpResult.objects.filter(
            at_place(person, held),
            _in_force(),
            state__in=WRITABLE,
            due__lte=today - timedelta(days=max(after)),
            period__closes__gte=today,
        )
        found: dict[tuple[int, Period], set[str]] = defaultdict(set)
        numbers: dict[tuple[int, Period], int] = defaultdict(int)
        boards = {}
        for row in rows.with_plan().select_related("period", "unit").order_by("unit__name", "pk"):
            place = (row.in_plan.pk, row.period)
            found[place].add(str(row.unit or row.in_plan.board))
            numbers[place] += 1
            boards[row.in_plan.pk] = str(row.in_plan.board)
        for (plan, period), names in found.items():
            yield Waiting(
                f"late:{plan}:{period.pk}",
                "late",
                _in_words(period, numbers[plan, period], sorted(names)),
                reverse("followup:follow-up", args=[plan]),
                period.due,
                boards[plan],
                after=(max(after),),
            )


def _in_words(period: Period, number: int, names: list[str]) -> str:
    shown = ", ".join(names[:MOST_NAMES])
    if len(names) > MOST_NAMES:
        shown = _("%(names)s and %(number)d more") % {"names": shown, "number": len(names) - MOST_NAMES}
    return ngettext(
        "%(number)d answer of %(period)s is missing: %(names)s",
        "%(number)d answers of %(period)s are missing: %(names)s",
        number,
    ) % {"number": number, "period": period, "names": shown}


def _in_force() -> Q:
    return Q(follow_up__working_method__process__plan__state=PlanState.ADOPTED)


def short(text: str) -> str:
    """Return the text as it stands in a line of a mail or a list."""
    return str(Truncator(" ".join(text.split())).chars(LONGEST))
