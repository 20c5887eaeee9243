"""What the draft says, word for word; and that a changed number changes its sentence and nothing else."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rimlig.documents.document import ActionStatus, Deviation
from rimlig.drafting.decisions import proposed_decision
from rimlig.drafting.facts import (
    Facts,
    FollowUpFact,
    GoalFact,
    RiskFact,
    Source,
    SourceKind,
    Standing,
    TrackedFact,
    UnitFact,
)
from rimlig.drafting.phrases import STANDARD, Phrases
from rimlig.drafting.sentences import Sentence, as_text, draft_for_goal, draft_for_whole

GOAL = GoalFact(1, "1.1", "Barn får en trygg start")
LEVELS = {
    "N": Deviation.NONE,
    "m": Deviation.MINOR,
    "M": Deviation.MAJOR,
    "0": Deviation.NOT_DONE,
    "-": None,
}
STATUSES = {
    "c": ActionStatus.CLOSED,
    "o": ActionStatus.ONGOING,
    "h": ActionStatus.ON_HOLD,
    "n": ActionStatus.NOT_STARTED,
    "?": None,
}


def _source(kind: SourceKind, pk: int, label: str = "") -> Source:
    return Source(kind, pk, label or f"{kind} {pk}", f"/{kind}/{pk}/")


def _follow_up(pk: int, level: str, **more: Any) -> FollowUpFact:
    result = None if LEVELS[level] is None else _source(SourceKind.RESULT, pk)
    own = {"source": _source(SourceKind.FOLLOW_UP, pk), "goals": frozenset({1}), "level": LEVELS[level]}
    return FollowUpFact(**{**own, "result": result, **more})


def _facts(levels: str = "", **more: Any) -> Facts:
    """Make facts with a follow-up for each letter: N(one), m(inor), M(ajor), 0 for not done, - for no result."""
    follow_ups = tuple(_follow_up(pk, level) for pk, level in enumerate(levels))
    return Facts(**{"board": "Lindhaga", "year": 2026, "period": "tertial 2", "follow_ups": follow_ups, **more})


def _tracked(statuses: str, kind: SourceKind = SourceKind.ACTION, **more: Any) -> tuple[TrackedFact, ...]:
    """Make an action for each letter: c(losed), o(ngoing), on h(old), n(ot started), ? for none said."""
    return tuple(
        TrackedFact(_source(kind, pk), frozenset({1}), STATUSES[status], **more) for pk, status in enumerate(statuses)
    )


def _said(sentences: Iterable[Sentence]) -> list[str]:
    return [sentence.text for sentence in sentences]


@pytest.mark.parametrize(
    ("levels", "sentences"),
    [
        ("", []),
        ("N", ["Uppföljningen visar ingen avvikelse."]),
        ("M", ["Uppföljningen visar en större avvikelse."]),
        ("NN", ["Båda uppföljningarna visar ingen avvikelse."]),
        ("N" * 5, ["Samtliga fem uppföljningar visar ingen avvikelse."]),
        ("mmm", ["Samtliga tre uppföljningar visar en mindre avvikelse."]),
        ("N" * 39 + "mmM", ["Av 42 uppföljningar visar 39 ingen avvikelse, 2 mindre och 1 större avvikelse."]),
        ("N" * 40 + "mm", ["Av 42 uppföljningar visar 40 ingen avvikelse och 2 mindre avvikelse."]),
        ("NM", ["Av två uppföljningar visar en ingen avvikelse och en större avvikelse."]),
        ("mM", ["Av två uppföljningar visar en mindre och en större avvikelse."]),
        (
            "NNN0",
            ["Av fyra uppföljningar visar tre ingen avvikelse.", "En uppföljning har inte genomförts."],
        ),
        (
            "NN0-" + "-" * 13,
            [
                "Av 17 uppföljningar visar 2 ingen avvikelse.",
                "En uppföljning har inte genomförts.",
                "14 uppföljningar saknar ännu resultat.",
            ],
        ),
        ("00", ["Två uppföljningar har inte genomförts."]),
        ("--", ["Två uppföljningar saknar ännu resultat."]),
    ],
)
def test_levels(levels: str, sentences: list[str]) -> None:
    assert _said(draft_for_whole(_facts(levels))) == sentences


@pytest.mark.parametrize(
    ("statuses", "sentences"),
    [
        ("c", ["Åtgärden är avslutad."]),
        ("oo", ["Båda åtgärderna pågår."]),
        ("nnn", ["Samtliga tre åtgärder är inte påbörjade."]),
        ("hhhh", ["Samtliga fyra åtgärder är i väntläge."]),
        (
            "c" * 7 + "o" * 8 + "hh" + "n",
            ["Av 18 åtgärder är sju avslutade, åtta pågående, två i väntläge och en ej påbörjad."],
        ),
        ("co", ["Av två åtgärder är en avslutad och en pågående."]),
        ("c??", ["Av tre åtgärder är en avslutad och två utan angivet läge."]),
        ("??", []),
    ],
)
def test_actions(statuses: str, sentences: list[str]) -> None:
    assert _said(draft_for_whole(_facts(actions=_tracked(statuses)))) == sentences


def test_what_is_late() -> None:
    late = _tracked("o", days_late=40) + _tracked("cc")
    assert _said(draft_for_whole(_facts(actions=late)))[1:] == ["En åtgärd är försenad."]
    late = _tracked("ooo", days_late=40) + _tracked("c")
    assert _said(draft_for_whole(_facts(actions=late)))[1:] == ["Tre åtgärder är försenade."]


def test_action_plans() -> None:
    plans = _tracked("co", SourceKind.ACTION_PLAN, days_late=0)
    plans += _tracked("o", SourceKind.ACTION_PLAN, days_late=9)
    assert _said(draft_for_whole(_facts(action_plans=plans))) == [
        "Av tre handlingsplaner är en avslutad och två pågående.",
        "En handlingsplan är försenad.",
    ]


def test_what_came_along_from_earlier_years() -> None:
    carried = _tracked("co", came_from=_source(SourceKind.ACTION, 100))
    assert _said(draft_for_whole(_facts(actions=carried)))[1:] == [
        "Av två åtgärder som har följt med från tidigare år är en avslutad och en pågående."
    ]
    carried = _tracked("c", came_from=_source(SourceKind.ACTION, 100))
    assert _said(draft_for_whole(_facts(actions=carried)))[1:] == [
        "Åtgärden som har följt med från tidigare år är avslutad."
    ]


def _since(now: str, then: str, *, when: str, last_year: bool = False) -> tuple[FollowUpFact, ...]:
    known = {"last_year" if last_year else "before"}
    return tuple(
        _follow_up(
            pk,
            one,
            **{
                name: Standing(LEVELS[before] or Deviation.NONE, when, _source(SourceKind.RESULT, 100 + pk))
                for name in known
            },
        )
        for pk, (one, before) in enumerate(zip(now, then, strict=True))
    )


def test_what_has_changed_since_the_period_before() -> None:
    facts = _facts(follow_ups=_since("MmNN0", "mNMNm", when="tertial 1"))
    changed = [one for one in draft_for_whole(facts) if one.key in {"worse", "better"}]
    assert _said(changed) == [
        "Två uppföljningar visar ett sämre resultat än i tertial 1.",
        "En uppföljning visar ett bättre resultat än i tertial 1.",
    ]
    assert [source.pk for source in changed[1].sources] == [2, 102]


@pytest.mark.parametrize(
    ("now", "sentence"),
    [
        ("m", "Avvikelsen från 2025 återkommer."),
        ("N", "Avvikelsen från 2025 återkommer inte."),
        ("mM", "Båda avvikelserna från 2025 återkommer."),
        ("mNN", "En av tre avvikelser från 2025 återkommer."),
        ("NNN", "Ingen av tre avvikelser från 2025 återkommer."),
    ],
)
def test_what_came_back_from_last_year(now: str, sentence: str) -> None:
    facts = _facts(follow_ups=_since(now, "m" * len(now), when="2025", last_year=True))
    assert _said(one for one in draft_for_whole(facts) if one.key == "returning") == [sentence]


def test_nobody_knows_whether_it_came_back_when_it_was_not_followed_up() -> None:
    facts = _facts(follow_ups=_since("0-", "mm", when="2025", last_year=True))
    assert [one.key for one in draft_for_whole(facts)] == ["not_done", "missing"]


def _unit(name: str, pk: int) -> UnitFact:
    return UnitFact(name, Deviation.MINOR, _source(SourceKind.ANSWER, pk))


def test_which_units_deviate() -> None:
    facts = _facts(
        follow_ups=(
            _follow_up(1, "m", units=(_unit("Sjövik", 11), _unit("Granen", 12)), asked=8),
            _follow_up(2, "m", units=(_unit("Granen", 13),), asked=8),
        )
    )
    units = next(one for one in draft_for_whole(facts) if one.key == "units")
    assert units.text == "Två enheter avviker i minst en uppföljning: Granen och Sjövik."
    assert [source.pk for source in units.sources] == [12, 13, 11]


def test_a_goal_names_each_of_its_deviations_the_most_serious_first() -> None:
    label = _source(SourceKind.FOLLOW_UP, 7, "Andel förskollärare.")
    facts = _facts(
        goals=(GOAL, GoalFact(2, "1.2", "Annat")),
        follow_ups=(
            _follow_up(1, "N"),
            _follow_up(7, "m", source=label, units=(_unit("Granen", 12), _unit("Sjövik", 11)), asked=8),
            _follow_up(8, "M"),
            _follow_up(9, "M", goals=frozenset({2})),
        ),
        risks=(RiskFact(_source(SourceKind.RISK, 1), frozenset({1}), 12, None, reaches=True, reaches_after=True),),
        threshold=9,
    )
    assert _said(draft_for_goal(facts, GOAL)) == [
        "Av tre uppföljningar visar en ingen avvikelse, en mindre och en större avvikelse.",
        "Uppföljningen ”follow_up 8” visar en större avvikelse.",
        "Uppföljningen ”Andel förskollärare” visar en mindre avvikelse: två av åtta enheter avviker (Granen och Sjövik).",
    ]


@pytest.mark.parametrize(
    ("high", "after", "sentences"),
    [
        (0, 0, []),
        (1, 1, ["En av tre värderade risker når tröskelvärdet 9.", "Den gör det även när kontrollerna räknas in."]),
        (
            2,
            1,
            ["Två av tre värderade risker når tröskelvärdet 9.", "En av dem gör det även när kontrollerna räknas in."],
        ),
        (2, 2, ["Två av tre värderade risker når tröskelvärdet 9.", "Båda gör det även när kontrollerna räknas in."]),
        (3, 0, ["Samtliga tre värderade risker når tröskelvärdet 9."]),
    ],
)
def test_risks_over_the_threshold(high: int, after: int, sentences: list[str]) -> None:
    risks = tuple(
        RiskFact(_source(SourceKind.RISK, pk), frozenset({1}), 9, 4, reaches=pk < high, reaches_after=pk < after)
        for pk in range(3)
    )
    assert _said(draft_for_whole(_facts(risks=risks, threshold=9))) == sentences


def test_risks_whose_controls_nobody_has_valued_are_not_said_to_remain() -> None:
    risks = (RiskFact(_source(SourceKind.RISK, 1), frozenset(), 9, None, reaches=True, reaches_after=True),)
    assert [one.key for one in draft_for_whole(_facts(risks=risks, threshold=9))] == ["risks"]


def test_a_sentence_leads_to_its_rows() -> None:
    levels = draft_for_whole(_facts("NmM"))[0]
    assert [(source.kind, source.pk) for source in levels.sources] == [(SourceKind.RESULT, 2), (SourceKind.RESULT, 1)]


def test_as_running_text() -> None:
    assert as_text(draft_for_whole(_facts("N-"))) == (
        "Av två uppföljningar visar en ingen avvikelse. En uppföljning saknar ännu resultat."
    )


def test_own_phrases_are_used_and_stay_right_for_one_and_many() -> None:
    own = Phrases({"late": "{åtgärder} skulle ha varit klara"})
    one = _facts(actions=_tracked("o", days_late=3))
    assert draft_for_whole(one, own)[1].text == "En åtgärd skulle ha varit klara"
    assert (
        draft_for_whole(_facts(actions=_tracked("oo", days_late=3)), own)[1].text
        == "Två åtgärder skulle ha varit klara"
    )


letters = st.text(alphabet="NmM0-", max_size=30)
states = st.text(alphabet="cohn?", max_size=20)


def _by_key(facts: Facts) -> dict[str, str]:
    return {sentence.key: sentence.text for sentence in draft_for_whole(facts)}


def _changed(one: Facts, other: Facts) -> set[str]:
    before, after = _by_key(one), _by_key(other)
    return {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}


@given(letters, states, states, st.integers(0, 20), st.integers(0, 20))
def test_the_same_facts_give_the_same_words_and_each_key_once(
    levels: str, actions: str, plans: str, late: int, reaching: int
) -> None:
    facts = _whole(levels, actions, plans, late, reaching)
    said = draft_for_whole(facts)
    assert said == draft_for_whole(_whole(levels, actions, plans, late, reaching))
    assert len({sentence.key for sentence in said}) == len(said)
    for sentence in said:
        assert sentence.sources
        assert sentence.text[0] == sentence.text[0].upper()
        assert not {"{", "}"} & set(sentence.text)
        assert " 1 " not in sentence.text


def _whole(levels: str, actions: str, plans: str, late: int, reaching: int) -> Facts:
    tracked = _tracked(actions)
    tracked = tuple(replace(one, days_late=3 if at < late else 0) for at, one in enumerate(tracked))
    risks = tuple(
        RiskFact(_source(SourceKind.RISK, pk), frozenset(), 9, 9, reaches=pk < reaching, reaches_after=pk < reaching)
        for pk in range(20)
    )
    return _facts(
        levels, actions=tracked, action_plans=_tracked(plans, SourceKind.ACTION_PLAN), risks=risks, threshold=9
    )


@given(letters, letters)
def test_changed_levels_change_what_is_said_of_levels_alone(one: str, other: str) -> None:
    changed = _changed(_whole(one, "coo", "c", 2, 5), _whole(other, "coo", "c", 2, 5))
    assert changed <= {"levels", "not_done", "missing"}


@given(states, states)
def test_changed_statuses_change_what_is_said_of_actions_alone(one: str, other: str) -> None:
    assert _changed(_whole("NNm", one, "c", 0, 5), _whole("NNm", other, "c", 0, 5)) <= {"actions"}


@given(st.integers(0, 5), st.integers(0, 5))
def test_a_changed_number_of_late_actions_changes_that_sentence_alone(one: int, other: int) -> None:
    changed = _changed(_whole("NNm", "ooooo", "c", one, 5), _whole("NNm", "ooooo", "c", other, 5))
    assert changed == ({"late"} if one != other else set())


@given(st.integers(0, 20), st.integers(0, 20))
def test_a_changed_number_of_risks_changes_what_is_said_of_risks_alone(one: int, other: int) -> None:
    changed = _changed(_whole("NNm", "o", "c", 0, one), _whole("NNm", "o", "c", 0, other))
    assert changed <= {"risks", "risks_after"}
    assert bool(changed) == (one != other)


def test_every_standard_phrase_is_said_by_some_draft() -> None:
    """A phrase that nothing says could be edited to no effect."""
    facts = [
        _facts("NmM0-", actions=_tracked("co"), action_plans=_tracked("co", SourceKind.ACTION_PLAN)),
        _whole("NN", "c", "c", 0, 3),
        _whole("NN", "ooo", "ooo", 2, 3),
        _facts(action_plans=_tracked("o", SourceKind.ACTION_PLAN, days_late=2)),
        _facts(follow_ups=_since("mN", "Nm", when="tertial 1")),
        _facts(follow_ups=_since("m", "m", when="2025", last_year=True)),
        _facts(actions=_tracked("co", came_from=_source(SourceKind.ACTION, 9))),
        _facts(actions=_tracked("c", came_from=_source(SourceKind.ACTION, 9))),
        _facts(follow_ups=(_follow_up(1, "m", units=(_unit("Granen", 12),), asked=2), _follow_up(2, "m"))),
    ]
    marked = Phrases({key: f"[{key}]" for key in STANDARD})
    said = {
        sentence.text
        for one in facts
        for sentence in (
            *draft_for_whole(one, marked),
            *draft_for_goal(one, GOAL, marked),
            *proposed_decision(one, "tillräcklig", marked),
        )
    }
    assert said == {f"[{key}]" for key in STANDARD}


def test_the_decision_proposed() -> None:
    late = _tracked("o", days_late=2)
    facts = _facts("N", actions=late * 3, action_plans=late, for_period="helåret")
    assert _said(proposed_decision(facts, "inte helt tillräcklig")) == [
        "Lindhaga godkänner uppföljningen för helåret av internkontrollplan 2026.",
        "Lindhaga bedömer att den interna kontrollen under 2026 är inte helt tillräcklig.",
        "Lindhaga ger förvaltningen i uppdrag att slutföra de tre försenade åtgärderna och den försenade handlingsplanen.",
    ]
    assert _said(proposed_decision(_facts("N"))) == [
        "Lindhaga godkänner uppföljningen för tertial 2 av internkontrollplan 2026."
    ]


def test_what_a_municipality_does_not_want_said_is_not_said() -> None:
    silent = Phrases(silent=frozenset({"decision_late", "missing"}))
    facts = _facts("N-", actions=_tracked("o", days_late=2))
    assert [one.key for one in proposed_decision(facts, phrases=silent)] == ["decision_approve"]
    assert [one.key for one in draft_for_whole(facts, silent)] == ["levels", "actions", "late"]
