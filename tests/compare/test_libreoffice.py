"""diff of files: what LibreOffice saved again, and the PDF that it makes, say what the file says."""

import shutil
from pathlib import Path

import pytest

from tests.command import run
from tests.libreoffice import soffice

pytestmark = pytest.mark.slow


def test_what_libreoffice_saves_says_the_same(root: Path, tmp_path: Path) -> None:
    workspace = Path(shutil.copytree(root / "tests/projects/pair", tmp_path / "pair"))
    assert run(workspace, "build", "甲县").returncode == 0
    files = sorted((workspace / "outputs/2023/甲县").glob("*.docx"))
    assert len(files) > 1
    soffice(tmp_path, "--convert-to", "docx", "--outdir", str(tmp_path), *map(str, files))
    soffice(tmp_path, "--convert-to", "pdf", "--outdir", str(tmp_path), *map(str, files))
    for file in files:
        for other in (tmp_path / file.name, tmp_path / f"{file.stem}.pdf", file.with_suffix(".pdf")):
            told = run(tmp_path, "diff", str(file), str(other))
            assert told.returncode == 0, told.stderr
            assert "\n文字相同\n" in told.stdout, told.stdout
            assert "正文以外的改动" not in told.stdout, told.stdout
