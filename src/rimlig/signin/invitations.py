"""The mail to somebody who has been let in: how they sign in the first time."""

from allauth.account.adapter import get_adapter
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.socialaccount.models import SocialAccount
from allauth.utils import build_absolute_uri
from django.http import HttpRequest
from django.urls import reverse

from rimlig.organisation.models import User


def send_invitation(request: HttpRequest, person: User) -> None:
    """Mail the person the address of the sign-in, and a way to choose a password when they have no way in yet.

    Whoever has a password, or an account at an identity provider, signs in with that as before.
    """
    adapter = get_adapter(request)
    address = build_absolute_uri(request, reverse("login"))
    has_a_way_in = person.has_usable_password() or SocialAccount.objects.filter(user=person).exists()
    key = f"{user_pk_to_url_str(person)}-{default_token_generator.make_token(person)}"
    way_in = "" if has_a_way_in else adapter.get_reset_password_from_key_url(key)
    adapter.send_mail("account/email/invitation", person.email, {"user": person, "address": address, "way_in": way_in})
