"""The decided assessment as a file: PDF/A for the board and the archive, and as data."""

import json
from pathlib import Path
from typing import Any, Final

from rimlig.appearance.house_style import HouseStyle
from rimlig.appearance.queries import house_style_of
from rimlig.records.minutes import Minutes
from rimlig.reporting.pdf import compile_pdf
from rimlig.reportwork.criteria import LABELS
from rimlig.reportwork.models import BoardAssessment, Level

FORMAT: Final = "rimlig-assessment/1"
TITLE: Final = "Nämndens bedömning av den interna kontrollen"
TEMPLATE: Final = Path(__file__).with_name("typst") / "assessment.typ"


def assessment_json(assessment: BoardAssessment, decided: Minutes) -> str:
    """Return what the document is made from, as JSON."""
    return json.dumps(
        {
            "format": FORMAT,
            "municipality": assessment.board.municipality.name,
            "board": assessment.board.name,
            "year": assessment.year,
            "edition": assessment.edition,
            "level": assessment.level,
            "criterion": assessment.criterion,
            "reasons": assessment.reasons,
            "decision": {
                "meeting_date": decided.meeting_date.isoformat(),
                "paragraph": decided.paragraph,
                "registry_number": decided.registry_number,
            },
        },
        ensure_ascii=False,
        indent=1,
    )


def assessment_pdf(assessment: BoardAssessment, decided: Minutes) -> bytes:
    """Return the document as PDF/A-2a and PDF/UA-1, dated the day of the decision. Swedish, as the board's documents are."""
    look = house_style_of(assessment.board.municipality)
    return compile_pdf(json.dumps(_data(assessment, decided, look), ensure_ascii=False), TEMPLATE, look=look)


def _data(assessment: BoardAssessment, decided: Minutes, look: HouseStyle) -> dict[str, Any]:
    day, label = decided.meeting_date, LABELS[Level(assessment.level)]
    facts = [
        ["Nämnd:", assessment.board.name],
        ["År:", str(assessment.year)],
        ["Bedömning:", label],
        *([["Utgåva:", str(assessment.edition)]] if assessment.edition > 1 else []),
        ["Beslut:", f"{day.isoformat()}, § {decided.paragraph}"],
        [f"{look.registry_label}:", decided.registry_number],
    ]
    return {
        "title": TITLE,
        "date": [day.year, day.month, day.day],
        "municipality": assessment.board.municipality.name,
        "name": f"{assessment.board.name}: {TITLE.lower()} {assessment.year}",
        "page": "Sid",
        "header": look.header,
        "footer": look.footer,
        "facts": facts,
        "sections": [
            {
                "heading": f"Den interna kontrollen bedöms vara {label.lower()}",
                "paragraphs": _paragraphs(assessment.reasons),
            },
            {"heading": "Vad nivån betyder", "paragraphs": _paragraphs(assessment.criterion)},
        ],
    }


def _paragraphs(text: str) -> list[str]:
    return [part.strip() for part in text.split("\n\n") if part.strip()]
