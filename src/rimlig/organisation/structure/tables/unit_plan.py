"""What a table of units would do to a board's tree: each row beside the unit that it means."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from rimlig.organisation.models import Board, OrgUnit, Placement, UnitKind
from rimlig.organisation.structure.tables.cells import Outcome, RowError, Verdict, day_in, kind_in, verdict_of
from rimlig.organisation.structure.tables.tables import ABOVE, CODE, FROM, NAME, TO, Row, tidied
from rimlig.organisation.structure.tables.unit_index import Known, UnitIndex
from rimlig.organisation.structure.unit_work import work_left

LONGEST_NAME: Final = 200
LONGEST_CODE: Final = 50

Key = tuple[str, int]
"""A unit that there is ("unit", its id) or one that the table would add ("row", its number)."""


@dataclass
class Wish:
    """A row understood: what the unit is to be called, where it is to stand, and what that changes."""

    row: Row
    key: Key
    unit: OrgUnit | None
    code: str
    name: str
    kind: UnitKind
    starts: date | None
    ends: date | None
    from_day: date | None
    above: Key | None = None
    verdicts: set[Verdict] = field(default_factory=set)
    said: list[str] = field(default_factory=list)
    error: str = ""

    def known(self) -> Known[Key]:
        """Return the unit as it is to be, for other rows to name."""
        return Known(self.key, self.code, self.name, self.starts, self.ends)

    def outcome(self) -> Outcome:
        """Return what becomes of the row, in words."""
        if self.error:
            return Outcome(self.row.number, Verdict.ERROR, [self.error])
        return Outcome(self.row.number, verdict_of(self.verdicts), self.said)


class UnitPlan:
    """A table of units laid beside the board's tree as it stands. Nothing is changed by making one.

    `wishes` are the rows that could be understood; `outcomes` are all rows, in
    the table's order.
    """

    def __init__(self, board: Board, rows: Iterable[Row], on: date) -> None:
        self.board, self.on = board, on
        lasting = Q(ends=None) | Q(ends__gte=on)
        self.units = list(OrgUnit.objects.filter(lasting, board=board).select_related("board__municipality"))
        self.places: dict[int, list[Placement]] = defaultdict(list)
        self._last_below: dict[int, date] = {}
        for place in Placement.objects.filter(lasting, unit__board=board).order_by("starts"):
            self.places[place.unit_id].append(place)
            if place.parent_id:
                last = self._last_below.get(place.parent_id, date.min)
                self._last_below[place.parent_id] = max(last, place.ends or date.max)
        self.index = UnitIndex([_as_known(unit) for unit in self.units])
        self._by_id = {unit.pk: unit for unit in self.units}
        self._errors: dict[int, str] = {}
        self._order: list[int] = []
        self.wishes = self._understood(rows)
        self._look_at_names()
        self._find_places()
        self._look_at_circles()
        self._look_at_endings()

    @property
    def outcomes(self) -> list[Outcome]:
        """What becomes of each row."""
        by_number = {wish.row.number: wish.outcome() for wish in self.wishes}
        errors = {number: Outcome(number, Verdict.ERROR, [error]) for number, error in self._errors.items()}
        return [(errors | by_number)[number] for number in self._order]

    @property
    def left_alone(self) -> int:
        """How many units of the board the table does not name."""
        named = {wish.unit.pk for wish in self.wishes if wish.unit is not None}
        return sum(unit.pk not in named for unit in self.units)

    def place_of(self, unit: OrgUnit, on: date) -> Placement | None:
        """Return where the unit stands on the day."""
        return next((place for place in self.places[unit.pk] if _holds(place, on)), None)

    def _understood(self, rows: Iterable[Row]) -> list[Wish]:
        wishes: list[Wish] = []
        taken: dict[Key, int] = {}
        for row in rows:
            self._order.append(row.number)
            try:
                wish = self._wish(row)
            except RowError as error:
                self._errors[row.number] = str(error)
                continue
            first = taken.setdefault(wish.key, row.number)
            if first != row.number:
                said = _("The row means the same unit as row %(row)d. Keep one of them.")
                self._errors[row.number] = said % {"row": first}
                continue
            wishes.append(wish)
        return wishes

    def _wish(self, row: Row) -> Wish:
        code, name = row.cells.get(CODE, ""), row.cells[NAME]
        if not name:
            raise RowError(_("The row has no name. Write what the unit is called."))
        if len(name) > LONGEST_NAME or len(code) > LONGEST_CODE:
            raise RowError(_("The name may have 200 characters and the code 50. Write something shorter."))
        kind, starts, ends = kind_in(row), day_in(row, FROM), day_in(row, TO)
        if starts and ends and ends < starts:
            raise RowError(_("The last day is before the first day. Check the two days."))
        unit = self._meant(code, name, starts)
        if unit is None:
            wish = Wish(row, ("row", row.number), None, code, name, kind or UnitKind.UNIT, starts, ends, starts)
            wish.verdicts.add(Verdict.NEW)
            return wish
        wish = Wish(
            row,
            ("unit", unit.pk),
            unit,
            code or unit.code,
            name,
            kind or UnitKind(unit.kind),
            unit.starts,
            ends or unit.ends,
            max(self.on, unit.starts or self.on),
        )
        self._compare(wish, unit, starts)
        return wish

    def _meant(self, code: str, name: str, starts: date | None) -> OrgUnit | None:
        """Return the unit that the row means: by its code, else by its name. None when it is new."""
        found = self.index.by_code.get(code, []) if code else []
        if not found:
            # A unit that got its code after it got its name is the same; one with another code is not.
            found = [known for known in self.index.by_name.get(name, []) if not code or not known.code]
        if len(found) > 1:
            found = [known for known in found if known.starts == starts] or [
                known for known in found if known.covers(self.on, self.on)
            ]
        return self._by_id[found[0].key[1]] if found else None

    def _compare(self, wish: Wish, unit: OrgUnit, starts: date | None) -> None:
        if wish.name != tidied(unit.name):
            wish.verdicts.add(Verdict.RENAMED)
            wish.said.append(_("%(before)s is called %(after)s.") % {"before": unit.name, "after": wish.name})
        if wish.kind != unit.kind:
            wish.verdicts.add(Verdict.RENAMED)
            wish.said.append(_("The kind becomes %(kind)s.") % {"kind": wish.kind.label})
        if wish.code != tidied(unit.code):
            wish.verdicts.add(Verdict.RENAMED)
            wish.said.append(_("The code becomes %(code)s.") % {"code": wish.code})
        if starts and starts != unit.starts:
            wish.said.append(_("The first day is read for new units only; the unit keeps the one that it has."))
        if wish.ends is not None and wish.ends != unit.ends:
            if unit.ends is not None:
                wish.error = _("%(unit)s ends on %(day)s already. Take that back first, if another day is right.") % {
                    "unit": unit,
                    "day": date_format(unit.ends),
                }
            elif unit.starts and wish.ends < unit.starts:
                wish.error = _("The last day is before the unit's first day. Check the two days.")
            else:
                wish.verdicts.add(Verdict.ENDED)
                wish.said.append(_("Ends after %(day)s.") % {"day": date_format(wish.ends)})
                if self._has_below(unit, wish.ends):
                    wish.said.append(_("The units below it move up one level."))

    def _has_below(self, unit: OrgUnit, last_day: date | None) -> bool:
        """Say whether units would stand below the unit after the day, as the tree is now."""
        ends = self._last_below.get(unit.pk)
        return ends is not None and last_day is not None and ends > last_day

    def _look_at_names(self) -> None:
        """Refuse a name or a code that another unit has on the same days, in the tree or in the table."""
        others = [_as_known(unit) for unit in self.units]
        by_name, by_code = defaultdict(list), defaultdict(list)
        for known in [*others, *(wish.known() for wish in self.wishes if wish.unit is None)]:
            by_name[known.name].append(known)
            if known.code:
                by_code[known.code].append(known)
        for wish in self.wishes:
            if wish.unit is not None and Verdict.RENAMED in wish.verdicts:
                by_name[wish.name].append(wish.known())
        for wish in self.wishes:
            clash = [known for known in by_name[wish.name] if known.key != wish.key]
            if wish.unit is None or wish.name != tidied(wish.unit.name):
                self._refuse_clash(wish, clash, _("Another unit is called so on some of these days. Rename it first."))
            if wish.code and (wish.unit is None or wish.code != tidied(wish.unit.code)):
                clash = [known for known in by_code[wish.code] if known.key != wish.key]
                self._refuse_clash(wish, clash, _("Another unit has the code on some of these days. Change it first."))

    @staticmethod
    def _refuse_clash(wish: Wish, others: list[Known[Key]], sentence: str) -> None:
        if any(known.meets(wish.starts, wish.ends) for known in others):
            wish.error = wish.error or sentence

    def _find_places(self) -> None:
        """Find the unit above that each row names, among units as they will be called."""
        wished = {wish.key for wish in self.wishes}
        rest = [_as_known(unit) for unit in self.units if ("unit", unit.pk) not in wished]
        index = UnitIndex([*rest, *(wish.known() for wish in self.wishes if not wish.error)])
        for wish in self.wishes:
            if ABOVE not in wish.row.cells:
                wish.above = self._above_now(wish)
                continue
            try:
                wish.above = self._above_named(wish, index)
            except RowError as error:
                wish.error = wish.error or str(error)
                continue
            if wish.unit is not None and wish.above != self._above_now(wish):
                self._move(wish, wish.unit, index)
            elif wish.unit is None:
                wish.said.append(self._where(wish, index))

    def _above_now(self, wish: Wish) -> Key | None:
        if wish.unit is None:
            return None
        assert wish.from_day is not None
        place = self.place_of(wish.unit, wish.from_day)
        return ("unit", place.parent_id) if place and place.parent_id else None

    def _above_named(self, wish: Wish, index: UnitIndex[Key]) -> Key | None:
        reference = wish.row.cells[ABOVE]
        if not reference:
            return None
        found = index.named(reference, max(self.on, wish.from_day or self.on))
        if found is None:
            raise RowError(
                _("No unit of the board or the table has the code or the name “%(name)s”.") % {"name": reference[:80]}
            )
        if found.key == wish.key:
            raise RowError(_("The unit cannot stand under itself. Write another unit above it."))
        if wish.unit is not None and found.key == self._above_now(wish):
            return found.key  # it stands there; what is planned for either of them is looked at when that is changed
        if not found.covers(wish.from_day, wish.ends):
            raise RowError(
                _("%(above)s does not exist on all the days when the unit would stand under it.")
                % {"above": found.name}
            )
        return found.key

    def _move(self, wish: Wish, unit: OrgUnit, index: UnitIndex[Key]) -> None:
        assert wish.from_day is not None
        later = [place for place in self.places[unit.pk] if place.starts and place.starts > wish.from_day]
        if later:
            wish.error = wish.error or _("The unit is to move on %(day)s already. Take that move back first.") % {
                "day": date_format(later[0].starts or wish.from_day)
            }
        wish.verdicts.add(Verdict.MOVED)
        wish.said.append(self._where(wish, index))

    def _where(self, wish: Wish, index: UnitIndex[Key]) -> str:
        del index
        if wish.above is None:
            return _("Stands directly under %(board)s.") % {"board": self.board}
        return _("Stands under %(above)s.") % {"above": wish.row.cells[ABOVE].strip('"')}

    def _look_at_circles(self) -> None:
        """Refuse the rows by which units would come to stand below themselves."""
        above: dict[Key, Key | None] = {}
        for unit in self.units:
            place = self.place_of(unit, max(self.on, unit.starts or self.on))
            above["unit", unit.pk] = ("unit", place.parent_id) if place and place.parent_id else None
        above |= {wish.key: wish.above for wish in self.wishes if not wish.error}
        good: set[Key] = set()
        for wish in self.wishes:
            way: dict[Key, None] = {}
            key: Key | None = wish.key
            while key is not None and key not in good and key not in way:
                way[key] = None
                key = above.get(key)
            if key is None or key not in way:
                good |= set(way)
            elif key == wish.key:
                wish.error = wish.error or _("The unit would come to stand below itself. Check what stands above it.")

    def _look_at_endings(self) -> None:
        ending = [wish for wish in self.wishes if Verdict.ENDED in wish.verdicts and not wish.error]
        by_day: dict[date, list[Wish]] = defaultdict(list)
        for wish in ending:
            assert wish.ends is not None
            by_day[wish.ends].append(wish)
        for day, wishes in by_day.items():
            left = defaultdict(list)
            for work in work_left([wish.unit for wish in wishes if wish.unit is not None], day):
                left[work.unit.pk].append(work.text)
            for wish in wishes:
                if wish.unit is not None and left[wish.unit.pk]:
                    sentence = _("The unit has work left. End it on its own page, where one chooses who takes over.")
                    wish.error = " ".join([*left[wish.unit.pk], sentence])


def _as_known(unit: OrgUnit) -> Known[Key]:
    return Known(("unit", unit.pk), tidied(unit.code), tidied(unit.name), unit.starts, unit.ends)


def _holds(place: Placement, day: date) -> bool:
    return (place.starts is None or place.starts <= day) and (place.ends is None or place.ends >= day)
