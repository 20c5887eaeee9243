"""Two lists as systems write them: every account on the last day of August, and every employment. Nobody is named."""

from collections.abc import Iterator
from typing import Final

from rimlig.demo.content import ControlTest, Paper

UNITS: Final = {
    "Mottagning": 42,
    "Utredning barn": 38,
    "Hemtjänst norr": 129,
    "Hemtjänst söder": 121,
    "Övriga enheter": 302,
}
"""How many accounts each unit has."""
ENDED: Final = {
    17: "2026-06-30",
    31: "2026-07-31",
    96: "2026-06-30",
    160: "2026-07-31",
    215: "2026-06-30",
    299: "2026-08-09",
    # A week ago: the account may exist for a fortnight more.
    310: "2026-08-24",
    # The account is blocked.
    402: "2026-05-31",
}
"""The account's number → the last day of the employment of the person who has it."""
BLOCKED: Final = frozenset({402})


def _lines() -> Iterator[tuple[int, str]]:
    """Give each account by its number, with its unit; the last one is a blocked one more than the units use."""
    units = [unit for unit, count in UNITS.items() for _one in range(count)]
    yield from enumerate([*units, "Övriga enheter"], start=1)


ACCOUNTS: Final = (
    ("Konto", "Anställningsnummer", "Enhet", "Inaktiverat"),
    *((f"lin{number:04}", str(40_000 + number), unit, "Ja" if number in BLOCKED else "") for number, unit in _lines()),
)
EMPLOYMENTS: Final = (
    ("Anställningsnummer", "Anställd från", "Anställd till", "Enhet"),
    *((str(40_000 + number), "2024-08-12", ENDED.get(number, ""), unit) for number, unit in _lines()),
)
IN_AUGUST: Final = ControlTest(
    "accounts-without-employment",
    {"date": "2026-08-31", "grace_days": "14"},
    {
        "accounts": Paper("Konton 2026-08-31.csv", ACCOUNTS),
        "employments": Paper("Anställningar 2026-08-31.csv", EMPLOYMENTS),
    },
)
