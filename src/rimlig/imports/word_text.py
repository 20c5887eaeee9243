"""The text of one Word paragraph, out of its runs, fields, tracked changes and drawings."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"

# Properties, what has been deleted or moved away, older copies of drawings, and text boxes, which come by themselves.
_PASSED_OVER: Final = frozenset(
    [*(W + name for name in ("pPr", "rPr", "sdtPr", "del", "moveFrom", "txbxContent", "rt")), f"{MC}Fallback"]
)
_SPACES: Final = frozenset(W + name for name in ("tab", "br", "cr", "ptab"))
_WHITE: Final = re.compile(r"[ \t\r\n\f\v]+")
_SOFT_HYPHEN: Final = "\u00ad"


@dataclass(slots=True)
class FieldStack:
    """The fields that have begun and not ended, over as many paragraphs as they last: the instruction of each."""

    instructions: list[str] = field(default_factory=list)

    @property
    def in_contents(self) -> bool:
        """Say whether we are inside a table of contents."""
        return any(instruction.lstrip().startswith("TOC") for instruction in self.instructions)

    def leave_contents(self) -> None:
        """Forget every field that is still open."""
        self.instructions.clear()

    def mark(self, kind: str | None) -> None:
        """Take a field's mark: begin, separate or end."""
        if kind == "begin":
            self.instructions.append("")
        elif kind == "end" and self.instructions:
            self.instructions.pop()

    def instruct(self, text: str) -> None:
        """Take a piece of the instruction of the field that began last."""
        if self.instructions:
            self.instructions[-1] += text


def paragraph_text(paragraph: Any, fields: FieldStack) -> str:
    """Return the paragraph as one line: breaks and tabs are spaces, soft hyphens and the contents are gone."""
    text = "".join(_pieces(paragraph, fields)).replace(_SOFT_HYPHEN, "")
    return _WHITE.sub(" ", text).strip()


def text_boxes(paragraph: Any) -> Iterator[Any]:
    """Yield the text boxes anchored in the paragraph, each once although Word keeps a copy for older programs."""
    for child in paragraph:
        if child.tag == f"{W}txbxContent":
            yield child
        elif child.tag not in _PASSED_OVER:
            yield from text_boxes(child)


def _pieces(element: Any, fields: FieldStack) -> Iterator[str]:
    for child in element:
        tag = child.tag
        if tag == f"{W}t":
            if not fields.in_contents:
                yield child.text or ""
        elif tag in _SPACES:
            yield " "
        elif tag == f"{W}noBreakHyphen":
            yield "-"
        elif tag == f"{W}fldChar":
            fields.mark(child.get(f"{W}fldCharType"))
        elif tag == f"{W}instrText":
            fields.instruct(child.text or "")
        elif tag not in _PASSED_OVER and not _is_placeholder(child):
            yield from _pieces(child, fields)


def _is_placeholder(element: Any) -> bool:
    """Say whether it is a content control that no one has filled in, and so shows its own prompt."""
    return element.tag == f"{W}sdt" and element.find(f"{W}sdtPr/{W}showingPlcHdr") is not None
