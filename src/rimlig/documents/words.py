"""The Swedish words that the documents themselves use, one to one with the data.

A report to a Swedish board is a Swedish document whatever language the reader
of the screen has chosen, so these are constants and not translations. Readers
and renderers share them: what one writes the other recognises.
"""

from typing import Final

from rimlig.documents.document import ActionStatus, Deviation, Kind, Treatment

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
FOLLOW_UP_TABLES: Final = "Nämndens planerade uppföljning av den löpande kontrollen"
ACTION_PLANS_PART: Final = "Handlingsplaner"
PROCESS: Final = "Process:"
WORKING_METHOD: Final = "Arbetssätt:"
ANALYSIS: Final = "Analys"
RESULT: Final = "Beskrivning av resultat:"
MEASURES: Final = "Vidtagna åtgärder:"
ACTION: Final = "Åtgärd:"
