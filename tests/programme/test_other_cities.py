"""Tables of tasks as other cities publish them: their own paths, 万户 that are rounded, counties that have no folder of their own."""

import json
from decimal import Decimal
from pathlib import Path

import pytest
from lxml import html

from reportgen.pipeline.opening import open_season
from reportgen.workspace import Workspace
from tests.command import run

NORTH, WEST, EAST = "邯郸市", "聊城市", "哈尔滨市"
CODES = {NORTH: "130400", WEST: "371500", EAST: "230100"}
PATHS = """
- id: path
  values:
    - {key: stove, title: 生物质炉具, order: 50}
    - {key: solar, title: 太阳能, order: 60, synonyms: [太阳能取暖]}
    - {key: geothermal, title: 地热, order: 70, synonyms: [地热能, 中深层地热]}
    - {key: alcohol, title: 醇基燃料, order: 80, synonyms: [甲醇]}
"""


def city(root: Path, name: str, table: str, paths: str = "") -> None:
    """The workspace of a city that has nothing but its task table, under the name of its season."""
    folder = root / "inputs/2020" / name
    folder.mkdir(parents=True)
    unit = f'名称: {name}\n级别: 市\n代码: "{CODES[name]}"\n政府: {name}人民政府\n发文机关: {name}清洁取暖工作领导小组办公室\n政策依据: []\n'
    (folder / "单位.yaml").write_text(unit, encoding="utf-8")
    (folder / "改造任务.csv").write_text(table, encoding="utf-8")
    (root / "reportgen.toml").write_text("season = 2020\n", encoding="utf-8")
    if paths:
        (root / "inputs/programme").mkdir(parents=True)
        (root / "inputs/programme/vocabularies.yaml").write_text(paths, encoding="utf-8")


def told(root: Path, name: str) -> list[tuple[str, str, str]]:
    """The severity, code and message of what is said of the cells of its table."""
    problems = json.loads(run(root, "check", name, "--json").stdout)["problems"]
    return [(one["severity"], one["code"], one["message"]) for one in problems if any(place["cell"] for place in one["places"])]


def tasks(root: Path) -> dict[str, Decimal | None]:
    """The task of each path that has one, and of all of them."""
    season = open_season(Workspace(root), "2020")
    found = season.themes(season.scopes[0]).tasks
    return {**{path.name: path.total.value for path in found.paths}, "合计": found.total.value}


def plan(root: Path) -> str:
    """What its plan says."""
    season = open_season(Workspace(root), "2020")
    (job,) = season.jobs(None, frozenset({"plan"}))
    return "".join(html.fromstring(season.compose(job).html or "").text_content().split())


def test_paths_by_other_words_and_counties_without_folders(tmp_path: Path) -> None:
    """邯郸 writes 气代煤 and 电代煤, all of it in villages."""
    rows = "武安市,农村,254005,23311,277316\n魏县,农村,200000,20000,220000\n大名县,农村,54005,3311,57316\n"
    city(tmp_path, NORTH, f"县（市、区）,区域,气代煤,电代煤,合计\n{rows}合计,,508010,46622,554632\n")
    assert [one for one in told(tmp_path, NORTH) if one[0] == "error"] == []
    assert tasks(tmp_path) == {"煤改电": 46622, "煤改气": 508010, "合计": 554632}
    assert "魏县" in plan(tmp_path)


@pytest.mark.sampled(4)
@pytest.mark.parametrize(("total", "errors"), [("13.87", 0), ("13.86", 0), ("13.9", 0), ("14.0", 1)], ids=["exact", "last digit", "one digit", "wrong"])
def test_what_is_rounded_need_not_add_up_by_its_last_digit(tmp_path: Path, total: str, errors: int) -> None:
    rows = "冠县,农村,3.05,0.46,3.5\n临清市,农村,2.44,0.5,2.94\n莘县,农村,2.50,0.45,2.95\n高唐县,农村,0.92,0.15,1.07\n茌平区,农村,2.95,0.45,3.4\n"
    city(tmp_path, WEST, f"县（市、区）,区域,气代煤（万户）,电代煤（万户）,合计（万户）\n{rows}合计,,11.86,2.01,{total}\n")
    found = told(tmp_path, WEST)
    assert [one[1] for one in found if one[0] == "error"] == ["inputs.wrong-total"] * errors
    assert any("四舍五入" in message for _, _, message in found)  # 3.05 and 0.46 are shown as 3.5
    assert tasks(tmp_path)["合计"] == 138700


def test_a_table_without_areas_says_that_a_column_will_do(tmp_path: Path) -> None:
    city(tmp_path, WEST, "县（市、区）,气代煤（万户）,电代煤（万户）\n冠县,3.05,0.45\n临清市,2.44,0.5\n")
    (problem,) = [one for one in json.loads(run(tmp_path, "check", WEST, "--json").stdout)["problems"] if one["severity"] == "error"]
    assert problem["help"].startswith("请增加一列“区域”，每一行都填写")


def test_paths_that_the_programme_lacks(tmp_path: Path) -> None:
    """A stove is no heat and power plant, and each path is counted by itself; those of nobody take no column."""
    city(tmp_path, EAST, "县（市、区）,取暖路径,区域,任务户数\n呼兰区,生物质炉具,农村,11000\n呼兰区,甲醇,农村,20\n宾县,太阳能取暖,农村,300\n", PATHS)
    assert [one for one in told(tmp_path, EAST) if one[0] == "error"] == []
    assert tasks(tmp_path) == {"生物质炉具": 11000, "太阳能": 300, "醇基燃料": 20, "合计": 11320}
    said = plan(tmp_path)
    assert "生物质炉具" in said
    assert "、地热、" not in said
    assert "生物质热电联产" not in said


def test_a_path_that_nobody_declared_is_no_other(tmp_path: Path) -> None:
    city(tmp_path, EAST, "县（市、区）,取暖路径,区域,任务户数\n呼兰区,生物质炉具,农村,11000\n宾县,煤改电,农村,300\n")
    (problem,) = [one for one in json.loads(run(tmp_path, "check", EAST, "--json").stdout)["problems"] if one["severity"] == "error"]
    assert "title: 生物质炉具" in problem["help"]
    assert tasks(tmp_path) | {"合计": None} == dict.fromkeys(("集中供热", "煤改电", "煤改气", "生物质热电联产", "合计"))
