from django.apps import AppConfig
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from rimlig.core.history import describe_operation
from rimlig.core.navigation import Entry, register
from rimlig.core.refusals import describe_refusal


class ControlSystemConfig(AppConfig):
    name = "rimlig.controlsystem"
    label = "controlsystem"

    def ready(self) -> None:
        from rimlig.controlsystem import dates  # noqa: PLC0415  # models can be imported only now

        dates.register()
        register(
            "board",
            Entry(
                "control-system",
                _("System of internal control"),
                "system.read",
                lambda board: reverse("controlsystem:board", args=[board.pk]),
                60,
            ),
        )
        describe_operation("controlsystem.begin_from_template", _("Begun from the template"))
        describe_operation("controlsystem.begin_review", _("Review begun"))
        describe_operation("controlsystem.discard_draft", _("Draft removed"))
        describe_operation("controlsystem.add_section", _("Section added"))
        describe_operation("controlsystem.write_section", _("Section written"))
        describe_operation("controlsystem.move_section", _("Section moved"))
        describe_operation("controlsystem.remove_section", _("Section removed"))
        describe_operation("controlsystem.attach", _("Attachment added"))
        describe_operation("controlsystem.detach", _("Attachment removed"))
        describe_operation("controlsystem.adopt_system", _("The board's decision recorded"))
        describe_refusal(
            "system_is_locked",
            _("The board adopted the document while you were writing. Nothing has been changed in it."),
        )
        describe_refusal("system_draft_once", _("There is a draft of the document already. Open it instead."))
        describe_refusal("attachment_name_once", _("The document has an attachment with this name already."))
