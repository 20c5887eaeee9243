"""Hypothesis strategies: documents of the family as unkind as real ones, for every format's round trip.

Texts follow the rule that all formats keep: lines without leading, trailing or
double spaces, paragraphs with an empty line between them. Left out is only
what paper cannot tell apart, such as a result with a paragraph that reads
"Vidtagna åtgärder:".
"""

from dataclasses import replace

from hypothesis import strategies as st

from rimlig.documents import planned, words
from rimlig.documents.document import (
    Action,
    ActionPlan,
    ActionStatus,
    Band,
    Deviation,
    Document,
    Event,
    FollowUp,
    Goal,
    GoalSummary,
    Kind,
    Look,
    Process,
    Scale,
    Step,
    Treatment,
    WorkingMethod,
)
from rimlig.reporting.report import Report
from traced import traces_of

LETTERS = "abcdefghijklmnoprstuvyåäöéüABDEGHKLMNORSTVÅÄÖ0123456789"
PUNCTUATION = "<>&\"'=+-@#$*_`~[]{}()\\/%.,:;!?–—…”’§·|^€"
SENTENCES = (
    "Alla enheter följer upp närvaron varje månad.",
    "Rutinen är inte känd överallt, och stickprov görs därför oftare än planen säger.",
    "Barn- och utbildningsförvaltningens kvalitetsuppföljningssamordnare går igenom utfallet.",
    "Konto 7511/7512 har stämts av mot e-post, vilket gav 1 234,50 kr i rättelser.",
    "A",
    "–",
)
WORDLIKE = (  # texts that a reader could take for something else
    *words.DEVIATION.values(),
    *words.STATUS.values(),
    *words.COLUMNS,
    words.INTRODUCTION,
    words.SUMMARY,
    words.CONTENTS,
    words.ACTION_PLANS_PART,
    words.PROCESS,
    words.TRACES,
    "[U1] Stickprov",
    "[U12]",
    "Process: Lön",
    "Arbetssätt: Attest",
    words.PAGE_HEADER,
    "Sid 1 (2)",
    "3",
    "1.1 Ett mål",
    "2018-12-31",
    "=1+1",
    "@SUM(A1)",
    "+46 8 508",
    "-1",
    "'citat",
    "<b>fet</b> &amp; {{ namn }} {% if %}",
    '#eval("1") $x^2$ *fet* _kursiv_ `kod` @ref [x] \\ // /* ~',
    "https://example.se/a?b=c&d=e",
    "Personuppgiftsbehandlingsförteckningsansvarsfördelningsdokumentation",
)
LABELS = (  # begin paragraphs that mean something of their own in some places
    words.ANALYSIS,
    words.RESULT,
    words.MEASURES,
    words.ACTION,
    words.UNITS,
    words.STATUS_LABEL,
    words.NO_TEXT,
    words.ACCEPTED_BY,
    words.THRESHOLD,
    words.GOALS_SERVED,
    words.REASON,
    words.NONE,
    *planned.LABELS,
    planned.HEADING,
)

statuses = st.none() | st.sampled_from(ActionStatus)
_word = st.text(LETTERS, min_size=1, max_size=9) | st.text(LETTERS + PUNCTUATION, min_size=1, max_size=9)
_plain = st.lists(_word | st.sampled_from(SENTENCES), min_size=1, max_size=12).map(" ".join)
_long = st.tuples(_plain, st.integers(12, 44)).map(lambda pair: " ".join([pair[0], *SENTENCES[:4]] * (pair[1] // 4)))


def _means_nothing(text: str) -> bool:
    """Tell a text that can stand anywhere from one that starts with a label or reads as a risk line."""
    return not text.startswith(LABELS) and words.read_risk_line(text) is None


lines = (_plain | st.sampled_from(WORDLIKE) | st.text(LETTERS, min_size=1, max_size=1)).filter(_means_nothing)
"""One line of text, from a single character to a dozen words, anything but a label."""

paragraphs = lines | _long.filter(_means_nothing)
"""One paragraph, sometimes longer than half a page."""

texts = paragraphs | st.lists(paragraphs, min_size=2, max_size=3).map("\n\n".join)
"""One to three paragraphs."""

_names = _plain.filter(_means_nothing)
_optional_texts = st.just("") | texts

actions = st.builds(Action, text=texts, status=statuses, analysis=_optional_texts)
_values = st.none() | st.integers(1, 5)
_people = st.just("") | _names.map(lambda name: name.replace(";", ","))
_reasons = st.just("") | lines | st.lists(lines, min_size=2, max_size=2).map("\n\n".join)
# Deferred, or the name of every strategy that they stand in would be written out when an example is given up.
events = st.deferred(
    lambda: (
        st.builds(
            Event,
            text=texts,
            likelihood=_values,
            consequence=_values,
            treatment=st.none() | st.sampled_from(Treatment),
            actions=st.lists(actions, max_size=2).map(tuple),
        )
        | st.builds(
            Event,
            text=lines,
            likelihood=_values,
            consequence=_values,
            treatment=st.none() | st.sampled_from(Treatment),
            actions=st.lists(actions, max_size=1).map(tuple),
            likelihood_after=_values,
            consequence_after=_values,
            likelihood_reason=_reasons,
            consequence_reason=_reasons,
            category=st.just("") | _names,
            treatment_reason=_reasons,
            accepted_by=_people,
        )
    )
)
follow_ups = st.deferred(
    lambda: (
        st.builds(
            FollowUp,
            text=texts,
            deviation=st.none() | st.sampled_from(Deviation),
            result=_optional_texts,
            measures=_optional_texts,
            actions=st.lists(actions, max_size=2).map(tuple),
        )
        | st.builds(
            FollowUp,
            text=lines,
            deviation=st.none() | st.sampled_from(Deviation),
            result=_reasons,
            actions=st.lists(actions, max_size=1).map(tuple),
            method=_reasons,
            schedule=st.just("") | _names,
            answering=st.lists(_people.filter(bool), max_size=3).map(tuple),
            performer=_people,
            reviewer=_people,
            examination=_reasons,
            criterion_none=_reasons,
            criterion_minor=_reasons,
            criterion_major=_reasons,
        )
    )
)
working_methods = st.deferred(
    lambda: st.builds(
        WorkingMethod,
        name=_names,
        control=_optional_texts,
        events=st.lists(events, max_size=2).map(tuple),
        follow_ups=st.lists(follow_ups, max_size=2).map(tuple),
    )
)
processes = st.builds(
    Process,
    name=_names,
    working_methods=st.lists(working_methods, max_size=2).map(tuple),
    reason=st.just("") | _reasons,
)
_steps = st.lists(st.builds(Step, _names, st.just("") | lines), min_size=2, max_size=4).map(tuple)
scales = st.deferred(
    lambda: st.builds(
        Scale,
        likelihoods=_steps,
        consequences=_steps,
        bands=st.lists(st.builds(Band, st.integers(1, 25), _names, st.sampled_from(Look)), max_size=3).map(tuple),
        threshold=st.none() | st.integers(1, 25),
    )
)
_numbers = st.tuples(st.integers(1, 9), st.integers(1, 12)).map(lambda pair: f"{pair[0]}.{pair[1]}")
goals = st.builds(
    Goal, number=_numbers, title=st.just("") | _names, processes=st.lists(processes, max_size=2).map(tuple)
)
summaries = st.builds(GoalSummary, goal=_numbers, title=st.just("") | _names, text=_optional_texts)


def action_plans() -> st.SearchStrategy[ActionPlan]:
    """Action plans; a number of units is there without the other one at times."""
    units = st.none() | st.integers(0, 40)
    return st.builds(
        ActionPlan,
        heading=_names,
        finding=_optional_texts,
        units_at_risk=units,
        units_total=units,
        measures=_optional_texts,
        status=statuses,
    )


def documents(kind: Kind | None = None) -> st.SearchStrategy[Document]:
    """Documents of one kind, or of any when none is given. Goals and their summaries have each number once."""
    return st.builds(
        Document,
        kind=st.sampled_from(Kind) if kind is None else st.just(kind),
        year=st.none() | st.integers(1995, 2060),
        title=st.just("") | _names,
        board=st.just("") | _names,
        introduction=_optional_texts,
        summary=_optional_texts,
        summary_by_goal=st.lists(summaries, max_size=2, unique_by=lambda summary: summary.goal).map(tuple),
        goals=st.lists(goals, max_size=2, unique_by=lambda goal: goal.number).map(tuple),
        action_plans=st.lists(action_plans(), max_size=2).map(tuple),
        approach=_reasons,
        scale=st.none() | scales,
    )


def reports(kind: Kind | None = None) -> st.SearchStrategy[Report]:
    """A document with the cover's facts, each there or not."""
    fact = st.just("") | _names
    made = st.builds(Report, document=documents(kind), municipality=fact, period=fact, registry_number=fact)
    return st.builds(_traced, made, st.booleans())


def _traced(report: Report, tells_traces: bool) -> Report:  # drawn
    """Let a follow-up's report also say what its conclusions rest on: readers find the same document in it."""
    if not tells_traces or report.document.kind != Kind.FOLLOW_UP:
        return report
    return replace(report, traces=traces_of(report.document))
