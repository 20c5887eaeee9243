"""How much longer the whole PDF report takes than Typst alone with the same data.

Every run is a fresh process, since Typst remembers what it has laid out
before; imports and fonts are loaded before the clock starts, for both alike.

    python benchmarks/pdf_report.py [FILE.json] [--runs N] [--out FILE.pdf]

FILE is a document as interchange JSON; without it a document of the size of a
real board's yearly follow-up is made up: 37 process entries under nine goals.
"""

import argparse
import json
import multiprocessing
import statistics
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import typst
from pypdfium2 import PdfDocument

from rimlig.documents.document import (
    Action,
    ActionStatus,
    Deviation,
    Document,
    Event,
    FollowUp,
    Goal,
    GoalSummary,
    Kind,
    Process,
    WorkingMethod,
)
from rimlig.documents.interchange import from_json
from rimlig.reporting import pdf
from rimlig.reporting.pdf_blocks import report_data
from rimlig.reporting.report import Report

GOALS = 9
PROCESSES = 37
TEXT = (
    "enheten följer upp närvaron varje månad och redovisar utfallet för avdelningschefen stickprov visar att rutinen är känd"
    " medarbetarna har fått information registret är genomgånget behörigheterna stämmer med anställningarna fakturor attesteras"
    " enligt delegationsordningen verksamhetsuppföljningen kompletteras med en genomgång av synpunkter och klagomål"
)
WORDS = TEXT.split()


def sentence(seed: int, length: int) -> str:
    """Return made-up Swedish of so many words; equal seeds give equal text."""
    text = " ".join(WORDS[(seed * 7 + place * (seed % 5 + 1)) % len(WORDS)] for place in range(length))
    return text.capitalize() + "."


def made_up_document() -> Document:
    """Return a follow-up report of the usual size."""
    shares = [PROCESSES // GOALS + (number < PROCESSES % GOALS) for number in range(GOALS)]
    goals, first = [], 0
    for number, share in enumerate(shares):
        processes = tuple(process(first + each) for each in range(share))
        goals.append(Goal(f"{number // 3 + 1}.{number % 3 + 1}", sentence(number, 7)[:-1], processes))
        first += share
    return Document(
        Kind.FOLLOW_UP,
        year=2018,
        board="Sjöviks stadsdelsnämnd",
        introduction="\n\n".join(sentence(seed, 60) for seed in range(4)),
        summary=sentence(5, 40),
        summary_by_goal=tuple(GoalSummary(goal.number, goal.title, sentence(8, 45)) for goal in goals),
        goals=tuple(goals),
    )


def process(seed: int) -> Process:
    """Return a process with a working method, one or two risks and a follow-up."""
    statuses, deviations = list(ActionStatus), list(Deviation)
    events = tuple(
        Event(
            sentence(seed + each, 14), actions=(Action(sentence(seed + 3, 12), statuses[seed % 4], sentence(seed, 9)),)
        )
        for each in range(1 + seed % 2)
    )
    follow_up = FollowUp(sentence(seed, 14), deviations[seed % 4], sentence(seed, 60), sentence(seed + 1, 25))
    method = WorkingMethod(sentence(seed + 1, 8)[:-1], sentence(seed + 2, 20), events, (follow_up,))
    return Process(sentence(seed, 6)[:-1], (method,))


def a_report(file: Path | None) -> Report:
    """Return the report of the file's document, or of the made-up one."""
    document = from_json(file.read_bytes()) if file else made_up_document()
    return Report(document, "Lindhaga stad", period="Verksamhetsberättelse", registry_number="SJN 2018/417")


def typst_alone(file: Path | None) -> float:
    """Return the seconds that Typst's compile takes with the data already prepared."""
    data, fonts = json.dumps(report_data(a_report(file)), ensure_ascii=False), pdf.report_fonts()
    start = time.perf_counter()
    compiler = typst.Compiler(pdf.TEMPLATE, root=pdf.TEMPLATE.parent, font_paths=fonts, sys_inputs={"report": data})
    compiler.compile(format="pdf", pdf_standards=pdf.STANDARDS, timestamp=0)
    return time.perf_counter() - start


def whole_render(file: Path | None) -> float:
    """Return the seconds that render_pdf takes."""
    report, _fonts = a_report(file), pdf.report_fonts()
    start = time.perf_counter()
    pdf.render_pdf(report)
    return time.perf_counter() - start


def main() -> None:
    """Time both in turn and print pages, size, seconds and their ratio."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", nargs="?", type=Path, help="interchange JSON of a document")
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--out", type=Path, help="keep the PDF")
    options = parser.parse_args()
    made = pdf.render_pdf(a_report(options.file))
    if options.out:
        options.out.write_bytes(made)
    with PdfDocument(made) as opened:
        print(f"{len(opened)} pages, {len(made) / 1e6:.2f} MB")
    times: dict[str, list[float]] = {"Typst alone": [], "render_pdf": []}
    # One process per run and one at a time.
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn"), max_tasks_per_child=1) as pool:
        for _run in range(options.runs):
            times["Typst alone"].append(pool.submit(typst_alone, options.file).result())
            times["render_pdf"].append(pool.submit(whole_render, options.file).result())
    alone, whole = (statistics.median(each) for each in times.values())
    print(f"Typst alone {alone:.3f} s, render_pdf {whole:.3f} s: {whole / alone:.2f} times (median of {options.runs})")


if __name__ == "__main__":
    main()
