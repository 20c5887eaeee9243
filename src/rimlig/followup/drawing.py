"""What the template of an editable row needs, worked out once: a page draws hundreds of them."""

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from rimlig.followup.editables import Editable
from rimlig.planning.models import PartOfPlan

LONGEST_NAME = 60
"""Characters of the row's text that a screen reader says after “change” and “history”."""


def row_context(
    editable: Editable, row: PartOfPlan, *, look: str, may_edit: bool, way_back: str, **more: Any
) -> dict[str, Any]:
    """Return the context of followup/row.html.

    `way_back` is the address to lead back to without htmx. `more` may say
    `swapped` (htmx put it there, so it takes the focus) and `saved`.
    """
    name = str(row)
    come_back = urlencode({"next": way_back, **({"look": look} if look else {})})
    where = [editable.slug, row.pk]
    return {
        "editable": editable,
        "row": row,
        "look": look,
        "may_edit": may_edit,
        "name": f"{editable.label}: {name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1] + '…'}",
        "change_url": f"{reverse('followup:change', args=where)}?{come_back}" if may_edit else "",
        "history_url": f"{reverse('followup:history', args=where)}?{come_back}",
        **more,
    }
