"""Lindhaga stadsdelsnämnd: the district board, its goals and the texts around its reports."""

from rimlig.demo.content import CLOSED, ONGOING, T1, T2, VB, BoardContent, Shortcoming
from rimlig.demo.district import administration, inhabitants, preschools, social_services
from rimlig.documents.document import ActionPlan

BOARD = BoardContent(
    code="lindhaga",
    name="Lindhaga stadsdelsnämnd",
    units=preschools.UNITS,
    goals={
        "1.1": "Barn får en trygg start",
        "1.2": "Stöd ges i rätt tid",
        "1.7": "Äldre får god omsorg",
        "3.5": "Ekonomin håller över tid",
        "4.2": "Kommunen är en bra arbetsgivare",
        "4.4": "Barns rättigheter respekteras",
        "4.7": "Invånarna har inflytande",
    },
    processes=(
        *preschools.PROCESSES,
        *social_services.PROCESSES,
        *inhabitants.PROCESSES,
        *administration.PROCESSES,
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
        "3.5": "Prognoserna är säkra. Inköp utanför avtal har minskat under året men förekommer fortfarande.",
        "4.2": "Tre konton var öppna efter avslutad anställning. Kopplingen till personalsystemet gör klart arbetet.",
        "4.4": "Barnets inställning framgår numera av alla granskade utredningar, och stödplaner blir klara i tid.",
        "4.7": "Nästan alla synpunkter har fått svar inom tio arbetsdagar, och fel på lekplatser rättas inom en vecka.",
    },
    earlier_action_plans=(
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
    shortcomings=(
        Shortcoming(
            "Konton är öppna efter avslutad anställning",
            "Fyra av fjorton enheter hade i april konton som tillhörde någon som slutat.",
            ("Mottagning", "Utredning barn", "Hemtjänst norr", "Hemtjänst söder"),
            14,
            "Kontona stängdes samma dag. Jämförelsen görs varje vecka tills avslut är kopplat till personalsystemet.",
            "Aktiva konton jämförs med pågående anställningar",
            T1,
            {
                T2: "Sex konton var öppna i augusti, mot 27 i april. Leverantören har lovat kopplingen till november.",
                VB: "Tre konton var öppna vid årets slut. Kopplingen är levererad och prövas i januari.",
            },
        ),
        Shortcoming(
            "Förskollärare saknas i någon grupp",
            "Två av åtta förskolor, Granen och Sjövik, har under året haft grupper utan förskollärare.",
            ("Förskolan Granen", "Förskolan Sjövik"),
            8,
            "De lediga tjänsterna lyses ut. Avdelningschefen följer bemanningen varje vecka tills de är tillsatta.",
            "Varje enhet redovisar hur många grupper som har haft förskollärare hela perioden",
            T2,
            {
                VB: "Sjövik har alla tjänster tillsatta sedan oktober. Vid Granen återstår en, som väntas tillsatt i januari."
            },
        ),
        Shortcoming(
            "Intyg om specialkost gällde inte längre",
            "En av åtta förskolor hade ett intyg som hade gått ut.",
            ("Förskolan Ekhult",),
            8,
            "Intyget är förnyat, och alla förskolor går igenom sin lista varje månad.",
            "Varje enhet prövar sin rutin för specialkost en gång per tertial",
            T2,
            {VB: "Alla åtta förskolor har visat upp sina listor för oktober till december."},
            "Avdelningschefen har sett alla åtta listor. Inget intyg hade gått ut.",
        ),
    ),
)
