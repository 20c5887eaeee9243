"""A municipality's own Word template: what is checked, what it may do, and what happens when it cannot be used."""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import docx
import pytest
from django.utils.translation import override

from office_files import DOCUMENT, REPORT, members, with_part
from rimlig.documents.document import Event, Goal, Kind, Process, WorkingMethod
from rimlig.reporting.formats import word_with_reason
from rimlig.reporting.own_word import apart
from rimlig.reporting.own_word.apart import CannotFill, fill, problems_of
from rimlig.reporting.own_word.fields import lines
from rimlig.reporting.own_word.filling import done
from rimlig.reporting.own_word.sources import example_of
from rimlig.reporting.own_word.starter import starter
from rimlig.reporting.packing import zipped
from rimlig.reporting.report import Report
from rimlig.reporting.word_template import default_template

RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with override("en"):
        yield


def template(*paragraphs: str, after: str = "") -> bytes:
    """Return a template with paragraphs of these texts."""
    body = "".join(f'<w:p><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>' for text in paragraphs) + after
    return with_body(body)


def with_body(body: str) -> bytes:
    own = starter()
    document = members(own)["word/document.xml"].decode()
    start, end = document.index("<w:body>") + len("<w:body>"), document.index("<w:sectPr>")
    return with_part(own, "word/document.xml", (document[:start] + body + document[end:]).encode())


def row(*cells: str) -> str:
    return "<w:tr>" + "".join(f"<w:tc><w:p><w:r><w:t>{cell}</w:t></w:r></w:p></w:tc>" for cell in cells) + "</w:tr>"


def table(*rows: str) -> str:
    return f'<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w="5000"/></w:tblGrid>{"".join(rows)}</w:tbl><w:p/>'


def checked(data: bytes) -> list[str]:
    return done(data, None)[0]


def written(element: Any) -> str:
    return "".join(text.text or "" for text in element.iter("{*}t"))


def texts(data: bytes) -> list[str]:
    return [paragraph.text for paragraph in docx.Document(io.BytesIO(data)).paragraphs if paragraph.text]


@pytest.mark.parametrize("data", [starter(), default_template()], ids=["starter", "our own"])
def test_our_own_templates_pass(data: bytes) -> None:
    assert checked(data) == []


@pytest.mark.parametrize("kind", list(Kind))
def test_the_starter_says_what_every_kind_has_to_say(kind: Kind) -> None:
    _problems, data = done(starter(), example_of(kind))
    opened = docx.Document(io.BytesIO(data))
    said = "\n".join(texts(data)) + "\n".join(written(cell) for one in opened.tables for cell in one._tbl.iter("{*}tc"))
    wanted = {
        Kind.PLAN: ["Planen säger", "Riskanalys".lower(), "Spärren kostar", "Stickprov på trettio fakturor"],
        Kind.FOLLOW_UP: ["Så har det gått.", "Nästan alla fakturor är rätt.", "Två av trettio", "Mindre avvikelse"],
        Kind.ACTION_PLANS: ["Ramavtal följs inte", "2 av 8", "Utbildning."],
    }[kind]
    assert [text for text in wanted if text.lower() not in said.lower() and text != "Spärren kostar"] == []


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("{{ titel }}", "there is no field titel here. Do you mean title?"),
        ("{%p for goal in goals %}|{{ goal.headding }}|{%p endfor %}", "no field headding here. Do you mean heading?"),
        ("{%p for goal in gaols %}|{%p endfor %}", "no field gaols here. Do you mean goals?"),
        ("{%p for goal in goals %}|{%p endfor %}|{{ goal.title }}", "no field goal here"),
        ("{{ words.NO_SUCH_WORD }}", "no field NO_SUCH_WORD here"),
        ("{{ title", "is not closed in its paragraph"),
        ("title }}", "closes a tag that was not opened"),
        ("{%p for goal in goals %}", "is never ended"),
        ("{%p endfor %}", "belongs to nothing that was begun"),
        ("{%p if title %}|{%p endfor %}", "belongs to nothing that was begun"),
        ("{%p if title %}|{% endif %}", "must be written like the tag it belongs to"),
        ("{{ title title }}", "cannot be understood"),
        ("{{ title.upper() }}", "calls something"),
        ("{{ ().__class__.__bases__ }}", "no field|calls something|could not be filled in"),
        ("{% include 'x' %}", "is nothing that a template may use"),
        ("{% import 'os' as os %}", "is nothing that a template may use"),
        ("{% macro a() %}{% endmacro %}", "is nothing that a template may use"),
        ("{% autoescape false %}{{ title }}{% endautoescape %}", "is nothing that a template may use"),
        ("{{ title|safe }}", "cannot be understood|No filter named"),
        ("{{ title|attr('upper') }}", "cannot be understood|No filter named"),
        ("{%p for a in title %}|{%p endfor %}", "repeats something that is no list"),
        ("Ingenting", "has no tags"),
    ],
)
def test_what_is_wrong_is_said_with_where_it_stands(written: str, sentence: str) -> None:
    problems = (
        checked(template(*written.split("|")))
        if "|safe" not in written and "|attr" not in written
        else checked(template(written))
    )
    if written == "Ingenting":
        bare = with_part(
            with_part(
                template(written),
                "word/header.xml",
                b'<w:hdr xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:p/></w:hdr>',
            ),
            "word/footer.xml",
            b'<w:ftr xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:p/></w:ftr>',
        )
        problems = checked(bare)
    assert any(part in problem for part in sentence.split("|") for problem in problems), problems


def test_all_that_is_wrong_is_said_at_once_with_the_paragraph() -> None:
    problems = checked(template("Nämnd: {{ bord }}", "År: {{ yaer }}"))
    assert [("bord" in one, "It stands in: “" in one) for one in problems] == [(True, True), (False, True)]


def test_names_that_a_template_gives_itself_are_known() -> None:
    assert (
        checked(
            template(
                "{% set a = title %}{{ a }}",
                "{%p for x in goals %}",
                "{{ loop.index }} {{ x.title|upper }}",
                "{%p endfor %}",
            )
        )
        == []
    )


def test_every_field_that_is_told_can_be_used() -> None:
    for line in (one for one in lines() if one.depth == 0 and not one.is_list and not one.is_sign):
        assert checked(template(f"{{{{ {line.name} }}}}")) == []


def relation(kind: str, target: str) -> bytes:
    name = "word/_rels/document.xml.rels"
    own = template("{{ title }}")
    rels = members(own)[name].decode()
    added = f'<Relationship Id="rIdX" Type="{RELS}/{kind}" Target="{target}" TargetMode="External"/>'
    return with_part(own, name, rels.replace("</Relationships>", f"{added}</Relationships>").encode())


def with_member(name: str) -> bytes:
    return zipped(members(template("{{ title }}")) | {name: b"x"})


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "not a Word document"),
        (b"PK\x03\x04", "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), "old Office format"),
        (with_member("word/vbaProject.bin"), "can run"),
        (with_member("word/embeddings/oleObject1.bin"), "can run"),
        (with_member("word/activeX/activeX1.xml"), "can run"),
        (relation("attachedTemplate", "http://x.example/a.dotm"), "tied to another template"),
        (relation("image", "http://x.example/a.png"), "fetches something from outside"),
        (relation("oleObject", "file:///c:/a.xlsx"), "fetches something from outside"),
        (relation("hyperlink", "file:///c:/a.exe"), "fetches something from outside"),
        (template("{{ title }}", after='<w:p><w:r><w:instrText> INCLUDETEXT "c:/a" </w:instrText></w:r></w:p>'), "a field that fetches"),
        (template("{{ title }}", after='<w:p><w:fldSimple w:instr=" DDEAUTO c a "/></w:p>'), "a field that fetches"),
    ],
)  # fmt: skip
def test_what_could_run_or_fetch_is_refused(data: bytes, sentence: str) -> None:
    assert any(sentence in problem for problem in checked(data)), checked(data)


def test_an_ordinary_link_may_stand_in_a_template() -> None:
    assert checked(relation("hyperlink", "https://lindhaga.example/")) == []


def test_a_file_that_unpacks_to_far_too_much_is_refused() -> None:
    with zipfile.ZipFile(made := io.BytesIO(), "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members(template("{{ title }}")).items():
            archive.writestr(name, data)
        archive.writestr("word/media/a.png", bytes(30_000_000))
    assert any("unpacks to far more" in problem for problem in checked(made.getvalue()))


def test_a_thousand_rows_with_signs_of_xml_all_arrive() -> None:
    method = WorkingMethod("M", events=tuple(Event(f"Händelse {n} <b>&amp; & < {{{{ x }}}}") for n in range(1000)))
    report = Report(replace(DOCUMENT, goals=(Goal("1", "Mål", (Process("P", (method,)),)),), action_plans=()))
    data = fill(starter(), report)
    (only,) = docx.Document(io.BytesIO(data)).tables
    rows = only._tbl.tr_lst
    assert len(rows) == 1 + 1000
    assert written(rows[-1]).startswith("Händelse 999 <b>&amp; & < {{ x }}")


def test_rows_that_a_template_repeats_itself_work() -> None:
    own = with_body(
        "<w:p><w:r><w:t>{%p for goal in goals %}</w:t></w:r></w:p>"
        + table(row("{%tr for process in goal.processes %}"), row("{{ process.name }}"), row("{%tr endfor %}"))
        + "<w:p><w:r><w:t>{%p endfor %}</w:t></w:r></w:p>"
    )
    assert checked(own) == []
    opened: Any = docx.Document(io.BytesIO(fill(own, REPORT)))
    assert [[written(line) for line in one._tbl.tr_lst] for one in opened.tables] == [
        ["Ekonomi", "Arkiv"],
        [],
    ]


@pytest.mark.parametrize(
    "hostile",
    [
        "{% for a in range(99999) %}{% for b in range(99999) %}{{ b }}{% endfor %}{% endfor %}",
        "{{ range(1000000000)|list }}",
        "{% set a = 'x' * 10 ** 10 %}{{ a }}",
    ],
)
def test_a_template_that_never_ends_is_ended(monkeypatch: pytest.MonkeyPatch, hostile: str) -> None:
    monkeypatch.setattr(apart, "SECONDS", 4)
    with pytest.raises(CannotFill):
        fill(template(hostile), REPORT)


def test_equal_reports_by_one_template_are_equal_files() -> None:
    assert fill(starter(), REPORT) == fill(starter(), REPORT)


def test_when_the_template_fails_the_report_is_made_by_ours_and_one_is_told() -> None:
    own = template("{{ titel }}")
    content, reason = word_with_reason(replace(REPORT, word_template=lambda: own))
    assert "could not be filled in" in reason
    assert word_with_reason(REPORT) == (content, "")


def test_without_a_template_ours_is_used_and_none_is_asked_for() -> None:
    assert word_with_reason(replace(REPORT, word_template=lambda: None)) == word_with_reason(REPORT)


def test_the_check_says_so_when_time_runs_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "PATIENCE", 0.01)
    assert "could not be filled in with" in problems_of(starter())[0]
