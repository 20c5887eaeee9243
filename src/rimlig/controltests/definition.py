"""What a control test is: what it asks, of which data, with which parameters; and how the answer is worked out."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final, TypeAlias

if TYPE_CHECKING:
    import ibis.expr.types as ir

ROW: Final = "row"
"""A column of every table: the row's number in its file, as a spreadsheet counts them (the first line is 1)."""
REASON: Final = "reason"
"""A column of every table of exceptions: which of the test's reasons it is."""

Tables: TypeAlias = "Mapping[str, ir.Table]"
Given: TypeAlias = Mapping[str, Any]


class Kind(StrEnum):
    """What stands in a column, or is given as a parameter."""

    TEXT = "text"
    AMOUNT = "amount"
    DATE = "date"
    NUMBER = "number"


@dataclass(frozen=True)
class Column:
    """A column that a test needs. `headers` are what systems call it; case, spaces and signs do not matter."""

    name: str
    kind: Kind
    label: Any
    headers: tuple[str, ...]
    required: bool = True


@dataclass(frozen=True)
class Input:
    """A file that a test needs: a list with a row for each voucher, account, case …"""

    name: str
    label: Any
    columns: tuple[Column, ...]


@dataclass(frozen=True)
class Parameter:
    """Something that whoever runs the test decides. Without a default it must be given."""

    name: str
    kind: Kind
    label: Any
    default: Any = None
    least: Any = None
    most: Any = None
    hint: Any = ""


@dataclass(frozen=True)
class ControlTest:
    """A control test.

    `population` gives what was examined as a number, `exceptions` a table with
    a row for each exception: `row` (in the first input's file, each at most
    once), `reason`, and what the sentence of that reason names. Both are pure:
    Ibis tables to an Ibis expression. Raise `version` when the answer to the
    same data may become another.
    """

    code: str
    version: int
    name: Any
    asks: Any
    counts: Any
    inputs: tuple[Input, ...]
    parameters: tuple[Parameter, ...]
    reasons: Mapping[str, Any]
    population: "Callable[[Tables, Given], ir.Value]"
    exceptions: "Callable[[Tables, Given], ir.Table]"
    labels: Mapping[str, Any] = field(default_factory=dict)
    """What the columns of exceptions are called that are in no file."""

    def input_called(self, name: str) -> Input | None:
        """Return the input with the name, or None."""
        return next((one for one in self.inputs if one.name == name), None)

    def label_of(self, name: str) -> str:
        """Return what a column of the exceptions is called."""
        own = {column.name: column.label for one in self.inputs for column in one.columns}
        return str(self.labels.get(name) or own[name])

    def column_kinds(self) -> dict[str, Kind]:
        """Return the kinds of all columns by their names."""
        return {column.name: column.kind for one in self.inputs for column in one.columns}
