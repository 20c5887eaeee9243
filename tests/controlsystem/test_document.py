"""The document as a file."""

import io
import json

import pikepdf
import pytest

from controlsystem.documents import adopted_system, decision_facts
from rimlig.controlsystem.document import system_json, system_pdf
from rimlig.controlsystem.operations import begin_from_template
from rimlig.organisation.models import Board
from rimlig.records.files import open_file
from rimlig.records.minutes import Minutes

pytestmark = pytest.mark.django_db


def test_the_pdf_is_tagged_named_and_archivable(board: Board) -> None:
    system = adopted_system(board)
    assert system.decision is not None
    with pikepdf.open(io.BytesIO(open_file(system.decision.document))) as pdf:
        assert str(pdf.Root.Lang) == "sv-SE"
        assert bool(pdf.Root.MarkInfo.Marked)
        with pdf.open_metadata() as metadata:
            assert metadata["dc:title"] == "System för internkontroll, Lindhaga stadsdelsnämnd"
            assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("2", "A")


def test_equal_documents_give_equal_bytes(board: Board) -> None:
    system = begin_from_template(board, by=None)
    decided = Minutes(**decision_facts())
    sections = list(system.sections.all())
    assert system_pdf(system, sections, decided) == system_pdf(system, sections, decided)


def test_the_data_has_every_section_and_the_proof_of_every_attachment(board: Board) -> None:
    system = adopted_system(board)
    data = json.loads(system_json(system, list(system.sections.all()), Minutes(**decision_facts())))
    assert data["decision"] == {"meeting_date": "2025-12-10", "paragraph": "112", "registry_number": "LIN 2025/7"}
    assert [one["heading"] for one in data["sections"]] == [one.heading for one in system.sections.all()]
    assert data["attachments"] == [
        {"name": "Delegationsordning", "sha256": system.attachments.get().file.sha256},
    ]
