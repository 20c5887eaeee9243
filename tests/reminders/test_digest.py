"""One mail a day: to whom, on which days, in which language, about what."""

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from pytest_django.fixtures import Settings

from factories import RemindingFactory, RoleAssignmentFactory, SubstitutionFactory, UserFactory
from rimlig.organisation.models import Board, Role, User
from rimlig.reminders.digest import people_with_roles, send_digests
from rimlig.reminders.models import Mail
from rimlig.reminders.waiting import Waiting

pytestmark = pytest.mark.django_db
Awaits = Callable[..., None]
TODAY = date(2026, 9, 11)


def _answer(number: int = 1, due: date | None = date(2026, 9, 18), **columns: object) -> Waiting:
    given = {"board_name": "Lindhaga stadsdelsnämnd", "before": (7, 1), "after": (1, 7), **columns}
    return Waiting(f"answer:{number}", "answer", f"Svara: Fråga {number}", f"/svar/{number}/", due, **given)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("days", "reminded"),
    [(-8, False), (-7, True), (-6, False), (-1, True), (0, True), (1, True), (2, False), (7, True), (8, False)],
)
def test_people_are_reminded_before_on_and_after_the_last_day(
    unit_manager: User, awaits: Awaits, days: int, reminded: bool
) -> None:
    awaits(unit_manager, _answer(due=TODAY))
    assert send_digests(TODAY + timedelta(days=days)) == int(reminded)
    assert Mail.objects.count() == int(reminded)


def test_one_mail_a_day_tells_of_everything_and_twice_is_once(
    unit_manager: User, awaits: Awaits, settings: Settings
) -> None:
    settings.RIMLIG_ADDRESSES = ["https://rimlig.example"]
    awaits(unit_manager, _answer(1), _answer(2), _answer(3, due=date(2026, 9, 10)), _answer(4, due=date(2026, 10, 1)))
    assert (send_digests(TODAY), send_digests(TODAY)) == (1, 0)
    mail = Mail.objects.get()
    assert (mail.person, mail.to, mail.subject) == (unit_manager, "amira@lindhaga.example", "Rimlig: 1 sak är sen")
    for address in ("/svar/1/", "/svar/2/", "/svar/3/", "/konto/paminnelser/"):
        assert f"https://rimlig.example{address}" in mail.text
        assert f'href="https://rimlig.example{address}"' in mail.html
    assert "https://rimlig.example/svar/4/" not in mail.text
    assert "Sent: skulle ha varit klart 10 september" in mail.text
    assert "1 sak till väntar på dig:\nhttps://rimlig.example/" in mail.text
    assert "SVAR ATT LÄMNA" in mail.text
    # It looks like the product, and fetches nothing: no picture, no sheet, no font.
    assert "prefers-color-scheme: dark" in mail.html
    for fetched in ("<img", "<link", "src=", "url(", "@import", "style="):
        assert fetched not in mail.html
    assert {*re.findall(r"https?://[^/\"]+", mail.html)} == {"https://rimlig.example"}


def test_nothing_awaits_nobody(unit_manager: User, awaits: Awaits) -> None:
    awaits(unit_manager, _answer(due=None))
    assert send_digests(TODAY) == 0


def test_what_was_written_is_no_markup(unit_manager: User, awaits: Awaits) -> None:
    awaits(unit_manager, Waiting("a", "answer", "<b>Räkna & skriv</b>", "/svar/1/", TODAY))
    send_digests(TODAY)
    mail = Mail.objects.get()
    assert "<b>Räkna & skriv</b>" in mail.text
    assert "&lt;b&gt;Räkna &amp; skriv&lt;/b&gt;" in mail.html


def test_mail_is_in_the_language_that_the_person_chose(unit_manager: User, awaits: Awaits) -> None:
    RemindingFactory(person=unit_manager, language="en")
    awaits(unit_manager, _answer())
    send_digests(TODAY)
    mail = Mail.objects.get()
    assert (mail.language, mail.subject) == ("en", "Rimlig: 1 thing awaits you")
    assert "Hello Amira Holm!" in mail.text
    assert '<html lang="en">' in mail.html


@pytest.mark.parametrize(
    "chosen",
    [{"mail": False}, {"kinds_off": ["answer"]}, {"rhythm": "weekly"}],
)
def test_who_does_not_want_it_gets_none(unit_manager: User, awaits: Awaits, chosen: dict[str, object]) -> None:
    RemindingFactory(person=unit_manager, **chosen)
    awaits(unit_manager, _answer())
    assert send_digests(TODAY) == 0


def test_who_wants_it_weekly_gets_the_week_on_monday(unit_manager: User, awaits: Awaits) -> None:
    RemindingFactory(person=unit_manager, rhythm="weekly")
    monday = date(2026, 9, 14)
    awaits(
        unit_manager,
        _answer(1, due=date(2026, 9, 16)),
        _answer(2, due=date(2026, 9, 1)),
        _answer(3, due=date(2026, 9, 21)),
    )
    assert send_digests(monday) == 1
    text = Mail.objects.get().text
    assert ("/svar/1/" in text, "/svar/2/" in text, "/svar/3/" in text) == (True, True, False)


def test_a_long_list_is_cut_and_counted(unit_manager: User, awaits: Awaits) -> None:
    awaits(unit_manager, *(_answer(number) for number in range(40)))
    send_digests(TODAY)
    mail = Mail.objects.get()
    assert (mail.subject, mail.text.count("/svar/")) == ("Rimlig: 40 saker väntar på dig", 25)
    assert "15 saker till väntar på dig:" in mail.text


def test_people_with_a_role_today_are_asked_and_their_substitutes(board: Board) -> None:
    held = RoleAssignmentFactory(board=board, user__name="Amira", role=Role.UNIT_MANAGER, ends="2026-12-31")
    RoleAssignmentFactory(board=board, user__name="Före", ends="2026-09-10")
    RoleAssignmentFactory(board=board, user__name="Spärrad", user__is_active=False)
    UserFactory(name="Olle")
    substitute = SubstitutionFactory(assignment=held, starts="2026-09-01", ends="2026-09-30").substitute
    substitute.assignments.update(ends="2026-09-05")
    names = {person.name for person in people_with_roles(TODAY)}
    assert names == {"Amira", substitute.name}
    assert {person.name for person in people_with_roles(date(2026, 10, 1))} == {"Amira"}
