"""The Swedish words that the documents themselves use, one to one with the data.

A report to a Swedish board is a Swedish document whatever language the reader
of the screen has chosen, so these are constants and not translations. Readers
and renderers share them: what one writes the other recognises.
"""

import re
from typing import Final, NamedTuple

from rimlig.documents.document import ActionStatus, Deviation, Event, Kind, Look, Treatment

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
LOOK: Final = {
    Look.LOW: "Grön",
    Look.MODERATE: "Grå",
    Look.HIGH: "Gul",
    Look.CRITICAL: "Röd",
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
APPROACH: Final = "Så arbetar vi med intern kontroll"
SUMMARY: Final = "Sammanfattande analys"
RISK_MATRIX: Final = "Riskmatris"
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
REGISTRY_LABELS: Final = ("Diarienummer", "Dnr", "Ärendenummer", "Ärendebeteckning")
"""What municipalities call the registry number. They choose one of these, so that whoever reads the document back knows it."""

REGISTRY_LABEL: Final = f"{REGISTRY_LABELS[0]}:"
EDITION_LABEL: Final = "Utgåva:"
STATE_LABEL: Final = "Läge:"
DECISION_LABEL: Final = "Beslut:"
NO_TEXT: Final = "(text saknas)"
"""Stands in a cell whose event, follow-up or action has no words, so that the row is not lost."""

GOALS_SERVED: Final = "Mål:"
REASON: Final = "Varför processen är väsentlig:"
ACCEPTED_BY: Final = "Accepterad av:"
THRESHOLD: Final = "Tröskelvärde:"
NOT_VALUED: Final = "Inte värderade, nr:"
TRACES: Final = "Underlag"
TRACES_LEAD: Final = (
    "Varje uppföljning har ett referensnummer, som står inom hakparentes i rapportens tabeller. Här står vad varje"
    " slutsats bygger på. Vem som har svarat vad, med det som visar det, finns i Rimlig."
)
TRACE_COLUMNS: Final = ("Ref.", "Uppföljning", "Nivå", "Slutsats av", "Slutsats den", "Svar", "Underlag")
"""The header row of the list of what the conclusions rest on. Not six columns: those are the report's own tables."""

TRACE_LINK: Final = "Visa i Rimlig"
REFERENCE_COLUMN: Final = "Referens"

NONE: Final = "–"
"""Stands where a value, a step's name or a treatment is missing."""

MATRIX_CORNER: Final = "Sannolikhet × konsekvens"
"""Stands in the upper left corner of the risk matrix, by which readers know it."""

RISK_COLUMNS: Final = (
    "Nr",
    "Oönskad händelse",
    "Kategori",
    "Sannolikhet",
    "Konsekvens",
    "Riskvärde",
    "Efter kontroller",
    "Hantering",
)
"""The header row of the risk analysis. A motivation stands under what it motivates, in the same cell."""

STEP_VALUE: Final = "Värde"
CRITERION: Final = "Kriterium"
LIKELIHOOD_STEPS: Final = (STEP_VALUE, "Sannolikhet", CRITERION)
CONSEQUENCE_STEPS: Final = (STEP_VALUE, "Konsekvens", CRITERION)
BANDS: Final = ("Från riskvärde", "Nivå", "Färg")
"""The header rows of the three tables of a scale."""


def counted_risks(number: int) -> str:
    """Return a number of risks in words.

    >>> counted_risks(1)
    '1 risk'
    """
    return f"{number} risk" if number == 1 else f"{number} risker"


def threshold_in_words(threshold: int) -> str:
    """Return what stands after THRESHOLD: the value first."""
    return f"{threshold}. Risker med det värdet eller högre är inramade i matrisen och tas in i planen."


_RISK_PART: Final = re.compile(r"(Risk|Sannolikhet|Konsekvens|Riskvärde|Hantering):? (\w+)")


_REFERENCE_MARK: Final = re.compile(r"\[U[0-9]{1,9}\] ?")


def reference_mark(reference: str) -> str:
    """Return how a follow-up's reference number stands before its text: decoration, which readers leave out.

    >>> reference_mark("U12")
    '[U12]'
    """
    return f"[{reference}]"


def without_reference_mark(text: str) -> str:
    """Return the text of a follow-up without the one mark that stands before it.

    >>> without_reference_mark("[U12] Stickprov")
    'Stickprov'
    """
    return _REFERENCE_MARK.sub("", text, count=1) if _REFERENCE_MARK.match(text) else text


class RiskLine(NamedTuple):
    """What the last paragraph of an event's cell says. `number` is the risk's in the risk analysis."""

    likelihood: int | None
    consequence: int | None
    treatment: Treatment | None
    number: int | None = None


def risk_line(event: Event, number: int | None = None) -> str:
    """Return the last paragraph of an event's cell, or nothing where nothing was assessed and the risk has no number.

    >>> risk_line(Event("Fel lön", 3, 4, Treatment.REDUCE))
    'Sannolikhet 3 · Konsekvens 4 · Riskvärde 12 · Hantering: Reducera'
    """
    parts = [] if number is None else [f"Risk {number}"]
    if event.likelihood is not None:
        parts.append(f"Sannolikhet {event.likelihood}")
    if event.consequence is not None:
        parts.append(f"Konsekvens {event.consequence}")
    if event.likelihood is not None and event.consequence is not None:
        parts.append(f"Riskvärde {event.likelihood * event.consequence}")
    if event.treatment is not None:
        parts.append(f"Hantering: {TREATMENT[event.treatment]}")
    return " · ".join(parts)


def read_risk_line(text: str) -> RiskLine | None:
    """Return what a paragraph written by `risk_line` says, or None for other text."""
    found: dict[str, str] = {}
    for part in text.split(" · "):
        match = _RISK_PART.fullmatch(part)
        if match is None or match[1] in found:
            return None
        found[match[1]] = match[2]
    treatments = {word: treatment for treatment, word in TREATMENT.items()}
    numbers = [found.get("Sannolikhet"), found.get("Konsekvens"), found.get("Risk")]
    if any(number is not None and not number.isdecimal() for number in numbers):
        return None
    if found.get("Hantering", "Acceptera") not in treatments:
        return None
    likelihood, consequence, risk = (None if number is None else int(number) for number in numbers)
    return RiskLine(likelihood, consequence, treatments[found["Hantering"]] if "Hantering" in found else None, risk)
