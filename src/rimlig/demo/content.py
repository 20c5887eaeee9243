"""How the demo's content is written down: each process once, with the goals it serves and what every period showed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from rimlig.documents.document import ActionPlan, ActionStatus, Deviation, Event, Treatment
from rimlig.followup.models import PeriodCode

# By their short names, so that the content reads as the table that it is.
T1, T2, VB = PeriodCode.T1, PeriodCode.T2, PeriodCode.VB
NONE, MINOR, MAJOR, NOT_DONE = Deviation.NONE, Deviation.MINOR, Deviation.MAJOR, Deviation.NOT_DONE
NOT_STARTED, ONGOING = ActionStatus.NOT_STARTED, ActionStatus.ONGOING
ON_HOLD, CLOSED = ActionStatus.ON_HOLD, ActionStatus.CLOSED
ACCEPT, WATCH = Treatment.ACCEPT, Treatment.WATCH
REDUCE, CONTROL = Treatment.REDUCE, Treatment.CONTROL


@dataclass(frozen=True, slots=True)
class Paper:
    """What lies beside an answer: a file, whose kind its name says, with what stands in it; or a link."""

    name: str
    rows: tuple[tuple[str, ...], ...] = ()
    link: str = ""


@dataclass(frozen=True, slots=True)
class ControlTest:
    """A control test that is run for an answer: which, its parameters as they are written, and its data by their names."""

    code: str
    parameters: Mapping[str, str]
    files: Mapping[str, Paper]


@dataclass(frozen=True, slots=True)
class Step:
    """How an action goes on in a period: to which status, and what is said of it then."""

    status: ActionStatus
    said: str = ""


@dataclass(frozen=True, slots=True)
class Corrective:
    """An action that is made from a deviation, how it goes on, and what is said of it when the year ends."""

    text: str
    steps: Mapping[PeriodCode, Step] = field(default_factory=dict)
    analysis: str = ""
    days: int = 35  # until it is to be ready


@dataclass(frozen=True, slots=True)
class Answer:
    """What a follow-up showed in a period: for the board, or for one unit.

    `action` is made from the deviation, or `reason` says why none is needed.
    `counted`: how many there were, how many were examined, and how many of those had errors; or `test` counts them.
    """

    deviation: Deviation
    result: str
    measures: str = ""
    action: Corrective | None = None
    reason: str = ""
    counted: tuple[int, int, int] | None = None
    papers: tuple[Paper, ...] = ()
    test: ControlTest | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """A planned follow-up, the board's conclusion per period, and the units' answers where units answer."""

    text: str
    answers: Mapping[PeriodCode, Answer] = field(default_factory=dict)
    units: Mapping[PeriodCode, Mapping[str, Answer]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Shortcoming:
    """What becomes an action plan: what the check showed, in which period, and how it has gone since."""

    heading: str
    finding: str
    units: tuple[str, ...]
    units_total: int
    measures: str
    check: str
    found: PeriodCode
    since: Mapping[PeriodCode, str]
    effect: str = ""
    """What was checked when it was closed, in the last period that it was followed up in; "" while it is open."""


@dataclass(frozen=True, slots=True)
class Method:
    """A working method with its control, events and follow-ups."""

    name: str
    control: str
    events: tuple[Event, ...]
    checks: tuple[Check, ...]
    # An event that concerns only one of the process's goals: goal number → the event.
    only: Mapping[str, Event] = field(default_factory=dict)
    # An action that was forgotten in the copy under one goal: goal number → its text.
    lacking: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Essential:
    """An essential process and the numbers of the goals that it serves."""

    name: str
    goals: tuple[str, ...]
    methods: tuple[Method, ...]


@dataclass(frozen=True, slots=True)
class BoardContent:
    """All of one board: its goals, processes, texts and units."""

    code: str
    name: str
    units: tuple[str, ...]
    goals: Mapping[str, str]
    processes: tuple[Essential, ...]
    introduction: str
    summaries: Mapping[PeriodCode, str]
    goal_summaries: Mapping[str, str]  # of the annual report
    earlier_action_plans: tuple[ActionPlan, ...] = ()  # of the year before
    shortcomings: tuple[Shortcoming, ...] = ()  # that the year's follow-ups have shown


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who signs in; without a board the role is on the whole municipality."""

    email: str
    name: str
    role: str
    board: str = ""
    unit: str = ""


def checks_of(content: BoardContent) -> Iterator[tuple[tuple[str, str, str], Check]]:
    """Give each planned follow-up of the board with the names of its process and working method, and its own text."""
    for process in content.processes:
        for method in process.methods:
            for check in method.checks:
                yield (process.name, method.name, check.text), check
