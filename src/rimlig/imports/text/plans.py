"""Follow-ups of action plans in prose: per shortcoming a heading, what was found, and “Åtgärd:”."""

from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from rimlig.documents import words
from rimlig.imports.blocks import Block, Paragraph, Unreadable
from rimlig.imports.text.lines import Line
from rimlig.imports.text.prose import LABELS, Prose, is_section, paragraphs, place
from rimlig.imports.text.widths import joined

_LONGEST_HEADING = 200  # characters


@dataclass(frozen=True, slots=True)
class _Part:
    """A paragraph, and whether it is the first after an empty paragraph of the document."""

    paragraph: Paragraph
    leads: bool

    @property
    def text(self) -> str:
        return self.paragraph.text

    @property
    def may_be_heading(self) -> bool:
        text = self.text
        if text.startswith(LABELS) or is_section(text):
            return False
        return len(text) <= _LONGEST_HEADING and not text[:1].islower() and not text.endswith((".", ":", ";", ",", "!"))


def is_action_plans(lines: list[Line]) -> bool:
    """Tell whether the text is of this kind: it has no tables, and says what is done about something."""
    return any(line.words.startswith(words.ACTION) for line in lines)


def read_action_plans(lines: list[Line]) -> list[Block]:
    """Return the document's blocks with levels, as a Word file would give them.

    The title has no level; “Inledning” (1) and its paragraphs (0); then
    “Handlingsplaner” (1), per shortcoming its heading (2) and paragraphs (0).
    The two headings of level 1 may be ours: such documents have others, or none.
    Raises Unreadable where it is not clear which words are a shortcoming's heading.
    """
    prose = Prose.of(lines)
    groups = _groups(lines, prose)
    parts = [part for group in groups for part in _parts(group, len(groups) > 1)]
    begins = next((index for index, part in enumerate(parts) if _is_named(part, words.ACTION_PLANS_PART)), -1)
    headings = _headings(parts, begins)
    title, introduction = _before(parts[: headings[0]], lines)
    blocks: list[Block] = [*title, Paragraph(words.INTRODUCTION, level=1), *introduction]
    blocks.append(Paragraph(words.ACTION_PLANS_PART, level=1))
    levels = ((part, 2 if index in headings else 0) for index, part in enumerate(parts))
    blocks += [replace(part.paragraph, level=level) for part, level in list(levels)[headings[0] :]]
    return blocks


def _groups(lines: list[Line], prose: Prose) -> list[list[Line]]:
    """Return the lines between empty paragraphs: lines of spaces only, or more empty lines than usual."""
    groups: list[list[Line]] = [[]]
    empty = 0
    for line in lines:
        if line.words:
            if empty > 1 + prose.double_spaced and groups[-1] and not (line.page and line.words[:1].islower()):
                groups.append([])
            if is_section(line.words) and groups[-1]:
                groups.append([])
            groups[-1].append(line)
            if is_section(line.words):
                groups.append([])
            empty = 0
        elif line.text:
            empty = 9
        else:
            empty += 1
            if groups[-1]:
                groups[-1].append(line)
    return [group for group in groups if group]


def _parts(group: list[Line], grouped: bool) -> list[_Part]:  # noqa: FBT001
    """Return the paragraphs of a group. A heading's line may be full or not, being bold: small letters go on with it."""
    filled = [line for line in group if line.words]
    heading = 1
    if is_action_plans(group) and not filled[0].words.startswith(words.ACTION):
        while heading < len(filled) and filled[heading].words[:1].islower():
            heading += 1
        rest = group[group.index(filled[heading - 1]) + 1 :]
        first = Paragraph(joined([line.words for line in filled[:heading]]), place(filled[0]))
    else:
        rest, first = group, None
    found = paragraphs(rest, Prose.of(group))
    parts = [_Part(each, leads=grouped and first is None and index == 0) for index, each in enumerate(found)]
    return [_Part(first, grouped), *parts] if first else parts


def _is_named(part: _Part, name: str) -> bool:
    return part.text.rstrip(":").casefold() == name.casefold()


def _headings(parts: list[_Part], begins: int) -> list[int]:
    """Return which parts are the headings of shortcomings: the one that begins what each “Åtgärd:” answers."""
    actions = [index for index, part in enumerate(parts) if index > begins and part.text.startswith(words.ACTION)]
    found: list[int] = []
    for before, action in zip([begins, *actions], actions, strict=False):
        between = [index for index in range(before + 1, action) if parts[index].may_be_heading]
        leading = [index for index in between if parts[index].leads]
        candidates = leading or between
        if not candidates or ((found or begins >= 0) and len(candidates) > 1):
            raise Unreadable(
                _(
                    "The text does not tell which words are the heading of the shortcoming whose action begins at %(place)s."
                    " Choose the document as PDF or Word instead."
                )
                % {"place": parts[action].paragraph.place}
            )
        found.append(candidates[-1])
    return found


def _before(parts: list[_Part], lines: list[Line]) -> tuple[list[Block], list[Block]]:
    """Return the title's paragraphs and the introduction's."""
    names = [index for index, part in enumerate(parts) if is_section(part.text)]
    if names:
        known = [each for each in parts[names[0] :] if not is_section(each.text)]
        return [part.paragraph for part in parts[: names[0]]], [replace(part.paragraph, level=0) for part in known]
    start = next(index for index, line in enumerate(lines) if line.words)
    end = next((index for index in range(start, len(lines)) if not lines[index].words), len(lines))
    title = [line.words for line in lines[start:end]]
    kept = [part for part in parts if part.paragraph.place not in {place(line) for line in lines[start:end]}]
    return [Paragraph(joined(title), place(lines[start]))], [replace(part.paragraph, level=0) for part in kept]
