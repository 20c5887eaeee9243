"""Eight people at once against the server as it is run: pages per second, and how long the slowest twentieth take.

    RIMLIG_VAR=var/benchmark DJANGO_SETTINGS_MODULE=rimlig.config.settings python benchmarks/load.py
        [--rows N] [--answers N] [--clients N] [--seconds N] [--only NAME]

Makes a municipality to measure (world.py) the first time, starts `rimlig serve` on a free port of this machine with a process for
each core, and asks for one page after another from so many clients, each on a connection of its own. The health address, which
asks the database for nothing, is the measure to compare with: it says what the machine, the server and the clients give at best.
The clients run on the same machine, so they take part of what they measure.
"""

import argparse
import http.client
import json
import os
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from http import HTTPStatus
from urllib.parse import urlsplit

from world import World, ready

from django.contrib.sessions.models import Session  # isort: skip  # after Django is set up
from django.db import connections  # isort: skip
from django.test import Client  # isort: skip

from rimlig.followup.models import FollowUpResult  # isort: skip
from rimlig.organisation.models import User  # isort: skip

TOKEN = "a" * 32
"""Of those who save: a page would have been given one of its own."""


def cookies(person: User) -> str:
    """Return what a browser would send of somebody who has signed in."""
    client = Client(headers={"host": "localhost"})
    client.force_login(person)
    return f"sessionid={client.cookies['sessionid'].value}; csrftoken={TOKEN}"


class Asker(threading.Thread):
    """One client: asks again and again until it is time to stop."""

    def __init__(self, address: str, ask: Callable[[http.client.HTTPConnection], None], until: float) -> None:
        super().__init__()
        self._connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=60)
        self._ask, self._until = ask, until
        self.taken: list[float] = []

    def run(self) -> None:
        """Ask, and write down how long each took."""
        while (start := time.perf_counter()) < self._until:
            self._ask(self._connection)
            self.taken.append(time.perf_counter() - start)
        self._connection.close()


def reader(person: User, path: str) -> Callable[[http.client.HTTPConnection], None]:
    """Return what asks for a page once, and makes sure of it."""
    headers = {"Cookie": cookies(person), "Host": "localhost"}

    def ask(connection: http.client.HTTPConnection) -> None:
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        answer.read()
        assert answer.status == HTTPStatus.OK, (path, answer.status)

    return ask


def writers(world: World, number: int) -> list[Callable[[http.client.HTTPConnection], None]]:
    """Return what saves an answer once, for so many people who each write in one of their own."""
    mine = FollowUpResult.objects.filter(unit=FollowUpResult.objects.get(pk=world.answer).unit_id, state="open")
    sent = {"Cookie": cookies(world.manager), "Host": "localhost", "X-CSRFToken": TOKEN, "Accept": "application/json"}
    return [_writer(answer, sent | {"Content-Type": "application/x-www-form-urlencoded"}) for answer in mine[:number]]


def _writer(answer: FollowUpResult, headers: dict[str, str]) -> Callable[[http.client.HTTPConnection], None]:
    version = [answer.version]

    def save(connection: http.client.HTTPConnection) -> None:
        body = f"version={version[0]}&result=Alla+uppgifter+st%C3%A4mde+{version[0]}"
        connection.request("POST", f"/svar/{answer.pk}/spara/", body, headers)
        said = connection.getresponse()
        content = said.read()
        assert said.status == HTTPStatus.OK, (said.status, content[:300])
        version[0] = json.loads(content)["version"]

    return save


def measured(
    address: str, asks: list[Callable[[http.client.HTTPConnection], None]], seconds: float
) -> tuple[float, float, float]:
    """Return pages per second, and the milliseconds that the median and the slowest twentieth took."""
    until = time.perf_counter() + seconds
    clients = [Asker(address, ask, until) for ask in asks]
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    taken = sorted(one for client in clients for one in client.taken)
    return len(taken) / seconds, statistics.median(taken) * 1000, taken[int(len(taken) * 0.95)] * 1000


def main() -> None:
    """Serve, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--answers", type=int, default=10_000)
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--only", action="append", default=[])
    options = parser.parse_args()
    world = ready(options.rows, options.answers)
    asked = {name: [reader(*page)] * options.clients for name, page in world.pages.items()}
    asked["saved answer"] = writers(world, options.clients)
    connections.close_all()
    cores = str(os.cpu_count() or 1)
    serve = [sys.executable, "-m", "rimlig.config.cli", "serve", "--port", "0", "--workers", cores]
    with subprocess.Popen(serve, stderr=subprocess.PIPE, text=True) as server:
        assert server.stderr
        address = next(word for word in server.stderr.readline().split() if word.startswith("http"))
        threading.Thread(target=server.stderr.read, daemon=True).start()
        try:
            print("| what | a second | median, ms | 95 of 100 within, ms |\n|---|---:|---:|---:|")
            for name, asks in asked.items():
                if options.only and name not in options.only:
                    continue
                measured(address, asks, 1)
                rate, median, slowest = measured(address, asks, options.seconds)
                print(f"| {name} | {rate:.0f} | {median:.0f} | {slowest:.0f} |", flush=True)
        finally:
            server.terminate()
    Session.objects.all().delete()


if __name__ == "__main__":
    main()
