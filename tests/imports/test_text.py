"""What the text reader does with whole documents: prose, furniture, other people's documents."""

import pytest

from rimlig.documents import words
from rimlig.imports.assemble import assemble
from rimlig.imports.blocks import Paragraph, Unreadable
from rimlig.imports.text import read_text

HEADER = "Löpande kontroll/Systematiska\nkontroller\nOönskad händelse\nUppföljning av arbetssätt/löpande kontroll\nStatus Åtgärd Status\n"
PLANS = """Uppföljning av planer
Nämnden 2031

Bakgrund

Planerna följs upp en gång om året av förvaltningen och

redovisas för nämnden.
 \nRutin för nycklar saknas vid

kontoret

Två av tre kontor saknar en rutin för utlämning av

nycklar.

Åtgärd: Rutinen skrivs under våren och gås igenom med

alla anställda.
 \nArbetet är klart i juni.
"""


def texts_of(text: str) -> list[str]:
    return [block.text for block in read_text(text) if isinstance(block, Paragraph)]


def test_double_spaced_lines_become_paragraphs() -> None:
    text = "Inledning \n\nDen interna kontrollen ska vara tillräcklig och \n\nprövas varje år. \n\nNämnden svarar för den. \n"
    assert texts_of(text) == [
        "Inledning",
        "Den interna kontrollen ska vara tillräcklig och prövas varje år.",
        "Nämnden svarar för den.",
    ]


def test_lines_that_end_with_a_space_only_when_they_go_on_say_it_all() -> None:
    text = "Inledning\nKort rad \nsom fortsätter \nhär.\nNytt stycke.\nEtt till.\n"
    assert texts_of(text) == ["Inledning", "Kort rad som fortsätter här.", "Nytt stycke.", "Ett till."]


def test_page_headers_and_page_numbers_are_left_out() -> None:
    pages = [f"{words.PAGE_HEADER}\nSid {page} (4)\n\nStycke {name}.\n" for page, name in enumerate("ABCD", start=1)]
    assert texts_of("\n".join(pages)) == ["Stycke A.", "Stycke B.", "Stycke C.", "Stycke D."]


def test_any_line_that_begins_every_page_is_left_out() -> None:
    pages = [f"Diarienummer 5/2031, sida {page}\n\nStycke {name}.\n" for page, name in enumerate("ABCD", start=1)]
    assert texts_of("\f".join(pages)) == ["Stycke A.", "Stycke B.", "Stycke C.", "Stycke D."]


def test_sections_that_are_not_known_are_kept_as_paragraphs() -> None:
    text = "Riskmatris\n\nSannolikhet 3, konsekvens 4.\n\nVäsentlighets- och riskanalys\n\nAlla risker har värderats.\n"
    expected = [
        "Riskmatris",
        "Sannolikhet 3, konsekvens 4.",
        "Väsentlighets- och riskanalys",
        "Alla risker har värderats.",
    ]
    assert texts_of(text) == expected


def test_action_plans_in_prose_have_levels() -> None:
    assert [(block.text, block.level) for block in read_text(PLANS) if isinstance(block, Paragraph)] == [
        ("Uppföljning av planer Nämnden 2031", None),
        (words.INTRODUCTION, 1),
        ("Bakgrund", 0),
        ("Planerna följs upp en gång om året av förvaltningen och redovisas för nämnden.", 0),
        (words.ACTION_PLANS_PART, 1),
        ("Rutin för nycklar saknas vid kontoret", 2),
        ("Två av tre kontor saknar en rutin för utlämning av nycklar.", 0),
        ("Åtgärd: Rutinen skrivs under våren och gås igenom med alla anställda.", 0),
        ("Arbetet är klart i juni.", 0),
    ]


def test_shortcoming_without_a_heading_to_tell_is_refused() -> None:
    with pytest.raises(Unreadable, match="3"):
        read_text("Rubriken saknas helt.\n\nÅtgärd: En rutin skrivs.\n")


def test_table_whose_cells_run_together_is_refused_by_place() -> None:
    text = f"1.1 Mål\nProcess: Lön\nArbetssätt: Attest\n{HEADER}Stickprov Fel lön betalas ut\nNy rutin Pågående\n"
    with pytest.raises(Unreadable, match="Process: Lön, Arbetssätt: Attest"):
        read_text(text)


def test_table_whose_header_is_mixed_with_its_cells_is_refused() -> None:
    text = "Process: Lön\nArbetssätt: Attest\nLöpande kontroll/Systematiska\nkontroller\n\nOönskad händelse\n\nStickprov\n\nStatus\n"
    with pytest.raises(Unreadable, match="Process: Lön, Arbetssätt: Attest"):
        read_text(text)


@pytest.mark.parametrize(
    "text",
    [
        "Kanelbullar\n\n5 dl mjölk\n50 g jäst\n\nSmält smöret och häll i mjölken. Grädda i åtta minuter.\n",
        "Det var en kall morgon i mars. Hon gick ner till båten utan att se sig om.\n\nKapitel 2\n\nHavet låg stilla.\n",
        "konto;belopp;datum\n7511;120,50;2031-01-02\n7512;99,00;2031-01-03\n",
    ],
)
def test_document_of_another_kind_is_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        assemble(read_text(text))


def test_text_beyond_any_report_is_refused() -> None:
    with pytest.raises(Unreadable):
        read_text("a" * 20_000_001)


@pytest.mark.parametrize("line", ["a" * 200_000, "x  " * 50_000, "löpande kontroll \n" * 5_000, "Sid 1 (2)\n" * 5_000])
def test_nonsense_is_read_in_linear_time(line: str) -> None:
    assert all(isinstance(block, Paragraph) for block in read_text(line))
