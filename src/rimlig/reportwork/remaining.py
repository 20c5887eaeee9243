"""What is missing in a report or contradicts itself, each with where to put it right."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from rimlig.documents.document import Kind
from rimlig.documents.places import HEADINGS
from rimlig.followup.models import AnswerState
from rimlig.reportwork.addresses import workspace_url
from rimlig.reportwork.models import SectionName
from rimlig.reportwork.work import Work

CONTRADICTIONS: Final = ("summary-contradicts", "goal-title-differs", "summary-without-goal")
"""Remarks that are about the texts: each is said by itself. Those on the tables are counted."""
ON_TABLES: Final = ("deviation-without-measures", "looks-like-slip")


@dataclass(frozen=True)
class Remains:
    """Something that remains: what, in a few words; the rest of it; and the way to put it right."""

    what: str
    text: str = ""
    address: str = ""
    way: str = ""


def remaining(work: Work) -> list[Remains]:
    """Return what remains, what is wrong before what is merely missing."""
    return [
        *_contradictions(work),
        *_changed(work),
        *_texts(work),
        *_answers(work),
        *_conclusions(work),
        *_assessment(work),
        *_on_tables(work),
        *_unsettled(work),
    ]


def _contradictions(work: Work) -> Iterator[Remains]:
    anchors = {text.number: text.analysis.pk for text in work.goals if text.analysis}
    for remark in work.report.document.warnings:
        if remark.code not in CONTRADICTIONS:
            continue
        where = f"#analysis-{anchors[remark.where]}" if remark.where in anchors else ""
        what = (
            _("Contradiction in %(goal)s.") % {"goal": remark.where}
            if remark.where
            else _("Contradiction in the summary.")
        )
        yield Remains(what, remark.message, _at(work, SectionName.SUMMARY) + where, pgettext("link", "Show"))


def _changed(work: Work) -> Iterator[Remains]:
    for text in (work.whole, *work.goals):
        if text.changed:
            where = f"#analysis-{text.analysis.pk}" if text.analysis else ""
            yield Remains(
                _("The figures have changed in %(goal)s.") % {"goal": text.number}
                if text.number
                else _("The figures have changed in the summary."),
                _("The text was written before that."),
                _at(work, SectionName.SUMMARY) + where,
                pgettext("link", "Show"),
            )


def _texts(work: Work) -> Iterator[Remains]:
    for name in (SectionName.INTRODUCTION, SectionName.APPROACH):
        if name in work.sections and not getattr(work.row, name.value).strip():
            yield Remains(
                _("%(section)s has no text.") % {"section": name.label}, "", _at(work, name), pgettext("link", "Write")
            )
    for text in (work.whole, *(goal for goal in work.goals if goal.analysis)):
        if text.is_written:
            continue
        what = text.number or text.title or str(SectionName.SUMMARY.label)
        where = f"#analysis-{text.analysis.pk}" if text.analysis else ""
        yield Remains(
            _("%(section)s has no text.") % {"section": what},
            _("There is a suggestion.") if text.suggested else "",
            _at(work, SectionName.SUMMARY) + where,
            _("Read the suggestion") if text.suggested else pgettext("link", "Write"),
        )
    lacking = sum(goal.analysis is None for goal in work.goals)
    if lacking:
        said = ngettext(
            "%(number)s goal has no place in the report.", "%(number)s goals have no place in the report.", lacking
        ) % {"number": lacking}
        yield Remains(said, "", _at(work, SectionName.SUMMARY), pgettext("link", "Show"))


def _answers(work: Work) -> Iterator[Remains]:
    if work.period is None:
        return
    matrix = f"{reverse('followup:matrix', args=[work.plan.pk])}?{urlencode({'period': work.period.code})}"
    given = work.answers.get(AnswerState.FILED, 0)
    if given:
        text = ngettext(
            "%(number)s answer from the units is not reviewed.",
            "%(number)s answers from the units are not reviewed.",
            given,
        ) % {"number": given}
        yield Remains(text, "", matrix, pgettext("link", "Review"))
    awaited = work.answers.get(AnswerState.OPEN, 0) + work.answers.get(AnswerState.RETURNED, 0)
    if awaited:
        text = ngettext(
            "%(number)s answer from the units is awaited.", "%(number)s answers from the units are awaited.", awaited
        ) % {"number": awaited}
        yield Remains(text, "", matrix, pgettext("link", "Show"))


def _conclusions(work: Work) -> Iterator[Remains]:
    missing = work.facts.missing if work.facts else ()
    if missing:
        text = ngettext(
            "%(number)s follow-up has no conclusion.", "%(number)s follow-ups have no conclusion.", len(missing)
        ) % {"number": len(missing)}
        one = missing[0].source.address if len(missing) == 1 else reverse("followup:matrix", args=[work.plan.pk])
        yield Remains(text, "", one, pgettext("link", "Show"))


def _assessment(work: Work) -> Iterator[Remains]:
    if work.is_annual and work.assessment is None:
        yield Remains(
            _("The board's assessment is missing."),
            _("It says whether the internal control is sufficient."),
            reverse("reportwork:assessment", args=[work.plan.pk]),
            _("Prepare it"),
        )


def _on_tables(work: Work) -> Iterator[Remains]:
    if work.kind == Kind.PLAN:
        return
    codes = [remark.code for remark in work.report.document.warnings]
    for code in ON_TABLES:
        if number := codes.count(code):
            yield Remains(f"{HEADINGS[code]}: {number}.", "", f"{_report(work)}#look", pgettext("link", "Show"))


def _unsettled(work: Work) -> Iterator[Remains]:
    for name in work.sections:
        number = sum(one.section == name and one.settled_at is None for one in work.comments)
        if number:
            text = ngettext("%(number)s comment", "%(number)s comments", number) % {"number": number}
            yield Remains(f"{text}.", str(name.label), f"{_at(work, name)}#comments", pgettext("link", "Read"))


def _at(work: Work, section: SectionName) -> str:
    return workspace_url(work.plan.pk, work.kind, work.period, section)


def _report(work: Work) -> str:
    if work.period is not None:
        return reverse("reporting:follow-up", args=[work.plan.pk, work.period.code])
    return reverse("reporting:action-plans", args=[work.plan.pk])
