"""A template to begin with: ours, with every tag where Word itself keeps it.

Our own template (word_template.py) has tags inside the names of styles and
colours, which Word throws away when it saves. This one has them in texts only,
and tables with one row for each row: easy to change, and to understand.
"""

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Final

from rimlig.appearance import colours, fonts
from rimlig.documents import words
from rimlig.reporting.packing import zipped
from rimlig.reporting.word_template import default_template, members_of

_MAIN: Final = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_RELATIONS: Final = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_WIDE: Final = 14_797  # twentieths of a point between the margins
_SECTION: Final = (
    '<w:sectPr><w:headerReference w:type="default" r:id="rIdHeader"/>'
    '<w:footerReference w:type="default" r:id="rIdFooter"/>'
    '<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>'
    '<w:pgMar w:top="1361" w:right="1020" w:bottom="1020" w:left="1020" w:header="620" w:footer="510" w:gutter="0"/>'
    "</w:sectPr>"
)
_ROW_FIELDS: Final = ("control", "event", "follow_up", "deviation", "action", "status")
_RISK_FIELDS: Final = ("number", "event", "category", "likelihood", "consequence", "value", "after", "treatment")
_LISTS: Final = frozenset({"control", "event", "follow_up", "action"})
_SIGNS: Final = frozenset({"deviation", "status"})


@cache
def starter(accent: str = colours.STANDARD, family: str = fonts.STANDARD) -> bytes:
    """Return the template as the bytes of a .docx, in a municipality's colour and letters."""
    body = "".join(_body())
    document = f'<?xml version="1.0" encoding="UTF-8"?><w:document {_MAIN} {_RELATIONS}><w:body>{body}{_SECTION}</w:body></w:document>'
    return zipped(members_of(default_template(accent, family)) | {"word/document.xml": document.encode()})


def _body() -> Iterator[str]:
    yield _text("{{ municipality }}", "Municipality")
    yield from _when("logo", [_text("{{ logo }}", "Logo")])
    yield _text("{{ title }}", "Title")
    for label, name in ((words.BOARD_LABEL, "board"), (words.YEAR_LABEL, "year"), (words.PERIOD_LABEL, "period")):
        yield from _when(name, [_text(f"{label} {{{{ {name} }}}}", "Fact")])
    yield from _when("state", [_text(f"{words.STATE_LABEL} {{{{ state }}}}", "Fact")])
    yield from _when("decision", [_text(f"{words.DECISION_LABEL} {{{{ decision }}}}", "Fact")])
    yield from _when("registry_number", [_text("{{ registry_label }} {{ registry_number }}", "Fact")])
    for heading, name in ((words.INTRODUCTION, "introduction"), (words.APPROACH, "approach")):
        yield from _when(name, [_text(heading, "Heading1"), *_paragraphs(name)])
    summaries = _each(
        "summary", "summaries", [_text("{{ summary.heading }}", "Heading2"), *_paragraphs("summary.paragraphs")]
    )
    yield from _when("summary or summaries", [_text(words.SUMMARY, "Heading1"), *_paragraphs("summary"), *summaries])
    yield from _when("risk_processes", [_text(words.RISK_ANALYSIS, "Heading1"), *_risks()])
    yield from _when("goals", [_text(words.FOLLOW_UP_TABLES, "Heading1"), *_goals()])
    yield from _when("action_plans", [_text(words.ACTION_PLANS_PART, "Heading1"), *_action_plans()])
    yield _text("", "Cell")


def _risks() -> Iterator[str]:
    table = _table(words.RISK_COLUMNS, _RISK_FIELDS, "method.rows", [])
    methods = _each(
        "method", "process.working_methods", [_text("{{ method.name }}", "Heading3"), table, _text("", "Cell")]
    )
    yield from _each("process", "risk_processes", [_text("{{ process.name }}", "Heading2"), *methods])


def _goals() -> Iterator[str]:
    analysis = [
        *_each(
            "part",
            "row.follow_up_analysis",
            [_text("{{ part.label }}", "CellLabel"), *_paragraphs("part.paragraphs", "Cell")],
        ),
        *_paragraphs("row.action_analysis", "Cell"),
    ]
    table = _table(words.COLUMNS, _ROW_FIELDS, "method.rows", analysis)
    name = _text(f"{words.WORKING_METHOD} {{{{ method.name }}}}", "Heading4")
    methods = _each("method", "process.working_methods", [name, *_when("method.rows", [table, _text("", "Cell")])])
    process = _text(f"{words.PROCESS} {{{{ process.name }}}}", "Heading3")
    processes = _each("process", "goal.processes", [process, *methods])
    yield from _each("goal", "goals", [_text("{{ goal.heading }}", "Heading2"), *processes])


def _action_plans() -> Iterator[str]:
    inside = [
        _text("{{ plan.heading }}", "Heading2"),
        *_paragraphs("plan.finding"),
        *_when("plan.units", [_text(f"{words.UNITS} {{{{ plan.units }}}}", "BodyText")]),
        *_when("plan.measures", [_text(words.ACTION, "CellLabel"), *_paragraphs("plan.measures")]),
        *_when("plan.status", [_text(f"{words.STATUS_LABEL} {{{{ plan.status }}}}", "BodyText")]),
    ]
    yield from _each("plan", "action_plans", inside)


def _table(header: Iterable[str], names: tuple[str, ...], rows: str, analysis: list[str]) -> str:
    """Return a table with a row of its own for each row; what is analysed stands in a row over all columns."""
    width = _WIDE // len(names)
    cells = "".join(_cell([_text(name, "CellHeading")], width) for name in header)
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for _name in names)
    plain = "".join(_cell(_contents(name), width) for name in names)
    lines = f"<w:tr>{plain}</w:tr>"
    if analysis:
        over = _cell(analysis, width * len(names), span=len(names))
        lines = (
            f"{_marking('{%tr if row.follow_up_analysis or row.action_analysis %}')}<w:tr>{over}</w:tr>"
            f"{_marking('{%tr elif not row.follow_up_facts %}')}{lines}{_marking('{%tr endif %}')}"
        )
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="FollowUpTable"/><w:tblW w:w="{width * len(names)}" w:type="dxa"/>'
        '<w:tblLayout w:type="fixed"/><w:tblLook w:val="0420" w:firstRow="1" w:lastRow="0" w:firstColumn="0"'
        f' w:lastColumn="0" w:noHBand="0" w:noVBand="1"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
        f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{cells}</w:tr>"
        f"{_marking(f'{{%tr for row in {rows} %}}')}{lines}{_marking('{%tr endfor %}')}</w:tbl>"
    )


def _contents(name: str) -> list[str]:
    if name in _LISTS:
        return _paragraphs(f"row.{name}", "Cell")
    return [_text(f"{{{{r row.{name} }}}}" if name in _SIGNS else f"{{{{ row.{name} }}}}", "Cell")]


def _marking(tag: str) -> str:
    return f"<w:tr>{_cell([_text(tag, 'Cell')], _WIDE)}</w:tr>"


def _cell(inside: list[str], width: int, span: int = 1) -> str:
    spanning = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{spanning}</w:tcPr>{"".join(inside)}</w:tc>'


def _paragraphs(name: str, style: str = "BodyText") -> list[str]:
    return _each("paragraph", name, [_text("{{ paragraph }}", style)])


def _each(one: str, name: str, inside: Iterable[str]) -> list[str]:
    return [_text(f"{{%p for {one} in {name} %}}"), *inside, _text("{%p endfor %}")]


def _when(condition: str, inside: Iterable[str]) -> list[str]:
    return [_text(f"{{%p if {condition} %}}"), *inside, _text("{%p endif %}")]


def _text(text: str, style: str = "BodyText") -> str:
    run = f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>' if text else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{run}</w:p>'
