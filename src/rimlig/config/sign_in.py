"""The part of the settings that is about signing in. `docs/sign-in.md` tells what it means for people."""

from urllib.parse import unquote, urlsplit

from django.contrib.messages import constants as message_levels
from django.core.exceptions import ImproperlyConfigured

from rimlig.config import environment
from rimlig.config.database import var_directory
from rimlig.signin.providers import Provider, allauth_apps, read_providers

# --- Who signs in, and how --------------------------------------------------------------------------------------------

AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "login"

ACCOUNT_ADAPTER = "rimlig.signin.accounts.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "rimlig.signin.forms.SignInForm",
    "change_password": "rimlig.signin.forms.ChangePasswordForm",
    "reset_password": "rimlig.signin.forms.ForgottenPasswordForm",
    "reset_password_from_key": "rimlig.signin.forms.NewPasswordForm",
    "reauthenticate": "rimlig.signin.forms.ConfirmPasswordForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # addresses come from an administrator or an identity provider, never from oneself
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # nobody gets mail because somebody else typed their address
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Rimlig: "
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600  # seconds
# A whole municipality may come from one address: the narrow limit is on the account, the wide one on the address.
ACCOUNT_RATE_LIMITS = {
    "login": "300/m/ip",
    "login_failed": "60/m/ip,5/5m/key",
    "change_password": "5/m/user",
    "reauthenticate": "10/m/user",
    "reset_password": "20/m/ip,2/m/key",
    "reset_password_from_key": "20/m/ip",
}

# --- A second factor --------------------------------------------------------------------------------------------------

MFA_ADAPTER = "rimlig.signin.factors.FactorAdapter"
MFA_FORMS = {
    "authenticate": "rimlig.signin.forms.CodeForm",
    "reauthenticate": "rimlig.signin.forms.ConfirmCodeForm",
    "activate_totp": "rimlig.signin.forms.BeginAppForm",
    "add_webauthn": "rimlig.signin.forms.AddPasskeyForm",
    "edit_webauthn": "rimlig.signin.forms.RenamePasskeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "preferred"
MFA_TOTP_ISSUER = "Rimlig"
MFA_TOTP_TOLERANCE = 1  # steps of 30 seconds that a telephone's clock may be wrong
MFA_RATE_LIMITS = {"webauthn_login": "60/m/ip"}
RIMLIG_MFA_REQUIRED_ROLES = environment.words("RIMLIG_MFA_REQUIRED_ROLES")

# --- Identity providers -----------------------------------------------------------------------------------------------

SOCIALACCOUNT_ADAPTER = "rimlig.signin.sign_on.SignOnAdapter"
# Who is bound to whom is decided in signin/operations.py, by the rules of docs/sign-in.md.
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_REQUESTS_TIMEOUT = 10  # seconds

RIMLIG_SIGN_ON: tuple[Provider, ...] = read_providers(environment.text("RIMLIG_SIGN_ON"))
SOCIALACCOUNT_PROVIDERS = allauth_apps(RIMLIG_SIGN_ON)

# --- What is shared by all server processes: how often somebody has tried ----------------------------------------------

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "signin_cachedvalue",
        # When it is full a third goes, and with it counts of attempts: full must be far away.
        "OPTIONS": {"MAX_ENTRIES": 200_000},
    },
    # What each process has counted itself, for seconds: see overview/remembering.py.
    "figures": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "figures"},
}

# --- Mail -------------------------------------------------------------------------------------------------------------

MESSAGE_TAGS = {message_levels.ERROR: "wrong"}
RIMLIG_MAIL = environment.text("RIMLIG_MAIL")
DEFAULT_FROM_EMAIL = SERVER_EMAIL = environment.text("RIMLIG_MAIL_FROM", "rimlig@localhost")
EMAIL_TIMEOUT = 15  # seconds
if RIMLIG_MAIL:
    _server = urlsplit(RIMLIG_MAIL)
    if _server.scheme not in {"smtp", "smtp+tls", "smtp+ssl"} or not _server.hostname:
        raise ImproperlyConfigured("RIMLIG_MAIL: write it as smtp+tls://user:password@host:587.")
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST = _server.hostname
    EMAIL_PORT = _server.port or {"smtp": 25, "smtp+tls": 587, "smtp+ssl": 465}[_server.scheme]
    EMAIL_HOST_USER = unquote(_server.username or "")
    EMAIL_HOST_PASSWORD = unquote(_server.password or "")
    EMAIL_USE_TLS = _server.scheme == "smtp+tls"
    EMAIL_USE_SSL = _server.scheme == "smtp+ssl"
else:
    # Nothing that is to be mailed is lost silently: it stands in files.
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = var_directory() / "mail"
