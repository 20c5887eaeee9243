"""Whether a document can be stored: values that the database would refuse, said before it is asked."""

from django.utils.translation import gettext as _

from rimlig.core.errors import RuleBroken
from rimlig.documents.document import Document
from rimlig.planning.models import EARLIEST_YEAR, LATEST_YEAR, LONGEST_SCALE

LONGEST_NUMBER = 40


def check_storable(document: Document, year: int) -> None:
    """Raise RuleBroken, saying where and what, for the first value of the document that cannot be stored."""
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        raise RuleBroken(_("%(year)s is not a year that a plan can have. Nothing has been stored.") % {"year": year})
    for goal in document.goals:
        _check_number(goal.number)
        for process in goal.processes:
            for method in process.working_methods:
                for event in method.events:
                    for value in (
                        *(event.likelihood, event.consequence),
                        *(event.likelihood_after, event.consequence_after),
                    ):
                        _check_value(value, event.text)
    for summary in document.summary_by_goal:
        _check_number(summary.goal)
    for plan in document.action_plans:
        units = (plan.units_at_risk, plan.units_total)
        if any(number is not None and number < 0 for number in units) or (
            units[0] is not None and units[1] is not None and units[0] > units[1]
        ):
            raise RuleBroken(
                _("“%(text)s” names more units than there are. Nothing has been stored.") % {"text": plan.heading}
            )


def _check_number(number: str) -> None:
    if len(number) > LONGEST_NUMBER:
        raise RuleBroken(_("“%(text)s” is too long for a goal's number. Nothing has been stored.") % {"text": number})


def _check_value(value: int | None, text: str) -> None:
    if value is not None and not 1 <= value <= LONGEST_SCALE:
        raise RuleBroken(
            _("The risk “%(text)s” has the value %(value)s, which is on no scale. Nothing has been stored.")
            % {"text": text, "value": value}
        )
