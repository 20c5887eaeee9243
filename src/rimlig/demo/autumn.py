"""What the boards of the demo said in the autumn, when they weighed their risks and planned what to follow up."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from rimlig.demo.district.preschools import UNITS as PRESCHOOLS
from rimlig.organisation.models import Role
from rimlig.planning.models import Answering, Examination

WORK, MONEY, LAW = "Verksamhet", "Ekonomi", "Lagar och regler"
STAFF, INFORMATION = "Personal och kompetens", "Information och it"
FRAUD, BRIBES, INTERESTS = "Bedrägeri och förskingring", "Mutor", "Jäv och intressekonflikter"

BOARD, SOME_UNITS = Answering.BOARD, Answering.SOME_UNITS
SAMPLE, DATA_TEST = Examination.SAMPLE, Examination.DATA_TEST
UNIT_MANAGER, PERFORMER, CONTROLLER = Role.UNIT_MANAGER, Role.PERFORMER, Role.CONTROLLER
DEPARTMENT_MANAGER, HEAD = Role.DEPARTMENT_MANAGER, Role.HEAD_OF_ADMINISTRATION


@dataclass(frozen=True, slots=True)
class Weighed:
    """How a risk was weighed: its category, why it is that likely and that serious, the values after controls, and why it is treated so."""

    category: str
    why_likely: str
    why_serious: str
    after: tuple[int, int]
    treatment_reason: str = ""


@dataclass(frozen=True, slots=True)
class Planned:
    """How a follow-up is carried out, by whom, and who reviews it."""

    method: str
    answering: Answering = BOARD
    performer: Role = CONTROLLER
    reviewer: Role = HEAD
    examination: Examination | None = None
    examined: str = ""
    units: tuple[str, ...] = ()
    criteria: tuple[str, str, str] = ("", "", "")  # when there is no deviation, a minor one, a major one


RISKS: Final[Mapping[str, Weighed]] = {
    "Kompetensen fördelas ojämnt mellan grupperna": Weighed(
        WORK,
        "Fyra av trettio tjänster har varit vakanta under året.",
        "Barn i en grupp utan förskollärare får sämre undervisning än läroplanen kräver.",
        (2, 4),
    ),
    "Barnen får olika goda villkor beroende på vilken förskola de går i": Weighed(
        WORK,
        "Rapporterna har varit jämna i två år.",
        "Skillnader drabbar de barn som har det svårast hemma.",
        (2, 3),
        "Skillnaderna är små och följs i det vanliga kvalitetsarbetet.",
    ),
    "Barnet får vänta på stöd som det behöver": Weighed(
        WORK,
        "Väntan på logoped är lång i hela regionen.",
        "Stöd som dröjer i ett år är svårt att ta igen.",
        (2, 4),
        "Specialpedagogernas tid byggs ut under året.",
    ),
    "Ett barn får mat som det är allergiskt mot": Weighed(
        WORK,
        "En händelse utan skada på tre år.",
        "Barnets liv kan vara i fara.",
        (1, 5),
    ),
    "Barn och vuxna väntar på hjälp längre än lagen tillåter": Weighed(
        LAW,
        "Var tionde utredning tog för lång tid förra året.",
        "Den som väntar kan fara illa, och lagens tidsgräns bryts.",
        (2, 4),
        "Fler utredare och skrivdagar väntas halvera förseningarna.",
    ),
    "Beslut fattas utan att barnet har fått säga sitt": Weighed(
        LAW,
        "Granskningen i våras fann enstaka utredningar utan barnets egna ord.",
        "Barnets rätt kränks, och beslutet kan bli fel.",
        (1, 5),
    ),
    "Den enskilde får inte den insats som har beviljats": Weighed(
        LAW,
        "Det finns för få platser i särskilt boende.",
        "Den enskilde blir utan det som nämnden har beslutat.",
        (2, 4),
    ),
    "Nämnden får betala en särskild avgift": Weighed(
        MONEY,
        "En avgift på fem år.",
        "Beloppen ryms i budgeten.",
        (2, 3),
        "Risken kan bara minskas genom att insatserna verkställs, och det följs upp för sig.",
    ),
    "Missförhållanden rapporteras inte": Weighed(
        LAW,
        "Nästan alla medarbetare har fått information, men vikarier har missats.",
        "Den som är utsatt får ingen hjälp.",
        (1, 5),
    ),
    "Den äldre får färre eller kortare besök än beslutat": Weighed(
        WORK,
        "Utförd tid var nio tiondelar av beslutad förra året.",
        "Uteblivna besök kan leda till fall och svält.",
        (2, 4),
    ),
    "Synpunkter blir liggande och brister åtgärdas inte": Weighed(
        WORK,
        "Var femte synpunkt fick svar för sent förra året.",
        "Förtroendet minskar, och samma fel drabbar flera.",
        (2, 3),
    ),
    "Ett barn skadar sig på trasig lekutrustning": Weighed(
        WORK,
        "Besiktningen hittar de flesta felen.",
        "En fallolycka kan ge bestående skada.",
        (1, 4),
    ),
    "Inköp utanför avtal blir dyrare och bryter mot upphandlingslagen": Weighed(
        MONEY,
        "Vart tjugonde inköp gjordes utanför avtal förra året.",
        "Skadestånd och högre priser, men inga andra följder.",
        (3, 3),
        "Beställarna utbildas, och de som beställer sällan mister behörigheten.",
    ),
    "Privata utgifter betalas av nämnden": Weighed(
        FRAUD,
        "Enstaka kvitton utan syfte hittas varje år, inga uppsåt.",
        "Små belopp, men förtroendet påverkas.",
        (1, 3),
    ),
    "Ett underskott upptäcks för sent": Weighed(
        MONEY,
        "Tre enheter missade sina prognoser med mer än fem procent.",
        "Nämnden måste dra ner på verksamheten med kort varsel.",
        (2, 4),
    ),
    "En medarbetare gynnar sig själv eller en närstående": Weighed(
        INTERESTS,
        "Bisysslor anmäls, men alla prövas inte i tid.",
        "Förtroendet för hela kommunen skadas, och brott kan ha begåtts.",
        (1, 5),
    ),
    "Leverantörer erbjuder gåvor eller resor": Weighed(
        BRIBES,
        "Två erbjudanden anmäldes och avböjdes förra året.",
        "Ett enda mottaget erbjudande kan vara ett brott.",
        (1, 4),
        "Riktlinjen är känd, och erbjudanden anmäls. Läget prövas igen varje höst.",
    ),
    "Den som har slutat kommer fortfarande åt uppgifter om enskilda": Weighed(
        INFORMATION,
        "Tre konton stod öppna vid senaste genomgången.",
        "Uppgifter om enskilda kan spridas, och sekretessen bryts.",
        (1, 4),
    ),
    "Nya medarbetare slutar tidigt eller gör fel": Weighed(
        STAFF,
        "Var sjätte nyanställd slutade inom ett år.",
        "Kontinuiteten brister, och rekrytering kostar.",
        (2, 3),
        "Introduktionen gjordes om i våras. Utfallet inväntas innan mer görs.",
    ),
    "Ohälsa upptäcks för sent": Weighed(
        STAFF,
        "Samtalen hålls, men ofta för sent.",
        "Lång sjukfrånvaro som hade kunnat undvikas.",
        (2, 3),
    ),
    "Elever får olika betyg för samma kunskaper": Weighed(
        WORK,
        "Betyg och provresultat skiljer sig i flera ämnen.",
        "Elever mister platser på utbildningar som de hade rätt till.",
        (2, 4),
    ),
    "Elever går miste om sin utbildning": Weighed(
        LAW,
        "Hög frånvaro förekommer i alla skolor.",
        "Den som inte blir klar med grundskolan har det svårt hela livet.",
        (2, 5),
        "Skolorna får namnlistor varje månad, och elevhälsan tar över efter åtta veckor.",
    ),
    "Fel belopp betalas ut, och beslutet överklagas": Weighed(
        MONEY,
        "Beräkningen är invecklad men görs av två personer.",
        "Domstolen kan ändra bidraget för alla skolor flera år tillbaka.",
        (1, 4),
    ),
    "Otjänligt vatten når hushållen": Weighed(
        WORK,
        "Inget otjänligt prov på tio år.",
        "Många kan bli sjuka på en gång.",
        (1, 5),
    ),
    "Kommunen betalar för arbete som inte är beställt": Weighed(
        FRAUD,
        "Var tionde faktura för tilläggsarbete saknade beställning.",
        "Stora belopp, och den som godkänner kan misstänkas för att gynna entreprenören.",
        (2, 4),
        "Fakturor utan ändringsnummer skickas tillbaka utan att prövas.",
    ),
}
"""The words of an undesired event → how it was weighed."""

FOLLOW_UPS: Final[Mapping[str, Planned]] = {
    "Varje enhet redovisar hur många grupper som har haft förskollärare hela perioden": Planned(
        "Rektor räknar grupperna i bemanningslistan.",
        SOME_UNITS,
        UNIT_MANAGER,
        DEPARTMENT_MANAGER,
        units=PRESCHOOLS,
        criteria=(
            "Alla grupper har haft förskollärare hela perioden.",
            "Någon grupp har saknat förskollärare i högst en månad.",
            "Längre tid än så, eller fler än en grupp.",
        ),
    ),
    "Avdelningschefen läser enheternas kvalitetsrapporter och återkopplar": Planned(
        "Rapporterna läses mot den gemensamma mallen.", BOARD, DEPARTMENT_MANAGER, CONTROLLER
    ),
    "Tiden från att behovet märks till att stödplanen finns mäts": Planned(
        "Datum i alla nya stödplaner jämförs.", BOARD, DEPARTMENT_MANAGER, CONTROLLER
    ),
    "Varje enhet prövar sin rutin för specialkost en gång per tertial": Planned(
        "En måltid följs från intyg till bricka.",
        SOME_UNITS,
        UNIT_MANAGER,
        DEPARTMENT_MANAGER,
        units=PRESCHOOLS,
        criteria=(
            "Rätt kost kom till rätt barn, och alla visste vad som gällde.",
            "Rätt kost kom fram, men ett steg i rutinen hoppades över.",
            "Fel kost kom fram, eller ingen kunde säga vad som gällde.",
        ),
    ),
    "Andelen utredningar som har tagit mer än fyra månader tas ut ur verksamhetssystemet": Planned(
        "Alla utredningar som har avslutats under perioden.",
        BOARD,
        CONTROLLER,
        HEAD,
        DATA_TEST,
        "Start- och slutdatum för alla utredningar.",
    ),
    "Tjugo slumpvis valda utredningar granskas varje tertial": Planned(
        "Kollegor granskar enligt checklistan.",
        BOARD,
        PERFORMER,
        DEPARTMENT_MANAGER,
        SAMPLE,
        "Tjugo utredningar som rör barn.",
        criteria=(
            "Ingen av de tjugo avviker från checklistan.",
            "En eller två avviker, och inget barn har kommit i kläm.",
            "Fler än två avviker, eller ett barn har kommit i kläm.",
        ),
    ),
    "Kvartalsrapporten stäms av mot verksamhetssystemet innan den skickas": Planned(
        "Listan jämförs rad för rad.", BOARD, CONTROLLER, HEAD
    ),
    "Närvarolistor från informationstillfällena stäms av mot personallistan": Planned(
        "Alla medarbetare, också vikarier.", BOARD, PERFORMER, CONTROLLER
    ),
    "Beslutad och utförd tid jämförs för alla brukare under en vecka varje tertial": Planned(
        "Veckan väljs i efterhand.", BOARD, DEPARTMENT_MANAGER, CONTROLLER, DATA_TEST, "Beslutad och utförd tid."
    ),
    "Svarstiden för alla synpunkter under perioden mäts": Planned(
        "Datum ur diariet.", BOARD, CONTROLLER, HEAD, DATA_TEST, "Ankomst och svar för alla synpunkter."
    ),
    "Anmälda fel jämförs med entreprenörens protokoll": Planned(
        "Alla anmälda fel under perioden.", BOARD, PERFORMER, CONTROLLER
    ),
    "Alla inköp över 10 000 kronor jämförs med avtalsregistret": Planned(
        "Fakturor ur ekonomisystemet.", BOARD, CONTROLLER, HEAD, DATA_TEST, "Leverantör och avtal för varje inköp."
    ),
    "Trettio slumpvis valda utlägg granskas varje tertial": Planned(
        "Kvitto, syfte och attest prövas.", BOARD, PERFORMER, CONTROLLER, SAMPLE, "Trettio utlägg ur ekonomisystemet."
    ),
    "Prognosernas träffsäkerhet mäts enhet för enhet": Planned(
        "Prognos och utfall för varje månad.", BOARD, CONTROLLER, HEAD
    ),
    "Leverantörsregistret jämförs med medarbetares anmälda bisysslor": Planned(
        "Organisationsnummer jämförs.", BOARD, CONTROLLER, HEAD, DATA_TEST, "Alla leverantörer och alla bisysslor."
    ),
    "Aktiva konton jämförs med pågående anställningar": Planned(
        "Kontolistan jämförs med personalsystemet.", BOARD, CONTROLLER, HEAD, DATA_TEST, "Alla konton."
    ),
    "Enkät till alla som har varit anställda i tre månader": Planned(
        "Svaren läses av personalenheten.", BOARD, PERFORMER, CONTROLLER
    ),
    "Andelen meddelanden som har lett till ett samtal inom två veckor": Planned(
        "Alla meddelanden under perioden.", BOARD, CONTROLLER, HEAD
    ),
    "Slutbetyg jämförs med resultat på nationella prov": Planned(
        "Alla ämnen med nationella prov.", BOARD, CONTROLLER, HEAD, DATA_TEST, "Betyg och provresultat."
    ),
    "Elever med mer än 30 procents frånvaro har en utredning": Planned(
        "Frånvaro ur elevregistret jämförs med utredningarna.", BOARD, CONTROLLER, HEAD
    ),
    "Beräkningen av fem slumpvis valda skolors bidrag görs om": Planned(
        "En ekonom som inte räknade första gången.", BOARD, PERFORMER, HEAD, SAMPLE, "Fem skolor."
    ),
    "Alla provsvar jämförs med gränsvärdena": Planned(
        "Laboratoriets svar läses in.", BOARD, PERFORMER, HEAD, DATA_TEST, "Alla provsvar."
    ),
    "Fakturor för tilläggsarbeten jämförs med ändringslistan i tre projekt": Planned(
        "Projekten väljs av controllern.", BOARD, CONTROLLER, HEAD, SAMPLE, "Tre pågående projekt."
    ),
}
"""The words of a planned follow-up → how it is carried out."""

APPROACH: Final = (
    "Varje höst går ledningsgruppen och enheternas chefer igenom nämndens processer. Var och en bedömer riskerna för sig"
    " innan gruppen enas om ett värde.\n\n"
    "Under året kontrollerar enheterna sitt eget arbete. Tre gånger om året svarar de på planens uppföljningar,"
    " närmaste chef granskar svaren, och controllern sammanfattar dem för nämnden."
)
