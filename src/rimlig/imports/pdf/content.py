"""Page content read by one regular expression.

pdfminer reads a page's content sign by sign, and most of the time of a whole
import goes there. What this does not know (pictures inside the content,
parentheses within a string, anything malformed) is left to pdfminer.
"""

import re
from collections.abc import Sequence
from functools import cache
from typing import Any, Final

from pdfminer.pdfinterp import PDFPageInterpreter
from pdfminer.pdftypes import stream_value
from pdfminer.psparser import LIT, literal_name
from pdfplumber.page import Page, PDFPageAggregatorWithMarkedContent

_TOKEN: Final = re.compile(
    rb"""
      (?P<blank>   [\x00\t\n\x0c\r ]++ | %[^\r\n]*+ )
    | (?P<number>  [+-]?(?:\d++\.?+\d*+|\.\d++) (?![^\x00\t\n\x0c\r ()<>\[\]{}/%A-Za-z'"]) )
    | (?P<string>  \( (?:[^()\\]++|\\.)*+ \) )
    | (?P<name>    / [^\x00\t\n\x0c\r ()<>\[\]{}/%]*+ )
    | (?P<hex>     < [0-9A-Fa-f\x00\t\n\x0c\r ]*+ > )
    | (?P<bracket> << | >> | \[ | \] )
    | (?P<keyword> [A-Za-z'"] [A-Za-z0-9'"*]*+ )
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPE: Final = re.compile(rb"\\([0-7]{1,3}|\r\n|.)", re.DOTALL)
_ESCAPED: Final = {
    b"n": b"\n",
    b"r": b"\r",
    b"t": b"\t",
    b"b": b"\b",
    b"f": b"\f",
    b"\n": b"",
    b"\r": b"",
    b"\r\n": b"",
}
_CONSTANTS: Final = {b"true": True, b"false": False, b"null": None}
_HASH: Final = re.compile(rb"#([0-9A-Fa-f]{2})")


class UnknownContent(ValueError):
    """The content has something that only pdfminer's own reader knows."""


class Operator(bytes):
    """An operator's name, as told from a string."""

    __slots__ = ()


def operands_and_operators(data: bytes) -> list[Any]:
    """Return page content as pdfminer's objects, with an Operator after its operands. Raises UnknownContent."""
    opened: list[tuple[bytes, list[Any]]] = []
    found: list[Any] = []
    place = 0
    for token in _TOKEN.finditer(data):
        if token.start() != place:
            break
        place, kind, text = token.end(), token.lastgroup, token[0]
        if kind == "blank":
            continue
        if kind == "bracket":
            if text in (b"<<", b"["):
                opened.append((text, found))
                found = []
            else:
                found = _closed(text, opened, found)
        else:
            found.append(_VALUES[kind or ""](text))
    if place != len(data) or opened:
        raise UnknownContent
    return found


def _closed(bracket: bytes, opened: list[tuple[bytes, list[Any]]], inside: list[Any]) -> list[Any]:
    """Return what stands around a list or dictionary, which comes last in it."""
    if not opened:
        raise UnknownContent
    begun, found = opened.pop()
    if begun == b"[" and bracket == b"]":
        found.append(inside)
    elif begun == b"<<" and bracket == b">>" and len(inside) % 2 == 0:
        found.append({literal_name(key): value for key, value in zip(inside[::2], inside[1::2], strict=True)})
    else:
        raise UnknownContent
    return found


def _number(text: bytes) -> float:
    return float(text) if b"." in text else int(text)


def _string(text: bytes) -> bytes:
    text = text[1:-1].replace(b"\r\n", b"\n")
    return _ESCAPE.sub(_unescaped, text) if b"\\" in text else text


def _unescaped(escape: re.Match[bytes]) -> bytes:
    sign = escape[1]
    return bytes([int(sign, 8) & 0xFF]) if sign.isdigit() and sign < b"8" else _ESCAPED.get(sign, sign)


def _hex(text: bytes) -> bytes:
    digits = b"".join(text[1:-1].replace(b"\x00", b"").split())
    return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode())


def _name(text: bytes) -> Any:
    name = _HASH.sub(lambda code: bytes.fromhex(code[1].decode()), text[1:])
    try:
        return LIT(name.decode())
    except UnicodeDecodeError:
        return LIT(name)


def _keyword(text: bytes) -> Any:
    if text == b"BI":
        raise UnknownContent  # a picture inside the content, of any bytes
    return _CONSTANTS[text] if text in _CONSTANTS else Operator(text)


_VALUES: Final = {"number": _number, "string": _string, "hex": _hex, "name": _name, "keyword": _keyword}


class QuickInterpreter(PDFPageInterpreter):
    """pdfminer's interpreter with this module's reader in front."""

    def execute(self, streams: Sequence[object]) -> None:
        """Run the streams' operators."""
        values = [stream_value(stream) for stream in streams]
        if any(value.objid is None or value.objid in self.parent_stream_ids for value in values):
            super().execute(streams)
            return
        try:
            program = operands_and_operators(b"\n".join(value.get_data() for value in values))
        except UnknownContent:
            super().execute(streams)
            return
        self.stream_ids = {value.objid for value in values if value.objid is not None}
        for each in program:
            if type(each) is not Operator:
                self.push(each)
                continue
            method, count = _operator(each)
            if method:
                arguments = self.pop(count) if count else []
                if len(arguments) == count:
                    getattr(self, method)(*arguments)


@cache
def _operator(name: bytes) -> tuple[str, int]:
    """Return pdfminer's method for an operator and how many operands it takes; nothing for an unknown one."""
    method = "do_" + name.decode("ascii").replace("*", "_a").replace('"', "_w").replace("'", "_q")
    function = getattr(PDFPageInterpreter, method, None)
    return (method, function.__code__.co_argcount - 1) if function else ("", 0)


class QuickPage(Page):
    """pdfplumber's page, laid out by the quick interpreter."""

    @property
    def layout(self) -> Any:
        """Return pdfminer's layout of the page."""
        if not hasattr(self, "_layout"):
            device = PDFPageAggregatorWithMarkedContent(self.pdf.rsrcmgr, pageno=self.page_number, laparams=None)
            QuickInterpreter(self.pdf.rsrcmgr, device).process_page(self.page_obj)
            self._layout = device.get_result()
        return self._layout


def quick(page: Page) -> QuickPage:
    """Return the same page, not laid out yet, as a quick one."""
    return QuickPage(page.pdf, page.page_obj, page.page_number, page.initial_doctop)
