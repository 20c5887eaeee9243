"""Seals what a second factor rests on, so that a copy of the database is not enough to make codes.

The seal is made of SECRET_KEY. A key that has been replaced must stay in RIMLIG_OLD_SECRET_KEYS until `rimlig migrate`
has been run, which seals everything anew.
"""

import base64
import hashlib
from typing import Any

from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db import transaction

SEALED = ("secret", "seed")
"""What is sealed in the data of an authenticator: the app's secret, and what the recovery codes are made of."""


def _seals() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = [hashlib.blake2b(key.encode(), person=b"rimlig.signin", digest_size=32).digest() for key in keys]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])


def seal(text: str) -> str:
    """Return the text sealed with the present key."""
    return _seals().encrypt(text.encode()).decode("ascii")


def unseal(sealed: str) -> str | None:
    """Return the text, or None when no key that we have made the seal."""
    try:
        return _seals().decrypt(sealed.encode()).decode()
    except InvalidToken:
        return None


@transaction.atomic
def seal_anew() -> int:
    """Seal everything with the present key and return how many authenticators there were."""
    done = 0
    sealed = Authenticator.objects.exclude(type=Authenticator.Type.WEBAUTHN)
    for authenticator in sealed.select_for_update().order_by("pk"):
        data: dict[str, Any] = authenticator.data
        for name in SEALED:
            if name in data and (text := unseal(data[name])):
                data[name] = seal(text)
        authenticator.save(update_fields=["data"])
        done += 1
    return done
