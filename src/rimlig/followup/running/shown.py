"""What is shown of a run: facts, data files, exceptions; and the same as a workbook."""

from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from rimlig.controltests.outcome import Outcome, from_json, in_readers_language, in_words
from rimlig.controltests.registry import all_tests
from rimlig.core.spreadsheets import Column, exported
from rimlig.followup.evidence.words import counted, exceptions_in_words
from rimlig.followup.models import ControlTestRun
from rimlig.records.files import open_file


def outcome_of(run: ControlTestRun) -> Outcome:
    """Return what a run that is done found. Raises NotTheSameBytes when the stored outcome is not what was stored."""
    assert run.outcome is not None
    return from_json(open_file(run.outcome))


def facts_of(run: ControlTestRun, outcome: Outcome | None = None) -> list[tuple[str, Any]]:
    """Return what is said of the run, each with its label: who and when, the parameters, and what was found."""
    test = all_tests().get(run.test)
    begun = _("%(name)s, %(when)s") % {
        "name": run.begun_by.name,
        "when": date_format(localtime(run.begun_at), "j F Y H.i"),
    }
    facts: list[tuple[str, Any]] = [(_("Run by"), begun)]
    kinds = {one.name: one for one in test.parameters} if test else {}
    for name, value in (outcome.parameters if outcome else run.parameters).items():
        known = kinds.get(name)
        # Without an outcome there is only what was written, which may be nothing.
        shown = in_words(value, known.kind if known else None) if outcome else value
        facts.append((str(known.label) if known else name, shown))
    if outcome is not None:
        facts.append((_("Version of the test"), outcome.version))
        facts.append((_("Engine"), ", ".join(f"{name} {version}" for name, version in outcome.engine.items())))
    return facts


def summary_of(outcome: Outcome) -> str:
    """Return how much was examined and how much of it differs: “Examined: 1 204 payments. 7 exceptions.”"""
    test = all_tests().get(outcome.test)
    return _("Examined: %(population)s %(counts)s. %(exceptions)s.") % {
        "population": counted(outcome.population),
        "counts": test.counts if test else outcome.counts,
        "exceptions": exceptions_in_words(outcome.count),
    }


def files_of(outcome: Outcome) -> list[dict[str, Any]]:
    """Return the data files: what they are, what they were called, their rows and their hashes."""
    test = all_tests().get(outcome.test)
    labels = {one.name: str(one.label) for one in test.inputs} if test else {}
    return [
        {"label": labels.get(one.name, one.name), "name": one.file, "rows": counted(one.rows), "sha256": one.sha256}
        for one in outcome.data
    ]


def as_excel(outcome: Outcome, title: str) -> bytes:
    """Return the listed exceptions as a workbook: the row, the sentence, and each value in a column of its own."""
    test = all_tests().get(outcome.test)
    names = list(outcome.exceptions[0].values) if outcome.exceptions else []
    known = test if test and test.version == outcome.version else None
    kinds = known.column_kinds() if known else {}
    headings = [known.label_of(name) if known else name for name in names]
    columns = [Column(_("Row"), 8), Column(_("Exception"), 70), *(Column(heading, 18) for heading in headings)]
    rows = (
        [one.row, in_readers_language(outcome, one)]
        + ["" if one.values[name] is None else _cell(one.values[name], kinds.get(name)) for name in names]
        for one in outcome.exceptions
    )
    return exported("xlsx", title, columns, rows)


def _cell(value: Any, kind: Any) -> Any:
    return value if isinstance(value, int) else in_words(value, kind)
