"""Django's settings. `docs/configuration.md` describes every variable that is read here.

Without any variable set this is a safe installation for trying on one's own machine: DEBUG off, a secret key of its own
under `var/`, the embedded database, and addresses that only this machine can reach.
"""

from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from rimlig.config import database, environment
from rimlig.config.sign_in import *  # noqa: F403  # a part of its own, so that each is read in one go

# --- Where things are -------------------------------------------------------------------------------------------------

RIMLIG_VAR = database.var_directory()
FILES = RIMLIG_VAR / "files"

# --- Who may reach us, and how ----------------------------------------------------------------------------------------

DEBUG = environment.boolean("RIMLIG_DEBUG", default=False)
SECRET_KEY = environment.secret_key("RIMLIG_SECRET_KEY", RIMLIG_VAR / "secret-key")
SECRET_KEY_FALLBACKS = environment.words("RIMLIG_OLD_SECRET_KEYS")

RIMLIG_ADDRESSES = environment.addresses("RIMLIG_ADDRESS", "http://127.0.0.1:8000")
RIMLIG_PROXIES = environment.words("RIMLIG_PROXIES", "127.0.0.1,::1")
LOOPBACK_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
ALLOWED_HOSTS = [*{urlsplit(address).hostname or "" for address in RIMLIG_ADDRESSES}, *LOOPBACK_HOSTS]
CSRF_TRUSTED_ORIGINS = [address for address in RIMLIG_ADDRESSES if address.startswith("https://")]

# One address with https makes the whole installation https: a cookie that may travel both ways is worth nothing.
HTTPS = bool(CSRF_TRUSTED_ORIGINS)
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = ["^healthz$"]  # asked by the machine itself, over plain http
SECURE_HSTS_SECONDS = environment.number("RIMLIG_HSTS_SECONDS", 31_536_000) if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = environment.number("RIMLIG_SESSION_HOURS", 12, least=1, most=24 * 31) * 3600
CSRF_COOKIE_HTTPONLY = True
X_FRAME_OPTIONS = "DENY"

CSRF_FAILURE_VIEW = "rimlig.core.csrf.refused"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    },
}

# --- What we are made of ----------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "rimlig.config.apps.ConfigConfig",
    "rimlig.search",
    "rimlig.demo",
    "rimlig.overview",
    "rimlig.opendata",
    "rimlig.lifecycle",
    "rimlig.controlsystem",
    "rimlig.reportwork",
    "rimlig.imports",
    "rimlig.reporting",
    "rimlig.drafting",
    "rimlig.followup",
    "rimlig.planning",
    "rimlig.appearance",
    "rimlig.signin",
    "rimlig.records",
    "rimlig.reminders",
    "rimlig.organisation",
    "rimlig.controltests.apps.ControlTestsConfig",
    "rimlig.documents",
    "rimlig.core",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django_htmx",
    "template_partials",
    "pghistory",
    "pgtrigger",
    "procrastinate.contrib.django",
    "rules.apps.AutodiscoverRulesConfig",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.socialaccount.providers.saml",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "rimlig.signin.middleware.LastSeen",
    "rimlig.signin.middleware.SecondFactor",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "pghistory.middleware.HistoryMiddleware",
]

ROOT_URLCONF = "rimlig.config.urls"
WSGI_APPLICATION = "rimlig.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# --- Database ---------------------------------------------------------------------------------------------------------

RIMLIG_EMBEDDED_DATABASE = not environment.text("DATABASE_URL")
DATABASES = {
    "default": {
        "CONN_MAX_AGE": environment.number("RIMLIG_DATABASE_CONNECTION_SECONDS", 60),
        "CONN_HEALTH_CHECKS": True,
        **(
            database.EmbeddedDatabase(RIMLIG_VAR).django_settings()
            if RIMLIG_EMBEDDED_DATABASE
            else environment.database(environment.text("DATABASE_URL"))
        ),
    },
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Background jobs ---------------------------------------------------------------------------------------------------

# A job every minute would fill the queue's tables for ever; one that went well tells nothing.
PROCRASTINATE_WORKER_DEFAULTS = {"delete_jobs": "successful"}

# --- People -----------------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "organisation.User"
# How they sign in stands in sign_in.py.
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
RIMLIG_DEMO_PASSWORD = environment.text("RIMLIG_DEMO_PASSWORD")

# --- Language and time ------------------------------------------------------------------------------------------------

LANGUAGE_CODE = "sv"
LANGUAGES = [("sv", _("Swedish")), ("en", _("English"))]
USE_I18N = True
TIME_ZONE = "Europe/Stockholm"
USE_TZ = True

# --- Files ------------------------------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = RIMLIG_VAR / "static"
WHITENOISE_USE_FINDERS = DEBUG
STORAGES = {
    # What people upload is private: no address leads there, only views that ask for permission.
    "default": environment.files(
        "RIMLIG_FILES",
        FILES,
        key=environment.text("RIMLIG_FILES_KEY"),
        secret=environment.text("RIMLIG_FILES_SECRET"),
    ),
    "staticfiles": {
        "BACKEND": (
            "django.contrib.staticfiles.storage.StaticFilesStorage"
            if DEBUG
            else "whitenoise.storage.CompressedManifestStaticFilesStorage"
        ),
    },
}
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
RIMLIG_UPLOAD_MEGABYTES = environment.number("RIMLIG_UPLOAD_MEGABYTES", 50, least=1, most=2000)
RIMLIG_EVIDENCE_MEGABYTES = environment.number("RIMLIG_EVIDENCE_MEGABYTES", 25, least=1, most=2000)
RIMLIG_DATA_MEGABYTES = environment.number("RIMLIG_DATA_MEGABYTES", 500, least=1, most=20_000)
RIMLIG_CLAMD = environment.text("RIMLIG_CLAMD")

# --- Log --------------------------------------------------------------------------------------------------------------

RIMLIG_LOG = Path(environment.text("RIMLIG_LOG", str(RIMLIG_VAR / "rimlig.log")))
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": environment.text("RIMLIG_LOG_LEVEL", "WARNING").upper()},
    # Django's own handlers mail the administrators and print only when DEBUG is on; ours take everything.
    "loggers": {"django": {"handlers": [], "propagate": True}, "django.server": {"handlers": [], "propagate": True}},
}
