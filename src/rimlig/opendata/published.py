"""What is open of a municipality: what its boards have adopted and what has been approved, and never anything else."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, Final

from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import override

from rimlig.documents import words
from rimlig.documents.document import Kind
from rimlig.documents.interchange import FORMAT
from rimlig.opendata.models import OpenData
from rimlig.planning.models import Plan, PlanState
from rimlig.records.files import NotTheSameBytes, open_file
from rimlig.records.models import StoredFile
from rimlig.reportwork.models import FrozenReport, ReportKind

DECIDED: Final = (PlanState.ADOPTED, PlanState.CLOSED, PlanState.REPLACED)
PERSONS: Final = frozenset({"accepted_by", "performer", "reviewer"})
"""Keys of the interchange format that hold a person's name."""

_TITLES: Final = {
    ReportKind.FOLLOW_UP: words.TITLE[Kind.FOLLOW_UP],
    ReportKind.ACTION_PLANS: words.TITLE[Kind.ACTION_PLANS],
    ReportKind.BOARD_SUMMARY: "Sammanfattning till nämnden",
}


@dataclass(frozen=True)
class Published:
    """A document that is open: what it is, when it was decided, and its stored files."""

    key: str  # names it in addresses: "plan-7", "rapport-3"
    title: str
    board: str
    year: int
    decided: date
    registry_number: str
    is_replaced: bool
    document: StoredFile
    data: StoredFile

    @property
    def name(self) -> str:
        """Title, board and year, as lists have it."""
        return f"{self.title}, {self.board}, {self.year}"

    @property
    def file_name(self) -> str:
        """A name for its files that every system takes."""
        return slugify(f"{self.title} {self.board} {self.year}")

    @property
    def has_json(self) -> bool:
        """Whether the data can be open: it is there, and of the format of which we know where names stand."""
        return _has_json(_Kept(self.data))

    @property
    def open_json(self) -> bytes | None:
        """The data without the names of persons, or None when it cannot be open."""
        if not self.has_json:
            return None
        data = json.loads(open_file(self.data))
        return (json.dumps(without_persons(data), ensure_ascii=False, indent=1) + "\n").encode()


class _Kept:
    """A stored file, equal to another of the same content: what is known of one is known of both."""

    def __init__(self, stored: StoredFile) -> None:
        self.stored = stored

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Kept) and other.stored.place == self.stored.place

    def __hash__(self) -> int:
        return hash(self.stored.place)


@lru_cache(maxsize=4096)
def _has_json(kept: _Kept) -> bool:
    """Say whether the stored file is of the interchange format. Its content never changes, so it is asked once."""
    try:
        data = json.loads(open_file(kept.stored))
    except (NotTheSameBytes, ValueError):
        return False
    return isinstance(data, dict) and data.get("format") == FORMAT


def open_data_of(code: str) -> OpenData | None:
    """Return the decision of the municipality with the code, when it has decided that its data is open."""
    return OpenData.objects.filter(municipality__code=code, is_open=True).select_related("municipality").first()


def published(decision: OpenData) -> list[Published]:
    """Return everything that is open, the latest first; in as many queries however much it is."""
    everything = [*_plans(decision), *_reports(decision)]
    return sorted(everything, key=lambda one: (one.year, one.decided, one.key), reverse=True)


def without_persons(data: Any) -> Any:
    """Return the data without what names a person, however deep it stands."""
    if isinstance(data, dict):
        return {key: without_persons(value) for key, value in data.items() if key not in PERSONS}
    if isinstance(data, list):
        return [without_persons(each) for each in data]
    return data


def _plans(decision: OpenData) -> Iterator[Published]:
    plans = Plan.objects.filter(
        board__municipality=decision.municipality_id, state__in=DECIDED, decision__isnull=False
    ).select_related("board", "decision__document", "decision__data")
    for plan in plans:
        assert plan.decision is not None
        yield Published(
            f"plan-{plan.pk}",
            f"{words.TITLE[Kind.PLAN]}, utgåva {plan.edition}" if plan.edition > 1 else words.TITLE[Kind.PLAN],
            plan.board.name,
            plan.year,
            plan.decision.meeting_date,
            plan.decision.registry_number,
            plan.state == PlanState.REPLACED,
            plan.decision.document,
            plan.decision.data,
        )


def _reports(decision: OpenData) -> Iterator[Published]:
    reports = FrozenReport.objects.filter(plan__board__municipality=decision.municipality_id).select_related(
        "plan__board", "period", "document", "data", "replaced_by"
    )
    for report in reports:
        with override("sv"):  # the documents are Swedish, whoever looks at the list of them
            of_period = f", {report.period.get_code_display().lower()}" if report.period is not None else ""
        edition = f", utgåva {report.edition}" if report.edition > 1 else ""
        yield Published(
            f"rapport-{report.pk}",
            f"{_TITLES[ReportKind(report.kind)]}{of_period}{edition}",
            report.plan.board.name,
            report.plan.year,
            timezone.localtime(report.approved_at).date(),
            report.registry_number,
            hasattr(report, "replaced_by"),
            report.document,
            report.data,
        )
