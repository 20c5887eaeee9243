"""Laying evidence beside an answer, and taking it away again, while the answer is being written."""

import os
from collections.abc import Iterable
from dataclasses import dataclass
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
from rimlig.records.content import Content, as_file
from rimlig.records.files import put_in_place, row_of
from rimlig.records.media_types import EVIDENCE, media_type_of
from rimlig.records.previews import ask_for_preview
from rimlig.records.scanning import must_be_clean

MOST_FOR_AN_ANSWER: Final = 20
MEGABYTE: Final = 1024 * 1024


@dataclass(frozen=True)
class Added:
    """What came of several files: those that are evidence now, and the names of the others, each with why."""

    added: list[Evidence]
    refused: list[tuple[str, str]]


def add_file(result: FollowUpResult, *, name: str, content: Content, by: User) -> Evidence:
    """Keep the file as evidence of the answer; the same file twice is there once.

    What it is is told by its content, not by its name. Raises RuleBroken when
    it is empty, too large or of a kind that is not taken, when the scanner refuses
    it or the storage does not take it, and when the answer is filed or has as
    much evidence as it may have.
    """
    media_type = _taken(content)
    must_be_writable(result)
    must_be_clean(content)  # before anything is locked: a scanner may take its time, and so may a storage
    kept = put_in_place(content, media_type, result.in_plan.board.municipality)
    with refusals_in_words(), transaction.atomic(), recorded("followup.add_evidence", by):
        row = _locked(result)
        stored = row_of(kept, by=by)
        ask_for_preview(stored)
        there = row.evidence.filter(file=stored).first()
        return there or _add(row, Evidence(result=row, file=stored, name=_name(name), added_by=by))


def add_files(result: FollowUpResult, files: Iterable[tuple[str, Content]], *, by: User) -> Added:
    """Keep each of the files, given with its name, as `add_file` does; one that is refused does not hinder the others."""
    added, refused = [], []
    for name, content in files:
        try:
            added.append(add_file(result, name=name, content=content, by=by))
        except RuleBroken as broken:
            refused.append((_name(name), str(broken)))
    return Added(added, refused)


def _taken(content: Content) -> str:
    """Return the media type of a file that is taken as evidence; refuse any other."""
    file = as_file(content)
    size = file.seek(0, os.SEEK_END)
    if not size:
        raise RuleBroken(_("The file is empty. Choose another one."))
    most = settings.RIMLIG_EVIDENCE_MEGABYTES
    if size > most * MEGABYTE:
        raise RuleBroken(
            _("The file is larger than %(most)d MB. Choose a smaller one, or give a link.") % {"most": most}
        )
    media_type = media_type_of(content)
    if media_type not in EVIDENCE:
        raise RuleBroken(
            _(
                "The file is of a kind that is not taken: a PDF, a Word, Excel or PowerPoint file without macros, a picture"
                " (PNG, JPEG, HEIC), a text or CSV file, or a saved e-mail (.eml). Save it as one of those, for example as PDF."
            )
        )
    return media_type


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
    must_have_room(row)
    evidence.save()
    return evidence


def must_have_room(row: FollowUpResult) -> None:
    """Raise RuleBroken when the answer has as much evidence as it may have."""
    if row.evidence.count() >= MOST_FOR_AN_ANSWER:
        raise RuleBroken(
            _("The answer has %(most)d pieces of evidence already. Remove one, or put several files into one.")
            % {"most": MOST_FOR_AN_ANSWER}
        )


def _name(name: str) -> str:
    """Return the name without folders, which some browsers send, and short enough to keep."""
    last = name if "://" in name else name.replace("\\", "/").rpartition("/")[2]
    return last.strip()[:255] or _("Evidence")
