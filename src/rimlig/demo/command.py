"""`rimlig demo`: a fictional municipality to try the system on."""

import argparse
import sys
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from rimlig.core.errors import RuleBroken
from rimlig.demo.loading import NAME, Stage, is_loaded, load
from rimlig.demo.people import PEOPLE
from rimlig.organisation.models import Role, User

HELP = "load a fictional municipality to try the system on"
PASSWORD = "rimlig-demo-2026"  # noqa: S105  (known to everyone; refused where others than this machine come in)
THIS_MACHINE = {"localhost", "127.0.0.1", "::1"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what `rimlig demo` takes."""
    stages = [stage.value for stage in Stage]
    parser.add_argument(
        "--stage",
        choices=stages,
        default=Stage.FOLLOWED_UP.value,
        help="how far the year has come: a new plan, in the middle of the second tertial (default), or the whole year",
    )
    parser.add_argument("--size", choices=["small"], default="small", help="how large the municipality is")


def run(options: argparse.Namespace) -> int:
    """Load the demo once, and say who can sign in. Raises RuleBroken, with nothing loaded, when it cannot be loaded."""
    if is_loaded():
        _say(_("%(name)s is already here; nothing was changed.") % {"name": NAME})
        _say_who_signs_in(settings.RIMLIG_DEMO_PASSWORD or PASSWORD)
        return 0
    addresses = [person.email for person in PEOPLE]
    if taken := User.objects.filter(email__in=addresses).values_list("email", flat=True).first():
        raise RuleBroken(
            _("There is already a person with the address %(email)s. Nothing has been loaded.") % {"email": taken}
        )
    password = _password()
    load(Stage(options.stage), password=password)
    _say(_("%(name)s is loaded.") % {"name": NAME})
    _say_who_signs_in(password)
    return 0


def _password() -> str:
    """Return the password to give everyone: RIMLIG_DEMO_PASSWORD, or the one in this file where nobody else comes in."""
    if given := str(settings.RIMLIG_DEMO_PASSWORD):
        try:
            validate_password(given)
        except ValidationError as error:
            raise RuleBroken(f"RIMLIG_DEMO_PASSWORD: {' '.join(error.messages)}") from error
        return given
    for address in settings.RIMLIG_ADDRESSES:
        if urlsplit(address).hostname not in THIS_MACHINE:
            raise RuleBroken(
                _(
                    "Others reach %(address)s, and everyone knows the demo's usual password. Set RIMLIG_DEMO_PASSWORD."
                    " Nothing has been loaded."
                )
                % {"address": address}
            )
    return PASSWORD


def _say_who_signs_in(password: str) -> None:
    """List the people; name the password only where it still is theirs."""
    first = User.objects.filter(email=PEOPLE[0].email).first()
    if first is not None and first.check_password(password):
        _say(_("These can sign in with the password %(password)s:") % {"password": password})
    else:
        _say(_("These can sign in:"))
    for person in PEOPLE:
        _say(f"  {person.email:36} {person.name}, {Role(person.role).label}")


def _say(line: str) -> None:
    sys.stderr.write(line + "\n")
