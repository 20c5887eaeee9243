"""All employees have been informed: of Lex Sarah, bribery, the Convention on the Rights of the Child …"""

import ibis
import ibis.expr.types as ir
from django.utils.translation import gettext_lazy as _

from rimlig.controltests.catalogue.words import EMPLOYMENTS, PERSON
from rimlig.controltests.definition import Column, ControlTest, Given, Input, Kind, Parameter, Tables
from rimlig.controltests.expressions import person_key


def _examined(tables: Tables, given: Given) -> ir.Table:
    """Return those employed on the day, once each, who have been so for longer than new employees may wait."""
    employed = tables["employments"]
    day = ibis.literal(given["date"])
    employed = employed.filter(
        employed.begins.isnull() | (employed.begins + ibis.interval(days=given["grace_days"]) <= day),
        employed.ends.isnull() | (employed.ends >= given["date"]),
    ).mutate(by_person=person_key(employed.person))
    employed = employed.filter(employed.by_person.notnull())
    nth = ibis.row_number().over(ibis.window(group_by="by_person", order_by="row"))
    employed = employed.mutate(nth=nth)
    return employed.filter(employed.nth == 0)


def population(tables: Tables, given: Given) -> ir.Value:
    """Count the employees."""
    return _examined(tables, given).count()


def exceptions(tables: Tables, given: Given) -> ir.Table:
    """Find those who stand on no attendance list until the day."""
    employed = _examined(tables, given)
    attended = tables["attendance"]
    attended = attended.filter(attended.date.isnull() | (attended.date <= given["date"]))
    attended = attended.select(attendee=person_key(attended.person))
    missing = employed.anti_join(attended, employed.by_person == attended.attendee)
    return missing.select("row", "person", "unit", "begins", reason=ibis.literal("not_informed"))


TEST = ControlTest(
    code="employees-not-informed",
    version=1,
    name=_("Employees who have not been informed"),
    asks=_("Is anybody employed who stands on no attendance list?"),
    counts=_("employees"),
    inputs=(
        EMPLOYMENTS,
        Input(
            "attendance",
            _("Attendance lists"),
            (
                Column("person", Kind.TEXT, _("Person"), PERSON),
                Column(
                    "date",
                    Kind.DATE,
                    _("Date"),
                    ("Datum", "Tillfälle", "Närvarade", "Genomförd", "Utbildningsdatum"),
                    required=False,
                ),
            ),
        ),
    ),
    parameters=(
        Parameter("date", Kind.DATE, _("On which day")),
        Parameter(
            "grace_days", Kind.NUMBER, _("Days within which new employees are informed"), default=30, least=0, most=366
        ),
    ),
    reasons={"not_informed": _("%(person)s has been employed since %(begins)s and stands on no attendance list.")},
    population=population,
    exceptions=exceptions,
)
