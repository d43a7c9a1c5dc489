"""The files of the 17 plans, judged by tools that others wrote: valid Word files, and the same pages in both formats."""

import os
import subprocess
from functools import cache
from io import BytesIO
from pathlib import Path

import docx_integrity
import pdfplumber
import pytest
from openxml_audit import OpenXmlValidator

from reportgen.build.build import open_writer
from reportgen.documents.season import Season, open_season
from reportgen.render.word import read_figures
from reportgen.workspace import Workspace
from tests.policy_table import ROWS
from tests.render.word.conftest import font_configuration

UNITS = ["忻州市", *ROWS]
SOFFICE_SECONDS = 300

each_unit = pytest.mark.parametrize("unit", UNITS)
pytestmark = pytest.mark.xdist_group("demo-files")


@cache
def season() -> Season:
    return open_season(Workspace(Path(__file__).parent.parent), "2023")


@cache
def canonical(unit: str) -> str:
    (job,) = season().jobs(frozenset({unit}))
    html = season().compose(job).html
    assert html is not None
    return html


@cache
def content(unit: str, name: str) -> bytes:
    writer, problems = open_writer(season().workspace)
    assert writer is not None
    assert problems == ()
    written, found = writer.render(canonical(unit), name)
    assert found == ()
    return written


@pytest.fixture(scope="session")
def word_pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, int]:
    """The pages of each Word file as LibreOffice lays it out, all in one run of it."""
    folder = tmp_path_factory.mktemp("word")
    files = [folder / f"{unit}.docx" for unit in UNITS]
    for file in files:
        file.write_bytes(content(file.stem, "docx"))
    fonts = folder / "fonts.conf"
    fonts.write_text(font_configuration(), encoding="utf-8")
    command = ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", "pdf", "--outdir", str(folder)]
    environment = {**os.environ, "FONTCONFIG_FILE": str(fonts)}
    subprocess.run([*command, *map(str, files)], env=environment, check=True, capture_output=True, timeout=SOFFICE_SECONDS)
    return {unit: pages_of((folder / f"{unit}.pdf").read_bytes()) for unit in UNITS}


def pages_of(pdf: bytes) -> int:
    with pdfplumber.open(BytesIO(pdf)) as opened:
        return len(opened.pages)


@each_unit
def test_both_formats_have_the_same_pages_but_for_one(unit: str, word_pages: dict[str, int]) -> None:
    assert abs(word_pages[unit] - pages_of(content(unit, "pdf"))) <= 1


@each_unit
def test_a_plan_has_the_length_of_one(unit: str) -> None:
    letter = 2 if unit != "忻州市" else 4  # the city also has the turned page and a page for the 版记
    assert 6 <= pages_of(content(unit, "pdf")) - letter <= 10


@each_unit
def test_the_word_file_is_valid(unit: str, tmp_path: Path) -> None:
    file = tmp_path / f"{unit}.docx"
    file.write_bytes(content(unit, "docx"))
    result = OpenXmlValidator().validate(file)
    assert [str(error) for error in result.errors] == []
    assert [str(finding) for finding in docx_integrity.check(file)] == []


@each_unit
def test_every_number_of_the_word_file_is_a_figure(unit: str) -> None:
    shown = read_figures(content(unit, "docx"))
    assert len(shown) == canonical(unit).count("<data ")
    assert all(figure.text for figure in shown)
