"""A real SAML provider in a process of its own: pysaml2, signing with Debian's xmlsec1.

`python saml_provider.py DIRECTORY` reads our metadata from DIRECTORY/ours.xml, writes its certificate to
DIRECTORY/certificate.pem, prints its port and serves until it is stopped. `/sso?…&as=anna` answers for a person in
DIRECTORY/people.json, who may have `wrong`: what is to be wrong with the assertion.
"""

import json
import sys
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from saml2 import BINDING_HTTP_POST, BINDING_HTTP_REDIRECT
from saml2.config import IdPConfig
from saml2.saml import NAME_FORMAT_URI, NAMEID_FORMAT_PERSISTENT, NAMEID_FORMAT_TRANSIENT, NameID
from saml2.server import Server

ENTITY = "https://adfs.lindhaga.example/adfs/services/trust"
CLAIM = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/"
SHA256 = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"
DIGEST = "http://www.w3.org/2001/04/xmlenc#sha256"
PASSWORD_CONTEXT = "urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport"


def make_key(directory: Path, name: str) -> None:
    """Write a key, and a certificate that it has signed itself."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "provider")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
    )
    (directory / f"{name}key.pem").write_bytes(private)
    (directory / f"{name}certificate.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))


def provider(directory: Path, address: str, key: str = "", minutes: int = 15) -> Server:
    """Configure pysaml2; `key` chooses another key than ours knows, `minutes` how long an assertion is valid."""
    config = IdPConfig().load(
        {
            "entityid": ENTITY,
            "key_file": str(directory / f"{key}key.pem"),
            "cert_file": str(directory / f"{key}certificate.pem"),
            "metadata": {"local": [str(directory / "ours.xml")]},
            "service": {
                "idp": {
                    "endpoints": {"single_sign_on_service": [(f"{address}/sso", BINDING_HTTP_REDIRECT)]},
                    "policy": {"default": {"lifetime": {"minutes": minutes}, "name_form": NAME_FORMAT_URI}},
                    "sign_assertion": True,
                    "sign_response": False,
                }
            },
        }
    )
    return Server(config=config)


def answer(directory: Path, address: str, query: dict[str, list[str]]) -> str:
    """Return the page that posts the assertion to where our metadata says."""
    person = json.loads((directory / "people.json").read_text(encoding="utf-8"))[query["as"][0]]
    wrong = person.get("wrong", "")
    server = provider(
        directory, address, key="other" if wrong == "signature" else "", minutes=-15 if wrong == "expired" else 15
    )
    request = server.parse_authn_request(query["SAMLRequest"][0], BINDING_HTTP_REDIRECT)
    arguments: dict[str, Any] = server.response_args(request.message, [BINDING_HTTP_POST])
    if wrong == "audience":
        arguments["sp_entity_id"] = "https://annan.example/metadata"
    if wrong == "unasked":
        arguments["in_response_to"] = "id-nobody-asked"
    arguments.pop("name_id_policy", None)
    name_id = NameID(
        format=NAMEID_FORMAT_TRANSIENT if wrong == "transient" else NAMEID_FORMAT_PERSISTENT, text=person["subject"]
    )
    response = server.create_authn_response(
        {
            CLAIM + "emailaddress": [person["email"]],
            CLAIM + "name": [person["name"]],
            "http://schemas.xmlsoap.org/claims/Group": person["groups"],
        },
        **arguments,
        name_id=name_id,
        authn={"class_ref": PASSWORD_CONTEXT, "authn_auth": ENTITY},
        sign_assertion=wrong != "unsigned",
        sign_response=False,
        sign_alg=SHA256,
        digest_alg=DIGEST,
    )
    relay = query.get("RelayState", [""])[0]
    page: str = server.apply_binding(BINDING_HTTP_POST, str(response), arguments["destination"], relay, response=True)[
        "data"
    ]
    return page


def main() -> None:
    directory = Path(sys.argv[1])
    make_key(directory, "")
    make_key(directory, "other")

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            query = parse_qs(urlsplit(self.path).query)
            page = answer(directory, f"http://127.0.0.1:{listening.server_port}", query).encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(page)))
            self.end_headers()
            self.wfile.write(page)

        def log_message(self, *_: Any) -> None:
            """The test's output is not the place."""

    listening = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    sys.stdout.write(f"{listening.server_port}\n")
    sys.stdout.flush()
    listening.serve_forever()


if __name__ == "__main__":
    main()
