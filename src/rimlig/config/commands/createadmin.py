"""The first person of an installation, who lets in the others."""

import argparse
import getpass
import sys

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.text import slugify

from rimlig.config import environment
from rimlig.core.audit import recorded
from rimlig.core.errors import RuleBroken
from rimlig.organisation.models import Municipality, Role, RoleAssignment, User

HELP = "create a person who administers a municipality (the password is asked for)"
ROLES = (Role.ADMINISTRATOR, Role.CENTRAL_CONTROLLER)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add who it is. The password is not an argument: those can be seen by everybody on the machine."""
    parser.add_argument("--name", required=True, help="first name and surname")
    parser.add_argument("--email", required=True, help="the address that the person signs in with")
    parser.add_argument("--municipality", help="its name; made when it does not exist, needed when there are several")
    parser.epilog = "The password comes from RIMLIG_ADMIN_PASSWORD, or its _FILE, or standard input."


def run(options: argparse.Namespace) -> int:
    """Create the person with the roles that administer and lead the work."""
    try:
        validate_email(options.email)
        password = _password()
        validate_password(password, User(email=options.email, name=options.name))
    except ValidationError as error:
        raise RuleBroken(" ".join(error.messages)) from error
    with transaction.atomic(), recorded("createadmin", None):
        if User.objects.filter(email=options.email.lower()).exists():
            raise RuleBroken(f"{options.email} exists already")
        municipality = _municipality(options.municipality)
        user = User.objects.create_user(options.email, options.name, password)
        for role in ROLES:
            RoleAssignment.objects.create(user=user, role=role, municipality=municipality)
    sys.stderr.write(f"{user.email} can sign in, and administers {municipality}.\n")
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


def _municipality(name: str | None) -> Municipality:
    if name:
        return Municipality.objects.get_or_create(name=name, defaults={"code": slugify(name)})[0]
    found = list(Municipality.objects.all()[:2])
    if len(found) != 1:
        raise RuleBroken("name the municipality with --municipality")
    return found[0]
