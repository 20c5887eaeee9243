"""Signing in with OpenID Connect: out to the provider, and back with a code that is exchanged for a signed token.

django-allauth keeps state and PKCE. Here the token's signature is always checked, also when it came over https, and the
token must carry the number that this browser was sent out with (nonce): a token that was used before is worth nothing.
"""

from typing import Any, Final, cast

import jwt
import requests
from allauth.account.utils import get_next_redirect_url
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialLogin, SocialToken
from allauth.socialaccount.providers.base.constants import AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from rimlig.signin.sign_on import configured, refusal

ALGORITHMS: Final = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"]
"""Only keys that the provider alone has: with a shared secret, whoever knows it could sign."""
CLOCK: Final = 60
"""Seconds that the clocks of the provider and ours may differ."""
UNREACHABLE = (requests.RequestException, KeyError, ValueError)


class ConnectAdapter(OpenIDConnectOAuth2Adapter):
    """django-allauth's adapter, with the token verified."""

    nonce: str = ""

    @property
    def openid_config(self) -> dict[str, Any]:
        """The provider's description of itself, which must be about the address that we were configured with."""
        config: dict[str, Any] = super().openid_config
        server = configured(self.provider_id).options["server"]
        if str(config["issuer"]).rstrip("/") != server:
            raise OAuth2Error(f"{server} says that it is {config['issuer']}")
        return config

    def complete_login(self, request: HttpRequest, app: Any, token: SocialToken, **kwargs: Any) -> SocialLogin:
        """Return who has signed in, by the verified token and what the provider adds to it."""
        try:
            claims = self._verified(str(kwargs["response"]["id_token"]), app.client_id)
            userinfo = self._fetch_user_info(token.token) if app.settings["fetch_userinfo"] else {}
        except (jwt.PyJWTError, KeyError, ValueError) as error:
            raise OAuth2Error(f"The token cannot be used: {error!r}") from error
        # A mixed-up answer would give one person another's name and address.
        if userinfo and userinfo.get("sub") != claims["sub"]:
            raise OAuth2Error("The token and what was asked for afterwards are about two people.")
        return self.get_provider().sociallogin_from_response(request, {"userinfo": userinfo, "id_token": claims})

    def _verified(self, token: str, audience: str) -> dict[str, Any]:
        header = jwt.get_unverified_header(token)
        config = self.openid_config
        with get_adapter().get_requests_session() as session:
            answer = session.get(config["jwks_uri"])
            answer.raise_for_status()
        keys = jwt.PyJWKSet.from_dict(answer.json())
        claims: dict[str, Any] = jwt.decode(
            token,
            key=keys[header["kid"]] if "kid" in header else keys.keys[0],
            algorithms=ALGORITHMS,
            audience=audience,
            issuer=config["issuer"],
            leeway=CLOCK,
            options={"require": ["exp", "iat", "iss", "aud", "sub", "nonce"]},
        )
        if not self.nonce or claims["nonce"] != self.nonce:
            raise OAuth2Error("The token is not the answer to this browser's question.")
        return claims


class _Callback(OAuth2CallbackView):
    def _get_state(self, request: HttpRequest, provider: Any) -> tuple[Any, Any]:
        state, answer = super()._get_state(request, provider)
        if state:
            self.adapter.nonce = state.get("nonce", "")
        return state, answer


@login_not_required
@never_cache
def begin(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Send the browser to the provider."""
    configured(provider_id)
    adapter = ConnectAdapter(request, provider_id)
    provider = adapter.get_provider()
    nonce = get_random_string(32)
    try:
        adapter.openid_config  # noqa: B018  # asks the provider before the browser is sent there
        answer: HttpResponse = provider.redirect(
            request,
            process=AuthProcess.LOGIN,
            next_url=get_next_redirect_url(request),
            auth_params={"nonce": nonce},
            nonce=nonce,
        )
    except ImmediateHttpResponse as immediate:
        return cast("HttpResponse", immediate.response)
    except (*UNREACHABLE, OAuth2Error):
        return refusal(request, _unreachable(provider.name))
    return answer


@login_not_required
@never_cache
def finish(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Take the provider's answer, and sign the person in."""
    name = configured(provider_id).name
    try:
        answer: HttpResponse = _Callback.adapter_view(ConnectAdapter(request, provider_id))(request)
    except UNREACHABLE:
        return refusal(request, _unreachable(name))
    return answer


def _unreachable(name: str) -> str:
    return _("%(provider)s does not answer just now. Try again in a while; if it goes on, tell your administrator.") % {
        "provider": name
    }
