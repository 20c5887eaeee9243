"""What a table of people would do in a municipality: each row beside the person and the role that it means."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from rimlig.core.errors import RuleBroken
from rimlig.organisation.models import Board, Municipality, OrgUnit, RoleAssignment, User
from rimlig.organisation.people.roles import RolePlace, must_make_sense
from rimlig.organisation.structure.tables.cells import Outcome, RowError, Verdict, day_in, role_in, verdict_of
from rimlig.organisation.structure.tables.tables import BOARD, EMAIL, FROM, NAME, TO, UNIT, Row, tidied
from rimlig.organisation.structure.tables.unit_index import Known, UnitIndex

LONGEST_NAME = 150
LONGEST_ADDRESS = 254


@dataclass
class PersonWish:
    """A row understood: who is to have which role where, and what that changes."""

    row: Row
    email: str
    name: str
    place: RolePlace
    starts: date | None
    ends: date | None
    person: User | None
    held: RoleAssignment | None
    verdicts: set[Verdict] = field(default_factory=set)
    said: list[str] = field(default_factory=list)

    @property
    def key(self) -> tuple[str, str, int | None, int | None]:
        """What two rows must not have in common: person, role and place."""
        board, unit = self.place.board, self.place.unit
        return self.email, self.place.role, board.pk if board else None, unit.pk if unit else None


class PeoplePlan:
    """A table of people laid beside the municipality's people and roles. Nothing is changed by making one.

    Whether Rimlig knows somebody from another municipality makes no difference
    to what is said. `wishes` are the rows that could be understood; `outcomes`
    are all rows, in the table's order.
    """

    def __init__(self, municipality: Municipality, rows: Iterable[Row]) -> None:
        self.municipality, self.today = municipality, timezone.localdate()
        self.rows = list(rows)
        self._boards = list(Board.objects.filter(municipality=municipality))
        self._units = self._index_units()
        emails = {row.cells[EMAIL].lower() for row in self.rows}
        self.everybody = {user.email: user for user in User.objects.filter(email__in=emails)}
        ids = [user.pk for user in self.everybody.values()]
        roles = RoleAssignment.objects.filter(municipality=municipality, user__in=ids)
        self._here = set(roles.values_list("user_id", flat=True))
        elsewhere = RoleAssignment.objects.filter(user__in=ids).exclude(municipality=municipality)
        self._elsewhere = set(elsewhere.values_list("user_id", flat=True))
        self._held = {
            (role.user_id, role.role, role.board_id, role.unit_id): role
            for role in roles.filter(Q(ends=None) | Q(ends__gte=self.today)).order_by("-starts")
        }
        self._names: dict[str, str] = {}
        self._errors: dict[int, str] = {}
        self.wishes = self._understood()

    @property
    def outcomes(self) -> list[Outcome]:
        """What becomes of each row."""
        said = {wish.row.number: Outcome(wish.row.number, verdict_of(wish.verdicts), wish.said) for wish in self.wishes}
        errors = {number: Outcome(number, Verdict.ERROR, [error]) for number, error in self._errors.items()}
        return [(said | errors)[row.number] for row in self.rows]

    @property
    def left_alone(self) -> int:
        """How many roles of the people in the table it does not name."""
        named = {wish.held.pk for wish in self.wishes if wish.held is not None}
        return sum(role.pk not in named for role in self._held.values())

    def _index_units(self) -> dict[int, UnitIndex[int]]:
        lasting = OrgUnit.objects.filter(Q(ends=None) | Q(ends__gte=self.today), board__in=self._boards)
        self._unit_by_id = {unit.pk: unit for unit in lasting.select_related("board")}
        of_board: dict[int, list[Known[int]]] = {board.pk: [] for board in self._boards}
        for unit in self._unit_by_id.values():
            known = Known(unit.pk, tidied(unit.code), tidied(unit.name), unit.starts, unit.ends)
            of_board[unit.board_id].append(known)
        return {board: UnitIndex(units) for board, units in of_board.items()}

    def _understood(self) -> list[PersonWish]:
        wishes: list[PersonWish] = []
        taken: dict[tuple[str, str, int | None, int | None], int] = {}
        for row in self.rows:
            try:
                wish = self._wish(row)
            except RowError as error:
                self._errors[row.number] = str(error)
                continue
            first = taken.setdefault(wish.key, row.number)
            if first != row.number:
                said = _("Row %(row)d gives the same person the same role. Keep one of them.")
                self._errors[row.number] = said % {"row": first}
                continue
            wishes.append(wish)
        return wishes

    def _wish(self, row: Row) -> PersonWish:
        email, name = self._address(row), self._name(row)
        starts, ends = day_in(row, FROM), day_in(row, TO)
        if starts and ends and ends < starts:
            raise RowError(_("The last day is before the first day. Check the two days."))
        board = self._board(row)
        unit = self._unit(row, board, max(self.today, starts or self.today))
        place = RolePlace(role_in(row), self.municipality, board, unit)
        person = self.everybody.get(email)
        key = (person.pk if person else 0, place.role, board.pk if board else None, unit.pk if unit else None)
        wish = PersonWish(row, email, name, place, starts, ends, person, self._held.get(key))
        self._compare_name(wish)
        if wish.held is None:
            self._look_at_new_role(wish)
        else:
            self._compare_days(wish, wish.held)
        return wish

    @staticmethod
    def _address(row: Row) -> str:
        email = row.cells[EMAIL].lower()
        try:
            validate_email(email)
        except ValidationError as error:
            said = _("“%(text)s” is no e-mail address.") if email else _("The row has no e-mail address.")
            raise RowError(said % {"text": email[:80]} if email else said) from error
        if len(email) > LONGEST_ADDRESS:
            raise RowError(_("The e-mail address is too long."))
        return email

    @staticmethod
    def _name(row: Row) -> str:
        name = row.cells[NAME]
        if not name:
            raise RowError(_("The row has no name. Write what the person is called."))
        if len(name) > LONGEST_NAME:
            raise RowError(_("The name may have 150 characters. Write something shorter."))
        return name

    def _board(self, row: Row) -> Board | None:
        text = row.cells.get(BOARD, "")
        if not text:
            return None
        for board in self._boards:
            if text == board.code:
                return board
        for board in self._boards:
            if text == tidied(board.name):
                return board
        raise RowError(_("The municipality has no board with the code or the name “%(text)s”.") % {"text": text[:80]})

    def _unit(self, row: Row, board: Board | None, on: date) -> OrgUnit | None:
        text = row.cells.get(UNIT, "")
        if not text:
            return None
        if board is None:
            raise RowError(_("The row names a unit and no board. Write which board the unit belongs to."))
        found = self._units[board.pk].named(text, on)
        if found is None:
            raise RowError(
                _("%(board)s has no unit with the code or the name “%(text)s”.") % {"board": board, "text": text[:80]}
            )
        unit: OrgUnit = self._unit_by_id[found.key]
        return unit

    def _compare_name(self, wish: PersonWish) -> None:
        person = wish.person
        if person is None or person.pk not in self._here:
            wanted = self._names.setdefault(wish.email, wish.name)
            if wanted != wish.name:
                raise RowError(
                    _("Another row calls the person %(name)s. Write the same name in both.") % {"name": wanted}
                )
            wish.said.append(_("%(name)s is let in.") % {"name": wish.name})
            return
        if wish.name == tidied(person.name):
            return
        if person.pk in self._elsewhere:
            wish.said.append(_("The name stays as it is: the account is not the municipality's alone to change."))
            return
        wanted = self._names.setdefault(wish.email, wish.name)
        if wanted != wish.name:
            raise RowError(_("Another row calls the person %(name)s. Write the same name in both.") % {"name": wanted})
        wish.verdicts.add(Verdict.RENAMED)
        wish.said.append(_("%(before)s is called %(after)s.") % {"before": person.name, "after": wish.name})

    def _look_at_new_role(self, wish: PersonWish) -> None:
        wish.starts = wish.starts or self.today
        try:
            must_make_sense(wish.place, wish.starts, wish.ends)
        except RuleBroken as error:
            raise RowError(str(error)) from error
        if wish.person is not None and not wish.person.is_active:
            if wish.person.pk in self._here:
                raise RowError(
                    _("%(name)s may not sign in. Let them in first, then give the role.") % {"name": wish.name}
                )
            raise RowError(_("The address cannot be used for a new person. Ask who runs Rimlig for you."))
        wish.verdicts.add(Verdict.NEW)
        where = wish.place.unit or wish.place.board or self.municipality
        wish.said.append(_("Becomes %(role)s at %(place)s.") % {"role": wish.place.role.label, "place": where})

    def _compare_days(self, wish: PersonWish, held: RoleAssignment) -> None:
        if wish.starts and wish.starts != held.starts:
            wish.said.append(_("The first day is read for new roles only; the role keeps the one that it has."))
        if wish.ends is None or wish.ends == held.ends:
            return
        if held.ends is not None and wish.ends > held.ends:
            raise RowError(
                _("The role ends on %(day)s. Give a new one from the day after, in a row without the old one.")
                % {"day": date_format(held.ends)}
            )
        if held.starts and wish.ends < held.starts:
            raise RowError(_("The last day is before the role's first day. Check the two days."))
        if wish.ends < self.today - timedelta(days=1):
            raise RowError(_("A role cannot be ended further back than yesterday. Write a later day."))
        if held.source:
            raise RowError(_("The sign-in of your organisation gives this role, so it cannot be ended here."))
        wish.verdicts.add(Verdict.ENDED)
        wish.said.append(_("The role ends after %(day)s.") % {"day": date_format(wish.ends)})
