"""The education board and the technical board of the demo: smaller plans of their own."""

from rimlig.demo.content import (
    CLOSED,
    CONTROL,
    MINOR,
    NONE,
    ONGOING,
    REDUCE,
    T1,
    T2,
    VB,
    Answer,
    BoardContent,
    Check,
    Essential,
    Method,
)
from rimlig.documents.document import Action, Event

EDUCATION = BoardContent(
    code="utbildning",
    name="Utbildningsnämnden",
    units=(),
    goals={"1.3": "Elever når målen för sin utbildning", "3.5": "Ekonomin håller över tid"},
    processes=(
        Essential(
            "Betyg och bedömning",
            ("1.3",),
            (
                Method(
                    "Lärare bedömer prov tillsammans",
                    "Rektor ser att varje ämne har sambedömts minst en gång per termin.",
                    (
                        Event(
                            "Elever får olika betyg för samma kunskaper",
                            3,
                            4,
                            CONTROL,
                            (Action("Gemensamma bedömningsdagar", ONGOING, "Två av tre är genomförda."),),
                        ),
                    ),
                    (
                        Check(
                            "Slutbetyg jämförs med resultat på nationella prov",
                            {
                                T2: Answer(
                                    MINOR, "Skillnaden är större än en fjärdedel i två skolor.", "Båda har en plan."
                                ),
                                VB: Answer(NONE, "Skillnaden har minskat i alla skolor."),
                            },
                        ),
                    ),
                ),
            ),
        ),
        Essential(
            "Skolpliktsbevakning",
            ("1.3",),
            (
                Method(
                    "Frånvaro utreds efter fyra veckor",
                    "Skolan anmäler upprepad frånvaro i elevregistret.",
                    (
                        Event(
                            "Elever går miste om sin utbildning",
                            3,
                            5,
                            REDUCE,
                            (Action("Närvarocoach i tre skolor", ONGOING, "Två av tre är anställda."),),
                        ),
                    ),
                    (
                        Check(
                            "Elever med mer än 30 procents frånvaro har en utredning",
                            {
                                T1: Answer(
                                    MINOR, "11 av 63 elever saknade utredning.", "Skolorna har fått namnlistor."
                                ),
                                T2: Answer(MINOR, "4 av 51 elever saknade utredning.", "Utredningarna är påbörjade."),
                                VB: Answer(NONE, "Alla 58 elever har en utredning."),
                            },
                        ),
                    ),
                ),
            ),
        ),
        Essential(
            "Bidrag till fristående skolor",
            ("3.5",),
            (
                Method(
                    "Bidraget räknas fram ur samma budget som de egna skolornas",
                    "Två ekonomer räknar var för sig.",
                    (
                        Event(
                            "Fel belopp betalas ut, och beslutet överklagas",
                            2,
                            4,
                            CONTROL,
                            (
                                Action(
                                    "Beräkningen granskas av en tredje person",
                                    CLOSED,
                                    "Den tredje personen kom till samma belopp för alla skolor.",
                                ),
                            ),
                        ),
                    ),
                    (
                        Check(
                            "Beräkningen av fem slumpvis valda skolors bidrag görs om",
                            {
                                T1: Answer(NONE, "Alla fem stämde.", counted=(17, 5, 0)),
                                VB: Answer(NONE, "Alla fem stämde, också efter höstens ändring.", counted=(18, 5, 0)),
                            },
                        ),
                    ),
                ),
            ),
        ),
    ),
    introduction="Planen visar vad utbildningsnämnden följer upp under året för att vara rimligt säker på att målen nås.",
    summaries={
        T1: "En mindre avvikelse gäller utredningar av frånvaro.",
        T2: "Två mindre avvikelser finns, och åtgärder pågår för båda.",
        VB: "Alla uppföljningar visar ingen avvikelse vid årets slut.",
    },
    goal_summaries={
        "1.3": "Bedömningen har blivit mer likvärdig, och frånvaro utreds i tid.",
        "3.5": "Bidragen har räknats rätt.",
    },
)

TECHNICAL = BoardContent(
    code="teknik",
    name="Tekniska nämnden",
    units=(),
    goals={"2.1": "Vatten och vägar fungerar varje dag", "3.5": "Ekonomin håller över tid"},
    processes=(
        Essential(
            "Dricksvattenförsörjning",
            ("2.1",),
            (
                Method(
                    "Vattnet provtas enligt faroanalysen",
                    "Driftledaren godkänner varje provsvar.",
                    (
                        Event(
                            "Otjänligt vatten når hushållen",
                            2,
                            5,
                            CONTROL,
                            (Action("Larm vid avvikande grumlighet", CLOSED, "I drift sedan februari."),),
                        ),
                    ),
                    (
                        Check(
                            "Alla provsvar jämförs med gränsvärdena",
                            {
                                T1: Answer(NONE, "412 av 412 prov var tjänliga."),
                                T2: Answer(NONE, "398 av 398 prov var tjänliga."),
                                VB: Answer(NONE, "1 221 av 1 221 prov under året var tjänliga."),
                            },
                        ),
                    ),
                ),
            ),
        ),
        Essential(
            "Entreprenader",
            ("2.1", "3.5"),
            (
                Method(
                    "Ändringar och tilläggsarbeten beställs skriftligt",
                    "Projektledaren för en lista över alla ändringar.",
                    (
                        Event(
                            "Kommunen betalar för arbete som inte är beställt",
                            4,
                            4,
                            REDUCE,
                            (Action("Fakturor utan ändringsnummer skickas tillbaka", ONGOING),),
                        ),
                    ),
                    (
                        Check(
                            "Fakturor för tilläggsarbeten jämförs med ändringslistan i tre projekt",
                            {
                                T1: Answer(
                                    MINOR,
                                    "4 av 36 fakturor saknade beställning.",
                                    "Två har krediterats.",
                                    counted=(36, 36, 4),
                                ),
                                T2: Answer(
                                    MINOR,
                                    "2 av 41 fakturor saknade beställning.",
                                    "Båda har krediterats.",
                                    counted=(41, 41, 2),
                                ),
                                VB: Answer(NONE, "Alla 52 fakturor hade en beställning.", counted=(52, 52, 0)),
                            },
                        ),
                    ),
                ),
            ),
        ),
    ),
    introduction="Planen visar vad tekniska nämnden följer upp under året för att vara rimligt säker på att målen nås.",
    summaries={
        T1: "En mindre avvikelse gäller tilläggsarbeten i entreprenader.",
        T2: "En mindre avvikelse gäller tilläggsarbeten i entreprenader.",
        VB: "Alla uppföljningar visar ingen avvikelse vid årets slut.",
    },
    goal_summaries={
        "2.1": "Vattnet har varit tjänligt hela året.",
        "3.5": "Tilläggsarbeten beställs numera skriftligt.",
    },
)
