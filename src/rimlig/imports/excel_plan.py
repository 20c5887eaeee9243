"""The sheet Plan, row by row, to goals with their processes. The rules are those of the sheet “Så fyller du i”."""

from dataclasses import dataclass, field, replace
from typing import Final, Generic, TypeVar

from django.utils.translation import gettext as _

from rimlig.documents import planned, words, workbook
from rimlig.documents.document import Action, Event, FollowUp, Goal, Process, WorkingMethod
from rimlig.imports.blocks import Unreadable
from rimlig.imports.excel_cells import goal_number, is_filled, number, text, word
from rimlig.imports.excel_sheets import Line
from rimlig.imports.table import DEVIATION_BY_WORD, STATUS_BY_WORD

_EVENT: Final = (workbook.LIKELIHOOD, workbook.CONSEQUENCE, workbook.TREATMENT, *workbook.OF_RISK)
_FOLLOW_UP: Final = (workbook.DEVIATION, workbook.RESULT, workbook.MEASURES, *workbook.OF_FOLLOW_UP)
_ACTION: Final = (workbook.ACTION_STATUS, workbook.ANALYSIS)
_CONTENT: Final = (
    *(workbook.CONTROL, workbook.EVENT, workbook.FOLLOW_UP, workbook.ACTION),
    *(*_EVENT, *_FOLLOW_UP, *_ACTION),
)
_TREATMENT_BY_WORD: Final = {name.casefold(): treatment for treatment, name in words.TREATMENT.items()}
_PARTS: Final = {part.casefold(): part for part in workbook.PARTS}

_Part = TypeVar("_Part", bound="_Method | _Process | _Goal")


@dataclass(slots=True)
class _Method:
    name: str
    control: list[str] = field(default_factory=list)
    owners: list[Event | FollowUp] = field(default_factory=list)

    def done(self) -> WorkingMethod:
        events = tuple(owner for owner in self.owners if isinstance(owner, Event))
        follow_ups = tuple(owner for owner in self.owners if isinstance(owner, FollowUp))
        return WorkingMethod(self.name, "\n\n".join(self.control), events, follow_ups)


@dataclass(slots=True)
class _Parts(Generic[_Part]):
    """Parts of one kind in their order, and the one of each name that came last."""

    all: list[_Part] = field(default_factory=list)
    last: dict[str, _Part] = field(default_factory=dict)

    def add(self, part: _Part) -> _Part:
        self.all.append(part)
        self.last[part.name] = part
        return part


@dataclass(slots=True)
class _Process:
    name: str
    reason: str = ""
    methods: _Parts[_Method] = field(default_factory=_Parts)


@dataclass(slots=True)
class _Goal:
    name: str  # its number
    title: str = ""
    processes: _Parts[_Process] = field(default_factory=_Parts)

    def done(self) -> Goal:
        processes = (
            Process(process.name, tuple(method.done() for method in process.methods.all), process.reason)
            for process in self.processes.all
        )
        return Goal(self.name, self.title, tuple(processes))


@dataclass(slots=True)
class PlanInTheMaking:
    """Takes the sheet's rows in order."""

    goals: _Parts[_Goal] = field(default_factory=_Parts)
    _goal: _Goal | None = None
    _process: _Process | None = None
    _method: _Method | None = None
    _may_continue: bool = False  # whether a further action has an event or a follow-up right above it

    def take(self, line: Line) -> None:
        """Take a row. Raises Unreadable where it cannot be told what belongs to what."""
        before = self._method
        self._find_place(line)
        self._may_continue = self._may_continue and self._method is before
        if not is_filled(line, _CONTENT):
            return
        if self._method is None:
            raise _refusal(line, _("the row does not say which goal, process and working method it belongs to"))
        control = text(line, workbook.CONTROL)
        if control and control not in self._method.control:
            self._method.control.append(control)
        self._take_owner(line, self._method)
        self._take_action(line, self._method)

    def done(self) -> tuple[Goal, ...]:
        """Return the finished goals."""
        return tuple(goal.done() for goal in self.goals.all)

    def _find_place(self, line: Line) -> None:
        """Go to the goal, process and working method of the row; an empty cell means the same as above."""
        part = word(line, workbook.NEW_PART, workbook.NEW_PART, _PARTS, workbook.PARTS)
        if is_filled(line, [workbook.GOAL]) or part == workbook.GOAL:
            self._go_to_goal(line, is_new=part == workbook.GOAL)
        if is_filled(line, [workbook.PROCESS]) or part == workbook.PROCESS:
            self._go_to_process(line, is_new=part == workbook.PROCESS)
        if is_filled(line, [workbook.METHOD]) or part == workbook.METHOD:
            self._go_to_method(line, is_new=part == workbook.METHOD)

    def _go_to_goal(self, line: Line, *, is_new: bool) -> None:
        name = goal_number(line, workbook.GOAL)
        goal = None if is_new else self.goals.last.get(name)
        goal = goal or self.goals.add(_Goal(name))
        title = text(line, workbook.GOAL_TITLE)
        if title and goal.title and title != goal.title:
            message = _("the goal %(number)s has another title here than further up") % {"number": name}
            raise _refusal(line, message)
        goal.title = goal.title or title
        if goal is not self._goal:
            self._goal, self._process, self._method = goal, None, None

    def _go_to_process(self, line: Line, *, is_new: bool) -> None:
        if self._goal is None:
            raise _refusal(line, _("the process stands under no goal"))
        name = text(line, workbook.PROCESS)
        process = None if is_new else self._goal.processes.last.get(name)
        process = process or self._goal.processes.add(_Process(name))
        if process is not self._process:
            self._process, self._method = process, None
        reason = text(line, workbook.REASON)
        if reason and process.reason and reason != process.reason:
            raise _refusal(line, _("the process is essential for another reason here than further up"))
        process.reason = process.reason or reason

    def _go_to_method(self, line: Line, *, is_new: bool) -> None:
        if self._process is None:
            raise _refusal(line, _("the working method stands under no process"))
        name = text(line, workbook.METHOD)
        method = None if is_new else self._process.methods.last.get(name)
        self._method = method or self._process.methods.add(_Method(name))

    def _take_owner(self, line: Line, method: _Method) -> None:
        """Begin the event or follow-up that the row has words of."""
        has_event, has_follow_up = is_filled(line, [workbook.EVENT]), is_filled(line, [workbook.FOLLOW_UP])
        if has_event and has_follow_up and is_filled(line, [workbook.ACTION, *_ACTION]):
            raise _refusal(
                line, _("write the event and the follow-up on rows of their own, so that the action belongs to one")
            )
        if is_filled(line, _EVENT) and not has_event:
            raise _refusal(line, _("likelihood, consequence or treatment has no undesired event on the row"))
        if is_filled(line, _FOLLOW_UP) and not has_follow_up:
            raise _refusal(line, _("a status, a result or measures have no follow-up on the row"))
        if has_event:
            method.owners.append(_event(line))
        if has_follow_up:
            method.owners.append(_follow_up(line))
        self._may_continue = self._may_continue or has_event or has_follow_up

    def _take_action(self, line: Line, method: _Method) -> None:
        if not is_filled(line, [workbook.ACTION]):
            if is_filled(line, _ACTION):
                raise _refusal(line, _("a status or an analysis has no action on the row"))
            return
        if not self._may_continue:
            raise _refusal(line, _("the action has no undesired event and no follow-up on its row or right above it"))
        status = word(line, workbook.ACTION_STATUS, workbook.STATUS, STATUS_BY_WORD, words.STATUS.values())
        action = Action(text(line, workbook.ACTION), status, text(line, workbook.ANALYSIS))
        owner = method.owners[-1]
        method.owners[-1] = replace(owner, actions=(*owner.actions, action))


def _event(line: Line) -> Event:
    return Event(
        text(line, workbook.EVENT),
        number(line, workbook.LIKELIHOOD),
        number(line, workbook.CONSEQUENCE),
        word(line, *(workbook.TREATMENT,) * 2, _TREATMENT_BY_WORD, words.TREATMENT.values()),
        likelihood_after=number(line, workbook.LIKELIHOOD_AFTER),
        consequence_after=number(line, workbook.CONSEQUENCE_AFTER),
        likelihood_reason=text(line, workbook.LIKELIHOOD_REASON),
        consequence_reason=text(line, workbook.CONSEQUENCE_REASON),
        category=text(line, workbook.CATEGORY),
        treatment_reason=text(line, workbook.TREATMENT_REASON),
        accepted_by=text(line, workbook.ACCEPTED_BY),
    )


def _follow_up(line: Line) -> FollowUp:
    deviation = word(line, workbook.DEVIATION, workbook.STATUS, DEVIATION_BY_WORD, words.DEVIATION.values())
    result, measures = text(line, workbook.RESULT), text(line, workbook.MEASURES)
    return FollowUp(
        text(line, workbook.FOLLOW_UP),
        deviation,
        result,
        measures,
        method=text(line, workbook.METHOD_OF_FOLLOW_UP),
        schedule=text(line, workbook.SCHEDULE),
        answering=planned.names_parted(text(line, workbook.ANSWERING)),
        performer=text(line, workbook.PERFORMER),
        reviewer=text(line, workbook.REVIEWER),
        examination=text(line, workbook.EXAMINATION),
        criterion_none=text(line, workbook.CRITERION_NONE),
        criterion_minor=text(line, workbook.CRITERION_MINOR),
        criterion_major=text(line, workbook.CRITERION_MAJOR),
    )


def _refusal(line: Line, reason: str) -> Unreadable:
    place = line.place()
    return Unreadable(_("%(place)s: %(reason)s.") % {"place": place[:1].upper() + place[1:], "reason": reason})
