"""What people write of a meeting's minutes, and what cannot be right."""

from datetime import date

import pytest
from django.utils import timezone

from rimlig.core.errors import RuleBroken
from rimlig.records.minutes import Minutes, minutes

EARLIEST = date(2025, 1, 1)


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda: date(2026, 1, 15))


@pytest.mark.parametrize(
    ("written", "stored"),
    [("112", "112"), ("§ 112", "112"), ("§112 a", "112 a"), (" paragraf  7 ", "7"), ("§§ 3-4", "3-4"), ("Par. 9", "9")],
)
def test_a_paragraph_is_taken_as_people_write_it(written: str, stored: str) -> None:
    assert minutes(date(2025, 12, 10), written, " KS  2025/118 ", earliest=EARLIEST) == Minutes(
        date(2025, 12, 10), stored, "KS 2025/118"
    )


@pytest.mark.parametrize(
    ("day", "paragraph", "number", "said"),
    [
        (date(2026, 1, 16), "112", "KS 2025/118", "inte har kommit än"),
        (date(2024, 12, 31), "112", "KS 2025/118", "för tidigt"),
        (date(2025, 12, 10), "§", "KS 2025/118", "paragrafen"),
        (date(2025, 12, 10), "12" * 11, "KS 2025/118", "paragrafen"),
        (date(2025, 12, 10), "112", "diariet", "diarienumret"),
        (date(2025, 12, 10), "112", "1" * 61, "diarienumret"),
    ],
)
def test_what_cannot_be_right_is_refused_in_words(day: date, paragraph: str, number: str, said: str) -> None:
    with pytest.raises(RuleBroken, match=said):
        minutes(day, paragraph, number, earliest=EARLIEST)


@pytest.mark.parametrize("day", [date(2026, 1, 15), date(2025, 1, 1)])
def test_today_and_the_first_day_are_allowed(day: date) -> None:
    assert minutes(day, "1", "1", earliest=EARLIEST).meeting_date == day
