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


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A planned follow-up (uppföljning av arbetssätt/löpande kontroll) and what it showed."""

    text: str
    deviation: Deviation | None = None
    result: str = ""
    measures: str = ""
    actions: tuple[Action, ...] = ()


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
