"""The calendar at its secret address: what it holds, who opens it, and how it is closed."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from factories import CalendarAddressFactory
from rimlig.organisation.models import User
from rimlig.reminders.calendars import address_of, as_calendar, close_address, new_address, person_at
from rimlig.reminders.models import CalendarAddress
from rimlig.reminders.waiting import Waiting

pytestmark = pytest.mark.django_db
ANSWER = Waiting(
    "answer:1", "answer", "Räkna, och anteckna; sedan lämna", "/svar/1/", date(2026, 9, 18), "Lindhaga stadsdelsnämnd"
)


def test_the_calendar_tells_the_last_days_to_whoever_has_the_address(
    client: Client, unit_manager: User, awaits: Callable[..., None], morning: date
) -> None:
    awaits(unit_manager, ANSWER, Waiting("x", "answer", "Utan dag", "/svar/2/"))
    secret = new_address(unit_manager, by=unit_manager)
    answer = client.get(f"/kalender/{secret}.ics")
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    assert (answer["Cache-Control"], answer["Referrer-Policy"]) == ("no-store", "no-referrer")
    unfolded = answer.content.decode().replace("\r\n ", "")
    lines = unfolded.split("\r\n")
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-2:] == ["END:VCALENDAR", ""]
    assert unfolded.count("BEGIN:VEVENT") == 1
    assert "DTSTART;VALUE=DATE:20260918" in lines
    assert "DTEND;VALUE=DATE:20260919" in lines
    assert r"SUMMARY:Sista dag: Räkna\, och anteckna\; sedan lämna" in lines
    assert "URL:http://127.0.0.1:8000/svar/1/" in lines
    again = client.get(f"/kalender/{secret}.ics").content.decode().replace("\r\n ", "")
    uid = next(line for line in lines if line.startswith("UID:"))
    assert uid in again


def test_lines_are_folded_within_no_character() -> None:
    content = as_calendar([{"SUMMARY": "å" * 200}], datetime(2026, 9, 11, 7, 0, tzinfo=UTC))
    lines = content.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert b"DTSTAMP:20260911T070000Z" in lines
    assert "å" * 200 in content.replace(b"\r\n ", b"").decode()
    for line in lines:
        line.decode()


def test_only_the_hash_of_the_secret_is_kept(unit_manager: User) -> None:
    secret = new_address(unit_manager, by=unit_manager)
    row = CalendarAddress.objects.get()
    assert (len(secret), secret in row.secret_hash, row.person) == (43, False, unit_manager)
    assert person_at(secret) == unit_manager
    assert person_at(row.secret_hash) is None


def test_another_address_closes_the_first(client: Client, unit_manager: User) -> None:
    first = new_address(unit_manager, by=unit_manager)
    second = new_address(unit_manager, by=unit_manager)
    assert client.get(f"/kalender/{first}.ics").status_code == 404
    assert client.get(f"/kalender/{second}.ics").status_code == 200
    assert close_address(unit_manager, by=unit_manager)
    assert client.get(f"/kalender/{second}.ics").status_code == 404
    assert (close_address(unit_manager, by=unit_manager), address_of(unit_manager)) == (False, None)


def test_who_has_been_closed_out_has_no_calendar(client: Client, unit_manager: User) -> None:
    secret = new_address(unit_manager, by=unit_manager)
    User.objects.filter(pk=unit_manager.pk).update(is_active=False)
    assert client.get(f"/kalender/{secret}.ics").status_code == 404


def test_the_database_keeps_one_address_at_a_time(unit_manager: User) -> None:
    CalendarAddressFactory(person=unit_manager)
    with pytest.raises(IntegrityError), transaction.atomic():
        CalendarAddressFactory(person=unit_manager)
