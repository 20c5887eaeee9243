"""Finding units by what a table calls them: a code, a name, or a name in quotation marks where a code could be meant."""

from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

_Key = TypeVar("_Key", bound=Hashable)

FIRST, LAST = date.min, date.max


@dataclass(frozen=True, slots=True)
class Known(Generic[_Key]):
    """A unit that a table may name, by its key, on the days when it exists."""

    key: _Key
    code: str
    name: str
    starts: date | None
    ends: date | None

    def covers(self, starts: date | None, ends: date | None) -> bool:
        """Say whether the unit exists on all of the days."""
        return (self.starts or FIRST) <= (starts or FIRST) and (self.ends or LAST) >= (ends or LAST)

    def meets(self, starts: date | None, ends: date | None) -> bool:
        """Say whether the unit exists on one of the days."""
        return (self.starts or FIRST) <= (ends or LAST) and (self.ends or LAST) >= (starts or FIRST)


class UnitIndex(Generic[_Key]):
    """Units by code and by name."""

    def __init__(self, units: Iterable[Known[_Key]]) -> None:
        self.by_code: dict[str, list[Known[_Key]]] = defaultdict(list)
        self.by_name: dict[str, list[Known[_Key]]] = defaultdict(list)
        for unit in units:
            if unit.code:
                self.by_code[unit.code].append(unit)
            self.by_name[unit.name].append(unit)

    def named(self, reference: str, on: date) -> Known[_Key] | None:
        """Return the unit that the reference means on the day: by code first, then by name. None when there is none."""
        name = reference[1:-1] if _is_quoted(reference) else reference
        return _on(self.by_code.get(reference, []), on) or _on(self.by_name.get(name, []), on)

    def reference(self, code: str, name: str) -> str:
        """Return what a table calls the unit so that it is found again."""
        if code:
            return code
        return f'"{name}"' if _is_quoted(name) or name in self.by_code else name


def _is_quoted(text: str) -> bool:
    return text != '"' and text[:1] == text[-1:] == '"'


def _on(found: list[Known[_Key]], on: date) -> Known[_Key] | None:
    """Return the one that exists on the day, or failing that the only one there is."""
    valid = [unit for unit in found if unit.covers(on, on)]
    if valid:
        return valid[0]
    return found[0] if len(found) == 1 else None
