"""What awaits a person, as the start page shows it: answers by period, answers to review, actions, and what is done."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from django.db.models import Count, Min
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from rimlig.documents.document import ActionStatus, Deviation
from rimlig.followup.actions.queries import actions_awaiting, counting
from rimlig.followup.answering.queries import answers_of, last_answers_before
from rimlig.followup.concerned import WRITERS
from rimlig.followup.models import (
    DEVIATIONS,
    STATUSES,
    WRITABLE,
    Action,
    ActionPlan,
    AnswerState,
    FollowUpResult,
    Period,
    PeriodCode,
)
from rimlig.followup.periods.dates import usual_days
from rimlig.followup.reviewing.reviewers import reviewable_by
from rimlig.organisation.held import held_today

MOST_ACTIONS: Final = 5
MOST_FILED: Final = 3


@dataclass(frozen=True)
class Task:
    """An answer to give: what it is about, what is known of it, and the one thing to do."""

    answer: FollowUpResult
    meta: str
    button: str
    look: str


@dataclass
class Round:
    """A period's answers that are the person's: those still to give, and those given."""

    period: Period
    tasks: list[Task] = field(default_factory=list)
    filed: list[FollowUpResult] = field(default_factory=list)

    @property
    def total(self) -> int:
        """How many answers are the person's in the period."""
        return len(self.tasks) + len(self.filed)

    @property
    def due(self) -> date:
        """When the first of those to give is due."""
        return min((task.answer.due or self.period.due for task in self.tasks), default=self.period.due)


@dataclass(frozen=True)
class ToReview:
    """A board's answers of a period that await the person's review, and where they are reviewed."""

    board: str
    period: Period
    number: int
    address: str


@dataclass(frozen=True)
class OwnAction:
    """An action that the person is to have done."""

    text: str
    address: str
    said: str
    is_late: bool


def rounds_of(user: Any) -> list[Round]:
    """Return the person's answers of the periods that are open today, the first due first."""
    rows = answers_of(user)
    to_give = [row for row in rows if row.state in WRITABLE]
    before = last_answers_before(to_give)
    several = len({row.unit_id for row in rows}) > 1
    rounds: dict[int, Round] = {}
    for row in rows:
        group = rounds.setdefault(row.period_id, Round(row.period))
        if row.state in WRITABLE:
            group.tasks.append(_task(row, before.get(row.pk), names_unit=several, is_first=not group.tasks))
        else:
            group.filed.append(row)
    return sorted(rounds.values(), key=lambda one: (not one.tasks, one.due))


def _task(row: FollowUpResult, before: FollowUpResult | None, *, names_unit: bool, is_first: bool) -> Task:
    meta = [str(row.unit or row.in_plan.board.name)] if names_unit else []
    meta.append(row.follow_up.working_method.process.name)
    if row.state == AnswerState.RETURNED:
        meta.append(_("sent back with a question"))
    elif row.saved_at is not None:
        meta.append(
            _("your draft was saved on %(day)s") % {"day": date_format(timezone.localtime(row.saved_at), "j F")}
        )
    elif before is not None and before.deviation:
        meta.append(_("last period: %(level)s") % {"level": _small(DEVIATIONS[Deviation(before.deviation)])})
    if row.state == AnswerState.RETURNED:
        button = _("Read the question")
    else:
        button = _("Go on") if row.is_begun else pgettext("verb", "Answer")
    return Task(row, " · ".join(meta), button, "primary" if is_first else "")


def to_review(user: Any) -> list[ToReview]:
    """Return the answers that await the person's review, by board and period. One query."""
    plan = "follow_up__working_method__process__plan"
    rows = (
        FollowUpResult.objects.visible_to(user)
        .filter(reviewable_by(user))
        .order_by(f"{plan}__board__name", "period__due")
        .values_list(plan, f"{plan}__board__name", "period__code", "period__year", "period__due")
        .annotate(number=Count("pk"), first=Min("pk"))
    )
    return [
        ToReview(board, Period(code=code, year=year), number, _way_to_review(key, first, number))
        for key, board, code, year, _due, number, first in rows
    ]


def _way_to_review(plan: int, first: int, number: int) -> str:
    """Return where one answer, or many of a plan, are reviewed; the board opens the first of them beside it."""
    if number == 1:
        return reverse("followup:review", args=[first])
    return f"{reverse('followup:matrix', args=[plan])}#nasta"


def own_actions(user: Any) -> tuple[list[OwnAction], int]:
    """Return the first of the open actions and action plans that the person is to have done, and how many there are."""
    plans = counting(ActionPlan.objects.visible_to(user)).still_open().filter(responsible=user).with_plan()
    rows = sorted([*actions_awaiting(user), *plans], key=lambda row: (row.due is None, row.due, row.pk))
    return [_own_action(row) for row in rows[:MOST_ACTIONS]], len(rows)


def _own_action(row: Action | ActionPlan) -> OwnAction:
    late = row.days_late
    said = []
    if late:
        said = [ngettext("%(days)s day late", "%(days)s days late", late) % {"days": late}]
    elif row.due:
        said = [_("done by %(day)s") % {"day": date_format(row.due, "j F")}]
    if row.status and not late:
        said.append(_small(STATUSES[ActionStatus(row.status)]))
    return OwnAction(str(row), _way_to_action(row), " · ".join(said), bool(late))


def _way_to_action(row: Action | ActionPlan) -> str:
    name = "followup:action" if isinstance(row, Action) else "followup:action-plan"
    return reverse(name, args=[row.pk])


def answers_for_a_unit(user: Any) -> bool:
    """Say whether the person has a role that answers or reviews, so that what awaits them is what they come for."""
    return any(held.role in WRITERS for held in held_today(user))


def next_opening(user: Any) -> tuple[str, date] | None:
    """Return the next period that opens for the person's municipalities, and its first day for answers.

    Where nobody has decided, the usual days hold.
    """
    today = timezone.localdate()
    places = {held.municipality for held in held_today(user)}
    if not places:
        return None
    decided = list(Period.objects.filter(municipality__in=places, year__in=(today.year, today.year + 1)))
    known = {(period.year, period.code) for period in decided}
    coming = [(period.opens, in_sentence(period)) for period in decided if period.code in PeriodCode.values]
    coming += [
        (usual_days(year, code.value).opens, in_sentence(Period(year=year, code=code.value)))
        for year in (today.year, today.year + 1)
        for code in PeriodCode
        if (year, code.value) not in known
    ]
    day, name = min((one for one in coming if one[0] > today), default=(today, ""))
    return (name, day) if name else None


def headline(user: Any, rounds: Iterable[Round], reviews: Sequence[ToReview]) -> str:
    """Say in a sentence what awaits the person: “Hej Amira. Tre uppföljningar återstår till tertial 2.”"""
    hello = _("Hello %(name)s.") % {"name": (user.name.split() or [user.name])[0]}
    waiting = [one for one in rounds if one.tasks]
    number = sum(len(one.tasks) for one in waiting)
    if number:
        words = {"number": capitalised(number_in_words(number)), "period": ""}
        if len(waiting) > 1:
            said = ngettext("%(number)s follow-up remains.", "%(number)s follow-ups remain.", number) % words
        else:
            words["period"] = in_sentence(waiting[0].period)
            said = (
                ngettext(
                    "%(number)s follow-up remains for %(period)s.",
                    "%(number)s follow-ups remain for %(period)s.",
                    number,
                )
                % words
            )
        return " ".join([hello, said, *_said_of_reviews(reviews)])
    return " ".join([hello, *(_said_of_reviews(reviews) or [_("Nothing awaits you.")])])


def _said_of_reviews(reviews: Sequence[ToReview]) -> list[str]:
    total = sum(one.number for one in reviews)
    if not total:
        return []
    said = ngettext("%(number)s answer to review.", "%(number)s answers to review.", total)
    return [said % {"number": capitalised(number_in_words(total))}]


def number_in_words(number: int) -> str:
    """Return a number of follow-ups as words up to twelve, then as digits."""
    words = (
        *("", pgettext("number of follow-ups", "one"), _("two"), _("three"), _("four"), _("five"), _("six")),
        *(_("seven"), _("eight"), _("nine"), _("ten"), _("eleven"), _("twelve")),
    )
    return words[number] if 0 < number < len(words) else str(number)


def capitalised(text: str) -> str:
    """Return the text with a capital first letter."""
    return text[:1].upper() + text[1:]


def until(day: date) -> int:
    """Return how many days there are until the day; below 0 when it has passed."""
    return (day - timezone.localdate()).days


def days_left(day: date) -> str:
    """Say how far away a day is: “in 9 days”, “today”, “6 days ago”."""
    days = until(day)
    if days > 0:
        return ngettext("tomorrow", "in %(days)s days", days) % {"days": days}
    if days < 0:
        return ngettext("yesterday", "%(days)s days ago", -days) % {"days": -days}
    return _("today")


def in_sentence(period: Period) -> str:
    """Return the period's name as it stands inside a sentence: “tertial 2”, “the annual report”."""
    if period.code == PeriodCode.VB:
        return pgettext("inside a sentence", "the annual report")
    return _small(period.get_code_display())


def _small(text: Any) -> str:
    return str(text)[:1].lower() + str(text)[1:]
