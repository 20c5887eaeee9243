"""What the rule suggests of the units' answers, word for word."""

import pytest

from rimlig.followup.concluding.basis import UnitsAnswers
from rimlig.followup.concluding.suggestions import suggested_text
from rimlig.followup.models import FollowUpResult
from rimlig.organisation.models import OrgUnit

NAMES = ["Björkdungen", "Ekhult", "Granen", "Kvarnbacken", "Lyktan", "Sjövik", "Tallbacken", "Äppelgården"]


def _answers(levels: str) -> UnitsAnswers:
    """Make the answers of the units in their order: N(one), m(inor), M(ajor), 0 for not done, - for missing."""
    known = {"N": "none", "m": "minor", "M": "major", "0": "not_done"}
    return UnitsAnswers(
        [
            FollowUpResult(
                unit=OrgUnit(name=name), state="approved" if level in known else "open", deviation=known.get(level, "")
            )
            for name, level in zip([*NAMES, *(f"Enhet {number}" for number in range(20))], levels, strict=False)
        ]
    )


@pytest.mark.parametrize(
    ("levels", "text"),
    [
        ("", ""),
        ("--------", ""),
        ("N", "Björkdungen visar ingen avvikelse."),
        ("m", "Björkdungen visar en mindre avvikelse."),
        ("M", "Björkdungen visar en större avvikelse."),
        ("0", "Björkdungen har inte genomfört uppföljningen."),
        ("NN", "Ingen av två enheter avviker."),
        ("NM", "En av två enheter avviker: Ekhult (större). Den andra visar ingen avvikelse."),
        ("mM", "Båda enheterna avviker: Ekhult (större) och Björkdungen (mindre)."),
        ("mmm", "Alla tre enheter avviker: Björkdungen (mindre), Ekhult (mindre) och Granen (mindre)."),
        ("NNNNNNNN", "Ingen av åtta enheter avviker."),
        (
            "NNMNNmNN",
            "Två av åtta enheter avviker: Granen (större) och Sjövik (mindre). Övriga sex visar ingen avvikelse.",
        ),
        ("NmN", "En av tre enheter avviker: Ekhult (mindre). Övriga två visar ingen avvikelse."),
        ("mmN", "Två av tre enheter avviker: Björkdungen (mindre) och Ekhult (mindre). Granen visar ingen avvikelse."),
        ("NN0", "Två av tre enheter visar ingen avvikelse. Granen har inte genomfört uppföljningen."),
        ("000", "Ingen enhet har genomfört uppföljningen."),
        ("0-", "Björkdungen har inte genomfört uppföljningen. Svar saknas från Ekhult."),
        (
            "NNm0-",
            (
                "En av fem enheter avviker: Granen (mindre). Två visar ingen avvikelse."
                " Kvarnbacken har inte genomfört uppföljningen. Svar saknas från Lyktan."
            ),
        ),
        (
            "N" * 13 + "m",
            "En av 14 enheter avviker: Enhet 5 (mindre). Övriga 13 visar ingen avvikelse.",
        ),
        (
            "N" + "-" * 10,
            (
                "En av elva enheter visar ingen avvikelse. Svar saknas från Ekhult, Granen, Kvarnbacken, Lyktan, Sjövik,"
                " Tallbacken, Äppelgården och tre till."
            ),
        ),
    ],
)
def test_the_suggestion(levels: str, text: str) -> None:
    assert suggested_text(_answers(levels)) == text


@pytest.mark.parametrize(
    ("levels", "worst"),
    [("", ""), ("-", ""), ("NN", "none"), ("N0", "not_done"), ("0m", "minor"), ("0mMN", "major")],
)
def test_the_worst_level(levels: str, worst: str) -> None:
    assert _answers(levels).worst == worst
