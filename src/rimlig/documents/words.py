"""The Swedish words that the documents themselves use, one to one with the data.

A report to a Swedish board is a Swedish document whatever language the reader
of the screen has chosen, so these are constants and not translations. Readers
and renderers share them: what one writes the other recognises.
"""

import re
from typing import Final

from rimlig.documents.document import ActionStatus, Deviation, Event, Kind, Treatment

DEVIATION: Final = {
    Deviation.NONE: "Ingen avvikelse",
    Deviation.MINOR: "Mindre avvikelse",
    Deviation.MAJOR: "Större avvikelse",
    Deviation.NOT_DONE: "Ej genomförd",
}
STATUS: Final = {
    ActionStatus.NOT_STARTED: "Ej påbörjad",
    ActionStatus.ONGOING: "Pågående",
    ActionStatus.ON_HOLD: "Väntläge",
    ActionStatus.CLOSED: "Avslutad",
}
TREATMENT: Final = {
    Treatment.ACCEPT: "Acceptera",
    Treatment.WATCH: "Bevaka",
    Treatment.REDUCE: "Reducera",
    Treatment.CONTROL: "Kontrollera",
}
TITLE: Final = {
    Kind.PLAN: "Internkontrollplan",
    Kind.FOLLOW_UP: "Uppföljning av internkontrollplan",
    Kind.ACTION_PLANS: "Uppföljning av handlingsplaner",
}
"""What the cover calls a document that has no title of its own. Read back, it means: no title."""

COLUMNS: Final = (
    "Löpande kontroll/Systematiska kontroller",
    "Oönskad händelse",
    "Uppföljning av arbetssätt/löpande kontroll",
    "Status",
    "Åtgärd",
    "Status",
)
"""The header row of the six-column table."""

PAGE_HEADER: Final = "Tjänsteutlåtande"
INTRODUCTION: Final = "Inledning"
SUMMARY: Final = "Sammanfattande analys"
FOLLOW_UP_PART: Final = "Uppföljning av nämndens internkontrollplan"
RISK_ANALYSIS: Final = "Väsentlighets- och riskanalys"
FOLLOW_UP_TABLES: Final = "Nämndens planerade uppföljning av den löpande kontrollen"
ACTION_PLANS_PART: Final = "Handlingsplaner"
PROCESS: Final = "Process:"
WORKING_METHOD: Final = "Arbetssätt:"
ANALYSIS: Final = "Analys"
RESULT: Final = "Beskrivning av resultat:"
MEASURES: Final = "Vidtagna åtgärder:"
ACTION: Final = "Åtgärd:"
UNITS: Final = "Berörda enheter:"
STATUS_LABEL: Final = "Status:"
CONTENTS: Final = "Innehåll"
KIND_LABEL: Final = "Dokumenttyp:"
BOARD_LABEL: Final = "Nämnd:"
YEAR_LABEL: Final = "År:"
PERIOD_LABEL: Final = "Period:"
REGISTRY_LABEL: Final = "Diarienummer:"
NO_TEXT: Final = "(text saknas)"
"""Stands in a cell whose event, follow-up or action has no words, so that the row is not lost."""

_RISK_PART: Final = re.compile(r"(Sannolikhet|Konsekvens|Riskvärde|Hantering):? (\w+)")


def risk_line(event: Event) -> str:
    """Return the last paragraph of an assessed event's cell, or nothing where nothing was assessed.

    >>> risk_line(Event("Fel lön", 3, 4, Treatment.REDUCE))
    'Sannolikhet 3 · Konsekvens 4 · Riskvärde 12 · Hantering: Reducera'
    """
    parts = []
    if event.likelihood is not None:
        parts.append(f"Sannolikhet {event.likelihood}")
    if event.consequence is not None:
        parts.append(f"Konsekvens {event.consequence}")
    if event.likelihood is not None and event.consequence is not None:
        parts.append(f"Riskvärde {event.likelihood * event.consequence}")
    if event.treatment is not None:
        parts.append(f"Hantering: {TREATMENT[event.treatment]}")
    return " · ".join(parts)


def read_risk_line(text: str) -> tuple[int | None, int | None, Treatment | None] | None:
    """Return likelihood, consequence and treatment of a paragraph written by `risk_line`, or None for other text."""
    parts = text.split(" · ")
    found: dict[str, str] = {}
    for part in parts:
        match = _RISK_PART.fullmatch(part)
        if match is None or match[1] in found:
            return None
        found[match[1]] = match[2]
    treatments = {word: treatment for treatment, word in TREATMENT.items()}
    numbers = [found.get("Sannolikhet"), found.get("Konsekvens")]
    if any(number is not None and not number.isdecimal() for number in numbers):
        return None
    if found.get("Hantering", "Acceptera") not in treatments:
        return None
    likelihood, consequence = (None if number is None else int(number) for number in numbers)
    return likelihood, consequence, treatments[found["Hantering"]] if "Hantering" in found else None
