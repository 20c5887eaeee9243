"""`rimlig report`: take a report out as a file."""

import argparse
import os
import sys
from pathlib import Path

from django.utils import timezone
from django.utils.translation import gettext as _

from rimlig.core.errors import RuleBroken
from rimlig.documents.document import Kind
from rimlig.followup.models import PeriodCode
from rimlig.organisation.queries import board_with_code, municipality_with_code
from rimlig.reporting import overviews, summaries
from rimlig.reporting.blocks_files import RENDERERS, BlockReport, formats_of
from rimlig.reporting.formats import FORMATS
from rimlig.reporting.queries import period_of, plan_of, report_of, reported_period

HELP = "write a report as PDF, Word, Excel, web page or interchange JSON"
KINDS = [Kind.PLAN.value, Kind.FOLLOW_UP.value, Kind.ACTION_PLANS.value, summaries.KIND, overviews.KIND]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what `rimlig report` takes."""
    parser.add_argument("kind", metavar="KIND", choices=KINDS, help=" or ".join(KINDS))
    parser.add_argument("--board", metavar="CODE", help=f"the board; needed for all but {overviews.KIND}")
    parser.add_argument(
        "--municipality",
        metavar="CODE",
        help=f"the municipality, where there are several; only for {overviews.KIND}",
    )
    parser.add_argument("--year", metavar="Y", type=int, required=True, help="the plan's year")
    parser.add_argument(
        "--period",
        metavar="P",
        type=str.upper,
        choices=list(PeriodCode),
        default=PeriodCode.VB,
        help="T1, T2 or VB (default); not for plan and action-plans",
    )
    parser.add_argument("--format", metavar="F", choices=list(FORMATS), required=True, help=", ".join(FORMATS))
    parser.add_argument("--out", metavar="FILE", required=True, help="the file to write; - is standard output")
    parser.set_defaults(refuse=parser.error)


def run(options: argparse.Namespace) -> int:
    """Put the report together and write it; an existing file is replaced only by a whole new one."""
    content = _rendered(options)
    if options.out == "-":
        sys.stdout.buffer.write(content)
        return 0
    path = Path(options.out)
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        unfinished.write_bytes(content)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
    sys.stderr.write(f"{path}: {len(content):,} bytes\n".replace(",", " "))
    return 0


def _rendered(options: argparse.Namespace) -> bytes:
    code = PeriodCode(options.period)
    if options.kind == overviews.KIND:
        return _as_file(_all_boards(options, code), options.format)
    if options.board is None:
        options.refuse("the following arguments are required: --board")
    plan = plan_of(board_with_code(options.board), options.year)
    if options.kind == summaries.KIND:
        summary = summaries.summary_of(plan, reported_period(plan, code), today=timezone.localdate())
        return _as_file(summaries.summary_report(summary), options.format)
    kind = Kind(options.kind)
    period = reported_period(plan, code) if kind == Kind.FOLLOW_UP else None
    return FORMATS[options.format].render(report_of(plan, kind, period))


def _all_boards(options: argparse.Namespace, code: PeriodCode) -> BlockReport:
    """Return the overview of all boards: whoever may give the command may read all that there is."""
    if options.board is not None:
        options.refuse(f"{overviews.KIND} is about all boards, so there is no --board to choose")
    municipality = municipality_with_code(options.municipality)
    period = period_of(municipality.pk, options.year, code)
    boards = list(overviews.boards_in(municipality, period))
    return overviews.overview_report(overviews.overview_of(municipality, period, boards, today=timezone.localdate()))


def _as_file(report: BlockReport, wanted: str) -> bytes:
    formats = formats_of(report)
    if wanted not in formats:
        raise RuleBroken(
            _("The report has no table, so there is no %(format)s of it. Choose one of: %(formats)s.")
            % {"format": wanted, "formats": ", ".join(formats)}
        )
    return RENDERERS[wanted](report)
