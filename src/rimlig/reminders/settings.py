"""How a person wants to be reminded: what they have chosen, or the defaults."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from rimlig.core.audit import recorded
from rimlig.organisation.models import User
from rimlig.reminders.models import Reminding


def reminding_of(person: User) -> Reminding:
    """Return how the person wants to be reminded; the defaults, not stored, while they have chosen nothing."""
    return Reminding.objects.filter(person=person).first() or Reminding(person=person)


def remind_so(person: User, values: Mapping[str, Any], *, by: User) -> Reminding:
    """Let the person be reminded so from now on (mail, rhythm, language, kinds_off)."""
    with transaction.atomic(), recorded("reminders.remind_so", by):
        row, _made = Reminding.objects.update_or_create(person=person, defaults=dict(values))
    return row
