"""Signing in and out."""

from django.contrib.auth.views import LoginView

from rimlig.organisation.forms import SignInForm


class SignIn(LoginView):
    """Sign in with an e-mail address and a password; leads to the page that was asked for."""

    template_name = "organisation/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True
