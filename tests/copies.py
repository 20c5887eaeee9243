"""Hypothesis strategy: documents in which processes are copied under several goals, some copies changed."""

from dataclasses import replace

from hypothesis import strategies as st

from rimlig.documents.document import Document, Goal, Kind, Process
from strategies import actions, documents, events, follow_ups, working_methods


def _changed(process: Process, change: int, extra: tuple[object, ...]) -> Process:
    """Return the copy with one of its rows taken out, put last, doubled or added."""
    if not process.working_methods:
        return process
    method, *rest = process.working_methods
    event, follow_up, action = extra
    changes = (
        lambda: method,
        lambda: replace(method, events=(*method.events, event)),
        lambda: replace(method, follow_ups=(follow_up, *method.follow_ups)),
        lambda: replace(method, events=method.events[1:]),
        lambda: replace(method, events=tuple(reversed(method.events))),
        lambda: replace(method, events=method.events + method.events[:1]),
        lambda: replace(method, control=""),
        lambda: replace(method, events=tuple(replace(row, actions=(*row.actions, action)) for row in method.events)),
        lambda: replace(method, follow_ups=tuple(replace(row, actions=row.actions[1:]) for row in method.follow_ups)),
    )
    return replace(process, working_methods=(changes[change % len(changes)](), *rest))


@st.composite
def documents_with_copies(draw: st.DrawFn) -> Document:
    """Two to four goals that share at most three processes, each copy as it is or changed in one way."""
    originals = draw(
        st.lists(
            st.builds(
                Process,
                st.sampled_from(["Lön", "Inköp", "Attest"]),
                st.lists(working_methods, max_size=2).map(tuple),
                st.sampled_from(["", "Alla får lön", "Det kostar mest"]),
            ),
            min_size=1,
            max_size=3,
        )
    )
    goals = []
    for number in range(draw(st.integers(2, 4))):
        copies = draw(st.lists(st.sampled_from(originals), max_size=3))
        extra = draw(st.tuples(events, follow_ups, actions))
        processes = tuple(_changed(copy, draw(st.integers(0, 8)), extra) for copy in copies)
        goals.append(Goal(f"1.{number + 1}", f"Mål {number + 1}", processes))
    return replace(draw(documents(Kind.FOLLOW_UP)), goals=tuple(goals))
