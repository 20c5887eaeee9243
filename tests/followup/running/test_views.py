"""The pages of control tests: chosen, begun, followed, read, and closed to those who may not read the answer."""

import io
from datetime import date

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from pytest_django.fixtures import DjangoAssertNumQueries

from cast import person
from factories import (
    ControlTestRunFactory,
    FollowUpResultFactory,
    OrgUnitFactory,
    PlannedFollowUpFactory,
    RoleAssignmentFactory,
)
from rimlig.followup.models import ControlTestRun, Evidence, FollowUpResult
from rimlig.followup.running import tasks
from rimlig.organisation.models import Role, User
from rimlig.planning.models import Process

pytestmark = pytest.mark.django_db
HEADINGS = "Lev.nr;Fakturanr;Belopp;Betaldatum\n"


@pytest.fixture
def answer(process: Process, monkeypatch: pytest.MonkeyPatch) -> FollowUpResult:
    """An answer of a preschool that examines a sample, to be written."""
    monkeypatch.setattr(timezone, "localdate", lambda *_: date(2026, 12, 20))
    follow_up = PlannedFollowUpFactory(working_method__process=process, text="Granska fakturor", examination="sample")
    unit = OrgUnitFactory(board=process.plan.board, name="Förskolan Tallbacken")
    row: FollowUpResult = FollowUpResultFactory(follow_up=follow_up, unit=unit, to_answer=True)
    return row


@pytest.fixture
def amira(answer: FollowUpResult, client: Client) -> User:
    """Amira is the manager of the unit, and signed in."""
    user = person("Amira Holm")
    RoleAssignmentFactory(user=user, role=Role.UNIT_MANAGER, board=answer.in_plan.board, unit=answer.unit)
    client.force_login(user)
    return user


def run_on_pages(client: Client, answer: FollowUpResult, payments: int = 2) -> ControlTestRun:
    """Begin a run on the page and let it be carried out: the same invoice so many times."""
    content = HEADINGS + "1;F1;1000,50;2026-03-01\n" * payments
    sent = {
        "fil-payments": SimpleUploadedFile("betalningar.csv", content.encode()),
        "val-days": "0",
        "val-from_amount": "",
    }
    begun = client.post(reverse("followup:begin-run", args=[answer.pk, "double-payments"]), sent)
    run = ControlTestRun.objects.latest("pk")
    assert (begun.status_code, begun["Location"]) == (302, reverse("followup:run", args=[run.pk]))
    tasks.run_control_test(run_id=run.pk)
    run.refresh_from_db()
    return run


@pytest.mark.usefixtures("amira")
def test_a_test_is_chosen_begun_followed_and_read(client: Client, answer: FollowUpResult) -> None:
    page = reverse("followup:answer", args=[answer.pk])
    choose = reverse("followup:choose-test", args=[answer.pk])
    assert f'href="{choose}"' in client.get(page).content.decode()
    begin = reverse("followup:begin-run", args=[answer.pk, "double-payments"])
    assert f'href="{begin}"' in client.get(choose).content.decode()
    assert "Leverantörsbetalningar" in client.get(begin).content.decode()
    run = ControlTestRunFactory(result=answer, begun_by=User.objects.get())
    waiting = client.get(reverse("followup:run", args=[run.pk])).content.decode()
    assert "Den väntar på sin tur." in waiting
    assert waiting.count("Just nu körs inga granskningar") == 1
    assert reverse("followup:run", args=[run.pk]) in client.get(page).content.decode()

    run = run_on_pages(client, answer)
    shown = client.get(reverse("followup:run", args=[run.pk])).content.decode()
    assert "Faktura F1 på 1\u00a0000,50 från 1 finns också på rad 2." in shown
    assert "betalningar.csv" in shown
    assert client.get(page).content.decode().count("Möjliga dubbelbetalningar, 2 betalningar, 1 avvikelse</a>") == 1
    client.cookies["django_language"] = "en"
    assert (
        "Invoice F1 of 1,000.50 from 1 also stands in row 2."
        in client.get(reverse("followup:run", args=[run.pk]), HTTP_ACCEPT_LANGUAGE="en").content.decode()
    )


@pytest.mark.usefixtures("amira")
def test_a_slip_in_the_form_is_told_at_its_field(client: Client, answer: FollowUpResult) -> None:
    url = reverse("followup:begin-run", args=[answer.pk, "double-payments"])
    wrong = client.post(url, {"val-days": "många", "val-from_amount": "-1"})
    assert wrong.status_code == 422
    assert {name: list(errors) for name, errors in wrong.context["form"].errors.items()} == {
        "fil-payments": ["Detta fält måste fyllas i."],
        "val-days": ["Parametern days är ”många”; skriv ett heltal."],
        "val-from_amount": ["Parametern from_amount är -1; den ska vara 0 eller mer."],
    }
    assert client.get(reverse("followup:begin-run", args=[answer.pk, "finns-inte"])).status_code == 404


@pytest.mark.usefixtures("amira")
def test_the_bar_is_asked_for_until_the_run_has_ended(client: Client, answer: FollowUpResult) -> None:
    run = ControlTestRunFactory(result=answer, state="running", done=5, total=10)
    url = reverse("followup:run", args=[run.pk])
    part = client.get(url, headers={"HX-Request": "true", "HX-Target": "progress"})
    assert '<progress class="bar" id="bar" max="10" value="5">' in part.content.decode()
    assert "<h1>" not in part.content.decode()
    client.post(reverse("followup:stop-run", args=[run.pk]))
    ended = client.get(url, headers={"HX-Request": "true", "HX-Target": "progress"})
    assert (ended["HX-Refresh"], ended.content) == ("true", b"")
    assert "Granskningen stoppades" in client.get(url).content.decode()
    again = client.post(reverse("followup:run-again", args=[run.pk]), follow=True)
    assert "Datafilerna finns inte kvar" in again.content.decode()


@pytest.mark.usefixtures("amira")
def test_the_numbers_are_taken_into_the_answer(client: Client, answer: FollowUpResult) -> None:
    run = run_on_pages(client, answer)
    version = FollowUpResult.objects.get(pk=answer.pk).version
    took = client.post(reverse("followup:take-figures", args=[run.pk]), {"version": version}, follow=True)
    answer.refresh_from_db()
    assert (answer.population, answer.sample_size, answer.errors_found) == (2, 2, 1)
    assert "Siffrorna står nu i svaret." in took.content.decode()
    old = client.post(reverse("followup:take-figures", args=[run.pk]), {"version": version}, follow=True)
    assert old.status_code == 200
    assert client.get(reverse("followup:take-figures", args=[run.pk])).status_code == 302


@pytest.mark.usefixtures("amira")
def test_many_exceptions_are_paged_and_all_of_them_come_out_as_excel_and_json(
    client: Client, answer: FollowUpResult
) -> None:
    run = run_on_pages(client, answer, payments=120)
    url = reverse("followup:run", args=[run.pk])
    first, last = (client.get(f"{url}?sida={number}").content.decode() for number in (1, 3))
    assert (first.count("Faktura F1"), last.count("Faktura F1")) == (50, 19)
    assert "Sida 3 av 3" in last
    excel = client.get(reverse("followup:exceptions-as-excel", args=[run.pk]))
    sheet = load_workbook(io.BytesIO(excel.content)).worksheets[0]
    rows = [[cell.value for cell in row] for row in sheet.rows]
    assert rows[0] == ["Rad", "Avvikelse", "Leverantör", "Fakturanummer", "Belopp", "Datum", "Den andra raden"]
    assert rows[1][0] == 3
    assert rows[1][2:] == ["1", "F1", "1\u00a0000,50", "2026-03-01", 2]
    assert len(rows) == 120
    stored = client.get(reverse("followup:outcome-file", args=[run.pk]))
    assert stored["Content-Disposition"] == f'attachment; filename="granskning-{run.pk}.json"'
    assert run.outcome is not None
    assert stored["ETag"] == f'"{run.outcome.sha256}"'


@pytest.mark.usefixtures("amira")
def test_what_is_filed_is_read_and_no_longer_changed(client: Client, answer: FollowUpResult) -> None:
    run = run_on_pages(client, answer)
    sent = {"deviation": "none", "result": "Allt stämmer.", "population": 2, "sample_size": 2, "errors_found": 0}
    version = FollowUpResult.objects.get(pk=answer.pk).version
    filed = client.post(reverse("followup:file-answer", args=[answer.pk]), {**sent, "version": version})
    assert filed.status_code == 302
    shown = client.get(reverse("followup:run", args=[run.pk])).content.decode()
    assert "Ta med siffrorna" not in shown
    assert "Faktura F1" in shown
    page = client.get(reverse("followup:answer", args=[answer.pk])).content.decode()
    assert "Möjliga dubbelbetalningar, 2 betalningar, 1 avvikelse" in page
    assert "Kör en granskning" not in page
    sent_again = {"fil-payments": SimpleUploadedFile("b.csv", HEADINGS.encode())}
    again = client.post(reverse("followup:begin-run", args=[answer.pk, "double-payments"]), sent_again)
    assert again.status_code in {403, 422}
    assert Evidence.objects.count() == 1


@pytest.mark.usefixtures("amira")
def test_an_outcome_that_is_gone_is_told(client: Client, answer: FollowUpResult) -> None:
    run = run_on_pages(client, answer)
    assert run.outcome is not None
    default_storage.delete(run.outcome.place)
    assert "finns inte i lagret" in client.get(reverse("followup:run", args=[run.pk])).content.decode()
    for name in ("exceptions-as-excel", "outcome-file"):
        assert client.get(reverse(f"followup:{name}", args=[run.pk])).status_code == 302


@pytest.mark.parametrize("runs", [1, 3])
@pytest.mark.usefixtures("amira")
def test_the_pages_ask_as_much_however_many_runs_there_are(
    client: Client, answer: FollowUpResult, django_assert_num_queries: DjangoAssertNumQueries, runs: int
) -> None:
    for number in range(runs):
        run = run_on_pages(client, answer, payments=2 + number)
        ControlTestRunFactory(result=answer)
    client.get("/")
    with django_assert_num_queries(6):
        client.get(reverse("followup:run", args=[run.pk]))
    with django_assert_num_queries(16):
        client.get(reverse("followup:answer", args=[answer.pk]))
