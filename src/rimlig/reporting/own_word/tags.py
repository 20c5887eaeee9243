"""The tags of a template, read one by one in the order of the document: which are wrong, where, and what to write instead."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, Final

from django.utils.translation import gettext as _
from jinja2 import TemplateSyntaxError, nodes

from rimlig.reporting.own_word.fields import Field
from rimlig.reporting.word_environment import LOOP, TemplateEnvironment

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_OPENING: Final = re.compile(r"\{[{%#]|[}%#]\}")
_CLOSING: Final = {"{{": "}}", "{%": "%}", "{#": "#}"}
_QUOTES: Final = str.maketrans("“”‘’", "\"\"''")
_ENDS: Final = {"endfor": "for", "endif": "if"}
_PLACES: Final = {"tr": "row", "tc": "cell", "p": "paragraph", "r": "run"}
_LONGEST: Final = 60
MOST: Final = 50
"""Problems that are told at once: the rest is seen when these are mended."""


@dataclass(slots=True)
class _Block:
    """A for or an if that has not ended yet, with the names that it gives."""

    keyword: str
    place: str
    tag: str
    where: str
    names: dict[str, Field]


class Reader:
    """Reads the tags of a part against the fields that there are; `problems` is what was found."""

    def __init__(self, known: Field) -> None:
        self.environment = TemplateEnvironment(str)
        self.blocks: list[_Block] = []
        self.names: list[dict[str, Field]] = [known.parts]
        self.problems: list[str] = []
        self.count = 0

    def read(self, root: Any) -> None:
        """Read a whole part; what is begun in it must end in it."""
        for paragraph in root.iter(f"{_W}p"):
            for text, tag in self._tags(_text_of(paragraph)):
                self.count += 1
                self._tag(tag, _shortened(text))
                if len(self.problems) >= MOST:
                    return
        for block in self.blocks:
            self._say(
                _("%(tag)s is never ended. Write {%% end%(keyword)s %%} after what belongs to it."),
                block.where,
                block.tag,
                keyword=f"{block.keyword}",
            )
        self.blocks, self.names = [], self.names[:1]

    def _tags(self, text: str) -> Iterator[tuple[str, str]]:
        """Yield each tag of a paragraph. What opens must close in the same paragraph."""
        place = 0
        while found := _OPENING.search(text, place):
            closing = _CLOSING.get(found[0])
            if closing is None:
                if found[0] != "#}":
                    self._say(_("%(tag)s closes a tag that was not opened."), _shortened(text), found[0])
                place = found.end()
                continue
            end = text.find(closing, found.end())
            if end < 0:
                self._say(
                    _(
                        "%(tag)s is not closed in its paragraph. A tag stands in one paragraph, and ends with %(closing)s."
                    ),
                    _shortened(text),
                    text[found.start() :][:_LONGEST],
                    closing=closing,
                )
                return
            place = end + 2
            if found[0] != "{#":
                yield text, text[found.start() : place].translate(_QUOTES)

    def _tag(self, tag: str, where: str) -> None:
        inner = tag[2:-2].strip("-+ ")
        place, _space, rest = inner.partition(" ")
        is_placed = tag[2:].startswith((*(f"{name} " for name in _PLACES),))
        content = rest.strip() if is_placed else inner
        if tag.startswith("{{"):
            self._expression(content, tag, where)
        else:
            self._statement(content, place if is_placed else "", tag, where)

    def _statement(self, content: str, place: str, tag: str, where: str) -> None:
        keyword = content.partition(" ")[0]
        if keyword in {"for", "if"}:
            self._begin(keyword, content, place, tag, where)
        elif keyword in {"elif", "else", *_ENDS}:
            self._go_on(keyword, content, place, tag, where)
        elif keyword == "set":
            self._set(content, tag, where)
        elif keyword in {"cellbg", "colspan"}:
            self._expression(content.partition(" ")[2], tag, where)
        elif keyword not in {"hm", "vm"}:
            self._say(
                _("%(tag)s is nothing that a template may use: only for, if, elif, else, set and their ends."),
                where,
                tag,
            )

    def _begin(self, keyword: str, content: str, place: str, tag: str, where: str) -> None:
        names: dict[str, Field] = {}
        parsed = self._parsed(f"{{% {content} %}}{{% end{keyword} %}}", tag, where)
        if isinstance(parsed, nodes.For):
            listed = self._known(parsed.iter, tag, where)
            target = parsed.target
            given = [one for one in getattr(target, "items", [target]) if isinstance(one, nodes.Name)]
            one = listed.one if listed is not None else None
            if listed is not None and one is None and (listed.parts or listed.example):
                self._say(_("%(tag)s repeats something that is no list."), where, tag)
            names = {name.name: (one if one is not None and len(given) == 1 else _ANY) for name in given}
            names["loop"] = Field(parts={name: Field() for name in LOOP})
            if parsed.test is not None:
                self.names.append(names)
                self._known(parsed.test, tag, where)
                self.names.pop()
        elif isinstance(parsed, nodes.If):
            self._known(parsed.test, tag, where)
        self.blocks.append(_Block(keyword, place, tag, where, names))
        self.names.append(names)

    def _go_on(self, keyword: str, content: str, place: str, tag: str, where: str) -> None:
        begun = self.blocks[-1] if self.blocks else None
        wanted = _ENDS.get(keyword)
        if (
            begun is None
            or (wanted is not None and begun.keyword != wanted)
            or (keyword == "elif" and begun.keyword != "if")
        ):
            self._say(_("%(tag)s belongs to nothing that was begun before it."), where, tag)
            return
        if begun.place != place:
            self._say(
                _("%(tag)s must be written like the tag it belongs to, %(begun)s: with the same letters after {%%."),
                where,
                tag,
                begun=begun.tag,
            )
        if keyword == "elif":
            self._expression(content.partition(" ")[2], tag, where)
        elif wanted is not None:
            self.blocks.pop()
            self.names.pop()

    def _set(self, content: str, tag: str, where: str) -> None:
        parsed = self._parsed(f"{{% {content} %}}", tag, where)
        if isinstance(parsed, nodes.Assign) and isinstance(parsed.target, nodes.Name):
            self.names[-1] = self.names[-1] | {parsed.target.name: self._known(parsed.node, tag, where) or _ANY}
        elif parsed is not None:
            self._say(
                _("%(tag)s is nothing that a template may use: only for, if, elif, else, set and their ends."),
                where,
                tag,
            )

    def _expression(self, content: str, tag: str, where: str) -> None:
        parsed = self._parsed(f"{{{{ {content} }}}}", tag, where)
        if isinstance(parsed, nodes.Output):
            self._known(parsed.nodes[0], tag, where)

    def _parsed(self, source: str, tag: str, where: str) -> Any:
        try:
            return self.environment.parse(source).body[0]
        except (TemplateSyntaxError, IndexError, RecursionError) as error:
            self._say(_("%(tag)s cannot be understood: %(reason)s"), where, tag, reason=str(error))
            return None

    def _known(self, node: Any, tag: str, where: str) -> Field | None:
        """Return the field that an expression names, and say what it names that there is not; None where it is a value."""
        if isinstance(node, nodes.Name):
            return self._named(node.name, tag, where)
        if (name := _name_in(node)) is not None:
            return self._part(self._known(node.node, tag, where), name, tag, where)
        if isinstance(node, nodes.Getitem):
            whole = self._known(node.node, tag, where)
            return whole.one if whole is not None else None
        if isinstance(node, nodes.Call) and not (isinstance(node.node, nodes.Name) and node.node.name == "range"):
            self._say(_("%(tag)s calls something. A template only names fields."), where, tag)
            return None
        for child in node.iter_child_nodes():
            if not (isinstance(child, nodes.Name) and child.name == "range"):
                self._known(child, tag, where)
        return None

    def _named(self, name: str, tag: str, where: str) -> Field | None:
        for names in reversed(self.names):
            if name in names:
                return names[name]
        known = [one for names in self.names for one in names]
        self._say_unknown(name, known, tag, where)
        return _ANY

    def _part(self, whole: Field | None, name: str, tag: str, where: str) -> Field | None:
        if whole is None or whole is _ANY:
            return whole
        if name in whole.parts:
            return whole.parts[name]
        self._say_unknown(name, list(whole.parts), tag, where)
        return _ANY

    def _say_unknown(self, name: str, known: list[str], tag: str, where: str) -> None:
        near = get_close_matches(name, known, n=1, cutoff=0.6)
        if near:
            self._say(
                _("%(tag)s: there is no field %(name)s here. Do you mean %(near)s?"),
                where,
                tag,
                name=name,
                near=near[0],
            )
        else:
            self._say(_("%(tag)s: there is no field %(name)s here."), where, tag, name=name)

    def _say(self, sentence: str, where: str, tag: str, **more: str) -> None:
        said = sentence % {"tag": f"“{tag[:_LONGEST]}”", **more}
        if where and where != tag:
            said = _("%(problem)s It stands in: %(where)s") % {"problem": said, "where": f"“{where}”"}
        if said not in self.problems:
            self.problems.append(said)


_ANY: Final = Field()
"""Something of which we do not know the parts: whatever is asked of it, the filling in itself will tell."""


def _name_in(node: Any) -> str | None:
    """Return the name after a dot or in brackets, or None where an expression names no part."""
    if isinstance(node, nodes.Getattr):
        return node.attr
    if isinstance(node, nodes.Getitem) and isinstance(node.arg, nodes.Const) and isinstance(node.arg.value, str):
        return node.arg.value
    return None


def _text_of(paragraph: Any) -> str:
    """Return the paragraph's own text, without that of paragraphs in text boxes within it."""
    return "".join(
        text.text or "" for text in paragraph.iter(f"{_W}t") if next(text.iterancestors(f"{_W}p"), None) is paragraph
    )


def _shortened(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
