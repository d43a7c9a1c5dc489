"""The files of the demonstration documents, judged by tools that others wrote: valid Word files, and the same pages in both formats."""

from functools import cache
from io import BytesIO
from pathlib import Path

import docx_integrity
import pdfplumber
import pytest
from openxml_audit import OpenXmlValidator

from reportgen.building.renderer import open_renderer, render
from reportgen.compare.compare import compare
from reportgen.compare.text import read_file_text
from reportgen.documents.formats import Format
from reportgen.pipeline.opening import open_season
from reportgen.pipeline.season import Season
from reportgen.render.word import read_figures
from reportgen.workspace import Workspace
from tests.filed import FILED
from tests.libreoffice_pages import lay_out
from tests.policy_table import ROWS
from tests.render.word.conftest import font_configuration

KINDS = (*FILED, "compliance")
SAMPLE = {*(("保德县", kind) for kind in KINDS), ("忻州市", "summary"), ("原平市", "evaluation")}
"""The documents that are judged on every run; the others in the longer one."""
OTHER_PAGES = {
    ("忻府区", "summary"): "a page less in LibreOffice: page 6 holds a line more",
    ("神池县", "plan"): "a page more in LibreOffice: page 10 holds a line less",
    ("原平市", "acceptance"): "a page less in LibreOffice: the rows of the table of problems are lower there, and the last words stand below it",
    ("神池县", "summary"): "the same: the table of problems ends a page earlier",
    ("五寨县", "summary"): "a page less in LibreOffice: a table just above the foot of page 4 stands whole there, on paper it begins the next",
}
"""Documents of which LibreOffice makes more or fewer pages than the PDF has, and why."""

each_document = pytest.mark.parametrize(
    ("unit", "kind"),
    [pytest.param(unit, kind, marks=() if (unit, kind) in SAMPLE else pytest.mark.slow) for unit in ("忻州市", *ROWS) for kind in KINDS],
)
pytestmark = pytest.mark.xdist_group("demo-files")


@cache
def season() -> Season:
    return open_season(Workspace(Path(__file__).parent.parent), "2023")


@cache
def canonical(unit: str, kind: str) -> str:
    (job,) = season().jobs(frozenset({unit}), frozenset({kind}))
    html = season().compose(job).html
    assert html is not None
    return html


@cache
def content(unit: str, kind: str, name: Format) -> bytes:
    renderer, problems = open_renderer(season().workspace)
    assert renderer is not None
    assert problems == ()
    rendering = render(renderer, canonical(unit, kind), name)
    assert (rendering.problems, rendering.fault) == ((), None)
    assert rendering.content is not None
    return rendering.content


@pytest.fixture(scope="session")
def word_pages(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], int]:
    """The pages of each Word file of this run as LibreOffice lays it out, all in one run of it."""
    name = test_both_formats_have_the_same_pages.__name__
    asked = [item.callspec.params for item in request.session.items if getattr(item, "originalname", "") == name]  # type: ignore[attr-defined]
    documents = {f"{params['unit']}-{params['kind']}": (params["unit"], params["kind"]) for params in asked}
    folder = tmp_path_factory.mktemp("word")
    for stem, document in documents.items():
        (folder / f"{stem}.docx").write_bytes(content(*document, "docx"))
    fonts = folder / "fonts.conf"
    fonts.write_text(font_configuration(), encoding="utf-8")
    lay_out(folder, FONTCONFIG_FILE=str(fonts))
    return {document: pages_of((folder / f"{stem}.pdf").read_bytes()) for stem, document in documents.items()}


def pages_of(pdf: bytes) -> int:
    with pdfplumber.open(BytesIO(pdf)) as opened:
        return len(opened.pages)


@pytest.mark.sampled(6)
@each_document
def test_both_formats_have_the_same_pages(unit: str, kind: str, word_pages: dict[tuple[str, str], int]) -> None:
    same = word_pages[unit, kind] == pages_of(content(unit, kind, "pdf"))
    assert same is ((unit, kind) not in OTHER_PAGES)


@pytest.mark.sampled(4)
@each_document
def test_the_word_file_is_valid(unit: str, kind: str, tmp_path: Path) -> None:
    file = tmp_path / f"{unit}.docx"
    file.write_bytes(content(unit, kind, "docx"))
    result = OpenXmlValidator().validate(file)
    assert [str(error) for error in result.errors] == []
    assert [str(finding) for finding in docx_integrity.check(file)] == []


@each_document
def test_every_number_of_the_word_file_is_a_figure(unit: str, kind: str) -> None:
    shown = read_figures(content(unit, kind, "docx"))
    assert len(shown) == canonical(unit, kind).count("<data ")
    assert all(figure.text for figure in shown)


@pytest.mark.sampled(3)
@each_document
def test_both_formats_say_the_same_by_our_own_comparison(unit: str, kind: str) -> None:
    word, pdf = (read_file_text(content(unit, kind, name), name) for name in ("docx", "pdf"))
    for found in (compare(word, pdf), compare(pdf, word)):
        assert found.empty, [(pair.old and pair.old.text, pair.new and pair.new.text) for pair in found.difference.blocks]
