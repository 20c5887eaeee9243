"""Laying evidence beside an answer, and taking it away again, while the answer is being written."""

from typing import Final

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from rimlig.core.audit import recorded
from rimlig.core.errors import RuleBroken
from rimlig.core.refusals import refusals_in_words
from rimlig.followup.answering.operations import locked_answer, must_be_writable
from rimlig.followup.models import Evidence, FollowUpResult
from rimlig.organisation.models import User
from rimlig.records.files import store_file
from rimlig.records.media_types import media_type_of
from rimlig.records.scanning import must_be_clean

MOST_FOR_AN_ANSWER: Final = 20
MEGABYTE: Final = 1024 * 1024


def add_file(result: FollowUpResult, *, name: str, data: bytes, by: User) -> Evidence:
    """Keep the file as evidence of the answer; the same file twice is there once.

    What it is is told by its content, not by its name. Raises RuleBroken when
    it is too large or of a kind that is not taken, when the scanner refuses it,
    and when the answer is filed or has as much evidence as it may have.
    """
    most = settings.RIMLIG_EVIDENCE_MEGABYTES
    if len(data) > most * MEGABYTE:
        raise RuleBroken(
            _("The file is larger than %(most)d MB. Choose a smaller one, or give a link.") % {"most": most}
        )
    media_type = media_type_of(data)
    if media_type is None:
        raise RuleBroken(
            _("The file is not a PDF, a Word or Excel file, or a picture (PNG or JPEG). Save it as one of those.")
        )
    must_be_clean(data)  # before anything is locked: a scanner may take its time
    with refusals_in_words(), transaction.atomic(), recorded("followup.add_evidence", by):
        row = _locked(result)
        stored = store_file(data, media_type, row.in_plan.board.municipality, by=by)
        there = row.evidence.filter(file=stored).first()
        return there or _add(row, Evidence(result=row, file=stored, name=_name(name), added_by=by))


def add_link(result: FollowUpResult, *, name: str, link: str, by: User) -> Evidence:
    """Keep the link as evidence of the answer; the same link twice is there once. Raises RuleBroken as `add_file` does."""
    with refusals_in_words(), transaction.atomic(), recorded("followup.add_evidence", by):
        row = _locked(result)
        there = row.evidence.filter(link=link).first()
        return there or _add(row, Evidence(result=row, link=link, name=_name(name or link), added_by=by))


def remove_evidence(evidence: Evidence, *, by: User) -> None:
    """Take the evidence from its answer; the history keeps that it was there. Gone already is as good.

    Raises RuleBroken when the answer is filed.
    """
    with refusals_in_words(), transaction.atomic(), recorded("followup.remove_evidence", by):
        _locked(evidence.result)
        Evidence.objects.filter(pk=evidence.pk).delete()


def _locked(result: FollowUpResult) -> FollowUpResult:
    row = locked_answer(result)
    must_be_writable(row)
    return row


def _add(row: FollowUpResult, evidence: Evidence) -> Evidence:
    if row.evidence.count() >= MOST_FOR_AN_ANSWER:
        raise RuleBroken(
            _("The answer has %(most)d pieces of evidence already. Remove one, or put several files into one.")
            % {"most": MOST_FOR_AN_ANSWER}
        )
    evidence.save()
    return evidence


def _name(name: str) -> str:
    """Return the name without folders, which some browsers send, and short enough to keep."""
    last = name if "://" in name else name.replace("\\", "/").rpartition("/")[2]
    return last.strip()[:255] or _("Evidence")
