"""How a planned follow-up is done, as labelled facts: one order and one set of words for every format.

The schedule, the examination and who answers are words that people read. The
plan in the system is made of choices; `followup` turns them into these words
and `imports` back again.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from rimlig.documents.document import FollowUp

HEADING: Final = "Så följs det upp"
"""Stands over the facts of a follow-up, as “Analys” does over its result."""

METHOD: Final = "Metod:"
SCHEDULE: Final = "När:"
ANSWERING: Final = "Besvaras av:"
PERFORMER: Final = "Utförs av:"
REVIEWER: Final = "Granskas av:"
EXAMINATION: Final = "Granskning:"
CRITERION_NONE: Final = "Ingen avvikelse när:"
CRITERION_MINOR: Final = "Mindre avvikelse när:"
CRITERION_MAJOR: Final = "Större avvikelse när:"
CRITERIA: Final = (CRITERION_NONE, CRITERION_MINOR, CRITERION_MAJOR)
LABELS: Final = (METHOD, SCHEDULE, ANSWERING, PERFORMER, REVIEWER, EXAMINATION, *CRITERIA)

PERIODS: Final = {"T1": "Tertial 1", "T2": "Tertial 2", "VB": "Verksamhetsberättelse"}
"""Each chosen reporting period; together with a comma between them."""

ANY_PERIOD: Final = "Rapporteringsperiod"
MONTHLY: Final = "Varje månad"
QUARTERLY: Final = "Varje kvartal"
ONCE: Final = "En gång"
SAMPLE: Final = "Stickprov"
DATA_TEST: Final = "Test på data"
WHOLE_ADMINISTRATION: Final = "Förvaltningen som helhet"
ALL_UNITS: Final = "Alla enheter"
CHOSEN_UNITS: Final = "Valda enheter"
"""Units are to be chosen and none has been."""

_BETWEEN: Final = "; "


def names_joined(names: Iterable[str]) -> str:
    """Return the names as one text. A name has no semicolon of its own."""
    return _BETWEEN.join(names)


def names_parted(text: str) -> tuple[str, ...]:
    """Return the names that `names_joined` put together; the whole administration is no name."""
    names = tuple(name.strip() for name in text.split(_BETWEEN.strip()) if name.strip())
    return () if names == (WHOLE_ADMINISTRATION,) else names


def facts_of(follow_up: FollowUp) -> tuple[tuple[str, str], ...]:
    """Return label and text of each fact that the follow-up has; a text may have several paragraphs.

    Who answers is always told where anything is: it is the whole
    administration where nobody else is named.
    """
    facts = {
        METHOD: follow_up.method,
        SCHEDULE: follow_up.schedule,
        ANSWERING: names_joined(follow_up.answering),
        PERFORMER: follow_up.performer,
        REVIEWER: follow_up.reviewer,
        EXAMINATION: follow_up.examination,
        CRITERION_NONE: follow_up.criterion_none,
        CRITERION_MINOR: follow_up.criterion_minor,
        CRITERION_MAJOR: follow_up.criterion_major,
    }
    if any(facts.values()):
        facts[ANSWERING] = facts[ANSWERING] or WHOLE_ADMINISTRATION
    return tuple((label, text) for label, text in facts.items() if text)


def with_facts(follow_up: FollowUp, facts: dict[str, str]) -> FollowUp:
    """Return the follow-up with the facts, each text by its label."""
    return replace(
        follow_up,
        method=facts.get(METHOD, ""),
        schedule=facts.get(SCHEDULE, ""),
        answering=names_parted(facts.get(ANSWERING, "")),
        performer=facts.get(PERFORMER, ""),
        reviewer=facts.get(REVIEWER, ""),
        examination=facts.get(EXAMINATION, ""),
        criterion_none=facts.get(CRITERION_NONE, ""),
        criterion_minor=facts.get(CRITERION_MINOR, ""),
        criterion_major=facts.get(CRITERION_MAJOR, ""),
    )
