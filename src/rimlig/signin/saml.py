"""Signing in with SAML: out to the provider, and back with a signed assertion that is used once.

python3-saml checks signature, audience, recipient and times. Here an answer must be to a question that this browser asked,
and an assertion that has been used is remembered until it is too old.
"""

import binascii
import logging
from datetime import UTC, datetime
from typing import Any, cast

from allauth.account.utils import get_next_redirect_url
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.internal import httpkit
from allauth.socialaccount.helpers import complete_social_login
from allauth.socialaccount.providers.base.constants import AuthProcess
from allauth.socialaccount.providers.saml.utils import build_auth, build_saml_config, get_app_or_404
from allauth.socialaccount.sessions import LoginSession
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST
from lxml.etree import LxmlError
from onelogin.saml2.auth import OneLogin_Saml2_Settings
from onelogin.saml2.errors import OneLogin_Saml2_Error

from rimlig.signin.sign_on import configured, not_trusted, refusal

logger = logging.getLogger(__name__)

TRANSIENT = "urn:oasis:names:tc:SAML:2.0:nameid-format:transient"
KEPT = ("saml_acs_session", "saml-acs-session")
UNUSABLE = (OneLogin_Saml2_Error, binascii.Error, LxmlError, ValueError, KeyError)


def _provider(request: HttpRequest, organization_slug: str) -> Any:
    configured(organization_slug)
    # python3-saml compares addresses, and reads the host here without asking whether it is one of ours.
    request.META["HTTP_HOST"] = request.get_host()
    return get_app_or_404(request, organization_slug).get_provider(request)


@login_not_required
@never_cache
def begin(request: HttpRequest, organization_slug: str) -> HttpResponse:
    """Send the browser to the provider."""
    answer: HttpResponse = _provider(request, organization_slug).redirect(
        request, process=AuthProcess.LOGIN, next_url=get_next_redirect_url(request)
    )
    return answer


@login_not_required
@csrf_exempt  # the provider's page sends it; the signature says who it is from
@require_POST
def receive(request: HttpRequest, organization_slug: str) -> HttpResponse:
    """Put the provider's answer aside: a browser does not send our session with what another site posts."""
    _provider(request, organization_slug)
    response = HttpResponseRedirect(reverse("saml_finish_acs", args=[organization_slug]))
    kept = LoginSession(request, *KEPT)
    kept.store["request"] = httpkit.serialize_request(request)
    kept.save(response)
    return response


@login_not_required
@never_cache
def finish(request: HttpRequest, organization_slug: str) -> HttpResponse:
    """Check the answer that was put aside, and sign the person in."""
    provider = _provider(request, organization_slug)
    kept = LoginSession(request, *KEPT)
    stored = kept.store.get("request")
    kept.delete()
    if not stored:
        return refusal(request, not_trusted(provider.name))
    auth = build_auth(httpkit.deserialize_request(stored, HttpRequest()), provider)
    if wrong := _what_is_wrong(auth):
        logger.warning("SAML answer from %s refused: %s", organization_slug, wrong)
        return refusal(request, not_trusted(provider.name))
    try:
        state = provider.unstash_redirect_state(request, auth.get_last_response_in_response_to() or "")
    except PermissionDenied:
        logger.warning("SAML answer from %s refused: nobody in this browser asked for it", organization_slug)
        return refusal(request, not_trusted(provider.name))
    login = provider.sociallogin_from_response(request, auth)
    login.state = state
    try:
        answer: HttpResponse = complete_social_login(request, login)
    except ImmediateHttpResponse as immediate:
        return cast("HttpResponse", immediate.response)
    return answer


def _what_is_wrong(auth: Any) -> str:
    """Return what speaks against the answer, for the log; nothing when it can be trusted and has not been used."""
    try:
        auth.process_response()
    except UNUSABLE as error:
        return repr(error)
    if auth.get_errors() or not auth.is_authenticated():
        return str(auth.get_last_error_reason() or auth.get_errors() or "not signed in")
    if auth.get_nameid_format() == TRANSIENT:
        return "the name identifier is another one each time; let the provider send a persistent one"
    ends = auth.get_last_assertion_not_on_or_after() or 0
    left = max(ends - datetime.now(UTC).timestamp(), 0) + 600  # clocks differ
    if not cache.add(f"saml-used:{auth.get_last_assertion_id()}", "", timeout=left):
        return "the assertion has been used before"
    return ""


@login_not_required
def metadata(request: HttpRequest, organization_slug: str) -> HttpResponse:
    """Describe us to the provider: where it sends its answers, and to whom they are."""
    provider = _provider(request, organization_slug)
    config = build_saml_config(request, provider.app.settings, organization_slug)
    # Signing out there does not sign out here: sessions end here, by time or by hand.
    del config["sp"]["singleLogoutService"]
    xml = OneLogin_Saml2_Settings(settings=config, sp_validation_only=True).get_sp_metadata()
    return HttpResponse(xml, content_type="application/samlmetadata+xml")


@login_not_required
@csrf_exempt
def sign_out(request: HttpRequest, organization_slug: str) -> HttpResponse:  # noqa: ARG001  # Django gives it
    """Lead on to the start: signing out at the provider ends no session here, which `metadata` does not promise either."""
    configured(organization_slug)
    return HttpResponseRedirect(reverse("login"))
