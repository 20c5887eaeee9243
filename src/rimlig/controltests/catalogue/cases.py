"""An investigation in the social services is completed within four months (SoL 11 kap. 2 §)."""

import ibis
import ibis.expr.types as ir
from django.utils.translation import gettext_lazy as _

from rimlig.controltests.definition import Column, ControlTest, Given, Input, Kind, Parameter, Tables
from rimlig.controltests.expressions import key


def _examined(tables: Tables, given: Given) -> ir.Table:
    cases = tables["cases"]
    return cases.filter(key(cases.case).notnull(), cases.opened <= given["date"])


def population(tables: Tables, given: Given) -> ir.Value:
    """Count the cases that had been opened on the day."""
    return _examined(tables, given).count()


def exceptions(tables: Tables, given: Given) -> ir.Table:
    """Find those that were open on the day after their time, and those that were closed after it."""
    cases = _examined(tables, given)
    cases = cases.mutate(due=(cases.opened + ibis.interval(months=given["months"])).cast("date"))
    still_open = cases.closed.isnull() | (cases.closed > given["date"])
    cases = cases.mutate(
        reason=ibis.cases(
            (still_open & (cases.due < given["date"]), "still_open"), (~still_open & (cases.due < cases.closed), "late")
        )
    )
    return cases.filter(cases.reason.notnull()).select("row", "reason", "case", "unit", "opened", "closed", "due")


TEST = ControlTest(
    code="cases-too-old",
    version=1,
    name=_("Cases older than so many months"),
    asks=_(
        "Has a case been open for longer than it may? An investigation in the social services: four months (SoL 11 kap. 2 §)."
    ),
    counts=_("cases"),
    inputs=(
        Input(
            "cases",
            _("Cases from the case management system"),
            (
                Column(
                    "case",
                    Kind.TEXT,
                    _("Case number"),
                    (
                        "Ärendenummer",
                        "Ärendenr",
                        "Ärende",
                        "Ärende-ID",
                        "Utredning",
                        "Utrednings-ID",
                        "Diarienummer",
                        "Dnr",
                        "Aktnummer",
                    ),
                ),
                Column(
                    "opened",
                    Kind.DATE,
                    _("Case opened"),
                    (
                        "Inlett",
                        "Inledd",
                        "Inledd datum",
                        "Inlett datum",
                        "Utredning inledd",
                        "Öppnat",
                        "Öppnad",
                        "Startdatum",
                        "Aktualiserad",
                        "Inkommen",
                        "Registrerad",
                        "Datum",
                    ),
                ),
                Column(
                    "closed",
                    Kind.DATE,
                    _("Case closed"),
                    (
                        "Avslutat",
                        "Avslutad",
                        "Avslutsdatum",
                        "Utredning avslutad",
                        "Slutdatum",
                        "Beslutsdatum",
                        "Stängd",
                    ),
                ),
                Column("unit", Kind.TEXT, _("Unit"), ("Enhet", "Avdelning", "Grupp", "Organisation"), required=False),
            ),
        ),
    ),
    parameters=(
        Parameter("date", Kind.DATE, _("On which day")),
        Parameter("months", Kind.NUMBER, _("Months that a case may take"), default=4, least=1, most=120),
    ),
    reasons={
        "still_open": _(
            "Case %(case)s was opened on %(opened)s and should have been closed by %(due)s; it is still open."
        ),
        "late": _("Case %(case)s should have been closed by %(due)s and was closed on %(closed)s."),
    },
    population=population,
    exceptions=exceptions,
    labels={"due": _("To be closed by")},
)
