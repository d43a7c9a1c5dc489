"""init and new: a workspace that builds at once, and units that only need filling in."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from reportgen.diagnostics import Severity
from reportgen.inputs.load import load_season, load_unit
from reportgen.inputs.schema.choices import Level
from reportgen.inputs.schema.unit import Unit
from reportgen.policy import load_policies
from reportgen.start.guess import Asked
from reportgen.start.unit import NewUnit, new_unit
from reportgen.start.workspace import new_workspace, season_of
from reportgen.workspace import Workspace, open_workspace
from tests.command import run
from tests.filed import NAMES

CITY = """名称: 忻州市
级别: 市
代码: "140900"
发文机关: 忻州市清洁取暖工作领导小组办公室
下级: [静乐县, 忻州经济开发区]
政策依据: [忻清洁办发〔2023〕3号]
"""


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """A workspace with a city, 忻州市, in the season of 2024."""
    unit(tmp_path, "2024", "忻州市", CITY)
    return Workspace(tmp_path)


def unit(root: Path, season: str, name: str, text: str) -> None:
    folder = root / "inputs" / season / name
    folder.mkdir(parents=True)
    (folder / "单位.yaml").write_text(text, encoding="utf-8")


def described(made: NewUnit, root: Path) -> Unit:
    assert made.folder is not None, made.problems
    inputs, problems = load_unit(Workspace(root), made.folder)
    assert inputs is not None
    assert problems == ()
    return inputs.unit


def sheet_rows(folder: Path, sheet: str) -> dict[str, tuple[Any, ...]]:
    """The rows of a sheet of the unit's workbook by what their second cell says; of several that say the same the first."""
    page = openpyxl.load_workbook(folder / "填报表.xlsx")[sheet]
    return {str(row[1]).strip("*"): row for row in reversed([*page.iter_rows(min_row=4, values_only=True)])}


def refused(made: NewUnit) -> tuple[str, str]:
    assert made.folder is None
    (problem,) = made.problems
    return problem.code, problem.message


def test_init_makes_a_workspace_that_builds_at_once(tmp_path: Path) -> None:
    made = run(tmp_path, "init", "清洁取暖", "--season", "2024")
    assert (made.returncode, made.stderr) == (0, "")
    root = tmp_path / "清洁取暖"
    built = run(root, "build", "--format", "html", "--json")
    assert built.returncode == 0, built.stderr
    outcome: Any = json.loads(built.stdout)
    assert {document["status"] for document in outcome["documents"]} == {"built"}
    plan = (root / "outputs/2024/示例县/实施方案.html").read_text("utf-8")
    assert "【待补" in plan
    assert "示例数据" in plan
    assert "草稿" in plan
    assert run(root, "check").returncode == 0


def test_init_writes_settings_policies_templates_and_a_first_unit(tmp_path: Path) -> None:
    made = new_workspace(tmp_path / "工作区", "2024")
    assert made.problems == ()
    workspace, problems = open_workspace(tmp_path / "工作区")
    assert workspace is not None
    assert problems == ()
    assert workspace.seasons() == ("2024",)
    names = {path.relative_to(workspace.root).as_posix() for path in workspace.root.rglob("*")}
    assert names >= {"reportgen.toml", "使用说明.txt", "templates/说明.txt", "inputs/policies/本单位.yaml", "inputs/2024/示例县/佐证材料"}
    assert load_policies(workspace)[1] == ()
    loaded = load_season(workspace, workspace.inputs / "2024")
    assert loaded.problems == ()
    assert [inputs.unit.sample for inputs in loaded.units] == [True]
    assert not [path for path in tmp_path.iterdir() if path.name != "工作区"]


def test_the_settings_hold_when_they_are_uncommented(tmp_path: Path) -> None:
    root = tmp_path / "工作区"
    new_workspace(root, "2024")
    settings = root / "reportgen.toml"
    text = settings.read_text("utf-8").replace("# season", "season").replace("# [fonts]", "[fonts]").replace("# title", "title")
    settings.write_text(text.replace("# [pdf]", "[pdf]").replace("# engine", "engine"), "utf-8")
    workspace, problems = open_workspace(root)
    assert problems == ()
    assert workspace is not None
    assert workspace.settings.season == "2024"
    assert "title" in workspace.settings.fonts
    assert workspace.settings.engine == "typst"


def test_the_policies_hold_when_they_are_uncommented(tmp_path: Path) -> None:
    root = tmp_path / "工作区"
    new_workspace(root, "2024")
    file = root / "inputs/policies/本单位.yaml"
    change, addition = file.read_text("utf-8").split("# 一、")[1].split("# 二、")
    for name, part in (("本单位.yaml", change), ("本县办法.yaml", addition)):
        lines = [line.removeprefix("# ") for line in part.splitlines()[1:] if line != "#"]
        (root / "inputs/policies" / name).write_text("\n".join(lines) + "\n", "utf-8")
    policies, problems = load_policies(Workspace(root))
    assert problems == ()
    rules = {rule.id: rule for policy in policies for rule in policy.rules}
    assert rules["XZ23-5.3-01"].severity is Severity.WARNING
    assert not rules["XZ23-5.3-02"].enabled
    assert "OWN-1" in rules


@pytest.mark.parametrize("there", ["file", "folder"])
def test_init_does_not_touch_what_is_there(tmp_path: Path, there: str) -> None:
    target = tmp_path / "工作区"
    if there == "file":
        target.write_text("x")
    else:
        target.mkdir()
        (target / "别的.txt").write_text("x")
    made = run(tmp_path, "init", "工作区")
    assert made.returncode == 2
    assert "已经存在，没有改动" in made.stderr
    assert [path.name for path in tmp_path.rglob("*")] == (["工作区"] if there == "file" else ["工作区", "别的.txt"])


def test_an_empty_folder_will_do(tmp_path: Path) -> None:
    assert new_workspace(tmp_path / "空", "2024").root is not None
    (tmp_path / "又一个").mkdir()
    inode = (tmp_path / "又一个").stat().st_ino
    assert new_workspace(tmp_path / "又一个", "2024").root == tmp_path / "又一个"
    assert (tmp_path / "又一个").stat().st_ino == inode  # where a terminal stands in it, it isn't left in a folder that is gone


@pytest.mark.parametrize(("today", "season"), [("2024-04-01", "2024"), ("2024-12-31", "2024"), ("2025-03-31", "2024"), ("2025-04-01", "2025")])
def test_the_season_of_a_day(today: str, season: str) -> None:
    assert season_of(date.fromisoformat(today)) == season


def test_new_says_what_to_fill_in(workspace: Workspace, config: Path) -> None:
    for key in config.rglob("*静乐县*"):  # another test may have made it
        key.unlink()
    made = run(workspace.root, "new", "静乐县", "--code", "140926")
    assert made.returncode == 0
    assert made.stderr.startswith("已为静乐县生成签名密钥")
    assert made.stderr.count("\n") == 1
    assert "已建立 inputs/2024/静乐县/" in made.stdout
    assert "级别“县”，代码“140926”，上级“忻州市”" in made.stdout
    assert "填写签发人、联系人、采暖季和各项时限" in made.stdout
    assert "先看《填报说明》" in made.stdout
    assert "单位.yaml" not in made.stdout
    assert "下级" not in made.stdout
    names = {path.name for path in (workspace.inputs / "2024/静乐县").iterdir()}
    assert names == {"填报表.xlsx", "佐证材料"}


def test_a_new_unit_takes_what_the_unit_above_gives(workspace: Workspace) -> None:
    made = described(new_unit(workspace, "2024", Asked("静乐县", code="140926")), workspace.root)
    assert (made.level, made.parent, made.policies) == (Level.COUNTY, "忻州市", ("忻清洁办发〔2023〕3号",))
    assert made.recipients == ("忻州市清洁取暖工作领导小组办公室",)
    assert made.authority == "静乐县清洁取暖工作领导小组办公室"
    assert made.government == "静乐县人民政府"
    assert not made.sample
    loaded = load_season(workspace, workspace.inputs / "2024")
    assert [problem.message for problem in loaded.problems if problem.unit == "静乐县"] == []


@pytest.mark.sampled(7)
@pytest.mark.parametrize(
    ("asked", "level", "parent"),
    [
        (Asked("静乐县", code="140926"), Level.COUNTY, "忻州市"),
        (Asked("原平市", code="140981"), Level.COUNTY, "忻州市"),
        (Asked("太原市", code="140100"), Level.CITY, "山西省"),
        (Asked("忻州经济开发区", code="1409KF"), Level.COUNTY, "忻州市"),
        (Asked("鹅城镇", code="140926100", parent="静乐县"), Level.TOWNSHIP, "静乐县"),
        (Asked("五台山", level="县级", code="140971"), Level.COUNTY, "忻州市"),
        (Asked("山西省", code="140000"), Level.PROVINCE, None),
    ],
    ids=lambda value: value.name if isinstance(value, Asked) else None,
)
def test_level_and_parent_are_guessed(workspace: Workspace, asked: Asked, level: Level, parent: str | None) -> None:
    made = described(new_unit(workspace, "2024", asked), workspace.root)
    assert (made.level, made.parent, made.code) == (level, parent, asked.code)


@pytest.mark.sampled(6)
@pytest.mark.parametrize(
    ("asked", "level", "code", "parent"),
    [
        (Asked("静乐县"), Level.COUNTY, "140926", "忻州市"),
        (Asked("原平市"), Level.COUNTY, "140981", "忻州市"),
        (Asked("忻府区"), Level.COUNTY, "140902", "忻州市"),
        (Asked("大同市"), Level.CITY, "140200", "山西省"),
        (Asked("河北省"), Level.PROVINCE, "130000", None),
        (Asked("临漳县"), Level.COUNTY, "130423", "邯郸市"),
        (Asked("济源市"), Level.COUNTY, "419001", "河南省"),
        (Asked("延庆区"), Level.COUNTY, "110119", "北京市"),
        (Asked("城区", parent="晋城市"), Level.COUNTY, "140502", "晋城市"),
        (Asked("城区", code="140302"), Level.COUNTY, "140302", "阳泉市"),
        (Asked("某某县", code="130499"), Level.COUNTY, "130499", "邯郸市"),
    ],
    ids=lambda value: value.name if isinstance(value, Asked) else None,
)
def test_the_table_of_divisions_knows_code_level_and_parent(workspace: Workspace, asked: Asked, level: Level, code: str, parent: str | None) -> None:
    made = described(new_unit(workspace, "2024", asked), workspace.root)
    assert (made.level, made.code, made.parent) == (level, code, parent)


@pytest.mark.sampled(3)
@pytest.mark.parametrize(
    ("city", "code", "name", "found"),
    [
        ("邯郸市", "130400", "丛台区", "130403"),
        ("邢台市", "130500", "桥西区", None),
        ("石家庄市", "130100", "桥西区", "130104"),
        ("石家庄市", "130100", "新华区", "130105"),
    ],
)
def test_of_many_so_called_the_one_below_the_unit_of_the_workspace_is_meant(tmp_path: Path, city: str, code: str, name: str, found: str | None) -> None:
    unit(tmp_path, "2024", city, f'名称: {city}\n级别: 市\n代码: "{code}"\n发文机关: {city}能源局\n')
    made = new_unit(Workspace(tmp_path), "2024", Asked(name))
    if found is None:
        asked, message = refused(made)
        assert asked == "start.code"
        assert all(word in message for word in ("河北省石家庄市桥西区（130104）", "河北省张家口市桥西区（130703）"))
    else:
        assert described(made, tmp_path).code == found


def test_a_unit_of_its_own_code_never_stands_below_one_of_another_province(workspace: Workspace) -> None:
    made = described(new_unit(workspace, "2024", Asked("某某新区", code="130499001")), workspace.root)
    assert (made.level, made.parent) == (Level.COUNTY, None)


@pytest.mark.sampled(6)
@pytest.mark.parametrize(
    ("name", "level", "government", "authority"),
    [
        ("示例自治区", "省", "示例自治区人民政府", "示例自治区清洁取暖工作领导小组办公室"),
        ("示例盟", "市", "示例盟行政公署", "示例盟清洁取暖工作领导小组办公室"),
        ("示例地区", "市", "示例地区行政公署", "示例地区清洁取暖工作领导小组办公室"),
        ("示例自治州", "市", "示例自治州人民政府", "示例自治州清洁取暖工作领导小组办公室"),
        ("示例左旗", "县", "示例左旗人民政府", "示例左旗清洁取暖工作领导小组办公室"),
        ("示例新区", "县", None, "示例新区清洁取暖工作领导小组办公室"),
        ("示例镇", "乡镇", "示例镇人民政府", "示例镇人民政府"),
        ("示例苏木", "乡镇", "示例苏木人民政府", "示例苏木人民政府"),
        ("示例街道", "乡镇", "示例街道办事处", "示例街道办事处"),
        ("示例社区", "村", "示例社区居民委员会", "示例社区居民委员会"),
        ("示例村", "村", "示例村村民委员会", "示例村村民委员会"),
    ],
)
def test_a_name_tells_level_and_government(workspace: Workspace, name: str, level: str, government: str | None, authority: str) -> None:
    made = described(new_unit(workspace, "2024", Asked(name, code="130499001", parent="静乐县")), workspace.root)
    assert (made.level, made.government, made.authority) == (level, government, authority)


def test_the_townships_of_a_new_county_are_there_to_be_looked_over(workspace: Workspace) -> None:
    made = new_unit(workspace, "2024", Asked("静乐县"))
    assert made.folder is not None
    row = sheet_rows(made.folder, "单位说明")["乡镇"]
    assert str(row[2]).startswith("鹅城镇\n杜家村镇\n")
    assert str(row[3]).endswith("请核对")


def test_what_another_season_says_of_it_holds(workspace: Workspace) -> None:
    text = '名称: 静乐县\n级别: 县\n代码: "140926"\n上级: 忻州市\n发文机关: 静乐县能源局\n机关代字: 静能发\n简称: 静乐\n'
    unit(workspace.root, "2023", "静乐县", text)
    made = described(new_unit(workspace, "2024", Asked("静乐县")), workspace.root)
    assert (made.code, made.authority, made.prefix, made.short) == ("140926", "静乐县能源局", "静能发", "静乐")


@pytest.mark.parametrize(
    ("asked", "code", "said"),
    [
        (Asked("某某县"), "start.code", "不知道“某某县”的代码"),
        (Asked("茌平县"), "start.code", "不知道“茌平县”的代码；它是曾用名，代码原为 371523，2019年以后没有"),
        (Asked("静乐县", code="140927"), "start.code", "代码 140927 是“神池县”的代码"),
        (Asked("静乐县", code="14 09"), "start.code", "“14 09”不能作为代码"),
        (Asked("静乐县", code="140900"), "start.code", "代码 140900 是“忻州市”的代码"),
        (Asked("某某县", code="140900"), "start.code", "代码 140900 已经是“忻州市”的代码"),
        (Asked("忻州市", code="140900"), "start.exists", "2024 采暖季已经有单位“忻州市”"),
        (Asked("静乐"), "start.level", "从名称“静乐”看不出级别，是否应为“静乐县”"),
        (Asked("五台山", code="WTS"), "start.level", "从名称“五台山”看不出级别"),
        (Asked("某某市", code="YP"), "start.level", "从名称“某某市”看不出级别（地级市还是县级市）"),
        (Asked("静乐县", code="140926", level="局"), "start.level", "没有“局”这个级别"),
        (Asked("长治市", code="140400", parent="忻州市"), "start.parent", "“忻州市”是市级，不能是市级单位的上级"),
        (Asked("../静乐县", code="140926"), "start.name", "“../静乐县”不能作为单位的名称"),
        (Asked("静/乐县", code="140926"), "start.name", "“静/乐县”不能作为单位的名称"),
    ],
    ids=lambda value: value.name if isinstance(value, Asked) else None,
)
def test_what_can_not_be_guessed_is_asked_for(workspace: Workspace, asked: Asked, code: str, said: str) -> None:
    assert refused(new_unit(workspace, "2024", asked)) == (code, said)
    assert [path.name for path in (workspace.inputs / "2024").iterdir()] == ["忻州市"]


def test_of_two_cities_one_must_be_named(workspace: Workspace) -> None:
    unit(workspace.root, "2024", "太原市", CITY.replace("忻州", "太原").replace("140900", "140100").replace("静乐县, 太原经济开发区", ""))
    code, said = refused(new_unit(workspace, "2024", Asked("某某县", code="MM")))
    assert (code, said) == ("start.parent", "“某某县”的上级可能是太原市、忻州市")
    made = described(new_unit(workspace, "2024", Asked("清徐县", code="140121")), workspace.root)
    assert made.parent == "太原市"


def test_a_folder_that_is_there_is_not_touched(workspace: Workspace) -> None:
    folder = workspace.inputs / "2024/静乐县"
    folder.mkdir()
    (folder / "旧表.xlsx").write_text("x")
    assert refused(new_unit(workspace, "2024", Asked("静乐县", code="140926")))[0] == "start.exists"
    assert [path.name for path in folder.iterdir()] == ["旧表.xlsx"]


def test_a_unit_that_is_not_listed_is_told(workspace: Workspace) -> None:
    made = new_unit(workspace, "2024", Asked("定襄县", code="140921"))
    assert any("“忻州市”的单位说明的“下级”中加上“定襄县”" in step for step in made.to_do)


def test_every_entry_of_the_schema_is_in_a_new_description(workspace: Workspace) -> None:
    made = new_unit(workspace, "2024", Asked("静乐县", code="140926"))
    assert made.folder is not None
    rows = sheet_rows(made.folder, "单位说明")
    groups = {row[0] for row in rows.values()}
    for field in Unit.model_fields.values():
        assert field.alias in rows or field.alias in groups or field.alias == "公文"
    listed = [row[0].value for row in openpyxl.load_workbook(made.folder / "填报表.xlsx")["公文"].iter_rows(min_row=4)]
    assert [name for name in listed if name] == list(NAMES)


def test_what_may_be_written_is_said_in_notes_and_chosen_from_lists(tmp_path: Path) -> None:
    """Of a unit that has none above it in the workspace, so that nobody knows the policies that bind it."""
    (tmp_path / "inputs/2023").mkdir(parents=True)
    made = new_unit(Workspace(tmp_path), "2023", Asked("静乐县"))
    assert made.folder is not None
    assert any("《单位说明》的“政策依据”" in step for step in made.to_do)
    page = openpyxl.load_workbook(made.folder / "填报表.xlsx")["单位说明"]
    cells = {str(row[1].value).strip("*"): row[2] for row in page.iter_rows(min_row=4, max_row=30)}
    notes = {title: cell.comment.text for title, cell in cells.items() if cell.comment is not None}
    assert notes.keys() == {"政策依据", "文种", "表单"}
    assert "忻清洁办发〔2023〕3号　" in notes["政策依据"]
    assert "\n实施方案\n" in notes["文种"]
    assert "清洁取暖工作周报" in notes["表单"]
    lists = {str(check.sqref): check.formula1 for check in page.data_validations.dataValidation if check.type == "list"}
    assert lists[cells["级别"].coordinate] == '"省,市,县,乡镇,村"'


def test_new_outside_of_a_workspace_and_with_a_wrong_season(tmp_path: Path, workspace: Workspace) -> None:
    assert run(workspace.root, "new", "静乐县", "--code", "140926", "--season", "去年").returncode == 2
    lost = run(tmp_path.parent, "new", "静乐县", "--workspace", "x")
    assert lost.returncode == 2
    assert "Traceback" not in lost.stderr
