"""The bytes of a Word file: the same for the same content, whatever the process; and the base document is up to date."""

import hashlib
import os
import runpy
import subprocess
import sys
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest

from reportgen.render.layout import Layout
from reportgen.render.word import write_docx

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
