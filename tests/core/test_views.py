from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from rimlig.core.views import FormUseCase, ObjectUseCase, UseCase


@pytest.mark.parametrize("kind", [UseCase, ObjectUseCase, FormUseCase])
def test_a_view_that_names_no_permission_stops_the_start(kind: type[UseCase]) -> None:
    class Forgetful(kind):  # type: ignore[misc,valid-type]
        template_name = "404.html"

    with pytest.raises(ImproperlyConfigured, match="Forgetful names no permission"):
        Forgetful.as_view()


def test_the_permission_stands_on_the_routed_function() -> None:
    class Careful(UseCase):
        permission = "plan.read"

    view: Any = Careful.as_view()
    assert view.permission == "plan.read"
