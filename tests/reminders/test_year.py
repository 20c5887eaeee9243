"""The year wheel's list: what is now and ahead first, what has been folded."""

import re
from datetime import date

import pytest
from django.test import Client

from rimlig.organisation.models import User
from rimlig.reminders import dates
from rimlig.reminders.dates import Dated

pytestmark = pytest.mark.django_db


def test_months_that_have_been_are_folded_unless_something_of_them_goes_on(
    client: Client, controller: User, morning: date, monkeypatch: pytest.MonkeyPatch
) -> None:
    happens = [
        Dated("a", "x", date(2026, 2, 1), "Förbi"),
        Dated("b", "x", date(2026, 8, 18), "Pågår", until=date(2026, 10, 18)),
        Dated("c", "x", morning, "I dag"),
        Dated("d", "x", date(2026, 12, 1), "Framåt"),
    ]
    monkeypatch.setattr(dates, "_GIVERS", [lambda *_: happens])
    monkeypatch.setattr(dates, "_KINDS", {"x": "Det som händer"})
    client.force_login(controller)
    page = client.get("/arshjul/").content.decode()
    folded = page.partition("<details><summary>Tidigare i år: 1 månad</summary>")[2].partition("</details>")[0]
    assert re.findall(r"<h2[^>]*>(\w+)", folded) == ["Februari"]
    rest = page.partition("Tidigare i år")[2].partition("</details>")[2].partition("<figure")[0]
    assert re.findall(r"<h2[^>]*>(\w+)", rest) == ["Augusti", "September", "December"]
    # Of another year nothing is folded.
    monkeypatch.setattr(dates, "_GIVERS", [lambda *_: [Dated("a", "x", date(2025, 2, 1), "Då")]])
    page = client.get("/arshjul/?ar=2025").content.decode()
    assert "Tidigare i år" not in page
    assert "Februari" in page
