"""The overview of ten thousand follow-ups against other pages about the same plan: pages per second, and queries.

    RIMLIG_VAR=var/benchmark DJANGO_SETTINGS_MODULE=rimlig.config.settings python benchmarks/overview.py [--rows N]

Makes a database of its own beside that of RIMLIG_VAR, with as many follow-ups, answers, ongoing controls, risks and
actions on the plans of one municipality, asks for each page from as many processes as there are cores, and drops the
database again. One board has a tenth of the rows; the municipality's page adds up all ten boards.
"""

import argparse
import multiprocessing
import os
import statistics
import time
from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Any

import django

django.setup()

from django.conf import settings  # noqa: E402  # after setup
from django.core.cache import caches  # noqa: E402
from django.db import connection, connections  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext, setup_test_environment  # noqa: E402
from django.utils import timezone  # noqa: E402

from rimlig.config.database import EmbeddedDatabase  # noqa: E402
from rimlig.followup.models import Action, AnswerState, FollowUpResult, Period  # noqa: E402
from rimlig.organisation.models import Board, Municipality, OrgUnit, Role, RoleAssignment, User  # noqa: E402
from rimlig.planning.models import (  # noqa: E402
    OngoingControl,
    Plan,
    PlannedFollowUp,
    Process,
    UndesiredEvent,
    WorkingMethod,
)
from rimlig.planning.standards import make_standard_scale  # noqa: E402

BOARDS = 10
UNITS = 20
PROCESSES = 25
SECONDS = 8.0
LEVELS = ("none", "none", "none", "minor", "none", "major", "none", "not_done")
STATUSES = ("not_started", "ongoing", "ongoing", "on_hold", "closed")


def fill(rows: int) -> tuple[User, Board, Plan]:
    """Make the municipality with so many rows of each kind; return who looks, and the first board with its plan."""
    municipality = Municipality.objects.create(code="matning", name="Mätning")
    scale = make_standard_scale(municipality, by=None)
    today = timezone.localdate()
    period = Period.objects.create(
        municipality=municipality,
        year=today.year,
        code="T1",
        starts=today - timedelta(days=120),
        ends=today - timedelta(days=30),
        opens=today - timedelta(days=40),
        due=today - timedelta(days=1),
        closes=today + timedelta(days=30),
    )
    kim = User.objects.create_user("matning@rimlig.example", "Mätning")
    RoleAssignment.objects.create(user=kim, role=Role.CENTRAL_CONTROLLER, municipality=municipality)
    plans = []
    for number in range(BOARDS):
        board = Board.objects.create(municipality=municipality, code=f"n{number}", name=f"Nämnd {number}")
        plans.append(Plan.objects.create(board=board, year=today.year, scale=scale))
        _fill_plan(plans[-1], rows // BOARDS, period, kim)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return kim, plans[0].board, plans[0]


def _fill_plan(plan: Plan, rows: int, period: Period, by: User) -> None:
    units = OrgUnit.objects.bulk_create(OrgUnit(board=plan.board, name=f"Enhet {number}") for number in range(UNITS))
    processes = Process.objects.bulk_create(
        Process(plan=plan, name=f"Process {number}", position=number) for number in range(PROCESSES)
    )
    methods = WorkingMethod.objects.bulk_create(
        WorkingMethod(process=processes[number % PROCESSES], name=f"Arbetssätt {number}", position=number)
        for number in range(max(rows // 4, 1))
    )

    def each(kind: Any, **values: Any) -> Iterator[Any]:
        for number in range(rows):
            given = {name: value(number) if callable(value) else value for name, value in values.items()}
            yield kind(working_method=methods[number % len(methods)], position=number, **given)

    OngoingControl.objects.bulk_create(each(OngoingControl, text="Löpande kontroll"), batch_size=2_000)
    events = UndesiredEvent.objects.bulk_create(
        each(
            UndesiredEvent,
            text="Oönskad händelse",
            likelihood=lambda number: number % 5 + 1,
            consequence=lambda number: number // 5 % 5 + 1,
            likelihood_after=lambda number: number % 3 + 1,
            consequence_after=lambda number: number // 5 % 4 + 1,
        ),
        batch_size=2_000,
    )
    follow_ups = PlannedFollowUp.objects.bulk_create(each(PlannedFollowUp, text="Uppföljning"), batch_size=2_000)
    Action.objects.bulk_create(
        (
            Action(event=event, text="Åtgärd", status=STATUSES[number % len(STATUSES)], position=0, due=period.due)
            for number, event in enumerate(events)
        ),
        batch_size=2_000,
    )
    FollowUpResult.objects.bulk_create(_answers(follow_ups, units, period, by), batch_size=2_000)


def _answers(
    follow_ups: Iterable[PlannedFollowUp], units: list[OrgUnit], period: Period, by: User
) -> Iterator[FollowUpResult]:
    for number, follow_up in enumerate(follow_ups):
        answer = FollowUpResult(follow_up=follow_up, period=period, unit=units[number % UNITS], due=period.due)
        if number % 3:
            answer.state, answer.step = AnswerState.FILED, 1
            answer.deviation, answer.result = LEVELS[number % len(LEVELS)], "Vi har gått igenom alla."
            answer.filed_by, answer.filed_at = by, timezone.now()
        else:
            answer.state = AnswerState.OPEN
        yield answer


def _ask(person: User, address: str, seconds: float, done: Any) -> None:
    """Ask for the page again and again, and put into `done` how often, and how long the median took."""
    connections.close_all()
    client = Client()
    client.force_login(person)
    client.get(address)
    taken, end = [], time.perf_counter() + seconds
    while time.perf_counter() < end:
        if address.endswith("?"):
            caches["figures"].clear()
        start = time.perf_counter()
        response = client.get(address)
        taken.append(time.perf_counter() - start)
        assert response.status_code == 200  # noqa: PLR2004
    connections.close_all()
    done.put((len(taken) / sum(taken), statistics.median(taken)))


def measure(person: User, address: str, processes: int) -> tuple[float, float, int]:
    """Return pages per second of all processes together, the median time of a page, and its number of queries."""
    client = Client()
    client.force_login(person)
    client.get(address)
    if address.endswith("?"):
        caches["figures"].clear()
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    connections.close_all()
    done: Any = multiprocessing.Queue()
    workers = [
        multiprocessing.Process(target=_ask, args=(person, address, SECONDS, done)) for _number in range(processes)
    ]
    for worker in workers:
        worker.start()
    found = [done.get() for _worker in workers]
    for worker in workers:
        worker.join()
    return sum(rate for rate, _median in found), statistics.median(median for _rate, median in found), len(queries)


def main() -> None:
    """Make, measure, print, drop."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--processes", type=int, default=min(os.cpu_count() or 1, 2))
    options = parser.parse_args()
    if settings.RIMLIG_EMBEDDED_DATABASE:
        EmbeddedDatabase(settings.RIMLIG_VAR).hold()
    setup_test_environment(debug=False)
    before = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        kim, board, plan = fill(options.rows)
        print(f"{options.rows} of each kind on {BOARDS} boards, {options.processes} processes")
        for what, address in (
            ("overview of a board", f"/namnd/{board.pk}/oversikt/"),
            ("overview of the municipality", f"/kommun/{board.municipality_id}/oversikt/"),
            ("overview, counted every time", f"/namnd/{board.pk}/oversikt/?"),
            ("municipality, counted every time", f"/kommun/{board.municipality_id}/oversikt/?"),
            ("start page", "/"),
            ("the plan", f"/plan/{plan.pk}/"),
            ("list of risks", f"/plan/{plan.pk}/risker/"),
            ("list of actions", "/atgarder/?visa=alla"),
            ("board of answers", f"/plan/{plan.pk}/svar/?avdelning=alla"),
        ):
            rate, median, queries = measure(kim, address, options.processes)
            print(f"{what:36}{rate:8.1f} pages/s {median * 1000:8.1f} ms {queries:4} queries")
    finally:
        connections.close_all()
        connection.creation.destroy_test_db(before, verbosity=0)


if __name__ == "__main__":
    main()
