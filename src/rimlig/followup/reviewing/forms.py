"""What a reviewer sends: a verdict on the answer as it was read, with a question when it goes back; and a comment."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rimlig.followup.models import FollowUpResult
from rimlig.followup.reviewing.quotes import QUOTED

APPROVE, SEND_BACK = "approve", "send-back"


class SayForm(forms.Form):
    """Something said beside an answer, perhaps about some words of it."""

    text = forms.CharField(
        label=_("Comment"),
        error_messages={"required": _("Write something first.")},
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    quote = forms.CharField(
        label=_("Words in the answer that it is about"),
        help_text=_("Mark the words in the answer, or write them here as they stand."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 1, "data-line": True, "data-quote": True}),
    )
    field = forms.ChoiceField(
        required=False, choices=[("", ""), *((name, name) for name in QUOTED)], widget=forms.HiddenInput
    )


class ReviewForm(SayForm):
    """The verdict. The comment is asked for when the answer goes back."""

    verdict = forms.ChoiceField(choices=[(APPROVE, APPROVE), (SEND_BACK, SEND_BACK)], widget=forms.HiddenInput)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, answer: FollowUpResult) -> None:
        super().__init__(data, initial={"version": answer.version}, auto_id=f"review-{answer.pk}-%s")
        self.fields["text"].label = _("What do you ask for?")
        self.fields["text"].error_messages["required"] = _(
            "Write what you ask for, so that the one who answers knows what to do."
        )
        self.fields["text"].required = (data or {}).get("verdict") != APPROVE


class CommentForm(SayForm):
    """A comment that changes nothing of the answer."""

    def __init__(self, data: Any = None, *, answer: FollowUpResult) -> None:
        super().__init__(data, auto_id=f"comment-{answer.pk}-%s")
