"""From draft to frozen, and what is kept of it."""

import io
import json
import zipfile
from typing import Any

import pdfplumber
import pikepdf
import pytest
from django.test import Client
from django.utils import timezone
from django.utils.translation import override

from cast import person
from factories import PlanFactory, SummaryAnalysisFactory, UserFactory
from rimlig.core.errors import Outdated, RuleBroken
from rimlig.documents.document import Kind
from rimlig.followup.models import BoardReport, FollowUpResult, ReportState, SummaryAnalysis
from rimlig.organisation.models import Role, User
from rimlig.planning.rows.changing import change
from rimlig.records.files import open_file
from rimlig.reminders.models import Notice
from rimlig.reporting.blocks_files import RENDERERS
from rimlig.reporting.frozen import frozen_of
from rimlig.reporting.queries import report_of
from rimlig.reporting.summaries import summary_of, summary_report
from rimlig.reportwork.approving import approve, reopen, send, send_back, take_back
from rimlig.reportwork.freezing import DOCUMENT, approved, as_approved, fingerprint, report_now
from rimlig.reportwork.models import FrozenReport, StepKind

pytestmark = pytest.mark.django_db
NUMBER = "LIN 2027/12"


def _seen(report: BoardReport) -> str:
    return fingerprint(report_now(report))


def _approve(report: BoardReport, by: User, **said: Any) -> FrozenReport:
    now = BoardReport.objects.get(pk=report.pk)
    return approve(now, **{"registry_number": NUMBER, "seen": _seen(now), "version": now.version, **said}, by=by)


@pytest.fixture
def sent(report: BoardReport, head: User, controller: User) -> BoardReport:
    """The report as the controller sent it; the head of administration is there to read it."""
    del head
    return send(report, version=report.version, by=controller)


@pytest.fixture
def frozen(sent: BoardReport, head: User) -> FrozenReport:
    return _approve(sent, head)


def test_what_is_sent_awaits_the_head_and_cannot_be_written(sent: BoardReport, head: User, controller: User) -> None:
    assert (sent.state, sent.steps.get().by) == (ReportState.SENT, controller)
    assert [notice.text for notice in Notice.objects.filter(person=head)] == [
        "Väntar på ditt godkännande: Uppföljning, Verksamhetsberättelse 2026, Lindhaga stadsdelsnämnd"
    ]
    with pytest.raises(RuleBroken, match="hos förvaltningschefen eller godkänd, så texterna står kvar"):
        change(sent.analyses.get(), {"text": "Ny"}, version=1, by=controller)
    with pytest.raises(RuleBroken, match="texterna står kvar"):
        change(sent, {"summary": "Ny"}, version=sent.version, by=controller)


def test_sent_twice_by_the_same_person_it_is_sent_once(
    sent: BoardReport, report: BoardReport, controller: User
) -> None:
    assert send(report, version=report.version, by=controller).version == sent.version
    assert sent.steps.count() == 1


def test_somebody_who_sends_what_another_has_sent_is_told(sent: BoardReport, report: BoardReport) -> None:
    with pytest.raises(Outdated, match="den är nu hos förvaltningschefen"):
        send(report, version=report.version, by=UserFactory())
    assert sent.steps.count() == 1


def test_a_report_on_a_plan_that_is_no_decision_is_not_sent(controller: User) -> None:
    report = SummaryAnalysisFactory(report__plan=PlanFactory()).report
    with pytest.raises(RuleBroken, match="har inte beslutat om planen än"):
        send(report, version=report.version, by=controller)


def test_an_empty_report_is_not_sent(report: BoardReport, controller: User) -> None:
    BoardReport.objects.filter(pk=report.pk).update(summary="", introduction="")
    with pytest.raises(RuleBroken, match="Ingenting är skrivet i rapporten än"):
        send(report, version=report.version, by=controller)


def test_it_is_taken_back_and_sent_back_with_a_reason(sent: BoardReport, head: User, controller: User) -> None:
    draft = take_back(sent, version=sent.version, by=controller)
    again = send(draft, version=draft.version, by=controller)
    returned = send_back(again, reason="Skriv om 1.1.", version=again.version, by=head)
    assert returned.state == ReportState.DRAFT
    assert send_back(again, reason="Skriv om 1.1.", version=again.version, by=head).version == returned.version
    steps = [(step.kind, step.text) for step in returned.steps.all()]
    assert steps[:2] == [(StepKind.RETURNED, "Skriv om 1.1."), (StepKind.SENT, "")]
    assert Notice.objects.get(person=controller).text.startswith("Tillbaka till dig: ")


def test_without_a_reason_it_does_not_go_back(sent: BoardReport, head: User) -> None:
    with pytest.raises(RuleBroken, match="vad som ska ändras"):
        send_back(sent, reason=" ", version=sent.version, by=head)


def test_approved_it_is_kept_as_pdf_word_and_data(frozen: FrozenReport, head: User) -> None:
    assert (frozen.edition, frozen.approved_by, frozen.registry_number, frozen.reason) == (1, head, NUMBER, "")
    with pikepdf.open(io.BytesIO(open_file(frozen.document))) as pdf, pdf.open_metadata() as said:
        assert (said["pdfaid:part"], said["pdfaid:conformance"]) == ("2", "A")
    assert frozen.word is not None
    assert open_file(frozen.word).startswith(b"PK")
    data = json.loads(open_file(frozen.data))
    assert (data["kind"], data["year"], data["summary"]) == ("follow-up", 2026, "Året har gått bra.")
    assert [one.sha256 for one in frozen_of(frozen.plan, Kind.FOLLOW_UP, frozen.period)] == [frozen.document.sha256]


def test_what_is_approved_is_no_draft_on_any_page_of_any_file(frozen: FrozenReport) -> None:
    assert frozen.word is not None
    with pdfplumber.open(io.BytesIO(open_file(frozen.document))) as opened:
        pages = [page.extract_text() or "" for page in opened.pages]
    assert len(pages) > 2
    assert not any("Utkast" in page for page in pages)
    assert "Utkast" not in _words(open_file(frozen.word))
    assert "mark" not in json.loads(open_file(frozen.data))


def _words(word: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(word)) as archive:
        return "".join(archive.read(name).decode() for name in archive.namelist() if name.endswith(".xml"))


def test_what_has_changed_since_it_was_approved_is_a_draft_again(
    client: Client, frozen: FrozenReport, report: BoardReport
) -> None:
    for language in ("sv", "en"):
        with override(language):
            now = report_of(report.plan, Kind.FOLLOW_UP, report.period)
        assert (now.state, now.mark) == ("Godkänd", "")
    FollowUpResult.objects.filter(deviation="minor").update(deviation="major")
    now = report_of(report.plan, Kind.FOLLOW_UP, report.period)
    assert (now.state, now.mark) == ("Utkast: innehållet har ändrats sedan rapporten godkändes", "Utkast")
    client.force_login(person("Lena Ledamot", Role.BOARD_MEMBER, report.plan.board))
    page = client.get(f"/rapport/{report.plan_id}/uppfoljning/VB/").content.decode()
    assert ("Året har gått bra." in page, "Rapporten skrivs nu." in page) == (True, False)


def test_what_changes_afterwards_changes_nothing_in_what_was_approved(
    frozen: FrozenReport, report: BoardReport
) -> None:
    before = [open_file(one) for one in (frozen.document, frozen.word, frozen.data) if one]
    seen = _seen(report)
    FollowUpResult.objects.filter(deviation="minor").update(deviation="major", result="Det var värre.")
    assert _seen(report) != seen
    kept = FrozenReport.objects.get(pk=frozen.pk)
    assert [open_file(one) for one in (kept.document, kept.word, kept.data) if one] == before


def test_the_page_that_sums_up_a_follow_up_is_kept_with_it(frozen: FrozenReport, report: BoardReport) -> None:
    kept = FrozenReport.objects.get(kind="board-summary")
    assert (kept.period, kept.edition, kept.registry_number) == (frozen.period, 1, NUMBER)
    assert (kept.approved_by, kept.approved_at) == (frozen.approved_by, frozen.approved_at)
    before = [open_file(one) for one in (kept.document, kept.word, kept.data) if one]
    with pikepdf.open(io.BytesIO(before[0])) as pdf, pdf.open_metadata() as said:
        assert (len(pdf.pages), said["pdfaid:part"], said["pdfaid:conformance"]) == (1, "2", "A")
    assert json.loads(before[2])["format"] == "rimlig-board-summary/1"
    FollowUpResult.objects.filter(deviation="minor").update(deviation="major")
    now = summary_report(summary_of(report.plan, report.period, today=timezone.localdate(), state=ReportState.FROZEN))
    assert RENDERERS["json"](now) != before[2]
    assert [open_file(one) for one in (kept.document, kept.word, kept.data) if one] == before
    assert [one.sha256 for one in frozen_of(report.plan, "board-summary", report.period)] == [kept.document.sha256]


def test_a_double_click_approves_once_and_a_second_person_is_told(
    frozen: FrozenReport, sent: BoardReport, head: User
) -> None:
    said = {"registry_number": NUMBER, "seen": "", "version": sent.version}
    assert approve(sent, **said, by=head) == frozen
    with pytest.raises(Outdated, match="Rapporten är redan godkänd, av Helena Lund den ") as refused:
        approve(sent, **said, by=UserFactory())
    assert refused.value.current == frozen
    assert FrozenReport.objects.filter(kind="follow-up").get() == frozen


def test_one_approves_what_one_has_read(sent: BoardReport, head: User) -> None:
    seen = _seen(sent)
    FollowUpResult.objects.filter(deviation="minor").update(deviation="major")
    with pytest.raises(Outdated, match="Rapportens innehåll har ändrats sedan du öppnade sidan"):
        _approve(sent, head, seen=seen)
    assert not FrozenReport.objects.exists()


def test_nobody_approves_what_they_have_sent(report: BoardReport, head: User) -> None:
    send(report, version=report.version, by=head)
    with pytest.raises(RuleBroken, match="Du skickade rapporten själv"):
        _approve(report, head)


@pytest.mark.parametrize("number", ["", "utan siffra", "9" * 61])
def test_a_registry_number_is_a_number(sent: BoardReport, head: User, number: str) -> None:
    with pytest.raises(RuleBroken, match="Skriv diarienumret"):
        _approve(sent, head, registry_number=number)


def test_a_draft_is_not_approved(report: BoardReport, head: User) -> None:
    with pytest.raises(RuleBroken, match="Rapporten är utkast"):
        _approve(report, head)


def test_a_new_edition_is_opened_for_a_reason_and_the_old_stays(
    frozen: FrozenReport, report: BoardReport, head: User, controller: User
) -> None:
    now = BoardReport.objects.get(pk=report.pk)
    with pytest.raises(RuleBroken, match="varför det ska bli en ny utgåva"):
        reopen(now, reason=" ", version=now.version, by=controller)
    opened = reopen(now, reason="En siffra var fel.", version=now.version, by=controller)
    change(SummaryAnalysis.objects.get(), {"text": "Rättat."}, version=1, by=controller)
    send(opened, version=opened.version, by=controller)
    second = _approve(report, head)
    assert (second.edition, second.replaces, second.reason) == (2, frozen, "En siffra var fel.")
    for kind in ("follow-up", "board-summary"):
        listed = frozen_of(report.plan, kind, report.period)
        assert [(one.edition, one.replaced) for one in listed] == [(2, False), (1, True)]
    assert open_file(frozen.document) != open_file(second.document)


def test_equal_reports_give_equal_bytes(frozen: FrozenReport, report: BoardReport) -> None:
    """The stored file is made once; that it could be made again shows that nothing but its data went into it."""
    day = timezone.localdate(frozen.approved_at)
    again = as_approved(report_now(report), registry_number=NUMBER, edition=1, state=approved(day, frozen.approved_by))
    assert DOCUMENT.render(again) == open_file(frozen.document)
