"""The phrases that sentences are made of: the standard ones, and how a phrase with named placeholders is filled in.

A municipality may write its own phrases. The grammar stays in the code: what
fills a placeholder comes in the right number and gender, so that a phrase
stays right for none, one and many. Filling in is plain replacement: a phrase
can reach nothing but the words that it is given.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from rimlig.documents.swedish import capitalised

_PLACEHOLDER: Final = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase: the standard text, and what may fill it in, each with an example of what stands there."""

    text: str
    placeholders: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Mistakes:
    """What is wrong with a phrase: placeholders that there are not, and braces that do not belong together."""

    unknown: tuple[str, ...] = ()
    loose_braces: bool = False

    def __bool__(self) -> bool:
        return bool(self.unknown) or self.loose_braces


STANDARD: Final[dict[str, Phrase]] = {
    "levels": Phrase(
        "Av {uppföljningar} visar {nivåer}.",
        {"uppföljningar": "42 uppföljningar", "nivåer": "39 ingen avvikelse, 2 mindre och 1 större avvikelse"},
    ),
    "levels_same": Phrase(
        "{samtliga_uppföljningar} visar {nivå}.",
        {"samtliga_uppföljningar": "samtliga 42 uppföljningar", "nivå": "ingen avvikelse"},
    ),
    "not_done": Phrase("{uppföljningar} har inte genomförts.", {"uppföljningar": "två uppföljningar"}),
    "missing": Phrase("{uppföljningar} saknar ännu resultat.", {"uppföljningar": "fyra uppföljningar"}),
    "deviation": Phrase(
        "Uppföljningen ”{uppföljning}” visar {nivå}.",
        {"uppföljning": "Andel förskollärare per grupp", "nivå": "en mindre avvikelse"},
    ),
    "deviation_at_units": Phrase(
        "Uppföljningen ”{uppföljning}” visar {nivå}: {enheter_av_alla} avviker ({enheter}).",
        {
            "uppföljning": "Andel förskollärare per grupp",
            "nivå": "en mindre avvikelse",
            "enheter_av_alla": "två av åtta enheter",
            "enheter": "Granen och Sjövik",
        },
    ),
    "worse": Phrase(
        "{uppföljningar} visar ett sämre resultat än i {period}.",
        {"uppföljningar": "en uppföljning", "period": "tertial 1"},
    ),
    "better": Phrase(
        "{uppföljningar} visar ett bättre resultat än i {period}.",
        {"uppföljningar": "tre uppföljningar", "period": "tertial 1"},
    ),
    "units": Phrase(
        "{antal_enheter} avviker i minst en uppföljning: {enheter}.",
        {"antal_enheter": "två enheter", "enheter": "Granen och Sjövik"},
    ),
    "returning": Phrase(
        "{avvikelser} från {år} {återkommer}.",
        {"avvikelser": "en av tre avvikelser", "år": "2025", "återkommer": "återkommer"},
    ),
    "actions": Phrase(
        "Av {åtgärder} är {lägen}.",
        {"åtgärder": "18 åtgärder", "lägen": "sju avslutade, åtta pågående, två i väntläge och en ej påbörjad"},
    ),
    "actions_same": Phrase(
        "{samtliga_åtgärder} {är_läge}.", {"samtliga_åtgärder": "båda åtgärderna", "är_läge": "är avslutade"}
    ),
    "late": Phrase("{åtgärder} {är_försenade}.", {"åtgärder": "tre åtgärder", "är_försenade": "är försenade"}),
    "carried": Phrase(
        "Av {åtgärder} som har följt med från tidigare år är {lägen}.",
        {"åtgärder": "fyra åtgärder", "lägen": "tre avslutade och en pågående"},
    ),
    "carried_same": Phrase(
        "{samtliga_åtgärder} som har följt med från tidigare år {är_läge}.",
        {"samtliga_åtgärder": "samtliga fyra åtgärder", "är_läge": "är avslutade"},
    ),
    "action_plans": Phrase(
        "Av {handlingsplaner} är {lägen}.",
        {"handlingsplaner": "fem handlingsplaner", "lägen": "två avslutade och tre pågående"},
    ),
    "action_plans_same": Phrase(
        "{samtliga_handlingsplaner} {är_läge}.",
        {"samtliga_handlingsplaner": "båda handlingsplanerna", "är_läge": "pågår"},
    ),
    "late_plans": Phrase(
        "{handlingsplaner} {är_försenade}.", {"handlingsplaner": "en handlingsplan", "är_försenade": "är försenad"}
    ),
    "risks": Phrase("{risker} når tröskelvärdet {tröskel}.", {"risker": "sex av 30 värderade risker", "tröskel": "12"}),
    "risks_after": Phrase("{risker} gör det även när kontrollerna räknas in.", {"risker": "två av dem"}),
    "decision_approve": Phrase(
        "{nämnden} godkänner uppföljningen för {period} av internkontrollplan {år}.",
        {"nämnden": "Barn- och utbildningsnämnden", "period": "tertial 2", "år": "2026"},
    ),
    "decision_assess": Phrase(
        "{nämnden} bedömer att den interna kontrollen under {år} är {bedömning}.",
        {"nämnden": "Barn- och utbildningsnämnden", "år": "2026", "bedömning": "inte helt tillräcklig"},
    ),
    "decision_late": Phrase(
        "{nämnden} ger förvaltningen i uppdrag att slutföra {det_som_är_försenat}.",
        {"nämnden": "Barn- och utbildningsnämnden", "det_som_är_försenat": "de tre försenade åtgärderna"},
    ),
}
"""The phrases by their keys, in the order in which a draft says them."""


def placeholders_in(text: str) -> tuple[str, ...]:
    """Return the names of the placeholders in the text, in their order."""
    return tuple(_PLACEHOLDER.findall(text))


def mistakes_in(text: str, phrase: Phrase) -> Mistakes:
    """Return what is wrong with a text that somebody has written for the phrase."""
    unknown = tuple(dict.fromkeys(name for name in placeholders_in(text) if name not in phrase.placeholders))
    rest = _PLACEHOLDER.sub("", text)
    return Mistakes(unknown, loose_braces="{" in rest or "}" in rest)


def filled_in(text: str, values: Mapping[str, str]) -> str:
    """Return the text with each placeholder replaced by its words, beginning with a capital letter.

    What stands between the braces is a name and nothing else; an unknown one is
    left as it stands, so that it can be seen. Braces in the words stay words.
    """
    return capitalised(_PLACEHOLDER.sub(lambda found: values.get(found[1], found[0]), text))


@dataclass(frozen=True, slots=True)
class Phrases:
    """The phrases that a municipality uses: its own where it has written some, by their keys, else the standard ones.

    What is in `silent` it does not want said at all.
    """

    own: Mapping[str, str] = field(default_factory=dict)
    silent: frozenset[str] = frozenset()

    def say(self, key: str, **values: str) -> str:
        """Return the sentence that the phrase makes with the words; "" for one that is not to be said."""
        if key in self.silent:
            return ""
        return filled_in(self.own.get(key) or STANDARD[key].text, values)
