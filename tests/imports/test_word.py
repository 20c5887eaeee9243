"""Other people's Word files. What our own look like is tested in tests/reporting/test_word.py."""

import pytest

from office_files import REPORT, with_part
from rimlig.documents import words
from rimlig.imports.blocks import Block, Paragraph, Row, Unreadable
from rimlig.imports.word import MOST_PARAGRAPHS, read_word
from rimlig.reporting.word import render_word
from rimlig.reporting.word_template import default_template

NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:v="urn:schemas-microsoft-com:vml"'
)


def file_of(body: str, styles: str = "") -> bytes:
    data = with_part(
        default_template(), "word/document.xml", f"<w:document {NAMES}><w:body>{body}</w:body></w:document>".encode()
    )
    return with_part(data, "word/styles.xml", f"<w:styles {NAMES}>{styles}</w:styles>".encode()) if styles else data


def blocks(body: str, styles: str = "") -> list[Block]:
    return read_word(file_of(body, styles))


def texts(body: str) -> list[str]:
    return [block.text for block in blocks(body) if isinstance(block, Paragraph)]


def cells(body: str) -> list[tuple[str, ...]]:
    return [block.cells for block in blocks(body) if isinstance(block, Row)]


def p(text: str, style: str = "") -> str:
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{properties}<w:r><w:t>{text}</w:t></w:r></w:p>"


def tc(text: str = "", properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{p(text)}</w:tc>"


def tr(*cells_of_row: str) -> str:
    return f"<w:tr>{''.join(cells_of_row)}</w:tr>"


def tbl(*rows: str) -> str:
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


HEADER = tr(*(tc(column) for column in words.COLUMNS))
SPAN = '<w:gridSpan w:val="2"/>'


def test_levels_come_from_styles_in_any_language_and_their_ancestors() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="a"><w:name w:val="heading 1"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="b"><w:name w:val="Rubrik 2"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="c"><w:name w:val="Stadens"/><w:basedOn w:val="b"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="d"><w:name w:val="X"/><w:pPr><w:outlineLvl w:val="3"/></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="e"><w:name w:val="Y"/><w:basedOn w:val="e"/></w:style>'
    )
    outlined = '<w:p><w:pPr><w:pStyle w:val="e"/><w:outlineLvl w:val="4"/></w:pPr><w:r><w:t>5</w:t></w:r></w:p>'
    body = p("1", "a") + p("2", "b") + p("2", "c") + p("4", "d") + p("0", "e") + p("0", "okänd") + p("0") + outlined
    found = blocks(body, styles)
    assert [block.level for block in found if isinstance(block, Paragraph)] == [1, 2, 2, 4, 0, 0, 0, 5]
    assert [str(block.level) for block in found if isinstance(block, Paragraph)] == [
        block.text for block in found if isinstance(block, Paragraph)
    ]


def test_without_any_heading_nothing_is_said_about_levels() -> None:
    assert [block.level for block in blocks(p("Inledning") + p("Text")) if isinstance(block, Paragraph)] == [None, None]


def test_breaks_tabs_and_hyphens_inside_a_paragraph() -> None:
    run = (
        "<w:t>för</w:t><w:softHyphen/><w:t>skola\u00ad</w:t><w:br/><w:t xml:space='preserve'> två </w:t><w:tab/>"
        "<w:t>e</w:t><w:noBreakHyphen/><w:t>post</w:t><w:sym w:font='Wingdings' w:char='F0FC'/>"
    )
    assert texts(f"<w:p><w:r>{run}</w:r></w:p>") == ["förskola två e-post"]


def test_what_was_inserted_is_taken_and_what_was_deleted_is_not() -> None:
    body = (
        "<w:p><w:r><w:t>Kvar</w:t></w:r><w:ins><w:r><w:t xml:space='preserve'> ny</w:t></w:r></w:ins>"
        "<w:del><w:r><w:delText> borta</w:delText></w:r></w:del>"
        "<w:moveFrom><w:r><w:t> flyttad</w:t></w:r></w:moveFrom></w:p>"
        "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>Först</w:t></w:r></w:p>"
        "<w:p><w:r><w:t>och sist.</w:t></w:r></w:p>"
    )
    assert texts(body) == ["Kvar ny", "Först och sist."]
    deleted = f"<w:tr><w:trPr><w:del/></w:trPr>{tc('Borta') * 6}</w:tr>"
    assert cells(tbl(HEADER, deleted, tr(*(tc(str(number)) for number in range(6))))) == [
        ("0", "1", "2", "3", "4", "5")
    ]


def test_a_table_of_contents_is_left_out_however_it_is_made() -> None:
    def mark(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    field = (
        f"<w:p>{mark('begin')}<w:r><w:instrText> TOC \\o </w:instrText></w:r>{mark('separate')}"
        f"<w:r><w:t>Inledning</w:t></w:r><w:r><w:tab/></w:r>{mark('begin')}<w:r><w:instrText>PAGEREF x</w:instrText></w:r>"
        f"{mark('separate')}<w:r><w:t>2</w:t></w:r>{mark('end')}</w:p>"
        f"{p('Slut 3')}<w:p>{mark('end')}</w:p>"
    )
    gallery = (
        '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
        f"<w:sdtContent>{p('Innehåll')}{p('Inledning 2')}</w:sdtContent></w:sdt>"
    )
    assert texts(field + gallery + p("Inledning 2", "TOC1") + p("Kvar")) == ["Kvar"]


def test_a_heading_ends_contents_that_were_never_closed() -> None:
    begun = '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>TOC</w:instrText></w:r></w:p>'
    assert texts(begun + p("Inledning 2") + p("Inledning", "Heading1") + p("Text")) == ["Inledning", "Text"]


def test_content_controls_are_looked_through_but_prompts_are_not_text() -> None:
    def control(content: str, properties: str = "") -> str:
        return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"

    inline = f"<w:p>{control('<w:r><w:t>i</w:t></w:r>')}{control('<w:r><w:t>Skriv här</w:t></w:r>', '<w:showingPlcHdr/>')}</w:p>"
    row = tr(control(tc("a")), *(tc(str(number)) for number in range(5)))
    body = control(p("utanför")) + inline + tbl(HEADER, control(row))
    assert texts(body) == ["utanför", "i"]
    assert cells(body) == [("a", "0", "1", "2", "3", "4")]


def test_a_text_box_is_read_once_though_it_is_stored_twice() -> None:
    box = f"<w:txbxContent>{p('I rutan')}</w:txbxContent>"
    drawing = (
        f"<mc:AlternateContent><mc:Choice><w:drawing>{box}</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent>"
    )
    assert texts(f"<w:p><w:r><w:t>Före</w:t></w:r><w:r>{drawing}</w:r></w:p>") == ["Före", "I rutan"]


def test_columns_are_found_by_their_headers_past_an_invisible_one() -> None:
    first, *others = words.COLUMNS
    header = tr(tc(first), tc(), *(tc(column) for column in others))
    analysis = tr(tc("", SPAN), tc(), tc("Analys", SPAN), tc(), tc())
    row = tr(tc("kontroll"), tc(), *(tc(text) for text in ("händelse", "", "", "åtgärd", "✓ Avslutad")))
    shifted = tr(tc("kontroll", SPAN), *(tc(text) for text in ("händelse", "följs upp", "△ Mindre avvikelse", "", "")))
    assert cells(tbl(header, row, analysis, shifted)) == [
        ("kontroll", "händelse", "", "", "åtgärd", "Avslutad"),
        ("", "", "Analys", "", "", ""),
        ("kontroll", "händelse", "följs upp", "Mindre avvikelse", "", ""),
    ]


def test_cells_merged_downwards_stand_in_their_first_row() -> None:
    restart, go_on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    rows = [tr(tc("a", restart), *(tc("b") for _ in range(5))), tr(tc("rest", go_on), *(tc("c") for _ in range(5)))]
    assert cells(tbl(HEADER, *rows)) == [("a", "b", "b", "b", "b", "b"), ("", "c", "c", "c", "c", "c")]


def test_a_row_that_begins_further_in_keeps_its_columns() -> None:
    row = f'<w:tr><w:trPr><w:gridBefore w:val="4"/></w:trPr>{tc("åtgärd")}{tc("● Avslutad")}</w:tr>'
    assert cells(tbl(HEADER, row)) == [("", "", "", "", "åtgärd", "Avslutad")]


def test_a_table_split_in_two_is_just_more_rows_with_or_without_a_new_header() -> None:
    one, two, three = (tr(*(tc(text) for _ in range(6))) for text in "abc")
    body = tbl(HEADER, one) + p("") + tbl(HEADER, two, HEADER) + p("") + tbl(three)
    assert cells(body) == [tuple(text * 6) for text in "abc"]


def test_several_paragraphs_and_tables_in_a_cell_are_its_paragraphs() -> None:
    cell = f"<w:tc>{p('ett')}{p('')}{p('två')}{tbl(tr(tc('tre')))}{p('')}</w:tc>"
    assert cells(tbl(HEADER, tr(cell, *(tc() for _ in range(5)))))[0][0] == "ett\n\ntvå\n\ntre"


def test_a_row_across_the_whole_table_is_a_paragraph() -> None:
    across = tr(tc("Process: Lön", '<w:gridSpan w:val="6"/>'))
    found = blocks(p("Rubrik", "Heading1") + tbl(HEADER, across))
    assert [(block.text, block.level) for block in found if isinstance(block, Paragraph)] == [
        ("Rubrik", 1),
        ("Process: Lön", None),
    ]


def test_tables_of_something_else_are_paragraphs() -> None:
    assert texts(tbl(tr(tc("Datum"), tc("2031-02-03")), tr(tc(), tc("Sida")))) == ["Datum", "2031-02-03", "Sida"]


def test_headers_and_footers_are_left_out() -> None:
    assert "Tjänsteutlåtande" not in [
        block.text for block in read_word(render_word(REPORT)) if isinstance(block, Paragraph)
    ]


def test_the_strict_dialect_is_read_too() -> None:
    strict = file_of(p("Strikt"))
    name = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    body = f"<w:document {NAMES}><w:body>{p('Strikt')}</w:body></w:document>".encode()
    strict = with_part(
        strict, "word/document.xml", body.replace(name, b"http://purl.oclc.org/ooxml/wordprocessingml/main")
    )
    assert [block.text for block in read_word(strict) if isinstance(block, Paragraph)] == ["Strikt"]


def test_places_help_a_person_to_find_the_spot() -> None:
    row = tr(*(tc("x") for _ in range(6)))
    found = blocks(p("a") + p("") + p("b") + tbl(HEADER, row) + tbl(HEADER, row, row))
    assert len({block.place for block in found}) == len(found) == 5


def test_more_than_any_report_holds_is_refused_at_once() -> None:
    with pytest.raises(Unreadable):
        blocks("<w:p/>" * (MOST_PARAGRAPHS + 1))


def test_without_a_body_it_is_damaged() -> None:
    with pytest.raises(Unreadable):
        read_word(with_part(default_template(), "word/document.xml", b"<a/>"))
