from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from tests.demo.stages import PASSWORD

from rimlig.demo.loading import Stage, load


@pytest.fixture(scope="module")
def demo(request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Give the demo at the module's STAGE to its tests, which only read. It is loaded once, and undone when they are through."""
    stage: Stage = request.module.STAGE
    with django_db_blocker.unblock(), transaction.atomic():
        load(stage, password=PASSWORD)
        yield
        transaction.set_rollback(True)
