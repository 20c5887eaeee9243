"""The controller's button: remind everybody whose answers are missing, now, by mail and by a notice."""

from collections import defaultdict
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext, override

from rimlig.core.audit import recorded
from rimlig.followup.answering.queries import READ_WITH, responsible_for
from rimlig.followup.models import WRITABLE, FollowUpResult, Period
from rimlig.followup.reminding.waiting import short
from rimlig.followup.reviewing.reminding import Awaited
from rimlig.organisation.models import User
from rimlig.planning.models import Plan
from rimlig.reminders.digest import letter_of
from rimlig.reminders.models import Mail, Reminding
from rimlig.reminders.notices import Told, notify_each
from rimlig.reminders.outbox import post, send_soon
from rimlig.reminders.waiting import Waiting


def missing_by_person(plan: Plan, period: Period) -> dict[User, list[FollowUpResult]]:
    """Return whom the plan's missing answers of the period await, each with theirs. A constant number of queries."""
    rows = list(
        FollowUpResult.objects.filter(follow_up__working_method__process__plan=plan, period=period, state__in=WRITABLE)
        .with_plan()
        .select_related(*READ_WITH)
        .order_by("unit__name", "pk")
    )
    concerned = responsible_for(rows)
    found: dict[User, list[FollowUpResult]] = defaultdict(list)
    for row in rows:
        for person in concerned[row.pk]:
            found[person].append(row)
    return dict(found)


def remind_now(plan: Plan, period: Period, by: User) -> int:
    """Remind everybody whose answers are missing, and return how many people are reminded now.

    Pressed twice on a day, nobody gets two mails. Whoever wants no mail gets the notice only.
    """
    today = timezone.localdate()
    reminded = 0
    with transaction.atomic(), recorded("followup.remind", by):
        missing = missing_by_person(plan, period)
        wishes = {wish.person_id: wish for wish in Reminding.objects.filter(person__in=missing)}
        told = []
        for person, rows in missing.items():
            wish = wishes.get(person.pk) or Reminding(person=person)
            key = f"asked:{plan.board_id}:{period.pk}:{today}"
            with override(wish.language):
                letter = letter_of(person, [_waiting(row) for row in rows], [], today)
                new = post(person, key, letter, language=wish.language) is not None if wish.mail else False
            told.append(
                Told(person, key, "answer", _asked(len(rows), period), reverse("followup:answer", args=[rows[0].pk]))
            )
            reminded += new
        reminded = max(reminded, notify_each(told, by=by))
        send_soon()
    return reminded


def _waiting(row: FollowUpResult) -> Waiting:
    text = short(row.follow_up.text) if row.unit is None else f"{short(row.follow_up.text)} – {row.unit}"
    url = reverse("followup:answer", args=[row.pk])
    return Waiting(f"answer:{row.pk}", "answer", text, url, row.due or row.period.due, str(row.in_plan.board))


def _asked(number: int, period: Period) -> Any:
    def text() -> str:
        said = ngettext(
            "You are reminded of %(number)d answer, %(period)s.",
            "You are reminded of %(number)d answers, %(period)s.",
            number,
        )
        return said % {"number": number, "period": period}

    return text


def awaited_of(plan: Plan, period: Period) -> list[Awaited]:
    """Return whom `remind_now` would remind, by name: how many answers, of which units, and when they were reminded last."""
    last = last_reminded(plan, period)
    return [
        Awaited(
            person.name,
            len(rows),
            tuple(dict.fromkeys(row.unit.name for row in rows if row.unit is not None)),
            last.get(person.pk),
        )
        for person, rows in sorted(missing_by_person(plan, period).items(), key=lambda pair: pair[0].name)
    ]


def last_reminded(plan: Plan, period: Period) -> dict[int, Any]:
    """Return when people were reminded last by the button, by the id of the person."""
    rows = Mail.objects.filter(key__startswith=f"asked:{plan.board_id}:{period.pk}:").order_by()
    return dict(rows.values_list("person").annotate(last=Max("made_at")))
