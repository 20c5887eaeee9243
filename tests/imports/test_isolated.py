"""Reading in a process of its own: what it says, and that nothing a file does reaches further."""

import subprocess
import time
from typing import Any

import pytest

from office_files import DOCUMENT
from rimlig.documents.interchange import to_json
from rimlig.imports import isolated
from rimlig.imports.blocks import Unreadable
from rimlig.imports.isolated import read_safely
from rimlig.reporting.pdf import render_pdf
from rimlig.reporting.report import Report

PDF = b"%PDF-1.7 of which the readers below see nothing"


def _reader_that_runs(code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the process that reads run this instead."""
    start = subprocess.Popen

    def instead(command: list[str], **options: Any) -> Any:
        return start([command[0], "-c", code], **options)

    monkeypatch.setattr(isolated.subprocess, "Popen", instead)


def test_a_pdf_is_read_in_another_process_with_progress() -> None:
    told: list[tuple[int, int]] = []
    document = read_safely(render_pdf(Report(DOCUMENT)), lambda done, total: told.append((done, total)))
    assert document.goals == DOCUMENT.goals
    assert told[-1][0] == told[-1][1] > 1


def test_text_is_read_in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(isolated.subprocess, "Popen", None)
    assert read_safely(to_json(DOCUMENT).encode()) == DOCUMENT


def test_the_sentence_comes_out_of_the_process_in_our_language() -> None:
    with pytest.raises(Unreadable) as refused:
        read_safely(b"PK\x03\x04 no zip file")
    assert str(refused.value).startswith("Filen är skadad eller ofullständig")


def test_a_process_that_dies_is_an_unreadable_file(monkeypatch: pytest.MonkeyPatch) -> None:
    _reader_that_runs("import os; os.abort()", monkeypatch)
    with pytest.raises(Unreadable) as refused:
        read_safely(PDF)
    assert str(refused.value).startswith("Filen gick inte att läsa på 28 sekunder och med 1 GB minne")


def test_a_process_that_never_ends_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(isolated, "READING_SECONDS", 0.3)
    _reader_that_runs("import signal, sys; sys.stdin.buffer.read(); signal.pause()", monkeypatch)
    begun = time.monotonic()
    with pytest.raises(Unreadable):
        read_safely(PDF)
    assert time.monotonic() - begun < 5


def test_who_waits_can_change_their_mind_while_a_page_takes_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(isolated, "LONGEST_SILENCE", 0.05)
    code = 'import signal, sys; sys.stdin.buffer.read(); print(\'{"done": 1, "total": 9}\', flush=True); signal.pause()'
    _reader_that_runs(code, monkeypatch)
    told: list[tuple[int, int]] = []

    def stop_after_three(done: int, total: int) -> None:
        told.append((done, total))
        if told.count((1, 9)) == 3:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        read_safely(PDF, stop_after_three)
    assert told[-3:] == [(1, 9)] * 3


def test_memory_above_the_limit_ends_the_process_only(monkeypatch: pytest.MonkeyPatch) -> None:
    limits = f"import resource; resource.setrlimit(resource.RLIMIT_AS, ({isolated.MOST_MEMORY},) * 2); "
    _reader_that_runs(limits + "bytearray(2 * 10**9)", monkeypatch)
    with pytest.raises(Unreadable):
        read_safely(PDF)
