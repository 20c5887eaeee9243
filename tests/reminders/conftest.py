"""A real mail server, what awaits people as the tests say, and a morning that stands still."""

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from django.utils import timezone
from pytest_django.fixtures import Settings

from rimlig.organisation.models import User
from rimlig.reminders import dates, waiting
from rimlig.reminders.waiting import Waiting
from smtp_server import MailServer, mail_server

MORNING = date(2026, 9, 11)


@pytest.fixture
def server(settings: Settings) -> Iterator[MailServer]:
    """The mail server that Rimlig is set up to use."""
    with mail_server() as place:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", place.port
        yield place


@pytest.fixture
def morning(monkeypatch: pytest.MonkeyPatch) -> date:
    """It is Friday 11 September 2026, one week before the last day of tertial 2."""
    monkeypatch.setattr(timezone, "localdate", lambda: MORNING)
    return MORNING


@pytest.fixture
def awaits(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Let things await a person: `awaits(person, Waiting(…), …)`. Nothing else awaits anybody."""
    theirs: dict[int, list[Waiting]] = {}
    monkeypatch.setattr(waiting, "_GIVERS", [lambda person, _today: theirs.get(person.pk, [])])
    monkeypatch.setattr(waiting, "_KINDS", {"answer": "Svar att lämna", "action": "Åtgärder"})
    monkeypatch.setattr(dates, "_GIVERS", [])

    def let(person: User, *things: Waiting) -> None:
        theirs[person.pk] = list(things)

    return let
