"""A document's way from the dropped file to the plan: every step that changes the state of an import.

People upload, stop, read again, store and cancel; the worker starts, finishes
and fails. Each step locks the import's row first, so whoever comes second
meets the state that the first one left.
"""

import hashlib
import json
from dataclasses import dataclass
from typing import Final

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from procrastinate.tasks import configure_task

from rimlig.core.audit import recorded
from rimlig.core.errors import RuleBroken
from rimlig.core.queueing import MANAGER
from rimlig.documents.document import Document, Remark
from rimlig.documents.interchange import from_json, to_data
from rimlig.followup.models import PeriodCode
from rimlig.imports.models import Import
from rimlig.imports.operations import Stored, already_stored, store_document
from rimlig.imports.replacing import in_the_way
from rimlig.organisation.models import Board, User
from rimlig.planning.models import Plan

QUEUE: Final = "imports"
READ: Final = "imports.read_import"
"""The task's name: the page puts it in the queue without loading what the worker needs to read."""

UNFINISHED: Final = (Import.State.WAITING, Import.State.READING)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What storing an import led to: the plan, whether anything of it changed, and what could not be matched."""

    plan: Plan
    changed: bool
    remarks: tuple[Remark, ...] = ()


@transaction.atomic
def upload_document(board: Board, *, file_name: str, content: bytes, by: User) -> Import:
    """Keep the file privately, and put its reading in the queue."""
    digest = hashlib.sha256(content).hexdigest()
    with recorded("imports.upload_document", by):
        item = Import(board=board, uploaded_by=by, file_name=_last_part(file_name), sha256=digest)
        item.file.save(digest, ContentFile(content), save=False)
        try:
            item.save()
            _put_in_queue(item)
        except BaseException:
            item.file.delete(save=False)
            raise
    return item


@transaction.atomic
def start_reading(pk: int, *, by: User | None) -> Import | None:
    """Move the import to reading and return it; None when there is nothing to do any more.

    One that is being read already is taken over: its worker died, or two of
    them would not have got it.
    """
    with recorded("imports.start_reading", by):
        item = Import.objects.select_for_update().filter(pk=pk, state__in=UNFINISHED).first()
        if item is None:
            return None
        if item.state == Import.State.WAITING:
            item.move_to(Import.State.READING)
        item.done = item.total = 0
        item.save()
    return item


@transaction.atomic
def finish_reading(pk: int, document: Document, *, by: User | None) -> bool:
    """Keep what was read for a person to look at. False when it was stopped meanwhile: nothing is kept then."""
    with recorded("imports.finish_reading", by):
        item = Import.objects.select_for_update().filter(pk=pk, state=Import.State.READING).first()
        if item is None:
            return False
        item.move_to(Import.State.READ)
        item.done = item.total
        item.document = json.loads(json.dumps(to_data(document)))
        item.save()
    return True


@transaction.atomic
def fail_reading(pk: int, problem: str, *, by: User | None) -> bool:
    """Say why the file cannot be read, in a sentence for people. False when it was stopped meanwhile."""
    with recorded("imports.fail_reading", by):
        item = Import.objects.select_for_update().filter(pk=pk, state__in=UNFINISHED).first()
        if item is None:
            return False
        if item.state == Import.State.WAITING:
            item.move_to(Import.State.READING)
        item.move_to(Import.State.FAILED)
        item.problem = problem
        item.save()
    return True


@transaction.atomic
def stop_reading(item: Import, *, by: User) -> Import:
    """Stop the reading; the worker notices within a second and ends the process that reads."""
    with recorded("imports.stop_reading", by):
        item = _locked(item)
        item.move_to(Import.State.STOPPED)
        item.save()
    return item


@transaction.atomic
def read_again(item: Import, *, by: User) -> Import:
    """Put the reading in the queue once more, after it failed or was stopped, or the import was cancelled."""
    with recorded("imports.read_again", by):
        item = _locked(item)
        item.move_to(Import.State.WAITING)
        item.done = item.total = 0
        item.problem, item.document = "", None
        item.save()
        _put_in_queue(item)
    return item


@transaction.atomic
def store_import(item: Import, *, year: int, period: PeriodCode, replaces: str, by: User) -> Outcome:
    """Store the document that the import read as the board's plan of the year, all of it or nothing.

    `replaces` is the mark of the content that the person agreed to replace
    (see replacing.in_the_way), empty when they agreed to none. Raises
    RuleBroken when there is other content by now than they agreed to.
    """
    with recorded("imports.store_import", by):
        item = _locked(item)
        item.move_to(Import.State.STORED)
        # Two documents of one board may be stored at the same moment: the second waits here, and then looks again.
        board = Board.objects.select_for_update().get(pk=item.board_id)
        document = document_of(item)
        if already_stored(document, board, year=year, period=period):
            stored, changed = Stored(Plan.objects.of_the_year().get(board=board, year=year), None), False
        else:
            found = in_the_way(document, board, year)
            if found is not None and found.mark != replaces:
                raise RuleBroken(found.refusal(agreed=bool(replaces)))
            stored = store_document(document, board, year=year, period=period, replace=found is not None, by=by)
            changed = True
        item.plan = stored.plan
        item.save()
    return Outcome(stored.plan, changed, stored.remarks)


@transaction.atomic
def cancel_import(item: Import, *, by: User) -> Import:
    """Put the import aside; nothing of it has been stored. The file stays."""
    with recorded("imports.cancel_import", by):
        item = _locked(item)
        item.move_to(Import.State.CANCELLED)
        item.save()
    return item


@transaction.atomic
def requeue(item: Import, *, by: User | None) -> None:
    """Put an import that nobody reads any more in the queue again, in the state it is in."""
    with recorded("imports.requeue", by):
        _put_in_queue(item)


def document_of(item: Import) -> Document:
    """Return the document that was read. The import must be read or stored."""
    return from_json(json.dumps(item.document))


def _locked(item: Import) -> Import:
    return Import.objects.select_for_update(of=("self",)).select_related("board").get(pk=item.pk)


def _put_in_queue(item: Import) -> None:
    """Queue the reading in this transaction: there is never an import without its job, nor a job without its import.

    The lock keeps two workers from reading the same import. The sentences about
    the document are kept in the language of the one who asked.
    """
    job = configure_task(name=READ, job_manager=MANAGER, queue=QUEUE, lock=f"import-{item.pk}")
    job.defer(import_id=item.pk, language=get_language() or "sv")


def _last_part(file_name: str) -> str:
    """Return the name without folders, which some browsers send, and short enough to keep."""
    name = file_name.replace("\\", "/").rpartition("/")[2].strip() or _("document")
    return name[-255:]
