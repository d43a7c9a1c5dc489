"""What this program writes is clean by its own checker, in both formats and as LibreOffice prints it."""

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from reportgen.building.renderer import open_renderer, render
from reportgen.diagnostics import Severity
from reportgen.documents.formats import Format
from reportgen.lint.lint import Linted, lint, lint_bytes
from reportgen.pipeline.opening import open_season
from reportgen.workspace import Workspace
from tests.policy_table import ROWS
from tests.render.word.conftest import font_configuration
from tests.test_demo_files import KINDS, content, each_document

pytestmark = pytest.mark.xdist_group("demo-files")
NOT_ASKED = {"compliance", "evaluation-form", "acceptance-form"}


GOES_ON = "lint.table-heading"
"""What a PDF may be told: a sheet of labels has no heading to repeat, and one row as high as a page leaves no room for it."""


def worse_than_notices(linted: Linted) -> list[str]:
    return [found.message for found in linted.faults if found.severity is not Severity.NOTICE]


def judged(unit: str, kind: str, name: Format) -> tuple[bool, list[str]]:
    """Whether a document is taken for a 公文, and everything that is told of it."""
    linted = lint_bytes(content(unit, kind, name), f"{kind}.{name}")
    told = (*linted.problems, *(found for found in linted.faults if (name, found.code) != ("pdf", GOES_ON)))
    return linted.official, [one.message for one in told]


@pytest.mark.sampled(9)
@each_document
def test_a_word_file_is_clean(unit: str, kind: str) -> None:
    assert judged(unit, kind, "docx") == (kind not in NOT_ASKED, [])


@pytest.mark.sampled(6)
@pytest.mark.parametrize("unit", [pytest.param(unit, marks=() if unit == "保德县" else pytest.mark.slow) for unit in ("忻州市", *ROWS)])
@pytest.mark.parametrize("kind", KINDS)
def test_a_pdf_is_clean(unit: str, kind: str) -> None:
    assert judged(unit, kind, "pdf") == (kind not in NOT_ASKED, [])


@pytest.mark.sampled(2)
@pytest.mark.parametrize("name", ["docx", "pdf"])
@pytest.mark.parametrize("kind", ["evaluation-form", "acceptance-form"])
def test_a_form_is_no_official_document_and_clean(kind: str, name: Format) -> None:
    assert judged("忻州市", kind, name) == (False, [])


def test_the_word_file_as_libreoffice_prints_it_is_clean(tmp_path: Path) -> None:
    file, fonts = tmp_path / "实施方案.docx", tmp_path / "fonts.conf"
    file.write_bytes(content("保德县", "plan", "docx"))
    fonts.write_text(font_configuration(), encoding="utf-8")
    command = ["soffice", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(file)]
    subprocess.run(command, env={**os.environ, "FONTCONFIG_FILE": str(fonts)}, check=True, capture_output=True, timeout=600)
    linted = lint(tmp_path / "实施方案.pdf")
    assert (linted.format, linted.form) == ("pdf", "文件格式")
    assert worse_than_notices(linted) == []
    assert any("FandolSong" in one.reason for one in linted.unchecked)  # which stands in for 小标宋


@pytest.mark.parametrize("name", ["docx", "pdf"])
def test_a_draft_is_told_so_and_lacks_nothing_else(project: Callable[[str], Path], name: Format) -> None:
    """What an office has not filled in stands as 【待补：…】: number, signatory, addressee and dates are in their places."""
    workspace = Workspace(project("pair"))
    unit = workspace.root / "inputs/2023/乙县/单位.yaml"
    described = unit.read_text(encoding="utf-8").partition("公文:")[0]
    unit.write_text("".join(line for line in described.splitlines(keepends=True) if not line.startswith(("签发人", "主送"))), encoding="utf-8")
    season = open_season(workspace, "2023")
    (job,) = season.jobs(frozenset({"乙县"}), frozenset({"plan"}))
    renderer, _ = open_renderer(workspace)
    html = season.compose(job).html
    assert renderer is not None and html is not None
    made = render(renderer, html, name).content
    assert made is not None
    linted = lint_bytes(made, f"实施方案.{name}")
    assert linted.form == "文件格式"
    assert {found.code for found in linted.faults} == {"lint.draft"}
