"""The text of each marked piece of a page (MCID), in the order of the file. No layout: that would take most of the time."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from pdfminer.pdfdevice import PDFTextDevice
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfinterp import PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdftypes import resolve1
from pdfminer.psparser import PSLiteral
from pdfminer.utils import MATRIX_IDENTITY, apply_matrix_pt, decode_text, mult_matrix

from rimlig.imports.pdf.content import QuickInterpreter
from rimlig.imports.pdf.joining import Line

UNMARKED: Final = -1
ARTIFACT: Final = -2


@dataclass(frozen=True, slots=True)
class MarkedPage:
    """A page's marked text: what each number stands for, and how much text no mark covers."""

    identity: Any  # the page object's number in the file
    pieces: dict[int, list[Line]]

    def letters(self, mark: int) -> int:
        """Return how many characters that are not blank stand under the mark."""
        return sum(len("".join(piece.text.split())) for piece in self.pieces.get(mark, ()))


def marked_pages(document: PDFDocument) -> Iterator[MarkedPage]:
    """Give the pages in order, one at a time."""
    resources = PDFResourceManager()
    device = _Marks(resources)
    interpreter = QuickInterpreter(resources, device)
    for number, page in enumerate(PDFPage.create_pages(document), start=1):
        device.begin(number)
        interpreter.process_page(page)
        yield MarkedPage(page.pageid, device.pieces)


@dataclass(slots=True)
class _Mark:
    number: int
    spoken: str | None = None  # the text that stands for what is drawn (ActualText)


class _Marks(PDFTextDevice):
    """What pdfminer tells about text and marks, page by page."""

    def __init__(self, resources: PDFResourceManager) -> None:
        super().__init__(resources)
        self.begin(0)

    def begin(self, page: int) -> None:
        """Forget the page before."""
        self.page = page
        self.pieces: dict[int, list[Line]] = {}
        self.open: list[_Mark] = []

    def begin_tag(self, tag: PSLiteral, props: Any = None) -> None:
        """Enter a marked piece; marks within marks belong to the outer one unless they have a number of their own."""
        props = resolve1(props)
        props = props if isinstance(props, dict) else {}
        number = self.open[-1].number if self.open else UNMARKED
        if tag.name in ("Artifact", b"Artifact"):
            number = ARTIFACT
        elif isinstance(props.get("MCID"), int):
            number = props["MCID"]
        spoken = resolve1(props.get("ActualText"))
        self.open.append(_Mark(number, decode_text(spoken) if isinstance(spoken, bytes) else None))

    def do_tag(self, tag: PSLiteral, props: Any = None) -> None:
        """A mark without content says nothing about text."""

    def end_tag(self) -> None:
        """Leave the piece."""
        if self.open:
            self.open.pop()

    def render_string(self, textstate: Any, seq: Any, ncs: Any, graphicstate: Any) -> None:  # noqa: ARG002  (pdfminer's signature)
        """Take one shown string."""
        mark = self.open[-1] if self.open else _Mark(UNMARKED)
        spoken = next((each for each in self.open if each.spoken is not None), None)
        if spoken is None:
            text = "".join(_characters(textstate.font, seq))
        else:
            text, spoken.spoken = spoken.spoken or "", ""  # once, whatever number of strings it is drawn in
        matrix = mult_matrix(textstate.matrix, self.ctm or MATRIX_IDENTITY)
        height = apply_matrix_pt(matrix, textstate.linematrix)[1]
        self.pieces.setdefault(mark.number, []).append(Line(self.page, height, text))


def _characters(font: Any, seq: Any) -> Iterator[str]:
    for part in seq:
        if isinstance(part, bytes):
            for code in font.decode(part):
                try:
                    yield font.to_unichr(code)
                except Exception:  # noqa: BLE001  (pdfminer's own class, not exported by every version)
                    yield "\ufffd"
