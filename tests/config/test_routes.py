"""A walk over every route: each is guarded, and turns away who may not come."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from config.samples import OPEN_TO_ANYONE, OPEN_TO_SIGNED_IN, SAMPLES
from rimlig.organisation.models import User


def routes(resolver: URLResolver, namespaces: tuple[str, ...] = ()) -> Iterator[tuple[str, Any]]:
    """Give the name and the view of each path, includes followed."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            inner = (*namespaces, pattern.namespace) if pattern.namespace else namespaces
            yield from routes(pattern, inner)
        elif isinstance(pattern, URLPattern):
            yield ":".join([*namespaces, pattern.name or str(pattern.pattern)]), pattern.callback


ROUTES = list(routes(get_resolver()))
GUARDED = [name for name, _view in ROUTES if name not in OPEN_TO_ANYONE]


@pytest.mark.parametrize(("name", "view"), ROUTES, ids=[name for name, _view in ROUTES])
def test_route_names_a_permission(name: str, view: Any) -> None:
    assert name in OPEN_TO_ANYONE or getattr(view, "permission", "")


def test_no_route_is_left_without_a_name() -> None:
    assert [name for name, _view in ROUTES if "<" in name or "/" in name] == []


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("name", GUARDED)
def test_who_has_not_signed_in_is_led_to_the_sign_in(client: Client, name: str, method: str) -> None:
    url = reverse(name, args=SAMPLES[name]())  # KeyError: add a sample for your new route
    answer = getattr(client, method)(url)
    assert (answer.status_code, answer["Location"].partition("?")[0]) == (302, "/logga-in/")


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("name", [name for name in GUARDED if name not in OPEN_TO_SIGNED_IN])
def test_who_has_no_role_is_turned_away(client: Client, outsider: User, name: str, method: str) -> None:
    client.force_login(outsider)
    assert getattr(client, method)(reverse(name, args=SAMPLES[name]())).status_code in {403, 404, 405}


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("name", [name for name in GUARDED if SAMPLES[name] is not list])
def test_another_municipality_does_not_learn_that_it_exists(
    client: Client, other_municipality_controller: User, name: str, method: str
) -> None:
    client.force_login(other_municipality_controller)
    # 405: the address answers no such method, whatever it is about.
    assert getattr(client, method)(reverse(name, args=SAMPLES[name]())).status_code in {404, 405}
