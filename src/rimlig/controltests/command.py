"""`rimlig check`: run one control test on files, without the server and without the database."""

import argparse
import sys
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rimlig.controltests.definition import ControlTest
from rimlig.controltests.files import Given
from rimlig.controltests.outcome import Outcome, in_readers_language, to_json
from rimlig.controltests.registry import all_tests, control_test
from rimlig.core.errors import Unreadable

HELP = "run one control test on files: double payments, accounts without employment …"
MOST_TOLD = 20


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what `rimlig check` takes."""
    parser.add_argument("test", metavar="TEST", nargs="?", help="the test's code; see --list")
    parser.add_argument("--list", action="store_true", help="show the tests, their data and their parameters")
    parser.add_argument(
        "--data", metavar="NAME=FILE", nargs="+", action="extend", default=[],
        help="a file for each of the test's data: .csv, .txt, .xlsx or .parquet",
    )  # fmt: skip
    parser.add_argument("--param", metavar="K=V", nargs="+", action="extend", default=[], help="the test's parameters")
    parser.add_argument("--json", metavar="OUT", help="write the outcome as JSON; - is standard output")


def needs_database(options: argparse.Namespace) -> bool:  # noqa: ARG001  # all commands are asked alike
    """Everything is in the files."""
    return False


def run(options: argparse.Namespace) -> int:
    """Run the test and tell what was found; or list the tests."""
    if options.list:
        sys.stdout.write("\n".join(_described(test) for test in all_tests().values()))
        return 0
    if options.test is None:
        raise Unreadable(_("Say which control test to run; rimlig check --list shows them."))
    test = control_test(options.test)
    files = {name: Given(_file(value), Path(value).name) for name, value in _pairs(options.data, "--data").items()}
    from rimlig.controltests.running import run_test  # noqa: PLC0415  # --list and slips are answered without the engine

    outcome = run_test(test, files, _pairs(options.param, "--param"), progress=_show_progress)
    _tell(outcome)
    if options.json == "-":
        sys.stdout.write(to_json(outcome))
    elif options.json:
        Path(options.json).write_text(to_json(outcome), encoding="utf-8")
    return 0


def _pairs(written: list[str], option: str) -> dict[str, str]:
    pairs: dict[str, str] = {}
    for one in written:
        name, sign, value = one.partition("=")
        if not sign or not name:
            raise Unreadable(_("%(option)s %(written)s: write it as name=value.") % {"option": option, "written": one})
        if name in pairs:
            raise Unreadable(_("%(option)s: %(name)s is given twice.") % {"option": option, "name": name})
        pairs[name] = value
    return pairs


def _file(name: str) -> Path:
    path = Path(name)
    try:
        with path.open("rb"):
            return path
    except OSError as error:
        raise Unreadable(f"{name}: {error.strerror}") from error


def _described(test: ControlTest) -> str:
    lines = [f"{test.code}  {test.name}", f"    {test.asks}"]
    for one in test.inputs:
        lines.append(f"    --data {one.name}=FILE  {one.label}")
        for column in one.columns:
            may_lack = "" if column.required else " " + _("(may be missing)")
            lines.append(f"        {column.label}{may_lack}: {', '.join(column.headers)}")
    for parameter in test.parameters:
        default = _("must be given") if parameter.default is None else parameter.default
        lines.append(f"    --param {parameter.name}={default}  {parameter.label} {parameter.hint}".rstrip())
    return "\n".join(lines) + "\n"


def _tell(outcome: Outcome) -> None:
    test = control_test(outcome.test)
    counted = ngettext("%(count)d exception", "%(count)d exceptions", outcome.count) % {"count": outcome.count}
    _say(f"{test.name}: {outcome.population} {test.counts}, {counted}.")
    for one in outcome.exceptions[:MOST_TOLD]:
        _say("  " + _("row %(row)d: %(sentence)s") % {"row": one.row, "sentence": in_readers_language(outcome, one)})
    if outcome.count > MOST_TOLD:
        _say("  " + _("… and %(more)d more; --json lists them.") % {"more": outcome.count - MOST_TOLD})


def _show_progress(read: int, total: int) -> None:
    if sys.stderr.isatty() and total:
        end = "\n" if read == total else ""
        sys.stderr.write("\r" + _("%(percent)d %% read") % {"percent": 100 * read // total} + end)
        sys.stderr.flush()


def _say(line: str) -> None:
    sys.stderr.write(line + "\n")
