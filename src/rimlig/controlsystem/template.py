"""The sections that a board's document begins with, and what each should tell. In our own words, along COSO's five components.

The texts are Swedish: a document to a Swedish board is a Swedish document.
"""

from dataclasses import dataclass
from typing import Final

from rimlig.controlsystem.models import Component


@dataclass(frozen=True, slots=True)
class Proposal:
    """A section to begin with: where it stands, its heading, what it should answer, and a text to change."""

    component: Component
    heading: str
    question: str
    text: str


TEMPLATE: Final = (
    Proposal(
        Component.ENVIRONMENT,
        "Ansvar för den interna kontrollen",
        "Vem ansvarar för vad, från nämnden till den som utför en kontroll?",
        "Nämnden ansvarar för att den interna kontrollen räcker till. Förvaltningschefen ser till att den finns och"
        " fungerar, och redovisar den för nämnden. Cheferna ansvarar för kontrollen i sin verksamhet, och varje"
        " medarbetare följer rutinerna och berättar när något brister.",
    ),
    Proposal(
        Component.ENVIRONMENT,
        "Organisation och delegation",
        "Hur är förvaltningen organiserad, och vem får besluta i nämndens ställe?",
        "Förvaltningens organisation framgår av bilagan. Nämndens delegationsordning säger vem som får besluta om vad,"
        " och beslut på delegation anmäls till nämnden vid nästa sammanträde.",
    ),
    Proposal(
        Component.ENVIRONMENT,
        "Styrande dokument",
        "Vilka regler gäller, var finns de, och hur vet medarbetarna om dem?",
        "Nämndens reglemente, riktlinjer och rutiner finns på kommunens intranät. Varje dokument har en ansvarig och ses"
        " över minst vartannat år.",
    ),
    Proposal(
        Component.ENVIRONMENT,
        "Värderingar och oegentligheter",
        "Hur förebyggs bedrägeri, mutor och jäv, och vart vänder sig den som misstänker något?",
        "Medarbetarna informeras vid anställning, och därefter varje år, om vad som gäller för gåvor, bisysslor och jäv."
        " Den som misstänker en oegentlighet vänder sig till sin chef eller till kommunens visselblåsarfunktion.",
    ),
    Proposal(
        Component.ENVIRONMENT,
        "Kompetens och bemanning",
        "Hur ser nämnden till att det finns personal som kan sitt arbete?",
        "Varje befattning har krav på utbildning och erfarenhet. Nya medarbetare introduceras enligt en plan, och"
        " kompetensen gås igenom vid medarbetarsamtalen.",
    ),
    Proposal(
        Component.RISK,
        "Så görs riskanalysen",
        "Hur ofta, av vem och med vilken skala bedöms riskerna?",
        "Varje höst går ledningsgruppen och enheternas chefer igenom nämndens väsentliga processer. Sannolikhet och"
        " konsekvens bedöms enligt kommunens skala, och varje bedömning motiveras. Risker för oegentligheter ingår"
        " alltid.",
    ),
    Proposal(
        Component.RISK,
        "Så hanteras riskerna",
        "Vad händer med en risk som är för hög, och vem får acceptera den?",
        "Varje risk accepteras, bevakas, minskas eller kontrolleras. Den som accepterar en risk skriver varför. Risker"
        " på eller över tröskeln följs upp i årets internkontrollplan.",
    ),
    Proposal(
        Component.ACTIVITIES,
        "Löpande kontroller i arbetet",
        "Vilka kontroller görs som en del av arbetet, och var står de?",
        "Kontrollerna står i rutinerna för varje process. Ingen person hanterar en betalning från början till slut, och"
        " attest följer kommunens regler.",
    ),
    Proposal(
        Component.ACTIVITIES,
        "System och behörigheter",
        "Hur styrs vem som får göra vad i verksamhetens system?",
        "Varje system har en ägare. Behörighet ges efter arbetsuppgift, tas bort när uppgiften upphör och gås igenom två"
        " gånger om året.",
    ),
    Proposal(
        Component.INFORMATION,
        "Rapportering till nämnden",
        "Vad får nämnden veta, när och av vem?",
        "Nämnden får uppföljningen av internkontrollplanen efter varje tertial och i verksamhetsberättelsen. En allvarlig"
        " avvikelse rapporteras genast.",
    ),
    Proposal(
        Component.INFORMATION,
        "Information till medarbetarna",
        "Hur får medarbetarna veta vad som kontrolleras, och hur säger de till när något brister?",
        "Planen och resultaten gås igenom på arbetsplatsträffar. Brister rapporteras till närmaste chef eller i systemet"
        " för avvikelser.",
    ),
    Proposal(
        Component.MONITORING,
        "Uppföljning och åtgärder",
        "Hur följs kontrollerna upp, och hur vet nämnden att åtgärder blir gjorda?",
        "Enheterna svarar på planens uppföljningar varje tertial. Svaren granskas av närmaste chef och av"
        " controllern. En avvikelse leder till en åtgärd med ansvarig och slutdatum, som följs tills effekten är prövad.",
    ),
    Proposal(
        Component.MONITORING,
        "Nämndens egen bedömning",
        "Hur och när bedömer nämnden om den interna kontrollen är tillräcklig?",
        "I samband med verksamhetsberättelsen bedömer nämnden om den interna kontrollen har varit tillräcklig, och detta"
        " dokument ses över. Revisorernas iakttagelser tas med i bedömningen.",
    ),
)


def question_of(component: str, heading: str) -> str:
    """Return what the section should answer, when it is one of the template's."""
    found = (one.question for one in TEMPLATE if (one.component, one.heading) == (component, heading))
    return next(found, "")
