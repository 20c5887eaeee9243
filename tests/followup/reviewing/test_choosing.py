"""What the board of answers can be narrowed to by its address."""

import re
from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client

from factories import FollowUpResultFactory, OrgUnitFactory
from rimlig.followup.models import FollowUpResult
from rimlig.followup.reviewing.choosing import Chosen
from rimlig.organisation.models import OrgUnit


@pytest.mark.parametrize(
    ("address", "chosen"),
    [
        ("", Chosen()),
        ("visa=sena&niva=major&process=7", Chosen("sena", "major", 7)),
        ("visa=strunt&niva=strunt&process=99999999999999", Chosen()),
        ("process=²", Chosen()),
    ],
)
def test_what_cannot_be_understood_is_not_asked_for(address: str, chosen: Chosen) -> None:
    assert Chosen.read(QueryDict(address)) == chosen


@pytest.fixture
def answers(answer: FollowUpResult, other_unit: OrgUnit) -> FollowUpResult:
    """Tallbacken has filed, Sjövik's deviates and is approved, and the administration has filed for itself."""
    same = {"follow_up": answer.follow_up, "period": answer.period}
    FollowUpResultFactory(**same, unit=other_unit, deviation="major")
    FollowUpResultFactory(**same, unit=None, filed=True, deviation="minor")
    return answer


def _rows(client: Client, answer: FollowUpResult, people: Any, asked: str) -> int:
    client.force_login(people.controller)
    page = client.get(f"/plan/{answer.in_plan.pk}/svar/?{asked}").content.decode()
    return len(re.findall(r'<tr><th scope="row"><a', page))


@pytest.mark.parametrize(
    ("asked", "rows"),
    [
        ("avdelning=alla&niva=major", 1),
        ("avdelning=alla&niva=minor", 0),
        ("avdelning=forvaltningen&niva=minor", 1),
        ("avdelning=alla&visa=godkanda", 1),
        ("avdelning=forvaltningen&visa=godkanda", 0),
        ("avdelning=alla&visa=sena", 0),
        ("avdelning=alla&process=999", 0),
    ],
)
def test_the_rows_are_those_that_the_address_asks_for(
    client: Client, answers: FollowUpResult, people: Any, asked: str, rows: int
) -> None:
    assert _rows(client, answers, people, asked) == rows


def test_one_unit_stands_alone_with_its_name(
    client: Client, answers: FollowUpResult, people: Any, other_unit: OrgUnit
) -> None:
    client.force_login(people.controller)
    page = client.get(f"/plan/{answers.in_plan.pk}/svar/?avdelning={other_unit.pk}").content.decode()
    assert f'aria-current="true">{other_unit.name}</a>' in page
    assert re.findall(r'class="upright"><span>([^<]+)</span>', page) == [other_unit.name]


def test_another_boards_unit_shows_all_and_tells_nothing(client: Client, answers: FollowUpResult, people: Any) -> None:
    stranger = OrgUnitFactory(name="Hemlig enhet")
    client.force_login(people.controller)
    page = client.get(f"/plan/{answers.in_plan.pk}/svar/?avdelning={stranger.pk}").content.decode()
    assert "Hemlig enhet" not in page
    assert len(re.findall(r'class="upright"', page)) == 3
