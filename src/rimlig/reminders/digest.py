"""One mail a day at most: what awaits a person, with a way to each thing."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import ngettext, override

from rimlig.organisation.models import RoleAssignment, Substitution, User
from rimlig.reminders.models import Reminding, Rhythm
from rimlig.reminders.outbox import Letter, post, send_soon
from rimlig.reminders.waiting import Waiting, absolute, kinds, waiting_for

MONDAY: Final = 0
WEEK: Final = timedelta(days=7)
MOST_LINES: Final = 25
"""A mail that lists more is not read; the rest is counted."""


@dataclass(frozen=True)
class Group:
    """The things of one kind in a mail."""

    words: str
    lines: list[Waiting]


def send_digests(today: date) -> int:
    """Store the mail of the day for everybody whom something awaits, and return how many. Done twice it is done once.

    Each person is a transaction of its own: a job that dies half-way has
    reminded whole people, and the next one reminds the others.
    """
    return sum(remind_person(person, today) for person in people_with_roles(today))


def people_with_roles(day: date) -> list[User]:
    """Return the active people who hold a role on the day, their own or as a substitute."""
    held = RoleAssignment.objects.valid(day)
    substitutes = Substitution.objects.valid(day).filter(assignment__in=held)
    people = User.objects.filter(is_active=True)
    return list(people.filter(pk__in=held.values("user").union(substitutes.values("substitute"))).order_by("pk"))


def remind_person(person: User, today: date) -> bool:
    """Store the person's mail of the day, if there is anything to remind them of, and say whether there was."""
    with transaction.atomic():
        wish = Reminding.objects.filter(person=person).first() or Reminding(person=person)
        if not wish.mail:
            return False
        with override(wish.language):
            found = [one for one in waiting_for(person, today) if one.kind not in wish.kinds_off]
            now = _to_be_told(found, wish, today)
            if not now:
                return False
            letter = letter_of(person, now, [one for one in found if one not in now], today)
        mail = post(person, f"digest:{today}", letter, language=wish.language)
        if mail is not None:
            send_soon()
    return mail is not None


def _to_be_told(found: list[Waiting], wish: Reminding, today: date) -> list[Waiting]:
    if wish.rhythm == Rhythm.DAILY:
        return [one for one in found if one.reminds_on(today)]
    if today.weekday() != MONDAY:
        return []
    return [one for one in found if one.due is not None and one.due < today + WEEK]


def letter_of(person: User, now: list[Waiting], others: list[Waiting], today: date) -> Letter:
    """Return the mail in the language that is active: what is to be done now, and what else awaits the person."""
    words = kinds()
    shown = now[:MOST_LINES]
    groups = [
        Group(str(words.get(kind, kind)), [one for one in shown if one.kind == kind])
        for kind in dict.fromkeys(one.kind for one in shown)
    ]
    context = {
        "person": person,
        "groups": groups,
        "today": today,
        "more": len(now) - len(shown) + len(others),
        "start": absolute("/"),
        "settings": absolute(reverse("reminders:settings")),
    }
    text = render_to_string("reminders/mail/digest.txt", context)
    return Letter(_subject(now, today), text, render_to_string("reminders/mail/digest.html", context))


def _subject(now: list[Waiting], today: date) -> str:
    late = sum(one.is_late(today) for one in now)
    if late:
        return "Rimlig: " + ngettext("%(number)d thing is late", "%(number)d things are late", late) % {"number": late}
    return "Rimlig: " + (
        ngettext("%(number)d thing awaits you", "%(number)d things await you", len(now)) % {"number": len(now)}
    )
