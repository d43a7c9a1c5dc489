"""Zips from outside: what isn't safe to open isn't opened, whatever it is opened as, and is told in the words of that."""

import io
import struct
import zipfile
from collections.abc import Callable
from dataclasses import replace

import pytest
from lxml import etree

from reportgen.diagnostics import Place, Unreadable
from reportgen.documents.forms.parts import FORM
from reportgen.filing.archive import PACKAGE
from reportgen.ooxml.guard import PackageFault, Use, open_office, open_zip, read_parts
from reportgen.ooxml.office import DOCUMENT, WORKBOOK
from reportgen.ooxml.packing import packed
from reportgen.ooxml.parsing import events, parse, parse_part

USES = {"workbook": WORKBOOK, "document": DOCUMENT, "form": FORM, "package": PACKAGE}
OLE = bytes.fromhex("D0CF11E0A1B11AE1") + bytes(504)


def zipped(**parts: bytes) -> bytes:
    return packed(parts)


def locked() -> bytes:
    content = bytearray(zipped(a=b"content"))
    for signature, offset in ((b"PK\1\2", 8), (b"PK\3\4", 6)):
        content[content.index(signature) + offset] |= 1
    return bytes(content)


def claiming(count: int, index: int) -> bytes:
    """A zip whose end says how many entries there are and how long their list is."""
    return b"PK\3\4" + struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, count, count, index, 4, 0)


def long(count: int) -> bytes:
    """A zip64 whose end leaves it to the longer one to say how many entries there are."""
    content = zipped(a=b"content")
    end = content.index(b"PK\5\6")
    _, _, _, _, _, size, offset, _ = struct.unpack("<4s4H2LH", content[end:])
    longer = struct.pack("<4sQ2H2L4Q", b"PK\6\6", 44, 45, 45, 0, 0, count, count, size, offset)
    pointer = struct.pack("<4sLQL", b"PK\6\7", 0, end, 1)
    return content[:end] + longer + pointer + struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)


@pytest.mark.parametrize("use", USES.values(), ids=USES)
@pytest.mark.parametrize(
    "made",
    [
        lambda: b"",
        lambda: b"PK\3\4 but nothing more",
        lambda: zipped(a=b"content")[:40],
        lambda: claiming(1, 100),
        lambda: claiming(60_000, 100),
        lambda: claiming(1, 2**31),
        lambda: long(60_000),
        lambda: zipped(a=bytes(16 * 2**20)),
        locked,
    ],
)
def test_it_is_refused_as_whatever_it_is_opened(made: Callable[[], bytes], use: Use) -> None:
    with pytest.raises(Unreadable) as told:
        open_zip(made(), use)
    problem = told.value.diagnostic("inputs", Place("文件"), help="请核对")
    assert problem.code.removeprefix("inputs.") in {words.code for words in use.words.values()}
    assert "{" not in problem.message


@pytest.mark.parametrize("use", USES.values(), ids=USES)
@pytest.mark.parametrize("made", [lambda: zipped(a=b"content"), lambda: long(1)], ids=["zip", "zip64"])
def test_what_is_whole_and_within_bounds_is_read(made: Callable[[], bytes], use: Use) -> None:
    assert read_parts(made(), use) == {"a": b"content"}


@pytest.mark.parametrize(("bound", "value"), [("file", 100), ("entries", 2), ("unpacked", 20), ("index", 10)])
def test_bounds(bound: str, value: int) -> None:
    content = zipped(one=b"12345678", two=b"12345678", three=b"12345678")
    assert len(read_parts(content, WORKBOOK)) == 3
    with pytest.raises(Unreadable, match="过大"):
        open_zip(content, replace(WORKBOOK, limits=replace(WORKBOOK.limits, **{bound: value})))


@pytest.mark.parametrize(
    ("made", "flaw"),
    [
        (b"", PackageFault.EMPTY),
        (OLE, PackageFault.OLD_FORMAT),
        (OLE + "EncryptedPackage".encode("utf-16-le"), PackageFault.ENCRYPTED),
        ("一、总体要求".encode(), PackageFault.NO_ZIP),
        (zipped(a=b"content").replace(b"content", b"another", 1), PackageFault.DAMAGED),
    ],
)
@pytest.mark.parametrize("use", [WORKBOOK, DOCUMENT])
def test_each_flaw_of_an_office_file_has_its_words(made: bytes, flaw: PackageFault, use: Use) -> None:
    if flaw is PackageFault.DAMAGED:
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as written:
            written.writestr("a", b"content")
        made, flaw = buffer.getvalue().replace(b"content", b"another", 1), PackageFault.DAMAGED_PART
    with pytest.raises(Unreadable) as told:
        open_office(made, use)
    expected = use.unreadable(flaw, "a")
    assert (told.value.code, told.value.message, told.value.help) == (expected.code, expected.message, expected.help)


BOMB = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;"><!ENTITY c SYSTEM "file:///etc/hostname">]>'


def test_no_entity_is_resolved_and_no_comment_read() -> None:
    root = parse(BOMB + b"<x>1&b;2&c;3<!-- 4 --><?five?></x>")
    assert "".join(text for text in root.itertext(tag=etree.Element)) == "1"
    assert etree.tostring(root) == b"<x>1&b;2&c;3</x>"
    assert b"<!-- 4 -->" in etree.tostring(parse(BOMB + b"<x><!-- 4 --></x>", comments=True))
    assert [etree.tostring(element) for event, element in events(BOMB + b"<x><c>&c;</c></x>", "c") if event == "end"] == [b"<c>&c;</c>"]


@pytest.mark.parametrize("use", [WORKBOOK, DOCUMENT, FORM])
@pytest.mark.parametrize("part", [b"<a>", b"", BOMB + b"<a/>", b"<a>" * 300 + b"</a>" * 300])
def test_a_part_that_is_no_plain_xml_is_unreadable(part: bytes, use: Use) -> None:
    with pytest.raises(Unreadable):
        parse_part(part, "word/document.xml", use)
