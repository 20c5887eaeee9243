from factories import PlanFactory, RiskScaleFactory, UndesiredEventFactory, WorkingMethodFactory
from rimlig.organisation.models import Board
from rimlig.planning.models import UndesiredEvent
from rimlig.planning.risks.trend import trend_of, years_of


def _risk(board: Board, year: int, **values: object) -> UndesiredEvent:
    scale = RiskScaleFactory(municipality=board.municipality)
    method = WorkingMethodFactory(process__plan=PlanFactory(board=board, year=year, scale=scale))
    return UndesiredEventFactory(working_method=method, **values)


def test_a_risk_is_followed_back_through_the_years_that_it_was_copied_from(board: Board) -> None:
    first = _risk(board, 2024, likelihood=5, consequence=5)
    second = _risk(board, 2025, likelihood=4, consequence=5, origin=first)
    third = _risk(board, 2026, likelihood=2, consequence=5, likelihood_after=1, consequence_after=5, origin=second)
    assert [(year.year, year.value, year.value_after) for year in years_of(third)] == [
        (2024, 25, None),
        (2025, 20, None),
        (2026, 10, 5),
    ]


def test_of_a_revised_year_the_nearest_edition_counts(board: Board) -> None:
    first = _risk(board, 2025, likelihood=1, consequence=1)
    revised = UndesiredEventFactory(working_method=first.working_method, likelihood=2, consequence=2, origin=first)
    now = _risk(board, 2026, likelihood=3, consequence=3, origin=revised)
    assert [(year.year, year.value) for year in years_of(now)] == [(2025, 4), (2026, 9)]


def test_another_boards_values_are_not_the_boards_own_past(board: Board) -> None:
    copied = UndesiredEventFactory(assessed=True)
    assert [year.year for year in years_of(_risk(board, 2026, origin=copied))] == [2026]


def test_one_valued_year_is_no_trend(board: Board) -> None:
    first = _risk(board, 2025)
    assert trend_of(years_of(_risk(board, 2026, likelihood=3, consequence=3, origin=first))) is None


def test_a_value_is_drawn_as_its_part_of_its_years_highest(board: Board) -> None:
    first = _risk(board, 2025, likelihood=5, consequence=5)
    years = years_of(_risk(board, 2026, likelihood=1, consequence=5, origin=first))
    trend = trend_of(years)
    assert trend is not None
    assert [(point.value, point.y) for point in trend.before] == [(25, 20), (5, 84)]
    assert trend.labels == ((30, 2025), (100, 2026))
