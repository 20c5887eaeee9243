"""What this part of the room says and offers; told when the site starts."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from rimlig.core.history import describe_operation
from rimlig.core.navigation import Entry, register


def describe() -> None:
    """Give the operations their words, and offer the ways in on the administration page."""
    describe_operation("followup.change_period", _("Changed on the page of periods"))
    describe_operation("followup.change_rules", _("Changed on the page of rules"))
    register(
        "municipality",
        Entry(
            "periods",
            _("Periods"),
            "answering.decide",
            lambda municipality: reverse("followup:this-years-periods", args=[municipality.pk]),
            70,
            hint=_("When follow-ups are asked for, due and closed, and opening a closed period again."),
        ),
    )
    register(
        "municipality",
        Entry(
            "follow-up-rules",
            _("Rules for follow-ups"),
            "answering.decide",
            lambda municipality: reverse("followup:follow-up-rules", args=[municipality.pk]),
            80,
            hint=_("Who reviews, what a deviation is, which ones need an action, and when people are reminded."),
        ),
    )
