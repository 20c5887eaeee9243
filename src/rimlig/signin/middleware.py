"""What is asked and noted at every request of somebody who has signed in."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from rimlig.signin.addresses import client_address
from rimlig.signin.factors import came_through_provider, has_factor, must_have_factor

Answer = Callable[[HttpRequest], HttpResponse]

SEEN = "signin_seen"
"""Where the session keeps when it was last noted as used, in seconds since 1970. Set by signing in."""
SEEN_EVERY = 300
"""Seconds between two notes: a write at each request would cost more than it tells."""
BROWSER_LENGTH = 200
"""How much of what a browser calls itself django-allauth stores."""
HAS_FACTOR = "signin_has_factor"
SETTING_UP = {
    *("mfa_index", "mfa_activate_totp", "mfa_add_webauthn", "mfa_list_webauthn", "mfa_view_recovery_codes"),
    *("mfa_download_recovery_codes", "mfa_generate_recovery_codes"),
    *("account_reauthenticate", "mfa_reauthenticate", "mfa_reauthenticate_webauthn"),
    *("login", "logout", "language", "accessibility", "healthz"),
}
"""The pages that a person may use before there is a second factor where there must be one."""


class LastSeen:
    """Notes when, from where and with what browser a session was last used, at most every five minutes."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # The session says both who it is and when it was seen: nothing more is asked of the database until it is time.
        seen = request.session.get(SEEN)
        now = timezone.now()
        if seen is not None and now.timestamp() - seen >= SEEN_EVERY and request.user.is_authenticated:
            UserSession.objects.filter(session_key=request.session.session_key).update(
                last_seen_at=now,
                ip=client_address(request),
                user_agent=request.headers.get("user-agent", "")[:BROWSER_LENGTH],
            )
            request.session[SEEN] = now.timestamp()
        return self.get_response(request)


class SecondFactor:
    """Leads a person whose role must have a second factor to set one up, before anything else (RIMLIG_MFA_REQUIRED_ROLES)."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, _view: Any, _args: Any, _kwargs: Any) -> HttpResponse | None:
        if not settings.RIMLIG_MFA_REQUIRED_ROLES or not request.user.is_authenticated:
            return None
        match = request.resolver_match
        if (match and match.view_name in SETTING_UP) or self._has_what_is_asked(request):
            return None
        if request.headers.get("HX-Request") == "true":
            return HttpResponse(status=HTTPStatus.NO_CONTENT, headers={"HX-Redirect": reverse("mfa_index")})
        return redirect("mfa_index")

    def _has_what_is_asked(self, request: HttpRequest) -> bool:
        if came_through_provider(request) or request.session.get(HAS_FACTOR):
            return True
        # A factor that has been seen is not asked for again: the last one cannot be removed by who must have one.
        if has_factor(request.user):  # type: ignore[arg-type]  # signed in
            request.session[HAS_FACTOR] = True
            return True
        return not must_have_factor(request.user)  # type: ignore[arg-type]
