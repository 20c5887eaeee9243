"""The Excel workbook's sheets and columns: one layout for the report and for the template that people fill in.

Like the other words of the documents these are Swedish constants, shared by
the renderer and the reader.
"""

from typing import Final

from rimlig.documents import words

ABOUT: Final = "Om"
SUMMARY: Final = "Sammanfattning"
PLAN: Final = "Plan"
ACTION_PLANS: Final = "Handlingsplaner"
GUIDE: Final = "Så fyller du i"

ROW: Final = "Rad"
NEW_PART: Final = "Ny del"
"""Needed only where two goals, processes or working methods of the same name stand side by side."""

FACT: Final = "Uppgift"
VALUE: Final = "Värde"
KIND: Final = "Dokumenttyp"
TITLE: Final = "Rubrik"
MUNICIPALITY: Final = "Kommun"
BOARD: Final = "Nämnd"
YEAR: Final = "År"
PERIOD: Final = "Period"
REGISTRY_NUMBER: Final = "Diarienummer"
INTRODUCTION: Final = words.INTRODUCTION
FACTS: Final = (KIND, TITLE, MUNICIPALITY, BOARD, YEAR, PERIOD, REGISTRY_NUMBER, INTRODUCTION)

GOAL: Final = "Mål"
GOAL_TITLE: Final = "Måltitel"
PROCESS: Final = "Process"
METHOD: Final = "Arbetssätt"
PARTS: Final = (GOAL, PROCESS, METHOD)
"""What the column NEW_PART may say."""

CONTROL, EVENT, FOLLOW_UP, _STATUS, ACTION, _STATUS = words.COLUMNS
STATUS: Final = _STATUS
DEVIATION: Final = f"{STATUS} ({FOLLOW_UP})"
ACTION_STATUS: Final = f"{STATUS} ({ACTION})"
"""Two columns have the header “Status”. It is the one of the follow-up or of the action, whichever is nearer to the left."""

LIKELIHOOD: Final = "Sannolikhet"
CONSEQUENCE: Final = "Konsekvens"
TREATMENT: Final = "Hantering"
RESULT: Final = words.RESULT.rstrip(":")
MEASURES: Final = words.MEASURES.rstrip(":")
ANALYSIS: Final = words.ANALYSIS

SUMMARY_TEXT: Final = words.SUMMARY
HEADING: Final = "Rubrik"
FINDING: Final = "Vad som framkom"
UNITS_AT_RISK: Final = "Berörda enheter"
UNITS_TOTAL: Final = "Av totalt"

COLUMNS: Final = {
    ABOUT: (FACT, VALUE),
    SUMMARY: (ROW, GOAL, GOAL_TITLE, SUMMARY_TEXT),
    PLAN: (
        *(ROW, GOAL, GOAL_TITLE, PROCESS, METHOD),
        *(CONTROL, EVENT, FOLLOW_UP, DEVIATION, ACTION, ACTION_STATUS),
        *(LIKELIHOOD, CONSEQUENCE, TREATMENT, RESULT, MEASURES, ANALYSIS, NEW_PART),
    ),
    ACTION_PLANS: (ROW, HEADING, FINDING, UNITS_AT_RISK, UNITS_TOTAL, ACTION, STATUS),
}
"""The columns of each sheet, from the left."""


def header(column: str) -> str:
    """Return what stands at the top of a column."""
    return STATUS if column in {DEVIATION, ACTION_STATUS} else column


def continued(key: str, number: int) -> str:
    """Return the key of the row that goes on with a row whose text has no room in one cell; number counts from 1.

    >>> continued("17", 1)
    '17 forts. 1'
    """
    return f"{key} forts. {number}"
