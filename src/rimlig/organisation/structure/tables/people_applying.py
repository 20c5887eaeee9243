"""Carrying out a table of people: they are let in, renamed, given roles and have roles ended, all of it or nothing."""

from collections.abc import Sequence

from django.contrib.auth.hashers import make_password

from rimlig.organisation.models import RoleAssignment, User
from rimlig.organisation.people.roles import end_row, keep_an_administrator
from rimlig.organisation.structure.tables.cells import Verdict
from rimlig.organisation.structure.tables.people_plan import PeoplePlan, PersonWish
from rimlig.organisation.structure.tables.progress import BATCH, Progress


def carry_out_people(plan: PeoplePlan, *, progress: Progress) -> None:
    """Do what the plan's rows say. Called inside a transaction that has locked, with a plan without errors."""
    names = {wish.email: wish.name for wish in plan.wishes if wish.person is None}
    renamed = [wish for wish in plan.wishes if Verdict.RENAMED in wish.verdicts]
    given = [wish for wish in plan.wishes if wish.held is None]
    ending = [wish for wish in plan.wishes if Verdict.ENDED in wish.verdicts]
    progress.begin(len(names) + len(renamed) + len(given) + len(ending))
    # Nobody can sign in with a password before they have chosen one.
    made = [User(email=email, name=name, password=make_password(None)) for email, name in names.items()]
    progress.in_batches(made, User.objects.bulk_create)
    people = {user.email: user for user in made} | plan.everybody
    progress.in_batches(renamed, _rename)
    progress.in_batches([_role(people[wish.email], wish) for wish in given], RoleAssignment.objects.bulk_create)
    _end(plan, ending)
    progress.made(len(ending))


def _rename(wishes: Sequence[PersonWish]) -> None:
    people = {}
    for wish in wishes:
        assert wish.person is not None
        wish.person.name = wish.name
        people[wish.person.pk] = wish.person
    User.objects.bulk_update(people.values(), ["name"], batch_size=BATCH)


def _role(person: User, wish: PersonWish) -> RoleAssignment:
    place = wish.place
    return RoleAssignment(
        user=person,
        role=place.role,
        municipality=place.municipality,
        board=place.board,
        unit=place.unit,
        starts=wish.starts,
        ends=wish.ends,
    )


def _end(plan: PeoplePlan, ending: Sequence[PersonWish]) -> None:
    rows = RoleAssignment.objects.filter(pk__in=[wish.held.pk for wish in ending if wish.held is not None])
    keep_an_administrator(plan.municipality, rows)
    for wish in ending:
        assert wish.held is not None
        assert wish.ends is not None
        end_row(wish.held, wish.ends)
