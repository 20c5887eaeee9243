"""The catalogue that the national data portal reads: DCAT-AP-SE 3.0, as RDF/XML and as JSON-LD, from one list of statements."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from lxml import etree

from rimlig.opendata.models import Licence, OpenData
from rimlig.opendata.published import Published

NAMESPACES: Final = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "spdx": "http://spdx.org/rdf/terms#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
LICENCES: Final = {
    Licence.CC0: "http://creativecommons.org/publicdomain/zero/1.0/",
    Licence.CC_BY: "http://creativecommons.org/licenses/by/4.0/",
}
_AUTHORITY: Final = "http://publications.europa.eu/resource/authority"
_SWEDISH: Final = f"{_AUTHORITY}/language/SWE"
_GOVERNMENT: Final = f"{_AUTHORITY}/data-theme/GOVE"
_PUBLIC: Final = f"{_AUTHORITY}/access-right/PUBLIC"
_LOCAL_AUTHORITY: Final = "http://purl.org/adms/publishertype/LocalAuthority"
_MEDIA: Final = {"pdf": "application/pdf", "json": "application/json"}


@dataclass(frozen=True)
class Literal:
    """A text: in Swedish, or of a type."""

    text: str
    language: str = "sv"
    datatype: str = ""


@dataclass(frozen=True)
class Node:
    """A thing that is described: its address (none for one without a name of its own), its class, and what is said of it."""

    address: str
    kind: str
    said: tuple[tuple[str, "Node | Literal | str"], ...]  # a plain str is an address


@dataclass(frozen=True)
class Addresses:
    """Where on the web things are: the listing's own address, which ends with a slash."""

    listing: str

    def of(self, one: Published, extension: str) -> str:
        """Return the address of a file of a document."""
        return f"{self.listing}{one.key}/{extension}/"


def catalogue(decision: OpenData, documents: Iterable[Published], where: Addresses) -> list[Node]:
    """Return the catalogue, the publisher, and each data set with its distributions."""
    name = decision.municipality.name
    publisher = f"{where.listing}#utgivare"
    documents = list(documents)
    datasets = [_dataset(one, decision, publisher, where) for one in documents]
    about = Node(
        f"{where.listing}#katalog",
        "dcat:Catalog",
        (
            ("dcterms:title", Literal(f"Intern kontroll i {name}")),
            ("dcterms:description", Literal(f"Fastställda internkontrollplaner och godkända uppföljningar i {name}.")),
            ("dcterms:publisher", publisher),
            ("dcterms:license", LICENCES[Licence(decision.licence)]),
            ("dcterms:language", _SWEDISH),
            ("foaf:homepage", where.listing),
            *((("dcterms:modified", _day(max(one.decided.isoformat() for one in documents))),) if documents else ()),
            *(("dcat:dataset", one.address) for one in datasets),
        ),
    )
    agent = Node(publisher, "foaf:Agent", (("foaf:name", Literal(name)), ("dcterms:type", _LOCAL_AUTHORITY)))
    return [about, agent, *datasets]


def _dataset(one: Published, decision: OpenData, publisher: str, where: Addresses) -> Node:
    contact = Node(
        "",
        "vcard:Organization",
        (
            ("vcard:fn", Literal(decision.contact_name, language="")),
            ("vcard:hasEmail", f"mailto:{decision.contact_email}"),
        ),
    )
    period = Node(
        "",
        "dcterms:PeriodOfTime",
        (("dcat:startDate", _day(f"{one.year}-01-01")), ("dcat:endDate", _day(f"{one.year}-12-31"))),
    )
    forms = (["pdf"] if decision.with_documents else []) + (["json"] if one.has_json else [])
    return Node(
        f"{where.listing}#{one.key}",
        "dcat:Dataset",
        (
            ("dcterms:title", Literal(one.name)),
            (
                "dcterms:description",
                Literal(f"{one.title} för {one.board} {one.year}, diarienummer {one.registry_number}."),
            ),
            ("dcterms:publisher", publisher),
            ("dcat:contactPoint", contact),
            ("dcterms:identifier", Literal(one.key, language="")),
            ("dcterms:issued", _day(one.decided.isoformat())),
            ("dcterms:language", _SWEDISH),
            ("dcterms:accessRights", _PUBLIC),
            ("dcterms:temporal", period),
            ("dcat:theme", _GOVERNMENT),
            ("dcat:keyword", Literal("intern kontroll")),
            *(("dcat:distribution", _distribution(one, form, decision, where)) for form in forms),
        ),
    )


def _distribution(one: Published, form: str, decision: OpenData, where: Addresses) -> Node:
    address = where.of(one, form)
    said: list[tuple[str, Node | Literal | str]] = [
        ("dcterms:title", Literal(f"{one.name} ({form.upper()})")),
        ("dcat:accessURL", address),
        ("dcat:downloadURL", address),
        ("dcterms:license", LICENCES[Licence(decision.licence)]),
        ("dcterms:format", Literal(_MEDIA[form], language="")),
    ]
    if form == "pdf":
        checksum = (
            ("spdx:algorithm", "http://spdx.org/rdf/terms#checksumAlgorithm_sha256"),
            ("spdx:checksumValue", Literal(one.document.sha256, "", "http://www.w3.org/2001/XMLSchema#hexBinary")),
        )
        said.append(("spdx:checksum", Node("", "spdx:Checksum", checksum)))
    return Node(address, "dcat:Distribution", tuple(said))


def _day(iso: str) -> Literal:
    return Literal(iso, "", f"{NAMESPACES['xsd']}date")


def as_rdf_xml(nodes: Iterable[Node]) -> bytes:
    """Return the statements as RDF/XML."""
    used = {prefix: uri for prefix, uri in NAMESPACES.items() if prefix != "xsd"}
    root = etree.Element(_tag("rdf:RDF"), nsmap=used)
    for node in nodes:
        root.append(_element(node))
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return written


def _element(node: Node) -> Any:
    element = etree.Element(_tag(node.kind))
    if node.address:
        element.set(_tag("rdf:about"), node.address)
    for name, value in node.said:
        said = etree.SubElement(element, _tag(name))
        if isinstance(value, Node):
            said.append(_element(value))
        elif isinstance(value, Literal):
            said.text = value.text
            if value.datatype:
                said.set(_tag("rdf:datatype"), value.datatype)
            elif value.language:
                said.set("{http://www.w3.org/XML/1998/namespace}lang", value.language)
        else:
            said.set(_tag("rdf:resource"), value)
    return element


def _tag(name: str) -> str:
    prefix, _colon, local = name.partition(":")
    return f"{{{NAMESPACES[prefix]}}}{local}"


def as_json_ld(nodes: Iterable[Node]) -> bytes:
    """Return the same statements as JSON-LD, with their prefixes inside: whoever reads it fetches nothing."""
    graph = {"@context": NAMESPACES, "@graph": [_object(node) for node in nodes]}
    return (json.dumps(graph, ensure_ascii=False, indent=1) + "\n").encode()


def _object(node: Node) -> dict[str, Any]:
    made: dict[str, Any] = {"@id": node.address} if node.address else {}
    made["@type"] = node.kind
    for name, value in node.said:
        made.setdefault(name, []).append(_value(value))
    return made


def _value(value: Node | Literal | str) -> dict[str, Any]:
    if isinstance(value, Node):
        return _object(value)
    if isinstance(value, str):
        return {"@id": value}
    if value.datatype:
        return {"@value": value.text, "@type": value.datatype}
    return {"@value": value.text, "@language": value.language} if value.language else {"@value": value.text}
