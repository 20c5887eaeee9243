"""What django-allauth asks about signing in with a password."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.core.internal import ratelimit
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rimlig.organisation.models import User
from rimlig.signin import operations
from rimlig.signin.addresses import client_address
from rimlig.signin.limits import free_again, try_again_at
from rimlig.signin.middleware import SEEN


class AccountAdapter(DefaultAccountAdapter):
    """Password accounts: opened by an administrator, never by oneself."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _(
            "The e-mail address and the password do not belong together. Check both and try again."
        ),
        "too_many_login_attempts": _("Too many attempts. Wait five minutes, then try again."),
        "rate_limited": _("Too many attempts. Wait five minutes, then try again."),
        "enter_current_password": _("That is not your present password."),
        "incorrect_password": _("That is not your password."),
        "incorrect_code": _("It was not accepted. A code is valid for half a minute and once: try the next one."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        """Nobody opens an account for themselves."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_address(request)

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:  # noqa: ARG002
        """Count by the account alone: an installation has several addresses, and each would give new attempts."""
        return str(credentials.get("email", "")).strip().lower()

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Refuse who has tried too often, and say when it is over."""
        key = self._get_login_attempts_cache_key(request, **credentials)
        usage = ratelimit.consume(request, app="allauth.account", action="login_failed", key=key)
        if usage is None:
            raise ValidationError(
                try_again_at(free_again(request, "login_failed", key)), code="too_many_login_attempts"
            )
        self._login_failed_rl_usage = usage

    def set_password(self, user: User, password: str) -> None:
        """Change the password; every other session of the person ends."""
        request = context.request
        here = request.session.session_key if request.user.is_authenticated and request.user.pk == user.pk else None
        operations.set_password(user, password, keep=here, by=user)
        self._delete_login_attempts_cached_email(request, email=user.email)

    def send_password_reset_mail(self, user: User, email: str, context: dict[str, Any]) -> None:
        """Mail the way to a new password; who signs in through the municipality is told that there is none here."""
        if user.has_usable_password():
            self.send_mail("account/email/password_reset_key", email, context)
        else:
            self.send_mail("account/email/no_password", email, {"user": user})

    def send_notification_mail(
        self, template_prefix: str, user: User, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """Tell the person by mail that how they sign in was changed."""
        super().send_notification_mail(template_prefix, user, context, email or user.email)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:  # noqa: ARG002
        return reverse("account")

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        """Begin to note when the session was last used."""
        response: HttpResponse = super().post_login(request, user, **kwargs)
        request.session[SEEN] = timezone.now().timestamp()
        return response
