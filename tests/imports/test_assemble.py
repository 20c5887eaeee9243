import pytest

from rimlig.documents import words
from rimlig.documents.document import (
    ActionPlan,
    ActionStatus,
    Document,
    Event,
    Goal,
    GoalSummary,
    Kind,
    Process,
    WorkingMethod,
)
from rimlig.imports.assemble import assemble
from rimlig.imports.blocks import Block, Paragraph, Row, Unreadable

EVENT_ROW = Row(("Listan stäms av", "Fel lön", "", "", "Stickprov", "Avslutad"))


def _plain(*texts: str) -> list[Block]:
    return [Paragraph(text) for text in texts]


TABLES = [*_plain("3.5 Ekonomin håller", "Process:", "Lön", "Arbetssätt:", "Attest"), EVENT_ROW]


def test_a_report_without_marked_headings_is_read_by_its_words() -> None:
    document = assemble(
        [
            *_plain("Inledning", "Första stycket.", "Andra stycket."),
            *_plain("Sammanfattande analys", "Allt är gjort.", "3.5 Ekonomin håller", "Bra.", "4 gånger per år."),
            *_plain("Uppföljning av nämndens internkontrollplan"),
            *_plain("Nämndens planerade uppföljning av den löpande kontrollen"),
            *TABLES,
        ]
    )
    assert document.introduction == "Första stycket.\n\nAndra stycket."
    assert document.summary == "Allt är gjort."
    assert document.summary_by_goal == (GoalSummary("3.5", "Ekonomin håller", "Bra.\n\n4 gånger per år."),)
    (goal,) = document.goals
    assert (goal.number, goal.title, goal.processes[0].name) == ("3.5", "Ekonomin håller", "Lön")
    assert goal.processes[0].working_methods[0].control == "Listan stäms av"
    assert document.title == "Uppföljning av nämndens internkontrollplan"
    assert document.kind == Kind.FOLLOW_UP


def test_the_same_word_twice_as_heading_is_one_section() -> None:
    assert assemble([*_plain("Sammanfattande analys", "Sammanfattande analys", "Bra."), *TABLES]).summary == "Bra."


def test_where_headings_are_marked_running_text_never_is_one() -> None:
    blocks = [
        Paragraph("Inledning", level=1),
        *(Paragraph(text, level=0) for text in ("Sammanfattande analys", "3.5 Ekonomin", "Process: Lön")),
        Paragraph("Uppföljning av nämndens internkontrollplan", level=1),
        Paragraph("3 Ekonomin", level=3),
        Paragraph("Process: Lön", level=4),
        Paragraph("Arbetssätt: Inledning", level=5),
        EVENT_ROW,
    ]
    document = assemble(blocks)
    assert document.introduction == "Sammanfattande analys\n\n3.5 Ekonomin\n\nProcess: Lön"
    assert document.goals[0].number == "3"
    assert document.goals[0].processes[0].working_methods[0].name == "Inledning"


def test_our_own_cover_is_read_by_its_labels() -> None:
    cover = [
        "Lindhaga",
        "Vår egen rubrik",
        "Dokumenttyp: Uppföljning av internkontrollplan",
        "Nämnd: Skolnämnden",
        "År: 2026",
    ]
    document = assemble([*_plain(*cover, "Period: Tertial 2"), Paragraph("Innehåll"), Paragraph("Inledning 3")])
    assert document == Document(Kind.FOLLOW_UP, 2026, "Vår egen rubrik", "Skolnämnden")


def test_the_name_of_the_kind_as_title_means_no_title() -> None:
    cover = _plain("Lindhaga", "Uppföljning av internkontrollplan", "Dokumenttyp: Uppföljning av internkontrollplan")
    assert assemble(cover).title == ""


def test_a_strange_cover_gives_title_and_board() -> None:
    lines = ("Handläggare: A B", "Skolnämnden", "Internkontrollplan för 2024", "Telefon 08-123 45", "1.1 Alla lär sig")
    document = assemble([*_plain(*lines, "Process:", "Lön", "Arbetssätt:", "Attest"), EVENT_ROW])
    assert (document.title, document.board, document.year) == ("Internkontrollplan för 2024", "Skolnämnden", 2024)
    assert document.kind == Kind.PLAN


@pytest.mark.parametrize(
    ("texts", "year"),
    [
        (["Hösten 2017 började det.", "Under 2018 gjordes det, och i maj 2018."], 2018),
        (["Ring 2018-12-31 eller 020180"], None),
        (["Inget år."], None),
    ],
)
def test_the_year_is_the_one_most_often_named(texts: list[str], year: int | None) -> None:
    assert (
        assemble([*_plain("Inledning", *texts), *_plain("Uppföljning av nämndens internkontrollplan"), *TABLES]).year
        == year
    )


def test_action_plans_take_finding_units_measures_and_status() -> None:
    heading = Paragraph("Handlingsplaner", level=1)
    body = ("Två av åtta enheter saknar rutin.", "Åtgärd: En rutin skrivs.", "Den införs i maj.", "Status: Pågående")
    document = assemble([heading, Paragraph("Rutiner saknas", level=2), *(Paragraph(text, level=0) for text in body)])
    assert document.kind == Kind.ACTION_PLANS
    assert document.action_plans == (
        ActionPlan(
            "Rutiner saknas",
            "Två av åtta enheter saknar rutin.",
            2,
            8,
            "En rutin skrivs.\n\nDen införs i maj.",
            ActionStatus.ONGOING,
        ),
    )


def test_stated_units_go_before_those_that_the_finding_mentions() -> None:
    body = ("Två av åtta enheter saknar rutin.", "Berörda enheter: 3 av 8")
    blocks = [Paragraph("Handlingsplaner", level=1), Paragraph("Rutiner", level=2)]
    (plan,) = assemble([*blocks, *(Paragraph(text, level=0) for text in body)]).action_plans
    assert (plan.finding, plan.units_at_risk, plan.units_total) == ("Två av åtta enheter saknar rutin.", 3, 8)


def test_shortcomings_whose_headings_are_not_marked_are_refused_rather_than_guessed() -> None:
    with pytest.raises(Unreadable) as refused:
        assemble([Paragraph("Handlingsplaner"), Paragraph("Rutiner saknas", "sidan 3")])
    assert str(refused.value) == (
        "Under ”Handlingsplaner” skiljer filen inte rubriker från text (sidan 3), så bristerna går inte att hålla isär."
        " Inget har lagrats. Välj Wordfilen, eller en PDF med märkta rubriker."
    )


def test_text_without_a_place_is_quoted_in_a_warning() -> None:
    document = assemble([*TABLES, Paragraph("En lös mening.", "sidan 7")])
    (remark,) = [remark for remark in document.warnings if remark.code == "unplaced-text"]
    assert remark.where == "sidan 7"
    assert "En lös mening." in remark.message


def test_a_table_before_any_heading_is_kept() -> None:
    document = assemble([*_plain("Inledning"), EVENT_ROW])
    assert document.goals == (
        Goal(
            "",
            "",
            (
                Process(
                    "",
                    (WorkingMethod("", "Listan stäms av", document.goals[0].processes[0].working_methods[0].events),),
                ),
            ),
        ),
    )
    assert [event.text for event in document.goals[0].processes[0].working_methods[0].events] == [Event("Fel lön").text]


@pytest.mark.parametrize("texts", [[], ["Recept på bullar", "Rör ihop mjöl och mjölk."], ["Inledning", "Kära vän!"]])
def test_a_document_of_another_kind_is_refused(texts: list[str]) -> None:
    with pytest.raises(Unreadable) as refused:
        assemble(_plain(*texts))
    assert str(refused.value).startswith("Det här ser inte ut som en internkontrollplan")


def test_the_contents_page_says_nothing_of_its_own() -> None:
    contents = _plain(words.CONTENTS, "Inledning ..... 2", "1.1 Alla lär sig ..... 3")
    assert (
        assemble([*contents, *_plain("Inledning", "Text."), *_plain(words.FOLLOW_UP_PART), *TABLES]).introduction
        == "Text."
    )
