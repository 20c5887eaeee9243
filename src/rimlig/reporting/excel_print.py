"""How a sheet is printed: on a page that lies down, with the document's furniture around it."""

from typing import Any, Final

from rimlig.documents import words

A3: Final = 8
A4: Final = 9
"""Excel's numbers of paper sizes."""


def set_up_print(sheet: Any, mark: str = "", paper: int = A4) -> None:
    """Set the sheet up for print. `mark` stands on every page of what no board has decided."""
    sheet.set_paper(paper)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    said = f"&B{mark}&B · " if mark else ""
    sheet.set_header(f"&L{words.PAGE_HEADER}&C{said}&A&RSid &P (&N)")
