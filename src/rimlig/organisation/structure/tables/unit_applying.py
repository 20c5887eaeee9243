"""Carrying out a table of units: all of it or nothing, in few statements however many rows there are."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from rimlig.organisation.models import OrgUnit, Placement, User
from rimlig.organisation.structure.endings import end_units
from rimlig.organisation.structure.restructuring import ONE_DAY
from rimlig.organisation.structure.tables.cells import Verdict
from rimlig.organisation.structure.tables.progress import BATCH, Progress
from rimlig.organisation.structure.tables.unit_plan import Key, UnitPlan, Wish


def carry_out_units(plan: UnitPlan, *, by: User | None, progress: Progress) -> None:
    """Do to the tree what the plan's rows say. Called inside a transaction that has locked, with a plan without errors."""
    wishes = _from_the_top(plan.wishes)
    renamed = [wish for wish in wishes if wish.unit is not None and Verdict.RENAMED in wish.verdicts]
    new = [wish for wish in wishes if wish.unit is None]
    moved = [wish for wish in wishes if Verdict.MOVED in wish.verdicts]
    placed = [wish for wish in wishes if wish.verdicts & {Verdict.NEW, Verdict.MOVED}]
    ended = [wish for wish in wishes if Verdict.ENDED in wish.verdicts]
    progress.begin(len(renamed) + len(new) + len(moved) + len(placed) + len(ended))
    progress.in_batches(renamed, _rename)
    units = {wish.key: wish.unit for wish in wishes if wish.unit is not None}
    units |= {("unit", unit.pk): unit for unit in plan.units}
    made = [_new_unit(plan, wish) for wish in new]
    progress.in_batches(made, OrgUnit.objects.bulk_create)
    units |= {wish.key: unit for wish, unit in zip(new, made, strict=True)}
    _leave(plan, moved)
    progress.made(len(moved))
    progress.in_batches([_new_place(wish, units) for wish in placed], Placement.objects.bulk_create)
    _end(ended, by)
    progress.made(len(ended))


def _from_the_top(wishes: list[Wish]) -> list[Wish]:
    """Return the rows so that what is above comes before what is below: no circle appears on the way."""
    by_key = {wish.key: wish for wish in wishes}
    depths: dict[Key, int] = {}
    for wish in wishes:
        way, key = [], wish.key
        while key in by_key and key not in depths:
            way.append(key)
            above = by_key[key].above
            if above is None:
                break
            key = above
        start = depths.get(key, -1)
        for number, passed in enumerate(reversed(way), start=1):
            depths[passed] = start + number
    return sorted(wishes, key=lambda wish: depths[wish.key])


def _rename(wishes: Sequence[Wish]) -> None:
    changed = []
    for wish in wishes:
        assert wish.unit is not None
        unit = wish.unit
        unit.name, unit.code, unit.kind, unit.version = wish.name, wish.code, wish.kind, unit.version + 1
        changed.append(unit)
    OrgUnit.objects.bulk_update(changed, ["name", "code", "kind", "version"], batch_size=BATCH)


def _new_unit(plan: UnitPlan, wish: Wish) -> OrgUnit:
    return OrgUnit(board=plan.board, name=wish.name, code=wish.code, kind=wish.kind, starts=wish.starts, ends=wish.ends)


def _leave(plan: UnitPlan, moved: list[Wish]) -> None:
    """End the places that the units leave, all of them before any new one begins: two units may change places."""
    cut: dict[date, list[int]] = defaultdict(list)
    gone: list[int] = []
    changed = []
    for wish in moved:
        assert wish.unit is not None
        assert wish.from_day is not None
        wish.unit.version += 1
        changed.append(wish.unit)
        place = plan.place_of(wish.unit, wish.from_day)
        if place is None:
            continue
        if place.starts == wish.from_day:
            gone.append(place.pk)
        else:
            cut[wish.from_day - ONE_DAY].append(place.pk)
    Placement.objects.filter(pk__in=gone).delete()
    for last_day, places in cut.items():
        Placement.objects.filter(pk__in=places).update(ends=last_day)
    OrgUnit.objects.bulk_update(changed, ["version"], batch_size=BATCH)


def _new_place(wish: Wish, units: dict[Key, OrgUnit]) -> Placement:
    unit = units[wish.key]
    return Placement(
        unit=unit,
        parent=None if wish.above is None else units[wish.above],
        starts=wish.from_day,
        ends=unit.ends,
    )


def _end(wishes: list[Wish], by: User | None) -> None:
    for day, units in sorted(_by_last_day(wishes).items()):
        versions = dict(OrgUnit.objects.filter(pk__in=[unit.pk for unit in units]).values_list("pk", "version"))
        end_units(units, last_day=day, versions=versions, by=by)


def _by_last_day(wishes: list[Wish]) -> dict[date, list[OrgUnit]]:
    by_day: dict[date, list[OrgUnit]] = defaultdict(list)
    for wish in wishes:
        assert wish.unit is not None
        assert wish.ends is not None
        by_day[wish.ends].append(wish.unit)
    return by_day
