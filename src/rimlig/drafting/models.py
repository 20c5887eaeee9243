"""The phrases that a municipality has written itself for its drafts."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rimlig.core.models import Versioned, with_history
from rimlig.organisation.models import Municipality
from rimlig.planning.models.council import OfMunicipality


@with_history("OwnPhraseHistory")
class OwnPhrase(Versioned):
    """A phrase of drafts as a municipality words it, or that it does not want the phrase said at all.

    `key` is one of `phrases.STANDARD`. The database does not hold the list: a
    phrase that a later version of Rimlig no longer says is kept, and not used.
    """

    municipality = models.ForeignKey(Municipality, models.CASCADE, related_name="own_phrases")
    key = models.CharField(_("phrase"), max_length=40)
    text = models.TextField(_("wording"))
    is_said = models.BooleanField(_("said in drafts"), default=True)

    objects = OfMunicipality.as_manager()

    class Meta:
        ordering = ["key"]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "key"], name="own_phrase_once"),
            models.CheckConstraint(name="own_phrase_says_something", condition=~Q(text="")),
        ]

    def __str__(self) -> str:
        return self.text
