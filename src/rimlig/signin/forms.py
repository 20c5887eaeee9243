"""The forms of signing in: django-allauth's own, in our words."""

from typing import Any, ClassVar

from allauth.account import forms as account
from allauth.mfa.base import forms as codes
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts
from django.utils.translation import gettext as _

CODE = {"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True}


def _word(form: forms.Form, name: str, label: str, *, missing: str = "", hint: str = "") -> None:
    """Give a field our label, hint and sentence for an empty one, and take away the grey text inside it."""
    field = form.fields[name]
    field.label, field.help_text = label, hint
    field.widget.attrs.pop("placeholder", None)
    if missing:
        field.error_messages["required"] = missing


def _word_new_password(form: forms.Form) -> None:
    _word(
        form,
        "password1",
        _("New password"),
        missing=_("Write a new password."),
        hint=" ".join(str(text) for text in password_validators_help_texts()),
    )
    _word(form, "password2", _("The new password once more"), missing=_("Write the new password once more."))


class SignInForm(account.LoginForm):
    """E-mail address and password. The refusal does not say which of them was wrong."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self, "login", _("E-mail address"), missing=_("Write your e-mail address."))
        self.fields["login"].widget.attrs |= {"autocomplete": "username webauthn", "autofocus": True}
        _word(self, "password", _("Password"), missing=_("Write your password."))


class ConfirmPasswordForm(account.ReauthenticateForm):
    """The password once more, before something that matters."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self, "password", _("Password"), missing=_("Write your password."))
        self.fields["password"].widget.attrs["autofocus"] = True


class ChangePasswordForm(account.ChangePasswordForm):
    """The present password and a new one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self, "oldpassword", _("Present password"), missing=_("Write your present password."))
        _word_new_password(self)


class ForgottenPasswordForm(account.ResetPasswordForm):
    """Where to mail the way to a new password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self, "email", _("E-mail address"), missing=_("Write your e-mail address."))
        self.fields["email"].widget.attrs |= {"autocomplete": "username", "autofocus": True}


class NewPasswordForm(account.ResetPasswordKeyForm):
    """A new password, by the way that was mailed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word_new_password(self)


class CodeForm(codes.AuthenticateForm):
    """A code from the app, or a recovery code."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word_code(self)


class ConfirmCodeForm(codes.ReauthenticateForm):
    """A code once more, before something that matters."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word_code(self)


def _word_code(form: forms.Form) -> None:
    hint = _("Six figures from the app, or one of your recovery codes.")
    _word(form, "code", _("Code"), missing=_("Write the code."), hint=hint)
    form.fields["code"].widget.attrs |= CODE


class BeginAppForm(ActivateTOTPForm):
    """The first code from the app, which shows that it has been set up."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(
            self,
            "code",
            _("Code from the app"),
            missing=_("Write the code."),
            hint=_("The six figures that the app shows now."),
        )
        self.fields["code"].widget.attrs |= CODE


class AddPasskeyForm(AddWebAuthnForm):
    """A new passkey. It is always one that can be used without a password, so the device itself asks who it is."""

    field_order: ClassVar[list[str]] = ["name", "credential"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["passwordless"]
        _word(self, "name", _("Name"), hint=_("So that you can tell it from others, for example Work computer."))

    def clean(self) -> dict[str, Any]:
        self.cleaned_data["passwordless"] = True
        cleaned: dict[str, Any] = super().clean()
        return cleaned


class RenamePasskeyForm(EditWebAuthnForm):
    """Another name for a passkey."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self, "name", _("Name"), missing=_("Write a name."))
