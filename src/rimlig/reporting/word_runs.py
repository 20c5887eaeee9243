"""Paragraphs and runs of a Word document, made straight as XML: python-docx is slow where there are thousands."""

from collections.abc import Iterable
from operator import itemgetter
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from rimlig.reporting.blocks import Piece
from rimlig.reporting.word_text import SIGN_FONT, SIGNS, writable


def paragraph_of(style: str, runs: Iterable[Any]) -> Any:
    """Return a paragraph of runs in a style."""
    element = OxmlElement("w:p")
    properties = OxmlElement("w:pPr")
    properties.append(OxmlElement("w:pStyle", {qn("w:val"): style}))
    element.append(properties)
    element.extend(list(runs))
    return element


def run_of(text: str, style: str = "", font: str = "") -> Any:
    """Return a run of text; where the text has a line break, so has the run."""
    run = OxmlElement("w:r")
    properties = OxmlElement("w:rPr")
    if style:
        properties.append(OxmlElement("w:rStyle", {qn("w:val"): style}))
    if font:
        properties.append(OxmlElement("w:rFonts", {qn(f"w:{name}"): font for name in ("ascii", "hAnsi", "cs")}))
    run.append(properties)
    for number, part in enumerate(writable(text).split("\n")):
        if number:
            run.append(OxmlElement("w:br"))
        element = OxmlElement("w:t")
        element.text = part
        element.set(qn("xml:space"), "preserve")
        run.append(element)
    return run


def signed_runs(piece: Piece) -> list[Any]:
    """Return symbol and word in the level's style, with air around for its background."""
    symbol, style = SIGNS[piece.sign] if piece.sign is not None else ("", "")
    return [run_of(f"\u00a0{symbol}", style, SIGN_FONT), run_of(f" {piece.text}\u00a0", style)]


def underline(run: Any, colour: str) -> None:
    """Let a run look like a link. The colour of a level stays: it says more than that it leads somewhere."""
    properties = run.find(qn("w:rPr"))
    if properties is None:
        return
    if properties.find(qn("w:rStyle")) is None:
        properties.append(OxmlElement("w:color", {qn("w:val"): colour}))
    properties.append(OxmlElement("w:u", {qn("w:val"): "single"}))


def stops(places: Iterable[tuple[str, int]]) -> Any:
    """Return the stops of a paragraph's tabs, each of a kind at a place, as Word wants them: from left to right."""
    element = OxmlElement("w:tabs")
    for kind, place in sorted(places, key=itemgetter(1)):
        element.append(OxmlElement("w:tab", {qn("w:val"): kind, qn("w:pos"): str(place)}))
    return element


def tab() -> Any:
    """Return a run that goes to the next stop."""
    run = OxmlElement("w:r")
    run.append(OxmlElement("w:tab"))
    return run


def field(kind: str) -> Any:
    """Return a run that begins, parts or ends a field."""
    run = OxmlElement("w:r")
    run.append(OxmlElement("w:fldChar", {qn("w:fldCharType"): kind}))
    return run


def page_break() -> Any:
    """Return a run after which a new page begins."""
    run = OxmlElement("w:r")
    run.append(OxmlElement("w:br", {qn("w:type"): "page"}))
    return run


def instruction(text: str) -> Any:
    """Return a run that says what a field is to hold."""
    run = OxmlElement("w:r")
    element = OxmlElement("w:instrText")
    element.text = text
    element.set(qn("xml:space"), "preserve")
    run.append(element)
    return run
