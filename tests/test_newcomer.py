"""A newcomer's walk: init, new, fill in the blank files by their headings, build; break ten things, and mend them by what is said."""

import json
import re
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import yaml
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests.start.test_init import run

COUNTY = "静乐县"
KEPT = ("名称", "级别", "代码", "上级", "sample")
Change = Callable[[Workbook, Path], None]
BUILD = ("build", "--format", "html", "--json")


@pytest.fixture(scope="module")
def filled(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace that was made by the commands and filled in with what the demonstration county has."""
    base = tmp_path_factory.mktemp("newcomer")
    assert run(base, "init", "工作区", "--season", "2023").returncode == 0
    workspace = base / "工作区"
    assert run(workspace, "new", COUNTY, "--code", "140926", "--parent", "忻州市").returncode == 0
    shutil.rmtree(workspace / "inputs/2023/示例县")
    folder, demo = workspace / "inputs/2023" / COUNTY, root / "inputs/2023"
    assert not (folder / "单位.yaml").exists()
    city = yaml.safe_load((demo / "忻州市/单位.yaml").read_text("utf-8"))
    own = yaml.safe_load((demo / COUNTY / "单位.yaml").read_text("utf-8"))
    book, source = openpyxl.load_workbook(folder / "填报表.xlsx"), openpyxl.load_workbook(demo / COUNTY / "填报表.xlsx")
    for title, value in {**own, "时限": city["时限"], "引用文件": city["引用文件"]}.items():
        if title == "公文":
            fill_filings(book["公文"], value)
        elif title not in KEPT:
            fill_entry(book["单位说明"], title, value)
    for page in source:
        fill_sheet(book[page.title], page)
    for name in ("热源", "重点项目", "拖欠款", "问题清单"):
        if name not in source.sheetnames:
            book[name]["A3"] = "零报告"
    book.save(folder / "填报表.xlsx")
    for own in ("佐证材料", "附件"):
        shutil.copytree(demo / COUNTY / own, folder / own, dirs_exist_ok=True)
    for sheet in (demo / COUNTY).glob("应急物资*.xlsx"):
        shutil.copy(sheet, folder)
    return workspace


def fill_entry(page: Worksheet, title: str, value: object) -> None:
    """Types an entry into 单位说明: in its row, of a group in the rows of that; several values on a line each."""
    inner = value if isinstance(value, dict) and any(row[0] == title for row in page.iter_rows(min_row=4, values_only=True)) else {title: value}
    group = "本单位" if inner is not value else title
    for item, one in inner.items():
        row = next(row for row in page.iter_rows(min_row=4) if row[0].value == group and str(row[1].value).strip("*") == item)
        row[2].value = typed(one)


def fill_filings(page: Worksheet, filings: Mapping[str, Mapping[str, object]]) -> None:
    """Types what the documents bear into 公文: a row for each kind, below those that are there where it isn't one of them."""
    columns = {cell.value: cell.column for cell in page[3]}
    rows = {row[0].value: row[0].row for row in page.iter_rows(min_row=4) if row[0].value}
    for kind, entries in filings.items():
        number = rows.setdefault(kind, max(rows.values()) + 1)
        page.cell(number, 1).value = kind
        for title, value in entries.items():
            page.cell(number, columns[title]).value = typed(value)


def typed(value: Any) -> Any:
    """A value as a person types it into a cell."""
    if isinstance(value, dict):
        return "\n".join(f"{name}：{'、'.join(below)}" for name, below in value.items())
    if isinstance(value, list):
        return "\n".join("\n".join(f"{name}：{'、'.join(below)}" for name, below in one.items()) if isinstance(one, dict) else one for one in value)
    return value


def fill_sheet(page: Worksheet, source: Worksheet) -> None:
    """Types the rows of a sheet under the same headings of a blank one."""
    head = 4 if page["A3"].value == "尚未填报" else 3
    columns = {name(cell.value): cell.column for cell in page[head] if cell.value}
    titles = [name(cell.value) for cell in source[3]]
    for number, row in enumerate((row for row in source.iter_rows(min_row=4, values_only=True) if row[0] != "合计"), head + 1):
        for title, value in zip(titles, row, strict=True):
            page.cell(number, columns[title]).value = value


def name(heading: object) -> str:
    return re.split(r"\s*（(?!社区|市、区|街道)", str(heading).strip("*"))[0]


def cell(sheet: str, place: str, value: object) -> Change:
    """What changes one cell of a workbook."""

    def change(book: Workbook, _folder: Path) -> None:
        book[sheet][place].value = value

    return change


def item(title: str, column: int, value: str) -> Change:
    """What changes a cell of 单位说明, in the row of an item."""

    def change(book: Workbook, _folder: Path) -> None:
        next(row for row in book["单位说明"].iter_rows(min_row=4) if row[1].value == title)[column].value = value

    return change


def renamed(book: Workbook, _folder: Path) -> None:
    book["安全检查"].title = "安全捡查"


BROKEN: Mapping[str, tuple[Change, str, str]] = {
    "a choice": (cell("改造任务", "C4", "煤改点"), "没有“煤改点”这个选项，是否应为“煤改电”", "请从下列选项中选填"),
    "a heading": (cell("资金", "C3", "预算金额（万元）"), "没有“预算数”列；表头“预算金额（万元）”是否应为“预算数（万元）”", "改为“预算数（万元）”"),
    "a sheet's name": (renamed, "工作表“安全捡查”没有读取，是否应为“安全检查”", "请把工作表改名为“安全检查”"),
    "a date": (cell("报送记录", "C4", "2023年2月30日"), "“报送日期”的日期不存在：“2023年2月30日”", "请填写日期"),
    "a number": (cell("运营维护", "E4", "六个"), "“维修站点”应为整数（单位：个），实际是“六个”", "请只填写数字"),
    "a negative number": (cell("清零范围", "C4", -5), "“总户数”不能是负数，实际是-5", "请核对数值，填写不小于0的数"),
    "a value left out": (cell("职责分工", "B4", None), "“职责”没有填写", "请填写承担的工作职责"),
    "a formula": (cell("日常调度", "B4", "=SUM(B5:B6)"), "“取暖户数”是公式，但文件中没有保存计算结果", "等计算完成后保存"),
    "a key": (item("调度责任人", 1, "调度责任入"), "没有“调度责任入”这一项，是否应为“调度责任人”", "请改正名称"),
    "a date of the unit": (
        item("方案报备", 2, "四月二十日"),
        "“时限.方案报备”应为日期，实际是“四月二十日”",
        "请填写日期，例如 2023-04-20",
    ),
}


def mend(book: Workbook, problem: Mapping[str, Any], known_book: Workbook) -> None:
    """Does what a problem says, at the place that it names; what only the office can know is taken from `known_book`."""
    proposed = re.search(r"是否应为“(.+?)”", problem["message"])
    if proposed and problem["sheet"] == "单位说明":
        number = book["单位说明"][problem["cell"]].row
        book["单位说明"].cell(number, 2).value = proposed[1]
    elif problem["cell"] is None and proposed:
        book[problem["sheet"]].title = proposed[1]
    else:
        book[problem["sheet"]][problem["cell"]] = proposed[1] if proposed else known_book[problem["sheet"]][problem["cell"]].value


def outcome(workspace: Path, *arguments: str) -> tuple[int, Any]:
    done = run(workspace, *arguments)
    assert "Traceback" not in done.stderr
    return done.returncode, json.loads(done.stdout)


def pages(workspace: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (workspace / "outputs/2023" / COUNTY).glob("*.html")}


def test_filled_in_it_builds_complete_broken_it_says_where_and_mended_it_builds_the_same(filled: Path) -> None:
    folder = filled / "inputs/2023" / COUNTY
    status, built = outcome(filled, *BUILD)
    assert [problem["message"] for document in built["documents"] for problem in document["problems"]] == []
    assert status == 0
    first = pages(filled)
    assert first
    assert not any("【待补".encode() in page for page in first.values())

    known, book = (openpyxl.load_workbook(folder / "填报表.xlsx") for _ in range(2))
    for change, _, _ in BROKEN.values():
        change(book, folder)
    book.save(folder / "填报表.xlsx")
    status, checked = outcome(filled, "check", "--mark", "--json")
    assert status == 1
    told = []
    for what, (_, message, help_text) in BROKEN.items():
        found = [problem for problem in checked["problems"] if message in problem["message"]]
        assert found, what
        assert help_text in found[0]["help"]
        told.append(found[0])
    listing = openpyxl.load_workbook(folder / "填报表.核对.xlsx")["核对清单"]
    listed = [str(row[3].value) for row in listing.iter_rows(min_row=4)]
    assert all(any(message in text for text in listed) for _, message, _ in BROKEN.values())

    book = openpyxl.load_workbook(folder / "填报表.xlsx")
    for problem in told:
        mend(book, problem, known)
    book.save(folder / "填报表.xlsx")
    status, built = outcome(filled, *BUILD)
    assert status == 0
    assert [problem["message"] for document in built["documents"] for problem in document["problems"]] == []
    assert pages(filled) == first
