"""A real browser, a real server, and people who are signed in to it.

The browser is the system's own Chromium. Without one these tests fail, and say how to leave them out on purpose:
RIMLIG_WITHOUT_BROWSER=1.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from rimlig.organisation.models import User

NAMES = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
PATIENCE_MS = 30_000
"""What is there is found at once; this is how long a loaded machine may take before we say that it is not."""
expect.set_options(timeout=PATIENCE_MS)

Opener = Callable[..., Page]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium, started once."""
    if os.environ.get("RIMLIG_WITHOUT_BROWSER") == "1":
        pytest.skip("RIMLIG_WITHOUT_BROWSER=1 leaves the browser tests out")
    path = next((found for name in NAMES if (found := shutil.which(name))), None)
    if path is None:
        pytest.fail(
            f"No browser: none of {', '.join(NAMES)} is installed. Install Chromium, or leave these tests out with"
            " RIMLIG_WITHOUT_BROWSER=1.",
            pytrace=False,
        )
    # Playwright's loop runs in this thread, and Django would refuse to ask the database beside it.
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield started
        started.close()
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]
    else:
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = before


@pytest.fixture
def open_as(browser: Browser, live_server: Any) -> Iterator[Opener]:
    """Open a page in a browser of one's own: `open_as(user, "/plan/1/", width=360, scheme="dark")`."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def opener(
        user: User | None, address: str, *, width: int = 1440, height: int = 900, scheme: str = "light", **more: Any
    ) -> Page:
        context = browser.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": height},
            color_scheme=scheme,
            locale="sv-SE",
            reduced_motion="reduce",
            **more,
        )
        contexts.append(context)
        context.set_default_timeout(PATIENCE_MS)
        if user is not None:
            client = Client()
            client.force_login(user)
            session = client.cookies[settings.SESSION_COOKIE_NAME].value
            context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
        page = context.new_page()
        # What the security policy refuses is only said in the console, and must not pass unseen.
        page.on(
            "console", lambda said: complaints.append(said.text) if "Content Security Policy" in said.text else None
        )
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(address)
        return page

    yield opener
    for context in contexts:
        context.close()
    assert complaints == []


def open_menu(page: Page) -> None:
    """Open the menu of the frame: under the person's name, or where there is little room the one with everything."""
    page.locator(".pull > summary:visible").click()


def axe_findings(page: Page) -> list[str]:
    """Give what axe finds on the page, as lines that say what and where."""
    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {node['html'][:200]}" for one in found for node in one["nodes"]]
