"""A municipality to measure: ten boards whose plans hold so many controls, risks, follow-ups, answers and actions together.

Stands in the database of RIMLIG_VAR (or DATABASE_URL), which should be one of its own; it is migrated and filled the first
time, and used as it is after that.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import django

django.setup()

from django.conf import settings  # noqa: E402  # after setup
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.utils import timezone  # noqa: E402

from rimlig.config.database import EmbeddedDatabase  # noqa: E402
from rimlig.followup.models import Action, FollowUpResult, Period  # noqa: E402
from rimlig.organisation.models import (  # noqa: E402
    Board,
    Municipality,
    OrgUnit,
    Placement,
    Role,
    RoleAssignment,
    User,
)
from rimlig.planning.models import (  # noqa: E402
    OngoingControl,
    Plan,
    PlannedFollowUp,
    Process,
    UndesiredEvent,
    WorkingMethod,
)
from rimlig.planning.standards import make_standard_scale  # noqa: E402

CODE = "matning"
BOARDS = 10
UNITS = 20
"""Of each board, in four departments."""
DEPARTMENTS = 4
PER_METHOD = 4
"""So many controls, risks and follow-ups stand under a working method; a process has ten of these."""
METHODS = 10
STATUSES = ("not_started", "ongoing", "ongoing", "on_hold", "closed")
BATCH = 2_000


@dataclass(frozen=True)
class World:
    """Who asks, and the addresses to ask for: name → the person and the address."""

    controller: User
    manager: User
    central: User
    pages: dict[str, tuple[User, str]]
    saved: str
    """Where an answer of the unit manager's is saved."""
    answer: int


def ready(rows: int, answers: int) -> World:
    """Return the world, made unless it stands there: so many rows of each kind, and so many answers in all (at least as many)."""
    if settings.RIMLIG_EMBEDDED_DATABASE:
        EmbeddedDatabase(settings.RIMLIG_VAR).hold()
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    if not Municipality.objects.filter(code=CODE).exists():
        _fill(rows, answers)
    stands = FollowUpResult.objects.count(), UndesiredEvent.objects.count()
    print(f"{stands[1]} controls, risks, follow-ups and actions each, {stands[0]} answers, {BOARDS} boards")
    return _world()


def _world() -> World:
    municipality = Municipality.objects.get(code=CODE)
    board = Board.objects.filter(municipality=municipality).order_by("pk")[0]
    plan = Plan.objects.get(board=board)
    manager = User.objects.get(email="enhetschef@rimlig.example")
    controller = User.objects.get(email="controller@rimlig.example")
    central = User.objects.get(email="central@rimlig.example")
    unit = RoleAssignment.objects.get(user=manager).unit
    answer = FollowUpResult.objects.filter(unit=unit, state="open").order_by("pk")[0]
    risk = UndesiredEvent.objects.filter(working_method__process__plan=plan).order_by("pk")[0]
    process = Process.objects.filter(plan=plan).order_by("pk")[0]
    action = Action.objects.filter(event=risk)[0]
    return World(
        controller,
        manager,
        central,
        {
            "health": (controller, "/healthz"),
            "start: controller": (controller, "/"),
            "start: unit manager": (manager, "/"),
            "list: risks": (controller, f"/plan/{plan.pk}/risker/"),
            "list: actions": (controller, "/atgarder/?visa=alla"),
            "list: outline": (controller, f"/plan/{plan.pk}/"),
            "list: answers": (controller, f"/plan/{plan.pk}/svar/"),
            "list: search": (controller, "/sok/?q=tillsyn"),
            "one: risk": (controller, f"/risk/{risk.pk}/"),
            "one: action": (controller, f"/atgard/{action.pk}/"),
            "one: answer": (manager, f"/svar/{answer.pk}/"),
            "one: process": (controller, f"/process/{process.pk}/"),
            "dashboard: board": (controller, f"/namnd/{board.pk}/oversikt/"),
            "dashboard: all boards": (central, f"/kommun/{municipality.pk}/oversikt/"),
        },
        f"/svar/{answer.pk}/spara/",
        answer.pk,
    )


def _fill(rows: int, answers: int) -> None:
    municipality = Municipality.objects.create(code=CODE, name="Mätning")
    scale = make_standard_scale(municipality, by=None)
    today = timezone.localdate()
    period = Period.objects.create(
        municipality=municipality,
        year=today.year,
        code="T1",
        starts=today - timedelta(days=120),
        ends=today - timedelta(days=30),
        opens=today - timedelta(days=40),
        due=today + timedelta(days=10),
        closes=today + timedelta(days=30),
    )
    central = User.objects.create_user("central@rimlig.example", "Central")
    RoleAssignment.objects.create(user=central, role=Role.CENTRAL_CONTROLLER, municipality=municipality)
    # The board that is asked about holds the same however many there are: what is measured is what the others cost it.
    own = min(answers, rows // BOARDS)
    for number in range(BOARDS):
        board = Board.objects.create(municipality=municipality, code=f"n{number}", name=f"Nämnd {number}")
        units = _units(board)
        plan = Plan.objects.create(board=board, year=today.year, scale=scale)
        if not number:
            _people(board, units)
        _fill_plan(plan, rows // BOARDS, period)
        _answer(plan, period, units, (answers - own) // (BOARDS - 1) if number else own)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _people(board: Board, units: list[OrgUnit]) -> None:
    for name, role, unit in (
        ("controller", Role.CONTROLLER, None),
        ("enhetschef", Role.UNIT_MANAGER, units[0]),
    ):
        person = User.objects.create_user(f"{name}@rimlig.example", name.capitalize())
        RoleAssignment.objects.create(user=person, role=role, municipality=board.municipality, board=board, unit=unit)


def _units(board: Board) -> list[OrgUnit]:
    """Make the board's tree, and return the units that answer."""
    departments = [
        OrgUnit.objects.create(board=board, name=f"Avdelning {number}", kind="department")
        for number in range(DEPARTMENTS)
    ]
    units = [OrgUnit.objects.create(board=board, name=f"Enhet {number}", kind="unit") for number in range(UNITS)]
    for department in departments:
        Placement.objects.create(unit=department)
    for number, unit in enumerate(units):
        Placement.objects.create(unit=unit, parent=departments[number % DEPARTMENTS])
    return units


def _fill_plan(plan: Plan, rows: int, period: Period) -> None:
    methods_in_all = max(rows // PER_METHOD, 1)
    processes = Process.objects.bulk_create(
        Process(plan=plan, name=f"Process {number}", position=number)
        for number in range(max(methods_in_all // METHODS, 1))
    )
    methods = WorkingMethod.objects.bulk_create(
        WorkingMethod(process=processes[number % len(processes)], name=f"Arbetssätt {number}", position=number)
        for number in range(methods_in_all)
    )

    def each(kind: Any, **values: Any) -> Iterator[Any]:
        for number in range(rows):
            given = {name: value(number) if callable(value) else value for name, value in values.items()}
            yield kind(working_method=methods[number % len(methods)], position=number, **given)

    OngoingControl.objects.bulk_create(each(OngoingControl, text="Listan stäms av varje vecka"), batch_size=BATCH)
    events = UndesiredEvent.objects.bulk_create(
        each(
            UndesiredEvent,
            text=lambda number: f"Barn blir utan tillsyn {number}",
            likelihood=lambda number: number % 5 + 1,
            consequence=lambda number: number // 5 % 5 + 1,
            likelihood_after=lambda number: number % 3 + 1,
            consequence_after=lambda number: number // 5 % 4 + 1,
        ),
        batch_size=BATCH,
    )
    PlannedFollowUp.objects.bulk_create(
        each(PlannedFollowUp, text=lambda number: f"Listorna gås igenom {number}"), batch_size=BATCH
    )
    Action.objects.bulk_create(
        (
            Action(
                event=event,
                text="Rutinen ses över",
                status=STATUSES[number % len(STATUSES)],
                position=0,
                due=period.due,
            )
            for number, event in enumerate(events)
        ),
        batch_size=BATCH,
    )


def _answer(plan: Plan, period: Period, units: list[OrgUnit], answers: int) -> None:
    """Ask the units in turn for answers; two of three have given theirs, and some of these deviate.

    Where there are more answers than follow-ups there have been earlier periods too.
    """
    follow_ups = PlannedFollowUp.objects.filter(working_method__process__plan=plan)
    number = follow_ups.count()
    periods = [period]
    while number * len(units) * len(periods) < answers:
        ago = timedelta(days=365 * len(periods))
        days = {name: getattr(period, name) - ago for name in ("starts", "ends", "opens", "due", "closes")}
        year = period.year - len(periods)
        earlier = Period.objects.get_or_create(municipality=period.municipality, year=year, code="T1", defaults=days)
        periods.append(earlier[0])
    with connection.cursor() as cursor:
        # Rows of a table of a million, without the work of each row's triggers: they are as the triggers would leave them.
        cursor.execute("ALTER TABLE followup_followupresult DISABLE TRIGGER USER")
        cursor.execute(
            """
            INSERT INTO followup_followupresult (version, follow_up_id, period_id, unit_id, due, state, step, deviation,
                result, measures, root_cause, no_action_reason, filed_by_id, filed_at)
            SELECT 1, f.id, p.id, u.id, p.due,
                CASE WHEN f.place % 3 = 0 AND p.of = 1 THEN 'open' ELSE 'filed' END,
                CASE WHEN f.place % 3 = 0 AND p.of = 1 THEN 0 ELSE 1 END,
                CASE WHEN f.place % 3 = 0 AND p.of = 1 THEN '' WHEN f.place % 7 = 1 THEN 'minor' ELSE 'none' END,
                CASE WHEN f.place % 3 = 0 AND p.of = 1 THEN '' ELSE 'Vi har gått igenom alla.' END, '', '', '',
                CASE WHEN f.place % 3 = 0 AND p.of = 1 THEN NULL ELSE %s END,
                CASE WHEN f.place % 3 = 0 AND p.of = 1 THEN NULL ELSE now() END
            FROM (SELECT p.*, row_number() OVER (ORDER BY p.year DESC) AS of FROM followup_period p WHERE p.id = ANY(%s)) p
            CROSS JOIN (SELECT f.id, row_number() OVER (ORDER BY f.id) AS place FROM planning_plannedfollowup f
                WHERE f.id = ANY(%s)) f
            CROSS JOIN (SELECT u.id, row_number() OVER (ORDER BY u.id) AS place FROM organisation_orgunit u
                WHERE u.id = ANY(%s)) u
            WHERE (f.place + u.place) % GREATEST(1, %s / %s) = 0
            ORDER BY p.of, f.place, u.place LIMIT %s
            """.replace(" % ", " %% "),
            [
                User.objects.get(email="central@rimlig.example").pk,
                [one.pk for one in periods],
                list(follow_ups.values_list("pk", flat=True)),
                [unit.pk for unit in units],
                number * len(units) * len(periods),
                max(answers, 1),
                answers,
            ],
        )
        cursor.execute("ALTER TABLE followup_followupresult ENABLE TRIGGER USER")
