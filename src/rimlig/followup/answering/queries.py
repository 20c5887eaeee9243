"""Whom answers await today, and what awaits a person. People are never written on an answer: their roles of today decide."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any, Final

from django.db.models import F, Q
from django.utils import timezone

from rimlig.followup.concerned import at_place, performing_role, place_of
from rimlig.followup.models import GIVEN, WRITABLE, AnswerState, FollowUpResult
from rimlig.organisation.held import Held, held_today
from rimlig.organisation.models import Board, OrgUnit, Placement, Role, RoleAssignment, Substitution, User
from rimlig.planning.models import PlanState

READ_WITH: Final = ("period", "unit__board", "unit__merged_into__board", "follow_up__performer", "copied_from")


def answers_awaiting(user: Any) -> list[FollowUpResult]:
    """Return the answers that await the person today, the first due first: those sent back, begun, and not begun."""
    return [row for row in answers_of(user) if row.state in WRITABLE]


def answers_of(user: Any) -> list[FollowUpResult]:
    """Return the answers of the periods open today that are the person's to give, given or not, the first due first.

    An answer is theirs when the plan names them, or when they hold the role
    that is to give it, on its unit or, where nobody holds it there, on the
    nearest place above. As a substitute they have what the other person has.
    """
    today = timezone.localdate()
    rows = (
        FollowUpResult.objects.visible_to(user)
        .with_plan()
        .select_related(*READ_WITH)
        .filter(_could_be_of(user), period__opens__lte=today, period__closes__gte=today)
        .exclude(state=AnswerState.CONCLUDED)
        .exclude(follow_up__working_method__process__plan__state=PlanState.REPLACED)
        .order_by(F("due").asc(nulls_last=True), "period__due", "follow_up__text", "unit__name", "pk")
    )
    found = list(rows)
    concerned = responsible_for(found)
    return [row for row in found if any(person.pk == user.pk for person in concerned[row.pk])]


def _could_be_of(user: Any) -> Q:
    """Return the condition that an answer may be the person's: by name, or by a role somewhere above it."""
    owners = {user.pk, *(held.owner for held in held_today(user))}
    could = Q(follow_up__performer__in=owners)
    for held in held_today(user):
        could |= at_place(user, held) & _given_by(held)
    return could


def _given_by(held: Held) -> Q:
    asked = Q(follow_up__performer_role=held.role)
    if held.role == Role.UNIT_MANAGER:
        asked |= Q(follow_up__performer_role="", unit__isnull=False)
    if held.role == Role.CONTROLLER:
        asked |= Q(follow_up__performer_role="", unit=None)
    return asked


def responsible_for(results: Iterable[FollowUpResult]) -> dict[int, list[User]]:
    """Return for each answer, by its key, those whom it awaits today: who is to give it, and then who stands in for them.

    A constant number of queries. The answers should come `with_plan`, with
    their unit and what it has been merged into, and with the follow-up's performer.
    """
    rows = list(results)
    if not rows:
        return {}
    holders = _holders(rows)
    return {row.pk: holders.of(row) for row in rows}


@dataclass
class _Holders:
    """Who holds which role where today, and the tree that says what is above what."""

    parents: dict[int, int | None]
    at: dict[tuple[str, str, int], list[int]] = field(default_factory=lambda: defaultdict(list))
    """Role, kind of place and its key → the people who hold it there, substitutes last."""
    stand_ins: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    people: dict[int, User] = field(default_factory=dict)

    def of(self, row: FollowUpResult) -> list[User]:
        """Return the people whom the answer awaits."""
        named = row.follow_up.performer_id
        if named is not None and named in self.people:
            return self._known([named, *self.stand_ins[named]])
        role = performing_role(row) if named is None else _usual_role(row)
        for place in self._places(row):
            if found := self._known(self.at.get((role, *place), [])):
                return found
        return []

    def _places(self, row: FollowUpResult) -> Iterator[tuple[str, int]]:
        """Give the answer's place and those above it, the nearest first.

        For the administration as a whole the plan may name a role that is only held in parts of it.
        """
        place = place_of(row)
        board = place.board if isinstance(place, OrgUnit) else place
        unit: int | None = place.pk if isinstance(place, OrgUnit) else None
        while unit is not None:
            yield "unit", unit
            unit = self.parents.get(unit)
        yield "board", board.pk
        if row.unit_id is None:
            yield "parts", board.pk
        yield "municipality", board.municipality_id

    def _known(self, keys: Sequence[int]) -> list[User]:
        return [self.people[key] for key in dict.fromkeys(keys) if key in self.people]


def _usual_role(row: FollowUpResult) -> Role:
    """Return who answers when the person whom the plan names is no longer here."""
    return Role.CONTROLLER if row.unit_id is None else Role.UNIT_MANAGER


def _holders(rows: Sequence[FollowUpResult]) -> _Holders:
    boards = {_board_of(row).pk: _board_of(row).municipality_id for row in rows}
    named = {row.follow_up.performer_id for row in rows} - {None}
    roles = {performing_role(row) for row in rows} | ({_usual_role(row) for row in rows} if named else set())
    placed = Placement.objects.valid().filter(unit__board__in=boards)
    holders = _Holders(dict(placed.values_list("unit_id", "parent_id")))
    here = Q(role__in=roles, municipality__in=set(boards.values())) & (Q(board=None) | Q(board__in=boards))
    assignments = list(RoleAssignment.objects.valid().filter(here | Q(user__in=named)).order_by("pk"))
    stand_ins: dict[int, list[int]] = defaultdict(list)
    standing_in = Substitution.objects.valid().filter(assignment__in=assignments).order_by("pk")
    for assignment_id, substitute_id in standing_in.values_list("assignment_id", "substitute_id"):
        stand_ins[assignment_id].append(substitute_id)
    for one in assignments:
        holders.stand_ins[one.user_id] += stand_ins[one.pk]
        for place in _places(one):
            holders.at[one.role, *place].append(one.user_id)
    for one in assignments:
        for place in _places(one):
            holders.at[one.role, *place] += stand_ins[one.pk]
    wanted = {*named, *(one.user_id for one in assignments), *chain.from_iterable(stand_ins.values())}
    holders.people = {person.pk: person for person in User.objects.filter(pk__in=wanted, is_active=True)}
    return holders


def _places(one: RoleAssignment) -> list[tuple[str, int]]:
    if one.unit_id is not None and one.board_id is not None:
        return [("unit", one.unit_id), ("parts", one.board_id)]
    return [("board", one.board_id) if one.board_id is not None else ("municipality", one.municipality_id)]


def _board_of(row: FollowUpResult) -> Board:
    place = place_of(row)
    return place.board if isinstance(place, OrgUnit) else place


def last_answers_before(rows: Sequence[FollowUpResult]) -> dict[int, FollowUpResult]:
    """Return for each answer the given one before it of the same unit, where there is one, as `last_answer_before`. One query."""
    ways = {row.pk: {row.follow_up_id, row.follow_up.origin_id} - {None} for row in rows}
    given = (
        FollowUpResult.objects.filter(follow_up__in=set().union(*ways.values()), state__in=GIVEN)
        .filter(Q(unit__in={row.unit_id for row in rows if row.unit_id}) | Q(unit=None))
        .select_related("period")
        .order_by("-period__ends", "-period__starts", "-pk")
    )
    found: dict[int, FollowUpResult] = {}
    earlier = list(given) if rows else []
    for row in rows:
        for one in earlier:
            if one.follow_up_id in ways[row.pk] and one.unit_id == row.unit_id and one.period.ends < row.period.ends:
                found[row.pk] = one
                break
    return found
