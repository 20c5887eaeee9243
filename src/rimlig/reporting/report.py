"""A report ready to be laid out: one frozen value, whatever the format."""

from dataclasses import dataclass

from rimlig.documents.document import Document


@dataclass(frozen=True, slots=True)
class Report:
    """The document, and what the cover page says about it besides."""

    document: Document
    municipality: str = ""
    period: str = ""  # as people say it: "Tertial 2", "Verksamhetsberättelse"
    registry_number: str = ""
