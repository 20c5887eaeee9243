"""Money: buying, paying, attesting, and getting paid."""

from rimlig.planning.library.examples import (
    CONFLICT,
    FRAUD,
    LAW,
    MONEY,
    TERTIALS,
    TWICE,
    Area,
    Event,
    Example,
    FollowUp,
    Method,
)

AREA = Area(
    "Ekonomi och inköp",
    (
        Example(
            "inkop",
            "Inköp och upphandling",
            "Varje krona ska användas väl, och leverantörer ska behandlas lika.",
            (
                Method(
                    "Inköp görs på avtal, och där avtal saknas jämförs minst tre leverantörer",
                    ("Beställaren väljer avtal i inköpssystemet innan beställningen kan skickas",),
                    (
                        Event("Inköp görs utanför avtal till högre pris", MONEY),
                        Event("Ett inköp delas upp för att undgå upphandling", LAW),
                    ),
                    (
                        FollowUp(
                            "Andelen inköp som har gjorts på avtal",
                            "Leverantörsfakturor jämförs med avtalsregistret.",
                            TERTIALS,
                            by_units=False,
                        ),
                        FollowUp(
                            "Direktupphandlingar: dokumenterad jämförelse",
                            "Stickprov av 15 inköp över beloppsgränsen.",
                            TWICE,
                            sample=True,
                        ),
                    ),
                ),
                Method(
                    "Den som upphandlar lämnar en försäkran om att jäv saknas",
                    ("Försäkran ligger i ärendet innan anbuden öppnas",),
                    (Event("En leverantör gynnas av någon som den har band till", CONFLICT),),
                    (
                        FollowUp(
                            "Att försäkran finns i varje upphandlingsärende",
                            "Genomgång av årets avslutade upphandlingar.",
                            by_units=False,
                        ),
                    ),
                ),
            ),
        ),
        Example(
            "attest",
            "Attest av utgifter",
            "Två personer ska ha sett varje utgift innan pengarna lämnar kommunen.",
            (
                Method(
                    "Den som har beställt mottagningsattesterar, och en annan beslutsattesterar",
                    ("Ekonomisystemet hindrar att samma person gör båda",),
                    (
                        Event("En utgift betalas utan att varan har kommit", MONEY),
                        Event("Någon godkänner sina egna utlägg", FRAUD),
                    ),
                    (
                        FollowUp(
                            "Verifikationer där samma person har registrerat och godkänt",
                            "Alla verifikationer i huvudboken gås igenom med registerkontroll.",
                            TERTIALS,
                            by_units=False,
                        ),
                    ),
                ),
                Method(
                    "Attestförteckningen är aktuell",
                    ("Chefen bekräftar sina attestanter när någon börjar eller slutar",),
                    (Event("Den som har slutat står kvar som attestant", FRAUD),),
                    (
                        FollowUp(
                            "Att attestanter är anställda på den enhet som de attesterar för",
                            "Attestförteckningen jämförs med lönesystemets anställda.",
                            TWICE,
                            by_units=False,
                        ),
                    ),
                ),
            ),
        ),
        Example(
            "leverantorsfakturor",
            "Betalning till leverantörer",
            "Rätt belopp ska gå till rätt mottagare, en gång.",
            (
                Method(
                    "Nya och ändrade bankuppgifter kontrolleras hos leverantören",
                    ("Ekonomienheten ringer ett känt nummer innan uppgiften ändras",),
                    (
                        Event("Pengar betalas till ett konto som en bedragare har uppgett", FRAUD),
                        Event("En faktura betalas två gånger", MONEY),
                    ),
                    (
                        FollowUp(
                            "Ändrade bankuppgifter som saknar antecknad kontroll, och dubbla betalningar",
                            "Registerkontroll av leverantörsregister och betalningar.",
                            TERTIALS,
                            by_units=False,
                        ),
                    ),
                ),
            ),
        ),
        Example(
            "lon",
            "Löneutbetalning",
            "Den som arbetar ska få rätt lön i rätt tid.",
            (
                Method(
                    "Chefen granskar utbetalningslistan före varje lönekörning",
                    ("Lönesystemet visar vilka listor som inte är granskade två dagar före körningen",),
                    (
                        Event("Lön betalas till någon som har slutat", MONEY),
                        Event("Någon registrerar tid eller tillägg som den inte har rätt till", FRAUD),
                    ),
                    (
                        FollowUp(
                            "Andelen utbetalningslistor som har granskats i tid",
                            "Lista ur lönesystemet, per enhet och månad.",
                            TERTIALS,
                        ),
                        FollowUp(
                            "Löneskulder som har uppstått och reglerats",
                            "Lista ur lönesystemet.",
                            TERTIALS,
                            by_units=False,
                        ),
                    ),
                ),
            ),
        ),
        Example(
            "kontanter",
            "Kontanter, kort och privata medel",
            "Småpengar är också andras pengar.",
            (
                Method(
                    "Handkassor och kort kvitteras ut och stäms av varje månad",
                    ("Två personer räknar kassan tillsammans",),
                    (
                        Event("Pengar försvinner ur en kassa utan att det märks", FRAUD),
                        Event("Inköp med kort saknar kvitto", MONEY),
                    ),
                    (
                        FollowUp(
                            "Att kassor och kort är avstämda med två underskrifter",
                            "Oanmält besök på enheten, alla kassor under året.",
                            TWICE,
                        ),
                    ),
                ),
            ),
        ),
        Example(
            "budget",
            "Budget och prognos",
            "Nämnden ska veta i tid om pengarna inte räcker.",
            (
                Method(
                    "Varje chef lämnar prognos med förklaring en gång i månaden",
                    ("Controllern ställer frågor om avvikelser över två procent",),
                    (
                        Event("Ett underskott upptäcks när det är för sent att styra om", MONEY),
                        Event("Prognosen bygger på antaganden som ingen har prövat", MONEY),
                    ),
                    (
                        FollowUp(
                            "Träffsäkerheten i prognoserna: skillnad mot utfallet",
                            "Prognos per tertial jämförs med utfall per enhet.",
                            TERTIALS,
                        ),
                    ),
                ),
            ),
        ),
        Example(
            "avgifter",
            "Avgifter och fakturering",
            "Den som ska betala ska betala rätt, och lika fall ska behandlas lika.",
            (
                Method(
                    "Avgifter beräknas på aktuella uppgifter om inkomst och tid",
                    ("Uppgifter om inkomst begärs in en gång om året och jämförs",),
                    (
                        Event("Fel avgift tas ut under lång tid", MONEY),
                        Event("Tjänster som har getts faktureras inte", MONEY),
                    ),
                    (
                        FollowUp(
                            "Att avgiften stämmer med underlaget",
                            "Stickprov av 40 fakturor mot taxa och underlag.",
                            TWICE,
                            by_units=False,
                            sample=True,
                        ),
                    ),
                ),
            ),
        ),
    ),
)
