from dataclasses import replace

from office_files import DOCUMENT
from rimlig.documents.document import ActionStatus, Deviation, Document, Goal, Kind
from rimlig.reporting.figures import Figures, figures_of


def test_each_follow_up_and_action_counts_once_however_many_goals_it_stands_under() -> None:
    first = DOCUMENT.goals[0]
    expected = figures_of(replace(DOCUMENT, goals=(first,)))
    assert figures_of(replace(DOCUMENT, goals=(first, Goal("1.2", "Mera", first.processes)))) == expected
    assert expected.follow_ups == ((Deviation.MAJOR, 1), (Deviation.NOT_DONE, 1))
    assert dict(expected.actions)[ActionStatus.ON_HOLD] >= 1


def test_nothing_is_nothing() -> None:
    assert figures_of(Document(Kind.PLAN)) == Figures((), ())
