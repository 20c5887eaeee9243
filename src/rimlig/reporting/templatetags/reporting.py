"""Components of a report as a web page: `{% load reporting %}`. Its words are Swedish whatever language the page has."""

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from rimlig.documents import words
from rimlig.documents.document import ActionStatus, Deviation, WorkingMethod
from rimlig.followup.editables import DEVIATION_LOOKS, STATUS_LOOKS
from rimlig.reporting import rows

register = template.Library()


@register.filter
def table_rows(method: WorkingMethod) -> tuple[rows.TableRow, ...]:
    """Return the rows of a working method's six-column table."""
    return rows.table_rows(method)


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
