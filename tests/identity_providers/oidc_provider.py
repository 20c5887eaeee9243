"""A real OpenID Connect provider in a process of its own: django-oauth-toolkit, with one client and whoever is in people.json.

`python oidc_provider.py DIRECTORY` prints its port and serves until it is stopped. A person in DIRECTORY/people.json has
the claims that are to be told, and may have `wrong`: what is to be wrong with the signed token.
"""

import json
import sys
from pathlib import Path
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

import django
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from django.conf import settings
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application

CLIENT, SECRET, PASSWORD = "rimlig", "klientens hemlighet", "provning"
CALLBACK = "http://testserver/logga-in/oidc/{}/svar/"
DIRECTORY = Path(sys.argv[1] if len(sys.argv) > 1 else ".")


def people() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = json.loads((DIRECTORY / "people.json").read_text(encoding="utf-8"))
    return found


def configure() -> None:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()
    settings.configure(
        SECRET_KEY="x" * 50,
        ALLOWED_HOSTS=["127.0.0.1"],
        ROOT_URLCONF="oidc_provider_urls",
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": DIRECTORY / "provider.sqlite3"}},
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        USE_TZ=True,
        # It hashes the client's secret at every sign-in, and the real ways are slow on purpose.
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        INSTALLED_APPS=[
            "django.contrib.auth",
            "django.contrib.contenttypes",
            "django.contrib.sessions",
            "oauth2_provider",
        ],
        MIDDLEWARE=[
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
        ],
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "OPTIONS": {
                    "loaders": [
                        (
                            "django.template.loaders.locmem.Loader",
                            {"registration/login.html": '<form method="post">{% csrf_token %}{{ form }}</form>'},
                        )
                    ]
                },
            }
        ],
        LOGIN_URL="/login/",
        OAUTH2_PROVIDER={
            "OIDC_ENABLED": True,
            "OIDC_RSA_PRIVATE_KEY": pem,
            "OAUTH2_VALIDATOR_CLASS": "oidc_provider_urls.Validator",
            "PKCE_REQUIRED": True,
            "SCOPES": {"openid": "", "profile": "", "email": ""},
        },
    )
    django.setup()


def fill() -> None:
    """Register the client, and an account for everybody."""
    from django.contrib.auth.models import User  # noqa: PLC0415  # after the settings are made
    from oauth2_provider.models import Application  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    Application.objects.create(
        client_id=CLIENT,
        client_secret=SECRET,
        client_type="confidential",
        authorization_grant_type="authorization-code",
        algorithm="RS256",
        skip_authorization=True,
        redirect_uris=" ".join(CALLBACK.format(name) for name in ("lindhaga", "annan")),
    )
    for name in people():
        User.objects.create_user(name, password=PASSWORD)


class Silent(WSGIRequestHandler):
    def log_message(self, *_: Any) -> None:
        """The test's output is not the place."""


def main() -> None:
    sys.path.insert(0, str(Path(__file__).parent))
    configure()
    fill()
    server = make_server("127.0.0.1", 0, get_wsgi_application(), handler_class=Silent)
    sys.stdout.write(f"{server.server_port}\n")
    sys.stdout.flush()
    server.serve_forever()


if __name__ == "__main__":
    main()
