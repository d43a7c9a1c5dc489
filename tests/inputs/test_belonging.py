"""Whose a table is: rows of other units, columns that say so, and files that are another unit's altogether."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from reportgen.diagnostics import Severity
from reportgen.inputs.heading_text import heads_areas
from reportgen.inputs.kin import kin_of, other_in_title, other_office
from reportgen.inputs.schema.unit import Unit
from tests.inputs.workspace import Workspace, values

ERROR, WARNING, NOTICE = Severity.ERROR, Severity.WARNING, Severity.NOTICE
BOOK = "填报表.xlsx"
Sheets = Mapping[str, Sequence[Sequence[object]]]
TASK = ("取暖路径", "区域", "任务户数")
CITY = (("忻府区", 20000), ("静乐县", 15000), ("岢岚县", 38000))
MONTH = ("月份", "取暖路径", "计划累计完成户数")
DUTY = ("部门", "职责")


def text(name: str = "静乐县", level: str = "县", code: str = "140926", parent: str | None = "忻州市") -> str:
    above = f"上级: {parent}\n" if parent else ""
    return f'名称: {name}\n级别: {level}\n代码: "{code}"\n{above}发文机关: {name}清洁取暖工作领导小组办公室\n'


def known(name: str = "静乐县", level: str = "县", code: str = "140926", parent: str | None = "忻州市") -> Unit:
    return Unit.model_validate({"name": name, "level": level, "code": code, "parent": parent, "authority": f"{name}能源局"})


@pytest.fixture
def unit(tmp_path: Path) -> Workspace:
    """A workspace with one unit, 静乐县."""
    folder = tmp_path / "inputs/2023/静乐县"
    folder.mkdir(parents=True)
    workspace = Workspace(tmp_path, folder)
    workspace.write("单位.yaml", text())
    return workspace


def read(unit: Workspace, key: str, field: str) -> list[object]:
    table = unit.load()[0].tables.get(key)
    return [] if table is None else [values(row).get(field) for row in table.rows]


def told(unit: Workspace, *severities: Severity) -> list[tuple[str, str]]:
    """What is said of whose a table is: the code and where."""
    found = [problem for problem in unit.load()[1] if problem.severity in severities and "text" not in problem.code]
    return [(problem.code.removeprefix("inputs."), (problem.places[0].cell or problem.places[0].sheet or problem.places[0].file)) for problem in found]


def city_table(heading: str) -> Sheets:
    """The city's task table with one row a county, pasted into the county's workbook."""
    return {"改造任务": [(heading, *TASK), *((name, "煤改电", "农村", count) for name, count in CITY), ("合计", None, None, 73000)]}


# --- Columns that say whose a row is ---

AREAS = (
    "县（市、区）", "县(市、区)", "县市区", "市县区", "旗县区", "旗县", "市县", "县市", "县", "区县", "县区", "区（县）", "县（区）", "地区", "辖区", "属地",
    "团场", "行政区划", "区县名称", "县区名称", "所属县区", "所属县（市、区）", "各县区",
)  # fmt: skip


@pytest.mark.parametrize("heading", [*AREAS, "单位", "单位名称", "责任单位", "承担单位", "县 市 区", "县/市/区"])
def test_a_heading_of_units_is_known(unit: Workspace, heading: str) -> None:
    unit.book(city_table(heading))
    assert read(unit, "tasks", "households") == [15000]
    assert not told(unit, ERROR)
    assert ("other-counties", "A2") in told(unit, NOTICE)


@pytest.mark.parametrize("heading", ["哪里", "xx", "备注", "填报县区", "谁", "分布"])
def test_a_column_of_units_is_a_fault_whatever_its_heading(unit: Workspace, heading: str) -> None:
    unit.book(city_table(heading))
    assert read(unit, "tasks", "households") == [15000]
    assert told(unit, ERROR, WARNING) == [("unread-units", "A2")]


@pytest.mark.parametrize("heading", ["县市区", "旗县区", "辖区", "责任单位", "单位", "哪里"])
def test_in_every_dataset(unit: Workspace, heading: str) -> None:
    rows = [(name, "2023年6月", "煤改电", count) for name, count in (("岢岚县", 100), ("静乐县", 50), ("五台山", 30))]
    unit.book({"月度计划与进度": [(heading, *MONTH), *rows]})
    assert read(unit, "progress", "planned") == [50]
    assert [code for code, _ in told(unit, ERROR)] == (["unread-units"] if heading == "哪里" else [])


@pytest.mark.parametrize("heading", ["乡镇", "辖区", "责任单位", "哪里"])
def test_a_column_of_townships_in_a_table_that_has_none(unit: Workspace, heading: str) -> None:
    rows = [(name, "2023年6月", "煤改电", 100 + at) for at, name in enumerate(("鹅城镇", "娑婆乡", "某某街道"))]
    unit.book({"月度计划与进度": [(heading, *MONTH), *rows]})
    assert told(unit, ERROR, WARNING) == [("unread-units", "A2")]


@pytest.mark.parametrize(
    ("heading", "written", "said"),
    [
        ("项目", "{}2023年新增", True),
        ("项目名称", "{}煤改电项目", True),
        ("主管部门", "{}能源局", True),
        ("责任单位", "{}人民政府", False),
        ("责任单位", "{}能源局", False),
        ("县市区", "{}人民政府", False),
        ("县市区", "二、{}", False),
        ("县市区", "{}（含开发区）", False),
        ("名称", "1.{}", False),
        ("名称", "（1）{}", False),
        ("哪里", "2、{}", True),
    ],
)
def test_a_name_with_something_round_it(unit: Workspace, heading: str, written: str, said: bool) -> None:
    unit.book({"改造任务": [(heading, *TASK), *((written.format(name), "煤改电", "农村", count) for name, count in CITY)]})
    assert read(unit, "tasks", "households") == [15000]
    assert [code for code, _ in told(unit, ERROR)] == ["unread-units"] * said


@pytest.mark.parametrize("codes", [(140902, 140926, 140929), ("140902", "140926", "140929"), ("140902000000", "140926000000", "140929000000")])
def test_codes_for_names(unit: Workspace, codes: Sequence[object]) -> None:
    unit.book({"改造任务": [("代码", *TASK), *((code, "煤改电", "农村", count) for code, (_, count) in zip(codes, CITY, strict=True))]})
    assert read(unit, "tasks", "households") == [15000]
    assert told(unit, ERROR, WARNING) == [("unread-units", "A2")]


@pytest.mark.parametrize(
    ("heading", "texts"),
    [
        ("供热企业", ("岢岚县热力公司", "静乐县热力公司")),
        ("主管部门", ("静乐县能源局", "忻州市能源局")),
        ("主管部门", ("县能源局", "岢岚县能源局")),
        ("责任单位", ("静乐县能源局、岢岚县能源局", "县住建局")),
        ("热源", ("岢岚县热源厂", "静乐县热源厂")),
        ("批次", (140926, 2)),
    ],
)
def test_texts_that_are_nobodys_name(unit: Workspace, heading: str, texts: Sequence[object]) -> None:
    unit.book({"改造任务": [(heading, *TASK), *((text, path, "农村", 1) for text, path in zip(texts, ("煤改电", "煤改气"), strict=True))]})
    assert read(unit, "tasks", "households") == [1, 1]
    assert not told(unit, ERROR)


@pytest.mark.parametrize(
    ("described", "labels", "said"),
    [
        (text("忻州市", "市", "140900", "山西省"), ("忻府区", "静乐县"), [("unread-units", "A2")]),
        (text(), ("鹅城", "娑婆"), [("unread-units", "A2")]),
        (text("娑婆乡", "乡镇", "140926209", "静乐县"), ("鹅城", "娑婆"), [("unread-units", "A2")]),
    ],
    ids=["city", "county", "township"],
)
def test_names_of_what_lies_in_it_under_any_heading(unit: Workspace, described: str, labels: Sequence[str], said: list[tuple[str, str]]) -> None:
    unit.write("单位.yaml", described)
    unit.book({"改造任务": [("哪里", *TASK), *((label, path, "农村", 5) for label, path in zip(labels, ("煤改电", "煤改气"), strict=True))]})
    assert told(unit, ERROR, WARNING) == said


WIDE = [
    ("忻州市2023年任务分解表",), ("序号", "县市区", "煤改电"), (None, None, "城区", "农村", "合计"),
    (1, "忻府区", 1, 2, 3), (2, "静乐县", 10, 20, 30), (3, "五台山", 1, 1, 2), ("合计", None, 12, 23, 35),
]  # fmt: skip


@pytest.mark.parametrize("heading", ["县市区", "旗县区", "辖区", "责任单位", "哪里"])
def test_in_the_official_form_of_the_task_table(unit: Workspace, heading: str) -> None:
    unit.book({"改造任务": [WIDE[0], ("序号", heading, "煤改电"), *WIDE[2:]]})
    assert read(unit, "tasks", "households") == [10, 20]
    assert told(unit, ERROR, WARNING) == ([("unread-units", "B4")] if heading == "哪里" else [])


@pytest.mark.parametrize(
    ("described", "heading", "rows", "left"),
    [
        (text("娑婆乡", "乡镇", "140926209", "静乐县"), "乡镇", {"鹅城镇": 5, "娑婆乡": 7}, [7]),
        (text("娑婆乡", "乡镇", "140926209", "静乐县"), "乡镇", {"鹅城": 5, "娑婆": 7}, [7]),
        (text("忻州市", "市", "140900", "山西省"), "市", {"太原市": 5, "忻州市": 7}, [7]),
        (text("忻州市", "市", "140900", "山西省"), "地市", {"太原": 5, "忻州": 7}, [7]),
        (text("忻州市", "市", "140900", "山西省"), "县市区", {"忻府区": 5, "五台山": 6, "云冈区": 7}, [5, 6]),
        (text("静乐县"), "县市区", {"忻州市": 60, "静乐": 5, "岢岚": 7, "全市": 60}, [5]),
        (text("静乐县"), "县市区", {"山西省忻州市静乐县": 5, "忻州市岢岚县": 7}, [5]),
        (text("静乐县"), "县市区", {"静乐县": 5, "县本级": 1, "鹅城镇": 7, "市本级": 9}, [5, 1, 7]),
        (text("静乐县"), "市", {"忻州市": 5}, [5]),
        (text("示例县", code="999999", parent=None), "县市区", {"示例县": 5, "某某县": 7}, [5]),
        (text("示例县", code="999999", parent=None), "哪里", {"示例县": 5, "某某县": 7}, [5]),
        (text("娑婆乡", "乡镇", "140926209", "静乐县"), "县", {"岢岚县": 5, "静乐县": 7}, [7]),
        (text("第八师一二一团", code="6608T1", parent="第八师"), "团场", {"一二一团": 5, "一三三团": 7}, [5]),
        (text("第八师一二一团", code="6608T1", parent="第八师"), "哪里", {"121团": 5, "133团": 7}, [5]),
        (text("忻州经济开发区", code="1409KF"), "县市区", {"忻州经济开发区": 5, "五台山": 7, "静乐县": 8}, [5]),
    ],
)
def test_a_unit_takes_its_own_rows_at_every_level(unit: Workspace, described: str, heading: str, rows: Mapping[str, int], left: list[int]) -> None:
    unit.write("单位.yaml", described)
    unit.book({"改造任务": [(heading, *TASK), *((name, "煤改电", "农村", count) for name, count in rows.items())]})
    assert read(unit, "tasks", "households") == left


@pytest.mark.parametrize("heading", ["县市区", "责任单位", "哪里"])
def test_where_no_row_is_its_own(unit: Workspace, heading: str) -> None:
    unit.book({"改造任务": [(heading, *TASK), ("岢岚县", "煤改电", "农村", 5), ("岢岚县", "煤改气", "农村", 5)]})
    assert not read(unit, "tasks", "households")
    assert ("no-own-rows", "改造任务") in told(unit, ERROR)


@pytest.mark.parametrize("written", ["靜樂縣", "静东县", "乐静县"])
def test_its_own_name_misspelt(unit: Workspace, written: str) -> None:
    unit.book({"改造任务": [("县市区", *TASK), (written, "煤改电", "农村", 5), ("岢岚县", "煤改气", "农村", 5)]})
    assert not read(unit, "tasks", "households")
    assert told(unit, ERROR) == [("alike-unit", "A2"), ("no-own-rows", "改造任务")]


def test_a_name_written_on_the_first_of_its_rows(unit: Workspace) -> None:
    rows = [("岢岚县", "煤改电", "农村", 5), (None, "煤改气", "农村", 7), ("静乐县", "煤改电", "农村", 3), (None, "煤改气", "农村", 2)]
    unit.book({"改造任务": [("县市区", *TASK), *rows]})
    assert read(unit, "tasks", "households") == [3, 2]
    assert told(unit, WARNING) == [("blank-unit", "A3")]


@pytest.mark.parametrize(
    ("title", "rows"),
    [
        ("设备选型", [("产地", "取暖路径", "设备类型", "中标企业", "型号", "招标方式", "中标单价", "居民台数", "单位台数"),
                     ("太原市", "煤改电", "热泵", "山东省甲公司", "A1", "市统一招标", 1, 1, 0),
                     ("佛山市", "煤改电", "热泵", "乙公司", "A2", "市统一招标", 1, 1, 0)]),
        ("职责分工", [("单位", "职责"), ("县能源局", "甲"), ("鹅城镇人民政府", "乙"), ("各乡镇", "丙")]),
        ("改造任务", [("责任单位", *TASK), ("县能源局", "煤改电", "农村", 1), ("县住建局", "煤改气", "农村", 2)]),
        ("拖欠款", [("企业名称", "项目名称", "拖欠金额", "所在地"), ("甲公司", "乙", 1, "岢岚县供热公司"), ("丙公司", "丁", 2, "静乐县")]),
        ("重点项目", [("项目名称", "建设内容", "项目状态", "完成时限", "责任单位"), ("甲", "乙", "在建", "2023-10-15", "静乐县能源局、岢岚县能源局")]),
    ],
    ids=["origin", "departments", "departments-in-tasks", "addresses", "between-counties"],
)  # fmt: skip
def test_what_is_no_column_of_units(unit: Workspace, title: str, rows: Sequence[Sequence[object]]) -> None:
    unit.book({title: rows})
    inputs, problems = unit.load()
    (table,) = inputs.tables.values()
    assert len(table.rows) == len(rows) - 1
    assert not [problem for problem in problems if problem.severity is ERROR]


def test_a_column_headed_as_units_that_holds_other_things_is_told(unit: Workspace) -> None:
    unit.book({"资金": [("资金来源", "资金用途", "预算数", "市", "县"), ("中央", "管网", 100, 20, 30)]})
    assert told(unit, WARNING) == [("unknown-column", "D2"), ("unknown-column", "E2")]


@pytest.mark.parametrize("heading", ["区域", "城乡", "地点", "地址", "团", "供应点", "省份类型", "县级补贴", "市级资金", "区间", "场所"])
def test_headings_of_other_things(heading: str) -> None:
    assert not heads_areas(heading)


# --- A file that is another's ---


@pytest.mark.parametrize(
    ("title", "other"),
    [
        ("岢岚县2023采暖季 改造任务", "岢岚县"),
        ("岢岚县2023年改造任务分解表", "岢岚县"),
        ("2023年岢岚县改造任务分解表", "岢岚县"),
        ("附件2：岢岚县改造任务", "岢岚县"),
        ("忻州市岢岚县改造任务", "岢岚县"),
        ("改造任务（岢岚县）", "岢岚县"),
        ("填报单位：岢岚县能源局", "岢岚县"),
        ("大同市云冈区任务表", "云冈区"),
        ("岢岚填报表", "岢岚县"),
        ("岢岚2023年改造任务", "岢岚县"),
        ("五台山改造任务", None),
        ("填报表-岢岚", "岢岚县"),
        ("2023年日照市任务表", "日照市"),
        ("日照市任务表", "日照市"),
        ("河东区域任务表", None),
        ("静乐县2023采暖季 改造任务", None),
        ("忻州市静乐县改造任务", None),
        ("山西省忻州市2023年任务分解表", None),
        ("忻州市各县（市、区）任务", None),
        ("静乐县、岢岚县任务对比", None),
        ("大同市、忻州市任务表", None),
        ("县城和老城区、新城区任务", None),
        ("新城区改造任务", None),
        ("古县城改造", None),
        ("改造任务", None),
        ("填报日期：2023年4月", None),
    ],
)
def test_whose_table_a_title_says_it_is(title: str, other: str | None) -> None:
    assert other_in_title(title, kin_of(known())) == other


@pytest.mark.parametrize(
    ("office", "other"),
    [
        ("岢岚县住建局", "岢岚县"),
        ("岢岚县人民政府", "岢岚县"),
        ("岢岚住建局", "岢岚县"),
        ("忻州市岢岚县能源局", "岢岚县"),
        ("市生态环境局岢岚分局", "岢岚县"),
        ("忻州市生态环境局岢岚分局", "岢岚县"),
        ("大同市能源局", "大同市"),
        ("邯郸市生态环境局", "邯郸市"),
        ("县能源局、岢岚县住建局", "岢岚县"),
        ("岢岚县清洁取暖工作领导小组", "岢岚县"),
        ("静乐县能源局", None),
        ("静乐县能源局、岢岚县能源局", None),
        ("忻州市能源局", None),
        ("山西省能源局", None),
        ("市能源局", None),
        ("县住建局", None),
        ("市生态环境局静乐分局", None),
        ("鹅城镇人民政府", None),
        ("城区供热办公室", None),
        ("河东区域供热中心", None),
        ("新城区管理办公室", None),
        ("国家能源局山西监管办公室", None),
        ("岢岚县某某供热有限公司", None),
        ("山东省甲公司", None),
        ("河北省建筑检测中心", None),
        ("国网岢岚县供电公司", None),
        ("五台山管委会", None),
        ("国网忻州供电公司", None),
        ("张某某", None),
    ],
)
def test_whose_office_a_name_is(office: str, other: str | None) -> None:
    assert other_office(office, kin_of(known())) == other


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("一三三团2023年任务", "一三三团"),
        ("第八师一三三团发展改革科", None),
        ("第八师一三三团发改局", "一三三团"),
        ("133团住建局", "133团"),
        ("121团住建局", None),
        ("第八师121团住建局", None),
        ("团委办公室", None),
        ("第八师发改委", None),
        ("施工一团队办公室", None),
    ],
)
def test_another_regiment(text: str, other: str | None) -> None:
    kin = kin_of(known("第八师一二一团", code="6608T1", parent="第八师"))
    assert (other_in_title if "任务" in text else other_office)(text, kin) == other


@pytest.mark.parametrize(
    ("place", "offices"),
    [
        (known("示例县", code="999999", parent=None), ["岢岚县住建局", "大同市能源局", "市能源局"]),
        (known("五台山风景名胜区", code="140971"), ["五台县住建局", "忻州市能源局", "忻府区财政局"]),
        (known("忻州市", "市", "140900", "山西省"), ["岢岚县住建局", "静乐县能源局", "原平市人民政府", "山西省能源局", "市能源局"]),
        (known("娑婆乡", "乡镇", "140926209", "静乐县"), ["静乐县能源局", "忻州市能源局", "鹅城镇人民政府"]),
        (known("大同市", "市", "140200", "山西省"), [f"{name}住建局" for name in ("平城区", "云冈区", "云州区", "新荣区", "阳高县", "左云县", "广灵县")]),
        (known("聊城市", "市", "371500", "山东省"), [f"{name}人民政府" for name in ("冠县", "临清市", "莘县", "高唐县", "茌平区", "阳谷县", "东阿县")]),
        (known("邯郸市", "市", "130400", "河北省"), ["丛台区住建局", "临漳县发改局", "邯郸市能源局"]),
    ],
    ids=lambda value: value.name if isinstance(value, Unit) else "",
)
def test_offices_of_a_units_own_and_of_its_kin(place: Unit, offices: list[str]) -> None:
    assert [other_office(office, kin_of(place)) for office in offices] == [None] * len(offices)


def test_a_neighbours_workbook_is_found_out_once_a_file(unit: Workspace) -> None:
    title = "岢岚县2023采暖季"
    duties = [(f"{title} 职责分工",), DUTY, ("岢岚县住建局", "甲"), ("县能源局", "乙"), ("市生态环境局岢岚分局", "丙")]
    tasks = [(f"{title} 改造任务",), ("乡镇", *TASK), ("岚漪镇", "煤改电", "农村", 5), ("三井镇", "煤改电", "农村", 6)]
    unit.book({"职责分工": duties, "改造任务": tasks}, "岢岚县填报表.xlsx")
    found = [problem for problem in unit.load()[1] if problem.code == "inputs.other-unit"]
    assert [(problem.severity, problem.message.split("，")[0], [place.cell for place in problem.places]) for problem in found] == [
        (ERROR, "表的标题写的是“岢岚县”", ["A1", "A1"]),
        (ERROR, "文件名写的是“岢岚县”", [None]),
        (ERROR, "“乡镇”写的都是“岢岚县”的乡镇", ["A3", "A4"]),
        (ERROR, "“部门”写的是“岢岚县”的部门：岢岚县住建局", ["A3", "A5"]),
    ]


def test_a_neighbours_table_in_which_the_unit_has_its_rows_is_its_own(unit: Workspace) -> None:
    unit.book({"改造任务": [("岢岚县改造任务",), ("县市区", *TASK), ("岢岚县", "煤改电", "农村", 5), ("静乐县", "煤改电", "农村", 7)]})
    assert read(unit, "tasks", "households") == [7]
    assert not told(unit, ERROR)


def test_a_neighbour_named_in_a_sentence_is_no_more_than_doubtful(unit: Workspace) -> None:
    rows = [
        ("栏目", "内容"),
        ("主要成效", "岢岚县今年完成改造，群众满意。"),
        ("存在的困难", "静乐县与岢岚县相邻的村网络不通。"),
        ("下一步打算", "城区和新城区继续推进。"),
    ]
    unit.book({"文字说明": rows})
    assert told(unit, ERROR, WARNING) == [("other-unit-named", "B2")]


def test_a_description_copied_from_a_neighbour(unit: Workspace) -> None:
    unit.write("单位.yaml", text().replace("静乐县清洁", "岢岚县清洁"))
    (problem,) = unit.load()[1]
    assert (problem.code, problem.places[0].line) == ("inputs.other-unit", 5)


def test_sheets_named_after_a_neighbour(unit: Workspace) -> None:
    unit.book({"岢岚县任务": [("甲",)], "职责分工": [DUTY, ("县能源局", "甲")]})
    assert told(unit, ERROR) == [("other-unit", "岢岚县任务")]
    unit.book({"岢岚县": [("甲",)], "静乐县": [("甲",)], "五台县": [("甲",)], "职责分工": [DUTY, ("县能源局", "甲")]})
    assert not told(unit, ERROR)
