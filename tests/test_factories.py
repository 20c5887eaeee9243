from typing import Any

import pytest
from django.apps import apps
from factory.django import DjangoModelFactory

import factories

EVERY = [getattr(factories, name) for name in factories.__all__ if name.endswith("Factory")]


@pytest.mark.django_db
@pytest.mark.parametrize("factory", EVERY, ids=lambda factory: factory.__name__)
def test_factory_makes_a_row_that_the_database_accepts(factory: type[DjangoModelFactory[Any]]) -> None:
    row = factory()
    assert type(row).objects.get(pk=row.pk) == row


MADE_BY_OPERATIONS = {
    *("ScaleStep", "RiskBand"),  # planning.standards: a scale is made whole
    *("ControlSystem", "Section", "Attachment"),  # controlsystem.operations
    *("FollowUpUnit", "CommonRiskRefusal"),  # the tests that need one write it in a line
    *("AnsweringUnit", "SignedInPerson"),  # proxies: the same rows as OrgUnit and User
    "SearchEntry",  # the database writes it
    "CachedValue",  # Django's own cache table
}


def test_every_model_of_ours_has_a_factory() -> None:
    ours = {
        model.__name__
        for model in apps.get_models()
        if model.__module__.startswith("rimlig.") and not model.__name__.endswith("History")
    }
    assert {factory._meta.model.__name__ for factory in EVERY} == ours - MADE_BY_OPERATIONS
