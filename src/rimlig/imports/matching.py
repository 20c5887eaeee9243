"""Names and words of a document to what the system knows by them. What cannot be matched is told, and kept as text."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from rimlig.documents import planned, words
from rimlig.documents.document import Document, Event, FollowUp, Remark, Treatment
from rimlig.followup.planned import read_examination, read_person, read_schedule
from rimlig.organisation.models import OrgUnit, User
from rimlig.planning.models import Answering, Plan, RiskCategory


@dataclass(slots=True)
class Known:
    """What a plan's municipality has that a document may name, by name. A name that two have is nobody's."""

    categories: dict[str, RiskCategory] = field(default_factory=dict)
    units: dict[str, OrgUnit] = field(default_factory=dict)
    people: dict[str, User] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)

    @classmethod
    def of(cls, plan: Plan, document: Document) -> "Known":
        """Return what the plan's municipality has. Three queries, none for a document that names nothing."""
        methods = [m for goal in document.goals for process in goal.processes for m in process.working_methods]
        events = [event for method in methods for event in method.events]
        follow_ups = [follow_up for method in methods for follow_up in method.follow_ups]
        if not any(e.category or e.accepted_by for e in events) and not any(map(planned.facts_of, follow_ups)):
            return cls()
        municipality, board = plan.board.municipality_id, plan.board
        during = Q(starts=None) | Q(starts__lte=date(plan.year, 12, 31))
        during &= Q(ends=None) | Q(ends__gte=date(plan.year, 1, 1))
        return cls(
            _by_name(RiskCategory.objects.filter(municipality=municipality)),
            _by_name(OrgUnit.objects.filter(during, board=board)),
            _by_name(User.objects.filter(assignments__municipality=municipality).distinct()),
        )

    def of_event(self, event: Event, where: str) -> dict[str, Any]:
        """Return the columns of an event that name something. Who accepted is kept as text where nobody is so called."""
        reason = event.treatment_reason
        accepted_by = self.people.get(event.accepted_by) if event.treatment == Treatment.ACCEPT else None
        if event.accepted_by and accepted_by is None:
            reason = _with_line(reason, words.ACCEPTED_BY, event.accepted_by)
            self._tell(_("who accepted the risk"), event.accepted_by, where, kept=_("the motivation of the treatment"))
        category = self.categories.get(event.category)
        if event.category and category is None:
            self._tell(_("the category"), event.category, where)
        return {"category": category, "accepted_by": accepted_by, "treatment_reason": reason}

    def of_follow_up(self, follow_up: FollowUp, where: str) -> tuple[dict[str, Any], list[OrgUnit]]:
        """Return the columns of a follow-up that say how it is done, and the chosen units that answer it."""
        columns: dict[str, Any] = {
            "method": follow_up.method,
            "criterion_none": follow_up.criterion_none,
            "criterion_minor": follow_up.criterion_minor,
            "criterion_major": follow_up.criterion_major,
        }
        self._schedule(follow_up.schedule, columns, where)
        units = self._answering(follow_up.answering, columns, where)
        self._person("performer", planned.PERFORMER, follow_up.performer, columns, where)
        self._person("reviewer", planned.REVIEWER, follow_up.reviewer, columns, where)
        examination, note = read_examination(follow_up.examination)
        return columns | {"examination": examination, "examination_note": note}, units

    def _schedule(self, text: str, columns: dict[str, Any], where: str) -> None:
        read = read_schedule(text) if text else None
        if read is not None:
            columns |= dict(zip(("schedule", "periods", "due"), read, strict=True))
        elif text:
            self._keep(planned.SCHEDULE, text, columns, where)

    def _answering(self, names: tuple[str, ...], columns: dict[str, Any], where: str) -> list[OrgUnit]:
        whole = {planned.ALL_UNITS: Answering.ALL_UNITS, planned.CHOSEN_UNITS: Answering.SOME_UNITS}
        if len(names) == 1 and names[0] in whole:
            columns["answering"] = whole[names[0]]
            return []
        units = {name: self.units[name] for name in names if name in self.units}
        if unknown := [name for name in names if name not in units and name != planned.WHOLE_ADMINISTRATION]:
            self._keep(planned.ANSWERING, planned.names_joined(unknown), columns, where)
        if units:
            columns["answering"] = Answering.SOME_UNITS
        return list(units.values())

    def _person(self, column: str, label: str, text: str, columns: dict[str, Any], where: str) -> None:
        role, name = read_person(text)
        person = self.people.get(name)
        if name and person is None:
            self._keep(label, text, columns, where)
        elif text:
            columns |= {f"{column}_role": role, column: person}

    def _keep(self, label: str, text: str, columns: dict[str, Any], where: str) -> None:
        """Keep as a paragraph of the method what is no choice of the system's."""
        columns["method"] = _with_line(columns["method"], label, text)
        self._tell(label.rstrip(":"), text, where, kept=_("the method"))

    def _tell(self, what: str, text: str, where: str, kept: str = "") -> None:
        values = {"what": what, "text": text, "kept": kept}
        if kept:
            message = _("“%(text)s” (%(what)s) is not known here. It was kept as text in %(kept)s.") % values
        else:
            message = _("“%(text)s” (%(what)s) is not known here and was left out.") % values
        self.remarks.append(Remark("not-matched", message, where))


def _by_name(rows: Any) -> dict[str, Any]:
    found: dict[str, list[Any]] = {}
    for row in rows:
        found.setdefault(row.name, []).append(row)
    return {name: same[0] for name, same in found.items() if len(same) == 1}


def _with_line(text: str, label: str, more: str) -> str:
    line = f"{label} {more}"
    return f"{text}\n\n{line}" if text else line
