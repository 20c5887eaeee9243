"""Text versions of legacy documents, extracted from PDF by whatever tool, to blocks."""

from rimlig.imports.text.reader import read_text

__all__ = ["read_text"]
