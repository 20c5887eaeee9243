import re
from html.parser import HTMLParser

from hypothesis import given, settings

from office_files import DOCUMENT
from rimlig.reporting.html import render_html
from rimlig.reporting.report import Report
from strategies import reports


class Page(HTMLParser):
    """The text of a page, and whatever it would fetch or run."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.fetched: list[str] = []
        self.open: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in {"meta", "path", "circle", "wbr", "br"}:
            self.open.append(tag)
        if tag in {"script", "link", "img", "iframe", "object"}:
            self.fetched.append(tag)
        self.fetched += [name for name, value in attrs if name in {"src", "style"} or name.startswith("on")]

    def handle_endtag(self, tag: str) -> None:
        if tag not in {"path", "circle"}:
            assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.texts.append(data)

    def text(self) -> str:
        return " ".join("".join(self.texts).split())


def test_the_file_stands_alone() -> None:
    page = render_html(Report(DOCUMENT, municipality="Ekenäs", period="Verksamhetsberättelse 2031")).decode()
    assert page.startswith('<!doctype html>\n<html lang="sv">')
    assert Page(page).fetched == []
    assert "url(" not in page
    assert "@import" not in page
    assert "<title>Uppföljning av internkontrollplan – Ekenäs kommunstyrelse</title>" in page


def test_it_begins_with_the_cover_and_the_contents() -> None:
    text = Page(render_html(Report(DOCUMENT, "Ekenäs", "Tertial 2 2031", "KS 2031/14")).decode()).text()
    start = "Tjänsteutlåtande Ekenäs kommunstyrelse Uppföljning av internkontrollplan Kommun Ekenäs"
    assert start.replace(" ", "") in text.replace(" ", "")
    assert re.search(r"Diarienummer\s?KS 2031/14", text)
    assert text.count("Sammanfattande analys") == 2  # in the contents, and as a heading


@settings(derandomize=True, max_examples=30, deadline=None)
@given(reports())
def test_every_text_of_any_report_is_on_the_page_as_text(report: Report) -> None:
    page = Page(render_html(report).decode())
    assert (page.open, page.fetched) == ([], [])
    text = page.text()
    document = report.document
    said = [document.introduction, document.summary, *(plan.heading for plan in document.action_plans)]
    for goal in document.goals:
        for process in goal.processes:
            for method in process.working_methods:
                said += [method.name, method.control, *(event.text for event in method.events)]
                for follow_up in method.follow_ups:
                    said += [follow_up.text, follow_up.result, follow_up.measures]
                    said += [part for action in follow_up.actions for part in (action.text, action.analysis)]
    missing = [paragraph for one in said for paragraph in one.split("\n\n") if " ".join(paragraph.split()) not in text]
    assert missing == []


def test_equal_reports_are_equal_files() -> None:
    assert render_html(Report(DOCUMENT)) == render_html(Report(DOCUMENT))
