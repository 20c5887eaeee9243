from dataclasses import replace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from factories import BoardFactory, ImportFactory, RoleAssignmentFactory
from office_files import DOCUMENT
from rimlig.documents.document import Document, Goal, Kind, Process
from rimlig.documents.interchange import to_data
from rimlig.documents.review import review
from rimlig.imports.blocks import Unreadable
from rimlig.imports.excel import read_excel
from rimlig.imports.models import Import
from rimlig.imports.operations import store_document
from rimlig.organisation.models import Board, Role, User
from rimlig.planning.models import Plan

SMALL = Document(Kind.FOLLOW_UP, 2025, "Uppföljning", goals=(Goal("1.1", "Trygg start", (Process("Förskola"),)),))
QUERIES_OF_THE_LIST = 6


@pytest.fixture
def signed_in(client: Client, controller: User) -> Client:
    client.force_login(controller)
    return client


@pytest.fixture
def read(board: Board, controller: User) -> Import:
    """An import that has been read and waits for somebody to look at it."""
    return ImportFactory(board=board, uploaded_by=controller, state="read", document=to_data(SMALL))


def _file(content: bytes = b"Text", name: str = "rapport.txt") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def _text(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (Role.CONTROLLER, 200),
        (Role.CENTRAL_CONTROLLER, 200),
        (Role.UNIT_MANAGER, 403),
        (Role.PERFORMER, 403),
        (Role.DEPARTMENT_MANAGER, 403),
        (Role.HEAD_OF_ADMINISTRATION, 403),
        (Role.BOARD_MEMBER, 403),
        (Role.AUDITOR, 403),
        (Role.ADMINISTRATOR, 403),
        (None, 404),
    ],
)
def test_who_may_take_in_documents(
    client: Client, outsider: User, read: Import, board: Board, role: Role | None, status: int
) -> None:
    if role is not None:
        RoleAssignmentFactory(user=outsider, role=role, board=board)
    client.force_login(outsider)
    found = [client.get(url).status_code for url in ("/importera/", f"/importera/{read.pk}/")]
    assert found == [status, status]


def test_a_controller_of_another_board_does_not_learn_of_the_import(
    client: Client, other_municipality_controller: User, read: Import
) -> None:
    client.force_login(other_municipality_controller)
    for way in ("", "stoppa/", "las-igen/", "lagra/", "avbryt/", "fil/"):
        assert client.post(f"/importera/{read.pk}/{way}").status_code in {404, 405}
        assert client.get(f"/importera/{read.pk}/{way}").status_code == 404
    assert read.file_name not in _text(client.get("/importera/"))


def test_a_chosen_file_becomes_an_import_that_waits(signed_in: Client, board: Board) -> None:
    answer = signed_in.post("/importera/", {"file": _file()})
    item = Import.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/importera/{item.pk}/")
    assert (item.board, item.file_name, item.state) == (board, "rapport.txt", "waiting")


def test_the_board_is_chosen_where_there_are_several(signed_in: Client, controller: User, board: Board) -> None:
    second = BoardFactory(municipality=board.municipality, name="Socialnämnden")
    RoleAssignmentFactory(user=controller, board=second)
    stranger = BoardFactory()
    page = _text(signed_in.get(f"/importera/?namnd={second.pk}"))
    assert f'<option value="{second.pk}" selected>Socialnämnden</option>' in page
    for chosen, said in (("", "Välj den nämnd som rapporten hör till."), (stranger.pk, "Välj en av dina nämnder.")):
        answer = signed_in.post("/importera/", {"file": _file(), "board": chosen})
        assert (answer.status_code, said in _text(answer)) == (422, True)
    assert Import.objects.count() == 0
    signed_in.post("/importera/", {"file": _file(), "board": second.pk})
    assert Import.objects.get().board == second


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({}, "Välj filen som nämnden fick."),
        ({"file": _file(b"")}, "Filen är tom. Inget har lagrats. Välj själva rapporten."),
        (
            {"file": _file(b"x" * 1_000_001)},
            "Filen är 2 MB; högst 1 MB kan läsas in. Välj rapporten utan bilder.",
        ),
    ],
    ids=["missing", "empty", "too large"],
)
def test_what_is_wrong_with_the_file_stands_beside_the_field(
    signed_in: Client, settings: Any, sent: dict[str, Any], said: str
) -> None:
    settings.RIMLIG_UPLOAD_MEGABYTES = 1
    answer = signed_in.post("/importera/", sent)
    page = _text(answer)
    assert answer.status_code == 422
    assert 'id="id_file_error"' in page
    assert f"{said}</span>" in page  # beside the field
    assert f'<a href="#id_file">Rapporten</a>: {said}' in page  # and in the list on top
    assert Import.objects.count() == 0


def test_the_list_asks_the_same_number_of_questions_whatever_its_length(
    signed_in: Client, board: Board, controller: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for count in (1, 2):  # 1 row, then 3
        for _number in range(count):
            plan = Plan.objects.create(board=board, year=2000 + Import.objects.count())
            ImportFactory(board=board, state="stored", plan=plan, document=to_data(SMALL))
        with django_assert_num_queries(QUERIES_OF_THE_LIST):
            page = _text(signed_in.get("/importera/"))
        assert page.count("rapport.pdf") == Import.objects.count()


def test_the_list_has_pages(signed_in: Client, board: Board) -> None:
    for _number in range(21):
        ImportFactory(board=board)
    assert "Sida 1 av 2" in _text(signed_in.get("/importera/"))
    assert _text(signed_in.get("/importera/?sida=2")).count("rapport.pdf") == 1


def test_while_it_is_read_the_page_looks_again_by_itself(signed_in: Client, board: Board) -> None:
    item = ImportFactory(board=board, state="reading", done=3, total=40)
    page = _text(signed_in.get(f"/importera/{item.pk}/"))
    assert f'<noscript><meta http-equiv="refresh" content="2; url=/importera/{item.pk}/"></noscript>' in page
    part = signed_in.get(f"/importera/{item.pk}/?look=1", headers={"HX-Request": "true", "HX-Target": "progress"})
    assert _text(part).startswith('<div id="progress"')
    assert "Sida 3 av 40" in _text(part)
    assert f'hx-get="/importera/{item.pk}/?look=2"' in _text(part)


def test_when_it_has_been_read_the_page_is_told_to_load_anew(signed_in: Client, read: Import) -> None:
    part = signed_in.get(f"/importera/{read.pk}/?look=1", headers={"HX-Request": "true", "HX-Target": "progress"})
    assert (part["HX-Refresh"], part.content) == ("true", b"")


def test_without_a_worker_the_page_says_so(signed_in: Client, board: Board) -> None:
    item = ImportFactory(board=board)
    said = "den del av Rimlig som arbetar i bakgrunden är inte igång"
    assert said in _text(signed_in.get(f"/importera/{item.pk}/"))
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now())")
    assert said not in _text(signed_in.get(f"/importera/{item.pk}/"))


def test_a_reading_is_stopped_and_begun_again(signed_in: Client, board: Board) -> None:
    item = ImportFactory(board=board, state="reading")
    for way, state in (("stoppa", "stopped"), ("las-igen", "waiting")):
        answer = signed_in.post(f"/importera/{item.pk}/{way}/")
        item.refresh_from_db()
        assert (answer["Location"], item.state) == (f"/importera/{item.pk}/", state)


def test_a_button_pressed_too_late_says_what_the_import_is_by_now(signed_in: Client, read: Import) -> None:
    answer = signed_in.post(f"/importera/{read.pk}/stoppa/", follow=True)
    assert "Importen har läget ”Läst”." in _text(answer)
    assert "Det här hittades" in _text(answer)


def test_why_a_file_could_not_be_read_is_said_with_what_to_do(signed_in: Client, board: Board) -> None:
    item = ImportFactory(board=board, state="failed", problem="PDF:en är <låst>.")
    page = _text(signed_in.get(f"/importera/{item.pk}/"))
    assert '<p class="callout wrong">PDF:en är &lt;låst&gt;.</p>' in page
    assert "Så kan du göra" in page


def test_the_preview_shows_every_text_before_anything_is_stored(signed_in: Client, board: Board) -> None:
    item = ImportFactory(board=board, state="read", document=to_data(DOCUMENT))
    page = _text(signed_in.get(f"/importera/{item.pk}/"))
    texts = [
        "Attest av fakturor", "Två personer godkänner varje faktura.", "Fakturor betalas två gånger",
        "Sannolikhet 3 · Konsekvens 4 · Riskvärde 12 · Hantering: Reducera", "Spärr i systemet", "Provas i juni.",
        "Stickprov varje tertial", "Större avvikelse", "Tre av tjugo saknade attest.", "Samtal med cheferna.",
        "Ny rutin", "Avslutad", "Så här har året gått.", "Planen har följts.", "Ett fel fanns.",
        *(plan.heading for plan in DOCUMENT.action_plans),
    ]  # fmt: skip
    assert [text for text in texts if text not in page] == []
    assert Plan.objects.count() == 0


def test_the_preview_says_what_is_odd_the_differing_copies_first(signed_in: Client, board: Board) -> None:
    own = Process("Lön", (DOCUMENT.goals[0].processes[0].working_methods[0],))
    document = Document(Kind.FOLLOW_UP, 2025, goals=(Goal("1.1", "", (own,)), Goal("1.2", "", (Process("Lön"),))))
    item = ImportFactory(board=board, state="read", document=to_data(replace(document, warnings=review(document))))
    page = _text(signed_in.get(f"/importera/{item.pk}/"))
    first = page.index("Kopior av en process som skiljer sig")
    assert "Arbetssättet ”Attest av fakturor” står under 1.1 men inte under 1.2." in page[first:]
    assert first < page.index("Texter som ser ut som skrivfel")
    assert '<a class="small" href="#g0p0">Lön</a>' in page


def test_a_document_of_another_board_is_pointed_out(signed_in: Client, board: Board) -> None:
    item = ImportFactory(board=board, state="read", document=to_data(DOCUMENT))
    assert "Dokumentet nämner Ekenäs kommunstyrelse, men är på väg att lagras för Lindhaga stadsdelsnämnd." in _text(
        signed_in.get(f"/importera/{item.pk}/")
    )


def test_storing_leads_to_the_plan(signed_in: Client, read: Import) -> None:
    answer = signed_in.post(f"/importera/{read.pk}/lagra/", {"year": "2025", "period": "VB"}, follow=True)
    plan = Plan.objects.get()
    assert answer.redirect_chain == [(f"/plan/{plan.pk}/", 302)]
    assert "Rapporten är lagrad som plan för Lindhaga stadsdelsnämnd 2025. Här är den." in _text(answer)


def test_pressing_store_twice_stores_once_and_says_so(signed_in: Client, read: Import) -> None:
    for _press in range(2):
        answer = signed_in.post(f"/importera/{read.pk}/lagra/", {"year": "2025", "period": "VB"}, follow=True)
    assert "Dokumentet är redan lagrat som plan för Lindhaga stadsdelsnämnd 2025; inget har ändrats." in _text(answer)
    assert Plan.objects.count() == 1


def test_a_year_is_needed(signed_in: Client, read: Import) -> None:
    for year, said in (("", "Skriv vilket år planen gäller."), ("19", "Skriv året med fyra siffror.")):
        answer = signed_in.post(f"/importera/{read.pk}/lagra/", {"year": year, "period": "VB"})
        assert (answer.status_code, said in _text(answer)) == (422, True)
    assert Plan.objects.count() == 0


def test_what_would_be_replaced_is_counted_and_asked_about(signed_in: Client, read: Import, board: Board) -> None:
    store_document(DOCUMENT, board, year=2025, by=None)
    page = _text(signed_in.get(f"/importera/{read.pk}/"))
    assert "Lindhaga stadsdelsnämnd har redan innehåll för 2025:" in page
    mark = page.partition('name="mark" value="')[2].partition('"')[0]
    refused = signed_in.post(f"/importera/{read.pk}/lagra/", {"year": "2025", "period": "VB", "mark": mark})
    assert (refused.status_code, "Inget har ändrats. Välj att ersätta det" in _text(refused)) == (422, True)
    stored = signed_in.post(
        f"/importera/{read.pk}/lagra/", {"year": "2025", "period": "VB", "mark": mark, "replace": "on"}
    )
    assert stored.status_code == 302
    assert [process.name for process in Plan.objects.get().processes.all()] == ["Förskola"]


def test_another_year_is_looked_up_as_soon_as_it_is_written(signed_in: Client, read: Import, board: Board) -> None:
    store_document(DOCUMENT, board, year=2024, by=None)
    headers = {"HX-Request": "true", "HX-Target": "taken"}
    part = signed_in.get(f"/importera/{read.pk}/", {"year": "2024", "period": "VB"}, headers=headers)
    assert _text(part).startswith('<input type="hidden" name="mark" value="')
    assert "har redan innehåll för 2024" in _text(part)
    for year in ("2025", "", "x"):
        part = signed_in.get(f"/importera/{read.pk}/", {"year": year, "period": "VB"}, headers=headers)
        assert 'name="replace"' not in _text(part)


def test_the_same_document_is_recognised(signed_in: Client, read: Import, board: Board) -> None:
    store_document(SMALL, board, year=2025, by=None)
    assert "Nämnden har redan just det här dokumentet för året." in _text(signed_in.get(f"/importera/{read.pk}/"))
    answer = signed_in.post(f"/importera/{read.pk}/lagra/", {"year": "2025", "period": "VB"}, follow=True)
    assert "Samma dokument är redan lagrat för Lindhaga stadsdelsnämnd 2025; inget har ändrats." in _text(answer)


def test_put_aside_nothing_is_stored(signed_in: Client, read: Import) -> None:
    answer = signed_in.post(f"/importera/{read.pk}/avbryt/", follow=True)
    assert "Inget har lagrats. Filen är sparad, så den kan läsas igen." in _text(answer)
    assert Plan.objects.count() == 0


def test_stored_after_somebody_put_it_aside_is_refused(signed_in: Client, read: Import) -> None:
    signed_in.post(f"/importera/{read.pk}/avbryt/")
    answer = signed_in.post(f"/importera/{read.pk}/lagra/", {"year": "2025", "period": "VB"}, follow=True)
    assert "Importen har läget" in _text(answer)
    assert Plan.objects.count() == 0


def test_a_button_asked_for_by_address_leads_to_the_page(signed_in: Client, read: Import) -> None:
    for way in ("stoppa", "las-igen", "lagra", "avbryt"):
        assert signed_in.get(f"/importera/{read.pk}/{way}/")["Location"] == f"/importera/{read.pk}/"
    read.refresh_from_db()
    assert read.state == "read"


def test_the_file_comes_back_as_it_was(signed_in: Client) -> None:
    signed_in.post("/importera/", {"file": _file(b"<script>", "rapport åäö.html")})
    answer: Any = signed_in.get(f"/importera/{Import.objects.get().pk}/fil/")
    assert b"".join(answer.streaming_content) == b"<script>"
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer["Cache-Control"]
    answer.close()


def test_the_empty_workbook_can_be_fetched_and_is_empty(signed_in: Client, client: Client) -> None:
    answer = signed_in.get("/rapport/mall/")
    assert answer["Content-Disposition"] == 'attachment; filename="internkontrollplan-mall.xlsx"'
    with pytest.raises(Unreadable, match="Bladet Om säger inte vilket dokument det är"):  # nobody has filled it in
        read_excel(answer.content)
