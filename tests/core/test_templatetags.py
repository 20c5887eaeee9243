import pytest
from django import forms
from django.template import Context, Template
from django.utils.translation import override

from rimlig.core.templatetags.rimlig import ICONS, STATES


def _shown(source: str, **context: object) -> str:
    with override("sv"):
        shown = Template("{% load rimlig %}" + source).render(Context(context))
    return " ".join(shown.split()).replace("> <", "><")


class Questions(forms.Form):
    name = forms.CharField(label="Namn", help_text="Hela namnet", required=True)
    note = forms.CharField(label="Not", required=False)


def test_a_state_is_symbol_word_and_colour() -> None:
    shown = _shown('{% state "minor" "Mindre avvikelse" %}')
    assert shown.startswith('<span class="state minor"><svg class="icon"')
    assert shown.endswith("</svg>Mindre avvikelse</span>")


@pytest.mark.parametrize("look", sorted(STATES))
def test_every_state_has_a_symbol_of_its_own(look: str) -> None:
    assert [name for name, drawing in ICONS.items() if drawing == ICONS[look]] == [look]


@pytest.mark.parametrize("source", ['{% state "blue" "Blå" %}', '{% link_button "Spara" "/" "huge" %}'])
def test_an_unknown_look_is_refused(source: str) -> None:
    with pytest.raises(ValueError, match="looks like"):
        _shown(source)


def test_words_from_people_are_escaped() -> None:
    shown = _shown('{% state "none" word %}{{ word|paragraphs }}', word="<b>Anna & Bo</b>")
    assert shown.count("&lt;b&gt;Anna &amp; Bo&lt;/b&gt;") == 2
    assert "<b>" not in shown


def test_a_field_names_its_hint_and_its_error_as_descriptions() -> None:
    form = Questions(data={"name": ""})
    shown = _shown("{% field form.name %}", form=form)
    assert 'aria-describedby="id_name_hint id_name_error"' in shown
    assert 'aria-invalid="true"' in shown
    assert '<span class="hint" id="id_name_hint">Hela namnet</span>' in shown


def test_a_field_that_may_be_empty_says_so() -> None:
    assert "(får lämnas tomt)" in _shown("{% field form.note %}", form=Questions())
    assert "(får lämnas tomt)" not in _shown("{% field form.name %}", form=Questions())


def test_the_error_summary_leads_to_the_field() -> None:
    shown = _shown("{% error_summary form %}", form=Questions(data={"name": ""}))
    assert '<li><a href="#id_name">Namn</a>: Detta fält måste fyllas i.</li>' in shown


def test_the_error_summary_is_silent_when_nothing_is_wrong() -> None:
    assert _shown("{% error_summary form %}", form=Questions(data={"name": "Anna"})) == ""


def test_titles_end_with_the_product() -> None:
    assert _shown('{% page_title "Plan" "" "Nämnd" %}') == "Plan – Nämnd – Rimlig"


def test_facts_without_a_value_are_left_out() -> None:
    shown = _shown("{% facts rows %}", rows=[("År", 2026), ("Period", ""), ("Nämnd", None)])
    assert shown == '<dl class="facts"><div><dt>År</dt><dd>2026</dd></div></dl>'
