"""Who registers a voucher does not attest it too."""

import ibis
import ibis.expr.types as ir
from django.utils.translation import gettext_lazy as _

from rimlig.controltests.definition import Column, ControlTest, Given, Input, Kind, Parameter, Tables
from rimlig.controltests.expressions import person_key


def _examined(tables: Tables, given: Given) -> ir.Table:
    vouchers = tables["vouchers"]
    large = vouchers.amount.isnull() | (vouchers.amount.abs() >= given["from_amount"])
    return vouchers.filter(person_key(vouchers.registered_by).notnull(), large)


def population(tables: Tables, given: Given) -> ir.Value:
    """Count the vouchers that somebody has registered."""
    return _examined(tables, given).count()


def exceptions(tables: Tables, given: Given) -> ir.Table:
    """Find those that the same person, or nobody, has attested."""
    vouchers = _examined(tables, given)
    attested = person_key(vouchers.attested_by)
    reason = ibis.cases(
        (attested.isnull(), "not_attested"), (attested == person_key(vouchers.registered_by), "same_person")
    )
    found = vouchers.mutate(reason=reason)
    return found.filter(found.reason.notnull()).select(
        "row", "reason", "voucher", "registered_by", "attested_by", "amount", "date"
    )


TEST = ControlTest(
    code="same-person-attests",
    version=1,
    name=_("The same person registered and attested"),
    asks=_("Has anybody attested a voucher that they registered themselves, or has nobody attested it?"),
    counts=_("vouchers"),
    inputs=(
        Input(
            "vouchers",
            _("Vouchers from the ledger"),
            (
                Column(
                    "voucher",
                    Kind.TEXT,
                    _("Voucher"),
                    (
                        "Verifikationsnummer",
                        "Verifikat",
                        "Verifikation",
                        "Ver.nr",
                        "Vernr",
                        "Verifikatnummer",
                        "Transaktionsnummer",
                        "TransNr",
                    ),
                ),
                Column(
                    "registered_by",
                    Kind.TEXT,
                    _("Registered by"),
                    (
                        "Registrerad av",
                        "Registrerat av",
                        "Registrerare",
                        "Reg. av",
                        "Reg.sign",
                        "Konterad av",
                        "Upplagd av",
                        "Skapad av",
                        "Användare",
                    ),
                ),
                Column(
                    "attested_by",
                    Kind.TEXT,
                    _("Attested by"),
                    (
                        "Attesterad av",
                        "Attesterat av",
                        "Attestant",
                        "Beslutsattestant",
                        "Beslutsattest",
                        "Attest",
                        "Godkänd av",
                    ),
                ),
                Column(
                    "amount",
                    Kind.AMOUNT,
                    _("Amount"),
                    ("Belopp", "Summa", "Belopp SEK", "Belopp kr", "Beloppkr", "Totalbelopp"),
                    required=False,
                ),
                Column(
                    "date",
                    Kind.DATE,
                    _("Date"),
                    ("Bokföringsdatum", "Verifikationsdatum", "Ver.datum", "Verdatum", "Transaktionsdatum", "Datum"),
                    required=False,
                ),
            ),
        ),
    ),
    parameters=(Parameter("from_amount", Kind.AMOUNT, _("From which amount"), default=0, least=0),),
    reasons={
        "same_person": _("%(registered_by)s both registered and attested voucher %(voucher)s."),
        "not_attested": _("Nobody has attested voucher %(voucher)s, which %(registered_by)s registered."),
    },
    population=population,
    exceptions=exceptions,
)
