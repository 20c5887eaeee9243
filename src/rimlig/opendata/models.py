"""What a municipality has decided about its open data. Nothing is open until somebody has decided so."""

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rimlig.core.models import Versioned, with_history
from rimlig.organisation.held import known_municipalities
from rimlig.organisation.models import Municipality


class Licence(models.TextChoices):
    """On which terms the data may be used: the two that the national recommendation for open data names."""

    CC0 = "cc0", _("CC0 1.0: free to use for everybody, without conditions")
    CC_BY = "cc-by", _("CC BY 4.0: free to use, naming the municipality")


class OpenDataQuerySet(models.QuerySet["OpenData"]):
    def visible_to(self, user: Any) -> Self:
        """Keep the decisions of the municipalities that the person may know of."""
        return self.filter(municipality__in=known_municipalities(user))


@with_history("OpenDataHistory")
class OpenData(Versioned):
    """Whether a municipality's adopted plans and approved reports are open to anybody, and on which terms."""

    municipality = models.OneToOneField(Municipality, models.CASCADE, related_name="open_data")
    is_open = models.BooleanField(_("adopted plans and approved reports are open"), default=False)
    with_documents = models.BooleanField(_("the documents themselves are open too"), default=False)
    licence = models.CharField(_("licence"), max_length=6, choices=Licence.choices, default=Licence.CC0)
    contact_name = models.CharField(_("contact"), max_length=150, blank=True)
    contact_email = models.EmailField(_("e-mail of the contact"), blank=True)

    objects = OpenDataQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "open data"
        constraints = [
            models.CheckConstraint(name="open_data_licence_is_known", condition=Q(licence__in=Licence.values)),
            models.CheckConstraint(
                name="open_data_has_a_contact",
                condition=Q(is_open=False) | (~Q(contact_name="") & ~Q(contact_email="")),
            ),
        ]

    def __str__(self) -> str:
        return str(self.municipality)
