"""Lindhaga stadsdelsnämnd: the district board, its goals and the texts around its reports."""

from rimlig.demo.content import CLOSED, ONGOING, T1, T2, VB, BoardContent
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
    action_plans=(
        ActionPlan(
            "Förskollärare saknas i någon grupp",
            "Två av åtta förskolor, Granen och Sjövik, har under året haft grupper utan förskollärare.",
            2,
            8,
            "Sjövik har alla tjänster tillsatta sedan oktober.\n\nVid Granen återstår en tjänst. Den väntas tillsatt i januari.",
            ONGOING,
        ),
        ActionPlan(
            "Konton är öppna efter avslutad anställning",
            "Tre av elva enheter hade vid årets slut ett konto som tillhörde någon som slutat.",
            3,
            11,
            "Kontona är stängda. Avslut kopplas till personalsystemet, så att det sker av sig självt.",
            ONGOING,
        ),
        ActionPlan(
            "Intyg om specialkost gällde inte längre",
            "En av åtta förskolor hade ett intyg som hade gått ut.",
            1,
            8,
            "Intyget är förnyat, och alla förskolor går igenom sin lista varje månad.",
            CLOSED,
        ),
    ),
)
