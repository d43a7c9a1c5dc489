"""A season: every unit's folder, what they inherit, and faults between units."""

from datetime import date
from pathlib import Path

import pytest

from reportgen.diagnostics import Diagnostic, Place
from reportgen.inputs.load import Loaded, load_season, load_unit
from reportgen.workspace import Workspace

CSV = "取暖路径,区域,任务户数\n煤改电,农村,100\n"


def write(root: Path, folder: str, text: str | None) -> Path:
    """A unit's folder with the given 单位.yaml."""
    path = root / "inputs" / "2023" / folder
    path.mkdir(parents=True)
    if text is not None:
        (path / "单位.yaml").write_text(text, encoding="utf-8")
    return path


def unit(name: str, code: str, level: str = "县", more: str = "上级: 忻州市\n") -> str:
    return f'名称: {name}\n级别: {level}\n代码: "{code}"\n发文机关: {name}清洁取暖办\n{more}'


CITY = unit("忻州市", "140900", "市", "上级: 山西省\n时限:\n  方案报备: 2023-04-20\n  组织实施结束: 2023-10-15\n")


def load(root: Path) -> Loaded:
    return load_season(Workspace(root), root / "inputs" / "2023")


def said(problems: tuple[Diagnostic, ...]) -> list[tuple[str, str | None, str]]:
    return [(p.code, p.unit, p.message) for p in problems]


def test_units_come_in_the_order_of_the_tree(tmp_path: Path) -> None:
    write(tmp_path, "代县", unit("代县", "140923", more="上级: 忻州市\n序号: 6\n"))
    write(tmp_path, "原平市", unit("原平市", "140981", more="上级: 忻州市\n序号: 4\n"))
    write(tmp_path, "忻州市", CITY)
    loaded = load(tmp_path)
    assert [(inputs.unit.name, inputs.folder) for inputs in loaded.units] == [
        ("忻州市", "inputs/2023/忻州市"),
        ("原平市", "inputs/2023/原平市"),
        ("代县", "inputs/2023/代县"),
    ]
    assert loaded.problems == ()


def test_a_unit_takes_the_dates_it_leaves_out_from_the_unit_above(tmp_path: Path) -> None:
    write(tmp_path, "忻州市", CITY)
    folder = write(tmp_path, "五台山", unit("五台山", "140971", more="上级: 忻州市\n时限: {组织实施结束: 2023-10-01}\n"))
    write(tmp_path, "台怀镇", unit("台怀镇", "140971100", "乡镇", "上级: 五台山\n"))
    schedules = {inputs.unit.name: inputs.unit.schedule for inputs in load(tmp_path).units}
    assert [(s.plan_due, s.work_end, s.work_start) for s in schedules.values()] == [
        (date(2023, 4, 20), date(2023, 10, 15), None),
        (date(2023, 4, 20), date(2023, 10, 1), None),
        (date(2023, 4, 20), date(2023, 10, 1), None),
    ]
    assert schedules["台怀镇"].place("plan_due") == Place("inputs/2023/忻州市/单位.yaml", line=7)
    assert schedules["台怀镇"].place("work_end") == Place("inputs/2023/五台山/单位.yaml", line=6)
    alone, _ = load_unit(Workspace(tmp_path), folder)
    assert alone is not None
    assert alone.unit.schedule.plan_due is None


def test_a_unit_that_cannot_be_read_stops_no_other(tmp_path: Path) -> None:
    write(tmp_path, "忻州市", CITY.replace("级别: 市", "级别: 州"))
    write(tmp_path, "原平市", unit("原平市", "140981"))
    bad = write(tmp_path, "代县", None)
    (bad / "单位.yaml").write_bytes(b"\xff\xfe\x00")
    loaded = load(tmp_path)
    assert [inputs.unit.name for inputs in loaded.units] == ["原平市"]
    assert [(code, unit) for code, unit, _ in said(loaded.problems)] == [("inputs.encoding", "代县"), ("inputs.unknown-choice", "忻州市")]


@pytest.mark.parametrize(("text", "code"), [("名称: [", "inputs.yaml-syntax"), ("名称: 代县\n级别: 县\n", "inputs.missing-value"), ("", "inputs.empty-file")])
def test_the_tables_of_a_unit_that_cannot_be_read_are_checked_too(tmp_path: Path, text: str, code: str) -> None:
    folder = write(tmp_path, "代县", text)
    (folder / "单位.yaml").write_text(text, encoding="utf-8")
    (folder / "改造任务.csv").write_text(CSV + "煤改气,农村,若干\n", encoding="utf-8")
    (folder / "资金.csv").write_text("甲,乙\n", encoding="utf-8")
    loaded = load(tmp_path)
    assert loaded.units == ()
    codes = [code for code, unit, _ in said(loaded.problems) if unit == "代县"]
    assert codes[0] == code
    assert codes[-2:] == ["inputs.not-a-number", "inputs.no-header"]


def test_a_table_that_cannot_be_read_leaves_the_others(tmp_path: Path) -> None:
    folder = write(tmp_path, "原平市", unit("原平市", "140981"))
    (folder / "改造任务.csv").write_text(CSV, encoding="utf-8")
    (folder / "资金.csv").write_text("甲,乙\n", encoding="utf-8")
    loaded = load(tmp_path)
    assert set(loaded.units[0].tables) == {"tasks"}
    assert said(loaded.problems) == [("inputs.no-header", "原平市", "没有找到“资金”的表头")]


@pytest.mark.parametrize("name", ["改造任务.csv", "填报表.xlsx", "资金.yaml"])
def test_a_folder_with_data_and_no_unit_file_is_a_fault(tmp_path: Path, name: str) -> None:
    (write(tmp_path, "原平市", None) / name).write_text("x")
    write(tmp_path, "空", None)
    loaded = load(tmp_path)
    assert said(loaded.problems) == [("inputs.no-unit-file", "原平市", "文件夹中有数据文件，但填报表里没有填《单位说明》，也没有 单位.yaml")]
    assert loaded.problems[0].places == (Place("inputs/2023/原平市"),)


def test_a_season_without_a_folder_is_a_fault(tmp_path: Path) -> None:
    loaded = load(tmp_path)
    assert loaded.units == ()
    assert [(p.code, str(p.places[0])) for p in loaded.problems] == [("inputs.no-season", "inputs/2023")]


def test_two_units_of_one_name_or_code_are_a_fault(tmp_path: Path) -> None:
    write(tmp_path, "a", unit("原平市", "140981"))
    write(tmp_path, "b", unit("原平市", "140982"))
    write(tmp_path, "c", unit("代县", "140981"))
    loaded = load(tmp_path)
    assert [inputs.folder for inputs in loaded.units] == ["inputs/2023/c", "inputs/2023/a"] or len(loaded.units) == 2
    assert said(loaded.problems) == [
        ("inputs.duplicate-unit", "原平市", "有两个单位的名称都是“原平市”：inputs/2023/a和inputs/2023/b，只读取前一个"),
        ("inputs.duplicate-code", "代县", "“原平市”和“代县”的代码都是140981"),
    ]
    assert [str(place) for place in loaded.problems[0].places] == ["inputs/2023/a/单位.yaml:1", "inputs/2023/b/单位.yaml:1"]


def test_an_unknown_unit_above_is_a_fault_with_a_proposal(tmp_path: Path) -> None:
    write(tmp_path, "忻州市", CITY)
    write(tmp_path, "原平市", unit("原平市", "140981", more="上级: 忻洲市\n"))
    (problem,) = load(tmp_path).problems
    assert problem.message == "“原平市”的上级“忻洲市”不在本采暖季的单位中，是否应为“忻州市”"
    assert problem.places == (Place("inputs/2023/原平市/单位.yaml", line=5),)


def test_a_countys_own_workspace_has_no_city(tmp_path: Path) -> None:
    write(tmp_path, "原平市", unit("原平市", "140981"))
    assert load(tmp_path).problems == ()


def test_a_circle_of_units_is_a_fault_of_each(tmp_path: Path) -> None:
    write(tmp_path, "甲县", unit("甲县", "1", more="上级: 乙县\n"))
    write(tmp_path, "乙县", unit("乙县", "2", more="上级: 甲县\n"))
    assert {code for code, _, _ in said(load(tmp_path).problems)} == {"inputs.parent-cycle"}
    assert len(load(tmp_path).units) == 2


LISTING = CITY + "下级: [忻府区, 原平市, 代县]\n"


@pytest.mark.parametrize(
    ("second", "codes", "absent"),
    [
        (unit("原平市", "140981"), [], []),
        (unit("原平市", "140981", more=""), ["inputs.parent-differs"], []),
        (unit("原平市", "140981", more="上级: 忻洲市\n"), ["inputs.parent-differs"], []),
        (unit("原平", "140981"), ["inputs.unit-missing", "inputs.unlisted-unit"], ["原平市"]),
        ("名称: [原平市\n", ["inputs.yaml-syntax", "inputs.unit-unreadable"], ["原平市"]),
        (None, ["inputs.unit-missing"], ["原平市"]),
    ],
)
def test_every_unit_that_the_city_names_is_there(tmp_path: Path, second: str | None, codes: list[str], absent: list[str]) -> None:
    write(tmp_path, "忻州市", LISTING)
    write(tmp_path, "忻府区", unit("忻府区", "140902"))
    write(tmp_path, "代县", unit("代县", "140923"))
    write(tmp_path, "原平市", second)
    loaded = load(tmp_path)
    assert [inputs.unit.name for inputs in loaded.units if inputs.unit.name != "原平"] == ["忻州市", "忻府区", "原平市", "代县"]
    assert [inputs.unit.name for inputs in loaded.units if inputs.absent] == absent
    assert [code for code, _, _ in said(loaded.problems)] == codes
    assert loaded.unplaced == ()
    assert {inputs.unit.parent for inputs in loaded.units[1:]} == {"忻州市"}


@pytest.mark.parametrize(
    ("listed", "message"),
    [
        ("[忻州市]", "“下级”中的“忻州市”不是比“忻州市”低的一级"),
        ("[代县, 代县]", "“下级”中的“代县”写了两次"),
    ],
)
def test_a_unit_stands_below_one_other(tmp_path: Path, listed: str, message: str) -> None:
    write(tmp_path, "忻州市", CITY + f"下级: {listed}\n")
    write(tmp_path, "代县", unit("代县", "140923"))
    assert message in [text for code, _, text in said(load(tmp_path).problems) if code == "inputs.below"]


def test_what_is_missing_is_named_where_the_city_names_it(tmp_path: Path) -> None:
    write(tmp_path, "忻州市", CITY + "下级: [代县]\n")
    (problem,) = load(tmp_path).problems
    assert (problem.unit, problem.message) == ("忻州市", "“下级”中的“代县”没有文件夹，汇总数据缺少这个单位")
    assert problem.places == (Place("inputs/2023/忻州市/单位.yaml", line=9),)
    assert "inputs/2023" in problem.help
