import doctest

import pytest
from django.utils.translation import override

from factories import ActionFactory, ActionPlanFactory, UndesiredEventFactory
from rimlig.planning.rows import histories
from rimlig.planning.rows.editables import BY_KIND, BY_SLUG, Editable
from rimlig.planning.rows.forms import ChangeForm


def test_examples_in_the_documentation_hold() -> None:
    assert doctest.testmod(histories).failed == 0


@pytest.mark.parametrize("editable", BY_KIND.values(), ids=lambda one: one.kind)
def test_the_table_names_columns_that_are_there(editable: Editable) -> None:
    columns = {field.name for field in editable.model._meta.get_fields()}
    assert {field.name for field in editable.fields} - columns == set()
    assert BY_SLUG[editable.slug] is editable


@pytest.mark.django_db
def test_a_text_that_stands_there_cannot_be_emptied() -> None:
    event = UndesiredEventFactory(text="Fel lön")
    form = ChangeForm(BY_KIND["event"], event, {"text": " ", "version": 1})
    with override("sv"):
        assert form.errors == {"text": ["Skriv något här: en tom text säger ingenting till den som läser planen."]}


@pytest.mark.django_db
def test_a_row_that_came_without_text_can_still_get_its_analysis() -> None:
    action = ActionFactory(text="")
    form = ChangeForm(BY_KIND["action"], action, {"text": "", "analysis": "Gav effekt.", "version": 1})
    assert form.errors == {}
    assert form.values() == {"text": "", "analysis": "Gav effekt."}


@pytest.mark.django_db
def test_more_units_concerned_than_there_are_is_refused_beside_the_field() -> None:
    row = ActionPlanFactory()
    form = ChangeForm(
        BY_KIND["action-plan"], row, {"heading": "Brist", "units_at_risk": 9, "units_total": 8, "version": 1}
    )
    assert list(form.errors) == ["units_at_risk"]


@pytest.mark.django_db
@pytest.mark.parametrize("value", ["-1", "100001", "tre", "1.5"])
def test_a_number_that_cannot_be_is_refused_beside_the_field(value: str) -> None:
    row = ActionPlanFactory()
    form = ChangeForm(BY_KIND["action-plan"], row, {"heading": "Brist", "units_total": value, "version": 1})
    assert list(form.errors) == ["units_total"]
