"""Social services and care of the elderly."""

from rimlig.demo.content import (
    ACCEPT,
    CLOSED,
    CONTROL,
    MINOR,
    NONE,
    NOT_DONE,
    ONGOING,
    REDUCE,
    T1,
    T2,
    VB,
    Answer,
    Check,
    Corrective,
    Essential,
    Method,
    Paper,
    Step,
)
from rimlig.documents.document import Action, Event

TIMES = (
    ("Enhet", "Avslutade utredningar", "Över fyra månader", "Längst tid i dagar"),
    ("Mottagning", "31", "1", "127"),
    ("Utredning barn", "52", "6", "168"),
    ("Utredning vuxna", "29", "2", "141"),
)

INVESTIGATIONS = Essential(
    "Utredningar inom socialtjänsten",
    ("1.2", "4.4"),
    (
        Method(
            "Utredningar avslutas inom fyra månader",
            "Gruppledaren går igenom öppna utredningar varje vecka.",
            (
                Event(
                    "Barn och vuxna väntar på hjälp längre än lagen tillåter",
                    4,
                    4,
                    REDUCE,
                    (
                        Action("Två utredare till under sommaren", CLOSED, "Båda började i juni."),
                        Action("Skrivdagar utan inbokade besök", ONGOING, "En dag i veckan sedan mars."),
                    ),
                ),
            ),
            (
                Check(
                    "Andelen utredningar som har tagit mer än fyra månader tas ut ur verksamhetssystemet",
                    {
                        T1: Answer(
                            MINOR,
                            "9 av 112 utredningar tog mer än fyra månader.",
                            "Fördelningen sker nu centralt.",
                            Corrective(
                                "Veckovis lista över äldre utredningar",
                                {
                                    T2: Step(ONGOING, "Listan tas ut varje måndag sedan juni."),
                                    VB: Step(
                                        CLOSED, "Ingen utredning på listan var äldre än fyra månader vid årets slut."
                                    ),
                                },
                                "Listan används.",
                            ),
                            papers=(Paper("Utredningstider, tertial 1.csv", TIMES),),
                        ),
                        T2: Answer(
                            MINOR, "7 av 98 utredningar tog mer än fyra månader.", "Två utredare har anställts."
                        ),
                        VB: Answer(NONE, "1 av 121 utredningar tog mer än fyra månader, med beslut om förlängning."),
                    },
                ),
            ),
        ),
        Method(
            "Barnets egen inställning framgår av utredningen",
            "Kollegor granskar varandras utredningar enligt en checklista.",
            (
                Event(
                    "Beslut fattas utan att barnet har fått säga sitt",
                    2,
                    5,
                    CONTROL,
                    (Action("Utbildning i samtal med barn", CLOSED, "Alla handläggare har gått den."),),
                ),
            ),
            (
                Check(
                    "Tjugo slumpvis valda utredningar granskas varje tertial",
                    {
                        T1: Answer(
                            MINOR,
                            "I 3 av 20 utredningar saknades barnets inställning.",
                            "Checklistan har ändrats.",
                            counted=(112, 20, 3),
                        ),
                        T2: Answer(
                            NONE,
                            "I 1 av 20 utredningar saknades barnets inställning, med skäl angivet.",
                            counted=(98, 20, 0),
                        ),
                        VB: Answer(NONE, "Barnets inställning framgick av alla 20 utredningar.", counted=(121, 20, 0)),
                    },
                ),
            ),
        ),
    ),
)

DECISIONS = Essential(
    "Beslut som inte har verkställts",
    ("1.2", "1.7", "3.5"),
    (
        Method(
            "Beslut som väntar rapporteras varje kvartal till tillsynsmyndigheten",
            "Controllern samlar in och rimlighetsbedömer enheternas listor.",
            (
                Event(
                    "Den enskilde får inte den insats som har beviljats",
                    3,
                    4,
                    CONTROL,
                    (Action("Erbjudanden dokumenteras i akten", ONGOING, "Införs enhet för enhet under året."),),
                ),
            ),
            (
                Check(
                    "Kvartalsrapporten stäms av mot verksamhetssystemet innan den skickas",
                    {
                        T1: Answer(NONE, "Rapporten för det första kvartalet stämde."),
                        T2: Answer(NONE, "Rapporten för det andra kvartalet stämde efter en rättelse."),
                        VB: Answer(
                            NONE, "Alla fyra rapporterna har skickats i tid. Nämnden har fått dem för kännedom."
                        ),
                    },
                ),
            ),
            {
                "3.5": Event(
                    "Nämnden får betala en särskild avgift",
                    2,
                    3,
                    ACCEPT,
                    (Action("Avgifter som har dömts ut redovisas i månadsrapporten", CLOSED, "Ingen avgift i år."),),
                )
            },
        ),
    ),
)

ABUSE_REPORTS = Essential(
    "Rapporter om missförhållanden",
    ("1.2", "1.7"),
    (
        Method(
            "Alla medarbetare vet att de ska rapportera missförhållanden",
            "Chefen informerar vid anställning och en gång om året.",
            (Event("Missförhållanden rapporteras inte", 2, 5, CONTROL),),
            (
                Check(
                    "Närvarolistor från informationstillfällena stäms av mot personallistan",
                    {
                        T1: Answer(NOT_DONE, "Systemet för närvaro byttes i mars, och listorna gick inte att ta ut."),
                        T2: Answer(
                            MINOR,
                            "41 av 236 medarbetare saknades på listorna.",
                            "Nya tillfällen hålls i september.",
                            reason="Tillfällena är bokade, och alla som saknas är kallade.",
                        ),
                        VB: Answer(NONE, "Alla 238 medarbetare har fått informationen."),
                    },
                ),
            ),
        ),
    ),
)

HOME_CARE = Essential(
    "Hemtjänstens genomförande",
    ("1.7",),
    (
        Method(
            "Varje besök planeras efter biståndsbeslutet",
            "Planeraren jämför beslutad och planerad tid varje vecka.",
            (
                Event(
                    "Den äldre får färre eller kortare besök än beslutat",
                    3,
                    4,
                    CONTROL,
                    (Action("Larm när ett besök har uteblivit", ONGOING, "Provas i två områden."),),
                ),
            ),
            (
                Check(
                    "Beslutad och utförd tid jämförs för alla brukare under en vecka varje tertial",
                    {
                        T1: Answer(MINOR, "Utförd tid var 82 procent av den beslutade.", "Planeringen ses över."),
                        T2: Answer(NONE, "Utförd tid var 91 procent av den beslutade, över målet 88."),
                        VB: Answer(NONE, "Utförd tid var 92 procent av den beslutade."),
                    },
                ),
            ),
        ),
    ),
)


PROCESSES = (INVESTIGATIONS, DECISIONS, ABUSE_REPORTS, HOME_CARE)
