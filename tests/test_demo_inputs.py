"""The demonstration inputs of Xinzhou 2023: true to the policy's table, consistent in themselves, marked where made up."""

import subprocess
import sys
from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from reportgen.diagnostics import Severity
from reportgen.inputs.load import load_season
from reportgen.inputs.schema.everywhere import RECORDED
from reportgen.workspace import Workspace
from tests.demo import AREAS, INPUTS, PATHS, ROOT, UNITS, book, description, money, paths, rows, sheets, task, task_of
from tests.filed import NAMES
from tests.policy_table import ROWS, TOTALS

TRUE_SHEETS = {("忻州市", "建筑节能"), ("忻州市", "职责分工"), *((unit, "改造任务") for unit in UNITS)}

each_unit = pytest.mark.parametrize("unit", UNITS)


def test_folders() -> None:
    assert {folder.name for folder in INPUTS.iterdir()} == {"忻州市", "忻州经济开发区", *UNITS}


@each_unit
def test_tasks_are_the_policys_row(unit: str) -> None:
    tasks = task(unit)
    assert all(tasks.values())
    assert len(tasks) == len(rows(unit, "改造任务"))
    cells = [[tasks.get((path, area), 0) for area in AREAS] for path in PATHS]
    cells.insert(0, [sum(column) for column in zip(*cells, strict=True)])
    assert [value for urban, rural in cells for value in (urban, rural, urban + rural)] == ROWS[unit]


def test_tasks_add_up_to_the_citys() -> None:
    assert [sum(column) for column in zip(*ROWS.values(), strict=True)] == TOTALS
    total: Counter[tuple[str, str]] = Counter()
    for unit in UNITS:
        total.update(task(unit))
    assert [total[path, area] for path in PATHS for area in AREAS] == [TOTALS[i] for i in (3, 4, 6, 7, 9, 10, 12, 13)]
    assert total.total() == 209683


@each_unit
def test_order_is_the_tables(unit: str) -> None:
    assert description(unit)["序号"] == UNITS.index(unit) + 1
    assert description(unit)["上级"] == "忻州市"


@pytest.mark.parametrize("unit", ["忻州市", "忻州经济开发区", *UNITS])
def test_every_made_up_sheet_is_marked_and_no_true_one(unit: str) -> None:
    for sheet in book(unit):
        above_header = [str(cell.value) for cell in sheet[2] if cell.value]
        marked = any(text.startswith("sample: true") for text in above_header)
        assert marked == ((unit, sheet.title) not in TRUE_SHEETS), sheet.title
        assert marked or any("忻清洁办发〔2023〕3号" in text for text in above_header)
    assert description(unit).get("sample", False) == (unit != "忻州经济开发区")


@each_unit
def test_villages_add_up_to_the_tasks(unit: str) -> None:
    sums: Counter[tuple[str, str]] = Counter()
    for row in rows(unit, "确村确户"):
        assert row["户数"] > 0
        sums[row["取暖路径"], row["区域"]] += row["户数"]
    assert dict(sums) == task(unit)


@each_unit
def test_villages_are_named_once_and_printably(unit: str) -> None:
    villages = [(row["乡镇"], row["村"]) for row in rows(unit, "确村确户")]
    assert len(set(villages)) == len(villages) >= 10
    for township, village in villages:
        assert f"{township}{village}".encode("gb2312")
        assert not any(other in township + village for other in (*UNITS, "忻州"))


@each_unit
def test_monthly_plan_ends_at_the_task(unit: str) -> None:
    last = 9 if unit == "五台山风景名胜区" else 10
    for path in paths(unit):
        plan = [row for row in rows(unit, "月度计划与进度") if row["取暖路径"] == path]
        assert [row["月份"].date() for row in plan] == [date(2023, month, 1) for month in range(4, last + 1)]
        planned = [row["计划累计完成户数"] for row in plan]
        assert planned == sorted(planned)
        assert planned[-1] == task_of(unit, path)
    assert {row["取暖路径"] for row in rows(unit, "月度计划与进度")} == set(paths(unit))


@each_unit
def test_zones_are_covered(unit: str) -> None:
    zones = rows(unit, "清零范围")
    assert [row["海拔标高"] is not None for row in zones] == [False, *([True] if unit in ("忻府区", "定襄县", "原平市", "代县", "繁峙县") else [])]
    assert all(row["总户数"] == row["清洁取暖户数"] and row["散煤户数"] == row["未覆盖村数"] == 0 for row in zones)


@pytest.mark.parametrize("unit", ["忻州市", *UNITS])
def test_leaders_and_the_acceptance_team_are_named_by_post(unit: str) -> None:
    members = rows(unit, "组织机构")
    for body in ("领导小组", "验收组"):
        roles = [row["组内职务"] for row in members if row["机构"] == body]
        assert roles[:2] == ["组长", "副组长"]
        assert len(roles) >= 8
    assert {"部门", "监理单位"} <= {row["成员类别"] for row in members if row["机构"] == "验收组"}
    assert all(len(row["姓名"]) == 3 and row["姓名"].endswith("某某") and row["职务"] for row in members)


@pytest.mark.parametrize("unit", ["忻州市", *UNITS])
def test_documents_are_dated_in_order_on_working_days(unit: str) -> None:
    documents = description(unit)["公文"]
    filed = {name: documents[name] for name in NAMES}
    everyday = {name: entry for name, entry in documents.items() if name not in NAMES and "成文日期" in entry}
    assert bool(everyday) == (unit in ("静乐县", "忻州市"))  # the two that show the everyday kinds
    assert all(filing["成文日期"] <= filing["报送日期"] for filing in filed.values())
    assert all(entry["截止日期"] < entry["成文日期"] for entry in everyday.values() if "截止日期" in entry)
    in_order = sorted((*filed.values(), *everyday.values()), key=lambda filing: filing["成文日期"])
    dates = [filing["成文日期"] for filing in in_order]
    assert all(dated.weekday() < 5 and dated not in (date(2023, 4, 5), date(2024, 4, 4), date(2024, 4, 5)) for dated in dates)
    assert date(2023, 10, 31) <= filed["验收报告"]["成文日期"] <= (date(2023, 11, 10) if unit == "忻州市" else date(2023, 11, 3))
    assert date(2023, 11, 15) <= filed["绩效自评报告"]["成文日期"] <= date(2024, 4, 30)
    assert date(2024, 3, 31) < filed["采暖季工作总结"]["成文日期"] <= date(2024, 4, 30)
    numbers = [filing["发文字号"].removesuffix("号").split("〔")[1].split("〕") for filing in in_order]
    assert [(int(year), int(number)) for year, number in numbers] == sorted((int(year), int(number)) for year, number in numbers)
    assert [int(year) for year, _ in numbers] == [dated.year for dated in dates]
    assert len({filing["发文字号"] for filing in in_order}) == len(filed) + len(everyday)


@pytest.mark.parametrize(
    ("kind", "area", "without"),
    [("既有建筑节能改造", "121.76", {"五台山风景名胜区"}), ("农村围护结构改造", "183.45", {"忻州城区", "忻州经济开发区"})],
)
def test_retrofit_adds_up_to_the_citys(kind: str, area: str, without: set[str]) -> None:
    def planned(unit: str) -> Decimal:
        return money(row["计划面积"] for row in rows(unit, "建筑节能") if row["改造类型"] == kind)

    shares = {unit: planned(unit) for unit in (*UNITS, "忻州经济开发区")}
    assert sum(shares.values()) == planned("忻州市") == Decimal(area)
    assert {unit for unit, share in shares.items() if not share} == without


@each_unit
def test_government_money_is_what_the_standards_need(unit: str) -> None:
    funds = rows(unit, "资金")
    subsidies = {row["取暖路径"]: row for row in rows(unit, "补贴标准")}
    assert list(subsidies) == paths(unit)
    for path, subsidy in subsidies.items():
        use = {"煤改电": "煤改电设备购置安装", "煤改气": "煤改气设备及配套管网"}.get(path, f"{path}热源及管网")
        government = money(row["预算数"] for row in funds if row["资金用途"] == use and row["资金来源"] != "社会")
        assert government == Decimal(subsidy["建设补贴"] * task_of(unit, path)) / 10000
    running = money(row["预算数"] for row in funds if row["资金用途"] == "运行补贴")
    assert running == Decimal(sum(row["运行补贴"] * task_of(unit, path) for path, row in subsidies.items())) / 10000
    assert len({(row["资金来源"], row["资金用途"]) for row in funds}) == len(funds)
    assert all(row["预算数"] > 0 for row in funds)
    total = [cells[2] for cells in book(unit)["资金"].iter_rows(values_only=True) if cells[0] == "合计"]
    assert [Decimal(str(value)) for value in total] == [money(row["预算数"] for row in funds)]


@each_unit
def test_uses_of_money_fit_the_units_paths(unit: str) -> None:
    uses = " ".join(row["资金用途"] for row in rows(unit, "资金"))
    assert [path for path in PATHS if path in uses] == paths(unit)


@each_unit
def test_paths_cost_a_household_nearly_the_same(unit: str) -> None:
    costs = [row["户均取暖支出"] for row in rows(unit, "补贴标准")]
    assert max(costs) <= 1.2 * min(costs)


@each_unit
def test_equipment_of_the_citys_tender_is_a_set_for_each_household_and_a_few_to_spare(unit: str) -> None:
    for path in paths(unit):
        models = [row for row in rows(unit, "设备选型") if row["取暖路径"] == path]
        by_city = path in ("煤改电", "煤改气")
        assert {row["招标方式"] for row in models} == {"市统一招标" if by_city else "县级自行招标"}
        assert all("示例" in row["中标企业"] for row in models)
        if by_city:
            assert task_of(unit, path) < sum(row["居民台数"] for row in models) <= 1.02 * task_of(unit, path) + 1
            cost = sum(row["中标单价"] * (row["居民台数"] + row["单位台数"]) for row in models)
            budget = money(row["预算数"] for row in rows(unit, "资金") if row["资金用途"].startswith(f"{path}设备"))
            assert budget == Decimal(cost) / 10000 if path == "煤改电" else budget > Decimal(cost) / 10000  # gas needs pipes too


@each_unit
def test_contracts_cover_the_demand(unit: str) -> None:
    kinds = {"集中供热": "热力", "煤改电": "电力", "煤改气": "天然气", "生物质热电联产": "生物质"}
    energy = rows(unit, "能源保障")
    assert [row["能源品种"] for row in energy if row["能源品种"] != "洁净煤"] == [kinds[path] for path in paths(unit)]
    assert all(row["合同量"] >= row["需求量"] > 0 for row in energy)
    prices = {row["取暖路径"]: (row["用能价格"], row["价格单位"]) for row in rows(unit, "补贴标准")}
    for row in energy:
        if row["能源品种"] in ("电力", "天然气"):
            assert (row["价格"], row["价格单位"]) == prices["煤改电" if row["能源品种"] == "电力" else "煤改气"]
    gas = [row["需求量"] for row in energy if row["能源品种"] == "天然气"]
    assert gas == [pytest.approx(task_of(unit, "煤改气") * 800 / 10000, abs=0.005)] * len(gas)


@each_unit
def test_dates_are_in_order(unit: str) -> None:
    dated = description(unit)["公文"]["实施方案"]["成文日期"]
    assert date(2023, 4, 13) <= dated <= date(2023, 4, 20)
    assert dated.weekday() < 5
    # What is supplied is contracted before the plan; equipment is ordered after it, when the city's tender is over.
    assert all(row["签订日期"].date() < dated and row["合同编号"] for row in rows(unit, "能源保障"))
    first = min(row["完工日期"].date() for row in rows(unit, "验收"))
    assert all(date(2023, 5, 8) < row["签订日期"].date() < first and row["合同编号"] for row in rows(unit, "设备选型"))
    opinions, notice = rows(unit, "群众工作")[:2]
    assert date(2023, 4, 10) < opinions["日期"].date() < dated < notice["日期"].date()


@pytest.mark.parametrize(
    ("unit", "projects"),
    [
        ("原平市", ["同华二期长输管线热电联产集中供热项目", "干热岩勘探项目"]),
        ("偏关县", ["偏关县生物质热电联产供热项目"]),
        ("五寨县", ["五寨县集中供热管网延伸工程", "五寨县生物质热电联产供热项目"]),
    ],
)
def test_key_projects(unit: str, projects: list[str]) -> None:
    assert [row["项目名称"] for row in rows(unit, "重点项目")] == projects


@each_unit
def test_no_other_county_is_named(unit: str) -> None:
    short = {name: name.removesuffix("风景名胜区")[:2] if name != "五台山风景名胜区" else "五台山" for name in UNITS if name != "忻州城区"}
    text = (INPUTS / unit / "单位.yaml").read_text("utf-8").replace("五台山风景名胜区", "五台山" if unit == "五台山风景名胜区" else "")
    text += " ".join(str(cell) for sheet in book(unit) for cells in sheet.iter_rows(values_only=True) for cell in cells if cell)
    if unit == "五台山风景名胜区":
        text = text.replace("五台山", "")
    assert [name for name, stem in short.items() if name != unit and stem in text] == []


def test_gas_is_no_duty_where_there_is_no_gas() -> None:
    with_gas = {unit for unit in UNITS if any("燃气" in row["职责"] or "煤改气" in row["职责"] for row in rows(unit, "职责分工"))}
    assert with_gas == {"保德县", "五台山风景名胜区"}


def test_the_scenic_area_finishes_earlier() -> None:
    due = {unit: description(unit).get("时限", {}).get("组织实施结束") for unit in ("忻州市", *UNITS)}
    assert {unit: day for unit, day in due.items() if day} == {"忻州市": date(2023, 10, 15), "五台山风景名胜区": date(2023, 10, 1)}


def test_the_development_zone_files_nothing() -> None:
    assert description("忻州经济开发区")["文种"] == []
    assert book("忻州经济开发区").sheetnames == ["建筑节能"]


def test_reportgen_reads_them_without_a_doubt() -> None:
    loaded = load_season(Workspace(ROOT), INPUTS)
    assert [str(problem) for problem in loaded.problems if problem.severity is not Severity.NOTICE] == []
    assert [inputs.unit.name for inputs in loaded.units] == ["忻州市", *UNITS, "忻州经济开发区"]
    for inputs in loaded.units:
        name = inputs.unit.name
        filled_in = [table for table in inputs.tables.values() if table.dataset.key not in RECORDED]
        assert {table.dataset.title: len(table.rows) for table in filled_in} == {sheet: len(rows(name, sheet)) for sheet in sheets(name)}
        assert {table.dataset.title for table in inputs.tables.values() if not table.sample} == {sheet for unit, sheet in TRUE_SHEETS if unit == name}
        assert sum(task.households for task in inputs.rows("tasks") or ()) == ROWS.get(name, [0, 0, 0])[2]


@pytest.mark.slow
def test_the_tool_writes_the_same_bytes(tmp_path: Path) -> None:
    subprocess.run([sys.executable, ROOT / "tools" / "make_xinzhou_inputs.py", tmp_path], check=True)
    made = {path.relative_to(tmp_path): path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    kept = {path.relative_to(INPUTS): path.read_bytes() for path in INPUTS.rglob("*") if path.is_file()}
    assert made.keys() == kept.keys()
    assert [str(path) for path in made if made[path] != kept[path]] == []
