"""What is taken for a logo, what is left of it, and what is refused with which sentence."""

import io

import pytest
from PIL import Image, PngImagePlugin

from rimlig.appearance.logo import LARGEST, MOST_BYTES, safe_logo
from rimlig.core.errors import RuleBroken

SVG = "http://www.w3.org/2000/svg"


def drawing(inside: str, *, attributes: str = 'viewBox="0 0 30 10"', before: str = "") -> bytes:
    return f'{before}<svg xmlns="{SVG}" xmlns:xlink="http://www.w3.org/1999/xlink" {attributes}>{inside}</svg>'.encode()


def picture(width: int, height: int, mode: str = "RGB", **more: object) -> bytes:
    target = io.BytesIO()
    Image.new(mode, (width, height)).save(target, "PNG", **more)
    return target.getvalue()


RECT = '<rect width="9" height="9" fill="#123456"/>'


def test_a_drawing_is_kept_as_its_shapes_and_colours() -> None:
    data = drawing(
        f'<!-- Gjord i ett program --><title>Vapen</title><metadata><a xmlns="urn:x">Ort</a></metadata>'
        f'<g data-x="1" inkscape:label="lager" xmlns:inkscape="urn:inkscape" opacity=".5">{RECT}</g>',
        before='<?xml version="1.0"?><?xml-stylesheet href="http://x.example/a.css"?>',
    )
    assert safe_logo(data) == (
        f'<svg xmlns="{SVG}" viewBox="0 0 30 10"><g opacity=".5">{RECT}</g></svg>'.encode(),
        "image/svg+xml",
    )


def test_what_is_kept_is_taken_again_and_stays_the_same() -> None:
    once, _type = safe_logo(drawing(f'<style>.a{{fill:url(#g)}}</style><defs><linearGradient id="g"/></defs>{RECT}'))
    assert safe_logo(once)[0] == once


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        "<metadata><script>alert(1)</script></metadata>",
        "<foreignObject><body xmlns='http://www.w3.org/1999/xhtml'/></foreignObject>",
        '<image href="http://x.example/a.png"/>',
        '<image href="data:image/png;base64,AAAA"/>',
        '<use xlink:href="http://x.example/a.svg#b"/>',
        '<use href="javascript:alert(1)"/>',
        '<a href="http://x.example/"><rect width="1" height="1"/></a>',
        '<rect width="1" height="1" onclick="alert(1)"/>',
        '<rect width="1" height="1" ONLOAD="alert(1)"/>',
        '<rect width="1" height="1" fill="url(http://x.example/a.svg#b)"/>',
        '<rect width="1" height="1" style="fill:url( \'//x.example/\' )"/>',
        "<style>@import 'http://x.example/a.css';</style>",
        "<style>.a{background:u\\72l(http://x.example)}</style>",
        "<animate attributeName='href' to='javascript:alert(1)'/>",
        "<set attributeName='onload' to='alert(1)'/>",
        "<filter id='f'><feImage href='http://x.example'/></filter>",
        "<iframe src='http://x.example'/>",
    ],
)
def test_what_could_fetch_or_run_something_is_refused(inside: str) -> None:
    with pytest.raises(RuleBroken, match="kan hämta eller köra"):
        safe_logo(drawing(inside + RECT))


def test_an_entity_is_refused_before_it_grows() -> None:
    laughs = '<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    with pytest.raises(RuleBroken):
        safe_logo(drawing(f"<title>&b;</title>{RECT}", before=laughs))
    with pytest.raises(RuleBroken):
        safe_logo(drawing(RECT, before='<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>'))


def test_a_drawing_that_draws_itself_a_million_times_is_refused() -> None:
    groups = "".join(
        f'<g id="g{number}">{f"<use href=&quot;#g{number - 1}&quot;/>".replace("&quot;", chr(34)) * 10}</g>'
        for number in range(1, 8)
    )
    with pytest.raises(RuleBroken, match="för många delar"):
        safe_logo(drawing(f'<defs><g id="g0">{RECT}</g>{groups}</defs><use href="#g7"/>'))


def test_a_drawing_that_holds_itself_is_refused() -> None:
    with pytest.raises(RuleBroken, match="kan hämta eller köra"):
        safe_logo(drawing(f'<g id="a"><use href="#a"/>{RECT}</g>'))


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (drawing("<text>Lindhaga</text>" + RECT), "konturer"),
        (drawing(""), "visar ingenting"),
        (drawing(RECT, attributes=""), "hur stor"),
        (drawing(RECT, attributes='viewBox="0 0 0 10"'), "hur stor"),
        (drawing(RECT, attributes='width="100%" height="100%"'), "hur stor"),
        (drawing(RECT)[:-20], "skadad"),
        (b"<html><svg></svg></html>", "varken en ritning"),
        (b"", "varken en ritning"),
        (b"GIF89a" + bytes(50), "varken en ritning"),
        (b"\xff\xd8\xff" + bytes(50), "varken en ritning"),
        (drawing(RECT) + bytes(MOST_BYTES), "större än 400 kB"),
        (picture(30, 30), "30 × 30"),
        (picture(LARGEST + 1, 100), "2001 × 100"),
        (picture(1000, 50), "mycket längre"),
        (picture(100, 100)[:60], "skadad"),
        (b"\x89PNG\r\n\x1a\n" + bytes(200), "skadad"),
    ],
)
def test_what_is_no_logo_is_refused_with_what_to_do(data: bytes, sentence: str) -> None:
    with pytest.raises(RuleBroken, match=sentence):
        safe_logo(data)


def test_a_picture_is_written_anew_without_what_it_told_beside() -> None:
    info = PngImagePlugin.PngInfo()
    info.add_text("Author", "Kamera i Lindhaga")
    kept, media_type = safe_logo(picture(200, 80, "RGBA", pnginfo=info, exif=Image.Exif().tobytes()))
    assert media_type == "image/png"
    assert b"Lindhaga" not in kept
    with Image.open(io.BytesIO(kept)) as opened:
        assert (opened.size, opened.mode, opened.info) == ((200, 80), "RGBA", {})


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_every_kind_of_picture_becomes_one_that_every_program_shows(mode: str) -> None:
    kept, _type = safe_logo(picture(60, 60, mode))
    with Image.open(io.BytesIO(kept)) as opened:
        assert opened.mode in {"RGB", "RGBA"}
