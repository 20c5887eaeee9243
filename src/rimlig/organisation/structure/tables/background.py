"""A large table is carried out by the worker: asked for, begun, done or given back to be decided on anew.

The row of the import is never locked while the rows are written, so that the
page can show how far it is and somebody can stop it: it is the state RUNNING
that keeps others away, and the last statement of the work asks for it again.
"""

from typing import Final

from django.core.cache import cache
from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rimlig.core.audit import recorded
from rimlig.core.long_jobs import Stopped
from rimlig.core.queueing import put_in_queue
from rimlig.core.refusals import refusals_in_words
from rimlig.organisation.models import TableImport, User
from rimlig.organisation.structure.tables.operations import (
    do_what_rows_lead_to,
    lock_what_it_changes,
    locked,
    what_changed,
)
from rimlig.organisation.structure.tables.progress import Progress

QUEUE: Final = "organisation"
CARRY_OUT: Final = "organisation.carry_out_table"
"""The task's name: the page puts it in the queue without loading what the worker needs."""

ROWS_AT_ONCE: Final = 200
"""A table with more rows takes longer than anybody should wait for a page."""

UNFINISHED: Final = (TableImport.State.WAITING, TableImport.State.RUNNING)
_SECONDS_KEPT: Final = 3600


def is_large(item: TableImport) -> bool:
    """Say whether the table has so many rows that the worker carries it out."""
    return len(item.rows) > ROWS_AT_ONCE


@transaction.atomic
def ask_to_carry_out(item: TableImport, *, version: int, by: User) -> TableImport:
    """Put the carrying out of the table in the queue. Raises as `operations.carry_out` for one that is not to decide on."""
    with recorded("organisation.ask_to_carry_out", by):
        item = locked(item, version)
        item.state, item.asked_by, item.problem = TableImport.State.WAITING, by, ""
        item.version += 1
        item.save(update_fields=["state", "asked_by", "problem", "version"])
        put_again_in_queue(item)
    return item


def put_again_in_queue(item: TableImport) -> None:
    """Queue the work, in this transaction. What goes wrong is said in the language of the one who asked."""
    language = get_language() or "sv"
    put_in_queue(CARRY_OUT, QUEUE, lock=f"table-{item.pk}", table_id=item.pk, language=language)


@transaction.atomic
def begin(pk: int, *, by: User | None) -> TableImport | None:
    """Move the table to running and return it; None when there is nothing to do any more.

    One that is running already is taken over: its worker died, and what it had written went with it.
    """
    rows = TableImport.objects.select_for_update(of=("self",)).select_related("board", "municipality", "asked_by")
    item = rows.filter(pk=pk, state__in=UNFINISHED).first()
    if item is not None and item.state == TableImport.State.WAITING:
        with recorded("organisation.begin_table", by):
            item.state = TableImport.State.RUNNING
            item.save(update_fields=["state"])
    return item


def carry_out_running(item: TableImport, progress: Progress) -> None:
    """Do what the rows of a running table lead to, all of it or nothing, in the name of the one who asked.

    When rows lead to something else than was shown, that is kept for a new
    look, and nothing done. Raises Stopped when the table is not running any
    more, RuleBroken with what the database refuses and for rows with errors.
    """
    running = TableImport.objects.filter(pk=item.pk, state=TableImport.State.RUNNING)
    with refusals_in_words(), transaction.atomic(), recorded("organisation.carry_out", item.asked_by):
        lock_what_it_changes(item)
        changed = do_what_rows_lead_to(item, by=item.asked_by, progress=progress)
        state = TableImport.State.SHOWN if changed else TableImport.State.APPLIED
        problem = what_changed(changed) if changed else ""
        if not running.update(state=state, problem=problem, version=item.version + 1):
            raise Stopped


@transaction.atomic
def give_back(pk: int, problem: str, *, by: User | None) -> bool:
    """Let the table be decided on anew, and keep why it came to nothing. False when it is not in the queue any more."""
    with recorded("organisation.give_back_table", by):
        item = TableImport.objects.select_for_update().filter(pk=pk, state__in=UNFINISHED).first()
        if item is None:
            return False
        item.state, item.problem = TableImport.State.SHOWN, problem
        item.version += 1
        item.save(update_fields=["state", "problem", "version"])
    return True


def stop(item: TableImport, *, by: User) -> bool:
    """Stop the work; the worker notices between two batches, and nothing of it is done. False when it was over already."""
    return give_back(item.pk, _("It was stopped. Nothing has been done."), by=by)


def note(pk: int, done: int, total: int) -> None:
    """Write down how far the work has come, where every process of the installation sees it."""
    cache.set(f"table-{pk}", (done, total), _SECONDS_KEPT)


def noted(pk: int) -> tuple[int, int]:
    """Return how much has been written, and of how much; the latter is 0 before it is known."""
    done, total = cache.get(f"table-{pk}", (0, 0))
    return done, total
