from datetime import date

import pytest

from rimlig.followup.planned import (
    examination_in_words,
    person_in_words,
    read_examination,
    read_person,
    read_schedule,
    schedule_in_words,
)

SCHEDULES = [
    (("periods", ["T1", "VB"], None), "Tertial 1, Verksamhetsberättelse"),
    (("periods", [], None), "Rapporteringsperiod"),
    (("monthly", [], None), "Varje månad"),
    (("quarterly", [], None), "Varje kvartal"),
    (("once", [], None), "En gång"),
    (("once", [], date(2027, 5, 12)), "En gång: 2027-05-12"),
]


@pytest.mark.parametrize(("chosen", "said"), SCHEDULES)
def test_a_schedule_is_said_and_understood(chosen: tuple[str, list[str], date | None], said: str) -> None:
    assert schedule_in_words(*chosen) == said
    assert read_schedule(said) == chosen


def test_periods_stand_in_the_order_of_the_year() -> None:
    assert schedule_in_words("periods", ["VB", "T2"], None) == "Tertial 2, Verksamhetsberättelse"
    assert schedule_in_words("", [], None) == ""


@pytest.mark.parametrize(
    "text", ["Ibland", "En gång: i maj", "Tertial 1 och ibland", "Tertial 2, Tertial 1", "Varje månad: 2027-05-12"]
)
def test_other_words_are_no_schedule(text: str) -> None:
    assert read_schedule(text) is None


PEOPLE = [
    (("performer", ""), "Kontrollutförare"),
    (("", "Ada Ek"), "Ada Ek"),
    (("department_manager", "Ada Ek"), "Avdelningschef (Ada Ek)"),
    (("", "Ada Ek (vikarie)"), "Ada Ek (vikarie)"),
    (("", ""), ""),
]


@pytest.mark.parametrize(("chosen", "said"), PEOPLE)
def test_a_person_is_a_role_a_name_or_both(chosen: tuple[str, str], said: str) -> None:
    assert person_in_words(*chosen) == said
    assert read_person(said) == chosen


EXAMINATIONS = [
    (("sample", "tio löner"), "Stickprov: tio löner"),
    (("sample", ""), "Stickprov"),
    (("data_test", "alla löner\n\noch arvoden"), "Test på data: alla löner\n\noch arvoden"),
    (("", "Samtal"), "Samtal"),
    (("", "Stickprov: "), "Stickprov: "),
]


@pytest.mark.parametrize(("chosen", "said"), EXAMINATIONS)
def test_an_examination_is_said_and_understood(chosen: tuple[str, str], said: str) -> None:
    assert examination_in_words(*chosen) == said
    assert read_examination(said) == chosen
