"""Files that can't be read give a message, whatever they are; none takes long or raises."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable

import pytest
from PIL import Image

from reportgen.diagnostics import Place, Unreadable
from reportgen.lint.lint import lint_bytes
from tests.lint.handmade import fresh, saved

OLE = bytes.fromhex("D0CF11E0A1B11AE1")


def repacked(**changes: bytes) -> bytes:
    """The document made by hand with other parts."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(saved(fresh()))) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, changes.get(name.rpartition("/")[2].partition(".")[0], old.read(name)))
    return made.getvalue()


def pdf(stream: bytes, trailer: bytes = b"", *objects: bytes) -> bytes:
    """A PDF of one page with this content."""
    packed = zlib.compress(stream)
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(packed), packed),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        *objects,
    ]
    out, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF" % (
        len(parts) + 1,
        table,
        len(parts) + 1,
        trailer,
        len(out),
    )


def scanned() -> bytes:
    buffer = io.BytesIO()
    Image.new("L", (827, 1169), 240).save(buffer, "PDF", resolution=100)
    return buffer.getvalue()


def encrypted_pdf() -> bytes:
    secret = b"<</Filter/Standard/V 1/R 2/O<%s>/U<%s>/P -4>>" % (b"41" * 32, b"42" * 32)
    return pdf(b"BT ET", b"/Encrypt 6 0 R/ID[<00><00>]", secret)


def swollen() -> bytes:
    return repacked(document=b"<a>" + b" " * 40_000_000 + b"</a>")


def entities() -> bytes:
    return repacked(document=b'<!DOCTYPE a [<!ENTITY b "ccc">]><a>&b;</a>')


def broken_bytes() -> bytes:
    data = bytearray(saved(fresh()))
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        begin = package.getinfo("word/document.xml").header_offset
    name, extra = struct.unpack("<HH", data[begin + 26 : begin + 30])
    data[begin + 30 + name + extra : begin + 60 + name + extra] = b"\xff" * 30
    return bytes(data)


FILES: list[tuple[str, Callable[[], bytes], str]] = [
    ("empty", lambda: b"", "lint.empty-file"),
    ("text", "一、总体要求".encode, "lint.not-a-document"),
    ("workbook", lambda: repacked(document=b'<workbook xmlns="x"/>'), "lint.not-a-document"),
    ("no parts", lambda: b"PK\x05\x06" + bytes(18), "lint.not-a-document"),
    ("old Word", lambda: OLE + bytes(600), "lint.old-format"),
    ("encrypted Word", lambda: OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "lint.encrypted"),
    ("half a Word file", lambda: saved(fresh())[:9000], "lint.damaged"),
    ("broken bytes", broken_bytes, "lint.damaged"),
    ("broken XML", lambda: repacked(document=b"<w:document>"), "lint.damaged"),
    ("entities", entities, "lint.damaged"),
    ("swollen", swollen, "lint.too-large"),
    ("half a PDF", lambda: pdf(b"BT ET")[:150], "lint.damaged"),
    ("encrypted PDF", encrypted_pdf, "lint.encrypted"),
    ("scanned PDF", scanned, "lint.no-text"),
    ("PDF without Chinese", lambda: pdf(b"BT /F 12 Tf (abc) Tj ET"), "lint.no-text"),
]


@pytest.mark.parametrize(("made", "code"), [(made, code) for _, made, code in FILES], ids=[name for name, _, _ in FILES])
def test_what_cannot_be_read_is_told(made: Callable[[], bytes], code: str) -> None:
    with pytest.raises(Unreadable) as told:
        lint_bytes(made(), "文件")
    assert told.value.diagnostic("lint", Place("文件")).code == code
    assert told.value.message and told.value.help


@pytest.mark.parametrize("part", ["styles", "theme1", "settings", "numbering", "footer1", "footer2"])
def test_a_part_without_content_is_read_as_none(part: str) -> None:
    root = b'<w:x xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"/>'
    assert lint_bytes(repacked(**{part: root}), "文件").form == "文件格式"


def test_values_that_are_none_are_passed_over() -> None:
    with zipfile.ZipFile(io.BytesIO(saved(fresh()))) as package:
        document, styles = package.read("word/document.xml"), package.read("word/styles.xml")
    for old, new in (
        (b'w:val="32"', b'w:val="9999999999"'),
        (b'w:w="11906"', b'w:w=""'),
        (b'w:line="579"', b'w:line="x"'),
        (b'w:val="FF0000"', b'w:val="red?"'),
    ):
        assert old in document + styles
        assert lint_bytes(repacked(document=document.replace(old, new), styles=styles.replace(old, new)), "文件").format == "docx"


@pytest.mark.sampled(3)
@pytest.mark.parametrize("text", ["示例〔2024〕{}", "2024{}", "2024年{}4", "附件{}", "抄送{}", "示例市{}"])
@pytest.mark.parametrize("filler", [" ", "1", "（", "《", '"'])
def test_long_runs_of_a_character_take_no_time(text: str, filler: str) -> None:
    document = fresh()
    for place in (0, 3, len(document.paragraphs) - 1):
        document.paragraphs[place].add_run(text.format(filler * 50_000))
    assert lint_bytes(saved(document), "文件").format == "docx"
