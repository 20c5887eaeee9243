"""`rimlig report`: take a report out as a file."""

import argparse
import os
import sys
from pathlib import Path

from django.utils import timezone
from django.utils.translation import gettext as _

from rimlig.core.errors import RuleBroken
from rimlig.documents.document import Kind
from rimlig.followup.models import Period, PeriodCode
from rimlig.organisation.queries import board_with_code
from rimlig.planning.models import Plan
from rimlig.reporting import summaries
from rimlig.reporting.blocks_files import RENDERERS, formats_of
from rimlig.reporting.formats import FORMATS
from rimlig.reporting.queries import plan_of, report_of, reported_period

HELP = "write a report as PDF, Word, Excel, web page or interchange JSON"
KINDS = [Kind.PLAN.value, Kind.FOLLOW_UP.value, Kind.ACTION_PLANS.value, summaries.KIND]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what `rimlig report` takes."""
    parser.add_argument("kind", metavar="KIND", choices=KINDS, help=" or ".join(KINDS))
    parser.add_argument("--board", metavar="CODE", required=True, help="the board")
    parser.add_argument("--year", metavar="Y", type=int, required=True, help="the plan's year")
    parser.add_argument(
        "--period",
        metavar="P",
        type=str.upper,
        choices=list(PeriodCode),
        default=PeriodCode.VB,
        help="T1, T2 or VB (default); only for follow-up and board-summary",
    )
    parser.add_argument("--format", metavar="F", choices=list(FORMATS), required=True, help=", ".join(FORMATS))
    parser.add_argument("--out", metavar="FILE", required=True, help="the file to write; - is standard output")


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
    plan = plan_of(board_with_code(options.board), options.year)
    if options.kind == summaries.KIND:
        return _summary(plan, reported_period(plan, PeriodCode(options.period)), options.format)
    kind = Kind(options.kind)
    period = reported_period(plan, PeriodCode(options.period)) if kind == Kind.FOLLOW_UP else None
    return FORMATS[options.format].render(report_of(plan, kind, period))


def _summary(plan: Plan, period: Period, wanted: str) -> bytes:
    report = summaries.summary_report(summaries.summary_of(plan, period, today=timezone.localdate()))
    formats = formats_of(report)
    if wanted not in formats:
        raise RuleBroken(
            _("The report has no table, so there is no %(format)s of it. Choose one of: %(formats)s.")
            % {"format": wanted, "formats": ", ".join(formats)}
        )
    return RENDERERS[wanted](report)
