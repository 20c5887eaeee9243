"""Boards and their trees of units: changed from a day on, ended, merged, taken in from tables."""
