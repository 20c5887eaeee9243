"""Many people who write in one answer at the same time: nothing that was acknowledged is lost, nothing is overwritten unseen."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.db import connection
from django.utils import timezone

from factories import FollowUpResultFactory, UserFactory
from rimlig.core.errors import Outdated, RuleBroken
from rimlig.followup.answering.operations import file_answer, save_answer
from rimlig.followup.models import FollowUpResult
from rimlig.organisation.models import User

pytestmark = pytest.mark.django_db(transaction=True)

WRITERS, AT_ONCE = 200, 6


@pytest.fixture
def answer(monkeypatch: pytest.MonkeyPatch) -> FollowUpResult:
    """An answer that nobody has begun, in a period that takes answers."""
    monkeypatch.setattr(timezone, "localdate", lambda: date(2026, 12, 20))
    row: FollowUpResult = FollowUpResultFactory(to_answer=True)
    return row


def _all_at_once(deeds: Iterable[Callable[[], object]]) -> list[object]:
    def run(deed: Callable[[], object]) -> object:
        try:
            return deed()
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(run, deeds))


def _add_mark(answer: FollowUpResult, by: User, mark: str) -> int:
    """Write the mark after what stands there, as a person does who is shown what the others wrote; return the tries."""
    tries, now = 0, FollowUpResult.objects.get(pk=answer.pk)
    while True:
        tries += 1
        try:
            save_answer(now, {"result": f"{now.result}{mark} "}, version=now.version, by=by)
        except Outdated as outdated:
            now = outdated.current
        else:
            return tries


def test_two_hundred_writers_on_one_text_lose_nothing(answer: FollowUpResult) -> None:
    people = [UserFactory() for _ in range(AT_ONCE)]
    marks = [f"[{number}]" for number in range(WRITERS)]
    _all_at_once(
        lambda mark=mark, by=people[number % AT_ONCE]: _add_mark(answer, by, mark) for number, mark in enumerate(marks)
    )
    answer.refresh_from_db()
    assert sorted(answer.result.split()) == sorted(marks)
    assert answer.version == 1 + WRITERS
    # Each version stands in the history, and adds one mark to the one before.
    kept = answer.history.order_by("version").values_list("version", "result")
    assert [(version, len(text.split())) for version, text in kept] == [(1 + n, n) for n in range(WRITERS + 1)]


def test_those_who_write_in_different_fields_from_one_version_are_joined(answer: FollowUpResult) -> None:
    by = UserFactory()
    texts = {"result": "Alla grupper räknades.", "measures": "Inga behövdes.", "root_cause": "Semestern."}
    said = _all_at_once(
        lambda name=name, text=text: save_answer(answer, {name: text}, version=1, by=by) for name, text in texts.items()
    )
    answer.refresh_from_db()
    assert {name: getattr(answer, name) for name in texts} == texts
    assert sorted(row.version for row in said if isinstance(row, FollowUpResult)) == [2, 3, 4]


def test_who_files_while_another_writes_files_what_both_have_seen(answer: FollowUpResult) -> None:
    by, other = UserFactory(), UserFactory()
    ready = save_answer(answer, {"deviation": "none", "result": "Alla grupper räknades."}, version=1, by=by)

    def told(deed: Callable[[], FollowUpResult]) -> str:
        try:
            deed()
        except RuleBroken as broken:
            return type(broken).__name__
        return "done"

    said = _all_at_once(
        [
            lambda: told(lambda: file_answer(answer, version=ready.version, by=by)),
            lambda: told(lambda: save_answer(answer, {"result": "Ändrat."}, version=ready.version, by=other)),
        ]
    )
    answer.refresh_from_db()
    # Either it was filed first and the text is refused, or the text was first and the filing is.
    assert (said, answer.state, answer.result) in [
        (["done", "RuleBroken"], "filed", "Alla grupper räknades."),
        (["Outdated", "done"], "open", "Ändrat."),
    ]


def test_the_same_press_twice_files_once(answer: FollowUpResult) -> None:
    by = UserFactory()
    ready = save_answer(answer, {"deviation": "none", "result": "Alla grupper räknades."}, version=1, by=by)
    _all_at_once([lambda: file_answer(answer, version=ready.version, by=by)] * 2)
    answer.refresh_from_db()
    assert (answer.state, answer.version) == ("filed", ready.version + 1)
