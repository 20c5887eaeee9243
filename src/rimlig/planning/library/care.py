"""Social services and care: decisions, children, medication, home care."""

from rimlig.planning.library.examples import (
    FRAUD,
    LAW,
    MONEY,
    STAFF,
    TERTIALS,
    TWICE,
    WORK,
    Area,
    Event,
    Example,
    FollowUp,
    Method,
)

AREA = Area(
    "Omsorg och socialtjänst",
    (
        Example(
            "socialtjanst-utredning",
            "Utredning av barns behov av skydd",
            "Barn som far illa ska få hjälp i tid.",
            (
                Method(
                    "Skyddsbedömning görs samma dag som anmälan kommer in",
                    ("Gruppledaren går igenom nya anmälningar varje morgon",),
                    (Event("Ett barn i fara får vänta på skydd", WORK),),
                    (
                        FollowUp(
                            "Andelen anmälningar med skyddsbedömning inom ett dygn",
                            "Lista ur verksamhetssystemet, alla anmälningar.",
                            TERTIALS,
                        ),
                    ),
                ),
                Method(
                    "Utredningar avslutas inom fyra månader",
                    ("Verksamhetssystemet visar utredningar som är äldre än tre månader",),
                    (
                        Event("En utredning drar ut på tiden utan skäl", LAW),
                        Event("Barnet har inte fått säga sin mening", LAW),
                    ),
                    (
                        FollowUp(
                            "Utredningar som är äldre än fyra månader utan beslut om förlängning",
                            "Registerkontroll av alla öppna utredningar.",
                            TERTIALS,
                        ),
                    ),
                ),
            ),
        ),
        Example(
            "socialtjanst-beslut",
            "Beslut som verkställs",
            "Ett beslut hjälper först när det genomförs.",
            (
                Method(
                    "Beslut som inte har verkställts följs varje månad",
                    ("Enhetschefen får en lista över beslut utan insats",),
                    (Event("Ett beslut verkställs inte inom skälig tid", LAW),),
                    (
                        FollowUp(
                            "Beslut som inte har verkställts inom tre månader, och vad som görs",
                            "Lista ur verksamhetssystemet, samma som rapporteras till tillsynen.",
                            TERTIALS,
                        ),
                    ),
                ),
            ),
        ),
        Example(
            "forsorjningsstod",
            "Ekonomiskt bistånd",
            "Den som har rätt till stöd ska få det, och ingen annan.",
            (
                Method(
                    "Ansökan prövas mot aktuella uppgifter, och två personer ser utbetalningen",
                    ("Systemet kräver en annan handläggare för utbetalning över ett visst belopp",),
                    (
                        Event("Bistånd betalas ut på felaktiga uppgifter", MONEY),
                        Event("En handläggare betalar ut till sig själv eller en närstående", FRAUD),
                    ),
                    (
                        FollowUp(
                            "Att beslut och utbetalning stämmer med underlaget",
                            "Stickprov av 30 utbetalningar.",
                            TWICE,
                            by_units=False,
                            sample=True,
                        ),
                    ),
                ),
            ),
        ),
        Example(
            "lakemedel",
            "Läkemedel i äldreomsorgen",
            "Rätt läkemedel till rätt person i rätt tid.",
            (
                Method(
                    "Läkemedel ges bara av den som har giltig delegering",
                    ("Sjuksköterskan ser över delegeringar en gång i månaden",),
                    (
                        Event("En dos uteblir eller ges till fel person", WORK),
                        Event("Läkemedel ges av någon utan giltig delegering", LAW),
                    ),
                    (
                        FollowUp(
                            "Giltiga delegeringar och avvikelser i läkemedelshanteringen",
                            "Delegeringslistan jämförs med schemat; avvikelser räknas.",
                            TERTIALS,
                        ),
                    ),
                ),
                Method(
                    "Narkotikaklassade läkemedel räknas av två personer",
                    ("Förbrukningsjournalen signeras vid varje uttag",),
                    (Event("Läkemedel stjäls ur förrådet", FRAUD),),
                    (
                        FollowUp(
                            "Att journal och förråd stämmer överens",
                            "Oanmäld räkning på varje enhet.",
                            TWICE,
                        ),
                    ),
                ),
            ),
        ),
        Example(
            "hemtjanst",
            "Hemtjänst i rätt tid",
            "Den som har beviljats hjälp ska få den, av så få personer som möjligt.",
            (
                Method(
                    "Insatser planeras efter beslutet och registreras när de är gjorda",
                    ("Planeraren jämför planerad och utförd tid varje dag",),
                    (
                        Event("Ett besök uteblir utan att någon märker det", WORK),
                        Event("Den enskilda möter många olika medarbetare", STAFF),
                    ),
                    (
                        FollowUp(
                            "Utförd tid i förhållande till beviljad, och antal medarbetare per person",
                            "Uppgifter ur planeringssystemet för två veckor.",
                            TERTIALS,
                        ),
                    ),
                ),
            ),
        ),
        Example(
            "lex-sarah",
            "Rapportering av missförhållanden",
            "Fel ska komma fram, så att de inte händer igen.",
            (
                Method(
                    "Alla känner till sin skyldighet att rapportera, och varje rapport utreds",
                    ("Skyldigheten tas upp på arbetsplatsträff två gånger om året",),
                    (Event("Ett missförhållande rapporteras inte", LAW),),
                    (
                        FollowUp(
                            "Andelen medarbetare som har informerats, och tid till avslutad utredning",
                            "Närvarolistor och förteckningen över rapporter.",
                            TWICE,
                        ),
                    ),
                ),
            ),
        ),
    ),
)
