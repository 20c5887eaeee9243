"""Drawings (SVG) made safe: only shapes and colours are kept, and whatever could fetch, run or hide something is refused.

An SVG file is a program as much as a picture. So nothing is let through that
is not on the list of what a logo needs, and the file that is kept is written
anew from what was understood.
"""

import re
from collections.abc import Iterator
from typing import Any, Final

from django.utils.translation import gettext as _
from lxml import etree

from rimlig.core.errors import RuleBroken

SVG: Final = "http://www.w3.org/2000/svg"
XLINK: Final = "http://www.w3.org/1999/xlink"
MOST_ELEMENTS: Final = 5_000
MOST_DRAWN: Final = 20_000
"""Elements when each <use> is followed: a few lines of them can ask for millions of shapes."""

_SHAPES: Final = {"path", "rect", "circle", "ellipse", "line", "polyline", "polygon"}
_GROUPS: Final = {"svg", "g", "defs", "symbol", "use", "clipPath", "mask", "linearGradient", "radialGradient", "stop"}
_WORDS: Final = {"title", "desc", "metadata"}  # for people and programs, never drawn: the alternative text is asked for
_KEPT: Final = _SHAPES | _GROUPS | {"style"}
_ATTRIBUTES: Final = {
    *("id", "class", "d", "x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "rx", "ry", "fx", "fy", "points"),
    *("width", "height", "viewBox", "preserveAspectRatio", "version", "transform", "offset", "pathLength"),
    *("fill", "fill-rule", "fill-opacity", "stroke", "stroke-width", "stroke-linecap", "stroke-linejoin", "opacity"),
    *("stroke-miterlimit", "stroke-dasharray", "stroke-dashoffset", "stroke-opacity", "clip-path", "clip-rule", "mask"),
    *("stop-color", "stop-opacity", "gradientUnits", "gradientTransform", "spreadMethod", "clipPathUnits"),
    *("maskUnits", "maskContentUnits", "display", "visibility", "color", "style", "type", "enable-background"),
}
_WITHIN: Final = re.compile(r"#[\w.:-]+")
_URL: Final = re.compile(r"url\(\s*([^)]*?)\s*\)", re.IGNORECASE)
_ACTIVE_CSS: Final = re.compile(r"@|\\|expression|javascript|behavior|-moz-binding", re.IGNORECASE)


def safe_svg(data: bytes) -> bytes:
    """Return the drawing with what a logo needs and nothing else.

    Raises RuleBroken with a sentence on what was found and what to do when
    the file is no drawing, or holds something that is not taken.
    """
    root = _parsed(data)
    if len([*root.iter()]) > MOST_ELEMENTS:
        raise RuleBroken(_("The drawing has too many parts for a logo. Simplify it, or save it as PNG."))
    _clean(root)
    if not any(_name(element) in _SHAPES for element in root.iter()):
        raise RuleBroken(_("The drawing shows nothing. Choose the logo itself."))
    if _drawn(root, _by_id(root), ()) > MOST_DRAWN:
        raise RuleBroken(_("The drawing has too many parts for a logo. Simplify it, or save it as PNG."))
    _must_have_a_size(root)
    etree.cleanup_namespaces(root, top_nsmap={None: SVG, "xlink": XLINK})
    written: bytes = etree.tostring(root, encoding="UTF-8")
    return written


def _parsed(data: bytes) -> Any:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise RuleBroken(_("The drawing (SVG) is damaged and cannot be opened. Save it again, or as PNG.")) from error
    # An entity may stand for a file on the server, or for itself a million times over.
    if b"<!ENTITY" in data or any(isinstance(one, etree._Entity) for one in root.iter()):  # noqa: SLF001
        raise _refused("<!ENTITY>")
    if root.tag != f"{{{SVG}}}svg":
        raise RuleBroken(_("The file is not a drawing (SVG) or a picture (PNG). Save the logo as one of those."))
    return root


def _clean(element: Any) -> None:
    if _name(element) in {"text", "tspan", "textPath"}:
        raise RuleBroken(
            _(
                "The drawing has text in a font that we do not have. Turn the text into outlines (in Illustrator:"
                " Create Outlines; in Inkscape: Object to Path), and save it again."
            )
        )
    if _name(element) not in _KEPT:
        raise _refused(f"<{_name(element)}>")
    _clean_attributes(element)
    if _name(element) == "style":
        _check_css(element.text or "")
    for child in [*element]:
        if etree.QName(child).namespace != SVG or _name(child) in _WORDS:
            _remove(child)  # what drawing programs write for themselves, and words that are not drawn
        else:
            _clean(child)


def _remove(element: Any) -> None:
    for below in [*element.iterdescendants()]:
        if etree.QName(below).namespace == SVG and _name(below) == "script":
            raise _refused("<script>")
    element.getparent().remove(element)


def _clean_attributes(element: Any) -> None:
    for name, value in [*element.attrib.items()]:
        qualified = etree.QName(name)
        if qualified.localname == "href" and qualified.namespace in {None, XLINK}:
            if not _WITHIN.fullmatch(value.strip()):
                raise _refused(f"href=“{value[:60]}”")
        elif qualified.localname.lower().startswith("on"):
            raise _refused(qualified.localname)
        elif qualified.namespace is not None or qualified.localname not in _ATTRIBUTES:
            del element.attrib[name]
        else:
            _check_css(value)


def _check_css(text: str) -> None:
    """Refuse style that fetches something, or says in a hidden way what it does."""
    active = _ACTIVE_CSS.search(text)
    if active:
        raise _refused(active[0])
    for target in _URL.findall(text):
        if not _WITHIN.fullmatch(target.strip("'\"")):
            raise _refused(f"url({target[:60]})")


def _refused(what: str) -> RuleBroken:
    return RuleBroken(
        _(
            "The drawing holds %(what)s, which can fetch or run something, so it was not taken. Save it as"
            " “plain SVG” without scripts, links and embedded pictures, or save it as PNG."
        )
        % {"what": what}
    )


def _must_have_a_size(root: Any) -> None:
    """Refuse a drawing of which nobody can say how wide it is for its height."""
    if root.get("viewBox"):
        numbers = re.split(r"[\s,]+", root.get("viewBox").strip())
        sizes = numbers[2:] if len(numbers) == 4 else []  # noqa: PLR2004  (x, y, width, height)
    else:
        sizes = [re.sub(r"px$", "", root.get(name, "")) for name in ("width", "height")]
    try:
        good = len(sizes) > 0 and all(0 < float(size) < 1e6 for size in sizes)  # noqa: PLR2004
    except ValueError:
        good = False
    if not good:
        raise RuleBroken(_("The drawing does not say how large it is (viewBox). Save it again, or save it as PNG."))


def _by_id(root: Any) -> dict[str, Any]:
    return {element.get("id"): element for element in root.iter() if element.get("id")}


def _drawn(element: Any, known: dict[str, Any], inside: tuple[str, ...]) -> int:
    """Return how many elements are drawn when references are followed; stops soon after the most that is taken."""
    count = 1
    for reference in _references(element):
        target = known.get(reference)
        if reference in inside:
            raise _refused(f"<use> → {reference}")
        if target is not None:
            count += _drawn(target, known, (*inside, reference))
        if count > MOST_DRAWN:
            return count
    for child in element:
        count += _drawn(child, known, inside)
        if count > MOST_DRAWN:
            return count
    return count


def _references(element: Any) -> Iterator[str]:
    for name, value in element.attrib.items():
        if etree.QName(name).localname == "href":
            yield value.strip()[1:]
        for target in _URL.findall(value):
            yield target.strip("'\"")[1:]


def _name(element: Any) -> str:
    return str(etree.QName(element).localname)
