from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from rimlig.core.history import describe_operation


class SigninConfig(AppConfig):
    name = "rimlig.signin"
    label = "signin"

    def ready(self) -> None:
        """Give the room's operations their words, and offer to invite people."""
        describe_operation("signin.welcome", _("Signed in through the municipality's own sign-in"))
        describe_operation("signin.set_password", _("Chose a new password"))
        # They need the models, which are ready now.
        from rimlig.organisation.people.invitations import register_invitation  # noqa: PLC0415  # see above
        from rimlig.signin.invitations import send_invitation  # noqa: PLC0415  # see above

        register_invitation(send_invitation)
