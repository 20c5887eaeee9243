import re
from pathlib import Path

import pytest
from django.test import Client

import rimlig


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "says"), [("sv", "Tillgänglighetsredogörelse</h1>"), ("en", "Accessibility statement</h1>")]
)
def test_anyone_may_read_the_accessibility_statement(client: Client, language: str, says: str) -> None:
    client.post("/sprak/", {"language": language, "next": "/tillganglighet/"})
    answer = client.get("/tillganglighet/")
    assert answer.status_code == 200
    assert says in answer.content.decode()


def test_the_language_is_kept_in_a_cookie_and_only_by_post(client: Client) -> None:
    client.get("/sprak/?language=en")
    assert "django_language" not in client.cookies
    client.post("/sprak/", {"language": "en", "next": "/"})
    assert client.cookies["django_language"].value == "en"


def test_pages_hold_nothing_that_a_strict_security_policy_would_refuse(client: Client) -> None:
    answer = client.get("/tillganglighet/")
    page = answer.content.decode()
    assert "unsafe" not in answer["Content-Security-Policy"]
    assert (page.count("style="), page.count("<style"), page.count("onclick"), page.count("<script>")) == (0, 0, 0, 0)


def test_no_page_has_two_scripts_that_declare_the_same_name() -> None:
    """What scripts declare outside functions is shared by all of a page's, and a name declared twice stops the second."""
    root = Path(rimlig.__file__).parent
    declared = {
        script.relative_to(root).as_posix(): set(
            re.findall(r"^(?:const|let|class|(?:async )?function) (\w+)", script.read_text(), re.MULTILINE)
        )
        for script in root.glob("*/static/**/*.js")
    }
    everywhere = declared.pop("core/static/core/rimlig.js")
    assert everywhere
    assert {script: names & everywhere for script, names in declared.items() if names & everywhere} == {}
