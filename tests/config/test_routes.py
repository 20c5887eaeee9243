"""A walk over every route: each is guarded, and asks who comes to sign in. Who may then do what is in test_access.py."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from config.samples import OPEN_TO_ANYONE, SAMPLES


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
@pytest.mark.parametrize("name", GUARDED)
def test_who_has_not_signed_in_is_led_to_the_sign_in(client: Client, name: str) -> None:
    url = reverse(name, args=SAMPLES[name]())  # KeyError: add a sample for your new route
    answers = [client.get(url), client.post(url)]
    led = [(answer.status_code, answer["Location"].partition("?")[0]) for answer in answers]
    assert led == [(302, "/logga-in/"), (302, "/logga-in/")]
