"""The bytes of a Word file: the same for the same content, whatever the process; and the base document is up to date."""

import base64
import hashlib
import os
import re
import runpy
import subprocess
import sys
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import docx_integrity
import pytest
from docx import Document
from lxml import etree
from openxml_audit import OpenXmlValidator
from PIL import Image

from reportgen.render.layout import Layout
from reportgen.render.word import write_docx
from reportgen.render.word.package import pack

PROGRAM = """
import hashlib, sys
if sys.argv[3:]:
    import openpyxl  # registers namespace prefixes of its own with lxml
from pathlib import Path
from reportgen.render.layout import Layout
from reportgen.render.word import write_docx
html, base = Path(sys.argv[1]).read_text(encoding="utf-8"), Path(sys.argv[2]).read_bytes()
print(hashlib.sha256(write_docx(html, Layout(), base)).hexdigest())
"""


@pytest.mark.sampled(3)
@pytest.mark.parametrize("name", ["county", "seal", "charts"])
def test_two_processes_write_the_same_bytes(docx: Callable[[str], bytes], root: Path, name: str) -> None:
    files = [str(root / f"tests/render/samples/{name}.html"), str(root / "templates/docx/official.docx")]
    environments = ({"PYTHONHASHSEED": "1", "TZ": "UTC"}, {"PYTHONHASHSEED": "4242", "TZ": "Asia/Shanghai"})
    hashes = {
        subprocess.run(
            [sys.executable, "-c", PROGRAM, *files, *more], env={**os.environ, **own}, cwd=root, check=True, capture_output=True, text=True
        ).stdout.strip()
        for own, more in zip(environments, ([], ["with openpyxl"]), strict=True)
    }
    assert hashes == {hashlib.sha256(docx(name)).hexdigest()}


def test_nothing_is_left_of_the_document_written_before(docx: Callable[[str], bytes], html: Callable[[str], str], base: bytes) -> None:
    for name in ("city", "county", "city"):
        assert write_docx(html(name), Layout(), base) == docx(name)


def test_members_of_the_zip_are_in_order_and_of_one_date(docx: Callable[[str], bytes]) -> None:
    with zipfile.ZipFile(BytesIO(docx("county"))) as archive:
        members = archive.infolist()
    assert [member.filename for member in members[:3]] == ["[Content_Types].xml", "_rels/.rels", "word/document.xml"]
    assert [member.filename for member in members[3:]] == sorted(member.filename for member in members[3:])
    assert {member.date_time for member in members} == {(1980, 1, 1, 0, 0, 0)}


def test_the_base_document_is_what_its_tool_makes(root: Path, base: bytes) -> None:
    made = runpy.run_path(str(root / "tools/make_official_docx.py"))["official_docx"](Layout())
    assert made == base, "run tools/make_official_docx.py"


def parts(docx: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(docx)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def picture(kind: str) -> bytes:
    buffer = BytesIO()
    Image.new("RGB", (4, 4), "red").save(buffer, kind)
    return buffer.getvalue()


def of_word() -> bytes:
    """A base document with a picture in its text and a header, as Word and python-docx make it."""
    document = Document()
    document.add_picture(BytesIO(picture("PNG")))
    document.sections[0].header.paragraphs[0].text = "页眉"
    document.core_properties.author = "张某某"
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def bare(base: bytes) -> bytes:
    """No styles, no properties."""
    found = {name: part for name, part in parts(base).items() if not re.search("styles|docProps", name)}
    for name in ("[Content_Types].xml", "_rels/.rels", "word/_rels/document.xml.rels"):
        root = etree.fromstring(found[name])
        for entry in list(root):
            if re.search("styles|docProps", entry.get("PartName", "") + entry.get("Target", "")):
                root.remove(entry)
        found[name] = etree.tostring(root)
    return pack(found)


def form(base: bytes) -> bytes:
    """A form (.dotx) whose main part has another name, and whose relationships begin at the root."""
    found = {name.replace("document", "document2"): part for name, part in parts(base).items()}
    found["[Content_Types].xml"] = found["[Content_Types].xml"].replace(b"/document.xml", b"/document2.xml").replace(b"document.main", b"template.main")
    found["_rels/.rels"] = found["_rels/.rels"].replace(b"word/document.xml", b"/word/document2.xml")
    relations = "word/_rels/document2.xml.rels"
    found[relations] = found[relations].replace(b'Target="', b'Target="/word/')
    return pack(found)


@pytest.mark.parametrize("made", [of_word, bare, form], ids=lambda made: made.__name__)
def test_documents_are_written_onto_whatever_base_an_office_brings(html: Callable[[str], str], base: bytes, tmp_path: Path, made: Callable[..., bytes]) -> None:
    file = tmp_path / "a.docx"
    file.write_bytes(write_docx(html("charts"), Layout(), made() if made is of_word else made(base)))
    errors = map(str, OpenXmlValidator().validate(file).errors)
    assert [error for error in errors if "stylesWithEffects" not in error] == []  # a copy of the styles that Word 2010 kept for its own
    assert [text for text in map(str, docx_integrity.check(file)) if "INFO" not in text] == []
    document = Document(file)
    assert document.core_properties.author == "某市清洁取暖办"
    assert [paragraph.style.name for paragraph in document.paragraphs].count("图题") == 4
    assert len(document.inline_shapes) == 3


def test_a_part_that_the_base_has_keeps_its_name(html: Callable[[str], str]) -> None:
    brought, written = parts(of_word()), parts(write_docx(html("charts"), Layout(), of_word()))
    kept = [name for name in brought if not re.search("document|styles[.]|fontTable|core|Content_Types|_rels/[.]", name)]
    assert {name: written[name] for name in kept} == {name: brought[name] for name in kept}
    named = [set(re.findall(rb'w:name="([^"]*)"', book["word/fontTable.xml"])) for book in (brought, written)]
    assert named[0] <= named[1]  # an office's fonts stay, those of the documents come
    assert {"word/media/image2.png", "word/media/image3.png", "word/media/image4.png"} <= written.keys()


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "BMP", "TIFF"])
def test_a_seal_may_be_any_picture_that_word_shows(html: Callable[[str], str], base: bytes, kind: str) -> None:
    seal = base64.b64encode(picture(kind)).decode()
    made = write_docx(re.sub('src="data:[^"]*"', f'src="data:image/png;base64,{seal}"', html("seal")), Layout(), base)
    (shown,) = [part for part in Document(BytesIO(made)).part.package.image_parts if part.blob == picture(kind)]
    assert shown.content_type == f"image/{kind.lower()}"


@pytest.mark.parametrize("damaged", [b"", b"PK", pack({"a.txt": b"a"})])
def test_what_is_no_word_file_is_refused(html: Callable[[str], str], damaged: bytes) -> None:
    with pytest.raises((zipfile.BadZipFile, ValueError)):
        write_docx(html("bare"), Layout(), damaged)
