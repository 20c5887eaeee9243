"""What the minutes of a board's meeting say about a decision, as people write it and as it is stored."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext as _

from rimlig.core.errors import RuleBroken
from rimlig.records.models import LONGEST_REGISTRY_NUMBER

LONGEST_PARAGRAPH: Final = 20
_SPACES: Final = re.compile(r"\s+")
_SIGN: Final = re.compile(r"^(§+|paragraf|par\.)\s*", re.IGNORECASE)


@dataclass(frozen=True)
class Minutes:
    """Where a decision stands in the minutes: the day of the meeting, the paragraph without its sign, the registry number."""

    meeting_date: date
    paragraph: str
    registry_number: str


def minutes(meeting_date: date, paragraph: str, registry_number: str, *, earliest: date) -> Minutes:
    """Return the three as they are stored, or raise RuleBroken with a sentence on what cannot be right.

    Municipalities write paragraphs and registry numbers in their own ways, so
    only what has no number in it at all, or no room, is refused. `earliest` is
    the first day on which a meeting can have been about this.
    """
    today = timezone.localdate()
    if meeting_date > today:
        raise RuleBroken(
            _("The meeting is on %(day)s, which has not come yet. Record the decision when the board has made it.")
            % {"day": meeting_date}
        )
    if meeting_date < earliest:
        raise RuleBroken(
            _(
                "The meeting on %(day)s was too early to be about this: it cannot be before %(earliest)s. Check the year."
            )
            % {"day": meeting_date, "earliest": earliest}
        )
    said = Minutes(meeting_date, clean_paragraph(paragraph), _SPACES.sub(" ", registry_number).strip())
    if not any(character.isdigit() for character in said.paragraph) or len(said.paragraph) > LONGEST_PARAGRAPH:
        raise RuleBroken(_("Write the paragraph of the minutes as a number, for example 112 or 112 a."))
    if (
        not any(character.isdigit() for character in said.registry_number)
        or len(said.registry_number) > LONGEST_REGISTRY_NUMBER
    ):
        raise RuleBroken(_("Write the registry number as it stands in the registry, for example KS 2026/118."))
    return said


def clean_paragraph(text: str) -> str:
    """Return the paragraph without its sign and with single spaces.

    >>> [clean_paragraph(text) for text in ("§ 112", "§112 a", "paragraf  7", "112")]
    ['112', '112 a', '7', '112']
    """
    return _SIGN.sub("", _SPACES.sub(" ", text).strip())
