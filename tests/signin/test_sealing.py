"""A copy of the database is not enough to make codes."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from pytest_django import Settings

from factories import UserFactory
from rimlig.signin.sealing import seal, seal_anew, unseal

SECRET = "JBSWY3DPEHPK3PXP"
OLD, NEW = "o" * 60, "n" * 60


def test_what_is_stored_does_not_show_the_secret(db: None) -> None:
    stored = TOTP.activate(UserFactory(), SECRET).instance.data["secret"]
    assert SECRET not in stored
    assert unseal(stored) == SECRET


def test_an_old_key_opens_until_everything_is_sealed_anew(db: None, settings: Settings) -> None:
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = OLD, []
    person = UserFactory()
    TOTP.activate(person, SECRET)
    codes = RecoveryCodes.activate(person).generate_codes()
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = NEW, [OLD]
    assert seal_anew() == 2
    settings.SECRET_KEY_FALLBACKS = []
    app, recovery = (Authenticator.objects.get(type=kind) for kind in ("totp", "recovery_codes"))
    assert unseal(app.data["secret"]) == SECRET
    assert RecoveryCodes(recovery).generate_codes() == codes


@pytest.mark.parametrize("sealed", ["", "not sealed", "gAAAAA=="])
def test_what_no_key_opens_stays_closed(sealed: str) -> None:
    assert unseal(sealed) is None


def test_no_code_fits_what_no_key_opens(db: None, settings: Settings) -> None:
    app = TOTP.activate(UserFactory(), SECRET)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = NEW, []
    now = next(yield_hotp_counters_from_time())
    codes = [format_hotp_value(hotp_value(secret, now + step)) for secret in ("", SECRET) for step in (0, 1)]
    assert [app.validate_code(code) for code in codes] == [False] * 4


def test_another_installation_cannot_open_it(settings: Settings) -> None:
    sealed = seal(SECRET)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = NEW, []
    assert unseal(sealed) is None


def test_sealing_anew_loses_nothing_that_no_key_opens(db: None, settings: Settings) -> None:
    app = TOTP.activate(UserFactory(), SECRET).instance
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = NEW, []
    seal_anew()
    assert Authenticator.objects.get(pk=app.pk).data == app.data
