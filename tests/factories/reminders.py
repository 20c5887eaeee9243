from datetime import UTC, datetime

import factory
from factory.django import DjangoModelFactory

from factories.organisation import UserFactory
from rimlig.reminders.models import CalendarAddress, Mail, Notice, Reminding


class MailFactory(DjangoModelFactory[Mail]):
    """A mail that waits to be sent, since long ago."""

    class Meta:
        model = Mail

    person = factory.SubFactory(UserFactory)
    key = factory.Sequence(lambda n: f"mail-{n}")
    to = factory.SelfAttribute("person.email")
    language = "sv"
    subject = "Rimlig: 1 sak väntar på dig"
    text = "Hej!"
    html = "<p>Hej!</p>"
    message_id = factory.Sequence(lambda n: f"<{n}@lindhaga.example>")
    next_at = datetime(2026, 8, 1, 8, 0, tzinfo=UTC)


class NoticeFactory(DjangoModelFactory[Notice]):
    """A notice that nobody has read."""

    class Meta:
        model = Notice

    person = factory.SubFactory(UserFactory)
    key = factory.Sequence(lambda n: f"notice-{n}")
    text = "Ditt svar är godkänt."
    url = "/"
    kind = "answer"


class RemindingFactory(DjangoModelFactory[Reminding]):
    """Somebody who has chosen what is usual."""

    class Meta:
        model = Reminding

    person = factory.SubFactory(UserFactory)


class CalendarAddressFactory(DjangoModelFactory[CalendarAddress]):
    class Meta:
        model = CalendarAddress

    person = factory.SubFactory(UserFactory)
    secret_hash = factory.Sequence(lambda n: f"{n:064}")
