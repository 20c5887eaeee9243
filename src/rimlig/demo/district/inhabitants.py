"""What concerns all who live in the district: their complaints, playgrounds and parks."""

from rimlig.demo.content import CLOSED, CONTROL, MINOR, NONE, T1, T2, VB, Answer, Check, Essential, Method
from rimlig.documents.document import Action, Event

COMPLAINTS = Essential(
    "Synpunkter och klagomål",
    ("1.7", "4.7"),
    (
        Method(
            "Den som lämnar en synpunkt får svar inom tio arbetsdagar",
            "Registrator bevakar svarstiden och påminner enheten.",
            (
                Event(
                    "Synpunkter blir liggande och brister åtgärdas inte",
                    3,
                    3,
                    CONTROL,
                    (Action("Påminnelse efter sju dagar", CLOSED, "Går ut automatiskt."),),
                ),
            ),
            (
                Check(
                    "Svarstiden för alla synpunkter under perioden mäts",
                    {
                        T1: Answer(NONE, "91 procent fick svar inom tio dagar, och resten inom tre veckor."),
                        T2: Answer(NONE, "94 procent fick svar inom tio dagar."),
                        VB: Answer(NONE, "96 procent fick svar inom tio dagar, jämfört med 91 procent förra året."),
                    },
                ),
            ),
        ),
    ),
)

PLAYGROUNDS = Essential(
    "Lekplatser och parker",
    ("4.4", "4.7"),
    (
        Method(
            "Lekplatser besiktas, och fel som invånarna anmäler rättas",
            "Entreprenören lämnar ett besiktningsprotokoll varje månad.",
            (
                Event(
                    "Ett barn skadar sig på trasig lekutrustning",
                    2,
                    4,
                    CONTROL,
                    (Action("Gungställningar byts på tre lekplatser", CLOSED, "Klart i juni."),),
                ),
            ),
            (
                Check(
                    "Anmälda fel jämförs med entreprenörens protokoll",
                    {
                        T1: Answer(NONE, "Alla 26 anmälda fel var rättade inom en vecka."),
                        T2: Answer(
                            MINOR,
                            "3 av 47 anmälda fel saknades i protokollet.",
                            "Entreprenören får nu listan varje dag.",
                        ),
                        VB: Answer(NONE, "Alla 31 anmälda fel under hösten var rättade inom en vecka."),
                    },
                ),
            ),
        ),
    ),
)


PROCESSES = (COMPLAINTS, PLAYGROUNDS)
