"""What every Word file that we write has in common: its signs, texts that XML can hold, and its properties."""

import re
from typing import Any, Final

from docx.oxml.ns import qn

from rimlig.documents.document import ActionStatus, Deviation

# The fonts of every Word since 2007 have these symbols.
SIGNS: Final[dict[Deviation | ActionStatus, tuple[str, str]]] = {
    Deviation.NONE: ("✓", "LevelNone"),
    Deviation.MINOR: ("△", "LevelMinor"),
    Deviation.MAJOR: ("✖", "LevelMajor"),
    Deviation.NOT_DONE: ("⊘", "LevelNotDone"),
    ActionStatus.NOT_STARTED: ("○", "StatusNotStarted"),
    ActionStatus.ONGOING: ("◐", "StatusOngoing"),
    ActionStatus.ON_HOLD: ("□", "StatusOnHold"),
    ActionStatus.CLOSED: ("●", "StatusClosed"),
}
"""Symbol and character style of each level and status."""
SIGN_FONT: Final = "Segoe UI Symbol"
_NOT_XML: Final = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")


def writable(text: str) -> str:
    """Return the text without the characters that XML cannot hold: one of them would end the document."""
    return _NOT_XML.sub("", text.replace("\r\n", "\n"))


def state_properties(properties: Any, *, title: str, author: str) -> None:
    """Say in the file's properties what it is; nothing about the hour, or two equal reports would differ."""
    properties.title = writable(title)[:255]
    properties.author = writable(author)[:255]
    properties.language = "sv-SE"
    element = properties._element  # noqa: SLF001  (python-docx can set the times but not leave them out)
    for tag in ("dcterms:created", "dcterms:modified", "cp:lastModifiedBy", "cp:revision"):
        for child in element.findall(qn(tag)):
            element.remove(child)
