from django.apps import AppConfig
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from rimlig.appearance.house_style import HouseStyle
from rimlig.appearance.press import Press, set_press
from rimlig.core.navigation import Entry, register


class ReportingConfig(AppConfig):
    name = "rimlig.reporting"
    label = "reporting"

    def ready(self) -> None:
        set_press(Press(_page, _document))
        register(
            "plan",
            Entry("report", _("Report"), "report.read", lambda plan: reverse("reporting:reports", args=[plan.pk]), 50),
        )
        register(
            "municipality",
            Entry(
                "all-boards",
                _("All boards"),
                "report.read",
                lambda municipality: reverse("reporting:latest-all-boards", args=[municipality.pk]),
                5,
                hint=_(
                    "How far each board has come with its internal control, for the executive board: as a page and as a report."
                ),
            ),
        )


# The libraries that print take longer to load than most processes live.
def _page(municipality: str, look: HouseStyle) -> bytes:
    from rimlig.reporting.sample import sample_page  # noqa: PLC0415

    return sample_page(municipality, look)


def _document(municipality: str, look: HouseStyle) -> bytes:
    from rimlig.reporting.sample import sample_pdf  # noqa: PLC0415

    return sample_pdf(municipality, look)
