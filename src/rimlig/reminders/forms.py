"""The form in which a person chooses how they are reminded."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from rimlig.reminders.models import LANGUAGES, Reminding, Rhythm
from rimlig.reminders.waiting import kinds


class RemindingForm(forms.Form):
    """By mail or not, how often, in which language, about what."""

    mail = forms.BooleanField(
        label=gettext_lazy("Remind me by mail"),
        required=False,
        help_text=gettext_lazy("At most one mail a day. What awaits you stands under To do anyhow."),
    )
    rhythm = forms.ChoiceField(label=gettext_lazy("When"), choices=Rhythm.choices, widget=forms.RadioSelect)
    language = forms.ChoiceField(
        label=gettext_lazy("Language of the mail"), choices=LANGUAGES, widget=forms.RadioSelect
    )
    about = forms.MultipleChoiceField(
        label=gettext_lazy("Remind me of"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        about = self.fields["about"]
        assert isinstance(about, forms.MultipleChoiceField)
        about.choices = list(kinds().items())
        if not about.choices:
            del self.fields["about"]

    def values(self) -> dict[str, Any]:
        """Return what the clean data says, as `remind_so` takes it."""
        data = self.cleaned_data
        chosen = set(data.get("about", []))
        return {
            "mail": data["mail"],
            "rhythm": data["rhythm"],
            "language": data["language"],
            "kinds_off": sorted(kind for kind in kinds() if kind not in chosen),
        }


def as_initial(wish: Reminding) -> dict[str, Any]:
    """Return what the form shows of the person's choice."""
    return {
        "mail": wish.mail,
        "rhythm": wish.rhythm,
        "language": wish.language,
        "about": [kind for kind in kinds() if kind not in wish.kinds_off],
    }
