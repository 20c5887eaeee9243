"""Copies of a plan's rows: to next year, to a new edition, from another board or the library."""
