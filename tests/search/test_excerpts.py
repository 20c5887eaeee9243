import html
import re

from hypothesis import given, settings
from hypothesis import strategies as st

from rimlig.search.excerpts import LENGTH, START, STOP, excerpt, marked_ranges, ranges_of_parts

TEXTS = st.text(alphabet="abå<>&\"' \n", max_size=600)


def unmarked(shown: str) -> str:
    return html.unescape(shown.replace("<mark>", "").replace("</mark>", "")).removeprefix("… ").removesuffix(" …")


@settings(deadline=None)
@given(TEXTS, st.lists(st.sampled_from(["a", "bå", "<", "&", "a b"])))
def test_an_excerpt_is_a_piece_of_the_text_and_has_no_markup_but_marks(text: str, parts: list[str]) -> None:
    shown = excerpt(text, ranges_of_parts(text, parts))
    assert unmarked(shown) in text
    assert len(unmarked(shown)) <= LENGTH
    assert not re.search(r"[<>]", shown.replace("<mark>", "").replace("</mark>", ""))
    assert shown.count("<mark>") == shown.count("</mark>")


@settings(deadline=None)
@given(TEXTS, st.sampled_from(["a", "bå", "<b"]))
def test_what_is_marked_is_what_was_sought(text: str, part: str) -> None:
    shown = excerpt(text, ranges_of_parts(text, [part]))
    assert {html.unescape(said) for said in re.findall("<mark>(.*?)</mark>", shown, re.DOTALL)} <= {part}
    if part in text and len(text) <= LENGTH:
        assert "<mark>" in shown


def test_a_long_text_is_cut_around_the_first_word_that_answers() -> None:
    text = "ord " * 200 + "fynd " + "ord " * 200
    shown = excerpt(text.strip(), ranges_of_parts(text.strip(), ["fynd"]))
    assert shown.startswith("… ord")
    assert shown.endswith("ord …")
    assert "<mark>fynd</mark>" in shown


def test_marks_of_the_database_are_found_in_the_text() -> None:
    assert marked_ranges("Barnen leker", f"{START}barnen{STOP} leker") == [(0, 6)]


def test_marks_of_another_text_are_not_trusted() -> None:
    assert marked_ranges("Barnen leker", f"{START}barnen{STOP} lekte mycket") == []


def test_a_word_that_grows_when_it_is_lowered_marks_nothing_wrongly() -> None:
    assert ranges_of_parts("İİİ barn", ["barn"]) == []
