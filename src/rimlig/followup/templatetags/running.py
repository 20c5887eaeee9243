"""Components about control tests: `{% load running %}`."""

from typing import Any, Final

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from rimlig.followup.evidence.words import name_of
from rimlig.followup.models import ControlTestRun

register = template.Library()

LOOKS: Final = {
    ControlTestRun.State.WAITING: "wait",
    ControlTestRun.State.RUNNING: "ongoing",
    ControlTestRun.State.DONE: "none",
    ControlTestRun.State.FAILED: "major",
    ControlTestRun.State.STOPPED: "notdone",
}


@register.simple_tag
def run_state(run: ControlTestRun) -> SafeString:
    """Show how far a run has come by symbol, word and colour."""
    context: dict[str, Any] = {"look": LOOKS[ControlTestRun.State(run.state)], "word": run.get_state_display()}
    return render_to_string("components/state.html", context)


@register.filter
def test_name(run: ControlTestRun) -> str:
    """Return what the test of the run is called."""
    return name_of(run)
