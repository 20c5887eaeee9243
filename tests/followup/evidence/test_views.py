"""The pages of evidence: added, shown, fetched, removed, and closed to those who may not read the answer."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cast import person
from factories import FollowUpResultFactory, OrgUnitFactory, PlannedFollowUpFactory, RoleAssignmentFactory
from rimlig.followup.models import Evidence, FollowUpResult
from rimlig.organisation.models import Role, User
from rimlig.planning.models import Process

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
def test_a_file_is_added_shown_fetched_and_removed(client: Client, answer: FollowUpResult) -> None:
    page = reverse("followup:answer", args=[answer.pk])
    sent = {"file": SimpleUploadedFile("möte.pdf", PDF), "name": "", "link": ""}
    added = client.post(reverse("followup:add-evidence", args=[answer.pk]), sent)
    assert (added.status_code, added["Location"]) == (302, f"{page}#underlag")
    evidence = Evidence.objects.get()
    assert client.get(page).content.decode().count("möte.pdf</a>") == 1
    file = client.get(reverse("followup:evidence-file", args=[evidence.pk]))
    assert (file.content, file["Content-Type"]) == (PDF, "application/pdf")
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
        ({"link": ""}, "Välj en fil eller skriv en länk"),
        ({"link": "javascript:alert(1)"}, "giltig URL"),
        ({"file": SimpleUploadedFile("a.pdf", b"MZ\x90")}, "Filen är ingen PDF"),
    ],
)
def test_what_cannot_be_added_says_why(
    client: Client, answer: FollowUpResult, sent: dict[str, object], sentence: str
) -> None:
    page = client.post(reverse("followup:add-evidence", args=[answer.pk]), sent)
    assert (page.status_code, sentence in page.content.decode()) == (422, True)
    assert Evidence.objects.count() == 0


@pytest.mark.usefixtures("amira")
def test_evidence_of_a_draft_is_there_only_for_those_whom_the_answer_concerns(
    client: Client, answer: FollowUpResult, board_member: User
) -> None:
    client.post(
        reverse("followup:add-evidence", args=[answer.pk]), {"file": SimpleUploadedFile("a.pdf", PDF), "link": ""}
    )
    address = reverse("followup:evidence-file", args=[Evidence.objects.get().pk])
    assert client.get(address).status_code == 200
    client.force_login(board_member)
    assert client.get(address).status_code == 404
