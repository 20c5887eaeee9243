"""Signing in and out."""

from http import HTTPStatus
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.decorators import method_decorator

from rimlig.organisation.forms import SignInForm


@method_decorator(login_not_required, name="dispatch")
class SignIn(LoginView):
    """Sign in with an e-mail address and a password; leads to the page that was asked for."""

    template_name = "organisation/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.headers.get("HX-Request") == "true":
            # The session ended while somebody wrote. The sign-in must not take the place of what they wrote.
            return HttpResponse(status=HTTPStatus.UNAUTHORIZED)
        return super().dispatch(request, *args, **kwargs)
