"""What sign-in stores of its own. People are organisation's; factors, accounts and sessions are django-allauth's."""

import pgtrigger
from django.db import models

from rimlig.organisation.models import User


class CachedValue(models.Model):
    """One value of the cache that all server processes share: how often somebody has tried, which codes are used up.

    The columns are those that Django's database cache reads and writes.
    """

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.cache_key


class SignedInPerson(User):
    """A person seen from here: whoever may no longer sign in is signed out at once, whatever takes the right away.

    A session is found by the list that django-allauth keeps, since its own content is closed to the database.
    """

    class Meta:
        proxy = True
        triggers = [
            pgtrigger.Trigger(
                name="who_may_not_sign_in_is_signed_out",
                when=pgtrigger.After,
                operation=pgtrigger.UpdateOf("is_active"),  # type: ignore[no-untyped-call]
                condition=pgtrigger.Q(old__is_active=True, new__is_active=False),
                func=(
                    "DELETE FROM django_session WHERE session_key IN"
                    " (SELECT session_key FROM usersessions_usersession WHERE user_id = OLD.id);"
                    " DELETE FROM usersessions_usersession WHERE user_id = OLD.id;"
                    " RETURN NULL;"
                ),
            )
        ]
