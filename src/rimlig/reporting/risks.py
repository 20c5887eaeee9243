"""The risk analysis as every renderer lays it out: a row per risk, and the matrices that count them."""

from dataclasses import dataclass
from typing import Final, TypeAlias

from rimlig.documents import words
from rimlig.documents.document import Band, Document, Event, Look, Scale, Step
from rimlig.documents.risk_list import ListedRisk, RiskList
from rimlig.planning.risks import matrix

Three: TypeAlias = tuple[str, str, str]
ScaleTables: TypeAlias = tuple[tuple[Three, tuple[Three, ...]], ...]
"""Header and rows of each table of a scale."""

BEFORE: Final = "Före kontroller"
AFTER: Final = "Efter kontroller och planerade åtgärder"


_NO_BANDS: Final = (Band(1, "", Look.MODERATE),)
"""A document's scale may have no colours; its matrix is grey."""


@dataclass(frozen=True, slots=True)
class Valued:
    """A value as a person reads it, with the look of its band; no look where the scale does not tell."""

    text: str
    look: Look | None = None


@dataclass(frozen=True, slots=True)
class RiskRow:
    """A row of the risk analysis, cell by cell; a cell's motivation stands under what it motivates."""

    number: int
    event: str
    category: str
    likelihood: str
    likelihood_reason: str
    consequence: str
    consequence_reason: str
    value: Valued
    after: Valued
    treatment: str
    treatment_reason: str
    accepted_by: str  # "Accepterad av: …", or nothing


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """A place of the matrix: its risk value, its band, and the numbers of the risks that stand there."""

    value: int
    band: str
    look: Look
    numbers: tuple[int, ...]
    reaches_threshold: bool


@dataclass(frozen=True, slots=True)
class DrawnMatrix:
    """A matrix: rows from the highest likelihood down, columns from the mildest consequence."""

    heading: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[MatrixCell, ...]], ...]


def risk_row(risk: ListedRisk, scale: Scale | None) -> RiskRow:
    """Return the row of a listed risk, its values named by the scale where there is one."""
    event = risk.event
    steps = (scale.likelihoods, scale.consequences) if scale else ((), ())
    return RiskRow(
        risk.number,
        event.text or words.NO_TEXT,
        event.category,
        _named(event.likelihood, tuple(step.name for step in steps[0])),
        event.likelihood_reason,
        _named(event.consequence, tuple(step.name for step in steps[1])),
        event.consequence_reason,
        _value(event.likelihood, event.consequence, scale),
        _after(event, scale),
        words.TREATMENT[event.treatment] if event.treatment else words.NONE,
        event.treatment_reason,
        f"{words.ACCEPTED_BY} {event.accepted_by}" if event.accepted_by else "",
    )


def matrices(document: Document, risks: RiskList) -> tuple[DrawnMatrix, ...]:
    """Return the matrix of the document's scale, and a second one when any risk is valued after controls."""
    if document.scale is None:
        return ()
    events = [(risk.number, risk.event) for risk in risks.risks]
    before = {number: (event.likelihood, event.consequence) for number, event in events}
    after = {number: (event.likelihood_after, event.consequence_after) for number, event in events}
    drawn = [_drawn(BEFORE, before, document.scale)]
    if any(None not in place for place in after.values()):
        drawn.append(_drawn(AFTER, after, document.scale))
    return tuple(drawn)


def not_in_matrix(risks: RiskList) -> tuple[int, ...]:
    """Return the numbers of the risks that have no place in the matrix, since they are not valued."""
    return tuple(risk.number for risk in risks.risks if None in (risk.event.likelihood, risk.event.consequence))


def scale_rows(scale: Scale) -> ScaleTables:
    """Return header and rows of the three tables of a scale: likelihood, consequence, bands."""
    bands = tuple((str(band.from_value), band.name or words.NONE, words.LOOK[band.look]) for band in scale.bands)
    tables = (
        (words.LIKELIHOOD_STEPS, _steps(scale.likelihoods)),
        (words.CONSEQUENCE_STEPS, _steps(scale.consequences)),
        (words.BANDS, bands),
    )
    return tuple((header, rows) for header, rows in tables if rows)


def _steps(steps: tuple[Step, ...]) -> tuple[Three, ...]:
    return tuple((str(value), step.name or words.NONE, step.criterion) for value, step in enumerate(steps, start=1))


def _drawn(heading: str, places: dict[int, tuple[int | None, int | None]], scale: Scale) -> DrawnMatrix:
    drawn = matrix.matrix_of(_scales(scale))
    rows = tuple(
        (
            _named(row.step.value, tuple(step.name for step in scale.likelihoods)),
            tuple(
                MatrixCell(
                    cell.value,
                    cell.band.name,
                    Look(cell.band.look),
                    tuple(n for n, place in places.items() if place == (cell.likelihood, cell.consequence)),
                    scale.threshold is not None and cell.reaches_threshold,
                )
                for cell in row.cells
            ),
        )
        for row in drawn.rows
    )
    columns = tuple(f"{step.value} {step.name}".strip() for step in drawn.columns)
    return DrawnMatrix(heading, columns, rows)


def _scales(scale: Scale) -> matrix.Scales:
    return matrix.Scales(
        tuple(matrix.Step(value, step.name, step.criterion) for value, step in enumerate(scale.likelihoods, start=1)),
        tuple(matrix.Step(value, step.name, step.criterion) for value, step in enumerate(scale.consequences, start=1)),
        tuple(matrix.Band(band.from_value, band.name, band.look.value) for band in scale.bands or _NO_BANDS),
        scale.threshold or 0,
    )


def _named(value: int | None, names: tuple[str, ...]) -> str:
    if value is None:
        return words.NONE
    name = names[value - 1] if 1 <= value <= len(names) else ""
    return f"{value} {name}".strip()


def _value(likelihood: int | None, consequence: int | None, scale: Scale | None) -> Valued:
    if likelihood is None or consequence is None:
        return Valued(words.NONE)
    value = likelihood * consequence
    if scale is None or not scale.bands:
        return Valued(str(value))
    band = _scales(scale).band_of(value)
    return Valued(f"{value} {band.name}".strip(), Look(band.look))


def _after(event: Event, scale: Scale | None) -> Valued:
    places = (event.likelihood_after, event.consequence_after)
    if places == (None, None):
        return Valued(words.NONE)
    said = " × ".join(words.NONE if place is None else str(place) for place in places)
    value = _value(*places, scale)
    return Valued(f"{said} = {value.text}", value.look) if None not in places else Valued(said)
