"""Building: what is remembered of a build that is broken off, and what a fault of one document does to the others."""

import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pdfplumber
import pytest

from reportgen.building import workers
from reportgen.building.build import build
from reportgen.building.lock import locked
from reportgen.building.outcome import Built, DocumentOutcome, Order
from reportgen.building.outputs import open_outputs
from reportgen.building.project import open_project
from reportgen.building.renderer import Renderer, Rendering
from reportgen.building.workers import local_workers
from reportgen.documents.formats import Format
from reportgen.workspace import Workspace, open_workspace, packaged_templates

Project = Callable[[str], Path]

TODAY = date(2024, 4, 1)  # a fixed one: two builds are the same whatever the clock says between them


def run(root: Path, unit: str | None = None, kinds: str | None = None, formats: str | None = None, jobs: int = 1, **more: Any) -> Built:
    """A whole build of a workspace; kinds and formats are words."""
    workspace, problems = open_workspace(root)
    assert workspace is not None
    assert not problems
    order = Order(*(None if words is None else frozenset(words.split()) for words in (unit, kinds, formats)), force=more.pop("force", False))
    return build(open_project(workspace, "2023", today=TODAY), order, lambda: local_workers(jobs), **more)


@pytest.mark.slow
def test_a_build_that_is_broken_off_remembers_what_it_wrote(project: Project) -> None:
    def stop(_document: DocumentOutcome) -> None:
        raise KeyboardInterrupt

    root = project("pair")
    with pytest.raises(KeyboardInterrupt):
        run(root, formats="html", done=stop)
    assert list(open_outputs(root / "outputs").written) == ["2023/示例市/实施方案.html"]
    assert [d.status for d in run(root, formats="html").documents] == ["unchanged", *["built"] * 14]


@pytest.mark.slow
def test_a_writer_that_fails_fails_its_format_only(project: Project) -> None:
    root = project("pair")
    broken = open_project(Workspace(root), "2023")
    broken.season()
    assert broken.renderer is not None
    broken.renderer = replace(broken.renderer, base=b"")
    built = build(broken, Order(None, frozenset({"plan"}), frozenset({"docx", "html"})))
    assert [d.status for d in built.documents] == ["failed"] * 3
    for document in built.documents:
        (problem,) = [p for p in document.problems if p.code == "render.failed"]
        assert (problem.unit, list(document.outputs)) == (document.unit, ["html"])
        assert all(word in problem.message for word in (document.unit, "实施方案", "DOCX"))
        assert problem.help


def test_formats_narrow_those_of_each_kind(project: Project) -> None:
    root = project("pair")
    built = run(root, "甲县", "plan compliance", "xlsx html")
    assert {d.kind: list(d.outputs) for d in built.documents} == {"plan": ["html"], "compliance": ["html", "xlsx"]}
    assert run(root, kinds="plan", formats="xlsx").documents == ()


def test_a_second_build_writes_the_same_bytes(project: Project) -> None:
    root = project("pair")

    def contents() -> dict[str, bytes]:
        run(root, "甲县", "compliance")
        return {path.suffix: path.read_bytes() for path in (root / "outputs/2023/甲县").iterdir()}

    first = contents()
    shutil.rmtree(root / "outputs")
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
    built = run(root, kinds="plan", formats="docx pdf")
    drafts = {}
    for document in built.documents:
        with zipfile.ZipFile(document.outputs["docx"]) as archive:
            word = "".join(re.findall("<w:t[^>]*>([^<]*)", archive.read("word/document.xml").decode()))
        with pdfplumber.open(document.outputs["pdf"]) as pdf:
            page = pdf.pages[0]
            head = page.crop((0, 0, page.width, page.height / 4)).extract_text()
        drafts[document.unit] = (word.startswith("草稿"), head.replace(" ", "").startswith("草稿"))
    assert drafts == {"示例市": (False, False), "甲县": (True, True), "乙县": (False, False)}


@pytest.mark.slow
def test_what_is_there_is_left_what_was_made_before_is_taken_from_the_store(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    root = project("pair")
    made: list[str] = []
    render = workers.render

    def noted(renderer: Renderer, html: str, format: Format) -> Rendering:
        made.append(format)
        return render(renderer, html, format)

    monkeypatch.setattr(workers, "render", noted)

    def once() -> tuple[str, list[str]]:
        made.clear()
        (document,) = run(root, "甲县", "plan").documents
        return document.status, sorted(made)

    folder = root / "outputs/2023/甲县"
    assert once() == ("built", ["docx", "html", "pdf"])
    first = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert once() == ("unchanged", [])
    (folder / "实施方案.pdf").unlink()
    assert once() == ("built", [])
    tasks = root / "inputs/2023/甲县/职责分工.csv"
    text = tasks.read_text(encoding="utf-8")
    tasks.write_text(text + "县档案馆,收存档案\n", encoding="utf-8")
    assert once() == ("built", ["docx", "html", "pdf"])
    tasks.write_text(text, encoding="utf-8")
    assert once() == ("built", [])
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == first
    for entry in (root / "outputs/.reportgen/store").glob("*/*"):
        entry.write_bytes(entry.read_bytes()[:-1])
    (folder / "实施方案.pdf").unlink()
    assert once() == ("built", ["pdf"])
    assert (folder / "实施方案.pdf").read_bytes() == first["实施方案.pdf"]


@pytest.mark.slow
def test_processes_write_the_same_bytes(project: Project) -> None:
    root = project("pair")
    contents = []
    for jobs in (1, 2):
        shutil.rmtree(root / "outputs", ignore_errors=True)
        built = run(root, "甲县", "plan summary", jobs=jobs)
        assert [d.status for d in built.documents] == ["built", "built"]
        contents.append({path.name: path.read_bytes() for path in (root / "outputs/2023/甲县").iterdir()})
    assert contents[0] == contents[1]


@pytest.mark.slow
def test_a_second_build_at_once_is_told_so_and_writes_nothing(project: Project) -> None:
    root = project("pair")
    with locked(root / "outputs") as free:
        assert free is None
        built = run(root, formats="html")
        assert ([problem.code for problem in built.problems], built.documents) == (["outputs.busy"], ())
        assert not (root / "outputs/2023").exists()
    assert all(document.status == "built" for document in run(root, kinds="plan", formats="html").documents)


def test_what_a_killed_build_left_half_written_goes(project: Project) -> None:
    root = project("pair")
    left = root / "outputs/.reportgen/temporary/.实施方案.docx.1.tmp"
    left.parent.mkdir(parents=True)
    left.write_bytes(b"half")
    run(root, "甲县", "plan", "html")
    assert not left.exists()


@pytest.mark.slow
def test_a_full_disk_is_told_and_loses_no_file(project: Project) -> None:
    root = project("pair")
    run(root, "甲县", "plan", "docx html")
    folder = root / "outputs/2023/甲县"
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    unit = root / "inputs/2023/甲县/单位.yaml"
    unit.write_text(unit.read_text(encoding="utf-8").replace("李某某", "王某某"), encoding="utf-8")
    script = f"""
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, ({min(map(len, before.values())) - 1000}, resource.RLIM_INFINITY))
sys.argv[1:] = ["build", "甲县", "--kind", "plan", "--format", "docx,html"]
from reportgen.cli import main
main()
"""
    result = subprocess.run([sys.executable, "-c", script], cwd=root, capture_output=True, text=True, check=False)
    assert result.returncode == 1, result.stderr
    assert result.stderr.count("写不了 outputs/2023/甲县/实施方案.html") == 1
    assert result.stderr.count("DOCX 没有生成，写不了临时文件：文件过大") == 1  # the fonts for its charts
    assert "程序出错" not in result.stderr
    assert "请检查磁盘空间" in result.stderr
    assert "Traceback" not in result.stderr
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    assert {document.status for document in run(root, "甲县", "plan", "docx html").documents} == {"built"}
    assert {path.name for path in folder.iterdir()} == set(before)


@pytest.mark.slow
def test_an_edit_behind_a_link_is_seen(project: Project) -> None:
    root = project("pair")
    (root / "共享").mkdir()
    (root / "inputs/2023/甲县").rename(root / "共享/甲县")
    (root / "inputs/2023/甲县").symlink_to("../../共享/甲县")
    (root / "共享/甲县/回到上级").symlink_to("..")
    own = root / "共享/html"
    own.mkdir()
    (root / "templates").mkdir()
    (root / "templates/html").symlink_to("../共享/html")
    assert {d.status for d in run(root, formats="html").documents} == {"built"}
    tasks = root / "共享/甲县/改造任务.csv"
    tasks.write_text(tasks.read_text(encoding="utf-8").replace("1200", "1201"), encoding="utf-8")
    assert [d.unit for d in run(root, kinds="plan", formats="html").documents if d.status == "built"] == ["示例市", "甲县"]
    (own / "plan-county.html").write_text("没有标签", encoding="utf-8")
    assert [d.unit for d in run(root, kinds="plan", formats="html").documents if d.status == "failed"] == ["甲县", "乙县"]


@pytest.mark.slow
def test_a_comment_that_looks_like_a_statement_hides_no_template_that_is_used(project: Project) -> None:
    root = project("pair")
    own = root / "templates/html"
    own.mkdir(parents=True)
    shutil.copy(packaged_templates() / "html/plan-county.html", own)
    template = own / "plan-county.html"
    text = template.read_text(encoding="utf-8")
    template.write_text(f'{{# 不要 {{% include 旧的 正文 %}} #}}\n{text}{{% block remark %}}{{% include "own.html" %}}{{% endblock %}}', encoding="utf-8")
    base = (packaged_templates() / "html/base.html").read_text(encoding="utf-8")
    (own / "base.html").write_text(base.replace("{% block body %}", "{% block remark %}{% endblock %}{% block body %}"), encoding="utf-8")
    for said in ("先说的", "后说的"):
        (own / "own.html").write_text(f"<p>{said}。</p>", encoding="utf-8")
        run(root, kinds="plan", formats="html")
        assert said in (root / "outputs/2023/甲县/实施方案.html").read_text(encoding="utf-8")
