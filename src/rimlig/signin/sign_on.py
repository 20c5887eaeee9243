"""What django-allauth asks about identity providers, and what becomes of those whom they sign in."""

from http import HTTPStatus
from typing import Any, NoReturn

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter, _build_apps_from_settings
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.base.constants import AuthError, AuthProcess
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from rimlig.core.errors import RuleBroken
from rimlig.signin.operations import Claims, welcome
from rimlig.signin.providers import OIDC, Provider


class SignOnAdapter(DefaultSocialAccountAdapter):
    """Identity providers come from the configuration; who may come in is decided by `operations.welcome`."""

    def list_apps(self, request: HttpRequest, provider: str | None = None, client_id: str | None = None) -> list[Any]:  # noqa: ARG002
        """Return the configured providers only, without asking the database for others."""
        found = _build_apps_from_settings(provider=provider, client_id=client_id)
        return [app for apps in found.values() for app in apps]

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:  # noqa: ARG002
        """Nobody comes in past `welcome`."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Make or find the person, or answer with a page that says why they may not come in."""
        provider = configured(sociallogin.account.provider)
        # django-allauth would also bind the account to whoever happens to be signed in here; we never do that.
        sociallogin.state["process"] = AuthProcess.LOGIN
        try:
            account = welcome(provider, claims_of(provider, sociallogin.account), by=None)
        except RuleBroken as broken:
            raise ImmediateHttpResponse(refusal(request, str(broken))) from broken
        sociallogin.account, sociallogin.user = account, account.user

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,
        error: Any = None,
        exception: Exception | None = None,  # noqa: ARG002  # what went wrong inside is for the log
        extra_context: Any = None,  # noqa: ARG002
    ) -> NoReturn:
        """Answer in plain words when the provider's answer cannot be used."""
        names = {"provider": provider.name}
        if error == AuthError.CANCELLED:
            words = _("You did not finish signing in with %(provider)s. Nothing has happened.") % names
        else:
            words = not_trusted(provider.name)
        raise ImmediateHttpResponse(refusal(request, words))


def configured(provider_id: str) -> Provider:
    """Return the provider with the id, or raise Http404."""
    for provider in settings.RIMLIG_SIGN_ON:
        if provider.id == provider_id:
            found: Provider = provider
            return found
    raise Http404


def not_trusted(name: str) -> str:
    """Return the sentence for an answer that is not signed as it should, is too old, was used before, or is not for us."""
    return _(
        "The answer from %(provider)s could not be trusted: it may be too old, used already, or meant for somebody else."
        " Nobody was signed in. Begin anew from the sign-in page; if it happens again, tell your administrator."
    ) % {"provider": name}


def refusal(request: HttpRequest, words: str) -> HttpResponse:
    """Return the page that says why somebody was not signed in, and what to do."""
    return render(request, "signin/refused.html", {"words": words}, status=HTTPStatus.FORBIDDEN)


def claims_of(provider: Provider, account: Any) -> Claims:
    """Gather what we use of what the provider has signed."""
    data = account.extra_data
    return (
        _of_tokens(provider, account.uid, data) if provider.kind == OIDC else _of_assertion(provider, account.uid, data)
    )


def _of_tokens(provider: Provider, subject: str, data: dict[str, Any]) -> Claims:
    # The signed token weighs more than what was asked for afterwards.
    claims = {**data.get("userinfo", {}), **data["id_token"]}
    # A person in very many groups: Entra ID then points to where to ask for them instead of listing them.
    left_out = provider.groups_claim in claims.get("_claim_names", {}) or claims.get("hasgroups") is True
    groups = claims.get(provider.groups_claim) or []
    return Claims(
        subject=subject,
        email=str(claims.get(provider.email_claim) or ""),
        name=str(claims.get(provider.name_claim) or ""),
        verified=claims.get("email_verified"),
        groups=None if left_out else frozenset(map(str, groups if isinstance(groups, list) else [groups])),
    )


def _of_assertion(provider: Provider, subject: str, data: dict[str, list[str]]) -> Claims:
    def first(name: str) -> str:
        return str(next(iter(data.get(name) or []), ""))

    return Claims(
        subject=subject,
        email=first(provider.email_claim),
        name=first(provider.name_claim),
        verified=None,
        groups=frozenset(data.get(provider.groups_claim) or []),
    )
