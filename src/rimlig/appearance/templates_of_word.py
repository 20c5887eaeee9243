"""The municipality's own Word templates: taken in when nothing is wrong with them, tried, and taken into use."""

from collections.abc import Iterable
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from rimlig.appearance.models import TemplateUse, WordTemplate
from rimlig.appearance.press import press
from rimlig.core.audit import recorded
from rimlig.core.errors import RuleBroken
from rimlig.core.refusals import refusals_in_words
from rimlig.documents.document import Kind
from rimlig.organisation.models import Municipality, User
from rimlig.records.files import open_file, store_file
from rimlig.records.media_types import WORD
from rimlig.records.scanning import must_be_clean

MOST_BYTES: Final = 5_000_000


class Faulty(RuleBroken):
    """The template is not taken. `problems` has a sentence for each thing that is wrong."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__(_("The template is not taken: something in it must be mended first."))
        self.problems = problems


def add_template(municipality: Municipality, *, name: str, data: bytes, by: User | None) -> WordTemplate:
    """Check the template and keep it; it is not in use yet. Raises Faulty with everything that is wrong with it."""
    if len(data) > MOST_BYTES:
        raise RuleBroken(
            _("The template is larger than %(most)d MB. Make its pictures smaller.") % {"most": MOST_BYTES // 1_000_000}
        )
    must_be_clean(data)
    problems = press().problems(data)
    if problems:
        raise Faulty(problems)
    with refusals_in_words(), transaction.atomic(), recorded("appearance.add_template", by):
        stored = store_file(data, WORD, municipality, by=by)
        return WordTemplate.objects.create(municipality=municipality, name=name[:200], file=stored, uploaded_by=by)


def use_template(template: WordTemplate, kinds: Iterable[Kind], *, by: User | None) -> None:
    """Make Word reports of the kinds by the template from now on, and no others by it.

    It is tried on each kind first: RuleBroken says why it cannot be used.
    """
    wanted = set(kinds)
    data = open_file(template.file)
    for kind in sorted(wanted):
        press().trial(data, template.municipality_id, kind)
    with refusals_in_words(), transaction.atomic(), recorded("appearance.use_template", by):
        Municipality.objects.select_for_update(no_key=True).get(pk=template.municipality_id)
        template.uses.exclude(kind__in=[kind.value for kind in wanted]).delete()
        for kind in sorted(wanted):
            TemplateUse.objects.update_or_create(
                municipality_id=template.municipality_id, kind=kind.value, defaults={"template": template}
            )


def has_own_template(municipality_id: int, kind: Kind) -> bool:
    """Say whether the municipality's Word reports of the kind are made by a template of its own."""
    return TemplateUse.objects.filter(municipality=municipality_id, kind=kind.value).exists()


def template_in_use(municipality_id: int, kind: Kind) -> bytes | None:
    """Return the template by which the municipality's Word reports of the kind are made, or None when it is ours."""
    uses = TemplateUse.objects.filter(municipality=municipality_id, kind=kind.value)
    use = uses.select_related("template__file").first()
    return open_file(use.template.file) if use is not None else None
