"""What stands beside an answer, for every page that shows one: `{% load reviewing %}`."""

import re
from collections.abc import Iterable
from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import escape, format_html_join, linebreaks
from django.utils.safestring import SafeString, mark_safe

from rimlig.core.templatetags.rimlig import ICONS
from rimlig.followup.models import AnswerComment, AnswerState, FollowUpResult, Verdict
from rimlig.followup.reviewing.forms import CommentForm
from rimlig.followup.reviewing.quotes import spans_of

register = template.Library()


@register.inclusion_tag("followup/review/_thread.html", takes_context=True)
def thread(context: template.Context, result: FollowUpResult) -> dict[str, Any]:
    """Show what has been said beside the answer and how it was reviewed, oldest first, and the way to say something more."""
    user, request = context.get("user"), context.get("request")
    comments = list(result.comments.select_related("by", "review"))
    at_a_review = {comment.review_id for comment in comments if comment.review_id}
    approved = [review for review in result.reviews.select_related("by") if review.pk not in at_a_review]
    lines = [{"comment": comment, "at": comment.at, "by": comment.by} for comment in comments]
    lines += [
        {"approved": review.verdict == Verdict.APPROVED, "review": review, "at": review.at, "by": review.by}
        for review in approved
    ]
    return {
        "result": result,
        "lines": sorted(lines, key=lambda line: line["at"]),
        "form": CommentForm(answer=result),
        "review": "" if context.get("is_part") else _way_to_review(user, result, request),
        "may_comment": user is not None and user.has_perm("answer.comment", result),
        "csrf_token": context.get("csrf_token"),
        "here": request.get_full_path() if request is not None else "",
    }


def _way_to_review(user: Any, result: FollowUpResult, request: Any) -> str:
    """Return where the answer is reviewed, for who may review it and is not there already."""
    address = reverse("followup:review", args=[result.pk])
    there = request is None or request.path == address
    waits = result.state == AnswerState.FILED and user is not None and user.has_perm("answer.review", result)
    return address if waits and not there else ""


@register.simple_tag
def quoted(result: FollowUpResult, field: str, comments: Iterable[AnswerComment]) -> SafeString:
    """Show one of the answer's texts with its paragraphs; words that somebody has a question about are marked."""
    text = getattr(result, field)
    marks = [
        (start, end, comment)
        for comment in comments
        if comment.quote and comment.field == field
        for start, end in spans_of(text, comment.quote)[:1]
    ]
    pieces, at = [], 0
    for start, end, comment in sorted(marks, key=lambda mark: (mark[0], mark[1])):
        if start < at:
            continue  # two questions about the same words: the first is marked, both stand in the thread
        pieces += [escape(text[at:start]), _marked(text[start:end], comment)]
        at = end
    pieces.append(escape(text[at:]))
    return mark_safe(linebreaks("".join(pieces), autoescape=False))  # noqa: S308  # each piece is escaped


def _marked(words: str, comment: AnswerComment) -> str:
    """Return the words marked; a mark ends with its paragraph and begins again in the next."""
    parts = re.split(r"(\n{2,})", words)
    return "".join(
        part if index % 2 else f'<mark data-comment="{comment.pk}">{escape(part)}</mark>'
        for index, part in enumerate(parts)
    )


_STROKE = 'fill="none" stroke="currentColor" stroke-linecap="round" stroke-linejoin="round"'
_ATTRIBUTES = {
    "line dashed": 'fill="none" stroke="currentColor" stroke-width="1.8" stroke-dasharray="2.5 2.2"',
    "line bold": f'{_STROKE} stroke-width="2.2"',
    "line": f'{_STROKE} stroke-width="1.8"',
    "full": 'fill="currentColor"',
    "cut": 'class="cut" stroke-width="1.8" stroke-linecap="round"',
}


def _by_attributes(drawing: str) -> str:
    """Return the drawing with its looks on it: rules like “svg .line” do not reach into what is drawn by reference."""
    return re.sub(r'class="([a-z ]+)"', lambda match: _ATTRIBUTES[match[1]], drawing)


@register.simple_tag
def sprite() -> SafeString:
    """Draw the symbols once, unseen: a page with thousands of them refers to these."""
    symbols = format_html_join(
        "",
        '<symbol id="icon-{}" viewBox="0 0 16 16">{}</symbol>',
        ((name, mark_safe(_by_attributes(drawing))) for name, drawing in ICONS.items()),  # noqa: S308  # ours
    )
    return mark_safe(f'<svg class="sprite" width="0" height="0" aria-hidden="true" focusable="false">{symbols}</svg>')  # noqa: S308
