"""When somebody who has tried too often may try again."""

from datetime import UTC, datetime, timedelta

from allauth.core.internal import ratelimit
from django.core.cache import cache
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _


def free_again(request: HttpRequest, action: str, key: str) -> datetime:
    """Return when the action will be allowed again for this key and this address; now, when it is allowed already."""
    latest = timezone.now()
    for rate in ratelimit.get_rates(app="allauth.account", action=action):
        name = ratelimit.get_cache_key(request, app="allauth.account", action=action, rate=rate, key=key)
        history = cache.get(name, [])
        if len(history) >= rate.amount:
            oldest = datetime.fromtimestamp(history[-1], UTC)
            latest = max(latest, oldest + timedelta(seconds=rate.duration))
    return latest


def try_again_at(moment: datetime) -> str:
    """Return the sentence for somebody who is refused until the moment. Minutes are rounded up."""
    minute = timezone.localtime(moment + timedelta(seconds=59)).replace(second=0, microsecond=0)
    return _(
        "Too many attempts. So that nobody shall be able to guess a password, signing in here is closed for a while."
        " Try again at %(time)s."
    ) % {"time": date_format(minute, "H.i")}
