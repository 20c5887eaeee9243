"""Second factors: how they are kept and named, and who must have one."""

from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import generate_totp_secret
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rimlig.organisation.models import RoleAssignment, User
from rimlig.signin.sealing import seal, unseal

FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


class FactorAdapter(DefaultMFAAdapter):
    """What django-allauth asks about second factors."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": gettext_lazy(
            "It was not accepted. A code is valid for half a minute and once: try the next one."
        ),
        "cannot_delete_authenticator": gettext_lazy(
            "Your role must have two-step sign-in. Add another app or passkey before you remove this one."
        ),
    }

    def encrypt(self, text: str) -> str:
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        # From an empty text anybody could make the codes; from one that nobody knows, nobody can.
        return unseal(encrypted_text) or generate_totp_secret()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Say whether the person may be without it: not, if it is the last one of somebody who must have one."""
        others = Authenticator.objects.filter(user_id=authenticator.user_id, type__in=FACTORS)
        return others.exclude(pk=authenticator.pk).exists() or not must_have_factor(authenticator.user)

    def generate_authenticator_name(self, user: Any, type: Any) -> str:  # noqa: A002  # its name in allauth
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return _("Passkey %(number)s") % {"number": number}

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {"id": context.request.get_host().partition(":")[0], "name": "Rimlig"}


def has_factor(person: User) -> bool:
    """Say whether the person has an authenticator app or a passkey."""
    return bool(Authenticator.objects.filter(user_id=person.pk, type__in=FACTORS).exists())


def must_have_factor(person: User) -> bool:
    """Say whether a role that the person holds today is one that must have a second factor."""
    roles = settings.RIMLIG_MFA_REQUIRED_ROLES
    return bool(roles) and RoleAssignment.objects.held_by(person).filter(role__in=roles).exists()


def came_through_provider(request: HttpRequest) -> bool:
    """Say whether the person of this session signed in through an identity provider, which asks for what it wants."""
    records = get_authentication_records(request, request.user)
    return any(record.get("method") == "socialaccount" for record in records)
