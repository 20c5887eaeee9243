"""Reading PDF: by the tags where the file has them, by rules and gaps where it has not."""

from rimlig.imports.pdf.reader import read_pdf

__all__ = ["read_pdf"]
