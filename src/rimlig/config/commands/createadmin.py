"""The first person of an installation, who lets in the others."""

import argparse
import getpass
import sys

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from rimlig.config import environment
from rimlig.core.audit import recorded
from rimlig.core.errors import RuleBroken
from rimlig.organisation.models import Municipality, Role, RoleAssignment, User

HELP = "let in a person who administers a municipality (the password is asked for)"
ROLES = (Role.ADMINISTRATOR, Role.CENTRAL_CONTROLLER)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add who it is and what they administer. The password is not an argument: those can be seen by everybody on the machine."""
    parser.add_argument("--name", required=True, help="first name and surname")
    parser.add_argument("--email", required=True, help="the address that the person signs in with")
    parser.add_argument("--municipality", help="its name; made when it does not exist, asked for when there is none")
    parser.add_argument(
        "--code", help="a short name of a new municipality, for commands and addresses; from its name otherwise"
    )
    parser.epilog = (
        "The password comes from RIMLIG_ADMIN_PASSWORD, or its _FILE, or standard input. Somebody who can sign in already"
        " keeps the password, and gets the roles: so a municipality that has lost its administrator gets one."
    )


def run(options: argparse.Namespace) -> int:
    """Give the person, made unless they exist, the roles that administer and lead the work."""
    email = options.email.strip().lower()
    known = User.objects.filter(email=email).first()
    try:
        validate_email(email)
        name, code = _named(options)
        password = "" if known else _password()
        if not known:
            validate_password(password, User(email=email, name=options.name))
    except ValidationError as error:
        raise RuleBroken(" ".join(error.messages)) from error
    with transaction.atomic(), recorded("createadmin", None):
        municipality = _municipality(name, code)
        user = known or User.objects.create_user(email, options.name, password)
        if not user.is_active:
            raise RuleBroken(f"{email} may not sign in; another administrator can let them in again")
        for role in ROLES:
            held = RoleAssignment.objects.held_by(user).filter(
                user=user, role=role, municipality=municipality, board=None
            )
            if not held.exists():
                RoleAssignment.objects.create(
                    user=user, role=role, municipality=municipality, starts=timezone.localdate() if known else None
                )
    sys.stderr.write(f"{user.email} can sign in, and administers {municipality}. Next: sign in, and add the boards.\n")
    return 0


def _password() -> str:
    if given := environment.text("RIMLIG_ADMIN_PASSWORD"):
        return given
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    password = getpass.getpass("Password: ")
    if password != getpass.getpass("Again: "):
        raise RuleBroken("the two passwords differ")
    return password


def _named(options: argparse.Namespace) -> tuple[str | None, str | None]:
    """Return the name and the code of the municipality; ask for them where there is none and somebody can answer."""
    if options.municipality or Municipality.objects.exists() or not sys.stdin.isatty():
        return options.municipality, options.code
    name = input("The municipality's name: ").strip()
    code = input(f"A short code for it [{slugify(name)}]: ").strip()
    return name, code or options.code


def _municipality(name: str | None, code: str | None) -> Municipality:
    if name:
        code = code or slugify(name)
        municipality = Municipality.objects.filter(name=name).first() or Municipality(name=name, code=code)
        if municipality.pk is None:
            if not code or slugify(code) != code or Municipality.objects.filter(code=code).exists():
                raise RuleBroken(
                    f"{code!r} cannot be the code: give another with --code, of letters a to z, digits and -"
                )
            municipality.save()
        return municipality
    found = list(Municipality.objects.all()[:2])
    if len(found) != 1:
        raise RuleBroken("name the municipality with --municipality")
    return found[0]
