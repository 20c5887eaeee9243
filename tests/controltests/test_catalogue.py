"""Each control test against the same question asked in plain Python, on tables as unkind as real ones."""

import re
from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import example, given, settings
from hypothesis import strategies as st

from data_files import found, run_on
from rimlig.controltests.catalogue.accounts import CLOSED
from rimlig.controltests.registry import all_tests

Row = dict[str, Any]
few = settings(max_examples=30, deadline=None)

PERSONS = st.sampled_from(
    ["19800101-1234", "800101-1234", "8001011234", "anna", "Anna ", "Åsa Öberg", "åsaöberg", "", "-", "  "]
)
SUPPLIERS = st.sampled_from(["556677-8899", "5566778899", "Lev 1", "LEV1", "2002", "", "\u00a0"])
INVOICES = st.sampled_from(["F-17", "f17", "0017", "17", "", "000", "=1+1"])
AMOUNTS = st.sampled_from(
    ["1 234,50", "1\u00a0234,50", "1234.5", "−5", "-5,00", "0", "12 kr", "1.234,50", "99999", "", "10000"]
)
DAY = date(2026, 3, 31)
DAYS = st.one_of(st.none(), st.integers(-300, 60).map(lambda days: DAY + timedelta(days)))
RECENT = st.integers(-40, 0).map(lambda days: DAY + timedelta(days))


def rows(**columns: st.SearchStrategy[Any]) -> st.SearchStrategy[list[Row]]:
    return st.lists(st.fixed_dictionaries(columns), max_size=12)


def numbered(table: list[Row]) -> list[tuple[int, Row]]:
    """Give each row the number that a spreadsheet shows; a row with nothing in it is none."""
    return [
        (number, row) for number, row in enumerate(table, 2) if any(str(cell or "").strip() for cell in row.values())
    ]


def amount(cell: str) -> Decimal | None:
    plain = re.sub(r"[\s\u00a0]|kr", "", cell).replace("−", "-")
    if "," in plain:
        plain = plain.replace(".", "").replace(",", ".")
    return Decimal(plain) if plain else None


def key(cell: str | None) -> str:
    return "".join(sign for sign in (cell or "").upper() if sign.isalnum())


def person(cell: str) -> str:
    plain = key(cell)
    return plain[2:] if re.fullmatch("(19|20)[0-9]{10}", plain) else plain


@few
@given(rows(voucher=st.just("1"), registered_by=PERSONS, attested_by=PERSONS, amount=AMOUNTS))
def test_the_same_person_registered_and_attested(table: list[Row]) -> None:
    examined = [
        (number, row)
        for number, row in numbered(table)
        if person(row["registered_by"]) and (amount(row["amount"]) is None or abs(amount(row["amount"]) or 0) >= 5)
    ]
    expected = [
        (number, "same_person" if person(row["attested_by"]) else "not_attested")
        for number, row in examined
        if person(row["attested_by"]) in {"", person(row["registered_by"])}
    ]
    outcome = run_on("same-person-attests", {"vouchers": table}, from_amount=5)
    assert (outcome.population, found(outcome)) == (len(examined), expected)


@few
@given(
    rows(supplier=SUPPLIERS, invoice=INVOICES, amount=AMOUNTS, date=st.one_of(st.none(), RECENT)),
    st.sampled_from([0, 1, 10]),
)
def test_double_payments(table: list[Row], days: int) -> None:
    examined = [
        (number, row) for number, row in numbered(table) if key(row["supplier"]) and (amount(row["amount"]) or 0) > 0
    ]
    expected = []
    for number, row in examined:
        same = [
            (other, one)
            for other, one in examined
            if (key(one["supplier"]), amount(one["amount"])) == (key(row["supplier"]), amount(row["amount"]))
        ]
        invoice = key(row["invoice"]).lstrip("0")
        again = [other for other, one in same if other < number and invoice == key(one["invoice"]).lstrip("0")]
        before = [
            (one["date"], other)
            for other, one in same
            if one["date"] and row["date"] and (one["date"], other) < (row["date"], number)
        ]
        if invoice and again:
            expected.append((number, "same_invoice", min(again)))
        elif days and before and row["date"] - max(before)[0] <= timedelta(days):
            expected.append((number, "same_amount", max(before)[1]))
    outcome = run_on("double-payments", {"payments": table}, days=days)
    listed = [(one.row, one.reason, one.values["other_row"]) for one in outcome.exceptions]
    assert (outcome.population, listed) == (len(examined), expected)


@few
@given(
    rows(supplier=SUPPLIERS, amount=AMOUNTS, date=DAYS),
    rows(supplier=SUPPLIERS, begins=DAYS, ends=DAYS),
)
def test_purchases_outside_agreements(bought: list[Row], agreed: list[Row]) -> None:
    examined = [
        (number, row)
        for number, row in numbered(bought)
        if key(row["supplier"]) and (amount(row["amount"]) or 0) >= 100
    ]
    expected = []
    for number, row in examined:
        own = [one for one in agreed if key(one["supplier"]) == key(row["supplier"])]
        day = row["date"]
        valid = [one for one in own if not day or ((one["begins"] or day) <= day and (one["ends"] or day) >= day)]
        if not valid:
            expected.append((number, "not_valid" if own else "no_agreement"))
    outcome = run_on("purchases-outside-agreements", {"purchases": bought, "agreements": agreed}, from_amount=100)
    assert (outcome.population, found(outcome)) == (len(examined), expected)


@few
@given(
    rows(
        account=st.sampled_from(["konto1", "k2", ""]),
        person=PERSONS,
        closed=st.sampled_from(["", "ja", "Nej", "Inaktiv", "0"]),
        closed_on=DAYS,
    ),
    rows(person=PERSONS, begins=DAYS, ends=DAYS),
)
def test_accounts_without_employment(accounts: list[Row], employments: list[Row]) -> None:
    grace = timedelta(14)
    examined = [
        (number, row)
        for number, row in numbered(accounts)
        if key(row["account"])
        and key(row["closed"]) not in CLOSED
        and (row["closed_on"] is None or row["closed_on"] > DAY)
    ]
    expected = []
    for number, row in examined:
        own = [
            one
            for one in employments
            if person(one["person"]) == person(row["person"]) and (one["begins"] or DAY) <= DAY + grace
        ]
        if not person(row["person"]):
            expected.append((number, "no_person"))
        elif not own:
            expected.append((number, "never_employed"))
        elif all(one["ends"] and one["ends"] + grace < DAY for one in own):
            expected.append((number, "ended"))
    outcome = run_on("accounts-without-employment", {"accounts": accounts, "employments": employments}, date=DAY)
    assert (outcome.population, found(outcome)) == (len(examined), expected)


@few
@given(rows(case=st.sampled_from(["SN 2026-1", "2", ""]), opened=DAYS, closed=DAYS))
@example([{"case": "1", "opened": date(2025, 10, 31), "closed": date(2026, 2, 28)}])  # four months after the 31st
@example([{"case": "1", "opened": date(2025, 10, 31), "closed": date(2026, 3, 1)}])
def test_cases_too_old(table: list[Row]) -> None:
    examined = [
        (number, row) for number, row in numbered(table) if key(row["case"]) and row["opened"] and row["opened"] <= DAY
    ]
    expected = []
    for number, row in examined:
        due = row["opened"] + relativedelta(months=4)
        if row["closed"] is None or row["closed"] > DAY:
            expected += [(number, "still_open")] if due < DAY else []
        elif due < row["closed"]:
            expected.append((number, "late"))
    outcome = run_on("cases-too-old", {"cases": table}, date=DAY)
    assert (outcome.population, found(outcome)) == (len(examined), expected)


def test_sentences_say_days_as_days() -> None:
    cases = [{"case": "A1", "opened": date(2025, 10, 31), "closed": None}]
    outcome = run_on("cases-too-old", {"cases": cases}, date=DAY)
    assert [one.sentence for one in outcome.exceptions] == [
        "Ärende A1 inleddes 2025-10-31 och skulle ha avslutats senast 2026-02-28; det pågår fortfarande."
    ]
    accounts = [{"account": "k1", "person": "anna"}, {"account": "k2", "person": "bo"}, {"account": "k3"}]
    employments = [{"person": "anna", "begins": None, "ends": date(2026, 3, 1)}]
    outcome = run_on("accounts-without-employment", {"accounts": accounts, "employments": employments}, date=DAY)
    assert [one.sentence for one in outcome.exceptions] == [
        "Anställningen för anna, som har konto k1, upphörde 2026-03-01.",
        "bo, som har konto k2, har ingen anställning.",
        "Konto k3 tillhör ingen person.",
    ]
    absences = [{"person": "anna", "begins": date(2026, 1, 1 + 10 * times), "cause": "Sjuk"} for times in range(2)]
    outcome = run_on("repeated-sick-leave", {"absences": absences}, times=2)
    assert [one.sentence for one in outcome.exceptions] == ["anna insjuknade 2 gånger från 2026-01-01 till 2026-01-11."]
    bought = [{"supplier": "1", "amount": "20 000", "date": DAY}, {"supplier": "2", "amount": "20 000", "date": DAY}]
    agreed = [{"supplier": "2", "begins": None, "ends": date(2026, 1, 1)}]
    outcome = run_on("purchases-outside-agreements", {"purchases": bought, "agreements": agreed})
    assert [one.sentence for one in outcome.exceptions] == [
        "20\u00a0000,00 till 1 den 2026-03-31: det finns inget avtal med leverantören.",
        "20\u00a0000,00 till 2 den 2026-03-31: inget avtal med leverantören gällde den dagen.",
    ]
    employed = [{"person": "anna", "begins": date(2025, 1, 1)}]
    outcome = run_on("employees-not-informed", {"employments": employed, "attendance": []}, date=DAY)
    assert [one.sentence for one in outcome.exceptions] == [
        "anna har varit anställd sedan 2025-01-01 och finns inte på någon närvarolista."
    ]


LEAVES = st.lists(
    st.fixed_dictionaries(
        {
            "person": st.sampled_from(["19800101-1234", "8001011234", "2", ""]),
            "begins": st.integers(0, 12).map(lambda weeks: DAY + timedelta(weeks * 9)),
            "length": st.sampled_from([-1, 0, 3, 8, 30]),
            "cause": st.sampled_from(["Sjukdom", "sjuk", "Vård av barn", ""]),
        }
    ),
    max_size=20,
)


@few
@given(LEAVES, st.sampled_from([2, 3, 4]))
def test_repeated_sick_leave(table: list[Row], times: int) -> None:
    table = [{**row, "ends": row["begins"] + timedelta(row["length"])} for row in table]
    by_person = defaultdict(list)
    for number, row in numbered(table):
        if person(row["person"]) and ("SJUK" in key(row["cause"]) or not row["cause"]):
            by_person[person(row["person"])].append((row["begins"], number, max(row["ends"], row["begins"])))
    expected = []
    for leaves in by_person.values():
        occasions: list[tuple[date, int]] = []
        until = date.min
        for begins, number, ends in sorted(leaves):
            if until == date.min or begins > until + timedelta(5):
                occasions.append((begins, number))
            until = max(until, ends)
        reached = [
            (number, first)
            for (first, _row), (begins, number) in zip(occasions, occasions[times - 1 :], strict=False)
            if begins < first + relativedelta(months=6)
        ]
        expected += reached[:1]
    outcome = run_on("repeated-sick-leave", {"absences": table}, times=times)
    listed = [(one.row, date.fromisoformat(one.values["first"])) for one in outcome.exceptions]
    assert (outcome.population, listed) == (len(by_person), sorted(expected))


@few
@given(rows(person=PERSONS, begins=DAYS, ends=DAYS, unit=st.just("Enhet")), rows(person=PERSONS, date=DAYS))
def test_employees_not_informed(employments: list[Row], attended: list[Row]) -> None:
    informed = {person(row["person"]) for row in attended if not row["date"] or row["date"] <= DAY}
    employed: dict[str, int] = {}
    for number, row in numbered(employments):
        long = row["begins"] is None or row["begins"] + timedelta(30) <= DAY
        if person(row["person"]) and long and (row["ends"] or DAY) >= DAY:
            employed.setdefault(person(row["person"]), number)
    expected = [(number, "not_informed") for who, number in employed.items() if who not in informed]
    outcome = run_on("employees-not-informed", {"employments": employments, "attendance": attended}, date=DAY)
    assert (outcome.population, found(outcome)) == (len(employed), sorted(expected))


@pytest.mark.parametrize("test", all_tests().values(), ids=list(all_tests()))
def test_a_definition_is_whole(test: Any) -> None:
    names = {column.name for one in test.inputs for column in one.columns}
    columns = [column for one in test.inputs for column in one.columns]
    assert len({one.name for one in test.inputs}) == len(test.inputs)
    assert all(column.headers for column in columns)
    for sentence in test.reasons.values():
        known = names | {"other_row", "ended", "due", "first", "times"}
        assert set(re.findall(r"%\((\w+)\)s", str(sentence))) <= known
