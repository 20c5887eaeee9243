"""What the frame of every page offers and tells who has signed in, out of the roles that they hold today."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from rimlig.core.navigation import Notice, Way, offered
from rimlig.organisation.abilities import ABILITIES, EVERYBODY
from rimlig.organisation.held import held_today
from rimlig.organisation.models import Municipality
from rimlig.organisation.people.wording import short_day


def ways_to_administer(user: Any) -> Iterator[Way]:
    """Give a way to the page of each municipality where the person may do or see what not everybody there may."""
    found = {held.municipality: held.municipality_name for held in held_today(user)}
    for pk, name in found.items():
        entries = offered("municipality", user, Municipality(pk=pk, name=name))
        if any(is_for_some(entry.permission) for entry in entries):
            label = _("Administration") if len(found) == 1 else f"{_('Administration')}: {name}"
            yield Way(label, reverse("organisation:municipality", args=[pk]), f"municipality-{pk}", order=90)


def is_for_some(permission: str) -> bool:
    """Say whether the permission is for some roles only, not for everybody who has any role."""
    ability = ABILITIES.get(permission)
    return ability is not None and not (ability.roles == EVERYBODY and ability.from_below)


def notices_of_standing_in(user: Any) -> Iterator[Notice]:
    """Say on every page for whom the person stands in, and how long: what they do now is done in that role too."""
    found = {(held.stands_in_for, held.until) for held in held_today(user) if held.until is not None}
    for name, until in sorted(found):
        text = _("You stand in for %(name)s to %(day)s.") % {"name": name, "day": short_day(until)}
        yield Notice(text, reverse("organisation:my-substitutes"), _("See the roles"))
