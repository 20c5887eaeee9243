"""The document as a file: PDF/A for the board and the archive, and as data."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import override

from rimlig.appearance.house_style import HouseStyle
from rimlig.appearance.queries import house_style_of
from rimlig.controlsystem.models import Component, ControlSystem, Section
from rimlig.records.minutes import Minutes
from rimlig.reporting.pdf import compile_pdf

FORMAT: Final = "rimlig-system/1"
TITLE: Final = "System för internkontroll"
TEMPLATE: Final = Path(__file__).with_name("typst") / "system.typ"


def system_pdf(system: ControlSystem, sections: Sequence[Section], decided: Minutes | None) -> bytes:
    """Return the document as PDF/A-2a and PDF/UA-1, dated the day of the decision; a draft, which is marked as one, today."""
    look = house_style_of(system.board.municipality)
    data = _data(system, sections, decided, look)
    return compile_pdf(json.dumps(data, ensure_ascii=False), TEMPLATE, look=look)


def system_json(system: ControlSystem, sections: Sequence[Section], decided: Minutes | None) -> str:
    """Return what the document was made from, as JSON."""
    decision = None
    if decided is not None:
        decision = {**asdict(decided), "meeting_date": decided.meeting_date.isoformat()}
    return json.dumps(
        {
            "format": FORMAT,
            "municipality": system.board.municipality.name,
            "board": system.board.name,
            "edition": system.edition,
            "decision": decision,
            "sections": [{"component": one.component, "heading": one.heading, "text": one.text} for one in sections],
            "attachments": [
                {"name": one.name, "sha256": one.file.sha256}
                for one in system.attachments.select_related("file").order_by("name")
            ],
        },
        ensure_ascii=False,
        indent=1,
    )


def _data(
    system: ControlSystem, sections: Sequence[Section], decided: Minutes | None, look: HouseStyle
) -> dict[str, Any]:
    day = decided.meeting_date if decided else timezone.localdate()
    facts = [["Nämnd:", system.board.name], ["Utgåva:", str(system.edition)]]
    if decided is not None:
        facts += [
            ["Fastställd:", day.isoformat()],
            ["Paragraf:", f"§ {decided.paragraph}"],
            [f"{look.registry_label}:", decided.registry_number],
        ]
    with override("sv"):  # a document to a Swedish board is a Swedish document
        components = [
            {
                "heading": str(label),
                "sections": [
                    {"heading": one.heading, "paragraphs": _paragraphs(one.text)}
                    for one in sections
                    if one.component == value
                ],
            }
            for value, label in Component.choices
        ]
    return {
        "title": TITLE,
        "date": [day.year, day.month, day.day],
        "municipality": system.board.municipality.name,
        "name": f"{system.board.name}: {TITLE.lower()}",
        "page": "Sid",
        "header": look.header,
        "footer": look.footer,
        "draft": "" if decided else "Utkast",
        "facts": facts,
        "contents": "Innehåll",
        "components": [one for one in components if one["sections"]],
        "attachments": {"heading": "Bilagor", "names": [one.name for one in system.attachments.order_by("name")]},
    }


def _paragraphs(text: str) -> list[str]:
    return [part.strip() for part in text.split("\n\n") if part.strip()]
