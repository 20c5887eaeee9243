from django.apps import AppConfig
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rimlig.core.history import describe_operation
from rimlig.core.navigation import Entry, register
from rimlig.core.refusals import describe_refusal


class ReportWorkConfig(AppConfig):
    name = "rimlig.reportwork"
    label = "reportwork"

    def ready(self) -> None:
        _register()
        _offer_ways()
        _describe()


def _register() -> None:
    """Give the rooms below what they show of this one. The models cannot be read before all apps are there."""
    from rimlig.planning.outline.completeness import register_check  # noqa: PLC0415
    from rimlig.planning.rows.writers import register_writers  # noqa: PLC0415
    from rimlig.reminders.waiting import register_waiting  # noqa: PLC0415
    from rimlig.reporting.assessments import register_assessments  # noqa: PLC0415
    from rimlig.reporting.frozen import register_frozen  # noqa: PLC0415
    from rimlig.reportwork import giving, waiting, writers  # noqa: PLC0415

    register_assessments(giving.assessments_for)
    register_frozen(giving.frozen_editions)
    register_check(giving.missing_introduction)
    register_writers(writers.may_write_row)
    register_waiting(waiting.waiting_of, waiting.KINDS)


def _offer_ways() -> None:
    register(
        "plan",
        Entry(
            "report-work",
            pgettext_lazy("navigation", "Write reports"),
            "report.draft",
            lambda plan: reverse("reportwork:reports", args=[plan.pk]),
            51,
            beside="report",
        ),
    )
    register(
        "plan",
        Entry(
            "assessment",
            pgettext_lazy("navigation", "Assessment"),
            "assessment.read",
            lambda plan: reverse("reportwork:assessment", args=[plan.pk]),
            52,
            beside="report",
        ),
    )
    register(
        "municipality",
        Entry(
            "assessment-criteria",
            _("Levels of the boards' assessments"),
            "assessment.criteria",
            lambda municipality: reverse("reportwork:criteria", args=[municipality.pk]),
            45,
            hint=_("What sufficient, not fully sufficient and insufficient internal control mean."),
        ),
    )


def _describe() -> None:
    for name, words in (
        ("send", _("Sent to the head of administration")),
        ("take_back", _("Taken back")),
        ("send_back", pgettext_lazy("report", "Sent back")),
        ("approve", _("Approved and frozen")),
        ("reopen", _("A new edition begun")),
        ("take_draft", _("Written from the suggestion")),
        ("renew_draft", _("New figures seen to")),
        ("assign", _("Given to somebody to write")),
        ("finish", _("Said to be written")),
        ("comment", _("Commented")),
        ("settle", _("Comment seen to")),
        ("prepare_assessment", _("Assessment prepared")),
        ("record_assessment", _("The board's decision recorded")),
        ("record_auditors", _("The auditors' assessment recorded")),
        ("change_criterion", _("Criterion changed")),
    ):
        describe_operation(f"reportwork.{name}", words)
    describe_refusal(
        "report_is_locked",
        _(
            "The report is with the head of administration, or approved, so its texts stay as they are. It must come"
            " back first, or be opened as a new edition."
        ),
    )
