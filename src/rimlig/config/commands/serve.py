"""The web server: gunicorn, with the static files served by whitenoise."""

import argparse
import os
import socket
import sys
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from django.db import connections
from gunicorn.app.base import BaseApplication

from rimlig.config.commands.migrate import missing_migrations
from rimlig.core.errors import RuleBroken

HELP = "serve the pages until stopped"
THREADS = 4


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add where to listen and with how many processes."""
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (127.0.0.1: this machine only)")
    parser.add_argument("--port", type=int, default=8000, help="port to listen on (8000); 0 takes a free one")
    parser.add_argument("--workers", type=int, default=max(2, os.cpu_count() or 1), metavar="N", help="processes")


def run(options: argparse.Namespace) -> int:
    """Serve until SIGTERM or Ctrl-C; requests under way are finished first."""
    refuse_unprepared_database()
    with _listen(options.host, options.port) as listener:
        if not settings.DEBUG:
            call_command("collectstatic", interactive=False, verbosity=0)
        # A connection shared by the processes that we become would mix up their answers.
        connections.close_all()
        host, port = listener.getsockname()[:2]
        address = f"http://{f'[{host}]' if ':' in host else host}:{port}/"
        _Server(listener.detach(), address, options.workers).run()
    return 0


def refuse_unprepared_database() -> None:
    """Raise RuleBroken when migrations are missing."""
    if missing := missing_migrations():
        raise RuleBroken(f"the database lacks {len(missing)} migrations; run: rimlig migrate")


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=256)
    except (OSError, OverflowError) as error:
        why = os.strerror(error.errno or 0) if isinstance(error, OSError) else "there is no such port"
        raise RuleBroken(f"cannot listen on {host}:{port}: {why}; choose another with --port") from error


class _Server(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
    """Gunicorn, told by us alone: no configuration file, no variables."""

    def __init__(self, listener: int, address: str, workers: int) -> None:
        self._listener = listener
        self._address = address
        self._workers = workers
        super().__init__()

    def load_config(self) -> None:
        for name, value in {
            "bind": f"fd://{self._listener}",
            "workers": self._workers,
            "worker_class": "gthread",
            "threads": THREADS,
            "preload_app": True,
            "loglevel": "warning",
            "forwarded_allow_ips": ",".join(settings.RIMLIG_PROXIES),
            "control_socket_disable": True,
            "proc_name": "rimlig",
            "when_ready": self._tell,
        }.items():
            self.cfg.set(name, value)

    def load(self) -> Callable[..., Any]:
        return get_wsgi_application()

    def _tell(self, _arbiter: object) -> None:
        sys.stderr.write(f"Rimlig answers at {self._address} Ctrl-C stops it.\n")
        sys.stderr.flush()
