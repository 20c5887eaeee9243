from dataclasses import replace

from office_files import DOCUMENT
from rimlig.documents.document import Document, Kind, Remark
from rimlig.documents.places import anchors_of, counted, grouped


def _placed(where: str) -> str:
    document = replace(DOCUMENT, warnings=(Remark("looks-like-slip", "Ser ut som ett skrivfel.", where),))
    return grouped(document)[0].remarks[0].anchor


def test_differing_copies_come_first_and_unknown_codes_last() -> None:
    codes = ("new-code", "event-without-action", "copies-differ", "event-without-action")
    groups = grouped(replace(DOCUMENT, warnings=tuple(Remark(code, code) for code in codes)))
    assert [(group.code, len(group.remarks)) for group in groups] == [
        ("copies-differ", 1),
        ("event-without-action", 2),
        ("new-code", 1),
    ]
    assert [group.heading for group in groups] == [
        "Kopior av en process som skiljer sig",
        "Oönskade händelser utan åtgärd",
        "Annat att titta på",
    ]
    assert counted(groups) == 4


def test_a_remark_leads_to_method_process_summary_and_goal() -> None:
    assert _placed("1.1 › Ekonomi › Attest av fakturor") == "g0p0m0"
    assert _placed("1.1 › Ekonomi › Inventering") == "g0p0m1"
    assert _placed("1.1 › Arkiv") == "g0p1"
    assert _placed("Ekonomi") == "g0p0"
    assert _placed("1.10") == "s1"
    assert anchors_of(replace(DOCUMENT, summary_by_goal=()))["1.10"] == "g1"


def test_the_place_in_the_file_after_it_does_no_harm() -> None:
    assert _placed("1.1 › Ekonomi › Attest av fakturor, sidan 3") == "g0p0m0"
    assert _placed("1.1 › Ekonomi › Struket arbetssätt") == "g0p0"
    assert _placed("sidan 3") == ""
    assert _placed("") == ""


def test_nothing_odd_has_no_groups() -> None:
    assert grouped(Document(Kind.PLAN)) == ()
