from dataclasses import replace

from office_files import DOCUMENT
from rimlig.documents.document import Document, Goal, Kind, Remark
from rimlig.imports.contents import Contents, contents_in_words, contents_of


def test_everything_is_counted() -> None:
    assert contents_of(DOCUMENT) == Contents(
        goals=2,
        places=2,
        processes=2,
        working_methods=2,
        events=2,
        follow_ups=2,
        deviations=1,
        actions=3,
        action_plans=2,
        warnings=0,
    )


def test_a_process_under_two_goals_is_one_in_two_places() -> None:
    first = DOCUMENT.goals[0]
    twice = replace(DOCUMENT, goals=(first, Goal("1.2", "Mera", first.processes)), action_plans=())
    assert contents_in_words(twice) == (
        "Uppföljning 2031: 2 mål, 2 processer (på 4 ställen), 4 oönskade händelser, 4 uppföljningar, 6 åtgärder."
    )


def test_what_there_is_none_of_is_not_said() -> None:
    document = Document(Kind.ACTION_PLANS, action_plans=DOCUMENT.action_plans[:1], warnings=(Remark("a", "b"),))
    assert contents_in_words(document) == "Handlingsplaner: 1 handlingsplan, 1 sak att titta på."
