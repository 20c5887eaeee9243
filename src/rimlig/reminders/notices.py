"""Notices in Rimlig: something has happened that a person should know of. Each is told once."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Count, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import override

from rimlig.core.audit import recorded
from rimlig.organisation.held import asked_along
from rimlig.organisation.models import User
from rimlig.reminders.models import Notice, Reminding

UNREAD = "unread"


@dataclass(frozen=True)
class Told:
    """Something to tell a person. `key` names what happened, for ever; `text` gives the sentence in the active language."""

    person: User
    key: str
    kind: str
    text: Callable[[], str]
    url: str = ""


def notify(person: User, *, key: str, kind: str, text: Callable[[], str], url: str = "", by: User | None) -> bool:
    """Tell the person something, in this transaction; say whether it is new."""
    return notify_each([Told(person, key, kind, text, url)], by=by) == 1


def notify_each(told: Iterable[Told], *, by: User | None) -> int:
    """Tell people things, in this transaction, and return how many of them are new.

    Each is told in the language of its person, and once. Of one's own doing one
    is not told. Three queries, however many there are.
    """
    asked = {(one.person.pk, one.key): one for one in told if by is None or one.person.pk != by.pk}
    if not asked:
        return 0
    people = {pk for pk, _key in asked}
    languages = dict(Reminding.objects.filter(person__in=people).values_list("person", "language"))
    keys = {key for _pk, key in asked}
    known = set(Notice.objects.filter(person__in=people, key__in=keys).values_list("person", "key"))
    new = []
    for (pk, key), one in asked.items():
        if (pk, key) not in known:
            with override(languages.get(pk, "sv")):
                new.append(Notice(person_id=pk, key=key, kind=one.kind, text=one.text(), url=one.url))
    # Two who act at once may tell the same: the database keeps one.
    Notice.objects.bulk_create(new, ignore_conflicts=True)
    return len(new)


def read(person: User, notices: Iterable[Notice] | None = None) -> int:
    """Note that the person has read the notices, or all, and return how many were unread."""
    rows = Notice.objects.filter(person=person, read_at=None)
    if notices is not None:
        rows = rows.filter(pk__in=[one.pk for one in notices])
    with transaction.atomic(), recorded("reminders.read", person):
        return rows.update(read_at=timezone.now())


def unread(person: Any) -> int:
    """Return how many notices the person has not read. It is asked for together with the roles, and costs no query."""
    return asked_along(person, UNREAD) or 0


def count_unread(person: Any) -> Any:
    """Return what the database is to compute beside the person's roles; see organisation.held.register_along."""
    rows = Notice.objects.filter(person=person.pk, read_at=None).order_by()
    return Coalesce(Subquery(rows.values("person").annotate(number=Count("pk")).values("number")), 0)
