"""The municipality's scales: what they must hold together, and how a change becomes the next edition."""

from typing import Final

from django.db.models import F
from django.utils.translation import gettext as _

from rimlig.core.errors import Outdated, RuleBroken
from rimlig.organisation.models import Municipality, User
from rimlig.planning.models import LONGEST_SCALE, SHORTEST_SCALE, Axis, Plan, RiskBand, RiskScale, ScaleStep
from rimlig.planning.municipality.deciding import deciding
from rimlig.planning.municipality.queries_scales import STANDARD, risks_beyond, scales_of
from rimlig.planning.risks.matrix import Scales
from rimlig.planning.standards import make_standard_scale

NAMED: Final = 5
"""As many risks are named in a refusal; more are counted."""


def begin_scales(municipality: Municipality, *, by: User | None) -> RiskScale:
    """Make the standard scales and categories the municipality's own, unless it has scales already."""
    return make_standard_scale(municipality, by=by)


def what_is_wrong(scales: Scales) -> list[str]:
    """Return a sentence for each way in which the scales do not hold together; the database refuses the same."""
    sizes = (len(scales.likelihoods), len(scales.consequences))
    if any(not SHORTEST_SCALE <= size <= LONGEST_SCALE for size in sizes):
        return [_("A scale has from 2 to 10 steps.")]
    wrong = []
    if any(not step.name for step in (*scales.likelihoods, *scales.consequences)):
        wrong.append(_("Every step needs a name."))
    starts = [band.from_value for band in scales.bands]
    if not starts or min(starts) != 1:
        wrong.append(_("The lowest colour band must begin at 1, or some risks would have no colour."))
    if len(set(starts)) < len(starts):
        wrong.append(_("Two bands cannot begin at the same value."))
    elif starts != sorted(starts):
        wrong.append(_("Each band must begin at a higher value than the one before it."))
    if any(start > scales.highest for start in starts):
        wrong.append(
            _("A band begins above %(highest)d, which is the highest risk value on these scales.")
            % {"highest": scales.highest}
        )
    if not 1 <= scales.threshold <= scales.highest:
        wrong.append(
            _("The threshold must be a value that a risk can have: from 1 to %(highest)d.")
            % {"highest": scales.highest}
        )
    return wrong


def save_scales(
    municipality: Municipality, scales: Scales, *, edition: int, version: int, by: User | None
) -> RiskScale:
    """Make the scales those of the municipality, and return the edition that says so.

    The edition in force changes while no plan uses it; when one does, the next
    edition is made, and plans keep theirs. `edition` and `version` are those
    that the person had open (0 when there was none): Outdated tells what is
    there when somebody else has saved since. What says the same already is left
    as it is. RuleBroken when the scales do not hold together.
    """
    wrong = what_is_wrong(scales)
    if wrong:
        raise RuleBroken(" ".join(wrong))
    with deciding(municipality, "planning.save_scales", by):
        # Whoever takes the edition into use meanwhile waits, and then uses what is saved here.
        now: RiskScale | None = municipality.risk_scales.select_for_update().first()
        if now is None:
            return _store(make_standard_scale(municipality, by=by), scales)
        if scales_of(now) == scales:
            return now
        untouched = edition == 0 and scales_of(now) == STANDARD
        if not untouched and (now.edition, now.version) != (edition, version):
            raise Outdated(
                _("Somebody else saved the scales while you were writing. Nothing has been overwritten."), now
            )
        if now.plans.exists():
            now = RiskScale.objects.create(municipality=municipality, edition=now.edition + 1, **_columns(scales))
            return _fill(now, scales)
        return _store(now, scales)


def refuse_values_beyond(plan: Plan, scale: RiskScale) -> None:
    """Raise RuleBroken, naming the risks, when the plan has values that the edition does not have."""
    beyond = list(risks_beyond(plan, scale).values_list("text", flat=True))
    if beyond:
        named = "; ".join(f"”{text[:80]}”" for text in beyond[:NAMED])
        more = len(beyond) - NAMED
        raise RuleBroken(
            _(
                "The scale lacks values that these risks have: %(risks)s. Assess them again first, then change the scale."
            )
            % {"risks": named if more <= 0 else _("%(named)s and %(more)d more") % {"named": named, "more": more}}
        )


def _columns(scales: Scales) -> dict[str, int]:
    return {
        "likelihood_size": len(scales.likelihoods),
        "consequence_size": len(scales.consequences),
        "threshold": scales.threshold,
    }


def _store(scale: RiskScale, scales: Scales) -> RiskScale:
    """Let the edition, which no plan uses, say this instead."""
    if scales_of(scale) == scales:
        return scale
    scale.steps.all().delete()
    scale.bands.all().delete()
    RiskScale.objects.filter(pk=scale.pk).update(**_columns(scales), version=F("version") + 1)
    return _fill(RiskScale.objects.get(pk=scale.pk), scales)


def _fill(scale: RiskScale, scales: Scales) -> RiskScale:
    ScaleStep.objects.bulk_create(
        ScaleStep(scale=scale, axis=axis, value=step.value, name=step.name, criterion=step.criterion)
        for axis, steps in ((Axis.LIKELIHOOD, scales.likelihoods), (Axis.CONSEQUENCE, scales.consequences))
        for step in steps
    )
    RiskBand.objects.bulk_create(
        RiskBand(scale=scale, from_value=band.from_value, name=band.name, look=band.look) for band in scales.bands
    )
    return scale
