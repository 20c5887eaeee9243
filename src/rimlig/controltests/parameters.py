"""What is given as a parameter, from text to value and back."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from django.utils.translation import gettext as _

from rimlig.controltests.definition import ControlTest, Kind, Parameter
from rimlig.core.errors import Unreadable

_SPACES: Final = re.compile(r"[\s\u00a0\u202f]")
_MOST: Final = Decimal(10) ** 12
_LONGEST: Final = 200


def values_of(test: ControlTest, written: Mapping[str, str]) -> dict[str, Any]:
    """Return all parameters of the test as values: what was written, else the default.

    Raises Unreadable, with a sentence, for one that the test does not have, one
    that is missing, one that cannot be read and one outside its limits.
    """
    unknown = sorted(set(written) - {one.name for one in test.parameters})
    if unknown:
        known = ", ".join(one.name for one in test.parameters)
        raise Unreadable(
            _("The test has no parameter %(name)s. It has: %(known)s.") % {"name": unknown[0], "known": known}
        )
    return {one.name: value_of(one, written.get(one.name, "").strip()) for one in test.parameters}


def value_of(parameter: Parameter, written: str) -> Any:
    """Return the parameter as a value: what was written, else the default. Raises Unreadable as `values_of` does."""
    if not written:
        if parameter.default is None:
            raise Unreadable(
                _("The parameter %(name)s (%(label)s) is missing.") % {"name": parameter.name, "label": parameter.label}
            )
        return _typed(parameter.kind, str(parameter.default))
    try:
        value = _typed(parameter.kind, written)
    except (ValueError, InvalidOperation) as error:
        raise Unreadable(_not_one(parameter, written)) from error
    if not _within(parameter, value):
        raise Unreadable(
            _("The parameter %(name)s is %(written)s; it must be %(limits)s.")
            % {"name": parameter.name, "written": written[:_LONGEST], "limits": limits_in_words(parameter)}
        )
    return value


def _typed(kind: Kind, written: str) -> Any:
    match kind:
        case Kind.NUMBER:
            if not re.fullmatch(r"[+-]?[0-9]{1,9}", written):
                raise ValueError
            return int(written)
        case Kind.AMOUNT:
            plain = _SPACES.sub("", written).replace("\u2212", "-").replace(",", ".")
            if not re.fullmatch(r"[+-]?[0-9]{1,12}(\.[0-9]{1,2})?", plain):
                raise ValueError
            return Decimal(plain)
        case Kind.DATE:
            if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", written):
                raise ValueError
            return date.fromisoformat(written)
        case Kind.TEXT:
            return written[:_LONGEST]


def _within(parameter: Parameter, value: Any) -> bool:
    if parameter.kind is Kind.DATE:
        return bool(1900 <= value.year <= 2999)  # noqa: PLR2004  # a slip outside of it
    return (parameter.least is None or value >= parameter.least) and (parameter.most is None or value <= parameter.most)


def limits_in_words(parameter: Parameter) -> str:
    """Return within which limits the parameter is."""
    if parameter.kind is Kind.DATE:
        return _("from 1900 to 2999")
    if parameter.most is None:
        return _("%(least)s or more") % {"least": parameter.least}
    return _("from %(least)s to %(most)s") % {"least": parameter.least, "most": parameter.most}


def _not_one(parameter: Parameter, written: str) -> str:
    wanted = {
        Kind.NUMBER: _("a whole number"),
        Kind.AMOUNT: _("an amount, for example 1 234,50"),
        Kind.DATE: _("a date, for example 2026-12-31"),
    }[parameter.kind]
    return _("The parameter %(name)s is “%(written)s”; write %(wanted)s.") % {
        "name": parameter.name,
        "written": written[:40],
        "wanted": wanted,
    }
