"""Errors that a person can do something about, and the line that says what."""

import errno
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError, ProgrammingError

from rimlig.config.account import DatabaseUnavailable
from rimlig.core.errors import RuleBroken
from rimlig.imports.blocks import Unreadable

REFUSED, UNUSABLE = 1, 2
UNDEFINED_TABLE, UNDEFINED_COLUMN, DISK_FULL = "42P01", "42703", "53100"


def known(error: Exception) -> tuple[int, str] | None:
    """Give exit code and line, or None when the error is nobody's mistake but ours."""
    match error:
        case Unreadable():
            return UNUSABLE, str(error)
        case RuleBroken() | DatabaseUnavailable() | ImproperlyConfigured():
            return REFUSED, " ".join(str(error).split())
        case OperationalError() | ProgrammingError():
            return _database(error)
        case OSError(errno=errno.ENOSPC):
            return REFUSED, f"the disk is full: {error.filename or 'nothing more can be written'}"
        case PermissionError() | FileNotFoundError() | IsADirectoryError() | NotADirectoryError() | FileExistsError():
            return REFUSED, f"{error.filename}: {error.strerror}" if error.filename else str(error)
    return None


def _database(error: OperationalError | ProgrammingError) -> tuple[int, str] | None:
    state = getattr(error.__cause__, "sqlstate", None)
    if state in {UNDEFINED_TABLE, UNDEFINED_COLUMN}:
        return REFUSED, "the database is not prepared for this version; run: rimlig migrate"
    if state == DISK_FULL:
        return REFUSED, "the database's disk is full"
    if isinstance(error, OperationalError):
        # The first line says what happened; those after it guess why.
        return REFUSED, f"the database cannot be reached or did not answer: {str(error).strip().splitlines()[0]}"
    return None


def log_file() -> Path:
    """Where an unexpected error is written down."""
    from rimlig.config import settings  # noqa: PLC0415  # they may be what is wrong

    return settings.RIMLIG_LOG
