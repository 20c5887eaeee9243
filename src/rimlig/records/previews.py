"""Previews of stored files: asked for when a file is kept, drawn once by the worker, and stored as files are."""

import logging
from typing import Final

from django.db import transaction

from rimlig.core.audit import recorded
from rimlig.core.isolated import answer_of
from rimlig.core.queueing import put_in_queue
from rimlig.records.drawing import SECONDS, WAYS
from rimlig.records.files import NotStored, NotTheSameBytes, checked_copy, store_file
from rimlig.records.media_types import JPEG
from rimlig.records.models import Preview, StoredFile

QUEUE: Final = "previews"
DRAW: Final = "records.draw_preview"
PATIENCE: Final = 2 * SECONDS
"""Seconds of a clock: a machine that is busy gives a process less than its time."""
MOST_AT_ONCE: Final = 100
logger = logging.getLogger(__name__)


def ask_for_preview(stored: StoredFile) -> None:
    """Let the worker draw the file, in this transaction. Of a kind that is not drawn nothing is asked."""
    if stored.media_type in WAYS:
        put_in_queue(DRAW, QUEUE, stored_file=stored.pk)


def draw_preview(pk: int) -> Preview | None:
    """Draw the stored file, once, and return its preview; without a picture when it cannot be drawn.

    None when there is no such file, or the storage does not answer: then it is
    drawn another time. Drawn twice at once it is there once.
    """
    stored = StoredFile.objects.select_related("municipality", "preview").filter(pk=pk).first()
    if stored is None or stored.media_type not in WAYS:
        return None
    there = Preview.objects.filter(of=stored).first()
    if there is not None:
        return there
    try:
        with checked_copy(stored, on_disk=True) as copy:
            drawn = answer_of("rimlig.records.drawing", stored.media_type, content=copy, seconds=PATIENCE)
        with transaction.atomic(), recorded("records.draw_preview", None):
            picture = store_file(drawn, JPEG, stored.municipality, by=None) if drawn else None
            preview, _made = Preview.objects.get_or_create(of=stored, defaults={"picture": picture})
            return preview
    except (NotTheSameBytes, NotStored):
        logger.exception("file %s: no preview", stored.sha256)
        return None


def draw_what_is_missing() -> int:
    """Draw what should have been drawn and was not, some at a time; return how many."""
    missing = StoredFile.objects.filter(media_type__in=WAYS, preview=None, evidence__isnull=False)
    found = list(missing.order_by("pk").values_list("pk", flat=True).distinct()[:MOST_AT_ONCE])
    return sum(draw_preview(pk) is not None for pk in found)
