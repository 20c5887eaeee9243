import re
from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.utils.html import escape

from cast import person
from factories import BoardFactory, OrgUnitFactory, RoleAssignmentFactory, SubstitutionFactory
from rimlig.organisation.models import Board, Municipality, Role, RoleAssignment, Substitution, User

pytestmark = pytest.mark.django_db


def text_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def names_in(page: str) -> list[str]:
    return re.findall(r'<a class="name" href="/kommun/[^"]*">([^<]*)</a>', page)


@pytest.fixture
def at(client: Client, administrator: User, municipality: Municipality) -> str:
    """Ali is signed in, and this is the address of Lindhaga."""
    client.force_login(administrator)
    return f"/kommun/{municipality.pk}/"


# --- Administration ----------------------------------------------------------------------------------------------------


def test_the_administrator_finds_the_people_and_the_table_of_roles(client: Client, at: str) -> None:
    page = text_of(client, at)
    assert f'<a class="name" href="{at}personer/">Personer och roller</a>' in page
    assert f'<a class="name" href="{at}roller/">Vad varje roll får göra</a>' in page


def test_a_unit_manager_may_look_but_has_no_way_to_administer(client: Client, at: str, unit_manager: User) -> None:
    assert f'<a href="{at}"' in text_of(client, "/")
    client.force_login(unit_manager)
    assert f'<a href="{at}"' not in text_of(client, "/")
    assert "Personer och roller" not in text_of(client, at)
    assert client.get(f"{at}personer/").status_code == 403


def test_a_municipality_without_boards_says_where_to_begin(client: Client) -> None:
    role = RoleAssignmentFactory(role=Role.ADMINISTRATOR, municipality_wide=True)
    client.force_login(role.user)
    way = f"/kommun/{role.municipality.pk}/"
    assert f'href="{way}">Till administrationen</a>' in text_of(client, "/")
    assert "Ny här? Börja i den här ordningen" in text_of(client, way)


def test_the_table_shows_what_the_code_asks(client: Client, at: str) -> None:
    page = text_of(client, f"{at}roller/")
    rows = re.findall(r'<tr><th scope="row">(.*?)</th>(.*?)</tr>', page, re.DOTALL)
    answers = {re.sub(r"<.*", "", words).strip(): re.findall(r">(Ja|–)<", cells) for words, cells in rows}
    assert answers["Föreslå planen för nämnden"] == ["–", "–", "–", "–", "Ja", "–", "–", "–", "–"]
    assert len(answers) == 43
    assert {len(cells) for cells in answers.values()} == {9}


# --- The list ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def people(board: Board) -> list[User]:
    """Three people of Lindhaga beside Ali, one of whom has left, and one of elsewhere."""
    other = BoardFactory(municipality=board.municipality, name="Utbildningsnämnden")
    rows = [
        RoleAssignmentFactory(user__name="Bea Ek", board=board, role=Role.CONTROLLER),
        RoleAssignmentFactory(user__name="Cia Ros", board=other, role=Role.UNIT_MANAGER),
        RoleAssignmentFactory(user__name="Dan Alm", board=board, ends=date(2020, 1, 1)),
        RoleAssignmentFactory(user__name="Eva Sjö"),
    ]
    return [row.user for row in rows]


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("", ["Ali Berg", "Bea Ek", "Cia Ros"]),
        ("?text=ek", ["Bea Ek"]),
        ("?text=ALI@lindhaga", ["Ali Berg"]),
        ("?role=unit_manager", ["Cia Ros"]),
        ("?state=former", ["Dan Alm"]),
        ("?state=all&order=-name", ["Dan Alm", "Cia Ros", "Bea Ek", "Ali Berg"]),
        ("?role=nonsense&board=x&order=shoe-size", ["Ali Berg", "Bea Ek", "Cia Ros"]),
        ("?text=Eva", []),
    ],
)
def test_people_are_searched_and_sorted_within_the_municipality(
    client: Client, at: str, people: list[User], search: str, found: list[str]
) -> None:
    assert names_in(text_of(client, f"{at}personer/{search}")) == found


def test_people_are_found_by_board(client: Client, at: str, people: list[User], board: Board) -> None:
    assert names_in(text_of(client, f"{at}personer/?board={board.pk}")) == ["Bea Ek"]
    assert names_in(text_of(client, f"{at}personer/?board={board.pk}&state=former")) == ["Dan Alm"]


def test_htmx_gets_the_rows_alone(client: Client, at: str, people: list[User]) -> None:
    answer = client.get(f"{at}personer/?text=Bea", headers={"HX-Request": "true"}).content.decode()
    assert answer.lstrip().startswith('<div id="rows"')
    assert names_in(answer) == ["Bea Ek"]


def test_a_long_list_has_pages_that_keep_the_search(client: Client, at: str, board: Board) -> None:
    for number in range(51):
        RoleAssignmentFactory(user__name=f"Person {number:02}", board=board)
    first, second = (text_of(client, f"{at}personer/?text=Person&sida={number}") for number in (1, 2))
    assert (len(names_in(first)), names_in(second)) == (50, ["Person 50"])
    assert 'href="?text=Person&amp;sida=2"' in first
    assert client.get(f"{at}personer/?sida=noll").status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_asks_the_database_as_often_for_many_as_for_one(
    client: Client, at: str, board: Board, number: int, django_assert_num_queries: Callable[[int], object]
) -> None:
    for _ in range(number):
        role = RoleAssignmentFactory(board=board, unit=OrgUnitFactory(board=board))
        SubstitutionFactory(assignment=role, starts="2026-01-01", ends="2099-12-31")
    with django_assert_num_queries(9):  # type: ignore[attr-defined]
        client.get(f"{at}personer/")


# --- One person --------------------------------------------------------------------------------------------------------


def test_a_person_of_another_municipality_is_not_known(client: Client, at: str) -> None:
    stranger = RoleAssignmentFactory().user
    for page in ("", "andra/", "avsluta/", "slapp-in/", "roll/"):
        assert client.get(f"{at}personer/{stranger.pk}/{page}").status_code == 404


def test_a_page_shows_nothing_of_the_persons_roles_elsewhere(client: Client, at: str, board: Board) -> None:
    user = person("Rut Alm", Role.AUDITOR, board)
    elsewhere = RoleAssignmentFactory(user=user, board__name="Hemlig nämnd", role=Role.HEAD_OF_ADMINISTRATION)
    SubstitutionFactory(assignment=elsewhere)
    page = text_of(client, f"{at}personer/{user.pk}/")
    assert ("Revisor" in page, "Hemlig nämnd" in page, "örvaltningschef" in page) == (True, False, False)
    assert "Namnet ändrar personen själv." in page
    assert "andra/" not in page
    for way in (f"roll/{elsewhere.pk}/avsluta/", f"roll/{elsewhere.pk}/ersattare/"):
        assert client.get(f"{at}personer/{user.pk}/{way}").status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_a_persons_page_asks_as_often_for_many_roles_as_for_one(
    client: Client, at: str, board: Board, number: int, django_assert_num_queries: Callable[[int], object]
) -> None:
    user = person("Rut Alm", Role.AUDITOR, board)
    for _ in range(number):
        role = RoleAssignmentFactory(user=user, board=board, unit=OrgUnitFactory(board=board))
        SubstitutionFactory(assignment=role, starts="2026-01-01", ends="2099-12-31")
    with django_assert_num_queries(19):  # type: ignore[attr-defined]
        client.get(f"{at}personer/{user.pk}/")


def test_somebody_is_let_in_on_the_page(client: Client, at: str, board: Board, administrator: User) -> None:
    sent = {"name": "Rut Alm", "email": "rut@lindhaga.example", "role": "controller", "board": board.pk}
    answer = client.post(f"{at}personer/ny/", {**sent, "starts": "2026-01-01"})
    role = RoleAssignment.objects.get(user__email="rut@lindhaga.example")
    assert answer["Location"] == f"{at}personer/{role.user.pk}/"
    assert (role.board, role.starts, role.ends) == (board, date(2026, 1, 1), None)
    page = text_of(client, answer["Location"])
    assert "Roll: internkontrollsamordnare, Lindhaga stadsdelsnämnd, från 1 januari 2026 tills vidare." in page
    assert "<b>Ali Berg</b>" in page


def test_a_refusal_keeps_what_was_written(client: Client, at: str) -> None:
    sent = {"name": "Rut Alm", "email": "rut@lindhaga.example", "role": "controller", "starts": "2026-01-01"}
    answer = client.post(f"{at}personer/ny/", sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "<li>Den här rollen hör till en nämnd eller en enhet, inte till hela kommunen. Välj var.</li>" in page
    assert 'value="rut@lindhaga.example"' in page


def test_choosing_a_board_shows_its_units_with_and_without_htmx(client: Client, at: str, board: Board) -> None:
    OrgUnitFactory(board=board, name="Tallbacken")
    OrgUnitFactory(name="Någon annans enhet")
    part = client.get(f"{at}personer/ny/?board={board.pk}", headers={"HX-Request": "true"}).content.decode()
    whole = client.post(f"{at}personer/ny/", {"name": "Rut", "board": board.pk, "show-units": "1"}).content.decode()
    assert part.lstrip().startswith('<div id="unit"')
    assert ["Tallbacken" in page for page in (part, whole)] == [True, True]
    assert ["annans" in page for page in (part, whole)] == [False, False]
    assert 'value="Rut"' in whole


def test_a_board_of_elsewhere_cannot_be_chosen(client: Client, at: str, administrator: User) -> None:
    elsewhere = BoardFactory()
    sent = {"role": "controller", "board": elsewhere.pk, "starts": "2026-01-01"}
    assert client.post(f"{at}personer/{administrator.pk}/roll/", sent).status_code == 422
    assert not RoleAssignment.objects.filter(board=elsewhere).exists()


def test_the_second_of_two_writers_sees_what_the_first_wrote(client: Client, at: str, unit_manager: User) -> None:
    User.objects.filter(pk=unit_manager.pk).update(name="Amira Ek")
    sent = {
        "name": "Amira Ros",
        "email": unit_manager.email,
        "seen_name": "Amira Holm",
        "seen_email": unit_manager.email,
    }
    answer = client.post(f"{at}personer/{unit_manager.pk}/andra/", sent)
    page = answer.content.decode()
    assert (answer.status_code, User.objects.get(pk=unit_manager.pk).name) == (409, "Amira Ek")
    assert "Nu står det Amira Ek" in page
    assert 'name="seen_name" value="Amira Ek"' in page


def test_closing_out_says_first_what_ends(client: Client, at: str, board: Board, controller: User) -> None:
    role = RoleAssignment.objects.get(user=controller)
    SubstitutionFactory(
        assignment=role, substitute=person("Kim Åberg", Role.AUDITOR, board), starts="2026-01-01", ends="2099-12-31"
    )
    way = f"{at}personer/{controller.pk}/avsluta/"
    page = text_of(client, way)
    assert "Personen kan inte längre logga in, och loggas ut överallt genast." in page
    assert (
        "Rollen internkontrollsamordnare, Lindhaga stadsdelsnämnd. Kim Åberg är inte längre ersättare för den." in page
    )
    assert client.post(way)["Location"] == f"{at}personer/{controller.pk}/"
    assert User.objects.get(pk=controller.pk).is_active is False
    assert "Släpp in igen" in text_of(client, f"{at}personer/{controller.pk}/")


def test_the_last_administrator_reads_why_the_role_stays(client: Client, at: str, administrator: User) -> None:
    role = RoleAssignment.objects.get(user=administrator)
    answer = client.post(f"{at}personer/{administrator.pk}/roll/{role.pk}/avsluta/", {"last_day": "2099-12-31"})
    assert answer.status_code == 422
    assert "Ingen annan administrerar Lindhaga kommun tills vidare" in answer.content.decode()


# --- Substitutes -------------------------------------------------------------------------------------------------------


def test_one_names_a_substitute_for_ones_own_role_and_ends_it(
    client: Client, board: Board, controller: User, unit_manager: User
) -> None:
    role = RoleAssignment.objects.get(user=controller)
    client.force_login(controller)
    sent = {"who": "amira", "starts": "2098-07-01", "ends": "2098-07-31"}
    assert client.post(f"/konto/ersattare/{role.pk}/", sent)["Location"] == "/konto/ersattare/"
    row = Substitution.objects.get()
    assert (row.assignment, row.substitute, row.starts) == (role, unit_manager, date(2098, 7, 1))
    assert "Ersättare: Amira Holm" in text_of(client, "/konto/ersattare/")
    client.post(f"/konto/ersattare/{row.pk}/avsluta/")
    assert not Substitution.objects.exists()


def test_anothers_role_and_substitute_are_not_known(client: Client, controller: User, unit_manager: User) -> None:
    row = SubstitutionFactory(assignment=RoleAssignment.objects.get(user=controller), substitute=unit_manager)
    client.force_login(unit_manager)
    for way in (f"{row.assignment.pk}/", f"{row.pk}/avsluta/"):
        assert client.post(f"/konto/ersattare/{way}").status_code == 404
    assert Substitution.objects.count() == 1


def test_several_of_one_name_become_a_choice(client: Client, board: Board, controller: User) -> None:
    for name in ("Amira Holm", "Anna Holm"):
        person(name, Role.AUDITOR, board)
    way = f"/konto/ersattare/{RoleAssignment.objects.get(user=controller).pk}/"
    client.force_login(controller)
    sent = {"who": "holm", "starts": "2098-07-01", "ends": "2098-07-31"}
    answer = client.post(way, sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Flera personer har det i namnet. Välj en av dem." in page
    assert re.findall(r"(\w+ Holm) \(\w+@", page) == ["Amira Holm", "Anna Holm"]
    client.post(way, {**sent, "chosen": User.objects.get(name="Anna Holm").pk})
    assert Substitution.objects.get().substitute.name == "Anna Holm"


def test_a_name_that_nobody_has_is_said(client: Client, controller: User) -> None:
    way = f"/konto/ersattare/{RoleAssignment.objects.get(user=controller).pk}/"
    client.force_login(controller)
    answer = client.post(way, {"who": "Zorro", "starts": "2098-07-01", "ends": "2098-07-31"})
    wrong = "Ingen med en roll i kommunen har det namnet eller den adressen. Kontrollera stavningen."
    assert (answer.status_code, escape(wrong) in answer.content.decode()) == (422, True)


def test_a_substitute_reads_on_every_page_for_whom_they_stand_in(
    client: Client, controller: User, unit_manager: User
) -> None:
    SubstitutionFactory(
        assignment=RoleAssignment.objects.get(user=controller),
        substitute=unit_manager,
        starts="2026-01-01",
        ends="2098-07-31",
    )
    client.force_login(unit_manager)
    said = "Du arbetar som ersättare för Joel Brandt till 31 juli 2098."
    assert [said in text_of(client, page) for page in ("/", "/konto/ersattare/")] == [True, True]


def test_one_changes_ones_own_name(client: Client, controller: User) -> None:
    client.force_login(controller)
    assert client.post("/konto/namn/", {"name": " "}).status_code == 422
    assert client.post("/konto/namn/", {"name": "Joel Ek"})["Location"] == "/konto/"
    assert User.objects.get(pk=controller.pk).name == "Joel Ek"
    last = controller.history.latest("pgh_id")
    assert last.pgh_context.metadata["operation"] == "organisation.change_own_name"
