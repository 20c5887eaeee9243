"""Checking and filling in a municipality's template in a process of its own, with a limit on time and memory.

A template is a program of sorts: it repeats what it likes, as often as it
likes. Whatever it asks for, it ends here: after SECONDS of work or at MOST_MEMORY the
process is gone, and the one that asked goes on.
"""

import json
import os
import pickle
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Final

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rimlig.core.errors import RuleBroken
from rimlig.reporting.report import Report

SECONDS: Final = 15
"""Of the processor's time."""

PATIENCE: Final = 60
"""Seconds by the clock: a machine with much to do gives a process less than all of its time."""

_CHILD: Final = "rimlig.reporting.own_word.child"
MOST_MEMORY: Final = 1_000_000_000  # bytes of address space
MOST_BYTES: Final = 50_000_000
"""The largest document that a template may become."""


class CannotFill(RuleBroken):
    """The template cannot be used for the report. The message is a sentence for people: why, and what to do."""


@dataclass(frozen=True)
class Job:
    """What the other process is to do: check the template, or fill it in with the report."""

    template: bytes
    report: Report | None = None
    seconds: int = SECONDS


def problems_of(template: bytes) -> list[str]:
    """Return a sentence about each thing that is wrong with the template; none when it can be used."""
    answer, _document = _ask(Job(template, seconds=SECONDS))
    return list(answer.get("problems", []))


def fill(template: bytes, report: Report) -> bytes:
    """Return the report by the template, as a .docx. Raises CannotFill, with why, when that does not come about."""
    answer, document = _ask(Job(template, _portable(report), SECONDS))
    if answer.get("problems"):
        raise CannotFill(" ".join(answer["problems"]))
    return document


def _portable(report: Report) -> Report:
    """Return the report with all that it needs within itself: the other process has no database and no storage."""
    logo = report.look.logo
    if logo is not None:
        logo = replace(logo, read=partial(bytes, logo.read()))
    return replace(report, look=replace(report.look, logo=logo), word_template=None)


def _ask(job: Job) -> tuple[dict[str, Any], bytes]:
    command = [sys.executable, "-m", _CHILD, get_language() or "sv"]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    # What it writes goes to a file that it cannot make larger than is allowed, so nobody here holds more in memory.
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment
    ) as process:
        try:
            with suppress(BrokenPipeError):
                said, _nothing = process.communicate(pickle.dumps(job), timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            said = b""
        finally:
            process.kill()
    head, _line, document = said.partition(b"\n")
    if not head:
        return {"problems": [took_too_much()]}, b""
    answer = json.loads(head)
    if len(document) != answer.get("size", 0):
        return {"problems": [took_too_much()]}, b""
    return answer, document


def took_too_much() -> str:
    """Return the sentence about a template that asks for more than it may have."""
    return _(
        "The template could not be filled in with %(seconds)s seconds and 1 GB of memory. Look for repetitions within"
        " repetitions, and for large pictures."
    ) % {"seconds": SECONDS}
