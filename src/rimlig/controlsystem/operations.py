"""What people do to the document: begin it, write it, attach files, adopt it, review it."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from django.conf import settings
from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from rimlig.controlsystem.document import system_json, system_pdf
from rimlig.controlsystem.models import Attachment, Component, ControlSystem, Section, SystemState
from rimlig.controlsystem.template import TEMPLATE
from rimlig.core.audit import recorded
from rimlig.core.errors import Outdated, RuleBroken
from rimlig.core.refusals import refusals_in_words
from rimlig.organisation.models import Board, User
from rimlig.records.files import store_file
from rimlig.records.media_types import DOCUMENTS, EXTENSIONS, PDF, media_type_of
from rimlig.records.minutes import minutes
from rimlig.records.models import Decision

ORDER: Final = {component: place for place, component in enumerate(Component.values)}
JSON: Final = "application/json"
EARLIEST_MEETING: Final = date(1992, 1, 1)
"""When the municipal law (1991:900) came, from which the boards' internal control stems. A year before it is a slip."""


def begin_from_template(board: Board, *, by: User | None) -> ControlSystem:
    """Make the first draft of the board's document, with the template's sections. Raises RuleBroken when there is one."""
    with refusals_in_words(), transaction.atomic(), recorded("controlsystem.begin_from_template", by):
        board = Board.objects.select_for_update().get(pk=board.pk)
        if board.control_systems.exists():
            raise RuleBroken(_("The board has the document already. Open it instead."))
        system = ControlSystem.objects.create(board=board, edition=1)
        Section.objects.bulk_create(
            Section(system=system, component=one.component, heading=one.heading, text=one.text, position=position)
            for position, one in enumerate(TEMPLATE)
        )
    return system


def begin_review(adopted: ControlSystem, *, by: User | None) -> ControlSystem:
    """Make the next edition, a draft with the adopted one's sections and attachments, and return it.

    Raises RuleBroken unless the document is the one in force, or when its review has begun already.
    """
    with refusals_in_words(), transaction.atomic(), recorded("controlsystem.begin_review", by):
        # Two people may press the button at the same moment: the second waits here.
        Board.objects.select_for_update().get(pk=adopted.board_id)
        adopted = ControlSystem.objects.get(pk=adopted.pk)
        if adopted.state != SystemState.ADOPTED:
            raise RuleBroken(_("Only the document in force can be reviewed. Open that one."))
        if ControlSystem.objects.filter(board=adopted.board_id, state=SystemState.DRAFT).exists():
            raise RuleBroken(_("The review has begun already. Open the draft instead."))
        system = ControlSystem.objects.create(board_id=adopted.board_id, edition=adopted.edition + 1)
        Section.objects.bulk_create(
            Section(
                system=system,
                component=one.component,
                heading=one.heading,
                text=one.text,
                position=one.position,
                origin=one,
            )
            for one in adopted.sections.all()
        )
        Attachment.objects.bulk_create(
            Attachment(system=system, name=one.name, file_id=one.file_id) for one in adopted.attachments.all()
        )
    return system


def discard_draft(system: ControlSystem, *, version: int, by: User | None) -> None:
    """Remove a draft and all that is written in it. What the board has adopted stays as it is."""
    with refusals_in_words(), transaction.atomic(), recorded("controlsystem.discard_draft", by):
        system = _as_read(system, version)
        system.must_be_draft()
        system.delete()


def add_section(system: ControlSystem, *, component: str, heading: str, text: str, by: User | None) -> Section:
    """Add a section last under its component, and return it."""
    with refusals_in_words(), transaction.atomic(), recorded("controlsystem.add_section", by):
        system = _locked(system)
        system.must_be_draft()
        last = system.sections.aggregate(last=Max("position"))["last"]
        section = Section.objects.create(
            system=system, component=component, heading=heading, text=text, position=0 if last is None else last + 1
        )
        _number(system)
        section.refresh_from_db()
    return section


def write_section(
    section: Section, *, component: str, heading: str, text: str, version: int, by: User | None
) -> Section:
    """Set what the section says, and return it as it is then.

    `version` is that of the section when the person opened it. Raises Outdated
    when somebody else has written in it since; nothing is overwritten.
    """
    values = {"component": component, "heading": heading, "text": text}
    with refusals_in_words(), transaction.atomic(), recorded("controlsystem.write_section", by):
        system = _locked(section.system)
        now = Section.objects.select_related("system").get(pk=section.pk)
        if all(getattr(now, name) == value for name, value in values.items()):
            return now
        system.must_be_draft()
        if now.version != version:
            raise Outdated(_("Somebody else changed this while you were writing. Nothing has been overwritten."), now)
        moved = now.component != component
        Section.objects.filter(pk=now.pk).update(**values, version=F("version") + 1)
        if moved:
            _number(system)
        now.refresh_from_db()
    return now


def move_section(section: Section, *, up: bool, by: User | None) -> None:
    """Let the section change places with the one before or after it under the same component; at the end it stays."""
    with refusals_in_words(), transaction.atomic(), recorded("controlsystem.move_section", by):
        system = _locked(section.system)
        system.must_be_draft()
        siblings = list(system.sections.filter(component=section.component))
        place = siblings.index(section)
        other = place + (-1 if up else 1)
        if 0 <= other < len(siblings):
            one, two = siblings[place], siblings[other]
            one.position, two.position = two.position, one.position
            Section.objects.bulk_update([one, two], ["position"])


def remove_section(section: Section, *, version: int, by: User | None) -> None:
    """Remove the section from the draft. Raises Outdated when somebody else has written in it meanwhile."""
    with refusals_in_words(), transaction.atomic(), recorded("controlsystem.remove_section", by):
        _locked(section.system).must_be_draft()
        gone, _per_model = Section.objects.filter(pk=section.pk, version=version).delete()
        now = Section.objects.filter(pk=section.pk).first()
        if not gone and now is not None:
            raise Outdated(_("Somebody else has changed this section. It has not been removed."), now)


def attach(system: ControlSystem, *, name: str, data: bytes, by: User | None) -> Attachment:
    """Store the file and attach it to the draft under the name. Raises RuleBroken for a file that is not of a known kind."""
    media_type = media_type_of(data)
    if media_type not in DOCUMENTS:
        raise RuleBroken(
            _("This is not a PDF, a Word or Excel file without macros, or a picture. Nothing has been attached.")
        )
    most = settings.RIMLIG_UPLOAD_MEGABYTES
    if len(data) > most * 1_000_000:
        raise RuleBroken(_("The file is larger than %(most)s MB. Nothing has been attached.") % {"most": most})
    with refusals_in_words(), transaction.atomic(), recorded("controlsystem.attach", by):
        system = _locked(system)
        system.must_be_draft()
        if system.attachments.filter(name=name).exists():
            raise RuleBroken(_("The document has an attachment with this name already. Choose another name."))
        stored = store_file(data, media_type, system.board.municipality, by=by)
        return Attachment.objects.create(system=system, name=name, file=stored)


def detach(attachment: Attachment, *, by: User | None) -> None:
    """Take the attachment from the draft. The file stays in the store, for the editions that have it."""
    with refusals_in_words(), transaction.atomic(), recorded("controlsystem.detach", by):
        _locked(attachment.system).must_be_draft()
        Attachment.objects.filter(pk=attachment.pk).delete()


def adopt_system(
    system: ControlSystem,
    *,
    meeting_date: date,
    paragraph: str,
    registry_number: str,
    version: int,
    by: User | None,
) -> ControlSystem:
    """Record the board's decision: the document is stored as PDF/A with its hash, and its rows are locked.

    Raises RuleBroken when something is missing, when the day has not come, or
    when it is decided already.
    """
    with refusals_in_words(), transaction.atomic(), recorded("controlsystem.adopt_system", by):
        system = _locked(system)
        if system.state != SystemState.DRAFT:
            raise RuleBroken(_("The board has adopted this document already. The decision stands as it was recorded."))
        _as_read(system, version)
        sections = list(system.sections.all())
        _must_be_complete(sections)
        said = minutes(meeting_date, paragraph, registry_number, earliest=_earliest_meeting(system))
        municipality = system.board.municipality
        decision = Decision.objects.create(
            board=system.board,
            meeting_date=said.meeting_date,
            paragraph=said.paragraph,
            registry_number=said.registry_number,
            document=store_file(system_pdf(system, sections, said), PDF, municipality, by=by),
            data=store_file(system_json(system, sections, said).encode(), JSON, municipality, by=by),
            recorded_by=by,
        )
        ControlSystem.objects.filter(board=system.board_id, state=SystemState.ADOPTED).update(
            state=SystemState.REPLACED, version=F("version") + 1
        )
        system.state, system.decision, system.version = SystemState.ADOPTED, decision, system.version + 1
        system.save()
    return system


def file_name(attachment: Attachment) -> str:
    """Return the name under which the attachment is given back: its own, with the ending of what it is."""
    ending = EXTENSIONS.get(attachment.file.media_type, "bin")
    return attachment.name if attachment.name.lower().endswith(f".{ending}") else f"{attachment.name}.{ending}"


def _earliest_meeting(system: ControlSystem) -> date:
    """Return the first day on which the board can have adopted this edition: not before the edition before it."""
    before = ControlSystem.objects.filter(board=system.board_id, decision__isnull=False).select_related("decision")
    latest = before.order_by("-edition").first()
    return latest.decision.meeting_date if latest and latest.decision else EARLIEST_MEETING


def _must_be_complete(sections: Sequence[Section]) -> None:
    written = {section.component for section in sections if section.text.strip()}
    if lacking := [label for value, label in Component.choices if value not in written]:
        raise RuleBroken(
            _("The document cannot be adopted yet: nothing is written under %(components)s.")
            % {"components": ", ".join(str(label) for label in lacking)}
        )
    if empty := [section.heading for section in sections if not section.text.strip()]:
        raise RuleBroken(
            _("The document cannot be adopted yet: these sections are empty: %(headings)s. Write them or remove them.")
            % {"headings": ", ".join(empty)}
        )


def _locked(system: ControlSystem) -> ControlSystem:
    """Return the document as it is now; others who change it wait until this transaction is over."""
    found: ControlSystem = (
        ControlSystem.objects.select_for_update(of=("self",)).select_related("board__municipality").get(pk=system.pk)
    )
    return found


def _as_read(system: ControlSystem, version: int) -> ControlSystem:
    now = _locked(system)
    if now.version != version:
        raise Outdated(_("Somebody else has changed the document's state meanwhile. Look at it again."), now)
    return now


def _number(system: ControlSystem) -> None:
    """Let the sections stand in the order of the components."""
    sections = sorted(system.sections.all(), key=lambda one: (ORDER[one.component], one.position))
    for position, section in enumerate(sections):
        section.position = position
    Section.objects.bulk_update(sections, ["position"])
