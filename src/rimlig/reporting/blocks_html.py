"""A document of blocks as a web page that stands alone: one file with its look inside."""

from django.template.loader import render_to_string
from django.utils.translation import override

from rimlig.reporting.blocks import BlockDocument
from rimlig.reporting.html import own_look, page_look


def render_html(document: BlockDocument) -> bytes:
    """Return the document as one HTML file, UTF-8, that needs nothing else to be shown or printed."""
    with override("sv"):  # a report to a Swedish board is a Swedish document
        context = {"document": document, "look": page_look(), "alone": True, **own_look(document.look)}
        return render_to_string("reporting/blocks_standalone.html", context).encode()
