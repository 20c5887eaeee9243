"""What lies beside the answers of the demo: lists, notes, a record of an inspection, a photograph of one, and links."""

import io
from collections.abc import Callable, Mapping
from typing import Final

import pypdfium2

from rimlig.demo.content import Paper
from rimlig.followup.evidence.operations import add_file, add_link
from rimlig.followup.models import FollowUpResult
from rimlig.organisation.models import User
from rimlig.reporting.blocks import BlockDocument, paragraph, table
from rimlig.reporting.blocks_pdf import render_pdf

PICTURE_SCALE: Final = 1.5


def lay_beside(row: FollowUpResult, papers: tuple[Paper, ...], *, by: User) -> None:
    """Lay the papers beside the answer, each as the kind of file that its name says, or as a link."""
    for paper in papers:
        if paper.link:
            add_link(row, name=paper.name, link=paper.link, by=by)
        else:
            add_file(row, name=paper.name, content=content_of(paper), by=by)


def content_of(paper: Paper) -> bytes:
    """Return the file, of the kind that its name says."""
    return _WRITERS[paper.name.rpartition(".")[2]](paper)


def _list(paper: Paper) -> bytes:
    """Return a list as Swedish spreadsheets write it: with semicolons, and a mark that it is UTF-8."""
    return "".join(f"{';'.join(row)}\r\n" for row in paper.rows).encode("utf-8-sig")


def _note(paper: Paper) -> bytes:
    return "".join(f"{': '.join(row)}\n" for row in paper.rows).encode()


def _record(paper: Paper) -> bytes:
    title, header, rows = paper.name.rpartition(".")[0], paper.rows[0], paper.rows[1:]
    blocks = (table(title, header, rows), paragraph("Underskrift finns på enheten."))
    return render_pdf(
        BlockDocument(title=title, blocks=blocks, municipality="Lindhaga kommun", page_header="Protokoll")
    )


def _photograph(paper: Paper) -> bytes:
    page = pypdfium2.PdfDocument(_record(paper))[0]
    out = io.BytesIO()
    page.render(scale=PICTURE_SCALE).to_pil().convert("L").save(out, "PNG")
    return out.getvalue()


_WRITERS: Final[Mapping[str, Callable[[Paper], bytes]]] = {
    "csv": _list,
    "txt": _note,
    "pdf": _record,
    "png": _photograph,
}
