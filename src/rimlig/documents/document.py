"""The document as it stands on paper: a process under five goals stands five times here."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """Which of the family's documents this is."""

    PLAN = "plan"
    FOLLOW_UP = "follow-up"
    ACTION_PLANS = "action-plans"


class Deviation(StrEnum):
    """How serious what a follow-up found is (avvikelse)."""

    NONE = "none"
    MINOR = "minor"
    MAJOR = "major"
    NOT_DONE = "not_done"


class ActionStatus(StrEnum):
    """How far an action (åtgärd) has come."""

    NOT_STARTED = "not_started"
    ONGOING = "ongoing"
    ON_HOLD = "on_hold"
    CLOSED = "closed"


class Treatment(StrEnum):
    """What the board does about an assessed risk (hantering)."""

    ACCEPT = "accept"
    WATCH = "watch"
    REDUCE = "reduce"
    CONTROL = "control"


class Look(StrEnum):
    """How a band of the risk matrix looks, from calm to alarming. Its name is the municipality's own."""

    LOW = "low"
    MODERATE = "moderate"
    HIGH = "high"
    CRITICAL = "critical"


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a scale: its name, and the criterion by which one knows it."""

    name: str
    criterion: str = ""


@dataclass(frozen=True, slots=True)
class Band:
    """A band of the risk matrix: the risk values from this one up to where the next band begins."""

    from_value: int
    name: str
    look: Look


@dataclass(frozen=True, slots=True)
class Scale:
    """What the risks are valued with. Steps stand from the lowest, which has the value 1."""

    likelihoods: tuple[Step, ...]
    consequences: tuple[Step, ...]
    bands: tuple[Band, ...] = ()
    threshold: int | None = None  # risks of this value and above are taken into the plan


@dataclass(frozen=True, slots=True)
class Action:
    """An action (åtgärd) under an undesired event or a planned follow-up."""

    text: str
    status: ActionStatus | None = None
    analysis: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """An undesired event (oönskad händelse), with its risk values where they were assessed."""

    text: str
    likelihood: int | None = None
    consequence: int | None = None
    treatment: Treatment | None = None
    actions: tuple[Action, ...] = ()
    likelihood_after: int | None = None  # after controls and planned actions
    consequence_after: int | None = None
    likelihood_reason: str = ""
    consequence_reason: str = ""
    category: str = ""
    treatment_reason: str = ""
    accepted_by: str = ""  # a person's name


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A planned follow-up (uppföljning av arbetssätt/löpande kontroll), how it is done, and what it showed.

    `schedule`, `answering`, `performer`, `reviewer` and `examination` are in
    the document's own words (documents/planned.py); `answering` has the names
    of units, or one of those words. Nothing there is the whole administration.
    """

    text: str
    deviation: Deviation | None = None
    result: str = ""
    measures: str = ""
    actions: tuple[Action, ...] = ()
    method: str = ""
    schedule: str = ""
    answering: tuple[str, ...] = ()
    performer: str = ""
    reviewer: str = ""
    examination: str = ""
    criterion_none: str = ""  # when each deviation level is right, where the follow-up has its own words for it
    criterion_minor: str = ""
    criterion_major: str = ""


@dataclass(frozen=True, slots=True)
class WorkingMethod:
    """A working method (arbetssätt): one table of the report."""

    name: str
    control: str = ""
    events: tuple[Event, ...] = ()
    follow_ups: tuple[FollowUp, ...] = ()


@dataclass(frozen=True, slots=True)
class Process:
    """One copy of an essential process, as it stands under one goal."""

    name: str
    working_methods: tuple[WorkingMethod, ...] = ()
    reason: str = ""  # why it is essential


@dataclass(frozen=True, slots=True)
class Goal:
    """A numbered goal of the council, with the processes that serve it."""

    number: str
    title: str = ""
    processes: tuple[Process, ...] = ()


@dataclass(frozen=True, slots=True)
class GoalSummary:
    """The summary analysis of one goal. Its title is the document's own, which may differ from the goal's."""

    goal: str
    title: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class ActionPlan:
    """A shortcoming and the actions that answer it (handlingsplan)."""

    heading: str
    finding: str = ""
    units_at_risk: int | None = None
    units_total: int | None = None
    measures: str = ""
    status: ActionStatus | None = None


@dataclass(frozen=True, slots=True)
class Remark:
    """Something a person should look at: called a warning in the interchange format."""

    code: str
    message: str
    where: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A whole plan, follow-up report or follow-up of action plans."""

    kind: Kind
    year: int | None = None
    title: str = ""
    board: str = ""
    introduction: str = ""
    summary: str = ""
    summary_by_goal: tuple[GoalSummary, ...] = ()
    goals: tuple[Goal, ...] = ()
    action_plans: tuple[ActionPlan, ...] = ()
    warnings: tuple[Remark, ...] = ()
    approach: str = ""  # how the board works with internal control
    scale: Scale | None = None
