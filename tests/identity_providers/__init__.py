"""Real identity providers, each in a process of its own on 127.0.0.1."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import requests
from django.test import Client

HERE = Path(__file__).parent
PEOPLE: dict[str, dict[str, Any]] = {
    "anna": {"email": "anna.ek@lindhaga.example", "email_verified": True, "name": "Anna Ek", "groups": ["ik"]},
    "bo": {"email": "bo.ros@annan.example", "email_verified": True, "name": "Bo Ros", "groups": ["ik"]},
}

Configure = Callable[[str], None]


@contextmanager
def running(script: str, directory: Path) -> Iterator[str]:
    """Start a provider, and give its address as soon as it answers."""
    command = [sys.executable, str(HERE / script), str(directory)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout
            yield f"http://127.0.0.1:{int(process.stdout.readline())}"
        finally:
            process.terminate()


@dataclass
class People:
    """Whom the provider knows, and what it says of them."""

    directory: Path

    def are(self, people: dict[str, dict[str, Any]]) -> None:
        (self.directory / "people.json").write_text(json.dumps(people), encoding="utf-8")

    def change(self, name: str, **claims: Any) -> None:
        """Let the provider say something else of one of them."""
        self.are({**PEOPLE, name: {**PEOPLE[name], **claims}})


def local(address: str) -> str:
    """Return the part of an address that a test client asks for."""
    parts = urlsplit(address)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def through_oidc(client: Client, name: str, address: str) -> str:
    """Go from our address to the provider, sign in there, and return where it sends the browser back to."""
    out = client.get(address)
    assert out.status_code == 302, out.content.decode()
    browser = requests.Session()
    answer = browser.get(out["Location"], allow_redirects=False)
    if "/login/" in answer.headers["Location"]:
        login = urljoin(out["Location"], answer.headers["Location"])
        browser.get(login)
        form = {"username": name, "password": "provning", "csrfmiddlewaretoken": browser.cookies["csrftoken"]}
        signed_in = browser.post(login, form, allow_redirects=False)
        answer = browser.get(urljoin(login, signed_in.headers["Location"]), allow_redirects=False)
    browser.close()
    return local(answer.headers["Location"])
