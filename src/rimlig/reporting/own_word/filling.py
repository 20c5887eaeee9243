"""What is done with a template in the process of its own: everything that is wrong is said, or it is filled in."""

from django.utils.translation import gettext as _
from jinja2 import TemplateError

from rimlig.core.errors import Unreadable
from rimlig.documents.document import Kind
from rimlig.reporting.own_word.fields import fields
from rimlig.reporting.own_word.package import dangers, filled_parts, opened
from rimlig.reporting.own_word.sources import example_of
from rimlig.reporting.own_word.tags import Reader
from rimlig.reporting.report import Report
from rimlig.reporting.word import render_word


def done(template: bytes, report: Report | None) -> tuple[list[str], bytes]:
    """Return the problems of the template, or the report by it (nothing, when only the check was asked for)."""
    if report is None:
        return _problems(template), b""
    return _filled(template, report)


def _problems(template: bytes) -> list[str]:
    try:
        package = opened(template)
        found = list(dangers(package))
        reader = Reader(fields())
        for root in filled_parts(package):
            reader.read(root)
    except Unreadable as problem:
        return [str(problem)]
    found += reader.problems
    if not found and not reader.count:
        found = [_("The document has no tags, so it would be the same for every report. Begin with our own template.")]
    for kind in Kind if not found else ():
        problems, _document = _filled(template, example_of(kind))
        found += [problem for problem in problems if problem not in found]
    return found


def _filled(template: bytes, report: Report) -> tuple[list[str], bytes]:
    try:
        return [], render_word(report, template)
    except (MemoryError, RecursionError):
        raise
    except (TemplateError, OverflowError, ArithmeticError, TypeError, ValueError, KeyError, SyntaxError) as error:
        # Values of a kind that a tag did not expect, or XML that is no longer whole.
        return [
            _("The template could not be filled in (%(kind)s): %(reason)s.")
            % {"kind": report.title, "reason": str(error).rstrip(".")[:300]}
        ], b""
