"""Who comes in through an identity provider, with which roles, and whose account is never taken over."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.utils import timezone

from cast import person
from factories import PASSWORD, BoardFactory, OrgUnitFactory, UserFactory
from rimlig.core.errors import RuleBroken
from rimlig.organisation.models import Board, Role, RoleAssignment, User
from rimlig.organisation.people.operations import close_out
from rimlig.signin import operations
from rimlig.signin.operations import Claims, welcome
from rimlig.signin.providers import OIDC, GroupRole, Provider

CLAIMS = Claims("subject-1", "Anna.Ek@lindhaga.example", "Anna Ek", verified=True, groups=frozenset({"ik"}))


@pytest.fixture
def provider(board: Board) -> Provider:
    return Provider(
        id="lindhaga",
        name="Lindhaga",
        kind=OIDC,
        municipality=board.municipality.code,
        domains=frozenset({"lindhaga.example"}),
        addresses_are_verified=False,
        email_claim="email",
        name_claim="name",
        groups_claim="groups",
        roles=(
            GroupRole("ik", Role.CONTROLLER, board.code),
            GroupRole("revision", Role.AUDITOR),
            GroupRole("tallen", Role.UNIT_MANAGER, board.code, "tallen"),
        ),
    )


def held(user: User, on: date | None = None) -> list[tuple[str, str, str]]:
    rows = RoleAssignment.objects.held_by(user, on).select_related("municipality", "board", "unit")
    return sorted((row.role, row.place.name, row.source) for row in rows)


def test_the_first_time_makes_the_person_with_roles_by_groups(provider: Provider, board: Board) -> None:
    account = welcome(provider, CLAIMS, by=None)
    anna = account.user
    assert (anna.email, anna.name, anna.has_usable_password()) == ("anna.ek@lindhaga.example", "Anna Ek", False)
    assert (account.provider, account.uid, account.extra_data) == ("lindhaga", "subject-1", {})
    assert held(anna) == [("controller", board.name, "claim:lindhaga")]
    assert anna.assignments.get().starts == timezone.localdate()


def test_the_next_time_the_name_the_address_and_the_roles_follow(provider: Provider, board: Board) -> None:
    OrgUnitFactory(board=board, name="Tallen", code="tallen")
    anna = welcome(provider, CLAIMS, by=None).user
    changed = replace(
        CLAIMS, email="anna.lund@lindhaga.example", name="Anna Lund", groups=frozenset({"revision", "tallen"})
    )
    assert welcome(provider, changed, by=None).user == anna
    anna.refresh_from_db()
    assert (anna.email, anna.name) == ("anna.lund@lindhaga.example", "Anna Lund")
    source = provider.source
    assert held(anna) == [("auditor", board.municipality.name, source), ("unit_manager", "Tallen", source)]


def test_a_role_by_group_that_began_earlier_ends_yesterday_and_is_remembered(provider: Provider, board: Board) -> None:
    anna = welcome(provider, CLAIMS, by=None).user
    last_week, today = timezone.localdate() - timedelta(days=7), timezone.localdate()
    anna.assignments.update(starts=last_week)
    welcome(provider, replace(CLAIMS, groups=frozenset()), by=None)
    assert held(anna) == []
    assert held(anna, today - timedelta(days=1)) == [("controller", board.name, provider.source)]
    welcome(provider, CLAIMS, by=None)
    assert held(anna) == [("controller", board.name, provider.source)]


def test_a_role_given_by_hand_is_never_touched(provider: Provider, board: Board) -> None:
    anna = welcome(provider, replace(CLAIMS, groups=frozenset()), by=None).user
    by_hand = [
        RoleAssignment.objects.create(user=anna, role=role, municipality=board.municipality, board=board)
        for role in (Role.CONTROLLER, Role.HEAD_OF_ADMINISTRATION)
    ]
    welcome(provider, CLAIMS, by=None)
    welcome(provider, replace(CLAIMS, groups=frozenset()), by=None)
    assert list(anna.assignments.order_by("pk")) == by_hand
    assert {(row.ends, row.source) for row in anna.assignments.all()} == {(None, "")}


def test_a_role_by_group_gives_way_to_one_by_hand_that_begins_later(provider: Provider, board: Board) -> None:
    anna = welcome(provider, replace(CLAIMS, groups=frozenset()), by=None).user
    next_month = timezone.localdate() + timedelta(days=30)
    RoleAssignment.objects.create(
        user=anna, role=Role.CONTROLLER, municipality=board.municipality, board=board, starts=next_month
    )
    welcome(provider, CLAIMS, by=None)
    assert anna.assignments.get(source=provider.source).ends == next_month - timedelta(days=1)


def test_roles_from_another_provider_are_not_touched(provider: Provider, board: Board) -> None:
    anna = welcome(provider, CLAIMS, by=None).user
    anna.assignments.create(role=Role.AUDITOR, municipality=board.municipality, source="claim:annan")
    welcome(provider, replace(CLAIMS, groups=frozenset()), by=None)
    assert held(anna) == [("auditor", board.municipality.name, "claim:annan")]


def test_a_board_that_is_not_there_gives_no_role_and_stands_in_the_log(
    provider: Provider, board: Board, caplog: pytest.LogCaptureFixture
) -> None:
    unknown = replace(provider, roles=(GroupRole("ik", Role.CONTROLLER, "borta"),))
    BoardFactory(code="borta")  # in another municipality
    assert held(welcome(unknown, CLAIMS, by=None).user) == []
    assert caplog.messages == ["lindhaga: no board borta, unit ; group ik gives no role"]


def test_groups_that_could_not_all_be_told_end_no_role(provider: Provider, board: Board) -> None:
    anna = welcome(provider, CLAIMS, by=None).user
    with pytest.raises(RuleBroken, match="Du är med i fler grupper än Lindhaga kan berätta"):
        welcome(provider, replace(CLAIMS, groups=None), by=None)
    assert held(anna) == [("controller", board.name, provider.source)]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"email": "anna@annan.example"}, "Lindhaga får inte logga in anna@annan.example här."),
        ({"email": ""}, "Lindhaga uppgav inte vilken e-postadress du har."),
        ({"verified": False}, "Lindhaga har inte kontrollerat att anna.ek@lindhaga.example är din."),
        ({"verified": None}, "Lindhaga har inte kontrollerat att anna.ek@lindhaga.example är din."),
    ],
)
def test_an_address_that_is_not_the_providers_to_say_lets_nobody_in(
    provider: Provider, change: dict[str, str | bool | None], words: str
) -> None:
    with pytest.raises(RuleBroken) as refused:
        welcome(provider, replace(CLAIMS, **change), by=None)  # type: ignore[arg-type]
    assert str(refused.value).startswith(words)
    assert not User.objects.exists()


def test_a_provider_that_is_trusted_with_its_addresses_need_not_say_that_each_is_checked(provider: Provider) -> None:
    trusted = replace(provider, addresses_are_verified=True)
    assert welcome(trusted, replace(CLAIMS, verified=None), by=None).user.email == "anna.ek@lindhaga.example"
    with pytest.raises(RuleBroken):
        welcome(trusted, replace(CLAIMS, subject="2", verified=False), by=None)


def test_a_municipality_that_is_not_there_lets_nobody_in(provider: Provider) -> None:
    with pytest.raises(RuleBroken, match="finns inte i Rimlig än"):
        welcome(replace(provider, municipality="borta"), CLAIMS, by=None)


def _local(board: Board, role: Role = Role.UNIT_MANAGER) -> User:
    anna = person("Anna Ek", role, board)
    User.objects.filter(pk=anna.pk).update(email="anna.ek@lindhaga.example")
    return anna


def test_an_ordinary_account_of_the_municipality_is_bound_and_its_password_stops_working(
    provider: Provider, board: Board
) -> None:
    anna = _local(board)
    assert welcome(provider, CLAIMS, by=None).user == anna
    anna.refresh_from_db()
    assert not anna.check_password(PASSWORD)
    assert held(anna) == [("controller", board.name, provider.source), ("unit_manager", board.name, "")]


def _of_another_municipality(board: Board) -> User:
    return _local(BoardFactory())


def _of_both(board: Board) -> User:
    anna = _local(board)
    elsewhere = BoardFactory()
    anna.assignments.create(role=Role.AUDITOR, municipality=elsewhere.municipality, board=elsewhere)
    return anna


def _of_none(board: Board) -> User:
    return UserFactory(email="anna.ek@lindhaga.example")


def _administrator(board: Board) -> User:
    return _local(board, Role.ADMINISTRATOR)


def _administrator_long_ago(board: Board) -> User:
    anna = _local(board)
    anna.assignments.create(role=Role.ADMINISTRATOR, municipality=board.municipality, ends=date(2020, 1, 1))
    return anna


def _with_second_factor(board: Board) -> User:
    anna = _local(board)
    TOTP.activate(anna, "JBSWY3DPEHPK3PXP")
    return anna


def _of_another_provider(board: Board) -> User:
    anna = _local(board)
    SocialAccount.objects.create(user=anna, provider="annan", uid="subject-1")
    return anna


def _of_another_subject(board: Board) -> User:
    anna = _local(board)
    SocialAccount.objects.create(user=anna, provider="lindhaga", uid="subject-0")
    return anna


PROTECTED = [
    *(_of_another_municipality, _of_both, _of_none, _administrator, _administrator_long_ago),
    *(_with_second_factor, _of_another_provider, _of_another_subject),
]


@pytest.mark.parametrize("make", PROTECTED, ids=lambda make: make.__name__)
def test_an_account_that_is_not_the_providers_is_never_taken_over(
    provider: Provider, board: Board, make: object
) -> None:
    anna = make(board)  # type: ignore[operator]
    before = (anna.assignments.count(), SocialAccount.objects.count())
    with pytest.raises(RuleBroken, match=r"anna\.ek@lindhaga\.example loggar in i Rimlig på ett annat sätt"):
        welcome(provider, CLAIMS, by=None)
    anna.refresh_from_db()
    assert anna.check_password(PASSWORD)
    assert (anna.assignments.count(), SocialAccount.objects.count()) == before


def test_an_address_cannot_be_changed_to_somebody_elses(provider: Provider, board: Board) -> None:
    anna = welcome(provider, CLAIMS, by=None).user
    UserFactory(email="chefen@lindhaga.example")
    with pytest.raises(RuleBroken, match=r"chefen@lindhaga\.example tillhör någon annan"):
        welcome(provider, replace(CLAIMS, email="chefen@lindhaga.example"), by=None)
    anna.refresh_from_db()
    assert anna.email == "anna.ek@lindhaga.example"


def test_who_may_not_sign_in_may_not_by_a_provider_either(provider: Provider) -> None:
    anna = welcome(provider, CLAIMS, by=None).user
    User.objects.filter(pk=anna.pk).update(is_active=False)
    with pytest.raises(RuleBroken, match="Det här kontot får inte logga in"):
        welcome(provider, CLAIMS, by=None)


def _session(user: User) -> str:
    store = SessionStore()
    store.create()
    key = store.session_key or ""
    UserSession.objects.create(user=user, session_key=key, ip="192.0.2.7", user_agent="")
    return key


@pytest.fixture
def three(controller: User, auditor: User) -> list[str]:
    """Two sessions of the controller and one of the auditor."""
    return [_session(controller), _session(controller), _session(auditor)]


def alive(keys: list[str]) -> list[bool]:
    return [Session.objects.filter(session_key=key).exists() for key in keys]


def test_who_may_no_longer_sign_in_is_signed_out_by_the_database_itself(controller: User, three: list[str]) -> None:
    User.objects.filter(pk=controller.pk).update(is_active=False)
    assert alive(three) == [False, False, True]
    assert UserSession.objects.count() == 1


def test_closing_somebody_out_signs_them_out(controller: User, board: Board, three: list[str]) -> None:
    administrator = person("Sara Lund", Role.ADMINISTRATOR, board)
    RoleAssignment.objects.filter(user=administrator).update(board=None)
    close_out(controller, board.municipality, by=administrator)
    context = controller.history.latest("pgh_id").pgh_context.metadata
    assert (context["operation"], context["user"]) == ("organisation.close_out", administrator.pk)
    assert alive(three) == [False, False, True]


def test_a_new_password_ends_the_other_sessions(controller: User, three: list[str]) -> None:
    operations.set_password(controller, "ett helt nytt lösenord", keep=three[0], by=controller)
    assert alive(three) == [True, False, True]
    assert controller.check_password("ett helt nytt lösenord")


def test_signing_out_everywhere_and_in_one_place(controller: User, three: list[str]) -> None:
    number = UserSession.objects.get(session_key=three[1]).pk
    others = UserSession.objects.get(session_key=three[2]).pk
    operations.end_session(controller, others, by=controller)
    assert alive(three) == [True, True, True]
    operations.end_session(controller, number, by=controller)
    assert alive(three) == [True, False, True]
    operations.end_sessions(controller, by=controller)
    assert alive(three) == [False, False, True]
