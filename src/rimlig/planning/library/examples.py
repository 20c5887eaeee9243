"""What a good example consists of. The examples themselves stand beside, one file per area."""

from dataclasses import dataclass

WORK = "Verksamhet"
MONEY = "Ekonomi"
LAW = "Lagar och regler"
STAFF = "Personal och kompetens"
IT = "Information och it"
FRAUD = "Bedrägeri och förskingring"
BRIBERY = "Mutor"
CONFLICT = "Jäv och intressekonflikter"
"""The names of the standard categories of risk; a municipality that has renamed its own gets the event without category."""

TERTIALS = ("T1", "T2", "VB")
TWICE = ("T2", "VB")
YEARLY = ("VB",)


@dataclass(frozen=True)
class Event:
    """An undesired event and the category that it belongs to."""

    text: str
    category: str


@dataclass(frozen=True)
class FollowUp:
    """What is followed up, how, and in which periods. `by_units`: each unit answers, else the administration as a whole."""

    text: str
    method: str
    periods: tuple[str, ...] = YEARLY
    by_units: bool = True
    sample: bool = False
    criteria: tuple[str, str, str] = ("", "", "")  # when there is no deviation, a minor one, a major one


@dataclass(frozen=True)
class Method:
    """A working method with what checks it, what could go wrong, and how it is followed up."""

    name: str
    controls: tuple[str, ...]
    events: tuple[Event, ...]
    follow_ups: tuple[FollowUp, ...]


@dataclass(frozen=True)
class Example:
    """A process as a board could have it. `code` is its name in addresses, and never changes."""

    code: str
    name: str
    reason: str
    methods: tuple[Method, ...]


@dataclass(frozen=True)
class Area:
    """Examples that belong together."""

    name: str
    examples: tuple[Example, ...]
