"""A run in a process of its own: the same bytes as here, progress, refusals, and an end whatever happens."""

from pathlib import Path

import pytest
from django.utils.translation import override

from rimlig.controltests import isolated
from rimlig.controltests.files import Given
from rimlig.controltests.isolated import run_safely
from rimlig.controltests.outcome import to_json
from rimlig.controltests.registry import control_test
from rimlig.controltests.running import run_test
from rimlig.core.errors import Unreadable

PAYMENTS = "Lev.nr;Fakturanr;Belopp;Betaldatum\n1;F1;1000,50;2026-03-01\n1;F1;1000,50;2026-03-02\n"


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Given]:
    path = tmp_path / "x"
    path.write_text(PAYMENTS, encoding="utf-8")
    return {"payments": Given(path, "betalningar.csv")}


def test_it_gives_the_bytes_that_a_run_here_gives_whatever_the_language(files: dict[str, Given]) -> None:
    told: list[tuple[int, int]] = []
    with override("en"):
        there = run_safely("double-payments", files, {"days": "7"}, lambda done, total: told.append((done, total)))
    here = to_json(run_test(control_test("double-payments"), files, {"days": "7"}))
    assert there.decode() == here
    assert "1\u00a0000,50" in here
    assert (len(PAYMENTS), len(PAYMENTS)) in told


def test_what_cannot_be_read_is_told_in_the_language_of_the_one_who_asked(files: dict[str, Given]) -> None:
    files["payments"].path.write_text("", encoding="utf-8")
    with override("en"), pytest.raises(Unreadable) as refused:
        run_safely("double-payments", files, {})
    assert str(refused.value) == "betalningar.csv is empty."


def test_whoever_waits_may_stop_it(files: dict[str, Given], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(isolated, "LONGEST_SILENCE", 0.01)

    def stop(_done: int, _total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_safely("double-payments", files, {}, stop)


def test_a_run_that_takes_too_long_is_ended_with_a_sentence(
    files: dict[str, Given], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(isolated, "SECONDS", 0)
    with pytest.raises(Unreadable, match="0 minuter och 1 GB minne"):
        run_safely("double-payments", files, {})
