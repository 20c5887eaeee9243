"""Who is often on sick leave is asked how they are: four times or more in six months."""

import ibis
import ibis.expr.types as ir
from django.utils.translation import gettext_lazy as _

from rimlig.controltests.catalogue.words import PERSON
from rimlig.controltests.definition import Column, ControlTest, Given, Input, Kind, Parameter, Tables
from rimlig.controltests.expressions import key, person_key


def _examined(tables: Tables, given: Given) -> ir.Table:
    """Return the absences that are sick leave, each with its person and a last day."""
    leaves = tables["absences"]
    wanted = key(ibis.literal(given["cause"]))
    sick = leaves.cause.isnull() | wanted.isnull() | key(leaves.cause).contains(wanted)
    leaves = leaves.filter(sick, leaves.begins.notnull()).mutate(by_person=person_key(leaves.person))
    ends = ibis.greatest(leaves.ends.fill_null(leaves.begins), leaves.begins)
    return leaves.filter(leaves.by_person.notnull()).mutate(ends=ends)


def population(tables: Tables, given: Given) -> ir.Value:
    """Count the persons who have been on sick leave."""
    return _examined(tables, given).by_person.nunique()


def _occasions(leaves: ir.Table, given: Given) -> ir.Table:
    """Join what lies close together into occasions: one who falls ill again within five days has not been well."""
    by_start = [leaves.begins, leaves.row]
    before = ibis.rows_window(group_by="by_person", order_by=by_start, preceding=(None, 1))
    known = leaves.mutate(until=leaves.ends.max().over(before))
    apart = known.until.isnull() | (known.begins > known.until + ibis.interval(days=given["gap_days"]))
    starts = known.filter(apart)
    return starts.select("row", "person", "by_person", "begins")


def exceptions(tables: Tables, given: Given) -> ir.Table:
    """Find each person with so many occasions, at the occasion with which they first came to so many."""
    occasions = _occasions(_examined(tables, given), given)
    by_start = ibis.window(group_by="by_person", order_by=["begins", "row"])
    occasions = occasions.mutate(first=occasions.begins.lag(given["times"] - 1).over(by_start))
    often = occasions.filter(occasions.begins < occasions.first + ibis.interval(months=given["months"]))
    often = often.mutate(nth=ibis.row_number().over(ibis.window(group_by="by_person", order_by=["begins", "row"])))
    return often.filter(often.nth == 0).select(
        "row", "person", "first", "begins", reason=ibis.literal("often"), times=ibis.literal(given["times"])
    )


TEST = ControlTest(
    code="repeated-sick-leave",
    version=1,
    name=_("Repeated sick leave"),
    asks=_("Who has been on sick leave so often that the manager should have asked: four times or more in six months?"),
    counts=_("persons on sick leave"),
    inputs=(
        Input(
            "absences",
            _("Absence from the HR system"),
            (
                Column("person", Kind.TEXT, _("Person"), PERSON),
                Column(
                    "begins",
                    Kind.DATE,
                    _("From"),
                    ("Från och med", "Fr.o.m.", "From", "Från", "Frånvaro från", "Startdatum", "Första dag", "Datum"),
                ),
                Column(
                    "ends",
                    Kind.DATE,
                    _("To"),
                    ("Till och med", "T.o.m.", "Tom", "Till", "Frånvaro till", "Slutdatum", "Sista dag"),
                    required=False,
                ),
                Column(
                    "cause",
                    Kind.TEXT,
                    _("Cause"),
                    ("Orsak", "Frånvaroorsak", "Frånvarotyp", "Typ", "Frånvarokod", "Benämning"),
                    required=False,
                ),
            ),
        ),
    ),
    parameters=(
        Parameter("times", Kind.NUMBER, _("Occasions"), default=4, least=2, most=100),
        Parameter("months", Kind.NUMBER, _("Within months"), default=6, least=1, most=60),
        Parameter(
            "gap_days",
            Kind.NUMBER,
            _("Days after an occasion within which a new one is the same"),
            default=5,
            least=1,
            most=60,
        ),
        Parameter("cause", Kind.TEXT, _("Only causes with this word"), default="sjuk"),
    ),
    reasons={"often": _("%(person)s fell ill %(times)s times from %(first)s to %(begins)s.")},
    population=population,
    exceptions=exceptions,
    labels={"first": _("The first occasion"), "times": _("Occasions")},
)
