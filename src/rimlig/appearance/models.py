"""What a municipality has decided about how its documents look."""

from typing import Any, Final, Self

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rimlig.appearance import colours, fonts
from rimlig.core.models import Versioned, with_history
from rimlig.documents import words
from rimlig.documents.document import Kind
from rimlig.organisation.held import known_municipalities
from rimlig.organisation.models import Municipality, User
from rimlig.records.models import StoredFile

LONGEST_HEADER: Final = 100
LONGEST_FOOTER: Final = 160
LONGEST_ALT: Final = 200


class AppearanceQuerySet(models.QuerySet["Appearance"]):
    def visible_to(self, user: Any) -> Self:
        """Keep the looks of the municipalities that the person may know of."""
        return self.filter(municipality__in=known_municipalities(user))


@with_history("AppearanceHistory")
class Appearance(Versioned):
    """How a municipality's documents look from now on. What has been adopted or frozen keeps the look that it was made in."""

    municipality = models.OneToOneField(Municipality, models.CASCADE, related_name="appearance")
    accent = models.CharField(_("colour"), max_length=7, default=colours.STANDARD)
    family = models.CharField(_("font"), max_length=40, default=fonts.STANDARD)
    header = models.CharField(_("text at the top of every page"), max_length=LONGEST_HEADER, blank=True)
    footer = models.CharField(_("text at the foot of every page"), max_length=LONGEST_FOOTER, blank=True)
    registry_label = models.CharField(
        _("what the registry number is called"), max_length=20, default=words.REGISTRY_LABELS[0]
    )
    logo = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", null=True, blank=True)
    logo_alt = models.CharField(_("what the logo shows, in words"), max_length=LONGEST_ALT, blank=True)

    objects = AppearanceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="appearance_accent_is_a_colour", condition=Q(accent__regex="^#[0-9a-f]{6}$")),
            models.CheckConstraint(
                name="appearance_registry_label_is_known", condition=Q(registry_label__in=words.REGISTRY_LABELS)
            ),
            models.CheckConstraint(
                name="appearance_alt_has_its_logo", condition=Q(logo_alt="") | Q(logo__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return str(self.municipality)


class WordTemplateQuerySet(models.QuerySet["WordTemplate"]):
    def visible_to(self, user: Any) -> Self:
        """Keep the templates of the municipalities that the person may know of."""
        return self.filter(municipality__in=known_municipalities(user))


@with_history("WordTemplateHistory")
class WordTemplate(models.Model):
    """A Word document of the municipality's own with tags in it, checked when it came. It stays as it came; a new one is another row."""

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="word_templates")
    name = models.CharField(_("name"), max_length=200)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    uploaded_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True)
    uploaded_at = models.DateTimeField(auto_now_add=True)

    objects = WordTemplateQuerySet.as_manager()

    class Meta:
        ordering = ["-uploaded_at", "-pk"]
        constraints = [
            models.CheckConstraint(name="word_template_has_a_name", condition=~Q(name="")),
        ]
        triggers = [pgtrigger.Protect(name="word_template_is_kept", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.name


@with_history("TemplateUseHistory")
class TemplateUse(models.Model):
    """That Word reports of a kind are made by a template of the municipality's own; without a row they are made by ours."""

    municipality = models.ForeignKey(Municipality, models.CASCADE, related_name="template_uses")
    kind = models.CharField(_("kind of report"), max_length=12)
    template = models.ForeignKey(WordTemplate, models.PROTECT, related_name="uses")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["municipality", "kind"], name="one_template_for_a_kind"),
            models.CheckConstraint(
                name="template_use_kind_is_known", condition=Q(kind__in=[kind.value for kind in Kind])
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.template}"
