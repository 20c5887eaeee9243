"""Which phrases a municipality uses: read for drafts, written and reset by who decides about them."""

from django.db.models import F
from django.utils.translation import gettext as _

from rimlig.core.errors import Outdated, RuleBroken
from rimlig.documents.swedish import listed
from rimlig.drafting.models import OwnPhrase
from rimlig.drafting.phrases import STANDARD, Phrases, mistakes_in
from rimlig.organisation.models import Municipality, User
from rimlig.planning.municipality.deciding import deciding

LONGEST = 400
"""Characters of a phrase: the board's summary must fit its page."""


def phrases_of(municipality: int) -> Phrases:
    """Return the phrases of the municipality (its key). One query."""
    rows = [row for row in OwnPhrase.objects.filter(municipality=municipality) if row.key in STANDARD]
    return Phrases(
        {row.key: row.text for row in rows if row.is_said}, frozenset(row.key for row in rows if not row.is_said)
    )


def phrase_in(municipality: Municipality, key: str) -> OwnPhrase:
    """Return the municipality's own phrase, or the standard one (version 0, not stored) while it has none."""
    own = OwnPhrase.objects.filter(municipality=municipality, key=key).first()
    return own or OwnPhrase(municipality=municipality, key=key, text=STANDARD[key].text, version=0)


def write_phrase(
    municipality: Municipality, key: str, *, text: str, is_said: bool, version: int, by: User | None
) -> OwnPhrase:
    """Let the municipality say the phrase in its own words, or not at all.

    `version` is that of the phrase when the person opened it, 0 when it was the
    standard one. Raises RuleBroken for words that cannot be filled in, and
    Outdated when somebody else was first.
    """
    refuse_mistakes(key, text)
    with deciding(municipality, "drafting.write_phrase", by):
        now = phrase_in(municipality, key)
        values = {"text": text, "is_said": is_said}
        if all(getattr(now, name) == value for name, value in values.items()):
            return now
        if now.version != version:
            raise Outdated(_("Somebody else changed this while you were writing. Nothing has been overwritten."), now)
        if now.pk is None:
            return OwnPhrase.objects.create(municipality=municipality, key=key, **values)
        OwnPhrase.objects.filter(pk=now.pk).update(**values, version=F("version") + 1)
        return OwnPhrase.objects.get(pk=now.pk)


def reset_phrase(municipality: Municipality, key: str, *, by: User | None) -> None:
    """Let the municipality say the phrase in the standard words again. Its own ones stay in the history."""
    with deciding(municipality, "drafting.reset_phrase", by):
        OwnPhrase.objects.filter(municipality=municipality, key=key).delete()


def refuse_mistakes(key: str, text: str) -> None:
    """Raise RuleBroken, with what can stand in the phrase, for a text that cannot be filled in."""
    mistakes = mistakes_in(text, STANDARD[key])
    known = listed(f"{{{name}}}" for name in STANDARD[key].placeholders)
    if mistakes.unknown:
        unknown = listed(f"{{{name}}}" for name in mistakes.unknown)
        raise RuleBroken(
            _("There is nothing called %(unknown)s to fill in here. What there is: %(known)s.")
            % {"unknown": unknown, "known": known}
        )
    if mistakes.loose_braces:
        raise RuleBroken(
            _("A brace stands alone. Braces are only for what is filled in, one before and one after: %(known)s.")
            % {"known": known}
        )
