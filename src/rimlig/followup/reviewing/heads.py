"""The head of the board: how far the answers have come, what one can choose to see, and what there is to do.

It stands on the board's page, and goes alone with the panel when an answer has been reviewed there.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext

from rimlig.followup.reviewing.boards import ALL, FEW_COLUMNS, MINE, WHOLE, AnswerBoard, Counts, counts_of
from rimlig.followup.reviewing.choosing import ALL_ANSWERS, FILTERS, LEVELS, MORE_FILTERS, Chosen
from rimlig.followup.reviewing.lists import to_review
from rimlig.followup.reviewing.reminding import can_remind
from rimlig.organisation.models import OrgUnit


def head_of(user: Any, board: AnswerBoard, query: Mapping[str, str]) -> dict[str, Any]:
    """Return what the head shows of the board to the person. `query` is what the page's address has chosen."""
    chosen = Chosen.read(query)
    counts = counts_of(board)
    first = to_review(user, board.plan, board.period)[:1]
    scope = _scope(board, query)
    return {
        "plan": board.plan,
        "period": board.period,
        "counts": counts,
        "chosen": chosen,
        "narrowed": _narrowed(board, chosen, scope),
        "kept": urlencode({"period": board.period.code, **chosen.in_address()}),
        "filters": _filters(board, chosen, counts, scope),
        "scopes": _scopes(board),
        "first": first[0] if first else None,
        "may_remind": _may_remind(user, board, counts),
    }


def _may_remind(user: Any, board: AnswerBoard, counts: Counts) -> bool:
    return bool(
        counts.missing
        and can_remind()
        and board.period.takes_answers
        and user.has_perm("answer.remind", board.plan.board)
    )


def _filters(board: AnswerBoard, chosen: Chosen, counts: Counts, scope: dict[str, str]) -> list[dict[str, Any]]:
    numbers = dict(zip(FILTERS, (counts.asked, counts.to_review, counts.deviating, counts.missing), strict=True))
    offered: dict[str, Any] = dict(FILTERS)
    if chosen.visa in MORE_FILTERS:
        offered[chosen.visa] = MORE_FILTERS[chosen.visa]
        numbers[chosen.visa] = sum(chosen.is_hit(cell) for cell in board.cells())
    return [
        {
            "label": label,
            "number": numbers[key],
            "on": key == chosen.visa,
            "query": urlencode({"period": board.period.code, **replace(chosen, visa=key).in_address(), **scope}),
        }
        for key, label in offered.items()
    ]


def _scope(board: AnswerBoard, query: Mapping[str, str]) -> dict[str, str]:
    """Return the parameter that asks for the part of the administration that is shown, where one was chosen."""
    is_chosen = board.scope not in {ALL, MINE} or "avdelning" in query
    return {"avdelning": board.scope} if is_chosen else {}


def _narrowed(board: AnswerBoard, chosen: Chosen, scope: dict[str, str]) -> dict[str, Any] | None:
    """Return what else than the page offers the address has narrowed the rows to, and the way to see all again."""
    if not (chosen.niva or chosen.process):
        return None
    process = next((row.process_name for row in board.rows if row.process == chosen.process), "")
    everything = Chosen(chosen.visa if chosen.visa in FILTERS else ALL_ANSWERS)
    return {
        "words": [word for word in (LEVELS.get(chosen.niva, ""), process) if word],
        "query": urlencode({"period": board.period.code, **everything.in_address(), **scope}),
    }


def _scopes(board: AnswerBoard) -> list[tuple[str, str, bool]]:
    """Return the parts of the administration to choose among: their key, name, and whether it is the chosen one."""
    offered = [(ALL, gettext("The whole board"))]
    if board.scope == MINE:
        offered.append((MINE, gettext("My units")))
    if len(board.units) > FEW_COLUMNS and len(board.departments) > 1:
        offered += [(str(department.pk), department.name) for department in board.departments]
    if board.scope not in {key for key, _name in offered} and board.in_scope is not None:
        offered.append((board.scope, _name_of_scope(board)))
    return [(key, name, key == board.scope) for key, name in offered] if len(offered) > 1 else []


def _name_of_scope(board: AnswerBoard) -> str:
    """Return the name of the unit that the address asks for, where it is none of those that the page offers."""
    if board.scope == WHOLE:
        return gettext("The administration")
    unit = int(board.scope)
    return board.units.get(unit) or OrgUnit.objects.values_list("name", flat=True).get(pk=unit)
