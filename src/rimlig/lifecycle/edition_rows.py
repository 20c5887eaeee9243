"""An edition's rows laid out for comparison: what each says, under which words, and where it stands."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from rimlig.documents.document import Kind
from rimlig.followup.models import BoardReport
from rimlig.organisation.models import User
from rimlig.planning.copying.rows import rows_to_copy
from rimlig.planning.models import Plan, PlannedFollowUp, Process, UndesiredEvent

Key = tuple[str, int]


@dataclass
class Row:
    """A row of an edition, laid out for comparison: `key` is the same for a row and its copy."""

    key: Key
    kind: str
    place: str
    parent: Key | None
    values: dict[str, str]
    text: str = ""


def rows_of(plan: Plan, originals: set[Key] | None) -> Iterator[Row]:
    """Yield the edition's rows. With `originals`, a row that was copied from one of them has that one's key."""

    def key(kind: str, row: Any) -> Key:
        origin = (kind, row.origin_id or 0)
        if originals is None:
            return kind, row.pk
        return origin if origin in originals else (kind, -row.pk)  # a new row: a key that no old one has

    yield from _texts(plan)
    for goal in plan.goals.all():
        yield Row(key("goal", goal), _("Goal"), "", None, {_("Number"): goal.number, _("Goal"): goal.title}, str(goal))
    accepted = UndesiredEvent.objects.filter(working_method__process__plan=plan).values("accepted_by")
    people = dict(User.objects.filter(pk__in=accepted).values_list("pk", "name"))
    for process in rows_to_copy(plan.processes.all()):
        yield from _of_process(process, key, people)


def _texts(plan: Plan) -> Iterator[Row]:
    report = BoardReport.objects.filter(plan=plan, kind=Kind.PLAN).first()
    labels: dict[str, str] = {
        "title": _("Heading"),
        "introduction": _("Introduction"),
        "approach": _("How the work is done"),
        "summary": _("Summary analysis"),
    }
    for place, (name, label) in enumerate(labels.items()):
        text = getattr(report, name) if report else ""
        yield Row(("text", place), _("Text"), "", None, {label: text}, str(label))


def _of_process(process: Process, key: Any, people: dict[int, str]) -> Iterator[Row]:
    own = key("process", process)
    goals = ", ".join(placement.goal.number or placement.goal.title for placement in process.placements.all())
    values = {_("Process"): process.name, _("Why it is essential"): process.reason, _("Goals"): goals}
    yield Row(own, _("Process"), "", None, values, process.name)
    for method in process.working_methods.all():
        above = key("method", method)
        values = {_("Working method"): method.name, _("Concerns only"): _limits(method, process)}
        yield Row(above, _("Working method"), process.name, own, values, method.name)
        place = f"{process.name} › {method.name}"
        for control in method.controls.all():
            values = {_("Ongoing control"): control.text, _("Concerns only"): _limits(control, process)}
            yield Row(key("control", control), _("Ongoing control"), place, above, values, control.text)
        for event in method.events.all():
            values = _values_of_event(event, people) | {_("Concerns only"): _limits(event, process)}
            yield Row(key("event", event), _("Undesired event"), place, above, values, event.text)
        for follow_up in method.follow_ups.all():
            values = _values_of_follow_up(follow_up) | {_("Concerns only"): _limits(follow_up, process)}
            yield Row(key("follow_up", follow_up), _("Follow-up"), place, above, values, follow_up.text)


def _limits(row: Any, process: Process) -> str:
    goals = {placement.pk: placement.goal for placement in process.placements.all()}
    limited = [goals[limit.placement_id] for limit in row.limits.all() if limit.placement_id in goals]
    return ", ".join(sorted(goal.number or goal.title for goal in limited))


def _values_of_event(row: UndesiredEvent, people: dict[int, str]) -> dict[str, str]:
    return {
        _("Undesired event"): row.text,
        _("Category"): str(row.category or ""),
        _("Likelihood"): _number(row.likelihood),
        _("Motivation of the likelihood"): row.likelihood_reason,
        _("Consequence"): _number(row.consequence),
        _("Motivation of the consequence"): row.consequence_reason,
        _("Likelihood after controls"): _number(row.likelihood_after),
        _("Consequence after controls"): _number(row.consequence_after),
        _("Treatment"): str(row.get_treatment_display()) if row.treatment else "",
        _("Reason for the treatment"): row.treatment_reason,
        _("Accepted by"): people.get(row.accepted_by_id or 0, ""),
    }


def _values_of_follow_up(row: PlannedFollowUp) -> dict[str, str]:
    return {
        _("Follow-up"): row.text,
        _("Method"): row.method,
        _("How often"): str(row.get_schedule_display()) if row.schedule else "",
        _("Periods"): ", ".join(row.periods),
        _("Day"): row.due.isoformat() if row.due else "",
        _("Who answers"): str(row.get_answering_display()),
        _("Units"): ", ".join(sorted(str(chosen.unit) for chosen in row.chosen_units.all())),
        _("Performed by"): _person(row.get_performer_role_display() if row.performer_role else "", row.performer),
        _("Reviewed by"): _person(row.get_reviewer_role_display() if row.reviewer_role else "", row.reviewer),
        _("Examination"): str(row.get_examination_display()) if row.examination else "",
        _("What is examined"): row.examination_note,
        _("When there is no deviation"): row.criterion_none,
        _("When a deviation is minor"): row.criterion_minor,
        _("When a deviation is major"): row.criterion_major,
    }


def _number(value: int | None) -> str:
    return "" if value is None else str(value)


def _person(role: Any, person: Any) -> str:
    return " · ".join(str(one) for one in (role, person) if one)
