"""Rimlig's own settings, with what only tests need: a directory of their own, and speed."""

import os
import tempfile
from pathlib import Path

# Tests see nothing of how the developer tries the product; only the database may be chosen.
for name in [name for name in os.environ if name.startswith("RIMLIG_") and name != "RIMLIG_WITHOUT_BROWSER"]:
    del os.environ[name]
os.environ["RIMLIG_VAR"] = str(Path(__file__).parents[1] / "var" / "test")

from rimlig.config.settings import *  # noqa: E402, F403  # after the environment is swept

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"  # noqa: F405
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
# Processes that test side by side have a database each, with the same numbers: what they store must not meet either.
OWN_FILES = tempfile.TemporaryDirectory(prefix="rimlig-test-")
STORAGES["default"]["OPTIONS"]["location"] = OWN_FILES.name  # noqa: F405
