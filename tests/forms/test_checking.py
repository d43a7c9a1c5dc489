"""What is wrong with the tags of a form: told by `lint --template` and at build, all at once, each at its paragraph or cell, in Chinese."""

import json
import re
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.oxml.ns import qn
from PIL import Image

from reportgen.lint.form import lint_form
from reportgen.pipeline.season import Season
from tests.command import run
from tests.forms.office_form import TEMPLATE, both, compose, compose_in, paragraphs, table, use

Project = Callable[[str], Path]
ROW = ("{%tr for each in tasks.paths %}",), ("{{ each.name }}",), ("{%tr endfor %}",)


def linted(root: Path, *, where: Path | None = None) -> list[tuple[str, str, str, str, str]]:
    """The problems as `lint --template` tells them: severity, code, place, message, help."""
    result = run(where or root, "lint", "--template", str(root / "templates/docx/自制表.docx"), "--json")
    found = json.loads(result.stdout)
    assert result.returncode == (1 if any(problem["severity"] == "error" for problem in found["problems"]) else 0)
    return [(p["severity"], p["code"], p["places"][0]["cell"] or "", p["message"], p["help"]) for p in found["problems"]]


def told(season: Season) -> list[tuple[str, str, str, str, str]]:
    """The same without a process."""
    found = lint_form(season.workspace.root / TEMPLATE, season).problems
    return [(p.severity.value, p.code, p.places[0].cell or "", p.message, p.help) for p in found]


@pytest.mark.sampled(3)
@pytest.mark.parametrize(
    ("form", "severity", "code", "where", "message", "help"),
    [
        (paragraphs("无", "｛｛ unit.name ｝｝"), "warning", "form.full-width", "第2段", "全角花括号", "{{ unit.name }}"),
        (paragraphs("{{ notes.of(section=“主要成效”)|length|string }}"), "warning", "form.full-width", "第1段", "中文引号", 'section="主要成效"'),
        (paragraphs("{{ tasks.total｜households }}"), "warning", "form.full-width", "第1段", "全角符号", "{{ tasks.total|households }}"),
        (paragraphs("{{ unit.¦name }}"), "notice", "form.split-tag", "第1段", "分成了几段", "一次输入完整"),
        (paragraphs("{{ unit.name }"), "error", "form.half-tag", "第1段", "没有与它成对的另一半", "同一个段落"),
        (paragraphs("{{ unit.nam }}"), "error", "form.unknown-name", "第1段", "“unit.nam”", "是否应为“unit.name”"),
        (paragraphs("{{ taks.total|households }}"), "error", "form.unknown-name", "第1段", "“taks.total”", "是否应为“tasks.total”"),
        (paragraphs("{{ 清洁取暖改造总任务|households }}"), "error", "form.unknown-name", "第1段", "清洁取暖改造总任务", "“tasks.total”"),
        (paragraphs("{{ tasks.total|household }}"), "error", "form.unknown-filter", "第1段", "“household”", "是否应为“households”"),
        (
            paragraphs("{% if tasks.total is greatthan %}{% endif %}"),
            "error",
            "form.unknown-filter",
            "第1段",
            "“greatthan”的判断",
            "是否应为“greaterthan”",
        ),
        (paragraphs("{{ tasks.total }}"), "error", "form.failed", "第1段", "要用过滤器输出", ""),
        (paragraphs("{{ unit.name|households }}"), "error", "form.failed", "第1段", "不是数据项", ""),
        (paragraphs("{{ tasks.total|households + }}"), "error", "form.syntax", "第1段", "语法错误", "成对"),
        (paragraphs("{% if tasks.total %}有"), "error", "form.syntax", "第1段", "没有结束", "{% endif %}"),
        (paragraphs("有{% endfor %}"), "error", "form.syntax", "第1段", "前面没有与它成对的 {% for %}", "先后"),
        (paragraphs("{% else %}"), "error", "form.syntax", "第1段", "前面没有", "先后"),
        (paragraphs("{% include 'x' %}"), "error", "form.syntax", "第1段", "不认识语句“include”", "for、if"),
        (
            paragraphs("{% for each in unit.level %}{% endfor %}", "{% for each in tasks.total %}{% endfor %}"),
            "error",
            "form.not-a-list",
            "第2段",
            "不是列表",
            "figures",
        ),
        (paragraphs("{%tr if tasks.total %}", "{%tr endif %}"), "error", "form.no-table", "第1段", "不在表格里", "{%p"),
        (table(*ROW[:2], ("{% endfor %}",)), "error", "form.syntax", "第1个表格第3行第1格", "写法不一致", "{%tr endfor %}"),
        (table(ROW[0], ("{{ each.totale|number }}",), ROW[2]), "error", "form.unknown-name", "第1个表格第2行第1格", "each.totale", "each.total"),
        (
            table(("{%tr for each in tasks.paths %}", "{%tr if each.total %}"), ("{{ each.name }}",), ("{%tr endif %}",), ("{%tr endfor %}",)),
            *("error", "form.shared-place", "第1个表格第1行第2格", "在同一行", "分写在两行"),
        ),
    ],
)
def test_a_fault(form: Callable[[WordDocument], None], severity: str, code: str, where: str, message: str, help: str, season: Season) -> None:
    use(season.workspace.root, form)
    found = [problem for problem in told(season) if problem[1] == code]
    assert [problem[:3] for problem in found[:1]] == [(severity, code, where)]
    assert message in found[0][3]
    assert help in found[0][4]
    composed = compose_in(season)
    assert (composed.html is None) == (severity == "error")
    assert (code, where) in {(problem.code, problem.places[0].cell) for problem in composed.problems}


@pytest.mark.slow
def test_all_faults_are_told_at_once_and_in_order(project: Project) -> None:
    root = project("pair")
    use(root, both(paragraphs("{{ unit.nam }}", "{{ tasks.total }}"), table(("{{ a.b }}", "{{ unit.name|nix }}")), paragraphs("{{ unit.name")))
    places = ["第1段", "第2段", "第1个表格第1行第1格", "第1个表格第1行第2格", "第3段"]
    assert [problem[2] for problem in linted(root)] == places
    assert [problem.places[0].cell for problem in compose(root).problems] == places
    result = run(root, "build", "甲县", "--kind", "自制表")
    assert result.returncode == 1
    for place in places:
        assert f"错误 templates/docx/自制表.docx {place}：" in result.stderr
    assert not re.search(r"[a-z]{3,} [a-z]{3,} [a-z]{3,}", result.stderr)


@pytest.mark.slow
def test_what_depends_on_other_rows_is_found_when_it_is_filled_in(project: Project) -> None:
    root = project("pair")
    use(root, paragraphs("无", "{% for each in tasks.by_path %}{% if each.total != 0 %}{{ each.total|none('没有') }}{% endif %}{% endfor %}"))
    (problem,) = compose(root).problems  # the first path has no task: only the others show it
    assert (problem.places[0].file, problem.places[0].cell) == ("templates/docx/自制表.docx", "第2段")
    assert "不能写成“没有”" in problem.message
    assert all(told[2:4] == ("第2段", problem.message) or "不能写成“没有”" in told[3] for told in linted(root))


def test_names_are_tried_on_every_unit_that_fills_in_the_form(project: Project) -> None:
    root = project("pair")
    use(root, paragraphs("{% if unit.name == '乙县' %}{{ unit.nix }}{% endif %}{{ tasks.units[0].name }}"))
    assert any("unit.nix" in problem[3] for problem in linted(root))


def test_without_a_workspace_the_writing_alone_is_checked(project: Project, tmp_path: Path) -> None:
    root = project("pair")
    use(root, paragraphs("｛｛ nix ｝｝{{ half"))
    assert {problem[1] for problem in linted(root, where=tmp_path)} == {"form.full-width", "form.half-tag"}
    assert "不在工作区" in run(tmp_path, "lint", "--template", str(root / "templates/docx/自制表.docx")).stdout


def test_a_form_without_tags_is_told(project: Project) -> None:
    root = project("pair")
    use(root, paragraphs("没有标签"))
    assert [problem[:2] for problem in linted(root)] == [("notice", "form.no-tags")]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "不是 .docx 文件"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "不是 .docx 文件"),
        ("zip", "不是 Word 文档"),
        ("broken", "不是标准的 Word 文档"),
        ("template", "不是标准的 Word 文档"),
        ("flipped", "已经损坏"),
        ("relations", "已经损坏"),
    ],
    ids=["empty", "doc", "another-zip", "broken-xml", "dotx", "damaged", "broken-relations"],
)
def test_a_file_that_is_no_form(content: bytes | str, words: str, season: Season) -> None:
    root = season.workspace.root
    if content in ("template", "flipped"):
        file = use(root, paragraphs("字" * 500))
        parts = zipfile.ZipFile(file)
        if content == "template":
            with zipfile.ZipFile(file.with_suffix(".dotx"), "w") as archive:
                for name in parts.namelist():
                    archive.writestr(name, parts.read(name).replace(b"document.main+xml", b"template.main+xml"))
            content = file.with_suffix(".dotx").read_bytes()
        else:
            info = parts.getinfo("word/document.xml")
            damaged = bytearray(file.read_bytes())
            damaged[info.header_offset + 30 + len(info.filename) + 40] ^= 0xFF
            content = bytes(damaged)
    elif content == "relations":
        file = use(root, paragraphs("有"))
        with zipfile.ZipFile(file, "a") as archive:
            archive.writestr("customXml/_rels/nobody.xml.rels", "<Relationships")
        content = file.read_bytes()
    elif isinstance(content, str):
        buffer = BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            archive.writestr("word/document.xml" if content == "broken" else "a.txt", "<w:document")
        content = buffer.getvalue()
    use(root, content)
    (problem,) = told(season)
    assert problem[0] == "error"
    assert words in problem[3]
    assert compose_in(season).html is None


def test_a_form_that_is_not_there(project: Project) -> None:
    root = project("pair")
    use(root, paragraphs("有")).unlink()
    (problem,) = compose(root).problems
    assert problem.code == "template.not-found"
    assert problem.places[0].file == "templates/kinds.yaml"
    assert problem.places[0].line


@pytest.mark.parametrize(
    "text",
    [
        "{{ ''.__class__.__mro__[1].__subclasses__()|string }}",
        "{{ kind.parse_raw(\"cos\\nsystem\\n(S'touch pwned'\\ntR.\", proto='pickle', allow_pickle=true) }}",
        "{{ unit.parse_raw('{}') }}",
        "{{ unit.parse_file('/etc/passwd') }}",
        "{{ kind.model_construct() }}",
        "{{ tasks.total.__class__ }}",
        "{% set i = image('现场.png', 30) %}{{ i.tpl.docx.save('pwned') }}",
        "{% set i = image('现场.png', 30) %}{% set x = i.tpl.replace_zipname('word/theme/theme1.xml', '/etc/passwd') %}",
        "{% set i = image('现场.png', 30) %}{{ i._filler }}",
    ],
)
def test_a_template_has_no_way_out_of_its_sandbox(text: str, season: Season, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    root = season.workspace.root
    Image.new("RGB", (4, 4)).save(root / "inputs/2023/甲县/现场.png")
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path / "empty")
    use(root, paragraphs(text))
    assert compose_in(season).html is None
    assert any(problem[0] == "error" for problem in told(season))
    assert list((tmp_path / "empty").iterdir()) == []


@pytest.mark.sampled(3)
@pytest.mark.parametrize(
    ("form", "code", "where", "words"),
    [
        (paragraphs("{{r unit.name }}"), "form.print-scope", "第1段", "不能写 r"),
        (paragraphs("{{p unit.name }}"), "form.print-scope", "第1段", "不能写 p"),
        (table(("{{tr unit.name }}",)), "form.print-scope", "第1个表格第1行第1格", "不能写 tr"),
        (paragraphs("{{ unit.name %}"), "form.half-tag", "第1段", "不成对"),
        (paragraphs("无", "编号{#1"), "form.half-tag", "第2段", "“{#”"),
        (table(("{%tr if tasks.total %}",), ("{% else %}",), ("{%tr endif %}",)), "form.syntax", "第1个表格第2行第1格", "写法不一致"),
        (both(paragraphs("{% if tasks.total %}"), table(("{% endif %}",))), "form.apart", "第1个表格第1行第1格", "不在同一处"),
        (table(("{% if tasks.total %}", "{% endif %}")), "form.apart", "第1个表格第1行第2格", "不在同一处"),
        (paragraphs("{% vm %}"), "form.no-table", "第1段", "不在表格"),
        (table(("{% vm %}",)), "form.syntax", "第1个表格第1行第1格", "不在循环里"),
        (paragraphs("{% for each in tasks.paths %}{{ loop.indx }}{% endfor %}"), "form.unknown-name", "第1段", "loop.indx"),
        (paragraphs("{% macro a() %}{% endmacro %}"), "form.syntax", "第1段", "“macro”"),
        (paragraphs("{{ unit }}"), "form.failed", "第1段", "不是文字"),
        (paragraphs("{{ tasks.paths }}"), "form.failed", "第1段", "列表"),
        (paragraphs("{{ season.year() }}"), "form.failed", "第1段", "参数"),
        (paragraphs("{{ tasks.total|number('二') }}"), "form.failed", "第1段", "位数"),
        (paragraphs("{{ image('现场.png') }}"), "template.failed", "第1段", "毫米"),
        (table(("{%tr for each in tasks.paths %}", "{{ unit.name }}"), ("无",), ("{%tr endfor %}",)), "form.shared-place", "第1个表格第1行第2格", "在同一行"),
    ],
)
def test_lint_and_build_say_the_same(form: Callable[[WordDocument], None], code: str, where: str, words: str, season: Season) -> None:
    use(season.workspace.root, form)
    found = [(problem[1], problem[2]) for problem in told(season)]
    assert (code, where) in found
    composed = compose_in(season)
    assert composed.html is None
    assert [(problem.code, problem.places[0].cell) for problem in composed.problems] == found
    assert any(words in problem.message for problem in composed.problems if problem.code == code)


@pytest.mark.parametrize(
    "text",
    [
        "{% if tasks.total > 0 %}{% set x = '有' %}{% else %}{% set x = '无' %}{% endif %}{{ x }}",
        "{% set a, b = '有', '无' %}{{ a }}",
        "{% set x %}有{% endset %}{{ x }}",
        "{% for each in tasks.paths if each.total > 0 %}{% if loop.first %}{{ loop.index }}{% endif %}{% endfor %}",
        "{% for path, number in [('甲', tasks.total)] %}{{ path }}{{ number|households }}{% endfor %}",
        "{% with x = unit.name %}{{ x }}{% endwith %}",
        "{# 说明 #}{{ unit.name }}",
    ],
)
def test_what_jinja_can_do_is_no_fault(text: str, season: Season) -> None:
    use(season.workspace.root, paragraphs(text))
    assert told(season) == []
    assert compose_in(season).html is not None


def merged(*cells: str) -> Callable[[WordDocument], None]:
    return table(("{%tr for each in tasks.paths %}", *[""] * (len(cells) - 1)), cells, ("{%tr endfor %}", *[""] * (len(cells) - 1)))


@pytest.mark.parametrize(
    ("form", "where", "words"),
    [
        (merged("{% vm %}{{ each.name }}", "x"), "第1个表格第2行第1格", "只显示“煤改电”，“生物质热电联产”不会显示"),
        (merged("x", "{{ each.name }}{%vm%}"), "第1个表格第2行第2格", "只显示“煤改电”"),
        (merged("{% vm %}共{{ each.total|households }}"), "第1个表格第2行第1格", "“800户”不会显示"),
        (table(("{%tc for each in tasks.paths %}", "{% hm %}{{ each.name }}", "{%tc endfor %}")), "第1个表格第1行第2格", "各列内容不同"),
    ],
)
def test_what_a_merged_cell_would_hide_is_told(form: Callable[[WordDocument], None], where: str, words: str, season: Season) -> None:
    use(season.workspace.root, form)
    ((severity, code, place, message, help_text),) = told(season)
    assert (severity, code, place) == ("warning", "form.merged-unequal", where)
    assert words in message
    assert "请删去" in help_text
    composed = compose_in(season)
    assert composed.html is not None
    assert "form.merged-unequal" in {problem.code for problem in composed.problems}


@pytest.mark.parametrize("cell", ["{% vm %}{{ unit.name }}", "{% vm %}合计{{ tasks.total|households }}", "{% vm %}{{ '改造' if each.total else '改造' }}"])
def test_what_is_the_same_in_all_rows_is_merged_without_a_word(cell: str, season: Season) -> None:
    use(season.workspace.root, merged(cell, "{{ each.name }}"))
    assert told(season) == []


def test_words_beside_a_tag_that_takes_its_row_away_are_told(project: Project) -> None:
    root = project("pair")
    use(root, table(("{%tr for each in tasks.paths %}", "重要文字"), ("{{ each.name }}", ""), ("{%tr endfor %}", "")))
    (problem,) = linted(root)
    assert problem[:3] == ("warning", "form.lost-words", "第1个表格第1行第1格")
    assert "重要文字" in problem[3]


def test_a_picture_from_elsewhere_is_not_fetched(project: Project) -> None:
    root = project("pair")

    def make(document: WordDocument) -> None:
        document.part.relate_to("http://127.0.0.1:1/pic.png", RT.IMAGE, is_external=True)
        document.part.relate_to("https://example.invalid/", RT.HYPERLINK, is_external=True)

    use(root, make)
    assert [problem[1] for problem in linted(root) if problem[0] == "error"] == ["form.external"]
    assert compose(root).html is None


@pytest.mark.sampled(8)
@pytest.mark.parametrize(
    ("part", "before", "after"),
    [
        ("_rels/.rels", b'Target="word/document.xml"', b""),
        ("word/_rels/document.xml.rels", b'Target="styles.xml"', b""),
        ("word/_rels/document.xml.rels", b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles"', b""),
        ("[Content_Types].xml", b'PartName="/word/document.xml"', b""),
        ("word/document.xml", b"w:body>", b"w:none>"),
        pytest.param("word/document.xml", b"<w:body>", b"<w:body>" + b"<w:p/>" * 100_001, id="paragraphs without end"),
        ("word/document.xml", b"<w:document", b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname">]><w:document'),
    ],
)
def test_a_form_with_something_lost_or_added_in_its_xml_is_no_form(part: str, before: bytes, after: bytes, project: Project) -> None:
    root = project("pair")
    file = use(root, paragraphs("{{ unit.name }}"))
    with zipfile.ZipFile(file) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    assert before in parts[part]
    with zipfile.ZipFile(file, "w") as package:
        for name, data in parts.items():
            package.writestr(name, data.replace(before, after) if name == part else data)
    assert [problem[1] for problem in linted(root)] == ["form.unreadable"]
    assert compose(root).html is None


@pytest.mark.sampled(3)
@pytest.mark.parametrize("columns", ["99999999999", "251", "x"])
def test_a_cell_that_reaches_over_columns_without_end_is_told(columns: str, project: Project) -> None:
    root = project("pair")

    def make(document: WordDocument) -> None:
        cell = document.add_table(1, 2).cell(0, 1)
        cell._tc.get_or_add_tcPr()._add_gridSpan().set(qn("w:val"), columns)

    use(root, make)
    ((severity, code, place, _, _),) = [problem for problem in linted(root) if problem[0] == "error"]
    assert (severity, code, place) == ("error", "form.too-wide", "第1个表格第1行第2格")
    assert compose(root).html is None


@pytest.mark.sampled(4)
@pytest.mark.parametrize("width", ["NaN", "1e400", "-1", "9" * 300])
def test_a_column_of_no_width_is_drawn_all_the_same(width: str, project: Project) -> None:
    root = project("pair")

    def make(document: WordDocument) -> None:
        drawn = document.add_table(1, 2)
        drawn.cell(0, 0).text = "{{ unit.name }}"
        next(drawn._tbl.tblGrid.iterchildren()).set(qn("w:w"), width)

    use(root, make)
    result = run(root, "build", "甲县", "--kind", "自制表", "--format", "docx,html")
    assert result.returncode == 0, result.stderr
    assert "<td" in (root / "outputs/2023/甲县/自制表.html").read_text(encoding="utf-8")
