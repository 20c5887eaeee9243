from collections.abc import Callable

import pytest

from office_files import REPORT, damaged_copies, members, with_part
from rimlig.core.archive import damaged, protected
from rimlig.imports.blocks import Unreadable
from rimlig.imports.excel import read_excel
from rimlig.imports.word import read_word
from rimlig.reporting.excel import render_excel
from rimlig.reporting.packing import zipped
from rimlig.reporting.word import render_word

Reader = Callable[[bytes], object]
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
WORD = render_word(REPORT)
EXCEL = render_excel(REPORT)


def refusal(read: Reader, data: bytes) -> str:
    with pytest.raises(Unreadable) as refused:
        read(data)
    return str(refused.value)


@pytest.mark.parametrize("read", [read_word, read_excel])
def test_foreign_files_are_refused_by_their_own_sentences(read: Reader) -> None:
    ordinary = refusal(read, b"%PDF-1.7 not at all")
    sentences = {
        "password": refusal(read, OLE + "EncryptedPackage".encode("utf-16-le")),
        "old format": refusal(read, OLE),
        "no zip": ordinary,
        "damaged": refusal(read, b"PK\x03\x04" + bytes(40)),
    }
    assert len(set(sentences.values())) == 4
    assert sentences["password"] == protected()
    assert sentences["damaged"] == damaged()
    assert refusal(read, b"") == ordinary
    assert refusal(read, zipped({"mimetype": b"application/vnd.oasis.opendocument.text"})) == ordinary
    assert refusal(read, zipped({"a.txt": b"hej"})) == ordinary


def test_the_other_programs_file_is_refused_whatever_it_is_called() -> None:
    assert refusal(read_word, EXCEL) == refusal(read_word, b"")
    assert refusal(read_excel, WORD) == refusal(read_excel, b"")


@pytest.mark.parametrize(("read", "data"), [(read_word, WORD), (read_excel, EXCEL)])
def test_a_file_with_macros_is_refused(read: Reader, data: bytes) -> None:
    types = members(data)["[Content_Types].xml"]
    with_macros = types.replace(
        b"</Types>",
        b'<Override PartName="/m.bin" ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/></Types>',
    )
    assert with_macros != types
    sentence = refusal(read, with_part(data, "[Content_Types].xml", with_macros))
    assert sentence not in {damaged(), refusal(read, b"")}


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha" * 10}">' for n in range(9))


@pytest.mark.parametrize(
    "doctype",
    [
        f"<!DOCTYPE x [{LAUGHS}]>",
        '<!DOCTYPE x [<!ENTITY l8 SYSTEM "file:' + '///etc/hostname">]>',
        '<!DOCTYPE x SYSTEM "http://127.0.0.1:1/x.dtd" [<!ENTITY l8 "ha">]>',
    ],
    ids=["a billion laughs", "a file of ours", "a fetched definition"],
)
def test_entities_are_refused(doctype: str) -> None:
    body = members(WORD)["word/document.xml"].decode().partition("?>")[2]
    word = f'<?xml version="1.0"?>{doctype}{body.replace("Attest saknas", "&l8;")}'
    assert refusal(read_word, with_part(WORD, "word/document.xml", word.encode())) == damaged()
    assert refusal(read_word, with_part(WORD, "word/document.xml", word.encode("utf-16"))) == damaged()

    sheet = members(EXCEL)["xl/worksheets/sheet3.xml"].decode().partition("?>")[2]
    excel = f'<?xml version="1.0"?>{doctype}{sheet.replace("Attest saknas", "&l8;")}'
    assert refusal(read_excel, with_part(EXCEL, "xl/worksheets/sheet3.xml", excel.encode())) == damaged()


@pytest.mark.parametrize(("read", "data"), [(read_word, WORD), (read_excel, EXCEL)])
def test_damaged_parts_are_read_or_refused_and_nothing_else(read: Reader, data: bytes) -> None:
    outcomes = {"read": 0, "refused": 0}
    for name, part in members(data).items():
        copies = [with_part(data, name, copy) for copy in damaged_copies(part, 12)]
        for copy in (*copies, with_part(data, name, b"")):
            try:
                read(copy)
                outcomes["read"] += 1
            except Unreadable:
                outcomes["refused"] += 1
    assert min(outcomes.values()) > 20


@pytest.mark.parametrize(("read", "data"), [(read_word, WORD), (read_excel, EXCEL)])
def test_files_cut_off_anywhere_are_refused(read: Reader, data: bytes) -> None:
    assert {refusal(read, data[:length]) for length in range(2, len(data), len(data) // 40)} == {damaged()}
