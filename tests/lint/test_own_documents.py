"""What this program writes is clean by its own checker, in both formats and as LibreOffice prints it."""

import os
import subprocess
from pathlib import Path

import pytest

from reportgen.diagnostics import Severity
from reportgen.documents.kinds import Format
from reportgen.lint.lint import Linted, lint, lint_bytes
from tests.render.word.conftest import font_configuration
from tests.test_demo_files import SOFFICE_SECONDS, content, each_document

pytestmark = pytest.mark.xdist_group("demo-files")
NOT_ASKED = "compliance"


def worse_than_notices(linted: Linted) -> list[str]:
    return [found.message for found in linted.faults if found.severity is not Severity.NOTICE]


@each_document
@pytest.mark.parametrize("name", ["docx", "pdf"])
def test_a_document_is_clean(unit: str, kind: str, name: Format) -> None:
    linted = lint_bytes(content(unit, kind, name), f"{kind}.{name}")
    assert linted.problems == ()
    assert linted.official is (kind != NOT_ASKED)
    assert worse_than_notices(linted) == []


def test_the_word_file_as_libreoffice_prints_it_is_clean(tmp_path: Path) -> None:
    file, fonts = tmp_path / "实施方案.docx", tmp_path / "fonts.conf"
    file.write_bytes(content("保德县", "plan", "docx"))
    fonts.write_text(font_configuration(), encoding="utf-8")
    command = ["soffice", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(file)]
    subprocess.run(command, env={**os.environ, "FONTCONFIG_FILE": str(fonts)}, check=True, capture_output=True, timeout=SOFFICE_SECONDS)
    linted = lint(tmp_path / "实施方案.pdf")
    assert (linted.format, linted.form) == ("pdf", "文件格式")
    assert worse_than_notices(linted) == []
    assert any("FandolSong" in one.reason for one in linted.unchecked)  # which stands in for 小标宋
