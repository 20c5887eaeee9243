"""Invariants over several tables, which only the database can keep against every writer."""
