"""The ways in the frame: what stands in the line, what under the person's name, and how much is new."""

import re

from django.test import Client
from django.urls import reverse

from factories import NoticeFactory, RoleAssignmentFactory, UserFactory
from rimlig.organisation.models import Role, User
from rimlig.planning.models import Plan, Process


def _ways(page: str, begins: str, ends: str) -> list[str]:
    part = page.partition(begins)[2].partition(ends)[0]
    return [words.strip() for words in re.findall(r"<(?:a|button)[^>]*>([^<]+)</(?:a|button)>", part)]


def test_the_plans_ways_and_ones_own_stand_in_one_order(client: Client, plan: Plan, controller: User) -> None:
    client.force_login(controller)
    page = client.get(f"/plan/{plan.pk}/").content.decode()
    line = _ways(page, '<nav class="main-ways"', "</nav>")
    assert [words for words in line if words != "Texter"] == [
        *("Att göra", "Plan", "Risker", "Uppföljning", "Åtgärder", "Rapport", "Översikt"),
    ]
    assert _ways(client.get("/").content.decode(), '<nav class="main-ways"', "</nav>") == [
        *("Att göra", "Åtgärder", "Översikt"),
    ]


def test_what_is_seldom_needed_stands_under_the_name(client: Client, controller: User) -> None:
    client.force_login(controller)
    own = _ways(client.get("/").content.decode(), '<ul class="sheet">', "</ul>")
    assert own == ["Mitt konto", "Så påminns jag", "Årshjul", "Administration", "In English", "Logga ut"]


def test_the_bell_says_how_much_is_new(client: Client, controller: User) -> None:
    client.force_login(controller)
    bell = re.compile(r'<a class="bell".*?</a>', re.DOTALL)
    before = bell.findall(client.get("/").content.decode())[0]
    assert '<span class="vh">Notiser</span>' in before
    assert "badge" not in before
    NoticeFactory(person=controller)
    after = bell.findall(client.get("/").content.decode())[0]
    assert '<span class="vh">Notiser: 1 oläst</span>' in after
    assert '<span class="badge num" aria-hidden="true">1</span>' in after


def test_who_has_not_signed_in_has_only_the_language(client: Client, db: None) -> None:
    page = client.get("/logga-in/").content.decode()
    assert "main-ways" not in page
    assert "pull-own" not in page
    assert "In English" in page


def test_a_person_without_a_role_has_no_way_to_what_is_not_there(client: Client, db: None) -> None:
    client.force_login(UserFactory())
    page = client.get("/").content.decode()
    assert _ways(page, '<nav class="main-ways"', "</nav>") == ["Att göra"]


def test_the_administrator_finds_the_administration_under_the_name(client: Client, db: None) -> None:
    administrator = RoleAssignmentFactory(role=Role.ADMINISTRATOR, municipality_wide=True).user
    client.force_login(administrator)
    page = client.get("/").content.decode()
    assert "Administration" in _ways(page, '<ul class="sheet">', "</ul>")


def test_what_stands_beside_an_entry_are_its_tabs_and_marks_it(client: Client, plan: Plan, controller: User) -> None:
    client.force_login(controller)
    page = client.get(reverse("reporting:reports", args=[plan.pk])).content.decode()
    tabs = _ways(page, '<nav class="frame-tabs', "</nav>")
    assert tabs[0] == "Rapport"
    assert len(tabs) > 1
    addresses = re.findall(r'href="([^"]+)"', page.partition('<nav class="frame-tabs')[2].partition("</nav>")[0])
    beside = client.get(addresses[1], follow=True).content.decode()
    line = beside.partition('<nav class="main-ways"')[2].partition("</nav>")[0]
    assert re.findall(r'aria-current="page">([^<]+)<', line) == ["Rapport"]


def test_a_page_that_is_no_entry_of_the_line_has_no_tabs(client: Client, process: Process, controller: User) -> None:
    client.force_login(controller)
    page = client.get(reverse("planning:history", args=["process", process.pk])).content.decode()
    assert "Lindhaga stadsdelsnämnd" in page
    assert "Sidor bredvid den här" not in page
    assert '<nav class="frame-tabs' not in page
