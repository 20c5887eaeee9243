"""The addresses of the provider in oidc_provider.py, and what it tells of people."""

import json
import os
import sys
import time
from pathlib import Path
from typing import Any

from django.contrib.auth.views import LoginView
from django.urls import include, path
from oauth2_provider.oauth2_validators import OAuth2Validator

DIRECTORY = Path(sys.argv[1] if len(sys.argv) > 1 else os.curdir)
CLAIMS = ("email", "email_verified", "name", "groups", "_claim_names")
WRONG: dict[str, dict[str, Any]] = {
    "audience": {"aud": "en annan"},
    "issuer": {"iss": "http://127.0.0.1:1/o"},
    "nonce": {"nonce": "en annan webbläsares"},
    "expired": {"exp": int(time.time()) - 3600},
}


class Validator(OAuth2Validator):
    """django-oauth-toolkit's own, telling what people.json says, and wrong where it says so."""

    oidc_claim_scope = None

    def _person(self, request: Any) -> dict[str, Any]:
        people = json.loads((DIRECTORY / "people.json").read_text(encoding="utf-8"))
        found: dict[str, Any] = people[request.user.username]
        return found

    def get_additional_claims(self, request: Any) -> dict[str, Any]:
        person = self._person(request)
        return {name: person[name] for name in CLAIMS if name in person}

    def get_id_token_dictionary(self, token: Any, token_handler: Any, request: Any) -> tuple[dict[str, Any], Any]:
        claims, expires = super().get_id_token_dictionary(token, token_handler, request)
        return {**claims, **WRONG.get(self._person(request).get("wrong", ""), {})}, expires

    def finalize_id_token(self, id_token: Any, token: Any, token_handler: Any, request: Any) -> str:
        signed: str = super().finalize_id_token(id_token, token, token_handler, request)
        if self._person(request).get("wrong") != "signature":
            return signed
        content, _dot, signature = signed.rpartition(".")
        return f"{content}.{'A' if signature[0] != 'A' else 'B'}{signature[1:]}"

    def get_userinfo_claims(self, request: Any) -> dict[str, Any]:
        claims: dict[str, Any] = super().get_userinfo_claims(request)
        return {**claims, "sub": "4711"} if self._person(request).get("wrong") == "subject" else claims


urlpatterns = [
    path("login/", LoginView.as_view()),
    path("o/", include("oauth2_provider.urls", namespace="oauth2_provider")),
]
