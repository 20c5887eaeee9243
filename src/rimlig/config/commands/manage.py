"""Django's own commands, with the embedded database running."""

import argparse
import os

from django.core.management import ManagementUtility

from rimlig.config.database import binaries

HELP = "run one of Django's own commands, for example: rimlig manage check --deploy"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take everything after the word `manage` as it is."""
    parser.add_argument("rest", nargs=argparse.REMAINDER, metavar="…", help="Django's command and its arguments")


def run(options: argparse.Namespace) -> int:
    """Pass the arguments on. Django reports its own mistakes and ends the process with its own code."""
    # dbshell needs psql, which comes with the embedded database.
    os.environ["PATH"] = os.pathsep.join([os.environ.get("PATH", os.defpath), str(binaries())])
    ManagementUtility(["rimlig manage", *options.rest]).execute()
    return 0
