"""Signing in and out, and the pages about one's own account."""

from collections.abc import Mapping
from functools import wraps
from http import HTTPStatus
from typing import Any

from allauth.account.models import Login
from allauth.account.utils import get_next_redirect_url
from allauth.account.views import LoginView
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import flows as passkeys
from allauth.mfa.webauthn.views import LoginWebAuthnView, RemoveWebAuthnView
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LogoutView
from django.contrib.sessions.models import Session
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _

from rimlig.core.views import UseCase
from rimlig.organisation.models import RoleAssignment
from rimlig.signin.addresses import client_address
from rimlig.signin.browsers import browser_in_words
from rimlig.signin.factors import FactorAdapter, must_have_factor
from rimlig.signin.operations import end_session, end_sessions
from rimlig.signin.providers import OIDC, Provider

View = Any


def guarded(view: View, *, own_password: bool = False) -> View:
    """Return a view of django-allauth as one of ours: only for who has signed in, with the permission written on it.

    With `own_password` it is only for who signs in with a password of their own: for others the municipality's own
    sign-in looks after all of it, and a second way in would outlive the employment.
    """

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.has_perm("site.use"):
            raise PermissionDenied
        person: Any = request.user
        if own_password and not person.has_usable_password():
            messages.info(
                request, _("You sign in through your municipality, which looks after passwords and two-step sign-in.")
            )
            return redirect("account")
        if "pk" in kwargs:  # a passkey: another's is not there, before anything is asked
            get_object_or_404(Authenticator, pk=kwargs["pk"], user=person, type=Authenticator.Type.WEBAUTHN)
        answer: HttpResponse = view(request, *args, **kwargs)
        return answer

    inner.permission = "site.use"  # type: ignore[attr-defined]
    return inner


@method_decorator(login_not_required, name="dispatch")
class SignIn(LoginView):
    """Sign in with an e-mail address and a password, a passkey or an identity provider; leads to the page that was asked for."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.headers.get("HX-Request") == "true":
            # The session ended while somebody wrote. The sign-in must not take the place of what they wrote.
            return HttpResponse(status=HTTPStatus.UNAUTHORIZED)
        answer: HttpResponse = super().dispatch(request, *args, **kwargs)
        return answer

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "next": get_next_redirect_url(self.request) or "",
            "providers": [(provider.name, self._way_out(provider)) for provider in settings.RIMLIG_SIGN_ON],
            "mails": bool(settings.RIMLIG_MAIL),
        }

    def _way_out(self, provider: Provider) -> str:
        name = "openid_connect_login" if provider.kind == OIDC else "saml_login"
        address: str = self.passthrough_next_url(reverse(name, args=[provider.id]))
        return address


class SignInByPasskey(LoginWebAuthnView):
    """Sign in with a passkey alone; leads to the page that was asked for."""

    def form_valid(self, form: Any) -> HttpResponse:
        passkey = form.cleaned_data["credential"]
        login = Login(user=passkey.user, redirect_url=get_next_redirect_url(self.request))
        answer: HttpResponse = passkeys.perform_passwordless_login(self.request, passkey, login)
        return answer


@method_decorator(login_not_required, name="dispatch")
class SignOut(LogoutView):
    """Sign out; also half-way through signing in, where nobody has signed in yet."""


class RemovePasskey(RemoveWebAuthnView):
    """Remove a passkey, unless it is the last factor of somebody who must have one."""

    def form_valid(self, form: Any) -> HttpResponse:
        if not FactorAdapter().can_delete_authenticator(self.object):
            form.add_error(None, FactorAdapter().validation_error("cannot_delete_authenticator"))
            refused: HttpResponse = self.form_invalid(form)
            return refused
        answer: HttpResponse = super().form_valid(form)
        return answer


class Account(UseCase):
    """Who one is in Rimlig: name, roles, ways to sign in."""

    permission = "site.use"
    template_name = "signin/account.html"

    def context(self) -> Mapping[str, Any]:
        person = self.person
        roles = RoleAssignment.objects.held_by(person).select_related("municipality", "board", "unit", "user")
        factors = list(Authenticator.objects.filter(user=person).values_list("type", flat=True))
        names = {provider.id: provider.name for provider in settings.RIMLIG_SIGN_ON}
        accounts = SocialAccount.objects.filter(user=person).values_list("provider", flat=True)
        return {
            "roles": roles.order_by("municipality__name", "board__name", "role"),
            "has_password": person.has_usable_password(),
            "has_app": Authenticator.Type.TOTP in factors,
            "passkeys": factors.count(Authenticator.Type.WEBAUTHN),
            "providers": [names.get(account, account) for account in accounts],
            "must_have_factor": must_have_factor(person),
        }


class Sessions(UseCase):
    """Where one is signed in, and signing out there."""

    permission = "site.use"
    template_name = "signin/sessions.html"

    def context(self) -> Mapping[str, Any]:
        here = self.request.session.session_key
        listed = list(UserSession.objects.filter(user=self.person).order_by("-last_seen_at"))
        keys = [session.session_key for session in listed]
        alive = set(
            Session.objects.filter(session_key__in=keys, expire_date__gt=timezone.now()).values_list(
                "session_key", flat=True
            )
        )
        rows = [
            {
                "pk": session.pk,
                "browser": browser_in_words(session.user_agent),
                "address": session.ip,
                "seen": session.last_seen_at,
                "began": session.created_at,
                "is_here": session.session_key == here,
            }
            for session in listed
            if session.session_key in alive
        ]
        return {"sessions": rows, "address": client_address(self.request)}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ARG002
        """Sign out in one browser, in all others, or everywhere."""
        wanted = request.POST.get("end", "")
        if wanted == "everywhere":
            end_sessions(self.person, by=self.person)
            request.session.flush()
            return redirect("login")
        if wanted == "elsewhere":
            end_sessions(self.person, keep=request.session.session_key, by=self.person)
            messages.success(request, _("You are signed out everywhere but here."))
        elif wanted.isascii() and wanted.isdigit():
            end_session(self.person, int(wanted), by=self.person)
            messages.success(request, _("You are signed out there."))
        return redirect("sessions")
