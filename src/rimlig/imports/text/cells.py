"""The lines of a cell, put together to its paragraphs."""

from collections.abc import Sequence
from dataclasses import dataclass

from rimlig.documents import words
from rimlig.imports.text.widths import forced, joined

LABELS = (words.RESULT, words.MEASURES)
_SENTENCE_ENDS = (".", "!", "?", ":")


def cell(lines: Sequence[str]) -> str:
    """Return a cell's text; an empty line parts two paragraphs."""
    paragraphs: list[list[str]] = [[]]
    for line in lines:
        if line:
            paragraphs[-1].append(line)
        else:
            paragraphs.append([])
    return "\n\n".join(joined(paragraph) for paragraph in paragraphs if paragraph)


@dataclass(frozen=True, slots=True)
class Part:
    """Lines of an analysis that belong together, and whether a page break or nothing but a label parts them from the last."""

    lines: tuple[str, ...]
    cut: bool = False


def analysis(parts: Sequence[Part], full: float) -> str:
    """Return an analysis's text with the word Analys first; its labels stand alone, as paragraphs.

    `full` is the width of a full line. An empty line after the first line of a
    text that begins beside its label is none of the document's own.
    """
    found: list[str] = [words.ANALYSIS]
    beside_label = False  # the last text begins on a label's own line
    last_line = ""
    for part in parts:
        text = joined(list(part.lines))
        label = next((label for label in LABELS if text.startswith(label)), "")
        if label:
            rest = text.removeprefix(label).strip()
            found += [label, rest] if rest else [label]
            beside_label = bool(rest)
        elif len(found) > 1 and found[-1] not in LABELS and _goes_on(last_line, part, full, beside_label=beside_label):
            found[-1] = joined([found[-1], text])
        else:
            found.append(text)
            beside_label = False
        last_line = part.lines[-1]
    return "\n\n".join(found)


def _goes_on(before: str, part: Part, full: float, *, beside_label: bool) -> bool:
    if not (part.cut or beside_label) or not forced(before, part.lines[0], full * 0.9):
        return False
    return not before.endswith(_SENTENCE_ENDS) or part.lines[0][:1].islower() or part.cut
