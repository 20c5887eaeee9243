"""Only what we use of django-allauth has an address. The names are those that it asks for; `login` and `logout` are ours."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.urls import path, re_path

from rimlig.signin import oidc, saml
from rimlig.signin.views import Account, RemovePasskey, Sessions, SignIn, SignInByPasskey, SignOut, guarded

urlpatterns = [
    # Signing in and out.
    path("logga-in/", SignIn.as_view(), name="login"),
    path("logga-in/", SignIn.as_view(), name="account_login"),
    path("logga-in/steg-tva/", mfa.authenticate, name="mfa_authenticate"),
    path("logga-in/nyckel/", SignInByPasskey.as_view(), name="mfa_login_webauthn"),
    path("logga-in/stangt/", account.account_inactive, name="account_inactive"),
    path("logga-ut/", SignOut.as_view(), name="logout"),
    path("logga-ut/", SignOut.as_view(), name="account_logout"),
    # A forgotten password.
    path("logga-in/glomt/", account.password_reset, name="account_reset_password"),
    path("logga-in/glomt/skickat/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^logga-in/nytt-losenord/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "logga-in/nytt-losenord/klart/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    # Identity providers.
    path("logga-in/oidc/<slug:provider_id>/", oidc.begin, name="openid_connect_login"),
    path("logga-in/oidc/<slug:provider_id>/svar/", oidc.finish, name="openid_connect_callback"),
    path("logga-in/saml/<slug:organization_slug>/", saml.begin, name="saml_login"),
    path("logga-in/saml/<slug:organization_slug>/svar/", saml.receive, name="saml_acs"),
    path("logga-in/saml/<slug:organization_slug>/klart/", saml.finish, name="saml_finish_acs"),
    path("logga-in/saml/<slug:organization_slug>/metadata/", saml.metadata, name="saml_metadata"),
    path("logga-in/saml/<slug:organization_slug>/logga-ut/", saml.sign_out, name="saml_sls"),
    # One's own account.
    path("konto/", Account.as_view(), name="account"),
    path("konto/sessioner/", Sessions.as_view(), name="sessions"),
    path("konto/losenord/", guarded(account.password_change, own_password=True), name="account_change_password"),
    path("konto/bekrafta/", guarded(account.reauthenticate), name="account_reauthenticate"),
    path("konto/bekrafta/kod/", guarded(mfa.reauthenticate), name="mfa_reauthenticate"),
    path("konto/bekrafta/nyckel/", guarded(webauthn.reauthenticate_webauthn), name="mfa_reauthenticate_webauthn"),
    # A second factor.
    path("konto/tvafaktor/", guarded(mfa.index, own_password=True), name="mfa_index"),
    path("konto/tvafaktor/app/", guarded(totp.activate_totp, own_password=True), name="mfa_activate_totp"),
    path("konto/tvafaktor/app/ta-bort/", guarded(totp.deactivate_totp, own_password=True), name="mfa_deactivate_totp"),
    path("konto/tvafaktor/", guarded(mfa.index, own_password=True), name="mfa_list_webauthn"),
    path("konto/tvafaktor/nycklar/ny/", guarded(webauthn.add_webauthn, own_password=True), name="mfa_add_webauthn"),
    path(
        "konto/tvafaktor/nycklar/<int:pk>/",
        guarded(webauthn.edit_webauthn, own_password=True),
        name="mfa_edit_webauthn",
    ),
    path(
        "konto/tvafaktor/nycklar/<int:pk>/ta-bort/",
        guarded(RemovePasskey.as_view(), own_password=True),
        name="mfa_remove_webauthn",
    ),
    path(
        "konto/tvafaktor/koder/", guarded(codes.view_recovery_codes, own_password=True), name="mfa_view_recovery_codes"
    ),
    path(
        "konto/tvafaktor/koder/nya/",
        guarded(codes.generate_recovery_codes, own_password=True),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "konto/tvafaktor/koder/fil/",
        guarded(codes.download_recovery_codes, own_password=True),
        name="mfa_download_recovery_codes",
    ),
]
