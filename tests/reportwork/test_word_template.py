"""The municipality's own Word template: tried before a report is approved, and said afterwards when it failed."""

import html
import io
import re
from typing import Any

import docx
import pytest
from django.test import Client

from factories import TemplateUseFactory, WordTemplateFactory
from rimlig.followup.models import BoardReport
from rimlig.organisation.models import User
from rimlig.records.files import open_file, store_file
from rimlig.records.media_types import WORD
from rimlig.reporting.formats import word_with_reason
from rimlig.reportwork.approving import approve, send
from rimlig.reportwork.freezing import fingerprint, report_now
from rimlig.reportwork.models import FrozenReport

pytestmark = pytest.mark.django_db
WHY = "Mallen gick inte att fylla i"


def _template(report: BoardReport, text: str) -> None:
    """Let the municipality's Word reports of the kind be made by a template of this text."""
    document, target = docx.Document(), io.BytesIO()
    document.add_paragraph(text)
    document.save(target)
    municipality = report.plan.board.municipality
    stored = store_file(target.getvalue(), WORD, municipality, by=None)
    TemplateUseFactory(template=WordTemplateFactory(municipality=municipality, file=stored), kind=report.kind)


def _text(answer: Any) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())


@pytest.fixture
def approving(client: Client, report: BoardReport, head: User, controller: User) -> Client:
    """The report is with the head of administration, who is here."""
    send(report, version=report.version, by=controller)
    client.force_login(head)
    return client


def _approve(approving: Client, report: BoardReport) -> Any:
    address = f"/rapport/texter/{report.pk}/godkann/"
    form = approving.get(address).context["form"]
    said = {"version": form.initial["version"], "seen": form.initial["seen"], "registry_number": "LIN 2027/12"}
    return approving.post(address, said, follow=True)


def test_it_is_tried_before_the_report_is_sent_and_approved(
    client: Client, approving: Client, report: BoardReport, controller: User
) -> None:
    _template(report, "{{ titel }}")
    trial = f"/rapport/texter/{report.pk}/word/"
    assert (
        f'hx-get="{trial}" hx-trigger="load"' in approving.get(f"/rapport/texter/{report.pk}/godkann/").content.decode()
    )
    answer = approving.get(trial, headers={"HX-Request": "true"})
    assert answer.content.decode().lstrip().startswith("<section")
    assert WHY in _text(answer)
    assert "låt en administratör rätta mallen under Administration, Wordmallar, innan rapporten godkänns" in _text(
        answer
    )
    client.force_login(controller)
    assert WHY in _text(client.get(trial))
    assert f'hx-get="{trial}"' not in client.get(f"/rapport/texter/{report.pk}/skicka/").content.decode()
    assert (
        f'<a href="{trial}">Prova kommunens Wordmall'
        in client.get(f"/rapport/{report.plan_id}/arbete/VB/").content.decode()
    )
    client.post(f"/rapport/texter/{report.pk}/ta-tillbaka/", {"version": 2})
    assert f'hx-get="{trial}"' in client.get(f"/rapport/texter/{report.pk}/skicka/").content.decode()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{{ title }}", "Den går att fylla i med rapporten som den ser ut nu."),
        ("", "Kommunen har ingen egen Wordmall för den här rapporten"),
    ],
)
def test_what_works_is_said_to_work(approving: Client, report: BoardReport, text: str, said: str) -> None:
    if text:
        _template(report, text)
    assert said in _text(approving.get(f"/rapport/texter/{report.pk}/word/"))
    assert ("/word/" in approving.get(f"/rapport/texter/{report.pk}/godkann/").content.decode()) is bool(text)
    assert "Rimligs egen mall, eftersom" not in _text(_approve(approving, report))
    assert FrozenReport.objects.get(kind="follow-up").word_fallback == ""


def test_a_frozen_word_file_by_our_template_says_why_to_whoever_sees_it(approving: Client, report: BoardReport) -> None:
    _template(report, "{{ titel }}")
    page = _text(_approve(approving, report))
    assert "Wordfilen är gjord med Rimligs egen mall, eftersom er egen inte gick att använda." in page
    kept = FrozenReport.objects.get(kind="follow-up")
    assert kept.word_fallback.startswith(WHY)
    assert kept.word is not None
    assert "Så gick det." in "".join(
        cell.text for table in docx.Document(io.BytesIO(open_file(kept.word))).tables for cell in table._cells
    )
    afterwards = _text(approving.get(f"/rapport/{report.plan_id}/arbete/VB/"))
    assert f"eftersom kommunens inte gick att fylla i: {kept.word_fallback}" in afterwards
    assert "När mallen är rättad under Administration görs en ny utgåva med den." in afterwards
    assert kept.word_fallback in _text(approving.get(f"/rapport/{report.plan_id}/uppfoljning/VB/"))


def test_why_is_kept_in_swedish_whoever_approves(
    report: BoardReport, head: User, controller: User, settings: Any
) -> None:
    settings.LANGUAGE_CODE = "en"
    _template(report, "{{ titel }}")
    sent = send(report, version=report.version, by=controller)
    seen = fingerprint(report_now(sent))
    kept = approve(sent, registry_number="LIN 2027/12", seen=seen, version=sent.version, by=head)
    assert kept.word_fallback.startswith(WHY)
    assert word_with_reason(report_now(sent))[1] != ""
