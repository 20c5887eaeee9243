"""Documents that the tests of the room begin with."""

from datetime import date
from typing import Any

from rimlig.controlsystem.models import ControlSystem
from rimlig.controlsystem.operations import adopt_system, attach, begin_from_template
from rimlig.organisation.models import Board

PDF_BYTES = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def decision_facts(**others: Any) -> dict[str, Any]:
    """Return the facts of a decision, some of them others."""
    return {"meeting_date": date(2025, 12, 10), "paragraph": "112", "registry_number": "LIN 2025/7", **others}


def adopted_system(board: Board) -> ControlSystem:
    """Return the board's document, begun from the template with one attachment, and adopted."""
    system = begin_from_template(board, by=None)
    attach(system, name="Delegationsordning", data=PDF_BYTES, by=None)
    return adopt_system(system, **decision_facts(), version=1, by=None)
