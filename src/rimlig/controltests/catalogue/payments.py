"""No invoice is paid twice."""

import ibis
import ibis.expr.types as ir
from django.utils.translation import gettext_lazy as _

from rimlig.controltests.definition import Column, ControlTest, Given, Input, Kind, Parameter, Tables
from rimlig.controltests.expressions import invoice_key, key


def _examined(tables: Tables, given: Given) -> ir.Table:
    payments = tables["payments"]
    paid = payments.filter(payments.amount > 0, payments.amount >= given["from_amount"])
    keyed = paid.mutate(by_supplier=key(paid.supplier), by_invoice=invoice_key(paid.invoice))
    return keyed.filter(keyed.by_supplier.notnull())


def population(tables: Tables, given: Given) -> ir.Value:
    """Count the payments: credit notes and rows without a supplier are none."""
    return _examined(tables, given).count()


def exceptions(tables: Tables, given: Given) -> ir.Table:
    """Find each payment after the first of the same invoice, and those of the same amount within so many days."""
    payments = _examined(tables, given)
    same = ibis.window(group_by=["by_supplier", "amount", "by_invoice"], order_by="row")
    payments = payments.mutate(first_row=payments.row.first().over(same))
    again = payments.by_invoice.notnull() & (payments.first_row < payments.row)
    if not given["days"]:
        found = payments.filter(again).mutate(reason=ibis.literal("same_invoice"), other_row=payments.first_row)
        return _listed(found)
    before = ibis.window(group_by=["by_supplier", "amount"], order_by=["date", "row"])
    payments = payments.mutate(
        earlier_row=payments.row.lag().over(before),
        earlier_date=payments.date.lag().over(before),
    )
    near = payments.date <= payments.earlier_date + ibis.interval(days=given["days"])
    again = payments.by_invoice.notnull() & (payments.first_row < payments.row)
    found = payments.mutate(
        reason=ibis.cases((again, "same_invoice"), (near, "same_amount")),
        other_row=ibis.cases((again, payments.first_row), else_=payments.earlier_row),
    )
    return _listed(found.filter(found.reason.notnull()))


def _listed(found: ir.Table) -> ir.Table:
    return found.select("row", "reason", "supplier", "invoice", "amount", "date", "other_row")


TEST = ControlTest(
    code="double-payments",
    version=1,
    name=_("Possible double payments"),
    asks=_("Has the same invoice been paid twice, or the same amount to the same supplier within a few days?"),
    counts=_("payments"),
    inputs=(
        Input(
            "payments",
            _("Supplier payments or invoices"),
            (
                Column(
                    "supplier",
                    Kind.TEXT,
                    _("Supplier"),
                    (
                        "Leverantörsnummer",
                        "Leverantörsnr",
                        "Lev.nr",
                        "Levnr",
                        "Leverantörs-ID",
                        "Leverantör",
                        "Organisationsnummer",
                        "Org.nr",
                        "Leverantörsnamn",
                        "Resknr",
                    ),
                ),
                Column(
                    "invoice",
                    Kind.TEXT,
                    _("Invoice number"),
                    (
                        "Fakturanummer",
                        "Fakturanr",
                        "Faktura nr",
                        "Fakt.nr",
                        "Faktnr",
                        "Leverantörens fakturanummer",
                        "Leverantörsfakturanummer",
                        "Faktura",
                        "OCR",
                    ),
                ),
                Column(
                    "amount",
                    Kind.AMOUNT,
                    _("Amount"),
                    (
                        "Belopp",
                        "Fakturabelopp",
                        "Belopp SEK",
                        "Belopp kr",
                        "Betalt belopp",
                        "Totalbelopp",
                        "Bruttobelopp",
                        "Summa",
                    ),
                ),
                Column(
                    "date",
                    Kind.DATE,
                    _("Date"),
                    (
                        "Betalningsdatum",
                        "Bet.datum",
                        "Betald",
                        "Betaldatum",
                        "Utbetalningsdatum",
                        "Fakturadatum",
                        "Bokföringsdatum",
                        "Datum",
                    ),
                ),
            ),
        ),
    ),
    parameters=(
        Parameter("from_amount", Kind.AMOUNT, _("From which amount"), default=0, least=0),
        Parameter(
            "days",
            Kind.NUMBER,
            _("Days between payments"),
            default=0,
            least=0,
            most=366,
            hint=_(
                "The same amount to the same supplier within so many days is listed; with 0 only the same invoice number."
            ),
        ),
    ),
    reasons={
        "same_invoice": _("Invoice %(invoice)s of %(amount)s from %(supplier)s also stands in row %(other_row)s."),
        "same_amount": _("%(amount)s was also paid to %(supplier)s a few days before, in row %(other_row)s."),
    },
    population=population,
    exceptions=exceptions,
    labels={"other_row": _("The other row")},
)
