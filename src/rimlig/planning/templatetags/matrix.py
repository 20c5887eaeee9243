"""The risk matrix on a page: `{% load matrix %}`. The page loads planning/matrix.css in its block `styles`."""

from typing import Any

from django import template

from rimlig.planning.risks.matrix import Matrix

register = template.Library()


@register.inclusion_tag("planning/_matrix.html")
def risk_matrix(matrix: Matrix, caption: str) -> dict[str, Any]:
    """Draw the matrix. `caption` says what it shows; it is read aloud, the heading beside it is for the eye."""
    return {"matrix": matrix, "caption": caption}
