"""Bring the tables of the database to this version."""

import argparse
import sys

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from rimlig.signin.sealing import seal_anew

HELP = "bring the database to this version (safe to repeat)"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add nothing: there is one version to come to, this one."""


def run(options: argparse.Namespace) -> int:  # noqa: ARG001  # it has none
    """Apply what is missing. Two at once wait for each other."""
    with connection.cursor() as cursor:
        # Without it both would find the same migrations missing and the second would fail halfway.
        cursor.execute("SELECT pg_advisory_lock(hashtext('rimlig.migrate'))")
        missing = missing_migrations()
        for name in missing:
            sys.stderr.write(f"  {name}\n")
        if missing:
            call_command("migrate", interactive=False, verbosity=0)
        # A secret key that has been replaced is not needed for second factors after this.
        seal_anew()
        cursor.execute("SELECT pg_advisory_unlock(hashtext('rimlig.migrate'))")
    sys.stderr.write("The database is up to date.\n")
    return 0


def missing_migrations() -> list[str]:
    """Give the names of the migrations that the database has not had, in their order."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _backwards in plan]
