"""The board's own assessment of its internal control, as reports say it. The room that keeps assessments gives them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from rimlig.planning.models import Plan


@dataclass(frozen=True, slots=True)
class Assessment:
    """What a board says of its own internal control in a year, in Swedish as the report is.

    `level` is one of sufficient, not_fully and insufficient; `criterion` says
    what the municipality means by it. `decided` is the day of the meeting, and
    nothing while the assessment is only prepared; `minutes` is then "§ 12".
    """

    level: str
    label: str
    reasons: str
    criterion: str
    decided: date | None = None
    minutes: str = ""


Give = Callable[[Sequence[Plan]], Mapping[int, Assessment]]
_GIVERS: list[Give] = []


def register_assessments(give: Give) -> None:
    """Let `give` say what the boards of some plans have assessed for their years, by the plans' keys.

    It should cost the same number of queries for many plans as for one. The room does this in `AppConfig.ready()`.
    """
    _GIVERS[:] = [give]


def assessments_of(plans: Sequence[Plan]) -> dict[int, Assessment]:
    """Return the assessments for the plans' boards and years, by the plans' keys: see `assessment_of`."""
    found: dict[int, Assessment] = {}
    for give in _GIVERS:
        found |= give(plans)
    return found


def assessment_of(plan: Plan) -> Assessment | None:
    """Return the assessment for the plan's board and year: the latest decided, else the one being prepared, else nothing."""
    return assessments_of([plan]).get(plan.pk)
