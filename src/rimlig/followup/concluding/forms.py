"""What the controller writes for the board."""

from typing import Any

from rimlig.followup.models import FollowUpResult
from rimlig.planning.rows.editables import BY_KIND
from rimlig.planning.rows.forms import ChangeForm


class ConcludeForm(ChangeForm):
    """The board's result for a period: new, or the one that is there in the version that was read."""

    def __init__(self, row: FollowUpResult | None, data: Any = None, initial: Any = None) -> None:
        super().__init__(BY_KIND["result"], row, data, initial=initial)
        self.fields["version"].required = False
        # A page of its own, on which one reads first; and the first of the levels need not be the one that is chosen.
        self.fields["deviation"].widget.attrs.pop("autofocus", None)

    def clean_version(self) -> int | None:
        """Return the version that was read; 0 says that there was none."""
        version: int | None = self.cleaned_data["version"]
        return version or None
