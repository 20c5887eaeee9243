"""Good examples to begin from: processes with working methods, controls, undesired events and follow-ups, in our own words."""

from typing import Final

from rimlig.planning.library import care, common, money, school, society
from rimlig.planning.library.examples import Area, Event, Example, FollowUp, Method

__all__ = ["AREAS", "Area", "Event", "Example", "FollowUp", "Method", "example"]

AREAS: Final = (common.AREA, money.AREA, school.AREA, care.AREA, society.AREA)


def example(code: str) -> Example | None:
    """Return the example of that code, None when there is none."""
    return next((one for area in AREAS for one in area.examples if one.code == code), None)
