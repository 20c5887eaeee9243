"""How Lindhaga's documents look, and what it has opened: a linden leaf over water, drawn by us."""

from typing import Final

from rimlig.appearance.operations import change_appearance
from rimlig.opendata.models import Licence
from rimlig.opendata.operations import decide
from rimlig.organisation.models import Municipality

_LEAF: Final = "M32 8C45 9 52 19 50 31C48 41 40 46 32 50C24 46 16 41 14 31C12 19 19 9 32 8Z"
_VEINS: Final = "M32 14V50M32 26L41 20M32 26L23 20M32 36L43 30M32 36L21 30"
_WATER: Final = "M8 56q6 -5 12 0t12 0t12 0t12 0"
LOGO: Final = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64">'
    '<rect width="64" height="64" rx="10" fill="#6b2346"/>'
    f'<path d="{_LEAF}" fill="#f3e3b5"/>'
    f'<path d="{_VEINS}" fill="none" stroke="#6b2346" stroke-width="2" stroke-linecap="round"/>'
    f'<path d="{_WATER}" fill="none" stroke="#f3e3b5" stroke-width="2.5" stroke-linecap="round"/>'
    "</svg>"
).encode()
_LOOK: Final = {
    "accent": "#6b2346",
    "family": "Hanken Grotesk",
    "header": "Lindhaga kommun",
    "footer": "Lindhaga kommun · Stadshuset, Lindallén 1 · lindhaga.example",
    "registry_label": "Diarienummer",
    "logo_alt": "Lindhaga kommuns märke: ett lindblad över vatten",
}
_OPEN: Final = {
    "is_open": True,
    "with_documents": True,
    "licence": Licence.CC0,
    "contact_name": "Lindhaga kommuns kontaktcenter",
    "contact_email": "kontakt@lindhaga.example",
}


def give_look(municipality: Municipality) -> None:
    """Let the municipality have a look of its own, and open data: before anything is decided, so that all of it has them."""
    change_appearance(municipality, _LOOK, logo=LOGO, version=0, by=None)
    decide(municipality, _OPEN, version=0, by=None)
