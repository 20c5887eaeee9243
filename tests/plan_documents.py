"""A plan with something of everything that only a plan has, as document and as report."""

from datetime import date

from rimlig.documents.document import (
    Action,
    ActionStatus,
    Band,
    Document,
    Event,
    FollowUp,
    Goal,
    Kind,
    Look,
    Process,
    Scale,
    Step,
    Treatment,
    WorkingMethod,
)
from rimlig.reporting.report import DecisionFacts, Report

SCALE = Scale(
    (Step("Osannolik", "Har inte hänt."), Step("Möjlig"), Step("Trolig", "Händer varje år.")),
    (Step("Lindrig"), Step("Kännbar"), Step("Allvarlig", "Någon kommer till skada.")),
    (Band(1, "Låg", Look.LOW), Band(4, "Hög", Look.HIGH), Band(9, "Kritisk", Look.CRITICAL)),
    4,
)
WAGES = WorkingMethod(
    "Attest i två steg",
    "Listan stäms av varje månad.",
    (
        Event(
            "Fel lön betalas ut",
            *(3, 3, Treatment.REDUCE, (Action("Ny rutin för avslut", ActionStatus.NOT_STARTED),)),
            likelihood_after=2,
            consequence_after=3,
            likelihood_reason="Det hände två gånger i fjol.\n\nBåda gångerna i maj.",
            consequence_reason="Den som drabbas kan inte betala sin hyra.",
            category="Ekonomi",
            treatment_reason="Ett nytt system kommer.",
        ),
        Event(
            "Jäv vid lönesättning",
            *(1, 2, Treatment.ACCEPT),
            category="Mutor",
            treatment_reason="Få fall.",
            accepted_by="Ada Ek",
        ),
        Event("Listan kommer bort"),
    ),
    (
        FollowUp(
            "Lönelistor granskas",
            method="Tio listor jämförs med besluten.\n\nUrvalet är slumpmässigt.",
            schedule="Tertial 1, Verksamhetsberättelse",
            answering=("Hemtjänst norr", "Hemtjänst söder"),
            performer="Kontrollutförare",
            reviewer="Avdelningschef (Ada Ek)",
            examination="Stickprov: tio listor",
            criterion_none="Alla tio listor stämmer.",
            criterion_minor="En lista avviker.\n\nEller ett beslut saknas.",
            criterion_major="Fler än så.",
        ),
        FollowUp("Samtal med cheferna", schedule="Varje kvartal"),
    ),
)
LENDING = WorkingMethod("Utlämning", "", (Event("Nyckel återlämnas inte", 2, 1),), (FollowUp("Nycklar räknas"),))
DOCUMENT = Document(
    Kind.PLAN,
    2027,
    board="Ekenäs kommunstyrelse",
    introduction="Planen gäller hela nämnden.",
    approach="Varje höst samlas ledningen.\n\nSedan beslutar nämnden.",
    goals=(
        Goal(
            "1.1",
            "Ordning och reda",
            (Process("Lön", (WAGES,), "Alla ska ha rätt lön."), Process("Nycklar", (LENDING,))),
        ),
        Goal("2.3", "God arbetsmiljö", (Process("Lön", (WAGES,), "Alla ska ha rätt lön."),)),
    ),
    scale=SCALE,
)
DRAFT = Report(DOCUMENT, "Ekenäs kommun", edition=1, state="Utkast", mark="Utkast")
ADOPTED = Report(
    DOCUMENT,
    "Ekenäs kommun",
    edition=2,
    state="Fastställd",
    decision=DecisionFacts(date(2026, 12, 10), "14", "KS 2026/417"),
)
