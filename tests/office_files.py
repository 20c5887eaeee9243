"""A report with something of everything, and Office files taken apart, changed and put together again."""

import hashlib
import io
import zipfile
from collections.abc import Iterator

from rimlig.documents.document import (
    Action,
    ActionPlan,
    ActionStatus,
    Deviation,
    Document,
    Event,
    FollowUp,
    Goal,
    GoalSummary,
    Kind,
    Process,
    Treatment,
    WorkingMethod,
)
from rimlig.reporting.packing import zipped
from rimlig.reporting.report import Report

METHOD = WorkingMethod(
    "Attest av fakturor",
    "Två personer godkänner varje faktura.\n\nGränsen är 5 000 kr.",
    events=(
        Event(
            "Fakturor betalas två gånger",
            3,
            4,
            Treatment.REDUCE,
            (Action("Spärr i systemet", ActionStatus.ONGOING, "Provas i juni."), Action("a", ActionStatus.ON_HOLD)),
        ),
        Event("Attest saknas"),
    ),
    follow_ups=(
        FollowUp(
            "Stickprov varje tertial",
            Deviation.MAJOR,
            "Tre av tjugo saknade attest.",
            "Samtal med cheferna.",
            (Action("Ny rutin", ActionStatus.CLOSED),),
        ),
        FollowUp("Genomgång av behörigheter", Deviation.NOT_DONE, "Avdelningen har bytt system."),
    ),
)
DOCUMENT = Document(
    Kind.FOLLOW_UP,
    2031,
    "",
    "Ekenäs kommunstyrelse",
    "Så här har året gått.\n\nAlla enheter har svarat.",
    "Planen har följts.",
    (GoalSummary("1.1", "Ordning och reda", "Ett fel fanns."), GoalSummary("1.10", "", "Inget att anmärka.")),
    (
        Goal("1.1", "Ordning och reda", (Process("Ekonomi", (METHOD, WorkingMethod("Inventering"))), Process("Arkiv"))),
        Goal("1.10", ""),
    ),
    (
        ActionPlan("Låg svarsfrekvens", "Få svarar.", 2, 8, "Påminnelse.\n\nNy enkät.", ActionStatus.ONGOING),
        ActionPlan("Sena svar", "", None, 3),
    ),
)
REPORT = Report(DOCUMENT, "Ekenäs kommun", "Tertial 2", "KS 2031/17")


def members(data: bytes) -> dict[str, bytes]:
    """Return the parts of an Office file by name."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def with_part(data: bytes, name: str, part: bytes) -> bytes:
    """Return the file with one part replaced or added."""
    return zipped(members(data) | {name: part})


def damaged_copies(data: bytes, count: int) -> Iterator[bytes]:
    """Yield copies with one to four bytes changed; the same ones every time."""
    for number in range(count):
        dice = int.from_bytes(hashlib.sha512(f"{len(data)} {number}".encode()).digest(), "big")
        copy = bytearray(data)
        for _change in range(1 + dice % 4):
            dice //= 4
            copy[dice % len(copy)] = (dice >> 32) % 256
            dice >>= 48
        yield bytes(copy)
