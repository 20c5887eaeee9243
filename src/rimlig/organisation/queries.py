"""Reads of the organisation that several rooms share."""

from typing import Any

from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from rimlig.core.errors import RuleBroken
from rimlig.organisation.models import Board, Municipality, OrgUnit, Role, RoleAssignment, valid_on


def board_with_code(code: str) -> Board:
    """Return the board, or raise RuleBroken naming those that there are. `municipality/board` tells two apart."""
    municipality, _sep, board = code.rpartition("/")
    found = Board.objects.filter(code=board)
    if municipality:
        found = found.filter(municipality__code=municipality)
    boards = list(found.select_related("municipality")[:2])
    if len(boards) == 1:
        return boards[0]
    if boards:
        raise RuleBroken(
            _("Several municipalities have a board with the code %(code)s. Write municipality/board.") % {"code": code}
        )
    known = ", ".join(Board.objects.order_by("code").values_list("code", flat=True)[:20])
    raise RuleBroken(
        _("There is no board with the code %(code)s. There are: %(known)s.") % {"code": code, "known": known or "–"}
    )


def municipality_with_code(code: str | None) -> Municipality:
    """Return the municipality, or the only one there is; raise RuleBroken naming those that there are."""
    known = list(Municipality.objects.order_by("code"))
    found = [one for one in known if code in (None, one.code)]
    if len(found) == 1:
        return found[0]
    names = {"code": code, "known": ", ".join(one.code for one in known[:20]) or "–"}
    if code is None and known:
        raise RuleBroken(_("There are several municipalities. Name one: %(known)s.") % names)
    if code is None:
        raise RuleBroken(_("There is no municipality yet."))
    raise RuleBroken(_("There is no municipality with the code %(code)s. There are: %(known)s.") % names)


def boards_with_beginnings(municipality: Municipality) -> Any:
    """Return the municipality's boards of today with what each begins with: `has_units`, and `has_controller`."""
    today = valid_on(timezone.localdate())
    of_board = RoleAssignment.objects.filter(today, board=OuterRef("pk"), unit=None, role=Role.CONTROLLER)
    units = OrgUnit.objects.filter(today, board=OuterRef("pk"))
    boards = Board.objects.filter(today, municipality=municipality)
    return boards.annotate(has_units=Exists(units), has_controller=Exists(of_board))
