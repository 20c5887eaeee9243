"""Periods: when they are, and which answers are asked for in them."""
