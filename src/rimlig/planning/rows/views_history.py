"""The history of a row: every version that it has had, and what made the difference."""

from typing import Any

from django.http import Http404

from rimlig.planning.rows.beside import happened_beside
from rimlig.planning.rows.histories import page_of_history
from rimlig.planning.rows.views_change import RowUseCase

LAST_PAGE = 100_000


class RowHistory(RowUseCase):
    """Who changed the row, when, how, and what stood there before."""

    permission = "history.read"
    template_name = "planning/history.html"

    def context(self) -> dict[str, Any]:
        number = self.request.GET.get("sida", "1")
        if not (number.isascii() and number.isdecimal() and 1 <= int(number) <= LAST_PAGE):
            raise Http404
        changes, older = page_of_history(self.object, self.editable, int(number))
        return {
            **super().context(),
            "changes": changes,
            "beside": happened_beside(self.editable.kind, self.object) if number == "1" else [],
            "older": int(number) + 1 if older else None,
            "newer": int(number) - 1 if int(number) > 1 else None,
        }
