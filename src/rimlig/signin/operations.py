"""What signing in changes: people who come the first time, their roles by groups, passwords and sessions."""

from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from rimlig.core.audit import recorded
from rimlig.core.errors import RuleBroken
from rimlig.organisation.models import Municipality, Role, RoleAssignment, User
from rimlig.signin.claimed_roles import refresh_roles
from rimlig.signin.providers import Provider

NAME_LENGTH = 150


@dataclass(frozen=True)
class Claims:
    """What an identity provider says of a person, after its signature has been checked.

    `verified` is None when it says nothing about the address; `groups` is None when it could not list them all.
    """

    subject: str
    email: str
    name: str
    verified: bool | None
    groups: frozenset[str] | None


@transaction.atomic
def welcome(provider: Provider, claims: Claims, *, by: User | None) -> SocialAccount:
    """Let in the person whom the provider has signed in, and return the account that binds the two.

    The first time the person is made, or an account of theirs is bound; every time the name, the address and the roles
    by groups become what the provider says. Raises RuleBroken with a sentence for the person when they may not come in.
    """
    with recorded("signin.welcome", by):
        # One at a time: somebody who comes in twice at once must not become two people.
        municipality = Municipality.objects.select_for_update(no_key=True).filter(code=provider.municipality).first()
        if municipality is None:
            raise RuleBroken(_("The municipality of this sign-in is not in Rimlig yet. Ask your administrator."))
        email = _believed_address(provider, claims)
        account = SocialAccount.objects.filter(provider=provider.id, uid=claims.subject).select_related("user").first()
        person = account.user if account else _person_for(provider, email, claims.name, municipality)
        if not person.is_active:
            raise RuleBroken(_("This account may not sign in. Ask your administrator."))
        _bring_up_to_date(person, email, claims.name)
        refresh_roles(person, provider, municipality, claims.groups)
        if account is None:
            account = SocialAccount(provider=provider.id, uid=claims.subject, user=person)
        account.extra_data = {}  # what we need of the claims stands with the person
        account.save()
        return account


def _believed_address(provider: Provider, claims: Claims) -> str:
    """Return the address in small letters, or refuse: it says who somebody is, so it must be the provider's to say."""
    email = claims.email.strip().lower()
    try:
        validate_email(email)
    except ValidationError as error:
        raise RuleBroken(
            _("%(provider)s did not say which e-mail address you have. Ask your administrator.")
            % {"provider": provider.name}
        ) from error
    if not provider.may_vouch_for(email):
        raise RuleBroken(
            _("%(provider)s may not sign in %(email)s here. Choose the sign-in of your own organisation.")
            % {"provider": provider.name, "email": email}
        )
    if claims.verified is False or (claims.verified is None and not provider.addresses_are_verified):
        raise RuleBroken(
            _("%(provider)s has not checked that %(email)s is yours. Ask your administrator.")
            % {"provider": provider.name, "email": email}
        )
    return email


def _person_for(provider: Provider, email: str, name: str, municipality: Municipality) -> User:
    """Return the person with the address: a new one, or one that the provider may take over."""
    person = User.objects.select_for_update().filter(email=email).first()
    if person is None:
        return User.objects.create_user(email, name.strip()[:NAME_LENGTH] or email)
    if not _may_take_over(person, municipality):
        raise RuleBroken(
            _("%(email)s signs in to Rimlig in another way. Sign in as you usually do, or ask your administrator.")
            % {"provider": provider.name, "email": email}
        )
    # From now on the provider says who it is; a password beside it would live on when the employment ends.
    person.set_unusable_password()
    person.save()
    end_sessions(person, by=person)
    return person


def _may_take_over(person: User, municipality: Municipality) -> bool:
    """Say whether an account that was opened here may be bound to its municipality's provider by its address alone.

    Only somebody who belongs to this municipality and to no other, who does not administer, who has no second factor,
    and whom no provider signs in already.
    """
    assigned = RoleAssignment.objects.filter(user=person)
    return (
        assigned.filter(municipality=municipality).exists()
        and not assigned.exclude(municipality=municipality).exists()
        and not assigned.filter(role=Role.ADMINISTRATOR).exists()
        and not Authenticator.objects.filter(user=person).exists()
        and not SocialAccount.objects.filter(user=person).exists()
    )


def _bring_up_to_date(person: User, email: str, name: str) -> None:
    name = name.strip()[:NAME_LENGTH] or person.name
    if email != person.email and User.objects.filter(email=email).exists():
        raise RuleBroken(
            _("%(email)s belongs to somebody else in Rimlig. Nothing has been changed. Ask your administrator.")
            % {"email": email}
        )
    if (email, name) != (person.email, person.name):
        person.email, person.name = email, name
        person.save()


@transaction.atomic
def set_password(person: User, password: str, *, keep: str | None, by: User | None) -> None:
    """Give the person a new password; every session of theirs ends but the one with the key `keep`."""
    with recorded("signin.set_password", by):
        person.set_password(password)
        person.save()
        end_sessions(person, keep=keep, by=by)


@transaction.atomic
def end_sessions(person: User, *, keep: str | None = None, by: User | None) -> None:  # noqa: ARG001
    """Sign the person out everywhere, but for the session with the key `keep`."""
    ended = UserSession.objects.filter(user_id=person.pk).exclude(session_key=keep or "")
    Session.objects.filter(session_key__in=list(ended.values_list("session_key", flat=True))).delete()
    ended.delete()


@transaction.atomic
def end_session(person: User, number: int, *, by: User | None) -> None:  # noqa: ARG001
    """Sign the person out in one browser; nothing happens when that session is over already."""
    for session in UserSession.objects.filter(user_id=person.pk, pk=number):
        Session.objects.filter(session_key=session.session_key).delete()
        session.delete()
