"""Passkeys in a real browser, and every page of the sign-in as axe sees it, at the width of a telephone and of a desk."""

from typing import Any
from urllib.parse import urlsplit

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.core.cache import cache
from playwright.sync_api import Page, expect

from e2e.conftest import Opener, axe_findings, open_menu
from factories import PASSWORD
from rimlig.organisation.models import User

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _no_attempts_counted(db: None) -> None:
    cache.clear()


def named(live_server: Any) -> str:
    """Passkeys belong to a name, not to a number."""
    return f"http://localhost:{urlsplit(live_server.url).port}"


def with_authenticator(page: Page) -> None:
    """Give the browser a telephone of its own that holds passkeys and recognises its owner."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )


def sign_in(page: Page, user: User) -> None:
    page.get_by_label("E-postadress").fill(user.email)
    page.get_by_label("Lösenord").fill(PASSWORD)
    page.get_by_label("Lösenord").press("Enter")


def test_a_passkey_is_added_and_signs_in_without_password(open_as: Opener, live_server: Any, controller: User) -> None:
    page = open_as(None, f"{named(live_server)}/logga-in/?next=/konto/")
    with_authenticator(page)
    sign_in(page, controller)
    page.get_by_role("link", name="Hantera inloggning i två steg").click()
    page.get_by_role("link", name="Lägg till en nyckel").click()
    page.get_by_label("Lösenord").fill(PASSWORD)
    page.get_by_role("button", name="Fortsätt").click()
    page.get_by_label("Namn").fill("Arbetsdatorn")
    page.get_by_label("Namn").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Återställningskoder")
    assert Authenticator.objects.get(type="webauthn").wrap().name == "Arbetsdatorn"

    open_menu(page)
    page.get_by_role("button", name="Logga ut").click()
    page.goto(f"{named(live_server)}/logga-in/?next=/konto/sessioner/")
    page.get_by_role("button", name="Använd en nyckel").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Här är du inloggad")
    assert "här, nu" in page.locator("main").inner_text()

    # As step two after the password, it is asked for by name.
    open_menu(page)
    page.get_by_role("button", name="Logga ut", exact=True).click()
    sign_in(page, controller)
    expect(page.get_by_role("heading", level=1)).to_have_text("Steg två av inloggningen")
    assert axe_findings(page) == []
    page.get_by_role("button", name="Använd en nyckel").click()
    expect(page.locator(".pull-own > summary")).to_contain_text(controller.name)


def test_a_passkey_that_is_not_there_says_so_and_leaves_the_password(
    open_as: Opener, live_server: Any, controller: User
) -> None:
    page = open_as(None, f"{named(live_server)}/logga-in/")
    # The browser asks no authenticator, so it refuses at once.
    page.evaluate("() => { navigator.credentials.get = () => Promise.reject(new Error()) }")
    page.get_by_role("button", name="Använd en nyckel").click()
    expect(page.get_by_text("Nyckeln gick inte att använda.")).to_be_visible()
    sign_in(page, controller)
    expect(page.locator(".pull-own > summary")).to_contain_text(controller.name)


PAGES = [
    *("/logga-in/glomt/", "/logga-in/glomt/skickat/", "/logga-in/nytt-losenord/1-abc-def/"),
    *("/logga-in/nytt-losenord/klart/", "/logga-in/stangt/", "/logga-in/"),
]
OWN = [
    *("/konto/", "/konto/sessioner/", "/konto/losenord/", "/konto/tvafaktor/", "/konto/tvafaktor/app/"),
    *("/konto/tvafaktor/nycklar/ny/", "/konto/tvafaktor/koder/", "/konto/tvafaktor/koder/nya/"),
]


def fits(page: Page) -> bool:
    found: bool = page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    return found


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_for_who_has_not_signed_in(open_as: Opener, db: None, scheme: str) -> None:
    page = open_as(None, PAGES[0], width=360, scheme=scheme)
    for address in PAGES:
        page.goto(address)
        assert (address, axe_findings(page), fits(page)) == (address, [], True)


@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), (1440, "light")])
def test_pages_about_ones_own_account(open_as: Opener, controller: User, width: int, scheme: str) -> None:
    page = open_as(None, "/logga-in/?next=/konto/tvafaktor/nycklar/ny/", width=width, scheme=scheme)
    sign_in(page, controller)
    expect(page.get_by_role("heading", level=1)).to_have_text("Visa att det är du")
    assert (axe_findings(page), fits(page)) == ([], True)
    page.get_by_label("Lösenord").fill(PASSWORD)
    page.get_by_role("button", name="Fortsätt").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Lägg till en nyckel")
    page.goto("/konto/tvafaktor/app/")
    page.get_by_label("Kod från appen").fill("123456")
    page.get_by_role("button", name="Slå på").click()
    expect(page.get_by_role("alert")).to_be_focused()
    assert (axe_findings(page), fits(page)) == ([], True)
    key = Authenticator.objects.create(user=controller, type="webauthn", data={"name": "Datorn", "credential": {}})
    RecoveryCodes.activate(controller)
    of_key = f"/konto/tvafaktor/nycklar/{key.pk}"
    # Last the app: with one, its own page is the one that takes it away.
    for address in (*OWN, f"{of_key}/andra/", f"{of_key}/ta-bort/", "/konto/bekrafta/kod/", "/konto/bekrafta/nyckel/"):
        page.goto(address)
        assert (address, axe_findings(page), fits(page)) == (address, [], True)
    TOTP.activate(controller, "A" * 32)
    for address in ("/konto/tvafaktor/", "/konto/tvafaktor/app/ta-bort/"):
        page.goto(address)
        assert (address, axe_findings(page), fits(page)) == (address, [], True)
