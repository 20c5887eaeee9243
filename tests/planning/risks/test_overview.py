import pytest
from django.http import QueryDict

from factories import GoalFactory, LimitFactory, ProcessFactory, ProcessGoalFactory, UndesiredEventFactory
from rimlig.planning.models import Plan, Process
from rimlig.planning.risks.overview import Move, choices_of, goals_of, risks_at, totals_of, with_goals
from rimlig.planning.risks.queries import risks_of
from rimlig.planning.risks.selection import Selection
from rimlig.planning.standards import make_standard_scale


@pytest.fixture
def scaled(process: Process) -> Plan:
    """The plan on the municipality's scale."""
    Plan.objects.filter(pk=process.plan_id).update(scale=make_standard_scale(process.plan.board.municipality, by=None))
    return Plan.objects.get(pk=process.plan_id)


def _risk(process: Process, **values: object) -> object:
    return UndesiredEventFactory(working_method__process=process, **values)


def test_totals_count_each_risk_where_it_stands_before_and_after_controls(scaled: Plan, process: Process) -> None:
    for _twice in range(2):
        _risk(process, likelihood=4, consequence=3, likelihood_after=2, consequence_after=3, treatment="control")
    _risk(process, likelihood=1, consequence=2)
    _risk(process, likelihood=4)
    totals = totals_of(scaled)
    assert (totals.risks, totals.high, totals.unvalued, totals.untreated) == (4, 2, 1, 2)
    assert totals.before == {(4, 3): 2, (1, 2): 1}
    assert totals.after == {(2, 3): 2, (1, 2): 1}
    assert totals.moves == [Move((4, 3), (2, 3), 2)]


@pytest.mark.parametrize(("place", "after", "count"), [((4, 3), False, 1), ((4, 3), True, 0), ((2, 3), True, 2)])
def test_a_cell_holds_the_risks_that_it_counts(
    scaled: Plan, process: Process, place: tuple[int, int], after: bool, count: int
) -> None:
    _risk(process, likelihood=4, consequence=3, likelihood_after=2, consequence_after=3)
    _risk(process, likelihood=2, consequence=3)
    totals = totals_of(scaled)
    assert (totals.after if after else totals.before)[place] == count
    assert risks_at(scaled, place, after=after).count() == count


def test_each_choice_says_how_many_risks_it_gives_with_what_is_chosen_otherwise(scaled: Plan, process: Process) -> None:
    other = ProcessFactory(plan=scaled, name="Inköp")
    bribery = scaled.board.municipality.risk_categories.get(name="Mutor")
    _risk(process, assessed=True, category=bribery)
    _risk(process)
    _risk(other, assessed=True)
    choices = choices_of(scaled, Selection(hantering="control"))
    assert [(one.label, one.count) for one in choices.processes] == [("Likvärdig förskola", 1), ("Inköp", 1)]
    assert [(one.label, one.count) for one in choices.categories] == [("Mutor", 1)]
    assert [(one.value, one.count, one.chosen) for one in choices.treatments] == [("control", 2, True)]
    assert {one.value: one.count for one in choices.marks} == {
        "troskel": 2,
        "oegentligheter": 1,
        "utan-varde": 0,
        "utan-motivering": 2,
        "utan-hantering": 0,
        "utan-grund": 0,
        "utan-kontroll": 2,
        "gemensamma": 0,
    }


def test_goals_are_counted_as_far_as_limits_let_them(scaled: Plan, process: Process) -> None:
    second = GoalFactory(plan=scaled, number="2.1", title="Trygga äldre")
    placement = ProcessGoalFactory(process=process, goal=second)
    LimitFactory(event=_risk(process), placement=placement)
    _risk(process)
    found = choices_of(scaled, Selection()).goals
    assert [(one.label, one.count) for one in found] == [("1.1 Barn får en trygg start", 1), ("2.1 Trygga äldre", 2)]
    shown = [[goal.number for goal in goals_of(risk)] for risk in with_goals(risks_of(scaled))]
    assert shown == [["2.1"], ["1.1", "2.1"]]


def test_a_selection_narrows_and_orders(scaled: Plan, process: Process) -> None:
    _risk(process, text="Fel lön", likelihood=2, consequence=2)
    _risk(process, text="Fel pension", likelihood=4, consequence=5)
    _risk(process, text="Fel semester")
    _risk(process, text="Läckta uppgifter", likelihood=5, consequence=5)

    def texts(**chosen: object) -> list[str]:
        return [risk.text for risk in Selection(**chosen).of(risks_of(scaled), scaled)]  # type: ignore[arg-type]

    assert texts(q="fel") == ["Fel pension", "Fel lön", "Fel semester"]
    assert texts(ordning="plan") == ["Fel lön", "Fel pension", "Fel semester", "Läckta uppgifter"]
    assert texts(marks=("utan-varde",)) == ["Fel semester"]
    assert texts(marks=("troskel",), ordning="text") == ["Fel pension", "Läckta uppgifter"]
    assert texts(q="fel förskola pension") == ["Fel pension"]


def test_a_band_keeps_the_risks_that_lie_in_it_before_or_after_controls(scaled: Plan, process: Process) -> None:
    low, middle, *_others, high = scaled.scale.bands.order_by("from_value").values_list("from_value", flat=True)  # type: ignore[union-attr]
    _risk(process, text="Låg", likelihood=1, consequence=1)
    _risk(process, text="Var hög, är låg", likelihood=5, consequence=5, likelihood_after=1, consequence_after=1)
    _risk(process, text="Hög", likelihood=5, consequence=5)
    _risk(process, text="Utan värde")

    def texts(**chosen: object) -> list[str]:
        chosen = {"ordning": "text", **chosen}
        return [risk.text for risk in Selection(**chosen).of(risks_of(scaled), scaled)]  # type: ignore[arg-type]

    assert texts(niva=low) == ["Låg"]
    assert texts(niva=middle) == []
    assert texts(niva=high) == ["Hög", "Var hög, är låg"]
    assert texts(niva=low, vy="efter") == ["Låg", "Var hög, är låg"]
    assert texts(niva=high, vy="efter") == ["Hög"]
    assert texts(niva=high, q="var") == ["Var hög, är låg"]
    assert Selection.read(QueryDict(f"niva={high}&vy=efter")) == Selection(niva=high, vy="efter")
    assert Selection(niva=high).narrows


@pytest.mark.parametrize(
    ("asked", "understood"),
    [
        ("", Selection()),
        ("vy=efter&ruta=3x4&q=fel++l%C3%B6n&sida=2", Selection(vy="efter", ruta=(3, 4), q="fel lön", sida=2)),
        ("process=7&mal=8&kategori=9&hantering=accept&troskel=1", Selection(process=7, mal=8, kategori=9, hantering="accept", marks=("troskel",))),
        ("vy=x&ruta=0x99&process=-1&mal=%C2%B2&kategori=9999999999999999&hantering=y&ordning=z&sida=0&q=%00", Selection()),
    ],
)  # fmt: skip
def test_an_address_is_read_as_far_as_it_can_be_understood(asked: str, understood: Selection) -> None:
    selection = Selection.read(QueryDict(asked))
    assert selection == understood
    assert Selection.read(QueryDict(selection.address(sida=selection.sida).removeprefix("?"))) == selection
