"""The Excel workbook's sheets and columns: one layout for the report and for the template that people fill in.

Like the other words of the documents these are Swedish constants, shared by
the renderer and the reader.
"""

from typing import Final

from rimlig.documents import planned, words

ABOUT: Final = "Om"
SUMMARY: Final = "Sammanfattning"
PLAN: Final = "Plan"
ACTION_PLANS: Final = "Handlingsplaner"
SCALE: Final = "Skala"
MATRIX: Final = "Riskmatris"
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
APPROACH: Final = words.APPROACH
FACTS: Final = (KIND, TITLE, MUNICIPALITY, BOARD, YEAR, PERIOD, REGISTRY_NUMBER, INTRODUCTION, APPROACH)
EDITION: Final = words.EDITION_LABEL.rstrip(":")
STATE: Final = words.STATE_LABEL.rstrip(":")
DECISION: Final = words.DECISION_LABEL.rstrip(":")
"""Facts that only a report has; nobody fills them in."""

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

REASON: Final = words.REASON.rstrip(":")
LIKELIHOOD_REASON: Final = "Motivering av sannolikhet"
CONSEQUENCE_REASON: Final = "Motivering av konsekvens"
CATEGORY: Final = "Kategori"
LIKELIHOOD_AFTER: Final = "Sannolikhet efter kontroller"
CONSEQUENCE_AFTER: Final = "Konsekvens efter kontroller"
TREATMENT_REASON: Final = "Motivering av hantering"
ACCEPTED_BY: Final = words.ACCEPTED_BY.rstrip(":")
OF_RISK: Final = (
    *(LIKELIHOOD_REASON, CONSEQUENCE_REASON, CATEGORY),
    *(LIKELIHOOD_AFTER, CONSEQUENCE_AFTER, TREATMENT_REASON, ACCEPTED_BY),
)
METHOD_OF_FOLLOW_UP: Final = planned.METHOD.rstrip(":")
SCHEDULE: Final = planned.SCHEDULE.rstrip(":")
ANSWERING: Final = planned.ANSWERING.rstrip(":")
PERFORMER: Final = planned.PERFORMER.rstrip(":")
REVIEWER: Final = planned.REVIEWER.rstrip(":")
EXAMINATION: Final = planned.EXAMINATION.rstrip(":")
CRITERIA: Final = tuple(label.rstrip(":") for label in planned.CRITERIA)
CRITERION_NONE, CRITERION_MINOR, CRITERION_MAJOR = CRITERIA
OF_FOLLOW_UP: Final = (METHOD_OF_FOLLOW_UP, SCHEDULE, ANSWERING, PERFORMER, REVIEWER, EXAMINATION, *CRITERIA)

AXIS: Final = "Slag"
STEP_VALUE: Final = words.STEP_VALUE
NAME: Final = "Namn"
CRITERION: Final = words.CRITERION
COLOUR: Final = "Färg"
BAND: Final = "Riskvärde"
THRESHOLD: Final = words.THRESHOLD.rstrip(":")
AXES: Final = (LIKELIHOOD, CONSEQUENCE, BAND, THRESHOLD)
"""What a row of the sheet SCALE is of: a step, a band from its value, or the threshold."""

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
        *(*OF_RISK, *OF_FOLLOW_UP, REASON),
    ),
    SCALE: (ROW, AXIS, STEP_VALUE, NAME, CRITERION, COLOUR),
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
