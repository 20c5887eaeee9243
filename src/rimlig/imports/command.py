"""`rimlig import`: read a legacy document or interchange JSON, and store it or only show what is in it."""

import argparse
import sys
from dataclasses import replace
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from rimlig.core.errors import RuleBroken
from rimlig.documents.document import Document, Remark
from rimlig.documents.interchange import to_json
from rimlig.followup.models import PeriodCode
from rimlig.imports.blocks import Unreadable
from rimlig.imports.contents import contents_in_words
from rimlig.imports.destination import board_named_in
from rimlig.imports.isolated import read_safely
from rimlig.imports.operations import already_stored, store_document
from rimlig.organisation.models import Board
from rimlig.organisation.queries import board_with_code

HELP = "read a plan or report (PDF, Word, Excel, text or interchange JSON) and store it"
PROGRESS_FROM = 5  # pages


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what `rimlig import` takes."""
    parser.add_argument("file", metavar="FILE", help="the document: .pdf .docx .xlsx .txt .json")
    parser.add_argument("--board", metavar="CODE", help="the board that it belongs to; default: the one it names")
    parser.add_argument("--year", metavar="Y", type=int, help="the plan's year; default: the one it names")
    parser.add_argument(
        "--period",
        metavar="P",
        type=str.upper,
        choices=list(PeriodCode),
        default=PeriodCode.VB,
        help="T1, T2 or VB (default)",
    )
    parser.add_argument("--replace", action="store_true", help="replace what the board already has for the year")
    parser.add_argument("--dry-run", action="store_true", help="only read; nothing is stored")
    parser.add_argument("--json", metavar="OUT", help="write the document as interchange JSON; - is standard output")


def needs_database(options: argparse.Namespace) -> bool:
    """A dry run asks the database only for the name of a board."""
    return not options.dry_run or options.board is not None


def run(options: argparse.Namespace) -> int:
    """Read, tell what was found, and store all of it or nothing."""
    document = read_safely(_bytes_of(options.file), _show_progress)
    if options.year is not None:
        document = replace(document, year=options.year)
    if options.dry_run:
        if options.board:
            document = replace(document, board=board_with_code(options.board).name)
        _tell(document)
        _write_json(document, options.json)
        return 0
    with transaction.atomic():
        board = board_with_code(options.board) if options.board else board_named_in(document)
        document = replace(document, board=board.name)
        _tell(document)
        if document.year is None:
            raise RuleBroken(_("The document does not say which year it is about. Say it with --year."))
        _store(document, board, document.year, PeriodCode(options.period), replace_old=options.replace)
    _write_json(document, options.json)
    return 0


def _store(document: Document, board: Board, year: int, period: PeriodCode, *, replace_old: bool) -> None:
    if already_stored(document, board, year=year, period=period):
        _say(
            _("The same document is already stored for %(board)s %(year)s; nothing was changed.")
            % {"board": board, "year": year}
        )
        return
    stored = store_document(document, board, year=year, period=period, replace=replace_old, by=None)
    for remark in stored.remarks:
        _say_remark(remark)
    _say(_("Stored for %(board)s (code %(code)s), %(year)s.") % {"board": board, "code": board.code, "year": year})


def _bytes_of(name: str) -> bytes:
    try:
        return Path(name).read_bytes()
    except OSError as error:
        raise Unreadable(f"{name}: {error.strerror}") from error


def _tell(document: Document) -> None:
    """Say in a few lines what was found and what a person should look at."""
    _say(contents_in_words(document))
    for warning in document.warnings:
        _say_remark(warning)


def _say_remark(remark: Remark) -> None:
    _say(f"  {remark.where}: {remark.message}" if remark.where else f"  {remark.message}")


def _show_progress(done: int, total: int) -> None:
    if sys.stderr.isatty() and total >= PROGRESS_FROM:
        end = "\n" if done == total else ""
        sys.stderr.write("\r" + _("Page %(done)s of %(total)s") % {"done": done, "total": total} + end)
        sys.stderr.flush()


def _say(line: str) -> None:
    sys.stderr.write(line + "\n")


def _write_json(document: Document, out: str | None) -> None:
    if out == "-":
        sys.stdout.write(to_json(document))
    elif out:
        Path(out).write_text(to_json(document), encoding="utf-8")
