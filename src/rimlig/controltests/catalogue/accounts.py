"""Who is no longer employed has no account."""

import ibis
import ibis.expr.types as ir
from django.utils.translation import gettext_lazy as _

from rimlig.controltests.catalogue.words import EMPLOYMENTS, PERSON
from rimlig.controltests.definition import Column, ControlTest, Given, Input, Kind, Parameter, Tables
from rimlig.controltests.expressions import key, person_key

CLOSED = ("J", "JA", "Y", "YES", "1", "X", "TRUE", "SANT", "INAKTIV", "SPÄRRAD", "AVSLUTAD", "STÄNGD", "DISABLED")
"""What stands in the column “Inaktiverat” of an account that nobody can use."""


def _examined(tables: Tables, given: Given) -> ir.Table:
    accounts = tables["accounts"]
    closed = key(accounts.closed).isin(CLOSED).fill_null(False)  # noqa: FBT003  # the value of a cell
    last = accounts.closed_on.isnull() | (accounts.closed_on > given["date"])
    return accounts.filter(key(accounts.account).notnull(), ~closed, last).mutate(by_person=person_key(accounts.person))


def population(tables: Tables, given: Given) -> ir.Value:
    """Count the accounts that can be used on the day."""
    return _examined(tables, given).count()


def exceptions(tables: Tables, given: Given) -> ir.Table:
    """Find those whose person has no employment on the day, nor one the days of grace before or after."""
    accounts = _examined(tables, given)
    employments = tables["employments"]
    soon = ibis.literal(given["date"]) + ibis.interval(days=given["grace_days"])
    begun = employments.filter(employments.begins.isnull() | (employments.begins <= soon))
    endless = ibis.literal("9999-12-31").cast("date")
    last = begun.group_by(by_employee=person_key(begun.person)).agg(ended=begun.ends.fill_null(endless).max())
    both = accounts.left_join(last, accounts.by_person == last.by_employee)
    too_late = both.ended + ibis.interval(days=given["grace_days"]) < ibis.literal(given["date"])
    both = both.mutate(
        reason=ibis.cases(
            (both.by_person.isnull(), "no_person"),
            (both.ended.isnull(), "never_employed"),
            (too_late, "ended"),
        )
    )
    return both.filter(both.reason.notnull()).select("row", "reason", "account", "person", "ended")


TEST = ControlTest(
    code="accounts-without-employment",
    version=1,
    name=_("Accounts without employment"),
    asks=_("Is there an account whose person is not employed, or that belongs to nobody?"),
    counts=_("accounts"),
    inputs=(
        Input(
            "accounts",
            _("Accounts, permissions or service cards"),
            (
                Column(
                    "account",
                    Kind.TEXT,
                    _("Account"),
                    (
                        "Konto",
                        "Kontonamn",
                        "Användarnamn",
                        "Användare",
                        "Användar-ID",
                        "Inloggning",
                        "Behörighet",
                        "Kort",
                        "Kortnummer",
                        "sAMAccountName",
                        "Username",
                    ),
                ),
                Column("person", Kind.TEXT, _("Person"), PERSON),
                Column(
                    "closed",
                    Kind.TEXT,
                    _("Blocked"),
                    ("Inaktiverat", "Inaktiverad", "Inaktiv", "Spärrad", "Spärrat", "Status", "Disabled"),
                    required=False,
                ),
                Column(
                    "closed_on",
                    Kind.DATE,
                    _("Last day of the account"),
                    ("Slutdatum", "Giltig till", "Gäller till", "Avslutad", "Spärrad från", "Utgår"),
                    required=False,
                ),
            ),
        ),
        EMPLOYMENTS,
    ),
    parameters=(
        Parameter("date", Kind.DATE, _("On which day")),
        Parameter(
            "grace_days",
            Kind.NUMBER,
            _("Days that an account may exist before and after the employment"),
            default=14,
            least=0,
            most=366,
        ),
    ),
    reasons={
        "no_person": _("Account %(account)s belongs to no person."),
        "never_employed": _("%(person)s, who has account %(account)s, has no employment."),
        "ended": _("The employment of %(person)s, who has account %(account)s, ended on %(ended)s."),
    },
    population=population,
    exceptions=exceptions,
    labels={"ended": _("Last day of the employment")},
)
