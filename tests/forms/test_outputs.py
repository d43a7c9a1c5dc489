"""Forms in outputs/: built only where something has changed, versioned, compared, traced; as PDF where LibreOffice is installed, and said so where not."""

import io
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pdfplumber
import pytest
from docx import Document
from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from PIL import Image

from reportgen.render.libreoffice import office
from tests.command import run
from tests.forms.office_form import KIND, both, paragraphs, season_of, table, use

Project = Callable[[str], Path]
TABLE = table(("路径", "户数"), ("{%tr for each in tasks.paths %}", ""), ("{{ each.name }}", "{{ each.total|number }}"), ("{%tr endfor %}", ""))
FORM = both(paragraphs("共{{ tasks.total|households }}"), TABLE)


def busy(document: WordDocument) -> None:
    """All that a reader of a returned file might take for a change."""
    document.sections[0].header.paragraphs[0].text = "页眉{{ tasks.total|households }}"
    document.sections[0].footer.paragraphs[0].text = "页脚"
    FORM(document)
    run = document.add_paragraph("甲").add_run()
    run.add_tab()
    run.add_text("乙{{ tasks.total|number }}")
    run.add_break()
    run.add_text("丙  丁")
    run.font.hidden = False
    document.add_paragraph().add_run("藏").font.hidden = True
    document.add_paragraph()._p.append(parse_xml(f'<w:r {nsdecls("w")}><w:sym w:font="Wingdings" w:char="F0A8"/><w:t>是</w:t></w:r>'))
    cell = document.add_table(1, 1).cell(0, 0)
    cell.add_paragraph("空段以后{{ unit.name }}")
    paragraphs("{{ image('现场.png', 20) }}图")(document)


FOLDER = "outputs/2023/甲县"
NO_PDF = KIND.replace("filed: false", "filed: false\n  formats: [docx, html]")


@pytest.mark.slow
@pytest.mark.xdist_group("office-form")
def test_it_is_built_as_word_pdf_and_preview_and_left_when_nothing_has_changed(project: Project) -> None:
    root = project("pair")
    use(root, FORM)
    result = run(root, "build", "甲县", "--kind", "自制表")
    assert result.returncode == 0, result.stderr
    files = {name: (root / FOLDER / f"自制表.{name}").read_bytes() for name in ("docx", "pdf", "html")}
    with pdfplumber.open(io.BytesIO(files["pdf"])) as pdf:
        text = "".join(page.extract_text() for page in pdf.pages)
        assert pdf.metadata["Title"] == "甲县自制表"
    for words in ("共2000户", "煤改电", "1200"):
        assert words in text
    assert "清洁取暖改造总任务" in files["html"].decode()
    assert "没有变化1份" in run(root, "build", "甲县", "--kind", "自制表").stdout
    assert run(root, "build", "甲县", "--kind", "自制表", "--force").returncode == 0
    assert {name: (root / FOLDER / f"自制表.{name}").read_bytes() for name in files} == files


@pytest.mark.slow
@pytest.mark.parametrize("what", ["template", "data", "picture"])
def test_a_change_makes_it_anew_and_its_reason_is_told(what: str, project: Project) -> None:
    root = project("pair")
    with_picture = both(FORM, paragraphs("{{ image('佐证材料/现场.png', 40) }}"))
    form = use(root, with_picture, NO_PDF)
    picture = root / "inputs/2023/甲县/佐证材料/现场.png"
    picture.parent.mkdir(exist_ok=True)
    Image.new("RGB", (40, 20), "red").save(picture, compress_level=0)
    run(root, "build", "甲县", "乙县", "--kind", "自制表")
    before = (root / FOLDER / "自制表.docx").read_bytes()
    if what == "template":
        use(root, both(with_picture, paragraphs("新的一段")), NO_PDF)
        reason = f"{form.relative_to(root).as_posix()} 有变化"
    elif what == "data":
        tasks = root / "inputs/2023/甲县/改造任务.csv"
        tasks.write_text(tasks.read_text(encoding="utf-8").replace("1200", "1100"), encoding="utf-8")
        reason = "inputs/2023/甲县/改造任务.csv 有变化"
    else:
        status = picture.stat()
        Image.new("RGB", (40, 20), "blue").save(picture, compress_level=0)
        assert picture.stat().st_size == status.st_size
        os.utime(picture, ns=(status.st_atime_ns, status.st_mtime_ns))  # as programs do that copy a folder onto another
        reason = "inputs/2023/甲县/佐证材料/现场.png 有变化"
    told = run(root, "build", "甲县", "乙县", "--kind", "自制表", "--explain").stdout
    assert f"已生成　甲县 自制表：{reason}" in told
    assert (root / FOLDER / "自制表.docx").read_bytes() != before
    if what != "template":
        assert "已生成　乙县 自制表" not in told
    assert "第2版" in run(root, "log", "甲县", "自制表").stdout


@pytest.mark.slow
def test_versions_are_compared_and_a_returned_file_reconciled(project: Project, tmp_path: Path) -> None:
    root = project("pair")
    Image.new("RGB", (40, 20), "red").save(root / "inputs/2023/甲县/现场.png")
    use(root, busy, NO_PDF)
    run(root, "build", "甲县", "--kind", "自制表")
    returned = Path(shutil.copy(root / FOLDER / "自制表.docx", tmp_path / "退回.docx"))
    tasks = root / "inputs/2023/甲县/改造任务.csv"
    tasks.write_text(tasks.read_text(encoding="utf-8").replace("农村,1200", "农村,1100"), encoding="utf-8")
    run(root, "build", "甲县", "--kind", "自制表")
    told = run(root, "diff", "甲县", "自制表").stdout
    assert "清洁取暖改造总任务　2000户 → 1900户" in told
    assert "〔2000→1900〕" in told or "2000" in told
    for format in ("docx", "pdf", "html"):
        result = run(root, "diff", "甲县", "自制表", "--to", str(tmp_path / f"花脸稿.{format}"))
        assert result.returncode == 0, result.stderr
    assert "没有手工改动" in run(root, "reconcile", str(returned)).stdout
    document = filled_file(returned)
    cell = document.tables[0].cell(1, 1)
    next(run for run in cell.paragraphs[0].runs if run.text == "1200").text = "1300"
    document.save(str(returned))
    told = run(root, "reconcile", str(returned)).stdout
    assert "1200 → 1300" in told
    assert "改造任务.csv" in told


def filled_file(file: Path) -> WordDocument:
    return Document(str(file))


@pytest.mark.slow
def test_its_figures_are_traced(project: Project) -> None:
    root = project("pair")
    use(root, FORM)
    told = run(root, "trace", "甲县", "自制表", "tasks.total").stdout
    assert "（文中写作 2000）" in told
    assert "改造任务.csv" in told


def test_faults_of_the_data_make_it_a_draft(project: Project) -> None:
    root = project("pair")
    use(root, FORM, NO_PDF)
    owed = root / "inputs/2023/甲县/拖欠款.csv"
    owed.write_text(owed.read_text(encoding="utf-8").replace("86.50", "很多"), encoding="utf-8")
    run(root, "build", "甲县", "--kind", "自制表")
    assert filled_file(root / FOLDER / "自制表.docx").paragraphs[0].text.startswith("草稿")


def test_without_libreoffice_there_is_no_pdf_and_that_is_said(project: Project, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert office() is not None  # it is installed where tests run
    root = project("pair")
    use(root, FORM)
    monkeypatch.setenv("PATH", str(tmp_path))
    season = season_of(root)
    assert {job.kind.formats for job in season.jobs() if job.kind.is_form} == {("docx", "html")}
    (told,) = [problem for problem in season.problems if problem.code == "documents.no-office"]
    assert "《自制表》" in told.message
    assert "不生成 PDF" in told.message
    assert "没有更新" not in told.message
    assert "安装 LibreOffice" in told.help
    assert "另存为 PDF" in told.help
    old = root / FOLDER / "自制表.pdf"
    old.parent.mkdir(parents=True)
    old.write_bytes(b"%PDF")
    assert any("甲县原有的 PDF 没有更新" in problem.message for problem in season_of(root).problems)


def test_a_unit_that_fills_in_no_form_hears_nothing_of_libreoffice(project: Project, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert [problem for problem in season_of(project("pair")).problems if problem.code == "documents.no-office"] == []


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("  filed: false\n", "", "filed: false"),
        ("filed: false", "filed: false\n  formats: [docx, xlsx]", "xlsx"),
        ('      title: "{{ unit.name }}自制表"\n', '      title: "a"\n    市: {template: plan-city.html, title: b}\n', "要么都是 .docx"),
    ],
)
def test_a_form_is_described_wrongly(before: str, after: str, words: str, project: Project) -> None:
    root = project("pair")
    assert before in KIND
    use(root, FORM, KIND.replace(before, after))
    (problem,) = [problem for problem in season_of(root).problems if problem.code == "kinds.invalid"]
    assert words in problem.message


def test_figures_lists_every_name_with_label_value_and_formula(project: Project) -> None:
    root = project("pair")
    found = json.loads(run(root, "figures", "甲县", "--json").stdout)
    assert (found["unit"], found["season"]) == ("甲县", "2023")
    by_name = {named["name"]: named for named in found["names"]}
    assert len(by_name) == len(found["names"])
    assert by_name["tasks.total"] == {
        "name": "tasks.total",
        "label": "清洁取暖改造总任务",
        "value": "2000",
        "unit": "户",
        "formula": "各取暖路径、各区域任务户数相加",
        "list": False,
    }
    assert by_name["tasks.paths"]["list"] is True
    assert by_name["unit.name"]["value"] == "甲县"
    told = run(root, "figures", "甲县").stdout
    assert "tasks.total　清洁取暖改造总任务　2000户　算法：各取暖路径、各区域任务户数相加" in told
    assert "tasks.paths[]" in told


def test_every_name_that_figures_lists_can_be_used(project: Project) -> None:
    from reportgen.documents.context import context
    from reportgen.documents.names import usable

    season = season_of(project("pair"))
    for unit in ("甲县", "示例市"):
        job = season.jobs(frozenset({unit}))[0]
        names = context(job.scope, job.kind, season.name, season.themes(job.scope), None)
        listed = list(usable(names))
        assert len(listed) > 500
        for named in listed:
            value = names
            for part in named.name.split("."):
                value = season.composer.plain.getattr(value, part.removesuffix("[]"))
                if part.endswith("[]"):
                    value = next(iter(value))
            told = len(value) if named.each else value
            assert told == named.value or repr(told) == repr(named.value), named.name


def test_figures_of_a_season_shows_the_first_unit(project: Project) -> None:
    root = project("pair")
    assert json.loads(run(root, "figures", "--json").stdout)["unit"] == "示例市"
    refused = run(root, "figures", "丙县")
    assert refused.returncode == 2
    assert "丙县" in refused.stderr
