"""What is still to be done at a unit when it ends. Higher rooms register theirs in `AppConfig.ready()`.

The organisation knows of no plans, but a unit must not end under the feet of
those who wait for its answer: what is registered here is asked before.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from rimlig.organisation.models import OrgUnit


@dataclass(frozen=True)
class UnitWork:
    """Work that a unit has left after a day, in a sentence for people.

    `stays` says that it cannot be given to another unit (a decision names the
    unit): whoever takes over from the unit answers for it instead.
    """

    unit: OrgUnit
    text: str
    stays: bool = False


@dataclass(frozen=True)
class Kind:
    """A kind of work. `find` takes units and their last day; `pass_on` also the unit that takes over, and changes the rows.

    `pass_on` is called within the transaction that ends the units.
    """

    find: Callable[[Iterable[OrgUnit], date], Iterable[UnitWork]]
    pass_on: Callable[[Iterable[OrgUnit], date, OrgUnit], None]


_KINDS: dict[str, Kind] = {}


def register_unit_work(name: str, kind: Kind) -> None:
    """Let the kind of work be asked for, and passed on, when units end."""
    _KINDS[name] = kind


def work_left(units: Iterable[OrgUnit], last_day: date) -> list[UnitWork]:
    """Return what the units have left to do after their last day."""
    asked = list(units)
    return [work for kind in _KINDS.values() for work in kind.find(asked, last_day)]


def pass_on_work(units: Iterable[OrgUnit], last_day: date, successor: OrgUnit) -> None:
    """Give the successor what the units have left to do after their last day and can be given."""
    asked = list(units)
    for kind in _KINDS.values():
        kind.pass_on(asked, last_day, successor)
