"""A plan or a report as data: what imports make, what is stored, what reporting lays out.

No database and no layout here. Everything is frozen, so a document that has
been read or put together cannot change on its way to the page.
"""
