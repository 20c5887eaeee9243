"""Taking what the answers suggest as the text, and following what has changed since."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from rimlig.core.audit import recorded
from rimlig.core.errors import Outdated, RuleBroken
from rimlig.core.refusals import refusals_in_words
from rimlig.drafting.choosing import phrases_of
from rimlig.drafting.reading import facts_of
from rimlig.drafting.sentences import Sentence, as_text
from rimlig.followup.models import BoardReport, SummaryAnalysis
from rimlig.organisation.models import User
from rimlig.planning.rows.changing import change
from rimlig.reportwork.approving import locked
from rimlig.reportwork.models import TakenDraft
from rimlig.reportwork.suggestions import changed_since, sentences_for


def suggested(report: BoardReport, analysis: SummaryAnalysis | None) -> tuple[Sentence, ...]:
    """Return what the answers suggest now for the text on the goal, or for the whole."""
    if report.period is None:
        return ()
    facts = facts_of(report.plan, report.period, today=timezone.localdate())
    phrases = phrases_of(report.plan.board.municipality_id)
    return sentences_for(facts, analysis.goal_number if analysis else None, phrases)


def take_draft(
    report: BoardReport, analysis: SummaryAnalysis | None, *, text: str, seen: str, version: int, by: User
) -> None:
    """Write the text, which began as the suggestion `seen`, and remember the sentences that it rests on.

    Raises Outdated when somebody has written the text meanwhile, or when the
    answers suggest something else by now. The same sent twice is taken once.
    """
    with refusals_in_words(), transaction.atomic(), recorded("reportwork.take_draft", by):
        report = locked(report)
        _must_be_open(report)
        now = suggested(report, analysis)
        if not now:
            raise RuleBroken(
                _("There is nothing to suggest any more: the answers have changed. Write the text yourself.")
            )
        if as_text(now) != seen:
            raise Outdated(
                _(
                    "The answers have changed while you read the suggestion, so it is another one now. Nothing has been saved."
                ),
                analysis or report,
            )
        _write(report, analysis, text, version, by)
        _remember(report, analysis, now, by)


def renew_draft(
    report: BoardReport, analysis: SummaryAnalysis | None, *, replace: bool, version: int, by: User
) -> None:
    """Note that a person has seen what has changed since the text was written; with `replace`, put the new sentences in.

    A sentence is replaced where it stands word for word as it was taken. What
    a person has reworded stays as they wrote it.
    """
    with refusals_in_words(), transaction.atomic(), recorded("reportwork.renew_draft", by):
        report = locked(report)
        _must_be_open(report)
        taken = TakenDraft.objects.filter(report=report, analysis=analysis).first()
        if taken is None:
            raise RuleBroken(_("The text does not come from a suggestion, so there is nothing to compare it with."))
        now = suggested(report, analysis)
        if replace:
            text = _text_of(report, analysis)
            for one in changed_since(taken.sentences, now):
                if one.before and one.before in text:
                    text = text.replace(one.before, one.now, 1)
            # A sentence that is gone leaves its space behind.
            _write(report, analysis, "\n\n".join(" ".join(part.split()) for part in text.split("\n\n")), version, by)
        _remember(report, analysis, now, by)


def _write(report: BoardReport, analysis: SummaryAnalysis | None, text: str, version: int, by: User) -> None:
    row: Any = analysis or report
    change(row, {"text" if analysis else "summary": text}, version=version, by=by)


def _text_of(report: BoardReport, analysis: SummaryAnalysis | None) -> str:
    return SummaryAnalysis.objects.get(pk=analysis.pk).text if analysis else report.summary


def _remember(report: BoardReport, analysis: SummaryAnalysis | None, now: Iterable[Sentence], by: User) -> None:
    TakenDraft.objects.update_or_create(
        report=report,
        analysis=analysis,
        defaults={"sentences": [{"key": one.key, "text": one.text} for one in now], "taken_by": by},
    )


def _must_be_open(report: BoardReport) -> None:
    if not report.is_open:
        raise RuleBroken(
            _("The report is %(state)s, so its texts stay as they are. Nothing has been saved.")
            % {"state": report.get_state_display()}
        )
