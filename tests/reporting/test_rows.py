from rimlig.documents.document import Action, ActionStatus, Deviation, Event, FollowUp, WorkingMethod
from rimlig.reporting.rows import TableRow, table_rows


def test_a_method_with_nothing_has_no_rows() -> None:
    assert table_rows(WorkingMethod("Attest")) == ()


def test_a_control_alone_has_a_row() -> None:
    assert table_rows(WorkingMethod("Attest", "Listan stäms av")) == (TableRow(control="Listan stäms av"),)


def test_events_come_before_follow_ups_and_each_analysis_under_what_it_is_of() -> None:
    method = WorkingMethod(
        "Attest",
        "Listan stäms av",
        (
            Event("Fel lön", 2, 3, actions=(Action("Spärr", ActionStatus.CLOSED, "Klar"), Action("Rutin"))),
            Event("Vite"),
        ),
        (FollowUp("Stickprov", Deviation.MINOR, "Ett fel", "", (Action("Samtal", ActionStatus.ONGOING),)),),
    )
    assert table_rows(method) == (
        TableRow(
            control="Listan stäms av",
            event="Fel lön",
            risk="Sannolikhet 2 · Konsekvens 3 · Riskvärde 6",
            action="Spärr",
            status=ActionStatus.CLOSED,
        ),
        TableRow(action_analysis="Klar"),
        TableRow(action="Rutin"),
        TableRow(event="Vite"),
        TableRow(follow_up="Stickprov", deviation=Deviation.MINOR, action="Samtal", status=ActionStatus.ONGOING),
        TableRow(follow_up_analysis=(("Beskrivning av resultat:", "Ett fel"), ("Vidtagna åtgärder:", ""))),
    )


def test_what_has_no_words_keeps_its_row() -> None:
    method = WorkingMethod("Attest", events=(Event("", actions=(Action(""),)),), follow_ups=(FollowUp(""),))
    assert table_rows(method) == (
        TableRow(event="(text saknas)", action="(text saknas)"),
        TableRow(follow_up="(text saknas)"),
    )


def test_measures_without_a_result_keep_both_labels() -> None:
    (_first, analysis) = table_rows(WorkingMethod("Attest", follow_ups=(FollowUp("Stickprov", measures="Samtal"),)))
    assert analysis.follow_up_analysis == (("Beskrivning av resultat:", ""), ("Vidtagna åtgärder:", "Samtal"))
