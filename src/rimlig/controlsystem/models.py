"""The board's description of its system of internal control (system för internkontroll), in editions."""

from typing import Any, Final, Self

import pgtrigger
from django.db import models
from django.db.models import Deferrable, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rimlig.core.errors import RuleBroken
from rimlig.core.models import Versioned, with_history
from rimlig.organisation.held import known_boards
from rimlig.organisation.models import Board
from rimlig.records.models import Decision, StoredFile


class SystemState(models.TextChoices):
    """How far an edition has come. What the board has adopted changes only by a new edition."""

    DRAFT = "draft", pgettext_lazy("system of internal control", "draft")
    ADOPTED = "adopted", pgettext_lazy("system of internal control", "adopted")
    REPLACED = "replaced", pgettext_lazy("system of internal control", "replaced")


NEXT_STATES: Final[dict[SystemState, frozenset[SystemState]]] = {
    SystemState.DRAFT: frozenset({SystemState.ADOPTED}),
    SystemState.ADOPTED: frozenset({SystemState.REPLACED}),
    SystemState.REPLACED: frozenset(),
}


class Component(models.TextChoices):
    """The five components of internal control (COSO, Internal Control – Integrated Framework, 2013)."""

    ENVIRONMENT = "environment", _("Control environment")
    RISK = "risk", _("Risk assessment")
    ACTIVITIES = "activities", _("Control activities")
    INFORMATION = "information", _("Information and communication")
    MONITORING = "monitoring", _("Monitoring")


class SystemQuerySet(models.QuerySet["ControlSystem"]):
    def visible_to(self, user: Any) -> Self:
        """Keep the documents of the boards that the person may know of."""
        return self.filter(board__in=known_boards(user))


@with_history("ControlSystemHistory")
class ControlSystem(Versioned):
    """One edition of the document in which a board describes its system of internal control."""

    board = models.ForeignKey(Board, models.PROTECT, related_name="control_systems")
    edition = models.PositiveSmallIntegerField(_("edition"))
    state = models.CharField(_("state"), max_length=10, choices=SystemState.choices, default=SystemState.DRAFT)
    decision = models.OneToOneField(Decision, models.PROTECT, related_name="control_system", null=True, blank=True)

    objects = SystemQuerySet.as_manager()

    class Meta:
        ordering = ["-edition"]
        constraints = [
            models.UniqueConstraint(fields=["board", "edition"], name="system_edition_once"),
            models.UniqueConstraint(
                fields=["board"],
                condition=Q(state="draft"),
                name="system_draft_once",
                violation_error_message=_("There is a draft of the document already."),
            ),
            models.UniqueConstraint(fields=["board"], condition=Q(state="adopted"), name="system_adopted_once"),
            # Names every state, so it refuses one that there is not, too.
            models.CheckConstraint(
                name="adopted_system_has_its_decision",
                condition=Q(state="draft", decision=None)
                | Q(state__in=["adopted", "replaced"], decision__isnull=False),
            ),
        ]
        triggers = [
            pgtrigger.FSM(
                name="system_state_machine",
                field="state",
                transitions=[(one.value, other.value) for one, others in NEXT_STATES.items() for other in others],
            ),
            pgtrigger.Trigger(
                name="adopted_system_stays",
                operation=pgtrigger.Update | pgtrigger.Delete,
                when=pgtrigger.Before,
                func="""
                    IF OLD.state <> 'draft' AND (TG_OP = 'DELETE' OR
                        (NEW.board_id, NEW.edition, NEW.decision_id)
                        IS DISTINCT FROM (OLD.board_id, OLD.edition, OLD.decision_id))
                    THEN
                        RAISE EXCEPTION 'an adopted document stays as it is'
                            USING ERRCODE = 'check_violation', CONSTRAINT = 'system_is_locked';
                    END IF;
                    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.board}, {self.edition}"

    @property
    def is_draft(self) -> bool:
        """Whether the document can be changed."""
        return self.state == SystemState.DRAFT

    def must_be_draft(self) -> None:
        """Raise RuleBroken, with what to do instead, unless the document can be changed."""
        if not self.is_draft:
            raise RuleBroken(
                _(
                    "The board has adopted this document, so it cannot be changed. Begin a review: it becomes a new edition."
                )
            )


def _locked_with_its_document() -> pgtrigger.Trigger:
    """Return the trigger that refuses to write, change or delete a row whose document is not a draft.

    The document's row is locked for share: who adopts waits for those who are writing.
    """
    check = """
        SELECT state INTO state_of_system FROM controlsystem_controlsystem WHERE id = {row}.system_id FOR SHARE;
        IF state_of_system <> 'draft' THEN
            RAISE EXCEPTION 'the document is %, so its parts stay as they are', state_of_system
                USING ERRCODE = 'check_violation', CONSTRAINT = 'system_is_locked';
        END IF;
    """
    return pgtrigger.Trigger(
        name="locked_with_its_document",
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        when=pgtrigger.Before,
        declare=[("state_of_system", "text")],
        func=f"""
            IF TG_OP <> 'INSERT' THEN {check.format(row="OLD")} END IF;
            IF TG_OP <> 'DELETE' THEN {check.format(row="NEW")} RETURN NEW; END IF;
            RETURN OLD;
        """,
    )


class PartQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> Self:
        """Keep the parts of the documents that the person may know of."""
        return self.filter(system__board__in=known_boards(user))


@with_history("SectionHistory")
class Section(Versioned):
    """A section of the document, under one of the five components."""

    system = models.ForeignKey(ControlSystem, models.CASCADE, related_name="sections")
    component = models.CharField(_("component"), max_length=12, choices=Component.choices)
    heading = models.CharField(_("heading"), max_length=200)
    text = models.TextField(_("text"), blank=True)
    position = models.PositiveIntegerField()
    origin = models.ForeignKey("self", models.PROTECT, related_name="copies", null=True, blank=True)

    objects = PartQuerySet.as_manager()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["system", "position"], name="section_position_once", deferrable=Deferrable.DEFERRED
            ),
            models.CheckConstraint(name="section_component_is_known", condition=Q(component__in=Component.values)),
            models.CheckConstraint(name="section_has_a_heading", condition=~Q(heading="")),
        ]
        triggers = [_locked_with_its_document()]

    def __str__(self) -> str:
        return self.heading


@with_history("AttachmentHistory")
class Attachment(models.Model):
    """A file that belongs to the document: a delegation of authority, a rule, an organisation chart."""

    system = models.ForeignKey(ControlSystem, models.CASCADE, related_name="attachments")
    name = models.CharField(_("name"), max_length=200)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")

    objects = PartQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["system", "name"],
                name="attachment_name_once",
                violation_error_message=_("The document has an attachment with this name already."),
            ),
        ]
        triggers = [_locked_with_its_document()]

    def __str__(self) -> str:
        return self.name
