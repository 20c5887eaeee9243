import pytest

from rimlig.documents import words
from rimlig.documents.document import (
    Action,
    ActionStatus,
    Deviation,
    Event,
    FollowUp,
    Treatment,
    WorkingMethod,
)
from rimlig.imports.blocks import Row
from rimlig.imports.table import MethodInTheMaking

Cells = tuple[str, str, str, str, str, str]


def _read(*rows: Cells) -> WorkingMethod:
    method = MethodInTheMaking("Attest", "3.5 › Lön › Attest")
    for row in rows:
        method.add(Row(row))
    return method.done()


def test_each_column_goes_to_its_place() -> None:
    assert _read(
        ("Listan stäms av", "Fel lön", "", "", "Stickprov", "Avslutad"),
        ("", "", "", "", "Analys\n\nGjort.\n\nOch klart.", ""),
        ("", "", "", "", "Utbildning", "Pågående"),
        ("", "", "Lönelistor granskas", "Mindre avvikelse", "Ny rutin", "Väntläge"),
        ("", "", "Analys\n\nBeskrivning av resultat:\n\nTvå fel.\n\nVidtagna åtgärder:\n\nRättat.", "", "", ""),
    ) == WorkingMethod(
        "Attest",
        "Listan stäms av",
        (
            Event(
                "Fel lön",
                actions=(
                    Action("Stickprov", ActionStatus.CLOSED, "Gjort.\n\nOch klart."),
                    Action("Utbildning", ActionStatus.ONGOING),
                ),
            ),
        ),
        (
            FollowUp(
                "Lönelistor granskas",
                Deviation.MINOR,
                "Två fel.",
                "Rättat.",
                (Action("Ny rutin", ActionStatus.ON_HOLD),),
            ),
        ),
    )


def test_a_repeated_header_is_no_row() -> None:
    broken = (
        "Löpande kontroll/ Systematiska kontroller",
        "Oönskad hän­delse",
        words.COLUMNS[2],
        "Status",
        "Åtgärd",
        "Status",
    )
    assert _read(words.COLUMNS, ("Listan", "", "", "", "", ""), broken) == WorkingMethod("Attest", "Listan")


def test_an_analysis_may_share_its_row_with_a_further_action() -> None:
    analysis = "Analys\n\nBeskrivning av resultat: Inget att anmärka."
    (follow_up,) = _read(
        ("", "", "Platsbesök görs", "Ingen avvikelse", "Besök", "Avslutad"),
        ("", "", analysis, "", "Kurs", "Pågående"),
    ).follow_ups
    assert follow_up.result == "Inget att anmärka."
    assert [action.text for action in follow_up.actions] == ["Besök", "Kurs"]


def test_a_control_that_goes_on_in_a_later_row_is_one_text() -> None:
    assert _read(("Första stycket", "", "", "", "", ""), ("Andra stycket", "", "", "", "", "")).control == (
        "Första stycket\n\nAndra stycket"
    )


def test_risk_values_are_read_from_the_last_paragraph_of_an_event() -> None:
    line = "Sannolikhet 3 · Konsekvens 4 · Riskvärde 12 · Hantering: Reducera"
    assert _read(("", f"Fel lön\n\n{line}", "", "", "", "")).events == (Event("Fel lön", 3, 4, Treatment.REDUCE),)


def test_an_action_without_event_or_follow_up_is_kept() -> None:
    assert _read(("", "", "", "", "Stickprov", "Avslutad")).events == (
        Event("", actions=(Action("Stickprov", ActionStatus.CLOSED),)),
    )


def test_a_slip_is_content() -> None:
    (follow_up,) = _read(("", "", "Lönelistor granskas", "Ingen avvikelse", "a", "Väntläge")).follow_ups
    assert follow_up.actions == (Action("a", ActionStatus.ON_HOLD),)


@pytest.mark.parametrize(
    ("word", "deviation"),
    [
        ("✓ Ingen avvikelse", Deviation.NONE),
        ("INGEN AVVIKELSE.", Deviation.NONE),
        ("Större avvikelse", Deviation.MAJOR),
        ("Ej genomförd", Deviation.NOT_DONE),
        ("–", None),
        ("", None),
    ],
)
def test_levels_are_read_with_symbol_and_in_any_case(word: str, deviation: Deviation | None) -> None:
    (follow_up,) = _read(("", "", "Lönelistor granskas", word, "", "")).follow_ups
    assert follow_up.deviation == deviation


def test_a_status_of_nobodys_is_remarked_on_and_left_empty() -> None:
    method = MethodInTheMaking("Attest", "3.5 › Lön › Attest")
    method.add(Row(("", "Fel lön", "", "", "Stickprov", "Nästan klar"), "sidan 3"))
    assert method.done().events[0].actions == (Action("Stickprov", None),)
    (remark,) = method.remarks
    assert (remark.code, remark.where) == ("unknown-status", "3.5 › Lön › Attest, sidan 3")
    assert "Nästan klar" in remark.message


def test_an_analysis_with_measures_only_has_no_result() -> None:
    analysis = "Analys\n\nBeskrivning av resultat:\n\nVidtagna åtgärder: Rättat."
    (follow_up,) = _read(("", "", "Granskas", "", "", ""), ("", "", analysis, "", "", "")).follow_ups
    assert (follow_up.result, follow_up.measures) == ("", "Rättat.")
