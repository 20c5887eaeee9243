"""The workspace as people see it: what stands where, what it leads to, and that it costs no more when there is more."""

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from cast import person
from factories import (
    BoardReportFactory,
    FollowUpResultFactory,
    GoalFactory,
    OrgUnitFactory,
    PeriodFactory,
    PlanFactory,
    PlannedFollowUpFactory,
    ProcessFactory,
    ProcessGoalFactory,
    SectionAssignmentFactory,
    SectionCommentFactory,
    SummaryAnalysisFactory,
    adopted,
)
from rimlig.documents.document import Kind
from rimlig.followup.models import BoardReport, FollowUpResult, SummaryAnalysis
from rimlig.organisation.models import Role, User
from rimlig.planning.models import Plan, PlannedFollowUp, Process
from rimlig.reminders.waiting import waiting_for
from rimlig.reporting.frozen import frozen_of
from rimlig.reportwork.approving import send
from rimlig.reportwork.models import BoardAssessment, FrozenReport, SectionAssignment, SectionComment

pytestmark = pytest.mark.django_db
QUERIES_OF_A_SECTION = 56
HTMX = {"HX-Request": "true"}


@pytest.fixture
def signed_in(client: Client, controller: User) -> Client:
    client.force_login(controller)
    return client


def _text(answer: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def _at(report: BoardReport, section: str = "") -> str:
    return f"/rapport/{report.plan_id}/arbete/VB/{f'{section}/' if section else ''}"


def test_the_outline_says_how_far_each_section_has_come(signed_in: Client, report: BoardReport) -> None:
    text = _text(signed_in.get(_at(report)))
    for said in ("Beslutssida klar", "Inledning klar", "Sammanfattande analys 1 av 2", "Uppföljning per mål klar"):
        assert said in text
    assert "Nämndens bedömning saknas" in text


def test_what_remains_leads_to_where_it_is_put_right(signed_in: Client, report: BoardReport) -> None:
    goal = report.analyses.get()
    SummaryAnalysis.objects.filter(pk=goal.pk).update(text="Inga avvikelser finns.")
    BoardReport.objects.filter(pk=report.pk).update(introduction="")
    unit = OrgUnitFactory(board=report.plan.board)
    follow_up = PlannedFollowUp.objects.get(text="Läs scheman")
    FollowUpResultFactory(follow_up=follow_up, period=report.period, unit=unit, filed=True)
    other = OrgUnitFactory(board=report.plan.board)
    FollowUpResultFactory(follow_up=follow_up, period=report.period, unit=other, to_answer=True)
    FollowUpResult.objects.filter(follow_up=follow_up, unit=None).delete()
    page = signed_in.get(_at(report)).content.decode()
    assert "<b>Motsägelse i 1.1.</b> Sammanfattningen säger att det inte finns någon avvikelse" in page
    assert f'href="{_at(report, "summary")}#analysis-{goal.pk}">Visa' in page
    assert "<b>Inledning saknar text.</b>" in page
    assert "<b>1 svar från enheterna är inte granskat.</b>" in page
    assert "<b>1 svar från enheterna saknas.</b>" in page
    assert "<b>1 uppföljning saknar slutsats.</b>" in page
    assert "<b>Nämndens bedömning saknas.</b>" in page


def test_a_goal_without_text_gets_a_suggestion_that_can_be_used(signed_in: Client, report: BoardReport) -> None:
    goal = report.analyses.get()
    page = signed_in.get(_at(report)).content.decode()
    assert "<b>1.1 saknar text.</b> Ett förslag finns." in page
    assert "Förslag ur svaren" in page
    seen = re.findall(r'name="seen" value="([^"]+)"', page)[0]
    assert seen.startswith("Av två uppföljningar visar en ingen avvikelse och en mindre avvikelse.")
    said = {"version": goal.version, "seen": seen, "text": seen}
    answer = signed_in.post(f"/rapport/texter/mal/{goal.pk}/forslag/", said)
    assert answer["Location"] == f"{_at(report, 'summary')}#analysis-{goal.pk}"
    goal.refresh_from_db()
    assert goal.text == seen
    page = _text(signed_in.get(_at(report)))
    assert "Förslag ur svaren" not in page
    assert "Sammanfattande analys klar" in page


def test_figures_that_change_are_said_beside_the_text_and_can_be_put_in(signed_in: Client, report: BoardReport) -> None:
    goal = report.analyses.get()
    address = f"/rapport/texter/mal/{goal.pk}/"
    seen = signed_in.get(f"{address}forslag/").context["form"].initial["seen"]
    signed_in.post(f"{address}forslag/", {"version": 1, "seen": seen, "text": f"Vi har läst svaren. {seen}"})
    FollowUpResult.objects.filter(deviation="minor").update(deviation="major")
    page = _text(signed_in.get(_at(report)))
    assert "Siffrorna har ändrats sedan texten skrevs." in page
    assert "Siffrorna har ändrats i 1.1." in page
    assert "Står ordagrant i texten" in _text(signed_in.get(f"{address}siffror/"))
    goal.refresh_from_db()
    signed_in.post(f"{address}siffror/", {"version": goal.version, "replace": "on"})
    goal.refresh_from_db()
    assert goal.text.startswith(
        "Vi har läst svaren. Av två uppföljningar visar en ingen avvikelse och en större avvikelse."
    )
    assert "Siffrorna har ändrats" not in _text(signed_in.get(_at(report)))


def test_a_text_may_stand_though_the_figures_have_changed(signed_in: Client, report: BoardReport) -> None:
    goal = report.analyses.get()
    address = f"/rapport/texter/mal/{goal.pk}/"
    seen = signed_in.get(f"{address}forslag/").context["form"].initial["seen"]
    signed_in.post(f"{address}forslag/", {"version": 1, "seen": seen, "text": "Med egna ord."})
    FollowUpResult.objects.filter(deviation="minor").update(deviation="major")
    assert "Har formulerats om i texten" in _text(signed_in.get(f"{address}siffror/"))
    signed_in.post(f"{address}siffror/", {"version": 2})
    goal.refresh_from_db()
    assert (goal.text, "Siffrorna har ändrats" in _text(signed_in.get(_at(report)))) == ("Med egna ord.", False)


def test_a_suggestion_that_is_another_by_now_is_not_taken(signed_in: Client, report: BoardReport) -> None:
    goal = report.analyses.get()
    address = f"/rapport/texter/mal/{goal.pk}/forslag/"
    seen = signed_in.get(address).context["form"].initial["seen"]
    FollowUpResult.objects.filter(deviation="minor").update(deviation="major")
    answer = signed_in.post(address, {"version": 1, "seen": seen, "text": "Min text"})
    assert answer.status_code == 409
    assert "Svaren har ändrats medan du läste förslaget" in _text(answer)
    assert "Min text" in answer.content.decode()
    goal.refresh_from_db()
    assert goal.text == ""


def test_two_who_write_the_same_see_each_others_words(signed_in: Client, report: BoardReport) -> None:
    goal = report.analyses.get()
    address = f"/rapport/texter/mal/{goal.pk}/forslag/"
    seen = signed_in.get(address).context["form"].initial["seen"]
    SummaryAnalysis.objects.filter(pk=goal.pk).update(text="Hennes text", version=2)
    answer = signed_in.post(address, {"version": 1, "seen": seen, "text": "Min text"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert page.index("Hennes text") < page.index("Min text")


@pytest.mark.parametrize("section", ["cover", "introduction", "summary", "tables", "action-plans", "assessment"])
def test_each_section_is_shown_as_it_will_stand(signed_in: Client, report: BoardReport, section: str) -> None:
    assert signed_in.get(_at(report, section)).status_code == 200
    part = signed_in.get(_at(report, section), headers=HTMX).content.decode()
    assert part.lstrip().startswith('<div class="cols" id="work">')


def test_a_section_that_the_report_does_not_have_is_not_here(signed_in: Client, report: BoardReport) -> None:
    assert signed_in.get(_at(report, "approach")).status_code == 404
    assert signed_in.get(f"/rapport/{report.plan_id}/arbete/T9/").status_code == 404


def test_the_plans_own_texts_are_written_in_the_same_place(signed_in: Client, plan: Plan) -> None:
    address = f"/rapport/{plan.pk}/arbete/plan/"
    assert "Planen: inte påbörjad" in _text(signed_in.get(address))
    for _click in range(2):
        assert signed_in.post(f"{address}borja/")["Location"] == address
    text = _text(signed_in.get(f"{address}approach/"))
    assert "Hur arbetet går till saknas" in text
    assert "Till förvaltningschefen" not in text
    assert signed_in.get(f"/rapport/{plan.pk}/arbete/")["Location"] == address


def test_a_reports_texts_are_begun_once(signed_in: Client, process: Process) -> None:
    address = f"/rapport/{process.plan_id}/arbete/VB/"
    for _click in range(2):
        assert signed_in.post(f"{address}borja/")["Location"] == address
    assert BoardReport.objects.get().analyses.get().goal_number == "1.1"


def test_goals_that_have_no_place_get_one(signed_in: Client, report: BoardReport) -> None:
    report.analyses.all().delete()
    assert "har ingen plats i rapporten än" in _text(signed_in.get(_at(report)))
    for _click in range(2):
        signed_in.post(f"/rapport/texter/{report.pk}/mal/")
    assert report.analyses.get().goal_number == "1.1"


def test_from_the_controller_to_the_head_and_into_the_archive(
    signed_in: Client, client: Client, report: BoardReport, head: User, controller: User
) -> None:
    text = _text(signed_in.get(_at(report)))
    assert ("Till förvaltningschefen" in text, "Återstår" in text) == (True, True)
    address = f"/rapport/texter/{report.pk}/"
    assert "Återstår" in _text(signed_in.get(f"{address}skicka/"))
    assert signed_in.post(f"{address}skicka/", {"version": report.version})["Location"] == _at(report)
    client.force_login(head)
    assert "Läs och godkänn" in _text(client.get(_at(report)))
    form = client.get(f"{address}godkann/").context["form"]
    answer = client.post(
        f"{address}godkann/",
        {"version": form.initial["version"], "seen": form.initial["seen"], "registry_number": "LIN 2027/9"},
    )
    assert answer["Location"] == _at(report)
    frozen = FrozenReport.objects.get(kind="follow-up")
    assert frozen.document.sha256 in client.get(_at(report)).content.decode()
    page = client.get(f"/rapport/{report.plan_id}/uppfoljning/VB/").content.decode()
    assert "Godkänt och bevarat som det var" in page
    assert frozen.document.sha256 in page
    file = client.get(f"/rapport/fryst/{frozen.pk}/pdf/")
    assert (file["ETag"], file.getvalue()[:5]) == (f'"{frozen.document.sha256}"', b"%PDF-")
    client.force_login(controller)
    text = _text(client.get(_at(report)))
    assert ("Ny utgåva" in text, "Återstår" in text) == (True, False)
    assert frozen_of(report.plan, Kind.FOLLOW_UP, report.period)[0].registry_number == "LIN 2027/9"


def test_what_changed_while_the_head_read_is_shown_before_it_is_approved(
    client: Client, report: BoardReport, head: User, controller: User
) -> None:
    send(report, version=report.version, by=controller)
    client.force_login(head)
    address = f"/rapport/texter/{report.pk}/godkann/"
    form = client.get(address).context["form"]
    FollowUpResult.objects.filter(deviation="minor").update(result="Något annat.")
    said = {"version": form.initial["version"], "seen": form.initial["seen"], "registry_number": "LIN 2027/9"}
    answer = client.post(address, said)
    assert (answer.status_code, "Läs den igen." in _text(answer)) == (409, True)
    again = {**said, "seen": answer.context["form"].initial["seen"]}
    assert client.post(address, again).status_code == 302


def test_who_has_been_given_a_section_writes_it_and_nothing_else(
    client: Client, report: BoardReport, department_manager: User, controller: User
) -> None:
    goal, other = report.analyses.get(), SummaryAnalysisFactory(report=report, goal_number="2.1")
    client.force_login(controller)
    client.post(f"/rapport/texter/mal/{goal.pk}/ansvar/", {"person": department_manager.pk, "version": 0})
    client.force_login(department_manager)
    awaits = [one.text for one in waiting_for(department_manager, date(2027, 1, 20))]
    assert (
        "Skriv: 1.1 Barn får en trygg start. Uppföljning, Verksamhetsberättelse 2026, Lindhaga stadsdelsnämnd" in awaits
    )
    page = client.get(_at(report)).content.decode()
    assert f"/andra/analys/{goal.pk}/" in page
    assert f"/andra/analys/{other.pk}/" not in page
    said = {"version": 1, "text": "Vi har anställt två."}
    assert client.post(f"/andra/analys/{goal.pk}/", said).status_code == 302
    assert client.post(f"/andra/analys/{other.pk}/", said).status_code == 403
    assert client.post(f"/andra/inledning/{report.pk}/", {"version": 1, "introduction": "x"}).status_code == 403
    assignment = SectionAssignment.objects.get()
    client.post(f"/rapport/ansvar/{assignment.pk}/klar/")
    assignment.refresh_from_db()
    assert assignment.done_at is not None


def test_a_thread_about_a_section(client: Client, report: BoardReport, head: User, department_manager: User) -> None:
    address = f"/rapport/texter/{report.pk}/kommentar/introduction/"
    for who, text in ((head, "Nämn revisionen."), (department_manager, "Ska det stå här?")):
        client.force_login(who)
        for _click in range(2):
            assert client.post(address, {"text": text})["Location"] == f"{_at(report, 'introduction')}#comments"
    text = _text(client.get(_at(report, "introduction")))
    assert text.index("Nämn revisionen.") < text.index("Ska det stå här?")
    assert "Inledning 2 kommentarer" in text
    first = SectionComment.objects.earliest("at")
    client.post(f"/rapport/kommentar/{first.pk}/avklarad/")
    first.refresh_from_db()
    assert first.settled_by == department_manager
    assert client.post(address, {"text": " "}).status_code == 422


def test_an_auditor_reads_the_draft_and_says_nothing(client: Client, report: BoardReport, auditor: User) -> None:
    client.force_login(auditor)
    page = _text(client.get(_at(report, "introduction")))
    assert "Kommentera" not in page
    assert "Till förvaltningschefen" not in page


def _more(report: BoardReport, number: int) -> None:
    for n in range(number):
        plan = report.plan
        ProcessFactory(plan=PlanFactory(board=plan.board, year=2030 + n))
        goal = SummaryAnalysisFactory(report=report, goal_number=f"9.{n}", text="")
        SectionAssignmentFactory(report=report, section="summary", analysis=goal)
        SectionCommentFactory(report=report, section="summary", text=f"Kommentar {n}")


@pytest.mark.parametrize("number", [1, 3])
def test_a_section_asks_as_much_however_much_stands_there(
    signed_in: Client,
    plan: Plan,
    controller: User,
    django_assert_num_queries: DjangoAssertNumQueries,
    number: int,
) -> None:
    report = _full(plan, number)
    _more(report, number)
    with django_assert_num_queries(QUERIES_OF_A_SECTION):
        answer = signed_in.get(_at(report))
    assert answer.status_code == 200


def _full(plan: Plan, number: int) -> BoardReport:
    period = PeriodFactory(municipality=plan.board.municipality, year=plan.year, code="VB")
    rows = []
    for n in range(number):
        goal = GoalFactory(plan=plan, number=f"1.{n}")
        process = ProcessFactory(plan=plan)
        ProcessGoalFactory(process=process, goal=goal)
        rows.append((PlannedFollowUpFactory(working_method__process=process), goal))
    adopted(plan)
    report: BoardReport = BoardReportFactory(plan=plan, period=period)
    for follow_up, goal in rows:
        FollowUpResultFactory(follow_up=follow_up, period=period, deviation="minor")
        SummaryAnalysisFactory(report=report, goal_number=goal.number, text="")
    return report


def test_the_boards_own_assessment_from_prepared_to_decided(
    client: Client, report: BoardReport, controller: User, auditor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_args: date(2027, 3, 1))
    plan = report.plan
    address = f"/plan/{plan.pk}/bedomning/"
    client.force_login(controller)
    assert "2026 är inte bedömt än" in _text(client.get(address))
    assert client.post(f"{address}forbered/", {"version": 0}).status_code == 422
    said = {"level": "not_fully", "reasons": "Två enheter avviker.", "version": 0}
    assert client.post(f"{address}forbered/", said)["Location"] == address
    assessment = BoardAssessment.objects.get()
    client.post(f"{address}revisorerna/", {"level": "sufficient", "text": "Bra.", "source": "REV 4", "version": 0})
    decided = {"version": 1, "meeting_date": "2027-02-17", "paragraph": "§ 12", "registry_number": "LIN 2027/20"}
    for _click in range(2):
        assert client.post(f"/bedomning/{assessment.pk}/beslut/", decided)["Location"] == address
    page = _text(client.get(address))
    assert "Nämnden och revisorerna säger olika saker om året." in page
    assert "17 februari 2027, § 12" in page
    assert client.get(f"/bedomning/{assessment.pk}/pdf/").getvalue().startswith(b"%PDF-")
    client.force_login(auditor)
    assert "Bedöm året på nytt" not in _text(client.get(address))
    assert client.post(f"{address}forbered/", said).status_code == 403


def test_a_municipalitys_own_words_for_a_level_stand_where_boards_choose(
    client: Client, report: BoardReport, controller: User
) -> None:
    municipality = report.plan.board.municipality
    central = person("Kim Åberg", Role.CENTRAL_CONTROLLER, report.plan.board)
    central.assignments.update(board=None)
    client.force_login(central)
    address = f"/kommun/{municipality.pk}/bedomningens-nivaer/"
    assert "Rimligs egna ord" in _text(client.get(address))
    said = {"text": "Inget väsentligt brister.", "version": 0}
    assert client.post(f"{address}sufficient/", said)["Location"] == address
    assert client.post(f"{address}sufficient/", {**said, "text": "Annat."}).status_code == 409
    client.force_login(controller)
    assert "Inget väsentligt brister." in _text(client.get(f"/plan/{report.plan_id}/bedomning/forbered/"))
