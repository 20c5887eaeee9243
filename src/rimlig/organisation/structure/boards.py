"""What an administrator does with the boards of a municipality: add one, change what it is called, end one."""

from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from rimlig.core.audit import recorded
from rimlig.core.errors import Outdated, RuleBroken
from rimlig.core.refusals import refusals_in_words
from rimlig.organisation.models import Board, Municipality, OrgUnit, RoleAssignment, User
from rimlig.organisation.people.roles import end_row, lock_people, remove_row
from rimlig.organisation.structure.restructuring import days_must_run_forward, lock_tree


def add_board(municipality: Municipality, *, name: str, code: str, starts: date | None, by: User | None) -> Board:
    """Add a board and return it. Raises RuleBroken when the municipality has one with the name or the code."""
    with refusals_in_words(), transaction.atomic(), recorded("organisation.add_board", by):
        return Board.objects.create(municipality=municipality, name=name, code=code, starts=starts)


def change_board(board: Board, *, name: str, code: str, version: int, by: User | None) -> Board:
    """Give the board another name or code and return it as it is then.

    Raises Outdated when somebody else changed it since `version`, RuleBroken
    when another board of the municipality has the name or the code.
    """
    with refusals_in_words(), transaction.atomic(), recorded("organisation.change_board", by):
        now = _as_seen(board, version, unless=lambda now: (now.name, now.code) == (name, code))
        if (now.name, now.code) != (name, code):
            now.name, now.code, now.version = name, code, now.version + 1
            now.save(update_fields=["name", "code", "version"])
    return now


def end_board(board: Board, *, last_day: date, version: int, by: User | None) -> list[RoleAssignment]:
    """End the board after the day, and the roles on it; return those that would have gone on.

    Its plans and reports stay as they are. Raises RuleBroken while units of it
    go on after the day, and when it has an end already; Outdated as `change_board`.
    """
    with refusals_in_words(), transaction.atomic(), recorded("organisation.end_board", by):
        lock_people(board.municipality)
        now = _as_seen(board, version)
        if now.ends is not None:
            raise RuleBroken(
                _("%(board)s ends on %(day)s already. Take that back first, if another day is right.")
                % {"board": now, "day": date_format(now.ends)}
            )
        days_must_run_forward(now.starts, last_day)
        going_on = OrgUnit.objects.filter(Q(ends=None) | Q(ends__gt=last_day), board=now).count()
        if going_on:
            raise RuleBroken(
                _("%(count)d units of %(board)s go on after that day. End them first, then the board.")
                % {"count": going_on, "board": now}
            )
        lasting = RoleAssignment.objects.filter(Q(ends=None) | Q(ends__gt=last_day), board=now)
        roles = list(lasting.select_related("user").order_by("user__name", "pk"))
        for role in roles:
            if role.starts and role.starts > last_day:
                remove_row(role)
            else:
                end_row(role, last_day)
        now.ends, now.version = last_day, now.version + 1
        now.save(update_fields=["ends", "version"])
    return roles


def take_back_ending_of_board(board: Board, *, by: User | None) -> Board:
    """Let a board go on that was to end today or later. The roles on it are given anew. Raises RuleBroken when it has ended."""
    with refusals_in_words(), transaction.atomic(), recorded("organisation.take_back_ending_of_board", by):
        lock_tree(board)
        now = Board.objects.get(pk=board.pk)
        if now.ends is None or now.ends < timezone.localdate():
            raise RuleBroken(
                _("There is no ending of %(board)s to take back. Nothing has been changed.") % {"board": now}
            )
        now.ends, now.version = None, now.version + 1
        now.save(update_fields=["ends", "version"])
    return now


def _as_seen(board: Board, version: int, unless: object = None) -> Board:
    lock_tree(board)
    now = Board.objects.select_related("municipality").get(pk=board.pk)
    if now.version != version and not (callable(unless) and unless(now)):
        raise Outdated(
            _(
                "Somebody else has changed %(board)s meanwhile. Nothing has been changed by you. Look at it again, then decide."
            )
            % {"board": now},
            now,
        )
    return now
