"""A unit's own words in its documents: paragraphs and chapters at headings, tables of its own, attachments; what has no place is told at its cell."""

import csv
import re
from collections.abc import Callable, Sequence
from datetime import date
from io import BytesIO
from pathlib import Path

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from openpyxl import Workbook
from PIL import Image

from reportgen.documents.own.typed import without_number
from reportgen.workspace import packaged_templates
from tests.command import run
from tests.documents.test_compose import composed_of, marks_of

Project = Callable[[str], Path]
HEAD = ("栏目", "小标题", "内容", "文种", "标题", "位置", "级别")


@pytest.fixture
def pair(project: Project) -> Path:
    return project("pair")


def folder_of(root: Path) -> Path:
    return root / "inputs/2023/甲县"


def write(root: Path, name: str, *rows: Sequence[str]) -> None:
    with (folder_of(root) / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)


def say(root: Path, *rows: Sequence[str]) -> None:
    """Rows of 文字说明 that are placed: 小标题, 内容, 标题, 位置, 级别, of the plan."""
    placed = [("", heading, text, "实施方案", at, where, level) for heading, text, at, where, level in rows]
    with (folder_of(root) / "文字说明.csv").open(encoding="utf-8") as file:
        there = list(csv.reader(file))[1:]
    write(root, "文字说明", HEAD, *((*row, "", "", "", "")[: len(HEAD)] for row in there), *placed)


def tell(root: Path, *row: str) -> None:
    """One row of 文字说明 as it stands."""
    write(root, "文字说明", HEAD, row)


def lines_of(root: Path) -> list[str]:
    """The headings and paragraphs of 甲县's plan in their order, headings with #."""
    composed = composed_of(root, "甲县", "plan")
    assert composed.html is not None, composed.problems
    section = etree.fromstring(composed.html).find("section")
    assert section is not None
    found = [(str(block.tag), "".join(block.itertext())) for block in section]
    return [f"{'#' * (int(tag[1]) - 1)} {text}" if re.fullmatch("h[2-5]", tag) else text for tag, text in found]


def test_a_paragraph_stands_behind_what_is_under_its_heading(pair: Path) -> None:
    before = lines_of(pair)
    say(pair, ("", "组建抢修队伍\n储备设备。", "工作要求", "之后", ""))
    assert lines_of(pair) == [*before, "组建抢修队伍。", "储备设备。"]


def test_what_stands_at_a_heading_stands_in_no_other_document(pair: Path) -> None:
    say(pair, ("自己的章", "自己的话。", "主要目标", "之后", ""))
    for kind in ("evaluation", "summary"):
        composed = composed_of(pair, "甲县", kind)
        assert composed.html is not None, composed.problems
        assert "自己的话" not in composed.html


@pytest.mark.parametrize(
    ("where", "level", "expected"),
    [
        ("之前", "", ["# 二、自己的章", "自己的话。", "# 三、主要目标"]),
        ("标题下", "", ["# 二、主要目标", "## （一）自己的章", "自己的话。"]),
        ("之后", "", ["# 三、自己的章", "自己的话。", "# 四、重点任务"]),
        ("之后", "二级标题", ["自己的话。", "# 三、重点任务"]),
        ("代替", "", ["# 二、自己的章", "自己的话。", "# 三、重点任务"]),
        ("代替", "二级标题", ["# 二、主要目标", "## （一）自己的章", "自己的话。", "# 三、重点任务"]),
    ],
)
def test_a_heading_of_its_own(where: str, level: str, expected: list[str], pair: Path) -> None:
    say(pair, ("自己的章", "自己的话", "主要目标", where, level))
    lines = "\n".join(lines_of(pair))
    assert "\n".join(expected) in lines


def test_rows_stand_in_their_order_and_below_headings_of_their_own(pair: Path) -> None:
    say(pair, ("应急", "甲", "工作要求", "之后", ""), ("", "乙", "应急", "标题下", ""), ("", "丙", "工作要求", "", ""))
    lines = lines_of(pair)
    at = next(number for number, line in enumerate(lines) if line.endswith("、应急"))
    assert lines[at + 1 :] == ["乙。", "甲。", "丙。"]


@pytest.mark.parametrize(("where", "at"), [("之前", 2), ("", -1)])
def test_without_heading_it_stands_first_or_last_in_the_text(where: str, at: int, pair: Path) -> None:
    say(pair, ("", "自己的话", "", where, ""))
    assert lines_of(pair)[at] == "自己的话。"


def test_what_stands_at_a_heading_of_one_document_is_in_no_other(pair: Path) -> None:
    """A row without 栏目 is none of any 栏目, whose rows other documents print."""
    kinds = ("plan", "summary", "evaluation")
    say(pair, ("应急", "组建抢修队伍", "工作要求", "之后", ""))
    found = {kind: str(composed_of(pair, "甲县", kind).html).count("组建抢修队伍") for kind in kinds}
    assert found == {"plan": 1, "summary": 0, "evaluation": 0}


@pytest.mark.parametrize("written", ["工作要求", "七、工作要求", " 工作要求"])
def test_a_heading_is_found_with_its_number_too(written: str, pair: Path) -> None:
    say(pair, ("", "自己的话", written, "标题下", ""))
    lines = lines_of(pair)
    assert lines[lines.index("自己的话。") - 1].endswith("、工作要求")


@pytest.mark.sampled(3)
@pytest.mark.parametrize("typed", ["六、", "（六）", "(6)", "6.", "6、", "第六章 "])
def test_a_typed_number_is_taken_off_and_told(typed: str, pair: Path) -> None:
    say(pair, (f"{typed}自己的章", "自己的话", "工作要求", "之后", ""))
    assert any(line.endswith("、自己的章") and typed not in line for line in lines_of(pair) if line.startswith("# "))
    (told,) = (problem for problem in composed_of(pair, "甲县", "plan").problems if problem.code == "own.typed-number")
    assert f"“{typed.strip()}”" in told.message
    assert str(told.places[0]).endswith("文字说明.csv!B9")


@given(st.sampled_from(["", "六、", "（三）", "1.", "（12）"]), st.text(st.sampled_from("冬季供暖2023年应急（）"), min_size=1, max_size=12))
def test_taking_a_number_off_twice_takes_nothing_else(number: str, words: str) -> None:
    bare = without_number(words, is_heading=True)
    assert words.endswith(bare)
    assert without_number(f"六、{words}", is_heading=True) in (words, words.lstrip())
    assert without_number(f"{number}{bare}", is_heading=True).endswith(without_number(bare, is_heading=True))


@pytest.mark.sampled(2)
@pytest.mark.parametrize(
    ("row", "code", "cell", "words"),
    [
        (("", "", "话", "实施方案", "工作要術", "", ""), "own.unknown-heading", "E2", "是否应为“工作要求”"),
        (("", "", "话", "实施方按", "", "", ""), "own.unknown-kind", "D2", "是否应为“实施方案”"),
        (("", "", "话", "", "工作要求", "", ""), "own.no-kind", "E2", "没有写放进哪一种公文"),
        (("", "", "话", "", "", "", ""), "own.nowhere", "C2", "没有写放在哪里"),
        (("主要成效", "", "话", "实施方案", "", "", ""), "own.twice", "D2", "既写了栏目，又写了文种"),
        (("", "", "话", "实施方案", "", "代替", ""), "own.instead-of-what", "F2", "代替哪个标题"),
        (("", "", "话", "清洁取暖项目验收表", "", "", ""), "own.form", "D2", "是填好的表格"),
        (("", "", "话", "督导检查通报", "", "", ""), "own.not-made", "D2", "没有生成《督导检查通报》"),
    ],
)
def test_what_has_no_place_is_told_at_its_cell(row: Sequence[str], code: str, cell: str, words: str, pair: Path) -> None:
    tell(pair, *row)
    problems = [problem for problem in composed_of(pair, "甲县", "plan").problems if problem.code.startswith("own.")]
    assert [problem.code for problem in problems] == [code]
    assert words in problems[0].message
    assert problems[0].help
    assert str(problems[0].places[0]).endswith(f"文字说明.csv!{cell}")


def test_what_other_paragraphs_refer_to_is_not_replaced(pair: Path) -> None:
    templates = pair / "templates/html"
    templates.mkdir(parents=True)
    text = (packaged_templates() / "html/plan-county.html").read_text(encoding="utf-8")
    referring = text.replace("{% block body %}", '{% block body %}<p>见<ref to="tasks-by-path"/>。</p>', 1)
    (templates / "plan-county.html").write_text(referring, encoding="utf-8")
    tell(pair, "", "", "话", "实施方案", "清洁取暖改造", "代替", "")
    (problem,) = (problem for problem in composed_of(pair, "甲县", "plan").problems if problem.code.startswith("own."))
    assert (problem.code, str(problem.places[0]).rpartition("!")[2]) == ("own.referred-to", "F2")


def test_a_document_from_which_own_words_are_left_out_is_a_draft(pair: Path) -> None:
    say(pair, ("", "话", "没有这个标题", "", ""))
    assert "草稿" in marks_of(composed_of(pair, "甲县", "plan"))


def test_a_choice_that_is_no_place_is_a_fault_of_the_table(pair: Path) -> None:
    say(pair, ("", "话", "工作要求", "旁边", ""))
    said = run(pair, "check", "甲县")
    assert "旁边" in said.stderr + said.stdout


def sheet(root: Path, name: str, rows: Sequence[Sequence[object]], *merged: str) -> None:
    book = Workbook()
    page = book.active
    assert page is not None
    page.title = name
    for row in rows:
        page.append(list(row))
    for cells in merged:
        page.merge_cells(cells)
    book.save(folder_of(root) / "自己的表.xlsx")


TABLES = ("工作表", "文种", "标题", "位置", "表题", "计量单位")
STORES = (
    ("存放地点", "设备", None, "到位日期"),
    (None, "电锅炉", "占比", None),
    ("城关镇", 12, 0.6, date(2023, 10, 8)),
    ("合计", 12.5, 1, None),
    ("注：含备用。",),
)


def own_table(root: Path, *row: str) -> etree._Element:
    write(
        root,
        "自有表格",
        ("工作表", "文种", "标题", "位置", "表题", "计量单位"),
        row or ("应急物资", "实施方案", "工作要求", "标题下", "应急物资储备情况", "台"),
    )
    composed = composed_of(root, "甲县", "plan")
    assert composed.html is not None, composed.problems
    return etree.fromstring(composed.html)


def test_a_sheet_of_any_name_is_printed_as_a_table(pair: Path) -> None:
    sheet(pair, "应急物资", STORES, "A1:A2", "B1:C1", "D1:D2")
    root = own_table(pair)
    (table,) = (one for one in root.iter("table") if "应急物资储备情况" in "".join(one.itertext()))
    assert re.fullmatch(r"表\d+　应急物资储备情况单位：台", "".join(table.find("caption").itertext()))
    assert [["".join(cell.itertext()) for cell in row] for row in table.iter("tr")] == [
        ["存放地点", "设备", "到位日期"],
        ["电锅炉", "占比"],
        ["城关镇", "12", "0.6", "2023年10月8日"],
        ["合计", "12.5", "1", ""],
    ]
    assert [(cell.get("rowspan"), cell.get("colspan")) for cell in table.find("thead/tr")] == [("2", None), (None, "2"), ("2", None)]
    assert table.find("tbody")[-1].get("class") == "total"
    assert table.getnext().text == "注：含备用。"
    assert next(data.get("data-source") for data in table.iter("data")) == "甲县/自己的表.xlsx#应急物资!B3"


def test_its_numbers_are_traced_to_their_cells(pair: Path) -> None:
    sheet(pair, "应急物资", STORES, "A1:A2", "B1:C1", "D1:D2")
    own_table(pair)
    assert "自己的表.xlsx#应急物资!B4" in run(pair, "trace", "甲县", "实施方案", "12.5").stdout


def test_a_sheet_that_no_row_names_is_told_of_as_before(pair: Path) -> None:
    sheet(pair, "应急物资", STORES)
    assert "不是数据表的名称" in run(pair, "check", "甲县").stdout
    own_table(pair)
    assert "不是数据表的名称" not in run(pair, "check", "甲县").stdout


@pytest.mark.sampled(2)
@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ((("只有一格",),), "own.no-table"),
        (((f"列{number}" for number in range(21)), (1,) * 21), "own.too-large"),
        ((("甲", "乙"), *((number, number) for number in range(400))), "own.too-large"),
        ((("甲", "乙"), ("一", "=1/0")), "own.no-value"),
    ],
)
def test_a_sheet_that_is_no_table_for_a_document(rows: Sequence[Sequence[object]], code: str, pair: Path) -> None:
    sheet(pair, "应急物资", [tuple(row) for row in rows])
    write(pair, "自有表格", TABLES, ("应急物资", "实施方案", "", "", "应急物资储备情况", ""))
    assert code in [problem.code for problem in composed_of(pair, "甲县", "plan").problems]


def test_a_sheet_that_is_not_there(pair: Path) -> None:
    sheet(pair, "应急物资", STORES)
    write(pair, "自有表格", TABLES, ("应急物质", "实施方案", "", "", "应急物资储备情况", ""))
    assert "没有工作表“应急物质”，是否应为“应急物资”" in run(pair, "check", "甲县").stdout


def annex(root: Path, file: str, content: bytes, title: str = "改造承诺书") -> etree._Element:
    folder = folder_of(root) / "附件"
    folder.mkdir(exist_ok=True)
    (folder / file).write_bytes(content)
    write(root, "自有附件", ("文件", "文种", "附件名称"), (file, "实施方案", title))
    composed = composed_of(root, "甲县", "plan")
    assert composed.html is not None, composed.problems
    return etree.fromstring(composed.html)


def word(*paragraphs: str) -> bytes:
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    table = document.add_table(rows=2, cols=3)
    table.cell(0, 0).text = "户主姓名"
    table.cell(1, 0).merge(table.cell(1, 2)).text = "承诺人签字"
    document.add_heading("双方责任", 1)
    document.add_paragraph("按规定使用。")
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def notes_of(root: etree._Element) -> list[str]:
    return ["".join(note.itertext()) for note in root.iterfind("p[@class='attachment-note']")]


def test_a_word_file_is_taken_over_as_an_attachment(pair: Path) -> None:
    root = annex(pair, "承诺书.docx", word("三、基本情况", "本人自愿改造。"))
    assert notes_of(root) == ["附件：1.甲县2023年冬季清洁取暖工作实施方案", "2.改造承诺书"]
    section = root.findall("section[@class='attachment']")[1]
    shown = [(str(block.tag), "".join(block.itertext())) for block in section if block.tag != "table"]
    assert shown == [
        ("p", "附件2"),
        ("h1", "改造承诺书"),
        ("h2", "一、基本情况"),
        ("p", "本人自愿改造。"),
        ("h2", "二、双方责任"),
        ("p", "按规定使用。"),
    ]
    table = section.find("table")
    assert [["".join(cell.itertext()) for cell in row] for row in table.iter("tr")] == [["户主姓名", "", ""], ["承诺人签字"]]
    assert table.find("tbody")[1][0].get("colspan") == "3"


def picture() -> bytes:
    buffer = BytesIO()
    Image.new("RGB", (600, 400), "#dddddd").save(buffer, "JPEG")
    return buffer.getvalue()


def test_a_scan_is_attached_as_a_page(pair: Path) -> None:
    (scan,) = annex(pair, "公示.jpg", picture(), "公示照片").iter("img")
    assert (scan.get("alt"), scan.get("width")) == ("公示照片第1页，共1页", "156mm")


@pytest.mark.sampled(2)
@pytest.mark.parametrize(
    ("file", "content", "code"),
    [(file, b"x", "own.annex-unreadable") for file in ("坏.docx", "坏.pdf", "坏.jpg", "a.xls")],
)
def test_an_attachment_that_cannot_be_read(file: str, content: bytes, code: str, pair: Path) -> None:
    annex(pair, file, content)
    (problem,) = (problem for problem in composed_of(pair, "甲县", "plan").problems if problem.code.startswith("own."))
    assert (problem.code, str(problem.places[0]).rpartition("!")[2]) == (code, "A2")


@pytest.mark.parametrize(("file", "code"), [("承诺书.docx", "own.annex-missing"), ("../单位.yaml", "own.annex-path"), ("/etc/passwd", "own.annex-path")])
def test_an_attachment_that_is_not_there_or_elsewhere(file: str, code: str, pair: Path) -> None:
    write(pair, "自有附件", ("文件", "文种", "附件名称"), (file, "实施方案", "承诺书"))
    assert code in [problem.code for problem in composed_of(pair, "甲县", "plan").problems]


@pytest.mark.slow
def test_both_writers_show_all_of_it(pair: Path) -> None:
    say(pair, ("自己的章", "自己的话", "工作要求", "之后", ""))
    sheet(pair, "应急物资", STORES, "A1:A2", "B1:C1", "D1:D2")
    own_table(pair)
    made = run(pair, "build", "甲县", "--kind", "实施方案")
    assert made.returncode in (0, 1), made.stderr
    document = docx.Document(str(pair / "outputs/2023/甲县/实施方案.docx"))
    assert any(paragraph.text.endswith("、自己的章") for paragraph in document.paragraphs)
    assert any("城关镇" in cell.text for table in document.tables for row in table.rows for cell in row.cells)


@pytest.mark.slow
def test_a_changed_attachment_makes_the_document_anew(pair: Path) -> None:
    annex(pair, "承诺书.docx", word("本人自愿改造。"))
    order = ("build", "甲县", "--kind", "实施方案", "--format", "html")
    run(pair, *order)
    (folder_of(pair) / "附件/承诺书.docx").write_bytes(word("本人自愿参加。"))
    run(pair, *order)
    assert "本人自愿参加。" in (pair / "outputs/2023/甲县/实施方案.html").read_text(encoding="utf-8")
