from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from rimlig.core.refusals import describe_refusal


class ReportWorkConfig(AppConfig):
    name = "rimlig.reportwork"
    label = "reportwork"

    def ready(self) -> None:
        # The models cannot be read before all apps are there.
        from rimlig.reporting.assessments import register_assessments  # noqa: PLC0415
        from rimlig.reporting.frozen import register_frozen  # noqa: PLC0415
        from rimlig.reportwork.giving import assessment_for, frozen_editions  # noqa: PLC0415

        register_assessments(assessment_for)
        register_frozen(frozen_editions)
        describe_refusal(
            "report_is_locked",
            _(
                "The report is with the head of administration, or approved, so its texts stay as they are. It must come"
                " back first, or be opened as a new edition."
            ),
        )
