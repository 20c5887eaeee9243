"""How a sheet is printed: on a page that lies down, with the document's furniture around it."""

from typing import Any, Final

from rimlig.appearance.house_style import STANDARD, HouseStyle
from rimlig.documents import words

A3: Final = 8
A4: Final = 9
"""Excel's numbers of paper sizes."""


def set_up_print(sheet: Any, mark: str = "", paper: int = A4, look: HouseStyle = STANDARD) -> None:
    """Set the sheet up for print. `mark` stands on every page of what no board has decided, `look`'s words on all."""
    sheet.set_paper(paper)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    said = f"&B{mark}&B · " if mark else ""
    own = f" · {_literal(look.header)}" if look.header else ""
    sheet.set_header(f"&L{words.PAGE_HEADER}{own}&C{said}&A&RSid &P (&N)")
    if look.footer:
        sheet.set_footer(f"&C{_literal(look.footer)}")


def _literal(text: str) -> str:
    """Return the text as Excel prints it: with one & a code begins, two are the sign itself."""
    # A digit right after the code of the middle part would be taken for a size of letters.
    return f" {text}".replace("&", "&&") if text[:1].isdigit() else text.replace("&", "&&")
