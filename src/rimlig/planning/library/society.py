"""The town itself: permits, inspection, water, streets and buildings."""

from rimlig.planning.library.examples import (
    BRIBERY,
    CONFLICT,
    LAW,
    MONEY,
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
    "Samhällsbyggnad och teknik",
    (
        Example(
            "bygglov",
            "Bygglov",
            "Den som vill bygga ska få ett rätt och snabbt besked.",
            (
                Method(
                    "Ansökningar granskas inom tre veckor, och beslut fattas inom tio",
                    ("Ärendesystemet varnar två veckor före sista dagen",),
                    (
                        Event("Beslutet kommer för sent, så att avgiften måste sättas ned", MONEY),
                        Event("Lika ansökningar bedöms olika", LAW),
                    ),
                    (
                        FollowUp(
                            "Andelen ärenden som har beslutats i tid, och nedsatta avgifter",
                            "Alla avslutade ärenden under perioden.",
                            TERTIALS,
                            by_units=False,
                        ),
                    ),
                ),
                Method(
                    "Två handläggare ser ärenden av större värde",
                    ("Systemet kräver en andra granskare före beslut",),
                    (Event("En sökande erbjuder något för att få sitt lov", BRIBERY),),
                    (
                        FollowUp(
                            "Att två personer har granskat ärenden av större värde",
                            "Stickprov av 15 beslut.",
                            TWICE,
                            by_units=False,
                            sample=True,
                        ),
                    ),
                ),
            ),
        ),
        Example(
            "tillsyn",
            "Tillsyn av miljö och livsmedel",
            "Den som äter ute eller bor nära en verksamhet ska vara trygg.",
            (
                Method(
                    "Tillsynen följer en plan efter risk, och inspektörer byter område",
                    ("Planen stäms av varje månad",),
                    (
                        Event("Verksamheter med hög risk besöks inte", LAW),
                        Event("En inspektör granskar någon som den har band till", CONFLICT),
                    ),
                    (
                        FollowUp(
                            "Genomförda besök i förhållande till planen",
                            "Lista ur tillsynssystemet.",
                            TERTIALS,
                            by_units=False,
                        ),
                    ),
                ),
            ),
        ),
        Example(
            "dricksvatten",
            "Dricksvatten",
            "Vattnet ska gå att dricka, varje dag.",
            (
                Method(
                    "Prover tas enligt programmet, och avvikande svar leder till åtgärd samma dag",
                    ("Driftchefen läser provsvaren dagligen",),
                    (
                        Event("Otjänligt vatten når hushållen", WORK),
                        Event("Avbrott i vattenförsörjningen blir långvarigt", WORK),
                    ),
                    (
                        FollowUp(
                            "Tagna prover i förhållande till programmet, och tid till åtgärd",
                            "Provprogram och provsvar jämförs.",
                            TERTIALS,
                            by_units=False,
                        ),
                    ),
                ),
            ),
        ),
        Example(
            "fastigheter",
            "Underhåll av lokaler",
            "Lokaler ska vara säkra, och hålla länge.",
            (
                Method(
                    "Brandskydd, lekplatser och hissar besiktigas enligt plan",
                    ("Förvaltaren följer upp anmärkningar till dess att de är åtgärdade",),
                    (
                        Event("En brist i säkerheten blir kvar efter besiktning", LAW),
                        Event("Eftersatt underhåll leder till stora kostnader", MONEY),
                    ),
                    (
                        FollowUp(
                            "Besiktningar som har gjorts i tid, och anmärkningar som är äldre än tre månader",
                            "Lista ur fastighetssystemet.",
                            TWICE,
                            by_units=False,
                        ),
                    ),
                ),
            ),
        ),
    ),
)
