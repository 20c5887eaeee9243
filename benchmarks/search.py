"""How long a search takes in an index of 100 000 things, and what the index costs those who write.

    RIMLIG_VAR=var/benchmark DJANGO_SETTINGS_MODULE=rimlig.config.settings python benchmarks/search.py [--rows N]

Wants a migrated database with the demo (`rimlig migrate`, `rimlig demo`). Everything is done in one transaction that is
taken back. The rows are ongoing controls and answers with texts put together of the demo's own words, as common and as
seldom as they are there; half of them stand at a board that the person may not know of.
"""

import argparse
import random
import statistics
import time

import django

django.setup()

import psutil  # noqa: E402  # after setup
from django.conf import settings  # noqa: E402
from django.db import connection, transaction  # noqa: E402

from rimlig.config.database import EmbeddedDatabase  # noqa: E402
from rimlig.followup.models import FollowUpResult, Period  # noqa: E402
from rimlig.organisation.models import Board, Municipality, User  # noqa: E402
from rimlig.planning.models import Plan, Process, WorkingMethod  # noqa: E402
from rimlig.search.asking import Asked  # noqa: E402
from rimlig.search.finding import Wanted, find  # noqa: E402
from rimlig.search.models import SearchEntry  # noqa: E402

WORDS = (
    "förskola",
    "kontroll av behörighet",
    "ärende",
    "handläggare",
    "inventering",
    "förskollärare",
    "lärare",
    "1.1",
    "förs",
    "kontroll",
    "finns-inte-alls",
    "xylofon",
    '"löpande kontroll"',
    "kontroll -behörighet",
)
TIMES = 7


def main() -> None:
    """Measure, print, undo."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=100_000)
    options = parser.parse_args()
    if settings.RIMLIG_EMBEDDED_DATABASE:
        EmbeddedDatabase(settings.RIMLIG_VAR).hold()
    with transaction.atomic():
        print(f"filled in {_fill(options.rows):.1f} s")
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("ANALYZE")
            cursor.execute(
                "SELECT count(*), pg_size_pretty(pg_table_size('search_searchentry')),"
                " pg_size_pretty(pg_relation_size('search_entry_by_words')) FROM search_searchentry"
            )
            print("entries, table, index of words:", *cursor.fetchone())
        _search()
        _write()
        transaction.set_rollback(True)


def _texts(rows: int) -> list[str]:
    """Make texts of 8 to 60 words out of the sentences of the demo."""
    chance = random.Random(2026)  # noqa: S311  # the same texts each time
    said = " ".join(SearchEntry.objects.order_by("kind", "object_id").values_list("text", flat=True)).split()
    starts = [(chance.randrange(len(said)), chance.randint(8, 60)) for _row in range(rows)]
    return [" ".join((said + said)[start : start + length]) for start, length in starts]


def _fill(rows: int) -> float:
    """Write the rows, half of them as controls and half as answers, with the index's triggers and without the history's."""
    here = Municipality.objects.get(code="lindhaga")
    elsewhere = Municipality.objects.create(code="matning", name="Mätning")
    boards = [
        here.boards.order_by("pk")[0],
        Board.objects.create(municipality=elsewhere, code="matning", name="Mätning"),
    ]
    period = Period.objects.filter(municipality=here).first()
    texts = _texts(rows)
    begun = time.perf_counter()
    with connection.cursor() as cursor:
        for table in ("planning_ongoingcontrol", "planning_plannedfollowup", "followup_followupresult"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        for table, name in (("planning_ongoingcontrol", "control"), ("followup_followupresult", "answer")):
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER search_follow_{name}")
        for number, board in enumerate(boards):
            plan = Plan.objects.create(board=board, year=2035)
            process = Process.objects.create(plan=plan, name="Process", position=0)
            method = WorkingMethod.objects.create(process=process, name="Arbetssätt", position=0)
            mine = texts[number :: len(boards)]
            half = len(mine) // 2
            cursor.execute(
                "INSERT INTO planning_ongoingcontrol (version, working_method_id, text, position)"
                " SELECT 1, %s, text, place FROM unnest(%s::text[]) WITH ORDINALITY t (text, place)",
                [method.pk, mine[:half]],
            )
            cursor.execute(
                "WITH asked AS (INSERT INTO planning_plannedfollowup (version, working_method_id, text, method, schedule,"
                " periods, answering, performer_role, reviewer_role, examination, examination_note, position)"
                " SELECT 1, %s, '', '', '', '{}', 'board', '', '', '', '', place FROM generate_series(1, %s) place"
                " RETURNING id, position)"
                " INSERT INTO followup_followupresult (version, follow_up_id, period_id, state, step, deviation, result,"
                " measures, root_cause, no_action_reason) SELECT 1, id, %s, 'concluded', 0, 'none', text, '', '', ''"
                " FROM asked JOIN unnest(%s::text[]) WITH ORDINALITY t (text, place) ON place = position",
                [method.pk, len(mine) - half, period.pk if period else None, mine[half:]],
            )
        took = time.perf_counter() - begun
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE followup_followupresult ENABLE TRIGGER USER")
    return took


def _search() -> None:
    print("\n| sought | hits | the clock, ms | ours, ms of processor | the database's |\n|---|---:|---:|---:|---:|")
    person = User.objects.get(email="joel.brandt@lindhaga.example")
    find(person, Wanted(Asked.read(WORDS[0])))
    backend = psutil.Process(connection.connection.info.backend_pid)
    for words in WORDS:
        clock = []
        before, ours = backend.cpu_times(), time.process_time()
        for _time in range(TIMES):
            person = User.objects.get(pk=person.pk)  # roles are remembered as long as the object
            begun = time.perf_counter()
            found = find(person, Wanted(Asked.read(words)))
            clock.append((time.perf_counter() - begun) * 1000)
        ours, after = (time.process_time() - ours) * 1000 / TIMES, backend.cpu_times()
        theirs = (after.user + after.system - before.user - before.system) * 1000 / TIMES
        print(f"| {words} | {found.total} | {statistics.median(clock):.0f} | {ours:.0f} | {theirs:.0f} |", flush=True)


def _write() -> None:
    """Compare writing an answer's text with the trigger and without it."""
    some = list(FollowUpResult.objects.filter(state="concluded").order_by("-pk").values_list("pk", "result")[:1000])
    with connection.cursor() as cursor:
        for said, way in (("with", "ENABLE"), ("without", "DISABLE")) * 2:
            cursor.execute(f"ALTER TABLE followup_followupresult {way} TRIGGER search_follow_answer")
            begun = time.perf_counter()
            for pk, result in some:
                FollowUpResult.objects.filter(pk=pk).update(result=f"{result} {begun}")
            took = (time.perf_counter() - begun) * 1000 / len(some)
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            print(f"an answer's text written {said} the index: {took:.2f} ms")


if __name__ == "__main__":
    main()
