"""What could not come along with a row when it was copied into another year, in words for people."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from rimlig.planning.copying.rows import LeftOut, What
from rimlig.planning.models import PlanRow


def notes_on(left_out: Iterable[LeftOut], year: int) -> dict[PlanRow, list[str]]:
    """Return the sentences on each row of the old plan of which something could not be carried to the year."""
    notes: dict[PlanRow, list[str]] = {}
    for one in left_out:
        notes.setdefault(one.row, []).append(_in_words(one, year))
    return notes


def _in_words(one: LeftOut, year: int) -> str:
    sentences = {
        What.UNIT: _("The unit %(name)s does not exist in %(year)s, so it was not chosen to answer."),
        What.PERSON: _("%(name)s can no longer do this, so nobody is named."),
        What.VALUES: _("The scales are others now, so the values did not come along: assess the risk again."),
        What.TREATMENT: _("The treatment did not come along: decide it again."),
        What.COUNCIL_GOAL: _("The council has no goal for %(year)s after this one."),
        What.COMMON_RISK: _("The common risk has not been sent for %(year)s, so the risk stands on its own."),
    }
    return sentences[one.what] % {"name": one.name, "year": year}
