"""The pages of evidence: added, shown, fetched, removed, and closed to those who may not read the answer."""

import io
import re
from datetime import date

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image
from pytest_django.fixtures import DjangoAssertNumQueries

from cast import person
from factories import (
    FollowUpResultFactory,
    OrgUnitFactory,
    PlannedFollowUpFactory,
    PreviewFactory,
    RoleAssignmentFactory,
)
from rimlig.followup.evidence.operations import add_file
from rimlig.followup.models import Evidence, FollowUpResult
from rimlig.followup.templatetags.evidence import has_picture, shown
from rimlig.organisation.models import Role, User
from rimlig.planning.models import Process
from rimlig.records.previews import draw_preview

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7 minnesanteckning"


@pytest.fixture
def answer(process: Process, monkeypatch: pytest.MonkeyPatch) -> FollowUpResult:
    """An answer of a preschool, to be written."""
    monkeypatch.setattr(timezone, "localdate", lambda *_: date(2026, 12, 20))
    follow_up = PlannedFollowUpFactory(working_method__process=process, text="Räkna grupperna")
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


@pytest.mark.usefixtures("amira")
def test_that_the_name_may_be_left_out_is_said_but_not_that_both_file_and_link_may(
    client: Client, answer: FollowUpResult
) -> None:
    form = client.get(reverse("followup:add-evidence", args=[answer.pk])).content.decode()
    assert [
        name for name in ("file", "link", "name") if re.search(rf'for="id_{name}">[^<]*<span class="optional">', form)
    ] == ["name"]


@pytest.mark.usefixtures("amira")
def test_a_file_is_added_shown_fetched_and_removed(client: Client, answer: FollowUpResult) -> None:
    page = reverse("followup:answer", args=[answer.pk])
    sent = {"file": SimpleUploadedFile("möte.pdf", PDF), "name": "", "link": ""}
    added = client.post(reverse("followup:add-evidence", args=[answer.pk]), sent)
    assert (added.status_code, added["Location"]) == (302, f"{page}#underlag")
    evidence = Evidence.objects.get()
    assert client.get(page).content.decode().count("möte.pdf</a>") == 1
    file = client.get(reverse("followup:evidence-file", args=[evidence.pk]))
    assert (file.getvalue(), file["Content-Type"]) == (PDF, "application/pdf")
    assert (file["X-Content-Type-Options"], file["Content-Security-Policy"]) == (
        "nosniff",
        "sandbox; default-src 'none'",
    )
    client.post(reverse("followup:remove-evidence", args=[evidence.pk]))
    assert Evidence.objects.count() == 0


@pytest.mark.usefixtures("amira")
@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"link": ""}, "Välj filer eller skriv en länk"),
        ({"link": "javascript:alert(1)"}, "giltig URL"),
        ({"file": SimpleUploadedFile("a.pdf", b"MZ\x90\x00")}, "Filen är av ett slag som inte tas emot"),
    ],
)
def test_what_cannot_be_added_says_why(
    client: Client, answer: FollowUpResult, sent: dict[str, object], sentence: str
) -> None:
    page = client.post(reverse("followup:add-evidence", args=[answer.pk]), sent)
    assert (page.status_code, sentence in page.content.decode()) == (422, True)
    assert Evidence.objects.count() == 0


@pytest.mark.usefixtures("amira")
def test_several_files_are_added_at_once_and_those_that_are_refused_are_named(
    client: Client, answer: FollowUpResult
) -> None:
    files = [
        SimpleUploadedFile("möte.pdf", PDF),
        SimpleUploadedFile("lista.csv", b"Namn;Antal"),
        SimpleUploadedFile("program.exe", b"MZ\x90\x00"),
    ]
    address = reverse("followup:add-evidence", args=[answer.pk])
    page = client.post(address, {"file": files, "name": "Gäller inte flera", "link": ""}, follow=True).content.decode()
    assert "2 filer togs emot. Inte mottagna: program.exe: Filen är av ett slag som inte tas emot" in page
    assert list(Evidence.objects.values_list("name", flat=True)) == ["möte.pdf", "lista.csv"]
    listed = Evidence.objects.get(name="lista.csv")
    given = client.get(reverse("followup:evidence-file", args=[listed.pk]))
    assert given["Content-Disposition"] == f'attachment; filename="underlag-{listed.pk}.csv"'
    none = client.post(
        address, {"file": [SimpleUploadedFile("a.exe", b"MZ\x00"), SimpleUploadedFile("b.exe", b"MZ\x00")]}
    )
    assert (none.status_code, "Ingen av filerna togs emot. a.exe: " in none.content.decode()) == (422, True)


@pytest.mark.usefixtures("amira")
def test_a_file_that_is_gone_from_the_storage_is_said_on_the_answers_page(
    client: Client, answer: FollowUpResult
) -> None:
    client.post(reverse("followup:add-evidence", args=[answer.pk]), {"file": SimpleUploadedFile("a.pdf", PDF)})
    evidence = Evidence.objects.select_related("file").get()
    assert evidence.file is not None
    default_storage.delete(evidence.file.place)
    page = client.get(reverse("followup:evidence-file", args=[evidence.pk]), follow=True).content.decode()
    assert "Den lagrade filen finns inte i lagret." in page


@pytest.mark.usefixtures("amira")
def test_evidence_of_a_draft_is_there_only_for_those_whom_the_answer_concerns(
    client: Client, answer: FollowUpResult, board_member: User
) -> None:
    client.post(
        reverse("followup:add-evidence", args=[answer.pk]), {"file": SimpleUploadedFile("a.pdf", PDF), "link": ""}
    )
    address = reverse("followup:evidence-file", args=[Evidence.objects.get().pk])
    assert client.get(address).getvalue() == PDF
    client.force_login(board_member)
    assert client.get(address).status_code == 404


def png() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (80, 60), "teal").save(out, "PNG")
    return out.getvalue()


@pytest.mark.usefixtures("amira")
def test_a_picture_is_shown_in_small_to_those_who_may_read_the_answer(
    client: Client, answer: FollowUpResult, board_member: User
) -> None:
    page = reverse("followup:answer", args=[answer.pk])
    files = [SimpleUploadedFile("grupp.png", png()), SimpleUploadedFile("a.pdf", PDF)]
    client.post(reverse("followup:add-evidence", args=[answer.pk]), {"file": files})
    picture, document = Evidence.objects.select_related("file").order_by("pk")
    address = reverse("followup:evidence-preview", args=[picture.pk])
    assert client.get(page).content.decode().count("förhandsvisningen är på väg") == 2
    assert client.get(address).status_code == 404
    for one in (picture, document):
        assert one.file is not None
        draw_preview(one.file.pk)
    shown = client.get(page).content.decode()
    assert f'<img src="{address}" alt="grupp.png, i litet format" loading="lazy" width="160">' in shown
    assert re.search(r"PDF, \d+[^,]*, ingen förhandsvisning", shown)
    small = client.get(address)
    assert (small["Content-Type"], small["X-Content-Type-Options"]) == ("image/jpeg", "nosniff")
    assert small["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert small["Cache-Control"] == "private, no-cache"
    assert small.getvalue().startswith(b"\xff\xd8\xff")
    again = client.get(address, headers={"If-None-Match": small["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    client.force_login(board_member)
    assert client.get(address, headers={"If-None-Match": small["ETag"]}).status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_asks_the_same_however_much_evidence(
    number: int, client: Client, answer: FollowUpResult, amira: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for one in range(number):
        file = add_file(answer, name=f"{one}.pdf", content=PDF + str(one).encode(), by=amira).file
        PreviewFactory(of=file)
    client.get(reverse("followup:answer", args=[answer.pk]))
    with django_assert_num_queries(1):
        assert all(not has_picture(one) for one in shown(answer))


@pytest.mark.usefixtures("amira")
def test_what_has_no_picture_says_what_it_is(client: Client, answer: FollowUpResult) -> None:
    add = reverse("followup:add-evidence", args=[answer.pk])
    client.post(
        add, {"file": SimpleUploadedFile("Grupper.csv", b"grupp;datum\nA;2026-09-01\n"), "name": "", "link": ""}
    )
    client.post(add, {"link": "https://intranat.example/rutiner/kost.html?v=2", "name": "Rutinen"})
    page = client.get(reverse("followup:answer", args=[answer.pk])).content.decode()
    section = page.partition('id="underlag"')[2].partition("</section>")[0]
    signs = re.findall(
        r'<span class="preview as-sign" aria-hidden="true">.*?</span>\s*(?:</span>)?', section, re.DOTALL
    )
    assert [re.sub(r"<[^>]+>", "", sign).strip() for sign in signs] == ["CSV", ""]
    assert "Länk: intranat.example" in section
    assert "Tillagt av Amira Holm" in section
