import doctest
from typing import Any

import pytest
from django.utils.translation import override

from factories import ActionFactory, ActionPlanFactory, UndesiredEventFactory
from rimlig.followup import forms, histories
from rimlig.followup.editables import BY_KIND, BY_SLUG, Editable
from rimlig.followup.forms import ChangeForm, written


@pytest.mark.parametrize("module", [forms, histories])
def test_examples_in_the_documentation_hold(module: Any) -> None:
    assert doctest.testmod(module).failed == 0


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("En rad", "En rad"),
        ("Två\nrader", "Två\n\nrader"),
        ("Två\r\n\r\n\r\nstycken", "Två\n\nstycken"),
        ("  mycket   luft\t", "mycket luft"),
        ("noll\x00bredd\x0b", "noll bredd"),
        (" \n ", ""),
        ("å\u2028ä", "å\n\nä"),
    ],
)
def test_what_is_typed_becomes_paragraphs_that_every_format_can_hold(typed: str, stored: str) -> None:
    assert written(typed) == stored
    assert written(stored) == stored


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
def test_a_row_that_came_without_text_can_still_get_its_status() -> None:
    action = ActionFactory(text="")
    form = ChangeForm(BY_KIND["action"], action, {"text": "", "status": "closed", "version": 1})
    assert form.errors == {}
    assert form.values() == {"text": "", "status": "closed", "analysis": ""}


@pytest.mark.django_db
def test_more_units_concerned_than_there_are_is_refused_beside_the_field() -> None:
    row = ActionPlanFactory()
    form = ChangeForm(
        BY_KIND["action-plan"], row, {"heading": "Brist", "units_at_risk": 9, "units_total": 8, "version": 1}
    )
    assert list(form.errors) == ["units_at_risk"]


@pytest.mark.django_db
@pytest.mark.parametrize("value", ["0", "11", "tre", "1.5"])
def test_a_likelihood_off_the_scale_is_refused_beside_the_field(value: str) -> None:
    event = UndesiredEventFactory()
    form = ChangeForm(BY_KIND["event"], event, {"text": "Fel", "likelihood": value, "version": 1})
    assert list(form.errors) == ["likelihood"]
