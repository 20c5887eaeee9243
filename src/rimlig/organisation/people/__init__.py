"""People, their roles and their substitutes."""
