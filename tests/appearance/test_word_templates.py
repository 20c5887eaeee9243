import io
from typing import Any

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from factories import TemplateUseFactory, WordTemplateFactory
from office_files import DOCUMENT
from rimlig.appearance.models import TemplateUse, WordTemplate
from rimlig.appearance.templates_of_word import Faulty, add_template, template_in_use, use_template
from rimlig.core.errors import RuleBroken
from rimlig.documents.document import Kind
from rimlig.followup.models import PeriodCode
from rimlig.imports.operations import store_document
from rimlig.organisation.models import Board, User
from rimlig.reporting.own_word.starter import starter

pytestmark = pytest.mark.django_db


def upload(data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("vår mall.docx", data)


def text(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def test_a_good_template_is_kept_and_not_in_use_yet(board: Board) -> None:
    template = add_template(board.municipality, name="mall.docx", data=starter(), by=None)
    assert template_in_use(board.municipality_id, Kind.PLAN) is None
    use_template(template, [Kind.PLAN], by=None)
    assert template_in_use(board.municipality_id, Kind.PLAN) == starter()
    assert template_in_use(board.municipality_id, Kind.FOLLOW_UP) is None
    use_template(template, [], by=None)
    assert template_in_use(board.municipality_id, Kind.PLAN) is None


def test_a_faulty_one_is_not_kept(board: Board) -> None:
    with pytest.raises(Faulty) as refused:
        add_template(board.municipality, name="mall.docx", data=b"PK", by=None)
    assert refused.value.problems
    assert not WordTemplate.objects.exists()


def test_another_template_for_the_kind_takes_its_place(board: Board) -> None:
    first, second = (add_template(board.municipality, name=name, data=starter(), by=None) for name in ("a", "b"))
    use_template(first, [Kind.PLAN, Kind.FOLLOW_UP], by=None)
    use_template(second, [Kind.PLAN], by=None)
    assert {use.kind: use.template for use in TemplateUse.objects.all()} == {"plan": second, "follow-up": first}


def test_one_that_cannot_be_filled_in_is_not_taken_into_use(board: Board, monkeypatch: pytest.MonkeyPatch) -> None:
    template = add_template(board.municipality, name="mall.docx", data=starter(), by=None)

    def refuse(*_told: object) -> bytes:
        raise RuleBroken("Det gick inte.")

    monkeypatch.setattr("rimlig.reporting.own_word.trial.fill", refuse)
    with pytest.raises(RuleBroken, match="Det gick inte"):
        use_template(template, [Kind.PLAN], by=None)
    assert not TemplateUse.objects.exists()


def test_a_template_stays_as_it_came() -> None:
    template = WordTemplateFactory()
    for change in (lambda rows: rows.update(name="annat"), lambda rows: rows.delete()):
        with pytest.raises(DatabaseError, match="word_template_is_kept"), transaction.atomic():
            change(WordTemplate.objects.filter(pk=template.pk))
    with pytest.raises(IntegrityError), transaction.atomic():
        TemplateUseFactory(template=template, kind="brev")


def test_the_whole_way_on_the_pages(client: Client, kim: User, board: Board) -> None:
    store_document(DOCUMENT, board, year=2025, period=PeriodCode.VB, by=None)
    client.force_login(kim)
    pages = f"/kommun/{board.municipality_id}/wordmallar/"
    assert "inga egna mallar än" in text(client.get(pages))
    assert client.get(f"{pages}mall.docx").content == starter()
    assert "goal.processes" in text(client.get(f"{pages}falt/"))
    wrong = client.post(pages, {"file": upload(b"PK\x03\x04")})
    assert (wrong.status_code, "skadad" in text(wrong)) == (422, True)
    kept = client.post(pages, {"file": upload(starter())})
    address = kept["Location"]
    tried = client.get(f"{address}prov/follow-up/")
    said = [one.text for one in docx.Document(io.BytesIO(tried.content)).paragraphs]
    assert [text for text in DOCUMENT.introduction.split("\n\n") if text not in said] == []
    assert client.get(f"{address}prov/brev/").status_code == 404
    assert b"".join(client.get(f"{address}fil/").streaming_content) == starter()
    client.post(address, {"kinds": ["follow-up"]})
    assert 'I bruk: <span class="tag">Uppföljning</span>' in text(client.get(pages))
    assert template_in_use(board.municipality_id, Kind.FOLLOW_UP) == starter()


def test_queries_do_not_grow(
    client: Client,
    kim: User,
    board: Board,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    client.force_login(kim)
    for number in (1, 3):
        for _each in range(number):
            TemplateUse.objects.all().delete()
            TemplateUseFactory(template=WordTemplateFactory(municipality=board.municipality))
        with django_assert_num_queries(6):
            client.get(f"/kommun/{board.municipality_id}/wordmallar/")
