"""The board of answers as an Excel file: 300 follow-ups at 40 units, 12 000 answers, as a request makes it.

    RIMLIG_VAR=var/benchmark DJANGO_SETTINGS_MODULE=rimlig.config.settings python benchmarks/answers_excel.py

Wants a migrated database with the demo. Everything is done in one transaction that is taken back.
"""

import time

import django

django.setup()

from django.conf import settings  # noqa: E402  # after setup
from django.db import connection, transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

from rimlig.config.database import EmbeddedDatabase  # noqa: E402
from rimlig.followup.models import FollowUpResult  # noqa: E402
from rimlig.followup.periods.dates import period_in  # noqa: E402
from rimlig.followup.reviewing.boards import board_of  # noqa: E402
from rimlig.followup.reviewing.excel import render_answers  # noqa: E402
from rimlig.organisation.models import Board, OrgUnit, Role, RoleAssignment, User  # noqa: E402
from rimlig.planning.models import Plan, PlannedFollowUp, Process, WorkingMethod  # noqa: E402

YEAR, PROCESSES, PER_PROCESS, UNITS, ROUNDS = 2091, 30, 10, 40, 5
SAID = "Allt stämmer med det som planen säger, och inga fel hittades i urvalet."


def main() -> None:
    """Fill a plan, and print the best of some rounds."""
    if settings.RIMLIG_EMBEDDED_DATABASE:
        EmbeddedDatabase(settings.RIMLIG_VAR).hold()
    with transaction.atomic():
        _measure()
        transaction.set_rollback(True)


def _measure() -> None:
    board = Board.objects.select_related("municipality").earliest("pk")
    user = User.objects.create(name="Mätaren", email="mataren@lindhaga.example")
    RoleAssignment.objects.create(user=user, role=Role.CONTROLLER, municipality=board.municipality, board=board)
    plan, period = Plan.objects.create(board=board, year=YEAR), period_in(board.municipality, YEAR, "T2")
    units = [OrgUnit.objects.create(board=board, name=f"Mätenhet {number}") for number in range(UNITS)]
    follow_ups = []
    for number in range(PROCESSES):
        process = Process.objects.create(plan=plan, name=f"Process {number}", position=number)
        method = WorkingMethod.objects.create(process=process, name=f"Arbetssätt {number}", position=0)
        follow_ups += [
            PlannedFollowUp.objects.create(working_method=method, text=f"Uppföljning {number}.{place}", position=place)
            for place in range(PER_PROCESS)
        ]
    same = {"period": period, "state": "filed", "step": 1, "deviation": "none", "filed_by": user}
    answers = [
        FollowUpResult(follow_up=row, unit=unit, result=f"{unit.name}: {SAID}", filed_at=timezone.now(), **same)
        for row in follow_ups
        for unit in units
    ]
    FollowUpResult.objects.bulk_create(answers, batch_size=2_000)
    connection.cursor().execute("ANALYZE")
    seconds = []
    for _round in range(ROUNDS):
        start = time.process_time()
        content = render_answers(board_of(user, plan, period))
        seconds.append(time.process_time() - start)
    print(f"{len(answers)} answers, {len(content):,} bytes: {min(seconds):.2f} s of processor")


if __name__ == "__main__":
    main()
