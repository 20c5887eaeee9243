"""Lists that several tests need."""

from django.utils.translation import gettext_lazy as _

from rimlig.controltests.definition import Column, Input, Kind

PERSON = (
    "Personnummer",
    "Personnr",
    "Anställningsnummer",
    "Anst.nr",
    "Anstnr",
    "Anställnings-ID",
    "Person-ID",
    "Signatur",
    "Employee ID",
    "employeeNumber",
)

EMPLOYMENTS = Input(
    "employments",
    _("Employments from the HR system"),
    (
        Column("person", Kind.TEXT, _("Person"), PERSON),
        Column(
            "begins",
            Kind.DATE,
            _("From"),
            ("Anställd från", "Anställningsdatum", "Startdatum", "Från och med", "Fr.o.m.", "From", "Från", "Börjar"),
        ),
        Column(
            "ends",
            Kind.DATE,
            _("To"),
            (
                "Anställd till",
                "Anställd t.o.m.",
                "Slutdatum",
                "Avgångsdatum",
                "Till och med",
                "T.o.m.",
                "Tom",
                "Till",
                "Slutar",
            ),
        ),
        Column(
            "unit",
            Kind.TEXT,
            _("Unit"),
            ("Enhet", "Arbetsplats", "Organisation", "Avdelning", "Placering"),
            required=False,
        ),
    ),
)
