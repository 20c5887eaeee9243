"""Components of a report as a web page: `{% load reporting %}`. Its words are Swedish whatever language the page has."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from rimlig.documents import planned, words
from rimlig.documents.document import ActionStatus, Deviation
from rimlig.documents.risk_list import ListedMethod
from rimlig.followup.editables import DEVIATION_LOOKS, STATUS_LOOKS
from rimlig.reporting import rows
from rimlig.reporting.blocks import BlockDocument, Heading, Piece
from rimlig.reporting.layout import Layout
from rimlig.reporting.report import Trace
from rimlig.reporting.risks import RiskRow
from rimlig.reporting.sections import BlockGroup, Section, grouped, sections_of

register = template.Library()


@register.simple_tag
def table_rows(layout: Layout, goal: int, process: int, method: int) -> tuple[rows.TableRow, ...]:
    """Return the rows of the six-column table of a working method, by its place in the document from 0."""
    shown = layout.document.goals[goal].processes[process].working_methods[method]
    traces = layout.report.traces.at.get((goal, process, method), ())
    return rows.table_rows(shown, layout.risks.numbers_at(goal, process, method), traces)


@register.filter
def traced_cells(trace: Trace) -> tuple[tuple[str, str], ...]:
    """Return the cells of a trace in the list of them, each with its column's name."""
    return tuple(zip(words.TRACE_COLUMNS, trace.cells, strict=True))


@register.filter
def first_at(trace: Trace, layout: Layout) -> str:
    """Return the id of the working method in which the traced follow-up stands first."""
    return layout.first_places[trace.reference]


@register.filter
def risk_rows(method: ListedMethod, layout: Layout) -> tuple[RiskRow, ...]:
    """Return the rows of a working method's table in the risk analysis."""
    return tuple(layout.row_of(risk) for risk in method.risks)


@register.simple_tag
def risk_headings() -> SafeString:
    """Return the header cells of the risk analysis."""
    return SafeString(
        "".join(format_html('<th scope="col" role="columnheader">{}</th>', text) for text in words.RISK_COLUMNS)
    )


@register.simple_tag
def risk_column(number: int) -> str:
    """Return the heading of a column of the risk analysis, counted from 0, for the narrow page."""
    return words.RISK_COLUMNS[number]


@register.simple_tag
def counted_risks(number: int) -> str:
    """Return “7 risker”."""
    return words.counted_risks(number)


@register.simple_tag
def threshold(value: int) -> str:
    """Return the threshold and what it means."""
    return words.threshold_in_words(value)


@register.simple_tag
def planning_heading() -> str:
    """Return the word over how a follow-up is done."""
    return planned.HEADING


@register.inclusion_tag("components/state.html")
def level(value: Deviation) -> dict[str, Any]:
    """Show a deviation level by symbol, word and colour."""
    return {"look": DEVIATION_LOOKS[value], "word": words.DEVIATION[value]}


@register.inclusion_tag("components/state.html")
def progress(value: ActionStatus) -> dict[str, Any]:
    """Show how far an action has come by symbol, word and colour."""
    return {"look": STATUS_LOOKS[value], "word": words.STATUS[value]}


@register.simple_tag
def word(name: str) -> str:
    """Return one of the documents' own words, by its name in documents/words.py."""
    value = getattr(words, name)
    assert isinstance(value, str)
    return value


@register.simple_tag
def column_headings() -> SafeString:
    """Return the header cells of the six-column table. A line may break after the slash of a long heading."""
    cells = "".join(format_html('<th scope="col" role="columnheader">{}</th>', text) for text in words.COLUMNS)
    return SafeString(cells.replace("kontroll/", "kontroll/<wbr>"))


@register.simple_tag
def column(number: int) -> str:
    """Return the heading of a column, counted from 1, for the narrow page where each cell carries its own."""
    return words.COLUMNS[number - 1]


@register.filter
def grouped_blocks(document: BlockDocument) -> list[BlockGroup]:
    """Return the blocks in order, the items of each list together."""
    return list(grouped(document.blocks))


@register.filter
def as_sections(document: BlockDocument) -> Section:
    """Return the document as its sections, where they are to be folded."""
    return sections_of(document)


@register.simple_tag
def block_heading(block: Heading) -> SafeString:
    """Return the heading, one level below the page's own."""
    level = block.level + 1
    if block.anchor:
        return format_html('<h{} id="{}">{}</h{}>', level, block.anchor, block.text, level)
    return format_html("<h{}>{}</h{}>", level, block.text, level)


@register.simple_tag
def piece(piece: Piece, document: BlockDocument, alone: Any = False) -> SafeString:  # noqa: FBT002  # the template says whether the page stands alone
    """Return a piece of text with its sign and its link; on a page that stands alone only whole addresses are links."""
    address = document.whole(piece.address) if alone else piece.address
    if piece.sign is not None:
        looks = DEVIATION_LOOKS if isinstance(piece.sign, Deviation) else STATUS_LOOKS
        context = {"look": looks[piece.sign], "word": piece.text}  # type: ignore[index]  # the table is that of the sign
        said = render_to_string("components/state.html", context)
    else:
        parts = piece.text.split("\n\n")
        said = format_html_join(SafeString("<br><br>"), "{}", ((part,) for part in parts))
        if piece.strong:
            said = format_html("<b>{}</b>", said)
    if address:
        said = format_html(
            '<a href="{}"{}>{}</a>', address, SafeString(' class="plainlink"' if piece.sign else ""), said
        )
    if piece.reference:
        said = format_html('{} <span class="muted small">{}</span>', said, piece.reference)
    return said


@register.filter
def under(values: Mapping[Any, Any], key: Any) -> Any:
    """Return what the mapping has under the key, or nothing."""
    return values.get(key)
