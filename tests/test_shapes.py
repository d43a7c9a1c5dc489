"""The pages of units of other shapes (tests/shapes.py) have none of the faults that a reader sends back, whatever the document."""

import shutil
from pathlib import Path

import pytest

from reportgen.pipeline.opening import open_season
from reportgen.render.layout import Layout
from reportgen.render.pdf import write_pdf
from reportgen.render.word import write_docx
from reportgen.workspace import Workspace
from tests.libreoffice import soffice
from tests.page_faults import KINDS, page_faults
from tests.shapes import ROOT, SHAPES, workspace

pytestmark = pytest.mark.slow
CSS = (ROOT / "templates/html/gongwen.css").read_text("utf-8")
BASE = (ROOT / "templates/docx/official.docx").read_bytes()
LEAST = 11  # documents of a unit: those that it files, and those that it asks for
GROSS = {"colophon"}  # what no program that opens the Word file may make of it: line ends differ from one to the other


def composed(root: Path, shape: str) -> dict[str, str]:
    """The documents of a shape by their kinds, as canonical HTML; Word forms are no matter of page setting."""
    workspace(root, shape)
    shutil.copytree(ROOT / "templates", root / "templates")
    season = open_season(Workspace(root), "2023")
    made = {job.kind.id: season.compose(job) for job in season.jobs() if not job.kind.is_form}
    assert [problem.message for each in made.values() if each.html is None for problem in each.problems] == []
    documents = {kind: each.html for kind, each in made.items() if each.html is not None}
    assert len(documents) >= LEAST
    return documents


@pytest.mark.parametrize("shape", SHAPES)
def test_no_page_of_any_shape_is_sent_back(tmp_path: Path, shape: str) -> None:
    found = []
    for kind, html in composed(tmp_path, shape).items():
        found += [f"{kind} {fault.page} {KINDS[fault.kind]} {fault.words}" for fault in page_faults(write_pdf(html, Layout(), CSS).content)]
    assert found == []


@pytest.mark.parametrize("shape", ["一个村", "兵团名称长", "抄送多", "样样都多"])
def test_another_program_leaves_no_page_to_the_colophon_alone(tmp_path: Path, shape: str) -> None:
    documents = composed(tmp_path, shape)
    for kind, html in documents.items():
        (tmp_path / f"{kind}.docx").write_bytes(write_docx(html, Layout(), BASE))
    soffice(tmp_path, "--convert-to", "pdf", *(f"{kind}.docx" for kind in documents))
    found = [(kind, fault.page) for kind in documents for fault in page_faults((tmp_path / f"{kind}.pdf").read_bytes()) if fault.kind in GROSS]
    assert found == []
