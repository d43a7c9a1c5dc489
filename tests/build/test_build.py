"""Building: what is remembered of a build that is broken off, and what a fault of one document does to the others."""

import re
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pdfplumber
import pytest

from reportgen.build.build import Document, build
from reportgen.build.lock import locked
from reportgen.build.outputs import open_outputs
from reportgen.build.renderer import Renderer, Rendering
from reportgen.documents.kinds import Format
from reportgen.documents.season import Season, open_season
from reportgen.workspace import Workspace

Project = Callable[[str], Path]


@pytest.fixture
def season(project: Project) -> Season:
    """The season of a fresh miniature workspace."""
    return open_season(Workspace(project("pair")), "2023")


def test_a_build_that_is_broken_off_remembers_what_it_wrote(season: Season) -> None:
    def stop(_document: Document) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build(season, formats=frozenset({"html"}), done=stop)
    assert list(open_outputs(season.workspace.outputs).written) == ["2023/示例市/实施方案.html"]


def test_a_writer_that_fails_fails_its_format_only(project: Project) -> None:
    root = project("pair")
    (root / "templates/docx").mkdir(parents=True)
    with zipfile.ZipFile(root / "templates/docx/official.docx", "w") as archive:
        archive.writestr("no-document.txt", "")
    built = build(open_season(Workspace(root), "2023"), kinds=frozenset({"plan"}), formats=frozenset({"docx", "html"}))
    assert [d.status for d in built.documents] == ["failed"] * 3
    for document in built.documents:
        (problem,) = [p for p in document.problems if p.code == "render.failed"]
        assert (problem.unit, list(document.outputs)) == (document.unit, ["html"])
        assert all(word in problem.message for word in (document.unit, "实施方案", "DOCX"))
        assert problem.help


def test_formats_narrow_those_of_each_kind(season: Season) -> None:
    built = build(season, frozenset({"甲县"}), frozenset({"plan", "compliance"}), frozenset({"xlsx", "html"}))
    assert {d.kind: list(d.outputs) for d in built.documents} == {"plan": ["html"], "compliance": ["html", "xlsx"]}
    assert build(season, kinds=frozenset({"plan"}), formats=frozenset({"xlsx"})).documents == ()


def test_a_second_build_writes_the_same_bytes(season: Season) -> None:
    def contents() -> dict[str, bytes]:
        build(season, frozenset({"甲县"}), frozenset({"compliance"}))
        return {path.suffix: path.read_bytes() for path in (season.workspace.outputs / "2023/甲县").iterdir()}

    first = contents()
    shutil.rmtree(season.workspace.outputs)
    assert contents() == first
    assert set(first) == {".docx", ".pdf", ".html", ".xlsx"}


def test_an_open_error_makes_a_draft_in_the_heads_of_word_and_pdf(project: Project) -> None:
    root = project("pair")
    (root / "inputs/policies").mkdir()
    (root / "inputs/policies/own.yaml").write_text(
        """
id: own
document: {title: 办法, issuer: 示例市清洁取暖办, date: "2023-01-01"}
rules:
  - {id: OWN-1, title: 任务要少, clause: 一, quote: 任务要少, severity: error, kinds: [plan], levels: [县], assert: tasks.total < 1000, message: 任务太多}
""",
        encoding="utf-8",
    )
    built = build(open_season(Workspace(root), "2023"), kinds=frozenset({"plan"}), formats=frozenset({"docx", "pdf"}))
    drafts = {}
    for document in built.documents:
        with zipfile.ZipFile(document.outputs["docx"]) as archive:
            word = "".join(re.findall("<w:t[^>]*>([^<]*)", archive.read("word/document.xml").decode()))
        with pdfplumber.open(document.outputs["pdf"]) as pdf:
            page = pdf.pages[0]
            head = page.crop((0, 0, page.width, page.height / 4)).extract_text()
        drafts[document.unit] = (word.startswith("草稿"), head.replace(" ", "").startswith("草稿"))
    assert drafts == {"示例市": (False, False), "甲县": (True, True), "乙县": (False, False)}


def test_what_is_there_is_left_what_was_made_before_is_taken_from_the_store(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    root = project("pair")
    unit, kind = frozenset({"甲县"}), frozenset({"plan"})
    made: list[str] = []
    render = Renderer.render

    def noted(self: Renderer, html: str, name: Format) -> Rendering:
        made.append(name)
        return render(self, html, name)

    monkeypatch.setattr(Renderer, "render", noted)

    def run() -> tuple[str, list[str]]:
        made.clear()
        (document,) = build(open_season(Workspace(root), "2023"), unit, kind, jobs=1).documents
        return document.status, sorted(made)

    folder = root / "outputs/2023/甲县"
    assert run() == ("built", ["docx", "html", "pdf"])
    first = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert run() == ("unchanged", [])
    (folder / "实施方案.pdf").unlink()
    assert run() == ("built", [])
    tasks = root / "inputs/2023/甲县/职责分工.csv"
    text = tasks.read_text(encoding="utf-8")
    tasks.write_text(text + "县档案馆,收存档案\n", encoding="utf-8")
    assert run() == ("built", ["docx", "html", "pdf"])
    tasks.write_text(text, encoding="utf-8")
    assert run() == ("built", [])
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == first
    for entry in (root / "outputs/.reportgen/store").glob("*/*"):
        entry.write_bytes(entry.read_bytes()[:-1])
    (folder / "实施方案.pdf").unlink()
    assert run() == ("built", ["pdf"])
    assert (folder / "实施方案.pdf").read_bytes() == first["实施方案.pdf"]


def test_processes_write_the_same_bytes(project: Project) -> None:
    root = project("pair")
    contents = []
    for jobs in (1, 2):
        shutil.rmtree(root / "outputs", ignore_errors=True)
        built = build(open_season(Workspace(root), "2023"), frozenset({"甲县"}), frozenset({"plan", "summary"}), jobs=jobs)
        assert [d.status for d in built.documents] == ["built", "built"]
        contents.append({path.name: path.read_bytes() for path in (root / "outputs/2023/甲县").iterdir()})
    assert contents[0] == contents[1]


def test_a_second_build_at_once_is_told_so_and_writes_nothing(season: Season) -> None:
    outputs = season.workspace.outputs
    with locked(outputs) as free:
        assert free is None
        built = build(season, formats=frozenset({"html"}))
        assert ([problem.code for problem in built.problems], built.documents) == (["outputs.busy"], ())
        assert not (outputs / "2023").exists()
    assert all(document.status == "built" for document in build(season, kinds=frozenset({"plan"}), formats=frozenset({"html"})).documents)
