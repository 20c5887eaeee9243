"""A person's days as a calendar (iCalendar, RFC 5545) at a secret address that they can make, renew and close."""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from rimlig.core.audit import recorded
from rimlig.organisation.models import User
from rimlig.reminders.dates import Dated, dates_for
from rimlig.reminders.models import CalendarAddress, Reminding
from rimlig.reminders.waiting import Waiting, waiting_for

SECRET_BYTES: Final = 32
BACK: Final = timedelta(days=60)
AHEAD: Final = timedelta(days=400)
LONGEST_LINE: Final = 75  # bytes, says RFC 5545


def new_address(person: User, *, by: User) -> str:
    """Make a calendar address for the person and return its secret, which is shown this once. The old one stops working."""
    secret = secrets.token_urlsafe(SECRET_BYTES)
    with transaction.atomic(), recorded("reminders.new_address", by):
        # The person's row is locked: pressed twice at once, one address is left.
        User.objects.select_for_update(no_key=True).get(pk=person.pk)
        _close(person)
        CalendarAddress.objects.create(person=person, secret_hash=_hash(secret))
    return secret


def close_address(person: User, *, by: User) -> bool:
    """Let the person's calendar address stop working, and say whether there was one."""
    with transaction.atomic(), recorded("reminders.close_address", by):
        return _close(person) > 0


def address_of(person: User) -> CalendarAddress | None:
    """Return the person's calendar address, which does not tell its secret."""
    return CalendarAddress.objects.filter(person=person, revoked_at=None).first()


def person_at(secret: str) -> User | None:
    """Return whose calendar it is; None for a secret that opens nothing, or somebody who may not sign in."""
    found = CalendarAddress.objects.filter(secret_hash=_hash(secret), revoked_at=None, person__is_active=True)
    row = found.select_related("person").first()
    return row.person if row else None


def _close(person: User) -> int:
    return CalendarAddress.objects.filter(person=person, revoked_at=None).update(revoked_at=timezone.now())


def _hash(secret: str) -> str:
    # Plain SHA-256 is enough: nobody guesses 256 random bits, as they would a password.
    return hashlib.sha256(secret.encode()).hexdigest()


def language_of(person: User) -> str:
    """Return the language in which the person is reminded."""
    chosen = Reminding.objects.filter(person=person).values_list("language", flat=True).first()
    return chosen or "sv"


def calendar_of(person: User, today: date) -> bytes:
    """Return the person's days: what awaits them, on its last day, and what happens where they have something to do."""
    waiting = [one for one in waiting_for(person, today) if one.due is not None]
    dated = [one for one in dates_for(person, today - BACK, today + AHEAD) if one.mine]
    taken = {one.key for one in waiting}
    events = [*map(_of_waiting, waiting), *(_of_dated(one) for one in dated if one.key not in taken)]
    return as_calendar(events, timezone.now())


Event = dict[str, str]


def _of_waiting(one: Waiting) -> Event:
    assert one.due is not None
    text = _("Last day: %(what)s") % {"what": one.text}
    return _event(one.key, one.due, one.due, text, one.board_name, one.address)


def _of_dated(one: Dated) -> Event:
    return _event(one.key, one.day, one.last, one.text, one.board_name, one.address)


def _event(key: str, first: date, last: date, text: str, board_name: str, address: str) -> Event:
    return {
        "UID": f"{hashlib.sha256(key.encode()).hexdigest()[:32]}@rimlig",
        "DTSTART;VALUE=DATE": f"{first:%Y%m%d}",
        # The day after: an event of whole days ends when the next begins.
        "DTEND;VALUE=DATE": f"{last + timedelta(days=1):%Y%m%d}",
        "SUMMARY": _escaped(text),
        "DESCRIPTION": _escaped("\n".join(part for part in (board_name, address) if part)),
        "URL": address,
        "TRANSP": "TRANSPARENT",
    }


def as_calendar(events: Iterable[Event], now: datetime) -> bytes:
    """Return the events as an iCalendar file."""
    stamp = f"{now.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Rimlig//Rimlig//SV", "CALSCALE:GREGORIAN", "METHOD:PUBLISH"]
    lines += ["X-WR-CALNAME:Rimlig", "REFRESH-INTERVAL;VALUE=DURATION:PT6H", "X-PUBLISHED-TTL:PT6H"]
    for event in events:
        lines += ["BEGIN:VEVENT", f"DTSTAMP:{stamp}"]
        lines += [f"{name}:{value}" for name, value in event.items() if value]
        lines += ["END:VEVENT"]
    lines += ["END:VCALENDAR"]
    return b"".join(_folded(line) for line in lines)


def _escaped(text: str) -> str:
    r"""Return the text as a value.

    >>> print(_escaped('Räkna, och anteckna;\nsedan lämna'))
    Räkna\, och anteckna\;\nsedan lämna
    """
    for char, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\r\n", "\\n"), ("\n", "\\n"), ("\r", "\\n")):
        text = text.replace(char, written)
    return text


def _folded(line: str) -> bytes:
    """Return the line, folded where it is too long; never within a character."""
    parts: list[bytes] = []
    rest = line.encode()
    while len(rest) > LONGEST_LINE - bool(parts):
        cut = LONGEST_LINE - bool(parts)
        while rest[cut] & 0xC0 == 0x80:  # within a character of several bytes  # noqa: PLR2004
            cut -= 1
        parts.append(rest[:cut])
        rest = rest[cut:]
    return b"\r\n ".join([*parts, rest]) + b"\r\n"
