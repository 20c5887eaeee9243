"""What a page's script is told when its token no longer holds: another tab has signed in since the page was loaded."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.views.csrf import csrf_failure


def refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Give a script of ours whose session is alive the token that holds now, and whose session it is; others a page.

    Only our own pages can read the answer: a browser lets no other site do so.
    Whoever has been signed out gets 401, as from every address.
    """
    if request.headers.get("Accept") != "application/json":
        return csrf_failure(request, reason)
    if not request.user.is_authenticated:
        return HttpResponse(status=HTTPStatus.UNAUTHORIZED)
    return JsonResponse({"token": get_token(request), "person": request.user.pk}, status=HTTPStatus.FORBIDDEN)
