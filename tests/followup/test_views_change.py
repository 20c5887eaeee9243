import re
from typing import Any

import pytest
from django.test import Client

from factories import (
    ActionFactory,
    ActionPlanFactory,
    BoardReportFactory,
    FollowUpResultFactory,
    OngoingControlFactory,
    PlannedFollowUpFactory,
    SummaryAnalysisFactory,
    UndesiredEventFactory,
    WorkingMethodFactory,
)
from rimlig.followup.models import FollowUpResult
from rimlig.organisation.models import User
from rimlig.planning.models import Process, UndesiredEvent
from rimlig.planning.rows.changing import change
from rimlig.planning.rows.editables import BY_KIND

HTMX = {"HX-Request": "true"}


@pytest.fixture
def event(process: Process) -> UndesiredEvent:
    return UndesiredEventFactory(working_method__process=process, text="Fel lön")


@pytest.fixture
def signed_in(client: Client, controller: User) -> Client:
    client.force_login(controller)
    return client


def _send(client: Client, event: UndesiredEvent, **sent: Any) -> Any:
    data = {"version": event.version, "next": f"/process/{event.working_method.process_id}/", **sent}
    return client.post(f"/andra/handelse/{event.pk}/", data)


def test_without_javascript_the_form_is_a_page_that_leads_back_to_the_row(
    signed_in: Client, event: UndesiredEvent
) -> None:
    way_back = f"/process/{event.working_method.process_id}/"
    page = signed_in.get(f"/andra/handelse/{event.pk}/?next={way_back}").content.decode()
    assert page.startswith("<!doctype html>")
    assert "<title>Ändra oönskad händelse – Lindhaga stadsdelsnämnd 2026 – Rimlig</title>" in page
    answer = _send(signed_in, event, text="Fel lön betalas ut")
    assert (answer.status_code, answer["Location"]) == (302, f"{way_back}#event-{event.pk}")
    event.refresh_from_db()
    assert (event.text, event.version) == ("Fel lön betalas ut", 2)


def test_with_htmx_the_form_takes_the_rows_place_and_the_row_the_forms(
    signed_in: Client, event: UndesiredEvent
) -> None:
    form = signed_in.get(f"/andra/handelse/{event.pk}/", headers=HTMX).content.decode()
    assert form.lstrip().startswith(f'<form class="editing" id="event-{event.pk}"')
    answer = signed_in.post(f"/andra/handelse/{event.pk}/", {"version": 1, "text": "Ny text"}, headers=HTMX)
    row = answer.content.decode()
    assert row.lstrip().startswith(f'<div class="editable" id="event-{event.pk}" data-say="Sparat"')
    assert "<p>Ny text</p>" in row
    assert "HX-Request" in answer["Vary"]


def test_undo_brings_the_row_back_as_it_stands(signed_in: Client, event: UndesiredEvent) -> None:
    row = signed_in.get(f"/visa/handelse/{event.pk}/", headers=HTMX).content.decode()
    assert row.lstrip().startswith(f'<div class="editable" id="event-{event.pk}"')
    assert "<p>Fel lön</p>" in row


def test_an_empty_text_is_refused_beside_the_field_and_on_top(signed_in: Client, event: UndesiredEvent) -> None:
    answer = _send(signed_in, event, text=" ")
    page = answer.content.decode()
    sentence = "Skriv något här: en tom text säger ingenting till den som läser planen."
    assert answer.status_code == 422
    assert f'<a href="#event-{event.pk}-text">Oönskad händelse</a>: {sentence}' in page
    assert re.search(rf'id="event-{event.pk}-text_error">.*{sentence}', page)
    event.refresh_from_db()
    assert (event.text, event.version) == ("Fel lön", 1)


def test_a_conflict_shows_both_texts_and_saving_again_is_a_choice(
    signed_in: Client, event: UndesiredEvent, unit_manager: User
) -> None:
    change(event, {"text": "Hennes text"}, version=1, by=unit_manager)
    answer = _send(signed_in, event, text="Min text")
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Amira Holm sparade klockan" in page
    assert page.index("<p>Hennes text</p>") < page.index("<p>Min text</p>")
    assert f'name="version" value="2" id="event-{event.pk}-version"' in page
    assert "Spara mitt över" in page
    event.refresh_from_db()
    assert event.text == "Hennes text"
    assert _send(signed_in, event, text="Min text").status_code == 302
    event.refresh_from_db()
    assert (event.text, event.version) == ("Min text", 3)


def test_a_double_submit_is_no_error(signed_in: Client, event: UndesiredEvent) -> None:
    assert [_send(signed_in, event, text="Ny").status_code for _click in range(2)] == [302, 302]
    event.refresh_from_db()
    assert (event.text, event.version) == ("Ny", 2)


def test_opening_the_form_changes_nothing(signed_in: Client, event: UndesiredEvent) -> None:
    signed_in.get(f"/andra/handelse/{event.pk}/?text=Ny&version=1")
    event.refresh_from_db()
    assert (event.text, event.version, event.history.count()) == ("Fel lön", 1, 1)


@pytest.mark.parametrize(
    "elsewhere", ["https://ond.example/", "//ond.example/", "javascript:alert(1)", "\\\\ond.example"]
)
def test_the_way_back_leads_nowhere_else(signed_in: Client, event: UndesiredEvent, elsewhere: str) -> None:
    answer = _send(signed_in, event, text="Ny", next=elsewhere)
    assert answer["Location"] == f"/plan/{event.in_plan.pk}/#event-{event.pk}"


def test_what_people_write_is_shown_and_never_run(signed_in: Client, event: UndesiredEvent) -> None:
    _send(signed_in, event, text="<script>alert(1)</script>")
    page = signed_in.get(f"/plan/{event.in_plan.pk}/uppfoljning/").content.decode()
    assert "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>" in page
    assert "<script>alert" not in page


def _rows(process: Process) -> dict[str, Any]:
    method = WorkingMethodFactory(process=process)
    report = BoardReportFactory(plan=process.plan)
    return {
        "goal": process.placements.get().goal,
        "process": process,
        "method": method,
        "control": OngoingControlFactory(working_method=method),
        "event": UndesiredEventFactory(working_method=method),
        "follow-up": PlannedFollowUpFactory(working_method=method),
        "result": FollowUpResultFactory(follow_up__working_method=method),
        "action": ActionFactory(event__working_method=method),
        "title": report,
        "introduction": report,
        "approach": report,
        "summary": report,
        "analysis": SummaryAnalysisFactory(report=report),
        "action-plan": ActionPlanFactory(plan=process.plan),
    }


@pytest.mark.parametrize("kind", BY_KIND)
def test_every_kind_of_row_is_changed_shown_and_remembered(signed_in: Client, process: Process, kind: str) -> None:
    row, editable = _rows(process)[kind], BY_KIND[kind]
    text = next(field for field in editable.fields if not field.choices and not field.scale)
    sent = {field.name: getattr(row, field.name) or "" for field in editable.fields}
    answer = signed_in.post(
        f"/andra/{editable.slug}/{row.pk}/", {**sent, text.name: "Nyskriven text", "version": 1}, headers=HTMX
    )
    assert answer.status_code == 200
    row.refresh_from_db()
    assert (getattr(row, text.name), row.version) == ("Nyskriven text", 2)
    assert "Nyskriven text" in answer.content.decode()
    history = signed_in.get(f"/historik/{editable.slug}/{row.pk}/").content.decode()
    assert history.count("Joel Brandt") == 3  # signed in, said twice in the frame, and in the list
    assert "<ins>Nyskriven</ins>" in history or "<ins>Nyskriven text</ins>" in history


def test_the_boards_result_is_written_for_a_period_that_has_none(signed_in: Client, process: Process) -> None:
    follow_up = PlannedFollowUpFactory(working_method__process=process)
    sent = {"deviation": "minor", "result": "Två enheter avvek.", "measures": ""}
    answer = signed_in.post(f"/uppfoljning/{follow_up.pk}/slutsats/T2/", sent)
    assert answer["Location"] == f"/process/{process.pk}/#follow-up-{follow_up.pk}"
    row = FollowUpResult.objects.get()
    assert (row.period.code, row.unit, row.deviation, row.result) == ("T2", None, "minor", "Två enheter avvek.")


def test_a_result_that_somebody_else_has_written_meanwhile_is_shown_and_kept(
    signed_in: Client, process: Process
) -> None:
    follow_up = PlannedFollowUpFactory(working_method__process=process)
    FollowUpResultFactory(follow_up=follow_up, result="Hennes slutsats")
    answer = signed_in.post(f"/uppfoljning/{follow_up.pk}/slutsats/VB/", {"deviation": "major", "result": "Min"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert page.index("Hennes slutsats") < page.index("Min</textarea>")
    assert FollowUpResult.objects.get().result == "Hennes slutsats"


def test_a_period_that_is_none_is_not_here(signed_in: Client, process: Process) -> None:
    follow_up = PlannedFollowUpFactory(working_method__process=process)
    assert signed_in.get(f"/uppfoljning/{follow_up.pk}/slutsats/T9/").status_code == 404


def test_a_form_from_another_site_is_refused_in_our_words(controller: User, event: UndesiredEvent) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(controller)
    answer = _send(strict, event, text="Ny")
    assert answer.status_code == 403
    assert "Sidan hade blivit för gammal" in answer.content.decode()
    event.refresh_from_db()
    assert event.text == "Fel lön"
