"""Background jobs: what pages and schedules have put in the queue."""

import argparse
import asyncio
import signal
import sys
from contextlib import suppress

from procrastinate import App
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector

from rimlig.config.commands.serve import refuse_unprepared_database

HELP = "carry out background jobs until stopped"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add how much to do at once and how long to wait at the end."""
    parser.add_argument("--concurrency", type=int, default=1, metavar="N", help="jobs at the same time (1)")
    patience = "how many seconds running jobs get to finish when we are told to stop (30)"
    parser.add_argument("--patience", type=float, default=30.0, metavar="SECONDS", help=patience)


def run(options: argparse.Namespace) -> int:
    """Work until SIGTERM or Ctrl-C, then finish what has been begun."""
    refuse_unprepared_database()
    connector = app.connector
    if not isinstance(connector, DjangoConnector):
        raise TypeError("The queue is not set up for Django.")
    with app.replace_connector(connector.get_worker_connector()) as worker_app:
        asyncio.run(_work(worker_app, options.concurrency, options.patience))
    return 0


async def _work(worker_app: App, concurrency: int, patience: float) -> None:
    async with worker_app.open_async():
        running = worker_app.run_worker_async(concurrency=concurrency, shutdown_graceful_timeout=patience)
        work = asyncio.create_task(running)
        # The queue puts a handler of its own in this one's place as soon as there may be something to finish.
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, work.cancel)
        sys.stderr.write("The worker waits for jobs. Ctrl-C stops it.\n")
        sys.stderr.flush()
        with suppress(asyncio.CancelledError):
            await work
