import pytest

from rimlig.planning.risks.matrix import Band, Scales, Step, matrix_of

SCALES = Scales(
    likelihoods=(Step(1, "Osannolik"), Step(2, "Trolig")),
    consequences=(Step(1, "Lindrig"), Step(2, "Kännbar"), Step(3, "Allvarlig")),
    bands=(Band(1, "Låg", "low"), Band(3, "Hög", "high"), Band(6, "Kritisk", "critical")),
    threshold=4,
)


def test_the_highest_likelihood_stands_first_and_the_mildest_consequence_to_the_left() -> None:
    matrix = matrix_of(SCALES)
    assert [row.step.name for row in matrix.rows] == ["Trolig", "Osannolik"]
    assert [[cell.value for cell in row.cells] for row in matrix.rows] == [[2, 4, 6], [1, 2, 3]]
    assert [step.name for step in matrix.columns] == ["Lindrig", "Kännbar", "Allvarlig"]


def test_each_place_has_the_look_of_the_highest_band_that_it_reaches() -> None:
    looks = [[cell.band.look for cell in row.cells] for row in matrix_of(SCALES).rows]
    assert looks == [["low", "high", "critical"], ["low", "low", "high"]]


def test_places_from_the_threshold_upwards_are_marked() -> None:
    reach = [[cell.reaches_threshold for cell in row.cells] for row in matrix_of(SCALES).rows]
    assert reach == [[False, True, True], [False, False, False]]


def test_risks_are_counted_where_they_stand_and_only_places_with_risks_lead_somewhere() -> None:
    matrix = matrix_of(SCALES, {(2, 3): 4, (1, 1): 1}, address=lambda one, two: f"?{one}-{two}", chosen=(2, 3))
    cells = [cell for row in matrix.rows for cell in row.cells]
    assert [cell.count for cell in cells] == [0, 0, 4, 1, 0, 0]
    assert [cell.address for cell in cells] == ["", "", "?2-3", "?1-1", "", ""]
    assert [cell.chosen for cell in cells] == [False, False, True, False, False, False]


def test_without_counts_no_place_counts_risks() -> None:
    assert {cell.count for row in matrix_of(SCALES).rows for cell in row.cells} == {None}


def test_the_bands_say_where_they_end() -> None:
    assert [(band.name, band.from_value, band.up_to) for band in matrix_of(SCALES).bands] == [
        ("Låg", 1, 2),
        ("Hög", 3, 5),
        ("Kritisk", 6, 6),
    ]


@pytest.mark.parametrize(("value", "name"), [(1, "Låg"), (2, "Låg"), (3, "Hög"), (5, "Hög"), (6, "Kritisk")])
def test_a_value_lies_in_the_band_that_begins_at_or_below_it(value: int, name: str) -> None:
    assert SCALES.band_of(value).name == name


def test_scales_without_bands_have_one_calm_look() -> None:
    bare = Scales(SCALES.likelihoods, SCALES.consequences, (), 4)
    assert (bare.band_of(6).look, bare.band_of(6).name) == ("moderate", "")
