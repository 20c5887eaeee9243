"""What this room lets people do; which roles give it stands in organisation/abilities.py."""

from collections.abc import Callable
from typing import Any

import rules

from rimlig.followup.actions.access import may_add_at, may_add_to_answer, may_write_action
from rimlig.followup.concerned import may_review, may_write
from rimlig.followup.models import FollowUpResult
from rimlig.organisation.abilities import ABILITIES, holds, permit
from rimlig.organisation.held import held_today
from rimlig.organisation.models import Board, Municipality, OrgUnit

permit(
    "history.read",
    "answer.read",
    "answer.conclude",
    "answer.remind",
    "action.edit",
    "action.pass_on",
    "answering.decide",
)


@rules.predicate("writes this answer")  # type: ignore[attr-defined,no-untyped-call,untyped-decorator]
def writes_answer(user: Any, about: Any) -> bool:
    return _may(user, about, "answer.write", may_write)


@rules.predicate("reviews this answer")  # type: ignore[attr-defined,no-untyped-call,untyped-decorator]
def reviews_answer(user: Any, about: Any) -> bool:
    return _may(user, about, "answer.review", may_review)


def _may(user: Any, about: Any, permission: str, may: Callable[[Any, Any], bool]) -> bool:
    """Ask about an answer, or about a place: whether any answer there could be the person's."""
    if isinstance(about, Board | OrgUnit | Municipality):
        return holds(user, about, ABILITIES[permission])
    return about is not None and may(user, about)


@rules.predicate("says something beside this answer")  # type: ignore[attr-defined,no-untyped-call,untyped-decorator]
def comments_answer(user: Any, result: Any) -> bool:
    return result is not None and (may_write(user, result) or may_review(user, result))


@rules.predicate("works with this action")  # type: ignore[attr-defined,no-untyped-call,untyped-decorator]
def writes_action(user: Any, row: Any) -> bool:
    return row is not None and may_write_action(user, row)


@rules.predicate("adds an action here")  # type: ignore[attr-defined,no-untyped-call,untyped-decorator]
def adds_action(user: Any, under: Any) -> bool:
    if isinstance(under, FollowUpResult):
        return may_add_to_answer(user, under)
    return under is not None and bool(user.has_perm("action.edit", under.in_plan.board))


@rules.predicate("has a role anywhere")  # type: ignore[attr-defined,no-untyped-call,untyped-decorator]
def has_a_role(user: Any) -> bool:
    return bool(held_today(user))


@rules.predicate("adds an action for the whole board")  # type: ignore[attr-defined,no-untyped-call,untyped-decorator]
def adds_at_board(user: Any, board: Any) -> bool:
    return board is not None and may_add_at(user, board)


rules.add_perm("action-plan.add", adds_at_board)  # type: ignore[attr-defined,no-untyped-call]
rules.add_perm("actions.read", has_a_role)  # type: ignore[attr-defined,no-untyped-call]
rules.add_perm("action.write", writes_action)  # type: ignore[attr-defined,no-untyped-call]
rules.add_perm("action.add", adds_action)  # type: ignore[attr-defined,no-untyped-call]
rules.add_perm("answer.write", writes_answer)  # type: ignore[attr-defined,no-untyped-call]
rules.add_perm("answer.review", reviews_answer)  # type: ignore[attr-defined,no-untyped-call]
rules.add_perm("answer.comment", comments_answer)  # type: ignore[attr-defined,no-untyped-call]
