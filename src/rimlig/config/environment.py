"""Values from the environment, typed: what cannot be understood is refused, never guessed.

Each helper takes the name of a variable. A name with `_FILE` after it points to a file that holds the value instead, so
that a secret need not stand in the environment.
"""

import os
import secrets
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

from rimlig.config.database import make_private_directory

TRUE = {"1", "true", "yes", "on"}
FALSE = {"0", "false", "no", "off"}


def text(name: str, default: str = "") -> str:
    """Give the value of `name`, or what stands in the file that `name`_FILE points to, or the default.

    Raises ImproperlyConfigured when both are set or the file cannot be read.
    """
    value, file = os.environ.get(name), os.environ.get(f"{name}_FILE")
    if value and file:
        raise ImproperlyConfigured(f"{name} and {name}_FILE are both set; keep one of them.")
    if file:
        try:
            return Path(file).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise ImproperlyConfigured(f"{name}_FILE: cannot read {file}: {error}") from error
    return value or default


def boolean(name: str, *, default: bool) -> bool:
    """Give a yes or no; anything but the words in TRUE and FALSE is refused, since a misspelt yes must not be a no."""
    value = text(name).lower()
    if value and value not in TRUE | FALSE:
        raise ImproperlyConfigured(f"{name} is {value!r}; write true or false.")
    return value in TRUE if value else default


def number(name: str, default: int, *, least: int = 0, most: int = 2**31 - 1) -> int:
    """Give a whole number from `least` to `most`."""
    value = text(name, str(default))
    try:
        result = int(value)
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} is {value!r}; write a whole number.") from error
    if not least <= result <= most:
        raise ImproperlyConfigured(f"{name} is {result}; it must be from {least} to {most}.")
    return result


def words(name: str, default: str = "") -> list[str]:
    """Give the parts of a comma-separated value, without blanks and without empty parts."""
    return [part.strip() for part in text(name, default).split(",") if part.strip()]


def addresses(name: str, default: str) -> list[str]:
    """Give web addresses (scheme, host and perhaps port, no path), comma-separated in the environment."""
    result = []
    for address in words(name, default):
        parts = urlsplit(address)
        if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path not in {"", "/"}:
            raise ImproperlyConfigured(f"{name} is {address!r}; write it as https://rimlig.example.se.")
        result.append(f"{parts.scheme}://{parts.netloc}")
    return result


def database(url: str) -> dict[str, Any]:
    """Give Django's description of a database from its URL. Only PostgreSQL is taken."""
    # The URL itself holds a password and must not be repeated.
    unusable = ImproperlyConfigured("DATABASE_URL: write it as postgres://user:password@host:5432/name.")
    if not url.startswith(("postgres://", "postgresql://")):
        raise unusable
    try:
        config: dict[str, Any] = environ.Env.db_url_config(url)
    except (ValueError, KeyError, environ.ImproperlyConfigured) as error:
        raise unusable from error
    if not config.get("NAME"):
        raise unusable
    return config


def files(name: str, location: Path, *, key: str, secret: str) -> dict[str, Any]:
    """Give Django's description of where files are kept: a bucket of a store that speaks S3, or the folder.

    A bucket is written `s3://bucket` or `s3://bucket/folder?endpoint=https://…&region=…`;
    without a key and its secret they are found where the store's own tools find them.
    """
    url = text(name)
    if not url:
        private = {"location": location, "file_permissions_mode": 0o600, "directory_permissions_mode": 0o700}
        return {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": private}
    parts = urlsplit(url)
    asked = parse_qs(parts.query, keep_blank_values=True)
    if parts.scheme != "s3" or not parts.hostname or set(asked) - {"endpoint", "region"}:
        raise ImproperlyConfigured(
            f"{name}: write it as s3://bucket/folder?endpoint=https://s3.example.se&region=se-1."
        )
    if find_spec("boto3") is None:
        raise ImproperlyConfigured(
            f"{name} names a bucket; install Rimlig with the part for it: pip install rimlig[s3]."
        )
    from botocore.config import Config  # noqa: PLC0415  # it is there only where it is used

    patience = {"connect_timeout": 5, "read_timeout": 20, "retries": {"total_max_attempts": 2}}
    options = {
        "bucket_name": parts.hostname,
        "location": parts.path.strip("/"),
        "endpoint_url": asked.get("endpoint", [None])[0],
        "region_name": asked.get("region", [None])[0],
        "access_key": key or None,
        "secret_key": secret or None,
        "default_acl": None,  # as the bucket decides; ours is private
        "file_overwrite": False,
        "max_memory_size": 2 * 1024 * 1024,
        "client_config": Config(signature_version="s3v4", **patience),
    }
    return {"BACKEND": "rimlig.records.buckets.Bucket", "OPTIONS": options}


def secret_key(name: str, file: Path) -> str:
    """Give the secret that signs sessions: from the environment, or from `file`, which is made at the first call.

    Two processes that start at once get the same key: only one can create the link, and both read what it points to.
    """
    if given := text(name):
        return given
    if not file.exists():
        make_private_directory(file.parent)
        fresh = file.with_name(f"{file.name}.{os.getpid()}")
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as stream:
            stream.write(secrets.token_urlsafe(50))
        try:
            os.link(fresh, file)
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return file.read_text(encoding="ascii").strip()
