"""Money, accounts and staff: what every administration has."""

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
from rimlig.demo.district.accounts import IN_AUGUST
from rimlig.documents.document import Action, Event

WITHOUT_AGREEMENT = (
    ("Enhet", "Varugrupp", "Belopp", "Förklaring"),
    ("Hemtjänst norr", "Förbrukningsvaror", "12 400", "Avtalets leverantör kunde inte leverera"),
    ("Hemtjänst söder", "Förbrukningsvaror", "11 850", "Avtalets leverantör kunde inte leverera"),
    ("Förskolan Lyktan", "Lekmaterial", "16 200", "Beställaren kände inte till avtalet"),
    ("Utredning barn", "Tolk", "10 900", "Språket ingår inte i avtalet"),
    ("Ekonomi och stöd", "Möbler", "24 300", "Beställaren kände inte till avtalet"),
)
ACCOUNTS = (
    ("Enhet", "Aktiva konton", "Utan pågående anställning", "Varav med tillgång till akter"),
    ("Mottagning", "41", "6", "2"),
    ("Utredning barn", "38", "4", "1"),
    ("Hemtjänst norr", "127", "9", "1"),
    ("Hemtjänst söder", "119", "8", "0"),
    ("Övriga enheter", "302", "0", "0"),
)
ACCOUNTS_LATER = (
    ("Enhet", "Aktiva konton", "Utan pågående anställning", "Varav med tillgång till akter"),
    ("Mottagning", "43", "1", "0"),
    ("Hemtjänst norr", "131", "1", "0"),
    ("Hemtjänst söder", "122", "1", "0"),
    ("Övriga enheter", "341", "0", "0"),
)
LOGS = (
    ("Granskat", "loggarna för de fyra konton som gav tillgång till akter"),
    ("Tid", "från sista anställningsdag till den dag då kontot stängdes"),
    ("Fann", "inga inloggningar"),
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
                    REDUCE,
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
                            MINOR,
                            "5 av 334 inköp saknade avtal.",
                            "Beställarnas behörighet kopplas till utbildningen.",
                            Corrective("Behörighet först efter utbildning", days=90),
                            papers=(Paper("Inköp utan avtal, hösten.csv", WITHOUT_AGREEMENT),),
                        ),
                    },
                ),
            ),
        ),
        Method(
            "Egna utlägg attesteras av närmaste chef",
            "Ekonomienheten ser till att kvitto och syfte finns innan utbetalning.",
            (
                Event(
                    "Privata utgifter betalas av nämnden",
                    2,
                    3,
                    CONTROL,
                    (Action("Ny blankett", CLOSED, "Alla utlägg i mars hade kommit på den nya blanketten."),),
                ),
            ),
            (
                Check(
                    "Trettio slumpvis valda utlägg granskas varje tertial",
                    {
                        T1: Answer(NONE, "Kvitto, syfte och attest fanns för alla 30.", counted=(412, 30, 0)),
                        T2: Answer(NONE, "Ett kvitto saknades och har kommit in i efterhand.", counted=(366, 30, 1)),
                        VB: Answer(NONE, "Kvitto, syfte och attest fanns för alla 30.", counted=(398, 30, 0)),
                    },
                ),
            ),
        ),
    ),
)

FORECAST = Essential(
    "Prognos och uppföljning av budget",
    ("3.5",),
    (
        Method(
            "Cheferna lämnar en prognos varje månad",
            "Controllern jämför prognosen med utfallet och frågar när skillnaden är större än två procent.",
            (
                Event(
                    "Ett underskott upptäcks för sent",
                    3,
                    4,
                    CONTROL,
                    (Action("Enklare mall för prognosen", CLOSED, "Mallen används sedan mars."),),
                ),
            ),
            (
                Check(
                    "Prognosernas träffsäkerhet mäts enhet för enhet",
                    {
                        T1: Answer(NONE, "Alla fjorton enheters prognoser låg inom två procent från utfallet."),
                        T2: Answer(MINOR, "2 av 14 enheter missade med mer än två procent.", "Båda får stöd i höst."),
                        VB: Answer(NONE, "Alla fjorton enheters prognoser låg inom två procent från utfallet."),
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
                    CONTROL,
                    (Action("Fallövningar på arbetsplatsträffar", ONGOING, "Genomfört vid hälften av enheterna."),),
                ),
                Event(
                    "Leverantörer erbjuder gåvor eller resor",
                    2,
                    4,
                    WATCH,
                    (
                        Action(
                            "Riktlinjen om gåvor delas ut vid anställning",
                            CLOSED,
                            "Alla som har anställts sedan februari har kvitterat den.",
                        ),
                    ),
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
                    CONTROL,
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
                            Corrective(
                                "Jämförelsen görs varje vecka",
                                {
                                    T2: Step(ONGOING, "Gjord varje vecka sedan juni, utom två veckor i juli."),
                                },
                                "Görs varje vecka. Antalet öppna konton har minskat vid varje tertial.",
                                days=280,
                            ),
                            papers=(
                                Paper("Jämförelse konton och anställningar, april.csv", ACCOUNTS),
                                Paper("Granskning av loggar.txt", LOGS),
                            ),
                        ),
                        T2: Answer(
                            MINOR,
                            "6 konton tillhörde personer som slutat.",
                            "Kontona är stängda.",
                            papers=(
                                Paper("Så görs jämförelsen", link="https://intranat.lindhaga.example/rutiner/konton"),
                            ),
                            test=IN_AUGUST,
                        ),
                        VB: Answer(
                            MINOR,
                            "3 konton tillhörde personer som slutat.",
                            "Kontona är stängda.",
                            papers=(Paper("Jämförelse konton och anställningar, december.csv", ACCOUNTS_LATER),),
                        ),
                    },
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
                    WATCH,
                    (Action("Fadder till alla nya", CLOSED, "Alla 33 som anställdes under våren fick en fadder."),),
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
                    CONTROL,
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


PROCESSES = (PAYMENTS, FORECAST, IRREGULARITIES, ACCESS, WORK_ENVIRONMENT)
