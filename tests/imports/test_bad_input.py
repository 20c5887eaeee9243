"""Files that are no report: made here, read by the command and by the page, refused by one and the same sentence."""

import io
import random
import re
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pikepdf
import pytest
from django.test import Client

from office_files import DOCUMENT
from rimlig.documents.document import Document
from rimlig.imports import tasks
from rimlig.imports.isolated import read_safely
from rimlig.imports.jobs import document_of
from rimlig.imports.models import Import
from rimlig.organisation.models import User
from rimlig.planning.models import Plan
from rimlig.reporting.pdf import render_pdf
from rimlig.reporting.report import Report
from rimlig.reporting.word import render_word

NOISE = random.Random(1).randbytes(40_000)  # the same noise every time
RECIPE = "Pannkakor\n\nVispa ihop mjölk, ägg och mjöl. Smaka av med en nypa salt.\nStek i smör på medelvärme.\n" * 5


def _pdf() -> bytes:
    return render_pdf(Report(DOCUMENT))


def _encrypted_pdf() -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(_pdf())) as pdf:
        pdf.save(out, encryption=pikepdf.Encryption(owner="a", user="b"))
    return out.getvalue()


def _blank_pdf(pages: int) -> bytes:
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        for _page in range(pages):
            pdf.add_blank_page()
        pdf.save(out)
    return out.getvalue()


def _scanned_pdf() -> bytes:
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page()
        picture = pdf.make_stream(
            bytes(100 * 100), Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=100, Height=100,
            ColorSpace=pikepdf.Name.DeviceGray, BitsPerComponent=8,
        )  # fmt: skip
        page.add_resource(picture, pikepdf.Name.XObject, pikepdf.Name.Im0)
        page.contents_add(b"q 500 0 0 700 50 50 cm /Im0 Do Q")
        pdf.save(out)
    return out.getvalue()


def _greedy_pdf() -> bytes:
    """A page whose content is small in the file and two gigabytes when it is unpacked."""
    packer = zlib.compressobj(wbits=-15)
    megabyte = packer.compress(b"0 0 m 1 1 l S \n" * 70_000) + packer.flush(zlib.Z_FULL_FLUSH)
    packed = b"\x78\x9c" + megabyte * 2_000 + packer.flush()
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page()
        page.obj.Contents = pikepdf.Stream(pdf, packed, Filter=pikepdf.Name.FlateDecode)
        pdf.save(out, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    return out.getvalue()


def _bomb(inside: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open(inside, "w", force_zip64=True) as part:
            for _number in range(400):
                part.write(bytes(1_000_000))
    return out.getvalue()


def _letter() -> bytes:
    letter = docx.Document()
    letter.add_heading("Hej alla grannar")
    letter.add_paragraph("Vi ses på gården på lördag för att räfsa löv.")
    out = io.BytesIO()
    letter.save(out)
    return out.getvalue()


def _spreadsheet() -> bytes:
    book = openpyxl.Workbook()
    book.active.append(["Vara", "Antal"])
    book.active.append(["Kaffe", 12])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


BAD: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "encrypted PDF": ("rapport.pdf", _encrypted_pdf, "PDF-filen är låst med lösenord"),
    "scanned PDF": ("rapport.pdf", _scanned_pdf, "PDF-filen är en bild utan text"),
    "long PDF": ("rapport.pdf", lambda: _blank_pdf(501), "PDF-filen har 501 sidor"),
    "blank pages": ("rapport.pdf", lambda: _blank_pdf(3), "PDF-filen är en bild utan text"),
    "PDF above the limits": ("rapport.pdf", _greedy_pdf, ""),
    "truncated PDF": ("rapport.pdf", lambda: _pdf()[:20_000], "PDF-filen är avklippt"),
    "truncated Word": (
        "rapport.docx",
        lambda: render_word(Report(DOCUMENT))[:4_000],
        "Filen är skadad eller ofullständig",
    ),
    "empty": ("rapport.txt", lambda: b"\n \n", "Filen är tom"),
    "picture called PDF": ("rapport.pdf", lambda: b"\x89PNG\r\n\x1a\n" + NOISE, "Filen heter som en textfil"),
    "letter called Excel": ("rapport.xlsx", _letter, ""),
    "noise": ("rapport.txt", lambda: NOISE, "Filen heter som en textfil"),
    "bomb called Word": ("rapport.docx", lambda: _bomb("word/document.xml"), "Filen packas upp till mycket mer"),
    "bomb called Excel": ("rapport.xlsx", lambda: _bomb("xl/workbook.xml"), "Filen packas upp till mycket mer"),
    "recipe": ("rapport.txt", RECIPE.encode, "Det här ser inte ut som en internkontrollplan"),
    "recipe in UTF-16": (
        "rapport.txt",
        lambda: RECIPE.encode("utf-16"),
        "Det här ser inte ut som en internkontrollplan",
    ),
    "ordinary letter": ("rapport.docx", _letter, "Det här ser inte ut som en internkontrollplan"),
    "ordinary spreadsheet": ("rapport.xlsx", _spreadsheet, "Arbetsboken har inget av bladen"),
    "other JSON": ("rapport.json", lambda: b'{"a": 1}', "Filen är JSON, men inte ett dokument"),
}


@pytest.mark.parametrize("name", BAD)
@pytest.mark.django_db
def test_the_command_and_the_page_refuse_it_with_one_sentence(
    client: Client, controller: User, capsys: pytest.CaptureFixture[str], tmp_path: Path, name: str
) -> None:
    file_name, make, begins = BAD[name]
    path = tmp_path / file_name
    path.write_bytes(make())
    line = _command_refuses(path, capsys)
    assert line.startswith(begins)
    client.force_login(controller)
    with path.open("rb") as file:
        client.post("/importera/", {"file": file})
    item = Import.objects.get()
    tasks.read_import(item.pk, language="sv")
    page = client.get(f"/importera/{item.pk}/").content.decode()
    shown = re.search(r'<p class="callout wrong">(.*?)</p>', page)
    assert shown is not None
    item.refresh_from_db()
    assert (item.state, item.problem) == ("failed", line)
    assert Plan.objects.count() == 0


def _command_refuses(path: Path, capsys: pytest.CaptureFixture[str]) -> str:
    """Run `rimlig import` on the file, and return the one line that it says."""
    from rimlig.config.cli import main  # noqa: PLC0415  # it reads the environment when it is imported

    assert main(["import", str(path), "--dry-run"]) == 2
    said = capsys.readouterr()
    assert (said.out, said.err.count("\n")) == ("", 1)
    return said.err.removeprefix("rimlig: ").rstrip("\n")


REPORT = "\n".join(
    [
        "Uppföljning av handlingsplaner 2026",
        "Handlingsplaner",
        "Förskolor saknar åtgärdsplaner för överlämning",
        "Två av åtta enheter har inte skrivit någon plan.",
        "Åtgärd: Mallen för överlämning används från och med våren.",
    ]
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_texts_in_other_encodings_are_read(encoding: str) -> None:
    assert _without_remarks(read_safely(REPORT.encode(encoding))) == _without_remarks(read_safely(REPORT.encode()))
    (plan,) = read_safely(REPORT.encode(encoding)).action_plans
    assert (plan.heading, plan.units_at_risk, plan.units_total, plan.measures) == (
        "Förskolor saknar åtgärdsplaner för överlämning",
        2,
        8,
        "Mallen för överlämning används från och med våren.",
    )


def _without_remarks(document: Document) -> Any:
    return document.kind, document.year, document.goals, document.action_plans


@pytest.mark.django_db
def test_characters_that_no_database_holds_are_replaced(client: Client, controller: User) -> None:
    broken = b'{"format": "rimlig-plan/1", "kind": "plan", "title": "a\\u0000b"}'
    client.force_login(controller)
    path = io.BytesIO(broken)
    path.name = "rapport.json"
    client.post("/importera/", {"file": path})
    tasks.read_import(Import.objects.get().pk, language="sv")
    assert document_of(Import.objects.get()).title == "a\ufffdb"
