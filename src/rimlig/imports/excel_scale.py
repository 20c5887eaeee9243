"""The sheet Skala to the scales of a plan."""

from collections.abc import Iterable
from typing import Final

from django.utils.translation import gettext as _

from rimlig.documents import words, workbook
from rimlig.documents.document import Band, Look, Scale, Step
from rimlig.imports.blocks import Unreadable
from rimlig.imports.excel_cells import number, text, word
from rimlig.imports.excel_sheets import Line

_AXES: Final = {axis.casefold(): axis for axis in workbook.AXES}
_LOOKS: Final = {name.casefold(): look for look, name in words.LOOK.items()}


def scale_of(lines: Iterable[Line]) -> Scale | None:
    """Return the scale, or None without rows. The steps count in the order of their values.

    Raises Unreadable where a row does not say what it is of, or a value is missing.
    """
    steps: dict[str, list[tuple[int, Step]]] = {workbook.LIKELIHOOD: [], workbook.CONSEQUENCE: []}
    bands: list[Band] = []
    threshold = None
    for line in lines:
        axis = word(line, workbook.AXIS, workbook.AXIS, _AXES, workbook.AXES)
        value = number(line, workbook.STEP_VALUE)
        if axis is None or value is None:
            raise Unreadable(
                _("The columns %(one)s and %(other)s must be filled in, in %(place)s.")
                % {"one": workbook.AXIS, "other": workbook.STEP_VALUE, "place": line.place()}
            )
        if axis == workbook.THRESHOLD:
            threshold = value
        elif axis == workbook.BAND:
            look = word(line, workbook.COLOUR, workbook.COLOUR, _LOOKS, words.LOOK.values())
            bands.append(Band(value, text(line, workbook.NAME), look or Look.MODERATE))
        else:
            steps[axis].append((value, Step(text(line, workbook.NAME), text(line, workbook.CRITERION))))
    likelihoods, consequences = (
        tuple(step for _value, step in sorted(found, key=_value_of)) for found in steps.values()
    )
    if not (likelihoods and consequences):
        return None
    return Scale(likelihoods, consequences, tuple(bands), threshold)


def _value_of(step: tuple[int, Step]) -> int:
    return step[0]
