"""What a request computes: milliseconds of processor in our process and in the database's, and how many a machine can give.

    RIMLIG_VAR=var/benchmark DJANGO_SETTINGS_MODULE=rimlig.config.settings python benchmarks/pages.py [--rows N] [--only NAME] [--profile NAME]

Wants a migrated database with the demo. Fills the plan of 2026 with so many controls, risks, follow-ups and answers, asks for
each page through Django's whole stack, and takes all of it back. Counted is the processor's time, not the clock's, so it says
the same on a machine that is busy with other things; "a second on two cores" is two seconds of processor by what one takes. The
health address, which asks the database for nothing, is the measure to compare with. `--profile` prints where the time goes.
"""

import argparse
import cProfile
import json
import pstats
import time
from collections.abc import Callable
from datetime import timedelta
from http import HTTPStatus

import django

django.setup()

import psutil  # noqa: E402  # after setup
from django.conf import settings  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.utils import timezone  # noqa: E402

from rimlig.config.database import EmbeddedDatabase  # noqa: E402
from rimlig.followup.models import FollowUpResult, Period  # noqa: E402
from rimlig.organisation.models import Board, User  # noqa: E402
from rimlig.planning.models import Plan, Process, UndesiredEvent, WorkingMethod  # noqa: E402

CORES = 2
TIMES = 10
PER_METHOD = 5
"""So many controls, risks and follow-ups stand under a working method; a process has four of these."""
FILLED = ("planning_ongoingcontrol", "planning_undesiredevent", "planning_plannedfollowup", "followup_followupresult")


def fill(rows: int) -> dict[str, str]:
    """Make a plan with so many controls, risks and follow-ups, and return the addresses to ask for."""
    board = Board.objects.get(code=Board.objects.order_by("pk").values_list("code", flat=True)[0])
    period = Period.objects.filter(municipality=board.municipality, ends__lt=timezone.localdate()).latest("ends")
    Period.objects.filter(pk=period.pk).update(closes=timezone.localdate() + timedelta(days=30))
    plan = Plan.objects.create(board=board, year=2036)
    processes = Process.objects.bulk_create(
        Process(plan=plan, name=f"Process {place}", position=place) for place in range(rows // PER_METHOD // 4)
    )
    methods = WorkingMethod.objects.bulk_create(
        WorkingMethod(process=process, name=f"Arbetssätt {place}", position=place)
        for process in processes
        for place in range(4)
    )
    with connection.cursor() as cursor:
        for table in FILLED:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        under = ([method.pk for method in methods], PER_METHOD)
        rows_of = "FROM unnest(%s::bigint[]) under_method, generate_series(1, %s) place_in_it"
        cursor.execute(
            "INSERT INTO planning_ongoingcontrol (version, working_method_id, text, position)"
            f" SELECT 1, under_method, 'Listan stäms av varje vecka ' || place_in_it, place_in_it {rows_of}",
            under,
        )
        cursor.execute(
            "INSERT INTO planning_undesiredevent (version, working_method_id, text, likelihood, consequence,"
            " likelihood_reason, consequence_reason, treatment, treatment_reason, position)"
            f" SELECT 1, under_method, 'Barn blir utan tillsyn ' || place_in_it, 1 + place_in_it %% 5, 3, '', '', 'watch', '', place_in_it {rows_of}",
            under,
        )
        cursor.execute(
            "SELECT string_agg(quote_ident(column_name), ', ') FROM information_schema.columns"
            " WHERE table_name = 'planning_plannedfollowup' AND column_name NOT IN ('id', 'working_method_id', 'position')"
        )
        (others,) = cursor.fetchone()
        cursor.execute(
            f"INSERT INTO planning_plannedfollowup (working_method_id, position, {others})"  # noqa: S608  # its columns
            f" SELECT under_method, place_in_it, {others} {rows_of},"
            " (SELECT * FROM planning_plannedfollowup ORDER BY id LIMIT 1) like_this",
            under,
        )
        cursor.execute(
            "INSERT INTO followup_followupresult (version, follow_up_id, period_id, state, step, deviation, result,"
            " measures, root_cause, no_action_reason) SELECT 1, f.id, %s, 'open', 0, '', '', '', '', ''"
            " FROM planning_plannedfollowup f WHERE working_method_id = ANY(%s)",
            [period.pk, under[0]],
        )
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in FILLED:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        cursor.execute("ANALYZE")
    # With its history, as one that people have written.
    risk = UndesiredEvent.objects.create(working_method=methods[0], text="Barn blir utan tillsyn", position=99)
    answer = FollowUpResult.objects.filter(follow_up__working_method=methods[0]).order_by("pk")[0]
    return {
        "health": "/healthz",
        "start": "/",
        "list: risks": f"/plan/{plan.pk}/risker/",
        "list: actions": "/atgarder/?visa=alla",
        "list: outline": f"/plan/{plan.pk}/",
        "search": "/sok/?q=tillsyn",
        "one: risk": f"/risk/{risk.pk}/",
        "one: answer": f"/svar/{answer.pk}/",
        "one: process": f"/process/{processes[0].pk}/",
        "saved answer": f"/svar/{answer.pk}/spara/",
    }


def asker(client: Client, name: str, address: str) -> Callable[[], None]:
    """Return what asks once, and makes sure of the answer."""
    if name != "saved answer":

        def ask() -> None:
            answer = client.get(address)
            assert answer.status_code == HTTPStatus.OK, (address, answer.status_code)

        return ask
    version = [1]

    def save() -> None:
        sent = {"version": version[0], "result": f"Alla uppgifter stämde, gång {version[0]}."}
        answer = client.post(address, sent, headers={"Accept": "application/json"})
        assert answer.status_code == HTTPStatus.OK, (address, answer.status_code, answer.content[:300])
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
    """Measure, print, undo."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--only", action="append", default=[])
    parser.add_argument("--profile", default="")
    options = parser.parse_args()
    if settings.RIMLIG_EMBEDDED_DATABASE:
        EmbeddedDatabase(settings.RIMLIG_VAR).hold()
    with transaction.atomic():
        addresses = fill(options.rows)
        client = Client(headers={"host": "localhost"})
        client.force_login(User.objects.get(email="joel.brandt@lindhaga.example"))
        print("| what | ours, ms | database, ms | queries | a second on two cores |\n|---|---:|---:|---:|---:|")
        for name, address in addresses.items():
            if options.only and name not in options.only:
                continue
            try:
                with transaction.atomic():
                    ours, theirs, queries = measured(asker(client, name, address))
                    transaction.set_rollback(True)
            except AssertionError as wrong:
                print(f"| {name} | {wrong} |")
                continue
            given = CORES * 1000 / (ours + theirs)
            print(f"| {name} | {ours:.1f} | {theirs:.1f} | {queries} | {given:.0f} |", flush=True)
            if name == options.profile:
                profile = cProfile.Profile()
                profile.runcall(again, asker(client, name, address))
                pstats.Stats(profile).sort_stats("cumtime").print_stats(60)
        transaction.set_rollback(True)


if __name__ == "__main__":
    main()
