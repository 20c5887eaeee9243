"""A board's tree on a day as pages show it, in a number of queries that does not grow with it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import zip_longest
from typing import Any

from django.db.models import Prefetch, Q
from django.utils import timezone

from rimlig.organisation.models import Board, OrgUnit, Placement, RoleAssignment, Substitution


@dataclass
class Node:
    """A unit in its place: how far down it stands, what it was called on the day, who has a role there, what is planned."""

    unit: OrgUnit
    name: str
    depth: int = 0
    holders: list[RoleAssignment] = field(default_factory=list)
    moves: list[Placement] = field(default_factory=list)
    below: list["Node"] = field(default_factory=list)
    closes: range = range(0)
    """How many lists end after this node when the tree is written from top to bottom."""


@dataclass(frozen=True)
class Outline:
    """A board's tree on a day: its units from top to bottom, and who has a role on the board itself."""

    day: date
    nodes: list[Node]
    holders: list[RoleAssignment]


def outline_of(board: Board, day: date) -> Outline:
    """Return the board's tree on the day. A unit without a place stands directly under the board."""
    units = {unit.pk: unit for unit in OrgUnit.objects.valid(day).filter(board=board).select_related("merged_into")}
    parents = dict(Placement.objects.valid(day).filter(unit__board=board).values_list("unit_id", "parent_id"))
    earlier = names_on(board, day)
    nodes = {pk: Node(unit, earlier.get(pk, unit.name)) for pk, unit in units.items()}
    for move in planned_moves(board, day):
        if move.unit_id in nodes:
            nodes[move.unit_id].moves.append(move)
    on_board: list[RoleAssignment] = []
    for role in roles_on(board, day):
        if role.unit_id is None:
            on_board.append(role)
        elif role.unit_id in nodes:
            nodes[role.unit_id].holders.append(role)
    return Outline(day, _in_order(nodes, parents), on_board)


def names_on(board: Board, day: date) -> dict[int, str]:
    """Return what the board's units were called at the end of a day that has passed, as far as the history tells."""
    if day >= timezone.localdate():
        return {}
    end = timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))
    history: Any = OrgUnit._meta.get_field("history").related_model  # noqa: SLF001
    versions = history.objects.filter(board=board, pgh_created_at__lt=end).order_by("pgh_obj_id", "-pgh_id")
    return dict(versions.distinct("pgh_obj_id").values_list("pgh_obj_id", "name"))


def planned_moves(board: Board, day: date) -> list[Placement]:
    """Return the places that units of the board take after the day instead of those that they have."""
    later = Placement.objects.filter(unit__board=board, starts__gt=day).select_related("unit", "parent")
    return [row for row in later.order_by("starts") if row.starts != row.unit.starts]


def roles_on(board: Board, day: date) -> Iterable[RoleAssignment]:
    """Return the roles that are held on the board and its units on the day, each with those who stand in that day."""
    standing_in = Substitution.objects.valid(day).select_related("substitute")
    return (
        RoleAssignment.objects.valid(day)
        .filter(Q(unit__board=board) | Q(board=board, unit=None))
        .select_related("user")
        .prefetch_related(Prefetch("substitutions", queryset=standing_in, to_attr="standing_in"))
        .order_by("role", "user__name", "pk")
    )


def choices_of_places(board: Board, day: date) -> list[tuple[int, str]]:
    """Return the board's units on the day with their names, indented by how far down they stand."""
    units = {unit.pk: unit for unit in OrgUnit.objects.valid(day).filter(board=board)}
    parents = dict(Placement.objects.valid(day).filter(unit__board=board).values_list("unit_id", "parent_id"))
    nodes = {pk: Node(unit, unit.name) for pk, unit in units.items()}
    return [(node.unit.pk, "\u2003" * node.depth + node.name) for node in _in_order(nodes, parents)]


def _in_order(nodes: dict[int, Node], parents: dict[int, int | None]) -> list[Node]:
    """Return the nodes from top to bottom, siblings by name, each knowing where its lists end."""
    below: dict[int | None, list[Node]] = defaultdict(list)
    for pk, node in nodes.items():
        parent = parents.get(pk)
        below[parent if parent in nodes else None].append(node)
    for pk, node in nodes.items():
        node.below = sorted(below[pk], key=_by_name)
    ordered = list(_walk(sorted(below[None], key=_by_name)))
    for node, after in zip_longest(ordered, ordered[1:]):
        node.closes = range(max(0, node.depth - (after.depth if after else 0)))
    return ordered


def _walk(roots: list[Node]) -> Iterator[Node]:
    waiting = [(node, 0) for node in reversed(roots)]
    while waiting:
        node, depth = waiting.pop()
        node.depth = depth
        yield node
        waiting += [(one, node.depth + 1) for one in reversed(node.below)]


def _by_name(node: Node) -> tuple[str, int]:
    return node.name.casefold(), node.unit.pk
