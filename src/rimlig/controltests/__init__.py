"""Control tests: questions about what a municipality's systems have registered, asked of all of it.

Knows nothing of plans and answers, and has no table in the database.
"""
