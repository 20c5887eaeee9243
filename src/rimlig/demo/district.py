"""Lindhaga stadsdelsnämnd: the district board, with eight preschool units of which two deviate."""

from rimlig.demo.content import Answer, BoardContent, Check, Essential, Method
from rimlig.documents.document import Action, ActionPlan, ActionStatus, Deviation, Event, Treatment
from rimlig.followup.models import PeriodCode

T1, T2, VB = PeriodCode.T1, PeriodCode.T2, PeriodCode.VB
NONE, MINOR, MAJOR, NOT_DONE = Deviation.NONE, Deviation.MINOR, Deviation.MAJOR, Deviation.NOT_DONE
CLOSED, ONGOING, ON_HOLD, NOT_STARTED = (
    ActionStatus.CLOSED,
    ActionStatus.ONGOING,
    ActionStatus.ON_HOLD,
    ActionStatus.NOT_STARTED,
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


def _units(well: str, **others: Answer) -> dict[str, Answer]:
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
                    Treatment.CONTROL,
                    (
                        Action(
                            "Rekryteringsplan för varje enhet", ONGOING, "Sex av åtta enheter har fyllt sina tjänster."
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
                        T1: _units(
                            "Alla grupper har haft förskollärare hela perioden.",
                            Sjövik=Answer(
                                MINOR,
                                "En grupp saknade förskollärare i tre veckor i mars.",
                                "Vikarie anställd från april.",
                            ),
                        ),
                        T2: _units(
                            "Alla grupper har haft förskollärare hela perioden.",
                            Granen=Answer(
                                MAJOR,
                                "Två av fyra grupper har saknat förskollärare sedan maj.",
                                "Två tjänster är utlysta, och intervjuer pågår.",
                            ),
                            Sjövik=Answer(
                                MINOR,
                                "En grupp saknade förskollärare i sex veckor efter semestern.",
                                "En förskollärare börjar i oktober.",
                            ),
                        ),
                        VB: _units(
                            "Alla grupper har haft förskollärare hela perioden.",
                            Granen=Answer(
                                MAJOR,
                                "En grupp saknar fortfarande förskollärare. Den andra fick en i november.",
                                "Tjänsten är utlyst igen och väntas tillsatt i januari.",
                            ),
                            Sjövik=Answer(
                                MINOR, "Tjänsten tillsattes i oktober. I september saknades förskollärare.", "Tillsatt."
                            ),
                        ),
                    },
                    (Action("Förskollärare till Granen", ONGOING, "En av två tjänster är tillsatt."),),
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
                    Treatment.WATCH,
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
                    Treatment.REDUCE,
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
                            MINOR, "9 av 112 utredningar tog mer än fyra månader.", "Fördelningen sker nu centralt."
                        ),
                        T2: Answer(
                            MINOR, "7 av 98 utredningar tog mer än fyra månader.", "Två utredare har anställts."
                        ),
                        VB: Answer(NONE, "1 av 121 utredningar tog mer än fyra månader, med beslut om förlängning."),
                    },
                    actions=(Action("Veckovis lista över äldre utredningar", CLOSED, "Listan används."),),
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
                    Treatment.CONTROL,
                    (Action("Utbildning i samtal med barn", CLOSED, "Alla handläggare har gått den."),),
                ),
            ),
            (
                Check(
                    "Tjugo slumpvis valda utredningar granskas varje tertial",
                    {
                        T1: Answer(
                            MINOR, "I 3 av 20 utredningar saknades barnets inställning.", "Checklistan har ändrats."
                        ),
                        T2: Answer(NONE, "I 1 av 20 utredningar saknades barnets inställning, med skäl angivet."),
                        VB: Answer(NONE, "Barnets inställning framgick av alla 20 utredningar."),
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
                    Treatment.CONTROL,
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
                    Treatment.ACCEPT,
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
            (Event("Missförhållanden rapporteras inte", 2, 5, Treatment.CONTROL),),
            (
                Check(
                    "Närvarolistor från informationstillfällena stäms av mot personallistan",
                    {
                        T1: Answer(NOT_DONE, "Systemet för närvaro byttes i mars, och listorna gick inte att ta ut."),
                        T2: Answer(
                            MINOR, "41 av 236 medarbetare saknades på listorna.", "Nya tillfällen hålls i september."
                        ),
                        VB: Answer(NONE, "Alla 238 medarbetare har fått informationen."),
                    },
                ),
            ),
        ),
    ),
)

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
                    Treatment.CONTROL,
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
                    Treatment.CONTROL,
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

PAYMENTS = Essential(
    "Inköp och utbetalningar",
    ("3.5",),
    (
        Method(
            "Inköp görs inom ramavtal",
            "Beställningar utanför avtal stoppas i inköpssystemet tills de har motiverats.",
            (
                Event(
                    "Inköp utanför avtal blir dyrare och bryter mot upphandlingslagen",
                    4,
                    3,
                    Treatment.REDUCE,
                    (Action("Utbildning av alla beställare", ONGOING, "64 av 90 beställare är klara."),),
                ),
            ),
            (
                Check(
                    "Alla inköp över 10 000 kronor jämförs med avtalsregistret",
                    {
                        T1: Answer(
                            MINOR, "12 av 310 inköp saknade avtal.", "Enheterna har fått en lista att förklara."
                        ),
                        T2: Answer(
                            MINOR, "8 av 287 inköp saknade avtal, de flesta vid två enheter.", "Besök vid båda."
                        ),
                        VB: Answer(
                            MINOR, "5 av 334 inköp saknade avtal.", "Beställarnas behörighet kopplas till utbildningen."
                        ),
                    },
                    actions=(Action("Behörighet först efter utbildning", NOT_STARTED),),
                ),
            ),
        ),
        Method(
            "Egna utlägg attesteras av närmaste chef",
            "Ekonomienheten ser till att kvitto och syfte finns innan utbetalning.",
            (Event("Privata utgifter betalas av nämnden", 2, 3, Treatment.CONTROL, (Action("Ny blankett", CLOSED),)),),
            (
                Check(
                    "Trettio slumpvis valda utlägg granskas varje tertial",
                    {
                        T1: Answer(NONE, "Kvitto, syfte och attest fanns för alla 30."),
                        T2: Answer(NONE, "Ett kvitto saknades och har kommit in i efterhand."),
                        VB: Answer(NONE, "Kvitto, syfte och attest fanns för alla 30."),
                    },
                ),
            ),
        ),
    ),
)

IRREGULARITIES = Essential(
    "Skydd mot oegentligheter",
    ("3.5", "4.2"),
    (
        Method(
            "Bisysslor och jäv prövas varje år",
            "Medarbetarsamtalet har en fast punkt om bisysslor och jäv.",
            (
                Event(
                    "En medarbetare gynnar sig själv eller en närstående",
                    2,
                    5,
                    Treatment.CONTROL,
                    (Action("Fallövningar på arbetsplatsträffar", ONGOING, "Genomfört vid hälften av enheterna."),),
                ),
                Event(
                    "Leverantörer erbjuder gåvor eller resor",
                    2,
                    4,
                    Treatment.WATCH,
                    (Action("Riktlinjen om gåvor delas ut vid anställning", CLOSED),),
                ),
            ),
            (
                Check(
                    "Leverantörsregistret jämförs med medarbetares anmälda bisysslor",
                    {
                        T2: Answer(NONE, "Två träffar har utretts. Ingen gällde jäv."),
                        VB: Answer(NONE, "En träff har utretts. Den gällde inte jäv."),
                    },
                ),
            ),
        ),
    ),
)

ACCESS = Essential(
    "Behörigheter och sekretess",
    ("4.2",),
    (
        Method(
            "Konton och tjänstekort avslutas när anställningen upphör",
            "Chefen beställer avslut i samma ärende som slutlönen.",
            (
                Event(
                    "Den som har slutat kommer fortfarande åt uppgifter om enskilda",
                    3,
                    4,
                    Treatment.CONTROL,
                    (
                        Action("Avslut kopplas till personalsystemet", ONGOING, "Leverantören levererar i november."),
                        Action("Rutin för återlämnade tjänstekort", ON_HOLD, "Väntar på kommunens gemensamma rutin."),
                    ),
                ),
            ),
            (
                Check(
                    "Aktiva konton jämförs med pågående anställningar",
                    {
                        T1: Answer(
                            MAJOR,
                            "27 konton tillhörde personer som slutat, fyra av dem med tillgång till akter.",
                            "Kontona stängdes samma dag, och loggarna har granskats utan anmärkning.",
                        ),
                        T2: Answer(MINOR, "6 konton tillhörde personer som slutat.", "Kontona är stängda."),
                        VB: Answer(MINOR, "3 konton tillhörde personer som slutat.", "Kontona är stängda."),
                    },
                    actions=(Action("Jämförelsen görs varje vecka", ONGOING),),
                ),
            ),
        ),
    ),
)

WORK_ENVIRONMENT = Essential(
    "Arbetsmiljö och introduktion",
    ("4.2",),
    (
        Method(
            "Nya medarbetare introduceras enligt plan",
            "Chefen bockar av introduktionsplanen efter tre månader.",
            (
                Event(
                    "Nya medarbetare slutar tidigt eller gör fel",
                    3,
                    3,
                    Treatment.WATCH,
                    (Action("Fadder till alla nya", CLOSED),),
                ),
            ),
            (
                Check(
                    "Enkät till alla som har varit anställda i tre månader",
                    {
                        T1: Answer(NONE, "38 av 41 svarade att introduktionen var bra eller mycket bra."),
                        T2: Answer(NONE, "29 av 33 svarade att introduktionen var bra eller mycket bra."),
                        VB: Answer(NONE, "44 av 47 svarade att introduktionen var bra eller mycket bra."),
                    },
                ),
            ),
        ),
        Method(
            "Upprepad korttidsfrånvaro följs upp med samtal",
            "Chefen får ett meddelande vid det fjärde tillfället på sex månader.",
            (
                Event(
                    "Ohälsa upptäcks för sent",
                    3,
                    3,
                    Treatment.CONTROL,
                    (Action("Chefsstöd från personalenheten", ONGOING),),
                ),
            ),
            (
                Check(
                    "Andelen meddelanden som har lett till ett samtal inom två veckor",
                    {
                        T1: Answer(MINOR, "58 procent ledde till samtal i tid.", "Personalenheten påminner cheferna."),
                        T2: Answer(NONE, "83 procent ledde till samtal i tid, över målet 80."),
                        VB: Answer(NONE, "87 procent ledde till samtal i tid."),
                    },
                ),
            ),
        ),
    ),
)

BOARD = BoardContent(
    code="lindhaga",
    name="Lindhaga stadsdelsnämnd",
    units=UNITS,
    goals={
        "1.1": "Barn får en trygg start",
        "1.2": "Stöd ges i rätt tid",
        "1.7": "Äldre har en trygg ålderdom",
        "3.5": "Ekonomin håller över tid",
        "4.2": "Kommunen är en bra arbetsgivare",
        "4.4": "Barns rättigheter respekteras",
        "4.7": "Invånarna har inflytande",
    },
    processes=(
        PRESCHOOL,
        INVESTIGATIONS,
        DECISIONS,
        ABUSE_REPORTS,
        HOME_CARE,
        COMPLAINTS,
        PAYMENTS,
        IRREGULARITIES,
        ACCESS,
        WORK_ENVIRONMENT,
    ),
    introduction=(
        "Nämnden ansvarar för att verksamheten sköts enligt lag, mål och riktlinjer, och för att den interna kontrollen"
        " räcker till. Planen visar vad nämnden följer upp under året, hur det går till och vem som gör det.\n\n"
        "Urvalet bygger på en riskanalys som ledningsgruppen och enheternas chefer gjorde i oktober. Risker med värdet 12"
        " eller mer följs alltid upp."
    ),
    summaries={
        T1: "Uppföljningen har gjorts enligt plan, utom en som inte gick att genomföra. En större avvikelse gäller konton"
        " som inte hade stängts.",
        T2: "De flesta uppföljningarna visar ingen avvikelse. En större avvikelse gäller bemanningen vid två förskolor.",
        VB: "Uppföljningen har gjorts enligt plan. Tre mindre avvikelser kvarstår vid årets slut, och åtgärder pågår för"
        " dem alla.",
    },
    goal_summaries={
        "1.1": "Två av åtta förskolor har saknat förskollärare i någon grupp. Rekryteringen väntas klar i januari.",
        "1.2": "Utredningstiderna är åter inom fyra månader efter två tertial med förseningar.",
        "1.7": "Hemtjänstens utförda tid har ökat under året, och synpunkter besvaras i tid.",
        "3.5": "Inköp utanför avtal har minskat under året men förekommer fortfarande.",
        "4.2": "Tre konton var öppna efter avslutad anställning. Kopplingen till personalsystemet gör klart arbetet.",
        "4.4": "Barnets inställning framgår numera av alla granskade utredningar.",
        "4.7": "Nästan alla som har lämnat en synpunkt har fått svar inom tio arbetsdagar.",
    },
    action_plans=(
        ActionPlan(
            "Rutin för brandskydd saknas",
            "Tre av åtta förskolor kunde inte visa upp en aktuell brandskyddsrond.",
            3,
            8,
            "Ronden är införd i fastighetssystemet med påminnelse varje kvartal.",
            CLOSED,
        ),
        ActionPlan(
            "Avtal följs inte upp",
            "Fem av nio enheter hade inte följt upp sina viktigaste avtal under året.",
            5,
            9,
            "En mall för uppföljning har tagits fram.\n\nInköpssamordnaren går igenom avtalen med varje enhet under våren.",
            ONGOING,
        ),
    ),
)
