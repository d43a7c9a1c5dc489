"""Single entries of a unit's description, changed where they stand; all else stays as people wrote it."""

from datetime import date
from pathlib import Path

import pytest

from reportgen.inputs.described import description_of
from reportgen.inputs.programme import programme_of
from reportgen.inputs.schema.choices import Level
from reportgen.inputs.unit import read_unit
from reportgen.start.amend import amend
from reportgen.start.amend_yaml import NotAmended, amended
from reportgen.start.description import UnitFacts, described_by
from reportgen.workbook.book import blank_book
from reportgen.workbook.description import description_sheets
from reportgen.workspace import Workspace

UNIT = """# 说明
名称: 甲县   # 县
级别: 县
代码: "990901"
发文机关: 甲办
文种:
  - 实施方案   # 一
  - 验收报告
时限: {方案报备: 2023-04-20}
采暖季:
  开始: 2023-11-01  # 供暖
  结束: 2024-01-01

# 以下照旧
主送: [甲办]
"""
DUE, KINDS = ("时限", "总结报送"), ("文种",)


@pytest.mark.parametrize(
    ("path", "value", "old", "new"),
    [
        (("时限", "方案报备"), "2023-05-01", "2023-04-20", "2023-05-01"),
        (DUE, "2024-05-01", "2023-04-20}", "2023-04-20, 总结报送: 2024-05-01}"),
        (("采暖季", "结束"), "2024-03-31", "2024-01-01", "2024-03-31"),
        (KINDS, ("实施方案",), "\n  - 验收报告", ""),
        (KINDS, ("实施方案", "采暖季工作总结"), "验收报告", "采暖季工作总结"),
        (KINDS, (), "\n  - 实施方案   # 一\n  - 验收报告", " []\n  # 一"),
        (KINDS, None, "  - 实施方案   # 一\n  - 验收报告", "  # 一"),
        (("时限", "方案报备"), None, ": 2023-04-20}", ": }"),
        (("联系人",), "张某某", "主送: [甲办]\n", "主送: [甲办]\n联系人: 张某某\n"),
        (("绩效自评组织", "牵头部门"), "财政局", "主送: [甲办]\n", "主送: [甲办]\n绩效自评组织:\n  牵头部门: 财政局\n"),
        (("采暖季", "备注"), "无", "结束: 2024-01-01\n", "结束: 2024-01-01\n  备注: 无\n"),
    ],
)
def test_one_entry_is_changed_and_nothing_else(path: tuple[str, ...], value: str | tuple[str, ...] | None, old: str, new: str) -> None:
    assert UNIT.count(old) == 1
    assert amended(UNIT, path, value) == UNIT.replace(old, new)


@pytest.mark.parametrize("text", ["甲县", "- 甲县\n", "名称: [甲县\n", "时限: 尽快\n名称: 甲县\n"])
def test_what_cannot_be_changed_safely_is_left_to_people(text: str) -> None:
    with pytest.raises(NotAmended):
        amended(text, DUE, "2024-05-01")


def workspace(folder: Path, *, sheets: bool) -> tuple[Workspace, Path]:
    """A unit that 单位.yaml describes, or the sheets of its workbook."""
    made = folder / "inputs/2023/甲县"
    made.mkdir(parents=True)
    found = Workspace(folder)
    if not sheets:
        (made / "单位.yaml").write_text(UNIT, "utf-8")
        return found, made
    book = blank_book()
    for sheet in description_sheets(programme_of(found)[0], "甲县", described_by(UnitFacts("甲县", Level.COUNTY, "990901", {"authority": "甲办"}), {})):
        book.add_sheet(sheet)
    (made / "填报表.xlsx").write_bytes(book.save())
    return found, made


@pytest.mark.parametrize("sheets", [True, False])
def test_days_and_kinds_read_back_from_where_the_unit_is_described(tmp_path: Path, sheets: bool) -> None:
    found, folder = workspace(tmp_path, sheets=sheets)
    book = "inputs/2023/甲县/填报表.xlsx" if sheets else None
    made = amend(found, folder, book, {DUE: date(2024, 5, 1), KINDS: ("实施方案", "采暖季工作总结")})
    assert made.file.endswith("填报表.xlsx" if sheets else "单位.yaml")
    read = description_of(made.content, made.file) if sheets else None
    unit, problems = read_unit(None if sheets else made.content.decode(), made.file, read)
    assert unit is not None and (unit.schedule.summary_due, unit.kinds) == (date(2024, 5, 1), ("实施方案", "采暖季工作总结"))
    assert [problem for problem in problems if "时限" in problem.message or "文种" in problem.message] == []
    (tmp_path / made.file).write_bytes(made.content)
    made = amend(found, folder, book, {DUE: None, KINDS: ()})
    unit, _ = read_unit(None if sheets else made.content.decode(), made.file, description_of(made.content, made.file) if sheets else None)
    assert unit is not None and (unit.schedule.summary_due, unit.kinds) == (None, ())


def test_an_entry_that_stands_under_another_name_is_left_to_people(tmp_path: Path) -> None:
    found, folder = workspace(tmp_path, sheets=False)
    (folder / "单位.yaml").write_text(UNIT.replace("时限: {方案报备", "schedule: {plan_due"), "utf-8")
    with pytest.raises(NotAmended):
        amend(found, folder, None, {("时限", "方案报备"): date(2023, 5, 1)})
