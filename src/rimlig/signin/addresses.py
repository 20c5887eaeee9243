"""Which address a request comes from, also behind proxies."""

from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest

NOWHERE = "0.0.0.0"  # noqa: S104  # what the session list stores when nobody knows the address


def client_address(request: HttpRequest) -> str:
    """Return the address that the request came from, as far as proxies that we believe tell it.

    Each proxy adds whom it was reached by at the end of X-Forwarded-For. From the end, the first that is none of our own
    proxies (RIMLIG_PROXIES) is the client; what stands before it is the client's own word and is not believed.
    """
    heard = [part.strip() for part in request.headers.get("x-forwarded-for", "").split(",") if part.strip()]
    hops = [*heard, request.META.get("REMOTE_ADDR") or ""]
    found = NOWHERE
    for hop in reversed(hops):
        address = _address(hop)
        if address is None:
            break
        found = address
        if address not in settings.RIMLIG_PROXIES:
            break
    return found


def _address(text: str) -> str | None:
    bare = text.removeprefix("[").partition("]")[0] if text.startswith("[") else text
    if bare.count(":") == 1:  # 192.0.2.7:54321, as some proxies write
        bare = bare.partition(":")[0]
    try:
        return str(ip_address(bare))
    except ValueError:
        return None
