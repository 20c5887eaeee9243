"""Control tests that have been run for an answer, as the worker leaves them."""

from data_files import double_payment
from factories import ControlTestRunFactory, EvidenceFactory
from rimlig.controltests.outcome import to_json
from rimlig.followup.models import Evidence, FollowUpResult
from rimlig.records.files import store_file


def evidence_of_run(answer: FollowUpResult) -> Evidence:
    """Lay a run that examined two payments and found one exception beside the answer, and return it as evidence."""
    found = double_payment()
    stored = store_file(to_json(found).encode(), "application/json", answer.in_plan.board.municipality, by=None)
    run = ControlTestRunFactory(
        result=answer, state="done", outcome=stored, population=found.population, exceptions=found.count
    )
    evidence: Evidence = EvidenceFactory(result=answer, link="", run=run, name=found.name)
    return evidence
