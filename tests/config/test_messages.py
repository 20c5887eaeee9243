"""Every text for people has its Swedish words, in the catalogue of the room that says it."""

import re
from datetime import date
from io import BytesIO
from pathlib import Path

import polib
import pytest
from babel.messages.extract import extract_python
from django.utils.formats import date_format
from django.utils.translation.template import templatize

from rimlig.config import messages

ROOMS = sorted(path.parent for path in messages.ROOMS.glob("*/__init__.py"))
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
WITH_CONTEXT = {"pgettext", "pgettext_lazy", "npgettext"}
PLACEHOLDER = re.compile(r"%\(\w+\)[sdf]|%[sdf]|\{\w*\}")

Key = tuple[str, str]  # context and English text


def used_in(room: Path) -> set[Key]:
    """Extract what the room's code and templates ask to have translated."""
    found: set[Key] = set()
    for path in [*room.rglob("*.py"), *room.rglob("*.html"), *room.rglob("*.txt")]:
        source = path.read_text(encoding="utf-8")
        if path.suffix != ".py":
            # What is left of a template is indented as no Python is.
            source = "\n".join(line.lstrip() for line in templatize(source, origin=str(path)).splitlines())
        for _line, function, arguments, _comments in extract_python(BytesIO(source.encode()), KEYWORDS, (), {}):
            texts = [text for text in (arguments if isinstance(arguments, tuple) else (arguments,)) if text]
            if texts and function in WITH_CONTEXT:
                found.add((texts[0], texts[1]))
            elif texts:
                found.add(("", texts[0]))
    return found


def catalogue(room: Path) -> polib.POFile:
    path = room / "locale" / "sv" / "LC_MESSAGES" / "django.po"
    return polib.pofile(str(path)) if path.exists() else polib.POFile()


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.name)
def test_every_text_is_translated(room: Path) -> None:
    translated = {(entry.msgctxt or "", entry.msgid) for entry in catalogue(room) if entry.translated()}
    assert sorted(used_in(room) - translated) == []


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.name)
def test_no_translation_is_left_over(room: Path) -> None:
    assert sorted({(entry.msgctxt or "", entry.msgid) for entry in catalogue(room)} - used_in(room)) == []


def test_a_text_has_one_translation_in_the_whole_product() -> None:
    """All catalogues are one when the product runs: of two translations the reader would get either, everywhere."""
    said: dict[Key, set[str]] = {}
    for room in ROOMS:
        for entry in catalogue(room):
            words = entry.msgstr or " / ".join(entry.msgstr_plural.values())
            said.setdefault((entry.msgctxt or "", entry.msgid), set()).add(words)
    assert {text: sorted(words) for text, words in said.items() if len(words) > 1} == {}


def test_a_date_in_every_month_is_said_in_swedish() -> None:
    """A text of ours that happens to be the name of a month would take its place in every date."""
    said = [date_format(date(2026, month, 1), "j F") for month in range(1, 13)]
    assert said == [
        *("1 januari", "1 februari", "1 mars", "1 april", "1 maj", "1 juni"),
        *("1 juli", "1 augusti", "1 september", "1 oktober", "1 november", "1 december"),
    ]


def placeholders_fit(entry: polib.POEntry) -> bool:
    expected = set(PLACEHOLDER.findall(entry.msgid + entry.msgid_plural))
    if entry.msgid_plural:  # the singular may say "one" instead of the number
        return all(set(PLACEHOLDER.findall(text)) <= expected for text in entry.msgstr_plural.values())
    return set(PLACEHOLDER.findall(entry.msgstr)) == expected


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.name)
def test_a_translation_has_the_placeholders_of_its_text(room: Path) -> None:
    unequal = [entry.msgid for entry in catalogue(room) if not placeholders_fit(entry)]
    assert unequal == []


def test_compiling_gives_what_the_catalogue_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "room" / "locale" / "sv" / "LC_MESSAGES"
    place.mkdir(parents=True)
    (place / "django.po").write_text('msgid "Deviation"\nmsgstr "Avvikelse"\n', encoding="utf-8")
    monkeypatch.setattr(messages, "ROOMS", tmp_path)
    assert [messages.compile_messages(), messages.compile_messages()] == [1, 0]
    assert [(entry.msgid, entry.msgstr) for entry in polib.mofile(str(place / "django.mo"))] == [
        ("Deviation", "Avvikelse")
    ]
