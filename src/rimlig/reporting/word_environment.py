"""What a Word template may do: name what there is, repeat it, choose by it. Nothing else of Python is within its reach."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from jinja2 import StrictUndefined, Undefined
from jinja2.runtime import LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment

LOOP: Final = frozenset({"index", "index0", "revindex", "first", "last", "length", "depth"})
"""What may be asked of the loop that one is in."""

_FILTERS: Final = frozenset(
    {
        "capitalize",
        "default",
        "d",
        "first",
        "float",
        "int",
        "join",
        "last",
        "length",
        "count",
        "list",
        "lower",
        "replace",
    }
    | {
        "reject",
        "rejectattr",
        "reverse",
        "round",
        "select",
        "selectattr",
        "sort",
        "title",
        "trim",
        "truncate",
        "unique",
    }
    | {"upper", "map", "groupby", "sum", "batch", "string", "e", "escape", "format", "abs", "max", "min", "dictsort"}
)
"""Filters that only look at values. Not `safe`: a text must arrive as text, whatever stands in it."""


class TemplateEnvironment(ImmutableSandboxedEnvironment):
    """Jinja with the fields of mappings, and no attribute of anything else."""

    def __init__(self, finalize: Callable[[Any], Any]) -> None:
        super().__init__(undefined=StrictUndefined, finalize=finalize, autoescape=True)
        self.globals = {"range": self.globals["range"]}
        self.filters = {name: function for name, function in self.filters.items() if name in _FILTERS}

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Return a mapping's field or what a loop tells; everything else does not exist."""
        if isinstance(obj, Mapping) and attribute in obj:
            return obj[attribute]
        if isinstance(obj, LoopContext) and attribute in LOOP:
            return getattr(obj, attribute)
        return self._unknown(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """Return a mapping's field, or one of a list's values by its place."""
        if isinstance(argument, str):
            return self.getattr(obj, argument)
        if isinstance(obj, list | tuple | str):
            try:
                return obj[argument]
            except (IndexError, TypeError):
                return self._unknown(obj, argument)
        return self._unknown(obj, argument)

    def is_safe_callable(self, obj: Any) -> bool:
        """Let a template call `range`, which is bounded, and nothing else."""
        return obj is self.globals["range"]

    def _unknown(self, obj: Any, name: Any) -> Undefined:
        return self.undefined(obj=obj, name=name)
