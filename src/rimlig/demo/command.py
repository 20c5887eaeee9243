"""`rimlig demo`: a fictional municipality to try the system on."""

import argparse
import os
import sys

from django.utils.translation import gettext as _

from rimlig.core.errors import RuleBroken
from rimlig.demo.loading import NAME, Stage, is_loaded, load
from rimlig.demo.people import PEOPLE
from rimlig.organisation.models import Role, User

HELP = "load a fictional municipality to try the system on"
PASSWORD = "rimlig-demo-2026"  # noqa: S105  (printed for everyone; only for a system that nobody else reaches)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what `rimlig demo` takes."""
    stages = [stage.value for stage in Stage]
    parser.add_argument(
        "--stage",
        choices=stages,
        default=Stage.CLOSED.value,
        help="how far the year has come: a new plan, answered to the second tertial, or the whole year (default)",
    )
    parser.add_argument("--size", choices=["small"], default="small", help="how large the municipality is")


def run(options: argparse.Namespace) -> int:
    """Load the demo once, and say who can sign in. The password is RIMLIG_DEMO_PASSWORD or the one that is printed."""
    if is_loaded():
        _say(_("%(name)s is already here; nothing was changed. These can sign in:") % {"name": NAME})
        _list_people()
        return 0
    addresses = [person.email for person in PEOPLE]
    if taken := User.objects.filter(email__in=addresses).values_list("email", flat=True).first():
        raise RuleBroken(
            _("There is already a person with the address %(email)s. Nothing has been loaded.") % {"email": taken}
        )
    password = os.environ.get("RIMLIG_DEMO_PASSWORD") or PASSWORD
    load(Stage(options.stage), password=password)
    _say(
        _("%(name)s is loaded. These can sign in with the password %(password)s:")
        % {"name": NAME, "password": password}
    )
    _list_people()
    return 0


def _list_people() -> None:
    for person in PEOPLE:
        _say(f"  {person.email:36} {person.name}, {Role(person.role).label}")


def _say(line: str) -> None:
    sys.stderr.write(line + "\n")
