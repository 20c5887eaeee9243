"""What is bought is bought from suppliers with whom there is an agreement."""

import ibis.expr.types as ir
from django.utils.translation import gettext_lazy as _

from rimlig.controltests.definition import Column, ControlTest, Given, Input, Kind, Parameter, Tables
from rimlig.controltests.expressions import key

SUPPLIER = (
    "Organisationsnummer",
    "Org.nr",
    "Orgnr",
    "Leverantörsnummer",
    "Leverantörsnr",
    "Lev.nr",
    "Levnr",
    "Leverantörs-ID",
    "Leverantör",
    "Leverantörsnamn",
)


def _examined(tables: Tables, given: Given) -> ir.Table:
    bought = tables["purchases"]
    bought = bought.filter(bought.amount > 0, bought.amount >= given["from_amount"])
    bought = bought.mutate(by_supplier=key(bought.supplier))
    return bought.filter(bought.by_supplier.notnull())


def population(tables: Tables, given: Given) -> ir.Value:
    """Count the purchases from the amount."""
    return _examined(tables, given).count()


def exceptions(tables: Tables, given: Given) -> ir.Table:
    """Find those from a supplier without an agreement, or with none that was valid on the day."""
    bought = _examined(tables, given)
    agreed = tables["agreements"]
    agreed = agreed.select("begins", "ends", of_supplier=key(agreed.supplier))
    outside = bought.anti_join(
        agreed,
        [
            bought.by_supplier == agreed.of_supplier,
            agreed.begins.isnull() | bought.date.isnull() | (agreed.begins <= bought.date),
            agreed.ends.isnull() | bought.date.isnull() | (agreed.ends >= bought.date),
        ],
    )
    suppliers = agreed.filter(agreed.of_supplier.notnull()).select("of_supplier").distinct()
    known = outside.left_join(suppliers, outside.by_supplier == suppliers.of_supplier)
    return known.mutate(reason=known.of_supplier.isnull().ifelse("no_agreement", "not_valid")).select(
        "row", "reason", "supplier", "invoice", "amount", "date"
    )


TEST = ControlTest(
    code="purchases-outside-agreements",
    version=1,
    name=_("Purchases outside agreements"),
    asks=_("Has anything been bought from a supplier with whom there was no agreement on the day?"),
    counts=_("purchases"),
    inputs=(
        Input(
            "purchases",
            _("Purchases or supplier invoices"),
            (
                Column("supplier", Kind.TEXT, _("Supplier"), SUPPLIER),
                Column(
                    "amount",
                    Kind.AMOUNT,
                    _("Amount"),
                    (
                        "Belopp",
                        "Fakturabelopp",
                        "Belopp SEK",
                        "Belopp kr",
                        "Inköpsbelopp",
                        "Nettobelopp",
                        "Totalbelopp",
                        "Summa",
                    ),
                ),
                Column(
                    "date",
                    Kind.DATE,
                    _("Date"),
                    ("Inköpsdatum", "Beställningsdatum", "Fakturadatum", "Bokföringsdatum", "Datum"),
                ),
                Column(
                    "invoice",
                    Kind.TEXT,
                    _("Invoice number"),
                    (
                        "Fakturanummer",
                        "Fakturanr",
                        "Fakt.nr",
                        "Verifikationsnummer",
                        "Verifikat",
                        "Order",
                        "Ordernummer",
                    ),
                    required=False,
                ),
            ),
        ),
        Input(
            "agreements",
            _("Agreements from the register of agreements"),
            (
                Column("supplier", Kind.TEXT, _("Supplier"), SUPPLIER),
                Column(
                    "begins",
                    Kind.DATE,
                    _("From"),
                    ("Avtalsstart", "Giltigt från", "Giltig från", "Gäller från", "Startdatum", "Fr.o.m.", "From"),
                    required=False,
                ),
                Column(
                    "ends",
                    Kind.DATE,
                    _("To"),
                    ("Avtalsslut", "Giltigt till", "Giltig till", "Gäller till", "Slutdatum", "T.o.m.", "Tom"),
                    required=False,
                ),
            ),
        ),
    ),
    parameters=(Parameter("from_amount", Kind.AMOUNT, _("From which amount"), default=10_000, least=0),),
    reasons={
        "no_agreement": _("%(amount)s to %(supplier)s on %(date)s: there is no agreement with the supplier."),
        "not_valid": _("%(amount)s to %(supplier)s on %(date)s: no agreement with the supplier was valid on that day."),
    },
    population=population,
    exceptions=exceptions,
)
