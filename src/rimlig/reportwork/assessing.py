"""What people do to assessments: prepare the board's, record its decision, record what the auditors say, say what levels mean."""

from datetime import date
from typing import Any, Final

from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from rimlig.core.audit import recorded
from rimlig.core.errors import Outdated
from rimlig.core.refusals import refusals_in_words
from rimlig.organisation.models import Board, Municipality, User
from rimlig.planning.models import Plan
from rimlig.records.files import store_file
from rimlig.records.media_types import PDF
from rimlig.records.minutes import Minutes, minutes
from rimlig.records.models import Decision
from rimlig.reportwork.assessment_document import assessment_json, assessment_pdf
from rimlig.reportwork.criteria import criteria_of
from rimlig.reportwork.models import AssessmentCriterion, AuditorsAssessment, BoardAssessment, Level

JSON: Final = "application/json"
NEW: Final = 0
"""The version of what is not there yet."""


def prepare_assessment(plan: Plan, *, level: str, reasons: str, version: int, by: User) -> BoardAssessment:
    """Write the assessment that the board is to decide on for the plan's year, with what the level means now.

    `version` is that of the one being prepared, or NEW. When the board has
    decided already, this begins a new assessment of the year. Raises Outdated
    when somebody else has written in it meanwhile.
    """
    with refusals_in_words(), transaction.atomic(), recorded("reportwork.prepare_assessment", by):
        board = _locked(plan.board)
        now: BoardAssessment | None = BoardAssessment.objects.filter(board=board, year=plan.year, decision=None).first()
        values = {"level": level, "reasons": reasons, "criterion": criteria_of(board.municipality)[Level(level)]}
        if now is not None and _says(now, values):
            return now
        if version != (now.version if now else NEW):
            raise _outdated(now)
        if now is None:
            last = (
                BoardAssessment.objects.filter(board=board, year=plan.year).aggregate(last=Max("edition"))["last"] or 0
            )
            return BoardAssessment.objects.create(
                board=board, year=plan.year, edition=last + 1, prepared_by=by, **values
            )
        rows = BoardAssessment.objects.filter(pk=now.pk)
        rows.update(**values, prepared_by=by, version=F("version") + 1)
        written: BoardAssessment = rows.get()
    return written


def record_assessment(
    assessment: BoardAssessment,
    *,
    meeting_date: date,
    paragraph: str,
    registry_number: str,
    version: int,
    by: User,
) -> Decision:
    """Record that the board has decided on its assessment, store the document that it decided on, and return the decision.

    The same decision recorded twice is recorded once. Raises Outdated when
    somebody else has recorded another one, or has changed the assessment
    meanwhile, and RuleBroken when the minutes cannot be right.
    """
    with refusals_in_words(), transaction.atomic(), recorded("reportwork.record_assessment", by):
        _locked(assessment.board)
        now = BoardAssessment.objects.select_related("board__municipality", "decision__recorded_by").get(
            pk=assessment.pk
        )
        said = minutes(meeting_date, paragraph, registry_number, earliest=date(now.year, 1, 1))
        if now.decision is not None:
            return _the_same(now.decision, said)
        if now.version != version:
            raise _outdated(now)
        municipality = now.board.municipality
        decision = Decision.objects.create(
            board=now.board,
            meeting_date=said.meeting_date,
            paragraph=said.paragraph,
            registry_number=said.registry_number,
            document=store_file(assessment_pdf(now, said), PDF, municipality, by=by),
            data=store_file(assessment_json(now, said).encode(), JSON, municipality, by=by),
            recorded_by=by,
        )
        BoardAssessment.objects.filter(pk=now.pk).update(decision=decision, version=F("version") + 1)
    return decision


def record_auditors(plan: Plan, *, level: str, text: str, source: str, version: int, by: User) -> AuditorsAssessment:
    """Write what the auditors say of the board's internal control in the plan's year. Raises Outdated when somebody was first."""
    values = {"level": level, "text": text, "source": source}
    with refusals_in_words(), transaction.atomic(), recorded("reportwork.record_auditors", by):
        board = _locked(plan.board)
        now: AuditorsAssessment | None = AuditorsAssessment.objects.filter(board=board, year=plan.year).first()
        if now is not None and _says(now, values):
            return now
        if version != (now.version if now else NEW):
            raise _outdated(now)
        if now is None:
            return AuditorsAssessment.objects.create(board=board, year=plan.year, recorded_by=by, **values)
        rows = AuditorsAssessment.objects.filter(pk=now.pk)
        rows.update(**values, recorded_by=by, version=F("version") + 1)
        written: AuditorsAssessment = rows.get()
    return written


def change_criterion(municipality: Municipality, level: Level, *, text: str, version: int, by: User) -> None:
    """Say what a level means in the municipality. What boards have decided by the old words keeps them."""
    with refusals_in_words(), transaction.atomic(), recorded("reportwork.change_criterion", by):
        Municipality.objects.select_for_update(no_key=True).get(pk=municipality.pk)
        now = AssessmentCriterion.objects.filter(municipality=municipality, level=level).first()
        if now is not None and now.text == text:
            return
        if version != (now.version if now else NEW):
            raise _outdated(now)
        if now is None:
            AssessmentCriterion.objects.create(municipality=municipality, level=level, text=text)
        else:
            AssessmentCriterion.objects.filter(pk=now.pk).update(text=text, version=F("version") + 1)


def _locked(board: Board) -> Board:
    """Lock the board's row until the transaction ends: two who write about the same year come one after the other."""
    Board.objects.select_for_update(no_key=True).get(pk=board.pk)
    return Board.objects.select_related("municipality").get(pk=board.pk)


def _says(row: Any, values: dict[str, str]) -> bool:
    return all(getattr(row, name) == value for name, value in values.items())


def _outdated(row: Any) -> Outdated:
    return Outdated(_("Somebody else changed this while you were writing. Nothing has been overwritten."), row)


def _the_same(decision: Decision, said: Minutes) -> Decision:
    if said == Minutes(decision.meeting_date, decision.paragraph, decision.registry_number):
        return decision
    raise Outdated(
        _("The decision is recorded already, by %(who)s: %(day)s, § %(paragraph)s. It stands as it was recorded.")
        % {"who": decision.recorded_by or "Rimlig", "day": decision.meeting_date, "paragraph": decision.paragraph},
        decision,
    )
