"""`rimlig report`: take a report out as a file."""

import argparse
import os
import sys
from pathlib import Path

from rimlig.documents.document import Kind
from rimlig.followup.models import PeriodCode
from rimlig.organisation.queries import board_with_code
from rimlig.reporting.formats import FORMATS
from rimlig.reporting.queries import plan_of, report_of, reported_period

HELP = "write a report as PDF, Word, Excel, web page or interchange JSON"
KINDS = {Kind.PLAN: "plan", Kind.FOLLOW_UP: "follow-up", Kind.ACTION_PLANS: "action-plans"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what `rimlig report` takes."""
    parser.add_argument("kind", metavar="KIND", choices=list(KINDS.values()), help=" or ".join(KINDS.values()))
    parser.add_argument("--board", metavar="CODE", required=True, help="the board")
    parser.add_argument("--year", metavar="Y", type=int, required=True, help="the plan's year")
    parser.add_argument(
        "--period",
        metavar="P",
        type=str.upper,
        choices=list(PeriodCode),
        default=PeriodCode.VB,
        help="T1, T2 or VB (default); only for follow-up",
    )
    parser.add_argument("--format", metavar="F", choices=list(FORMATS), required=True, help=", ".join(FORMATS))
    parser.add_argument("--out", metavar="FILE", required=True, help="the file to write; - is standard output")


def run(options: argparse.Namespace) -> int:
    """Put the report together and write it; an existing file is replaced only by a whole new one."""
    plan = plan_of(board_with_code(options.board), options.year)
    kind = Kind(options.kind)
    period = reported_period(plan, PeriodCode(options.period)) if kind == Kind.FOLLOW_UP else None
    content = FORMATS[options.format].render(report_of(plan, kind, period))
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
