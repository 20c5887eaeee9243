"""An example report in a municipality's look, to see the look before it is decided."""

import json
from typing import Final

import typst

from rimlig.appearance.house_style import HouseStyle
from rimlig.documents.document import (
    Action,
    ActionStatus,
    Deviation,
    Document,
    Event,
    FollowUp,
    Goal,
    Kind,
    Process,
    WorkingMethod,
)
from rimlig.reporting.pdf import TEMPLATE, compiler_for, explained, first_page, render_pdf
from rimlig.reporting.pdf_blocks import report_data
from rimlig.reporting.report import Report

DOTS: Final = 96

_METHOD: Final = WorkingMethod(
    "Attest av fakturor",
    "Två personer godkänner varje faktura.",
    events=(Event("En faktura betalas två gånger", 3, 3, actions=(Action("Spärr i systemet", ActionStatus.CLOSED),)),),
    follow_ups=(
        FollowUp(
            "Stickprov på trettio fakturor varje tertial",
            Deviation.MINOR,
            "Två av trettio fakturor saknade den andra attesten.",
            "Cheferna är påminda om rutinen.",
            (Action("Ny genomgång i mars", ActionStatus.ONGOING),),
        ),
    ),
)
_DOCUMENT: Final = Document(
    Kind.FOLLOW_UP,
    year=2026,
    board="Kommunstyrelsen",
    introduction="Det här är ett exempel som visar kommunens utseende. Texten är påhittad.",
    summary="Av uppföljningarna visar en av en en mindre avvikelse. Åtgärder är beslutade.",
    goals=(Goal("3.1", "En ekonomi i balans", (Process("Inköp och betalning", (_METHOD,)),)),),
)


def sample_page(municipality: str, look: HouseStyle) -> bytes:
    """Return the cover as a picture (PNG). Raises CannotWritePdf when the look cannot be printed."""
    data = json.dumps(report_data(_sample(municipality, look)), ensure_ascii=False)
    try:
        pages = compiler_for(data, TEMPLATE, look).compile(format="png", ppi=DOTS)
    except typst.TypstError as error:
        raise explained(error) from error
    return first_page(pages)


def sample_pdf(municipality: str, look: HouseStyle) -> bytes:
    """Return the whole example as PDF. Raises CannotWritePdf as `sample_page` does."""
    return render_pdf(_sample(municipality, look))


def _sample(municipality: str, look: HouseStyle) -> Report:
    return Report(_DOCUMENT, municipality, "Tertial 2", "KS 2026/118", look=look)
