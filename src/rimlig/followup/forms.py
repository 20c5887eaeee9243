"""Forms of the follow-up's own pages."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from rimlig.planning.rows.editables import BY_KIND
from rimlig.planning.rows.forms import ChangeForm


class ConcludeForm(ChangeForm):
    """The board's result for a period that has none yet. There is no version to lock by."""

    def __init__(self, data: Any = None) -> None:
        super().__init__(BY_KIND["result"], None, data)
        del self.fields["version"]


class BeginTextsForm(forms.Form):
    """Nothing to fill in: the button says it all."""

    title = gettext_lazy("Begin the report's texts")
