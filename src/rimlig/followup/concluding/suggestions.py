"""A conclusion suggested by rule from the units' answers, in the language of the report: always Swedish.

The same answers always give the same words. The controller decides, and writes.
"""

from typing import Final

from rimlig.documents.document import Deviation
from rimlig.documents.swedish import capitalised, in_words, listed
from rimlig.followup.concluding.basis import UnitsAnswers
from rimlig.followup.models import FollowUpResult

_LEVEL: Final = {Deviation.MINOR: "mindre", Deviation.MAJOR: "större"}


def suggested_text(answers: UnitsAnswers) -> str:
    """Return the suggestion; "" while no unit has answered."""
    if not answers.given:
        return ""
    sentences = [_deviating(answers), _rest(answers), _not_done(answers), _missing(answers)]
    return " ".join(sentence for sentence in sentences if sentence)


def _deviating(answers: UnitsAnswers) -> str:
    found, asked = len(answers.deviating), len(answers.answers)
    worst_first = sorted(answers.deviating, key=lambda answer: answer.deviation != Deviation.MAJOR)
    names = listed([f"{_name(answer)} ({_LEVEL[Deviation(answer.deviation)]})" for answer in worst_first])
    if not found:
        return _nobody(answers)
    if asked == 1:
        return f"{_name(answers.deviating[0])} visar en {_LEVEL[Deviation(answers.deviating[0].deviation)]} avvikelse."
    if found == asked:
        who = "Båda enheterna" if found == 2 else f"Alla {in_words(asked)} enheter"  # noqa: PLR2004  # Swedish has a word for two
        return f"{who} avviker: {names}."
    return f"{capitalised(in_words(found))} av {in_words(asked)} enheter avviker: {names}."


def _nobody(answers: UnitsAnswers) -> str:
    well, asked = len(answers.well), len(answers.answers)
    if not well:
        return ""
    if asked == 1:
        return f"{_name(answers.well[0])} visar ingen avvikelse."
    if well == asked:
        return f"Ingen av {in_words(asked)} enheter avviker."
    return f"{capitalised(in_words(well))} av {in_words(asked)} enheter visar ingen avvikelse."


def _rest(answers: UnitsAnswers) -> str:
    """Say of the others that all was well, when some deviate."""
    well = len(answers.well)
    if not answers.deviating or not well:
        return ""
    if well > 1:
        return f"Övriga {in_words(well)} visar ingen avvikelse." if _are_the_rest(answers) else _some_well(well)
    if len(answers.answers) == 2:  # noqa: PLR2004  # one deviates, and the other does not
        return "Den andra visar ingen avvikelse."
    return f"{_name(answers.well[0])} visar ingen avvikelse."


def _are_the_rest(answers: UnitsAnswers) -> bool:
    return len(answers.deviating) + len(answers.well) == len(answers.answers)


def _some_well(well: int) -> str:
    return f"{capitalised(in_words(well))} visar ingen avvikelse."


def _not_done(answers: UnitsAnswers) -> str:
    if not answers.not_done:
        return ""
    if len(answers.not_done) == len(answers.answers) and len(answers.answers) > 1:
        return "Ingen enhet har genomfört uppföljningen."
    return f"{listed([_name(answer) for answer in answers.not_done])} har inte genomfört uppföljningen."


def _missing(answers: UnitsAnswers) -> str:
    if not answers.missing:
        return ""
    return f"Svar saknas från {listed([_name(answer) for answer in answers.missing])}."


def _name(answer: FollowUpResult) -> str:
    return answer.unit.name if answer.unit else ""
