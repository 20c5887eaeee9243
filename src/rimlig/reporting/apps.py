from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from rimlig.appearance.house_style import HouseStyle
from rimlig.appearance.press import Press, set_press
from rimlig.core.navigation import Entry, register
from rimlig.documents.document import Kind


class ReportingConfig(AppConfig):
    name = "rimlig.reporting"
    label = "reporting"

    def ready(self) -> None:
        set_press(Press(_page, _document, _problems, _trial, _starter, _fields))
        register(
            "plan",
            Entry("report", _("Report"), "report.read", lambda plan: reverse("reporting:reports", args=[plan.pk]), 50),
        )
        register(
            "follow-up",
            Entry(
                "audit-file",
                _("The auditor's file"),
                "audit.file",
                lambda follow_up: reverse("reporting:audit-file", args=[follow_up.pk]),
                10,
            ),
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


def _problems(template: bytes) -> list[str]:
    from rimlig.reporting.own_word.apart import problems_of  # noqa: PLC0415

    return problems_of(template)


def _trial(template: bytes, municipality_id: int, kind: Kind) -> tuple[bytes, str]:
    from rimlig.reporting.own_word.trial import trial  # noqa: PLC0415

    return trial(template, municipality_id, kind)


def _starter(look: HouseStyle) -> bytes:
    from rimlig.reporting.own_word.starter import starter  # noqa: PLC0415

    return starter(look.accent, look.family)


def _fields() -> Sequence[Any]:
    from rimlig.reporting.own_word.fields import lines  # noqa: PLC0415

    return lines()
