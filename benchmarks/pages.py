"""What a request computes: milliseconds of processor in our process and in the database's, and how many a machine can give.

    RIMLIG_VAR=var/benchmark DJANGO_SETTINGS_MODULE=rimlig.config.settings python benchmarks/pages.py
        [--rows N] [--answers N] [--only NAME] [--profile NAME]

Makes a municipality to measure (world.py) the first time, and asks for each page through Django's whole stack. Counted is the
processor's time, not the clock's, so it says the same on a machine that is busy with other things; "a second on two cores"
is two seconds of processor by what one takes. The health address, which asks the database for nothing, is the measure to
compare with. `--profile` prints where the time goes.
"""

import argparse
import cProfile
import json
import pstats
import time
from collections.abc import Callable
from http import HTTPStatus

from world import World, ready

import psutil  # isort: skip  # after Django is set up
from django.contrib.sessions.models import Session  # isort: skip
from django.db import connection  # isort: skip
from django.test import Client  # isort: skip
from django.test.utils import CaptureQueriesContext  # isort: skip

from rimlig.followup.models import FollowUpResult  # isort: skip
from rimlig.organisation.models import User  # isort: skip

CORES = 2
TIMES = 20


def asker(person: User, address: str) -> Callable[[], None]:
    """Return what asks once, and makes sure of the answer."""
    client = Client(headers={"host": "localhost"})
    client.force_login(person)

    def ask() -> None:
        answer = client.get(address)
        assert answer.status_code == HTTPStatus.OK, (address, answer.status_code)

    return ask


def saver(world: World) -> Callable[[], None]:
    """Return what saves an answer once, as the page does while somebody writes."""
    client = Client(headers={"host": "localhost"})
    client.force_login(world.manager)
    version = [FollowUpResult.objects.get(pk=world.answer).version]

    def save() -> None:
        sent = {"version": version[0], "result": f"Alla uppgifter stämde, gång {version[0]}."}
        answer = client.post(world.saved, sent, headers={"Accept": "application/json"})
        assert answer.status_code == HTTPStatus.OK, (world.saved, answer.status_code, answer.content[:300])
        version[0] = json.loads(answer.content)["version"]

    return save


def measured(ask: Callable[[], None]) -> tuple[float, float, int]:
    """Return the milliseconds of processor that one request takes, ours and the database's, and its number of queries."""
    ask()
    ask()
    backend = psutil.Process(connection.connection.info.backend_pid)
    before, ours = backend.cpu_times(), time.process_time()
    for _time in range(TIMES):
        ask()
    ours, after = time.process_time() - ours, backend.cpu_times()
    theirs = after.user + after.system - before.user - before.system
    with CaptureQueriesContext(connection) as queries:
        ask()
    return ours * 1000 / TIMES, theirs * 1000 / TIMES, len(queries)


def again(ask: Callable[[], None]) -> None:
    """Ask twenty times, for a profile."""
    for _time in range(20):
        ask()


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--answers", type=int, default=10_000)
    parser.add_argument("--only", action="append", default=[])
    parser.add_argument("--profile", default="")
    options = parser.parse_args()
    world = ready(options.rows, options.answers)
    asked = {name: asker(*page) for name, page in world.pages.items()} | {"saved answer": saver(world)}
    print("| what | ours, ms | database, ms | queries | a second on two cores |\n|---|---:|---:|---:|---:|")
    for name, ask in asked.items():
        if options.only and name not in options.only:
            continue
        ours, theirs, queries = measured(ask)
        given = CORES * 1000 / (ours + theirs)
        print(f"| {name} | {ours:.1f} | {theirs:.1f} | {queries} | {given:.0f} |", flush=True)
        if name == options.profile:
            profile = cProfile.Profile()
            profile.runcall(again, ask)
            pstats.Stats(profile).sort_stats("cumtime").print_stats(60)
    Session.objects.all().delete()


if __name__ == "__main__":
    main()
