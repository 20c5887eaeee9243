"""How a follow-up is planned to be done: the plan's choices in a document's words, and such words back as choices."""

import re
from datetime import date
from typing import Final

from rimlig.documents import planned
from rimlig.organisation.models import Role
from rimlig.planning.models import PERIOD_CODES, Answering, Examination, PlannedFollowUp, Schedule

ROLES: Final = {
    Role.UNIT_MANAGER: "Enhetschef",
    Role.PERFORMER: "Kontrollutförare",
    Role.DEPARTMENT_MANAGER: "Avdelningschef",
    Role.CONTROLLER: "Internkontrollsamordnare",
    Role.HEAD_OF_ADMINISTRATION: "Förvaltningschef",
    Role.BOARD_MEMBER: "Ledamot",
    Role.CENTRAL_CONTROLLER: "Central samordnare",
    Role.AUDITOR: "Revisor",
    Role.ADMINISTRATOR: "Administratör",
}
"""The roles as a document names them: Swedish whatever language the reader of the screen has chosen."""

_SIMPLE: Final = {
    Schedule.MONTHLY: planned.MONTHLY,
    Schedule.QUARTERLY: planned.QUARTERLY,
    Schedule.ONCE: planned.ONCE,
}
_EXAMINATIONS: Final = {Examination.SAMPLE: planned.SAMPLE, Examination.DATA_TEST: planned.DATA_TEST}
_PERSON_IN_ROLE: Final = re.compile(r"(.+?) \((.+)\)")


def schedule_in_words(schedule: str, periods: list[str], due: date | None) -> str:
    """Return how often, as people say it; nothing where nothing has been chosen."""
    if schedule == Schedule.PERIODS:
        chosen = ", ".join(planned.PERIODS[code] for code in PERIOD_CODES if code in periods)
        return chosen or planned.ANY_PERIOD
    if not schedule:
        return ""
    said = _SIMPLE[Schedule(schedule)]
    return f"{said}: {due.isoformat()}" if due else said


def read_schedule(text: str) -> tuple[Schedule, list[str], date | None] | None:
    """Return the schedule, its periods and its day that `schedule_in_words` said, or None for other words."""
    head, _sep, day = text.partition(": ")
    due = None
    if head == planned.ONCE and day:
        try:
            due = date.fromisoformat(day)
        except ValueError:
            return None
    codes = {word: code for code, word in planned.PERIODS.items()}
    periods = [codes[word] for word in text.split(", ") if word in codes]
    kinds = {word: schedule for schedule, word in _SIMPLE.items()} | {planned.ANY_PERIOD: Schedule.PERIODS}
    schedule = Schedule.PERIODS if periods else kinds.get(head if due else text)
    if schedule is None or schedule_in_words(schedule, periods, due) != text:
        return None
    return schedule, periods, due


def person_in_words(role: str, name: str) -> str:
    """Return a role, a person's name, or the person in the role."""
    said = ROLES[Role(role)] if role else ""
    return f"{said} ({name})" if said and name else said or name


def read_person(text: str) -> tuple[str, str]:
    """Return the role and the name that `person_in_words` said. What is no role is a name."""
    roles = {word: role for role, word in ROLES.items()}
    if text in roles:
        return roles[text], ""
    both = _PERSON_IN_ROLE.fullmatch(text)
    if both is not None and both[1] in roles:
        return roles[both[1]], both[2]
    return "", text


def examination_in_words(examination: str, note: str) -> str:
    """Return what is examined: a sample, a test on data, and what it is of."""
    said = _EXAMINATIONS[Examination(examination)] if examination else ""
    return f"{said}: {note}" if said and note else said or note


def read_examination(text: str) -> tuple[str, str]:
    """Return the kind of examination and its note that `examination_in_words` said; other words are a note."""
    for examination, word in _EXAMINATIONS.items():
        if text == word:
            return examination, ""
        if text.startswith(f"{word}: ") and text != f"{word}: ":
            return examination, text.removeprefix(f"{word}: ")
    return "", text


def answering_in_words(row: PlannedFollowUp) -> tuple[str, ...]:
    """Return who answers; nothing for the administration as a whole. `chosen_units` should come with their units."""
    if row.answering == Answering.ALL_UNITS:
        return (planned.ALL_UNITS,)
    if row.answering == Answering.SOME_UNITS:
        return tuple(chosen.unit.name for chosen in row.chosen_units.all()) or (planned.CHOSEN_UNITS,)
    return ()
