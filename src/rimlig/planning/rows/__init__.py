"""Any row of a plan, changed in place: one table of what can be changed, one operation, one page, one history."""
