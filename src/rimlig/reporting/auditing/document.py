"""What has been collected, as a document of blocks: its words are Swedish, as those of other documents are."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from rimlig.appearance.queries import house_style_of
from rimlig.documents import planned, words
from rimlig.documents.document import ActionStatus, Deviation, Treatment
from rimlig.followup.evidence.words import address_of, said_of
from rimlig.followup.models import Action, FollowUpResult, Verdict
from rimlig.followup.planned import answering_in_words, examination_in_words, person_in_words, schedule_in_words
from rimlig.planning.models import Plan, PlannedFollowUp, PlanState, UndesiredEvent
from rimlig.planning.rows.histories import Change, FieldChange
from rimlig.reporting.auditing.collecting import Collected
from rimlig.reporting.blocks import Block, BlockDocument, Facts, Heading, Piece, paragraph, paragraphs, signed, table
from rimlig.reporting.standing import PLANS
from rimlig.reporting.tracing.grounds import reference_of

TITLE: Final = "Revisorns akt"
LEAD: Final = (
    "Allt som Rimlig har om uppföljningen, i alla utgåvor och år av nämndens plan som den har stått i: planens ord, besluten,"
    " svaren, underlagen, åtgärderna och vem som ändrade vad och när. Utkast till svar som inte är inlämnade visas bara för"
    " dem som de rör."
)
NONE: Final = "–"
THE_WHOLE: Final = "Förvaltningen som helhet"
CONCLUSION: Final = "Nämndens slutsats"


def document_of_file(collected: Collected) -> BlockDocument:
    """Return the file as a document, equal for equal content: no hour of its own stands in it."""
    with override("sv"):
        plan = collected.chosen.in_plan
        blocks: list[Block] = [paragraph(LEAD, muted=True)]
        for row in collected.rows:
            blocks += _edition(row)
        blocks += _evidence(collected)
        blocks += _history(collected.changes)
        return BlockDocument(
            title=f"{TITLE}: {collected.chosen.text or words.NO_TEXT}",
            blocks=tuple(blocks),
            municipality=plan.board.municipality.name,
            author=plan.board.name,
            year=plan.year,
            facts=(
                ("Nämnd", plan.board.name),
                ("Referens", f"{reference_of(collected.chosen)} i planen för {plan.year}"),
                ("Process", collected.chosen.working_method.process.name),
                ("Arbetssätt", collected.chosen.working_method.name),
            ),
            mark=PLANS[PlanState(plan.state)].mark,
            page_header=TITLE,
            base=settings.RIMLIG_ADDRESSES[0],
            wide=True,
            look=house_style_of(plan.board.municipality),
        )


def place_of(row: PlannedFollowUp) -> str:
    """Return the name of the place on the page where the follow-up stands as it is in its edition."""
    return f"utgava-{row.in_plan.pk}"


def _edition(row: PlannedFollowUp) -> Iterator[Block]:
    plan = row.in_plan
    yield Heading(1, f"{plan.year}, utgåva {plan.edition}: {reference_of(row)}", place_of(row))
    yield Heading(2, "Planens ord")
    yield Facts(tuple(_facts(row)))
    yield from _risks(row)
    yield Heading(2, "Beslut")
    yield _decision(plan)
    yield from _answers(row)
    yield from _actions(row)


def _facts(row: PlannedFollowUp) -> Iterator[tuple[str, Piece]]:
    process = row.working_method.process
    values = {
        "Mål": "\n\n".join(str(placed.goal) for placed in process.placements.all()),
        "Process": process.name,
        "Varför processen är väsentlig": process.reason,
        "Arbetssätt": row.working_method.name,
        "Löpande kontroll": "\n\n".join(control.text for control in row.working_method.controls.all()),
        "Uppföljning": row.text or words.NO_TEXT,
        planned.METHOD.rstrip(":"): row.method,
        planned.SCHEDULE.rstrip(":"): schedule_in_words(row.schedule, row.periods, row.due),
        planned.ANSWERING.rstrip(":"): planned.names_joined(answering_in_words(row)) or THE_WHOLE,
        planned.PERFORMER.rstrip(":"): person_in_words(row.performer_role, row.performer.name if row.performer else ""),
        planned.REVIEWER.rstrip(":"): person_in_words(row.reviewer_role, row.reviewer.name if row.reviewer else ""),
        planned.EXAMINATION.rstrip(":"): examination_in_words(row.examination, row.examination_note),
    }
    for label, value in values.items():
        if value:
            yield (
                label,
                Piece(
                    value, reverse("planning:history", args=["uppfoljning", row.pk]) if label == "Uppföljning" else ""
                ),
            )


def _risks(row: PlannedFollowUp) -> Iterator[Block]:
    events = row.working_method.events.all()
    if events:
        header = ("Oönskad händelse", "Kategori", "Sannolikhet", "Konsekvens", "Riskvärde", "Hantering")
        yield Heading(2, "Risker")
        yield table("Risker", header, [_risk(event) for event in events], (8, 4, 6, 6, 3, 6))


def _risk(event: UndesiredEvent) -> tuple[Piece, ...]:
    likelihood = [str(event.likelihood or NONE), event.likelihood_reason]
    consequence = [str(event.consequence or NONE), event.consequence_reason]
    treatment = [words.TREATMENT[Treatment(event.treatment)] if event.treatment else NONE, event.treatment_reason]
    if event.accepted_by:
        treatment.append(f"{words.ACCEPTED_BY} {event.accepted_by.name}")
    return (
        Piece(event.text or words.NO_TEXT, reverse("planning:history", args=["handelse", event.pk])),
        Piece(event.category.name if event.category else NONE),
        *(Piece("\n\n".join(part for part in parts if part)) for parts in (likelihood, consequence)),
        Piece(str(event.risk_value or NONE)),
        Piece("\n\n".join(part for part in treatment if part)),
    )


def _decision(plan: Plan) -> Block:
    made = plan.decision
    state = PLANS[PlanState(plan.state)].state
    if made is None:
        return paragraph(f"{state}. Nämnden har inte beslutat om den här utgåvan.")
    said = (
        ("Läge", Piece(state)),
        ("Sammanträde", Piece(f"{made.meeting_date.isoformat()}, § {made.paragraph}")),
        ("Diarienummer", Piece(made.registry_number)),
        ("Infört i Rimlig", Piece(_by(made.recorded_by.name if made.recorded_by else "", made.recorded_at))),
        ("Dokumentet, sha256", Piece(made.document.sha256, reverse("lifecycle:decision", args=[plan.pk]))),
        ("Data, sha256", Piece(made.data.sha256)),
        ("Skäl till revideringen", Piece(plan.revision_reason)),
    )
    return Facts(tuple((label, piece) for label, piece in said if piece.text))


def _answers(row: PlannedFollowUp) -> Iterator[Block]:
    results = row.results.all()
    yield Heading(2, "Svar och slutsatser")
    if not results:
        yield paragraph("Inget svar och ingen slutsats i den här utgåvan.", muted=True)
    for result in results:
        who = result.unit.name if result.unit else CONCLUSION if result.state == "concluded" else THE_WHOLE
        yield Heading(3, f"{result.period}: {who}")
        yield paragraph(signed(Deviation(result.deviation) if result.deviation else None, otherwise="Inte bedömd"))
        yield from _texts(result)
        yield Facts(tuple(_said(result)))


def _texts(result: FollowUpResult) -> Iterator[Block]:
    texts = {
        words.RESULT: result.result,
        words.MEASURES: result.measures,
        "Orsak:": result.root_cause,
        "Varför ingen åtgärd behövs:": result.no_action_reason,
    }
    for label, text in texts.items():
        if text:
            yield paragraph(Piece(label, strong=True))
            yield from paragraphs(text)


def _said(result: FollowUpResult) -> Iterator[tuple[str, Piece]]:
    yield "Läge", Piece(str(result.get_state_display()), reverse("followup:answer", args=[result.pk]))
    if result.filed_at:
        yield "Inlämnat", Piece(_by(result.filed_by.name if result.filed_by else "", result.filed_at))
    elif result.saved_at:
        yield "Sparat", Piece(_by(result.saved_by.name if result.saved_by else "", result.saved_at))
    for review in result.reviews.all():
        label = "Godkänt" if review.verdict == Verdict.APPROVED else "Skickat tillbaka"
        yield label, Piece(f"{_by(review.by.name, review.at)} (steg {review.step}, version {review.of_version})")
    if result.sample_size is not None or result.population is not None:
        numbers = (result.sample_size, result.population, result.errors_found)
        sample, population, wrong = (NONE if number is None else str(number) for number in numbers)
        yield "Urval", Piece(f"{sample} granskade av {population}, {wrong} med fel")
    if result.basis:
        lines = [f"{line['unit']}, version {line['version']}: {_level(line['level'])}" for line in result.basis]
        yield "Bygger på", Piece("\n\n".join(lines))
    for comment in result.comments.all():
        quoted = f"”{comment.quote}” " if comment.quote else ""
        yield "Kommentar", Piece(f"{quoted}{comment.text} ({_by(comment.by.name, comment.at)})")


def _level(value: str) -> str:
    return words.DEVIATION[Deviation(value)] if value else NONE


def _actions(row: PlannedFollowUp) -> Iterator[Block]:
    actions = row.actions.all()
    if not actions:
        return
    yield Heading(2, "Åtgärder")
    header = ("Åtgärd", "Status", "Ansvarig", "Klar senast", "Logg")
    yield table("Åtgärder", header, [_action(action) for action in actions], (4, 2, 2, 2, 6))


def _action(action: Action) -> tuple[Piece, ...]:
    log = [f"{_by(note.by.name, note.at)}: {note.text}" for note in action.notes.all()]
    if action.effect_checked_by and action.effect_checked_at:
        log.append(
            f"Effekten kontrollerad {_by(action.effect_checked_by.name, action.effect_checked_at)}: {action.effect}"
        )
    return (
        Piece(action.text or words.NO_TEXT, reverse("followup:action", args=[action.pk])),
        signed(ActionStatus(action.status) if action.status else None, otherwise=NONE),
        Piece(action.responsible.name if action.responsible else NONE),
        Piece(action.due.isoformat() if action.due else NONE),
        Piece("\n\n".join(log) or action.analysis or NONE),
    )


def _evidence(collected: Collected) -> Iterator[Block]:
    yield Heading(1, "Underlag")
    rows = [
        (
            Piece(said_of(one), address_of(one)),
            Piece(f"{one.result.period}: {one.result.unit.name if one.result.unit else THE_WHOLE}"),
            Piece(_by(one.added_by.name, one.added_at)),
            Piece(str(one.kept.size) if one.kept else NONE),
            Piece(one.kept.sha256 if one.kept else one.link),
        )
        for one in collected.evidence
    ]
    if rows:
        header = ("Underlag", "Svar", "Tillagt", "Storlek, byte", "sha256, eller länken")
        yield table("Underlag", header, rows, (4, 4, 4, 2, 7))
    else:
        yield paragraph("Inget underlag har lagts till något svar.", muted=True)


def _history(changes: list[Change]) -> Iterator[Block]:
    yield Heading(1, "Historik")
    rows = [_change(change) for change in changes]
    if rows:
        yield table("Historik", ("När", "Vem", "Vad", "Före och efter"), rows, (3, 3, 4, 10))
    else:
        yield paragraph("Ingen ändring finns sparad.", muted=True)


def _change(change: Change) -> tuple[str, ...]:
    what = str(change.editable.label) if change.editable else ""
    fields = [_field(field) for field in change.fields]
    return _moment(change.when), change.who, f"{what}: {change.operation}", "\n\n".join(fields) or NONE


def _field(field: FieldChange) -> str:
    before = "".join(word.text for word in field.words if word.sign in "=-")
    after = "".join(word.text for word in field.words if word.sign in "=+")
    return f"{field.label}: {after or NONE}" if not before else f"{field.label}: {before} → {after or NONE}"


def _by(name: str, at: datetime) -> str:
    return f"{name}, {_moment(at)}" if name else _moment(at)


def _moment(at: datetime) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H.%M}"
