"""What people do with a table from outside: take it in and look at it, carry it out, put it aside."""

from datetime import date
from itertools import zip_longest

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from rimlig.core.audit import recorded
from rimlig.core.errors import Outdated, RuleBroken
from rimlig.core.refusals import refusals_in_words
from rimlig.organisation.models import Board, Municipality, TableImport, TableKind, User
from rimlig.organisation.people.roles import lock_people
from rimlig.organisation.structure.restructuring import lock_tree
from rimlig.organisation.structure.tables.cells import Outcome, Verdict
from rimlig.organisation.structure.tables.people_applying import carry_out_people
from rimlig.organisation.structure.tables.people_plan import PeoplePlan
from rimlig.organisation.structure.tables.progress import Progress
from rimlig.organisation.structure.tables.tables import Row, read_table
from rimlig.organisation.structure.tables.unit_applying import carry_out_units
from rimlig.organisation.structure.tables.unit_plan import UnitPlan

SHOWN_ROWS = 5
"""So many row numbers stand in a sentence; the page shows all of them."""


class OutcomesChanged(RuleBroken):
    """Rows would lead to something else than what the person has seen; `numbers` are theirs. Nothing was done."""

    def __init__(self, message: str, numbers: list[int]) -> None:
        super().__init__(message)
        self.numbers = numbers


def take_in_units(board: Board, data: bytes, *, file_name: str, takes_effect: date | None, by: User) -> TableImport:
    """Read a table of the board's units and keep it with what each row would lead to, from the day on.

    Raises Unreadable for a file that is no such table.
    """
    rows = read_table(data, TableKind.UNITS)
    effect = takes_effect or timezone.localdate()
    outcomes = UnitPlan(board, rows, effect).outcomes
    item = TableImport(municipality=board.municipality, board=board, kind=TableKind.UNITS, takes_effect=effect)
    return _kept(item, rows, outcomes, file_name, by)


def take_in_people(municipality: Municipality, data: bytes, *, file_name: str, by: User) -> TableImport:
    """Read a table of the municipality's people and keep it with what each row would lead to. Raises as `take_in_units`."""
    rows = read_table(data, TableKind.PEOPLE)
    outcomes = PeoplePlan(municipality, rows).outcomes
    item = TableImport(municipality=municipality, kind=TableKind.PEOPLE, takes_effect=timezone.localdate())
    return _kept(item, rows, outcomes, file_name, by)


def carry_out(item: TableImport, *, version: int, by: User) -> TableImport:
    """Do what the rows lead to, all of it or nothing, and return the import.

    Raises RuleBroken when the table is carried out or put aside already, when a
    row has an error, and with what the database refuses; OutcomesChanged when
    rows lead to something else than was shown, after keeping that for a new
    look; Outdated when somebody has looked anew since `version`.
    """
    changed: list[int] = []
    with refusals_in_words(), transaction.atomic(), recorded("organisation.carry_out", by):
        lock_what_it_changes(item)
        item = locked(item, version)
        changed = do_what_rows_lead_to(item, by=by, progress=Progress())
        if not changed:
            item.state = TableImport.State.APPLIED
            item.version += 1
            item.save(update_fields=["state", "version"])
    if changed:
        raise OutcomesChanged(what_changed(changed), changed)
    return item


def do_what_rows_lead_to(item: TableImport, *, by: User | None, progress: Progress) -> list[int]:
    """Write all that the rows lead to. Called inside a transaction that has locked what the table changes.

    Returns the numbers of the rows that lead to something else than is kept;
    when there are such, what they lead to now is kept, and nothing written.
    """
    plan = _plan_of(item)
    if changed := _keep_what_changed(item, plan.outcomes):
        return changed
    _must_be_free_of_errors(plan.outcomes)
    _look_up_by_index()
    if isinstance(plan, UnitPlan):
        carry_out_units(plan, by=by, progress=progress)
    else:
        carry_out_people(plan, progress=progress)
    return []


def put_aside(item: TableImport, *, version: int, by: User) -> TableImport:
    """Put the table aside; nothing of it is done. Raises as `carry_out` for one that is decided on already."""
    with transaction.atomic(), recorded("organisation.put_table_aside", by):
        item = locked(item, version)
        item.state = TableImport.State.PUT_ASIDE
        item.version += 1
        item.save(update_fields=["state", "version"])
    return item


def _look_up_by_index() -> None:
    """Let the triggers find rows by index in this transaction, however few rows the tables had when they were planned.

    On a new installation they would read the growing table from its start for
    every row: ten thousand units took minutes instead of seconds.
    """
    with connection.cursor() as cursor:
        for way in ("seqscan", "hashjoin", "mergejoin", "bitmapscan"):
            cursor.execute(f"SET LOCAL enable_{way} = off")
        cursor.execute("DISCARD PLANS")


def _kept(item: TableImport, rows: list[Row], outcomes: list[Outcome], file_name: str, by: User) -> TableImport:
    with recorded("organisation.take_in_table", by):
        item.file_name = file_name[-255:]
        item.uploaded_by = by
        item.rows = [[row.number, row.cells] for row in rows]
        item.outcomes = [outcome.stored() for outcome in outcomes]
        item.save()
    return item


def lock_what_it_changes(item: TableImport) -> None:
    """Let others who change the people or the board's tree wait until this transaction is over."""
    lock_people(item.municipality)
    if item.board is not None:
        lock_tree(item.board)


def locked(item: TableImport, version: int) -> TableImport:
    """Lock the import, and return it as it is now; refuse one that is not to decide on, or not as it was seen."""
    now = TableImport.objects.select_for_update(of=("self",)).select_related("board", "municipality").get(pk=item.pk)
    if now.state != TableImport.State.SHOWN:
        raise RuleBroken(
            _("The table is %(state)s already. Nothing has been done now.") % {"state": now.get_state_display()}
        )
    if now.version != version:
        raise Outdated(_("What the rows lead to has changed since you looked. Nothing has been done. Look again."), now)
    return now


def _plan_of(item: TableImport) -> UnitPlan | PeoplePlan:
    rows = [Row(number, cells) for number, cells in item.rows]
    if item.board is not None:
        return UnitPlan(item.board, rows, item.takes_effect)
    return PeoplePlan(item.municipality, rows)


def _keep_what_changed(item: TableImport, outcomes: list[Outcome]) -> list[int]:
    """Return the numbers of the rows that lead to something else than what is kept, and keep that instead."""
    now = [outcome.stored() for outcome in outcomes]
    changed = [new[0] for new, old in zip_longest(now, item.outcomes) if new != old]
    if changed:
        item.outcomes = now
        item.version += 1
        item.save(update_fields=["outcomes", "version"])
    return [number for number in changed if isinstance(number, int)]


def _must_be_free_of_errors(outcomes: list[Outcome]) -> None:
    errors = sum(outcome.verdict is Verdict.ERROR for outcome in outcomes)
    if errors:
        raise RuleBroken(
            _(
                "%(errors)d rows cannot be carried out, so nothing has been done. Put them right in the table and take it in anew."
            )
            % {"errors": errors}
        )


def what_changed(numbers: list[int]) -> str:
    shown = ", ".join(str(number) for number in numbers[:SHOWN_ROWS])
    more = "" if len(numbers) <= SHOWN_ROWS else " …"
    return _(
        "Somebody has changed the organisation since you looked, so these rows lead to something else now: %(rows)s."
        " Nothing has been done. Look at them below, then decide anew."
    ) % {"rows": shown + more}
