"""The eight preschools of the district. At staffing, two of them deviate."""

from rimlig.demo.content import (
    CLOSED,
    CONTROL,
    MAJOR,
    MINOR,
    NONE,
    ON_HOLD,
    ONGOING,
    REDUCE,
    T1,
    T2,
    VB,
    WATCH,
    Answer,
    Check,
    Corrective,
    Essential,
    Method,
    Paper,
    Step,
)
from rimlig.documents.document import Action, Event

GROUPS = (
    ("Grupp", "Barn", "Förskollärare", "Från"),
    ("Kotten", "18", "1", "januari"),
    ("Barren", "17", "0", "maj"),
    ("Stammen", "19", "1", "januari"),
    ("Toppen", "16", "0", "maj"),
)
GROUPS_LATER = (
    ("Grupp", "Barn", "Förskollärare", "Från"),
    ("Kotten", "18", "1", "januari"),
    ("Barren", "17", "1", "november"),
    ("Stammen", "20", "1", "januari"),
    ("Toppen", "16", "0", "maj"),
)
TRIED = (
    ("Moment", "Resultat"),
    ("Intygen i pärmen jämfördes med kökets lista", "Fem av fem stämde"),
    ("Brickorna märktes före serveringen", "Ja"),
    ("Rätt bricka kom till rätt plats", "Ja"),
    ("Två vikarier fick säga vad som gällde", "Båda visste"),
)
CERTIFICATES = (
    ("Intyg", "Gäller till"),
    ("1", "december 2026"),
    ("2", "juni 2027"),
    ("3", "maj 2026: har gått ut"),
    ("4", "mars 2027"),
    ("5", "november 2026"),
    ("6", "juni 2027"),
    ("7", "augusti 2027"),
)
MONTHS = (
    ("Oktober", "sju intyg, alla gäller"),
    ("November", "sex intyg, alla gäller; ett barn har flyttat"),
    ("December", "sex intyg, alla gäller"),
)

UNITS = (
    "Förskolan Björkdungen",
    "Förskolan Ekhult",
    "Förskolan Granen",
    "Förskolan Kvarnbacken",
    "Förskolan Lyktan",
    "Förskolan Sjövik",
    "Förskolan Tallbacken",
    "Förskolan Äppelgården",
)


def answers_of_units(well: str, **others: Answer) -> dict[str, Answer]:
    """Let every unit answer that all is well, except those named by their last word."""
    return {unit: others.get(unit.split()[-1], Answer(NONE, well)) for unit in UNITS}


PRESCHOOL = Essential(
    "Förskola av lika god kvalitet",
    ("1.1", "4.4"),
    (
        Method(
            "Varje grupp leds av en legitimerad förskollärare",
            "Rektor stämmer av bemanningslistan mot legitimationsregistret varje månad.",
            (
                Event(
                    "Kompetensen fördelas ojämnt mellan grupperna",
                    3,
                    4,
                    CONTROL,
                    (
                        Action(
                            "Rekryteringsplan för varje enhet", ONGOING, "Sju av åtta enheter har fyllt sina tjänster."
                        ),
                        Action("Vikariepool med legitimerade förskollärare", CLOSED, "Poolen är i bruk sedan april."),
                    ),
                ),
            ),
            (
                Check(
                    "Varje enhet redovisar hur många grupper som har haft förskollärare hela perioden",
                    {
                        T1: Answer(
                            MINOR,
                            "En av åtta enheter saknade förskollärare i en grupp under mars.",
                            "Vikarie med legitimation anställdes från april.",
                        ),
                        T2: Answer(
                            MAJOR,
                            "Två av åtta enheter avviker. Vid Granen saknades förskollärare i två grupper hela perioden,"
                            " vid Sjövik i en grupp under sex veckor.",
                            "Tjänsterna är utlysta. Avdelningschefen följer bemanningen varje vecka tills de är tillsatta.",
                        ),
                        VB: Answer(
                            MINOR,
                            "Två av åtta enheter har under hösten saknat förskollärare i någon grupp. Granen har tillsatt"
                            " den ena av sina två tjänster, Sjövik sin enda.",
                            "Den sista tjänsten vid Granen tillsätts i januari. Till dess delar två grupper förskollärare.",
                        ),
                    },
                    {
                        T1: answers_of_units(
                            "Alla grupper har haft förskollärare hela perioden.",
                            Sjövik=Answer(
                                MINOR,
                                "En grupp saknade förskollärare i tre veckor i mars.",
                                "Vikarie anställd från april.",
                                Corrective(
                                    "Ha en reserv med legitimation att ringa när någon är borta längre än en vecka",
                                    {
                                        T2: Step(
                                            CLOSED,
                                            "Reserven har använts vid två tillfällen, och båda grupperna hade"
                                            " förskollärare.",
                                        )
                                    },
                                    "Reserven finns, men räckte inte under semestern.",
                                ),
                            ),
                        ),
                        T2: answers_of_units(
                            "Alla grupper har haft förskollärare hela perioden.",
                            Granen=Answer(
                                MAJOR,
                                "Två av fyra grupper har saknat förskollärare sedan maj.",
                                "Två tjänster är utlysta, och intervjuer pågår.",
                                Corrective(
                                    "Tillsätt de två tjänsterna som förskollärare",
                                    {VB: Step(ONGOING, "Den ena tillsattes i november. Den andra är utlyst igen.")},
                                    "En av två tjänster är tillsatt.",
                                ),
                                papers=(Paper("Bemanning Granen, augusti.csv", GROUPS),),
                            ),
                            Sjövik=Answer(
                                MINOR,
                                "En grupp saknade förskollärare i sex veckor efter semestern.",
                                "En förskollärare börjar i oktober.",
                                Corrective(
                                    "Gör ett schema som täcker semestern med två förskollärare",
                                    {
                                        VB: Step(
                                            CLOSED,
                                            "Schemat för nästa sommar är gjort och granskat: alla veckor är täckta.",
                                        )
                                    },
                                    "Schemat är gjort.",
                                ),
                            ),
                        ),
                        VB: answers_of_units(
                            "Alla grupper har haft förskollärare hela perioden.",
                            Granen=Answer(
                                MAJOR,
                                "En grupp saknar fortfarande förskollärare. Den andra fick en i november.",
                                "Tjänsten är utlyst igen och väntas tillsatt i januari.",
                                reason="Åtgärden från tertial 2 pågår tills båda tjänsterna är tillsatta.",
                                papers=(
                                    Paper("Bemanning Granen, december.csv", GROUPS_LATER),
                                    Paper("Annonsen", link="https://jobb.lindhaga.example/forskollarare-granen"),
                                ),
                            ),
                            Sjövik=Answer(
                                MINOR,
                                "Tjänsten tillsattes i oktober. I september saknades förskollärare.",
                                "Tillsatt.",
                                reason="Orsaken är borta: tjänsten är tillsatt, och nästa sommar är planerad.",
                            ),
                        ),
                    },
                ),
            ),
        ),
        Method(
            "Enheterna arbetar med samma kvalitetsfrågor och jämför sina svar",
            "Kvalitetsfrågorna står på dagordningen vid rektorernas möten.",
            (
                Event(
                    "Barnen får olika goda villkor beroende på vilken förskola de går i",
                    2,
                    4,
                    WATCH,
                    (Action("Gemensam mall för enheternas kvalitetsrapporter", CLOSED, "Mallen används av alla."),),
                ),
            ),
            (
                Check(
                    "Avdelningschefen läser enheternas kvalitetsrapporter och återkopplar",
                    {
                        T1: Answer(NONE, "Åtta rapporter är lästa, och alla enheter har fått svar."),
                        T2: Answer(NONE, "Åtta rapporter är lästa, och alla enheter har fått svar."),
                        VB: Answer(NONE, "Åtta rapporter är lästa. Skillnaderna mellan enheterna har minskat."),
                    },
                ),
            ),
        ),
    ),
)

FOOD = Essential(
    "Maten på förskolan",
    ("1.1",),
    (
        Method(
            "Specialkost lagas efter intyg och serveras märkt",
            "Kökets ansvarige jämför dagens specialkost med intygen före serveringen.",
            (
                Event(
                    "Ett barn får mat som det är allergiskt mot",
                    2,
                    5,
                    CONTROL,
                    (Action("Märkta brickor i alla kök", CLOSED, "Brickorna används av alla åtta enheter."),),
                ),
            ),
            (
                Check(
                    "Varje enhet prövar sin rutin för specialkost en gång per tertial",
                    {
                        T1: Answer(NONE, "Alla åtta enheter har prövat rutinen, och den höll."),
                        T2: Answer(
                            MINOR,
                            "En av åtta enheter hade ett intyg som inte längre gällde.",
                            "Intyget är förnyat. Listan gås nu igenom varje månad.",
                        ),
                        VB: Answer(NONE, "Alla åtta enheter har prövat rutinen, och den höll."),
                    },
                    {
                        T1: answers_of_units(
                            "Rutinen prövades och höll.",
                            Lyktan=Answer(
                                NONE,
                                "Rutinen prövades vid lunchen den 14 april och höll.",
                                papers=(Paper("Provad rutin för specialkost.pdf", TRIED),),
                            ),
                        ),
                        T2: answers_of_units(
                            "Rutinen prövades och höll.",
                            Ekhult=Answer(
                                MINOR,
                                "Ett av sju intyg hade gått ut i maj.",
                                "Nytt intyg finns. Listan gås igenom den första varje månad.",
                                Corrective(
                                    "Gå igenom intygen den första varje månad",
                                    {
                                        VB: Step(
                                            CLOSED,
                                            "Listan har gåtts igenom varje månad sedan oktober. Inget intyg har gått ut.",
                                        )
                                    },
                                    "Görs varje månad.",
                                ),
                                papers=(Paper("Genomgång av intyg.png", CERTIFICATES),),
                            ),
                        ),
                        VB: answers_of_units(
                            "Rutinen prövades och höll.",
                            Ekhult=Answer(
                                NONE,
                                "Rutinen prövades och höll. Alla sex intyg gäller.",
                                papers=(Paper("Intygen månad för månad.txt", MONTHS),),
                            ),
                        ),
                    },
                ),
            ),
        ),
    ),
)

SUPPORT = Essential(
    "Barn i behov av särskilt stöd",
    ("1.1", "4.4"),
    (
        Method(
            "Stödet skrivs ner i en stödplan tillsammans med vårdnadshavarna",
            "Specialpedagogen går igenom alla stödplaner i mars och oktober.",
            (
                Event(
                    "Barnet får vänta på stöd som det behöver",
                    3,
                    4,
                    REDUCE,
                    (
                        Action("Specialpedagog på plats en dag i veckan", ONGOING, "Sju av åtta enheter har en."),
                        Action("Snabbare väg till logoped", ON_HOLD, "Väntar på regionens besked."),
                    ),
                ),
            ),
            (
                Check(
                    "Tiden från att behovet märks till att stödplanen finns mäts",
                    {
                        T1: Answer(
                            MINOR, "4 av 31 planer tog mer än åtta veckor.", "Specialpedagogernas tid fördelas om."
                        ),
                        T2: Answer(NONE, "2 av 28 planer tog mer än åtta veckor, båda på vårdnadshavarnas önskan."),
                        VB: Answer(NONE, "Alla 34 planer fanns inom åtta veckor."),
                    },
                ),
            ),
            lacking={"4.4": "Snabbare väg till logoped"},
        ),
    ),
)


PROCESSES = (PRESCHOOL, SUPPORT, FOOD)
