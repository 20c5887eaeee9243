import pytest
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries


@pytest.mark.django_db
def test_health_is_told_to_anyone_and_asks_the_database(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        response = client.get("/healthz")
    assert (response.status_code, response.content, response["Cache-Control"]) == (
        200,
        b"ok\n",
        "max-age=0, no-cache, no-store, must-revalidate, private",
    )
