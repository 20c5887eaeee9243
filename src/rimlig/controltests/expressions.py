"""What several tests say in Ibis: when two names, numbers or persons are the same."""

import ibis.expr.types as ir


def key(column: ir.Value) -> ir.StringValue:
    """Return what is compared of a name or number: its letters and digits; nothing where there are none.

    “556677-8899”, “5566778899” and “ 556677 8899” are the same.
    """
    kept: ir.StringValue = column.cast("string").upper().re_replace("[^0-9A-ZÀ-Þ]", "").nullif("")
    return kept


def person_key(column: ir.Value) -> ir.StringValue:
    """Return what is compared of a person: as `key`, and a personal identity number without its century."""
    plain = key(column)
    dated: ir.StringValue = plain.re_search("^(19|20)[0-9]{10}$").ifelse(plain.substr(2), plain)
    return dated


def invoice_key(column: ir.Value) -> ir.StringValue:
    """Return what is compared of an invoice's number: as `key`, without the noughts that a system has put before it."""
    plain: ir.StringValue = key(column).re_replace("^0+", "").nullif("")
    return plain
