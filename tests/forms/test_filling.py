"""A form filled in: the same figures and filters as in any document, rows, conditions, pictures; and the Word file that comes of it."""

import re
import zipfile
from collections.abc import Callable
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import docx_integrity
import pytest
from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import CONTENT_TYPE as CT
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from openxml_audit import OpenXmlValidator
from PIL import Image

from reportgen.diagnostics import has_errors
from reportgen.documents.vocabulary_faults import vocabulary_faults
from reportgen.pipeline.season import Season
from reportgen.render.tree import as_read
from reportgen.render.word import read_figures
from tests.forms.office_form import both, compose, compose_in, filled, paragraphs, season_of, table, use, word_file

Project = Callable[[str], Path]
TOTAL = "任务{{ tasks.total|households }}"


def texts(document: WordDocument) -> list[str]:
    """The words of the paragraphs, then those of the cells of each row."""
    return [*(p.text for p in document.paragraphs), *("|".join(cell.text for cell in row.cells) for t in document.tables for row in t.rows)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (TOTAL, "任务2000户"),
        ("{{ season.span }}年采暖季{{ unit.name }}", "2023—2024年采暖季甲县"),
        ("{% if tasks.total > 0 %}有{% else %}没有{% endif %}任务", "有任务"),
        ("{% for each in tasks.paths %}{{ each.name }}{{ each.total|households }}；{% endfor %}", "煤改电1200户；生物质热电联产800户；"),
        ("任务{{¦ tasks.to¦tal|house¦holds }¦}，完", "任务2000户，完"),
        ("｛｛ unit.name ｝｝：{{ notes.of(section=“没有这一栏”)|length|string }}", "甲县：0"),
        ("{%¦ if tasks.total &lt; 1 ¦%}少{% elif tasks.total >= 2000 %}不少{% endif %}".replace("&lt;", "<"), "不少"),
        ("不动的 & < > {单括号}", "不动的 & < > {单括号}"),
    ],
)
def test_a_paragraph(text: str, expected: str, season: Season) -> None:
    use(season.workspace.root, paragraphs(text))
    composed = compose_in(season)
    assert not has_errors(composed.problems), composed.problems
    assert [text for text in texts(filled(composed)) if text and "示例数据" not in text] == [expected]


def test_rows_are_repeated_and_left_out_and_cells_merged(project: Project) -> None:
    root = project("pair")
    use(
        root,
        table(
            ("路径", "任务", "区域"),
            ("{%tr for each in tasks.paths %}", "", ""),
            ("{{ each.name }}", "{{ each.total|number }}", "{% vm %}各乡镇"),
            ("{%tr endfor %}", "", ""),
            ("{%tr if tasks.total == 0 %}", "", ""),
            ("没有任务", "", ""),
            ("{%tr endif %}", "", ""),
        ),
    )
    composed = compose(root)
    assert texts(filled(composed))[-3:] == ["路径|任务|区域", "煤改电|1200|各乡镇", "生物质热电联产|800|各乡镇"]
    assert '<td rowspan="2" class="left">各乡镇</td>' in str(composed.html)


def test_headers_footers_text_boxes_and_nested_tables_are_filled_and_read(project: Project) -> None:
    root = project("pair")

    def make(document: WordDocument) -> None:
        section = document.sections[0]
        section.header.paragraphs[0].text = "页眉{{ tasks.total|households }}"
        section.footer.paragraphs[0].text = "页脚{{ unit.name }}"
        outer = document.add_table(1, 1).cell(0, 0)
        outer.add_table(1, 1).cell(0, 0).text = "里层{{ tasks.urban|households }}"
        box = f'<w:r {nsdecls("w")}><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textbox><w:txbxContent>'
        box += "<w:p><w:r><w:t>框里{{ tasks.rural|households }}</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
        document.add_paragraph()._p.append(parse_xml(box))

    use(root, make)
    composed = compose(root)
    document = filled(composed)
    assert document.sections[0].header.paragraphs[0].text == "页眉2000户"
    assert document.sections[0].footer.paragraphs[0].text == "页脚甲县"
    words = "".join(etree.fromstring(as_read(str(composed.html))).itertext())
    for words_there in ("页眉2000户", "页脚甲县", "里层800户", "框里1200户"):
        assert words_there in words
    assert "框里" in etree.tostring(document.element, encoding="unicode")


def test_footnotes_are_filled_once(project: Project) -> None:
    root = project("pair")
    form = use(root, paragraphs("正文{{ unit.name }}"))
    note = f'<w:footnotes {nsdecls("w")}><w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    note += '<w:footnote w:id="1"><w:p><w:r><w:t>注{{ "{" }}{{ "{ 1+1 }" }}{{ "}" }}{{ tasks.total|households }}</w:t></w:r></w:p></w:footnote></w:footnotes>'
    document = Document(str(form))
    document.add_section()
    part = Part(PackURI("/word/footnotes.xml"), CT.WML_FOOTNOTES, note.encode(), document.part.package)
    document.part.relate_to(part, RT.FOOTNOTES)
    document.save(str(form))
    composed = compose(root)
    assert '<p class="running" id="running">注{{ 1+1 }}<data' in str(composed.html)
    with zipfile.ZipFile(BytesIO(word_file(composed))) as archive:
        assert "注{{ 1+1 }}" in "".join(etree.fromstring(archive.read("word/footnotes.xml")).itertext())
    form.write_bytes(form.read_bytes())
    note = note.replace("tasks.total|households", "tasks.totl|households")
    part._blob = note.encode()
    document.save(str(form))
    (problem,) = compose(root).problems
    assert problem.places[0].cell == "脚注第1段"


def test_the_columns_of_the_form_stay_and_a_table_that_grows_gets_more(project: Project) -> None:
    root = project("pair")

    def make(document: WordDocument) -> None:
        table(("{%tc for each in tasks.paths %}", "{{ each.name }}", "{%tc endfor %}", "合计"))(document)
        uneven = document.add_table(1, 2)
        for column, width in zip(uneven._tbl.tblGrid.findall(qn("w:gridCol")), ("1000", "5000"), strict=True):
            column.set(qn("w:w"), width)
        properties = parse_xml(f'<w:trPr {nsdecls("w")}><w:gridBefore w:val="1"/></w:trPr>')
        uneven.rows[0]._tr.insert(0, properties)
        uneven.rows[0]._tr.remove(uneven.rows[0]._tr.tc_lst[0])

    use(root, make)
    grown, uneven = filled(compose(root)).tables
    assert [cell.text for cell in grown.rows[0].cells] == ["煤改电", "生物质热电联产", "合计"]
    assert [column.get(qn("w:w")) for column in uneven._tbl.tblGrid.findall(qn("w:gridCol"))] == ["1000", "5000"]


def test_braces_that_nobody_sees_are_no_tags(project: Project) -> None:
    root = project("pair")

    def make(document: WordDocument) -> None:
        paragraph = document.add_paragraph("任务{{ tasks.total|households }}")
        deleted = f'<w:del {nsdecls("w")} w:id="9" w:author="a"><w:r><w:delText>{{% if x %}}{{{{ y }}}}</w:delText></w:r></w:del>'
        paragraph._p.append(parse_xml(deleted))

    use(root, make)
    composed = compose(root)
    assert composed.problems == ()
    assert "{% if x %}{{ y }}" in etree.tostring(filled(composed).element, encoding="unicode")


def test_bookmarks_in_repeated_rows_stay_once(project: Project, tmp_path: Path) -> None:
    root = project("pair")

    def make(document: WordDocument) -> None:
        table(("{%tr for each in tasks.paths %}",), ("{{ each.name }}",), ("{%tr endfor %}",))(document)
        paragraph = document.tables[0].cell(1, 0).paragraphs[0]._p
        paragraph.append(parse_xml(f'<w:bookmarkStart {nsdecls("w")} w:id="1" w:name="OLE_LINK1"/>'))
        paragraph.append(parse_xml(f'<w:bookmarkEnd {nsdecls("w")} w:id="1"/>'))

    form = use(root, make)
    content = word_file(compose(root))
    marks = Document(BytesIO(content)).element.body.iter(qn("w:bookmarkStart"), qn("w:bookmarkEnd"))
    assert [(mark.tag.rpartition("}")[2], mark.get(qn("w:name"))) for mark in marks] == [("bookmarkStart", "OLE_LINK1"), ("bookmarkEnd", None)]
    sound(content, tmp_path, faults_of(form.read_bytes(), tmp_path))


def test_what_is_missing_makes_it_a_draft_and_says_so(project: Project) -> None:
    root = project("pair")
    (root / "inputs/2023/甲县/改造任务.csv").unlink()
    use(root, paragraphs(TOTAL))
    composed = compose(root)
    assert composed.missing == ("【待补：清洁取暖改造总任务】",)
    assert any(problem.code == "documents.missing-table" for problem in composed.problems)
    document = filled(composed)
    assert document.paragraphs[0].text.startswith("草稿")
    run = next(run for p in document.paragraphs for run in p.runs if "待补" in run.text)
    assert 'w:fill="FFFF00"' in run._r.xml


def test_each_figure_stands_in_a_bookmark_and_keeps_its_look(project: Project) -> None:
    root = project("pair")

    def make(document: WordDocument) -> None:
        run = document.add_paragraph("共").add_run("{{ tasks.total|households }}{% for each in tasks.paths %}{{ each.total|number }}、{% endfor %}")
        run.bold = True

    use(root, make)
    composed = compose(root)
    figures = read_figures(word_file(composed))
    assert [(shown.figure, shown.text, shown.value) for shown in figures] == [
        ("tasks.total", "2000", "2000"),
        ("tasks.electricity.total", "1200", "1200"),
        ("tasks.biomass.total", "800", "800"),
    ]
    paragraph = filled(composed).paragraphs[-1]
    assert paragraph.text == "共2000户1200、800、"
    assert [run.bold for run in paragraph.runs] == [None, True, True, True, True, True, True]


@pytest.mark.parametrize("place", ["现场.png", "佐证材料/现场.png"])
def test_a_picture_of_the_unit(place: str, project: Project) -> None:
    root = project("pair")
    use(root, paragraphs(f"{{{{ image('{place}', 40) }}}}"))
    lacking = compose(root)
    assert lacking.missing == (f"【待补：图片{place}】",)
    (told,) = lacking.problems
    assert "请把图片放进本单位的文件夹" in told.help
    Image.new("RGB", (40, 20), "red").save(root / "inputs/2023/甲县" / place)
    composed = compose(root)
    assert composed.missing == ()
    (picture,) = filled(composed).inline_shapes
    assert round(picture.width.mm) == 40
    assert round(picture.height.mm) == 20


@pytest.mark.sampled(3)
@pytest.mark.parametrize(
    ("call", "words"),
    [
        ("image('../乙县/现场.png', 40)", "本单位文件夹"),
        ("image('/etc/hostname', 40)", "本单位文件夹"),
        ("image('坏.png', 40)", "打不开"),
        ("image('现场.png', 400)", "毫米"),
        ("image('现场.png')", "例如 60"),
        ("image('现场.png', '60')", "例如 60"),
        ("image()", "image("),
        ("image('假.png', 60)", "打不开"),
    ],
)
def test_a_picture_that_cannot_be_shown(call: str, words: str, project: Project) -> None:
    root = project("pair")
    Image.new("RGB", (4, 4)).save(root / "inputs/2023/甲县/现场.png")
    (root / "inputs/2023/甲县/坏.png").write_bytes(b"\x89PNG")
    Image.new("RGB", (4, 4)).save(root / "inputs/2023/甲县/假.png", "GIF")
    use(root, paragraphs("前面", f"{{{{ {call} }}}}"))
    composed = compose(root)
    assert composed.html is None
    (problem,) = composed.problems
    assert words in problem.message
    assert problem.places[0].cell == "第2段"


def test_values_are_never_markup(project: Project) -> None:
    root = project("pair")
    described = root / "inputs/2023/甲县/单位.yaml"
    text = described.read_text(encoding="utf-8")
    described.write_text(re.sub(r"联系人: .*", "联系人: '<w:b/>&{{ 1 }}\"'", text), encoding="utf-8")
    use(root, paragraphs("联系人{{ unit.contact }}"))
    assert texts(filled(compose(root)))[-1] == '联系人<w:b/>&{{ 1 }}"'


def test_conditions_that_take_all_rows_or_paragraphs_leave_a_sound_file(project: Project, tmp_path: Path) -> None:
    root = project("pair")
    gone = table(("{%tr if tasks.total == 0 %}",), ("没有",), ("{%tr endif %}",))
    cell = table(("{%p if tasks.total == 0 %}",))

    def with_cell(document: WordDocument) -> None:
        cell(document)
        within = document.tables[-1].cell(0, 0)
        within.add_paragraph("没有")
        within.add_paragraph("{%p endif %}")

    form = use(root, both(gone, with_cell))
    content = word_file(compose(root))
    document = Document(BytesIO(content))
    assert [[cell.text for cell in row.cells] for t in document.tables for row in t.rows] == [[""]]
    sound(content, tmp_path, faults_of(form.read_bytes(), tmp_path))


def faults_of(content: bytes, folder: Path) -> list[str]:
    """What others' checkers say of a Word file."""
    file = folder / "form.docx"
    file.write_bytes(content)
    found = [error.description for error in OpenXmlValidator().validate(str(file)).errors]
    return [*found, *(text for text in map(str, docx_integrity.check(file)) if "INFO" not in text)]


def sound(content: bytes, folder: Path, before: list[str]) -> None:
    """Nothing is wrong with a filled form that wasn't with the form."""
    assert [fault for fault in faults_of(content, folder) if fault not in before] == []


@pytest.mark.sampled(2)
@pytest.mark.parametrize("kind", ["evaluation-form", "acceptance-form"])
@pytest.mark.parametrize("unit", ["甲县", "示例市"])
def test_the_shipped_forms_are_filled_soundly(kind: str, unit: str, project: Project, tmp_path: Path) -> None:
    root = project("pair")
    with (root / f"inputs/2023/{unit}/单位.yaml").open("a", encoding="utf-8") as file:
        file.write("\n表单: [项目支出绩效自评表, 清洁取暖项目验收表]\n")
    composed = compose(root, unit, kind)
    assert composed.problems == ()
    assert composed.missing == ()
    content = word_file(composed)
    sound(content, tmp_path, [])
    assert word_file(compose(root, unit, kind)) == content
    article = etree.fromstring(as_read(str(composed.html)))
    article.set("class", "gongwen")
    for figure_table in article.iter("table"):
        assert figure_table.find("colgroup") is not None
    assert [fault.message for fault in vocabulary_faults(article)] == []
    figures = read_figures(content)
    assert [(shown.figure, shown.text) for shown in figures] == [(e.get("data-figure"), "".join(e.itertext())) for e in article.iter("data")]
    season = season_of(root)
    (job,) = season.jobs(frozenset({unit}), frozenset({kind}))
    assert {shown.figure for shown in figures} <= season.figures(job).keys()


def test_only_units_that_ask_fill_in_a_form_on_request(project: Project) -> None:
    root = project("pair")
    assert not [job for job in season_of(root).jobs() if job.kind.is_form]
    with (root / "inputs/2023/甲县/单位.yaml").open("a", encoding="utf-8") as file:
        file.write("\n表单: [清洁取暖项目验收表, 没有的表]\n")
    season = season_of(root)
    assert [(job.scope.unit.name, job.kind.name) for job in season.jobs() if job.kind.is_form] == [("甲县", "清洁取暖项目验收表")]
    (problem,) = [problem for problem in season.problems if problem.code == "inputs.unknown-kind"]
    assert "没有的表" in problem.message


def test_the_title_of_the_form_and_its_alignment_are_read(project: Project) -> None:
    root = project("pair")

    def make(document: WordDocument) -> None:
        document.add_paragraph("某表").alignment = WD_ALIGN_PARAGRAPH.CENTER
        document.add_paragraph("（年度）").alignment = WD_ALIGN_PARAGRAPH.CENTER
        document.add_table(1, 1).cell(0, 0).text = "格"

    use(root, make)
    html = as_read(str(compose(root).html))
    assert '<h1 id="title-1">某表</h1>' in html
    assert '<td class="left">格</td>' in html


_TEXT = "前{{ tasks.total|households }}中{% if tasks.total > 0 %}{{ unit.name }}{% endif %}后"


@pytest.mark.slow
@settings(max_examples=30)
@given(cuts=st.sets(st.integers(1, len(_TEXT) - 1)))
def test_however_word_cuts_a_paragraph_into_runs_it_is_filled_alike(cuts: set[int], season: Season) -> None:
    places = [0, *sorted(cuts), len(_TEXT)]
    use(season.workspace.root, paragraphs("¦".join(_TEXT[a:b] for a, b in pairwise(places))))
    assert texts(filled(compose_in(season)))[-1] == "前2000户中甲县后"
