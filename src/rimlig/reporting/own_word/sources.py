"""Two example reports with something in every field: what templates are tried on, and what tells which fields there are."""

from dataclasses import replace
from datetime import date
from typing import Final

from rimlig.documents.document import (
    Action,
    ActionPlan,
    ActionStatus,
    Band,
    Deviation,
    Document,
    Event,
    FollowUp,
    Goal,
    GoalSummary,
    Kind,
    Look,
    Process,
    Scale,
    Step,
    Treatment,
    WorkingMethod,
)
from rimlig.reporting.report import Report, Trace, Traces

_SCALE: Final = Scale(
    likelihoods=(Step("Osannolik", "Har aldrig hänt"), Step("Möjlig", "Har hänt"), Step("Sannolik", "Händer varje år")),
    consequences=(Step("Liten", "Märks knappt"), Step("Kännbar", "Märks"), Step("Allvarlig", "Skadar någon")),
    bands=(Band(1, "Låg", Look.LOW), Band(4, "Hög", Look.HIGH)),
    threshold=4,
)
_EVENT: Final = Event(
    "En faktura betalas två gånger",
    2,
    2,
    Treatment.REDUCE,
    (Action("Spärr i systemet", ActionStatus.CLOSED, "Spärren finns sedan mars."),),
    1,
    2,
    "Det hände en gång förra året.",
    "Pengarna går att få tillbaka.",
    "Ekonomi",
    "Spärren kostar lite.",
)
_ACCEPTED: Final = Event(
    "Ett kvitto kommer bort",
    1,
    1,
    Treatment.ACCEPT,
    treatment_reason="Beloppen är små.",
    accepted_by="Förvaltningschefen",
)
_UNVALUED: Final = Event("En leverantör finns inte")
_CHECK: Final = FollowUp(
    "Stickprov på trettio fakturor",
    Deviation.MINOR,
    "Två av trettio fakturor saknade den andra attesten.",
    "Cheferna är påminda om rutinen.",
    (Action("Ny genomgång i mars", ActionStatus.ONGOING, "Genomgången är bokad."),),
    "Stickprov",
    "Varje tertial",
    ("Ekonomienheten",),
    "Ekonomen",
    "Ekonomichefen",
    "Fakturor över 10 000 kronor",
)
_METHOD: Final = WorkingMethod(
    "Attest av fakturor", "Två personer godkänner varje faktura.", (_EVENT, _ACCEPTED, _UNVALUED), (_CHECK,)
)
_GOALS: Final = (
    Goal("3.1", "En ekonomi i balans", (Process("Inköp och betalning", (_METHOD,), "Här går pengarna ut."),)),
)
_PLAN: Final = Document(
    Kind.PLAN,
    2026,
    "Internkontrollplan 2026",
    "Kommunstyrelsen",
    introduction="Planen säger vad nämnden följer upp.",
    approach="Nämnden värderar sina risker varje höst.",
    goals=_GOALS,
    scale=_SCALE,
)
_FOLLOW_UP: Final = Document(
    Kind.FOLLOW_UP,
    2026,
    "",
    "Kommunstyrelsen",
    introduction="Så har det gått.",
    summary="Det mesta är i ordning.",
    summary_by_goal=(GoalSummary("3.1", "En ekonomi i balans", "Nästan alla fakturor är rätt."),),
    goals=_GOALS,
    action_plans=(ActionPlan("Ramavtal följs inte", "Det syns i inköpen.", 2, 8, "Utbildning.", ActionStatus.ONGOING),),
)

_TRACE: Final = Trace(
    "U1",
    "Stickprov på trettio fakturor",
    is_concluded=True,
    deviation=Deviation.MINOR,
    concluded_by="Ekonomichefen",
    concluded_on=date(2026, 9, 30),
    answers=8,
    asked=8,
    evidence=3,
    address="https://lindhaga.example/spar/1/",
)


def example_of(kind: Kind, municipality: str = "Exempelkommunen") -> Report:
    """Return an example of the kind, with something in each field that the kind has."""
    if kind == Kind.PLAN:
        return Report(_PLAN, municipality, registry_number="KS 2026/118", edition=1, state="Utkast", mark="Utkast")
    document = _FOLLOW_UP if kind == Kind.FOLLOW_UP else replace(_FOLLOW_UP, kind=kind, goals=(), summary_by_goal=())
    return Report(document, municipality, "Tertial 2", "KS 2026/118", traces=Traces((_TRACE,)))
