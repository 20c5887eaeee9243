"""How somebody who has been let in hears of it: the room that signs people in sends the word."""

from collections.abc import Callable

from django.http import HttpRequest
from django.utils.translation import gettext as _

from rimlig.core.errors import RuleBroken
from rimlig.organisation.models import User

Sender = Callable[[HttpRequest, User], None]
_SENDERS: list[Sender] = []


def register_invitation(send: Sender) -> None:
    """Let `send` tell a person by mail that they have been let in, and how they sign in the first time."""
    _SENDERS[:] = [send]


def invite(request: HttpRequest, person: User, *, by: User) -> None:
    """Tell the person that they may come in. Raises RuleBroken when they may not, or when the mail cannot be sent.

    `by` is who asks for it; nothing is stored, so nothing of it is in the history.
    """
    if not person.is_active or not by.is_active:
        raise RuleBroken(_("%(name)s may not sign in, so there is nothing to invite to.") % {"name": person})
    for send in _SENDERS:
        try:
            send(request, person)
        except OSError as error:  # the mail server's refusals and silences are all of this kind
            raise RuleBroken(
                _("The mail could not be sent. Nothing else has changed. Try again, or tell who runs Rimlig for you.")
            ) from error
