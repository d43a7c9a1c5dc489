"""The demonstration inputs of Xinzhou 2023 once the season is over: what was done, accepted, paid, run and reported agrees."""

import re
from collections import Counter
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest

from tests.demo import IN_FULL, UNITS, book, day, decimal, description, money, paths, rows, task_of

each_unit = pytest.mark.parametrize("unit", UNITS)

LEFT = {("偏关县", "生物质热电联产"): 459, ("静乐县", "煤改电"): 38, ("宁武县", "煤改电"): 27}
SHORT = {("忻州城区", "既有建筑节能改造"): Decimal("0.94"), ("岢岚县", "农村围护结构改造"): Decimal("0.88")}
LATE = ("神池县", "偏关县")
TO_REPAIR = {"原平市": 3, "偏关县": 3, "代县": 2, "繁峙县": 1, "忻府区": 1, "岢岚县": 1, "五台县": 1}
"""Faults of the season's last week that are still to be repaired."""


@each_unit
def test_completion_rises_to_the_accepted_and_what_is_left_is_explained(unit: str) -> None:
    for path in paths(unit):
        months = [row for row in rows(unit, "月度计划与进度") if row["取暖路径"] == path]
        done = [row["实际累计完成户数"] for row in months]
        left = task_of(unit, path) - done[-1]
        assert done == sorted(done)
        assert done[-1] == sum(row["完工户数"] for row in rows(unit, "验收") if row["验收类别"] == path)
        assert left == LEFT.get((unit, path), 0)
        assert [bool(row["未完成原因"]) for row in months] == [False] * (len(months) - 1) + [left > 0]
        if left:
            (open_issue,) = (row for row in rows(unit, "问题清单") if row["销号日期"] is None)
            assert open_issue["问题"].startswith(f"{left}户")


@each_unit
def test_acceptance_adds_up(unit: str) -> None:
    start, end = (description(unit)["验收组织"][key] for key in ("开始", "结束"))
    work_end = date(2023, 10, 1) if unit == "五台山风景名胜区" else date(2023, 10, 15)
    for row in rows(unit, "验收"):
        accepted = row["合格户数"] + row["整改后合格户数"]
        assert row["合格户数"] + row["不合格户数"] == row["验收户数"] == row["完工户数"] == row["通电通气户数"]
        assert row["运行正常户数"] + row["运行异常户数"] == row["验收户数"]
        assert row["不合格户数"] - row["整改后合格户数"] in ((0, 2) if unit == "五台县" else (0,))
        assert row["一户一档数"] == row["电子台账户数"] == accepted
        assert row["拆除原有设施户数"] == 0
        assert Decimal(description(unit)["验收组织"]["抽验比例"]) / 100 <= Decimal(row["抽验户数"]) / row["验收户数"] <= Decimal("0.25")
        assert date(2023, 4, 21) <= day(row["完工日期"]) <= work_end < start <= day(row["验收日期"]) <= end <= date(2023, 10, 31)
    failed = [f"{row['不合格户数'] - (2 if row['不合格户数'] > row['整改后合格户数'] else 0)}户" for row in rows(unit, "验收") if row["不合格户数"]]
    found = [row["问题"].split("户")[0] + "户" for row in rows(unit, "问题清单") if row["问题来源"] == "验收" and row["销号日期"]]
    assert sorted(found) == sorted(failed)


@each_unit
def test_the_grid_is_ready_before_the_conversions(unit: str) -> None:
    if "煤改电" not in paths(unit):
        assert "配套电网" not in book(unit).sheetnames
        return
    converted: dict[str, datetime] = {}
    for row in rows(unit, "验收"):
        if row["验收类别"] == "煤改电":
            converted[row["乡镇"]] = min(row["完工日期"], converted.get(row["乡镇"], row["完工日期"]))
    works = rows(unit, "配套电网")
    assert {row["乡镇"] for row in works} == converted.keys()
    for row in works:
        assert row["完成日期"] <= row["计划完成日期"]
        assert row["完成日期"] < converted[row["乡镇"]]
        assert row["验收合格台区数"] == row["台区数"] > 0
    districts = f"配电台区{sum(row['台区数'] for row in works)}个"
    assert [districts in row["配套工程"] for row in rows(unit, "能源保障") if row["能源品种"] == "电力"] == [True]


@pytest.mark.parametrize("unit", ["忻州经济开发区", *UNITS])
def test_what_is_finished_of_the_retrofit_is_accepted(unit: str) -> None:
    for row in rows(unit, "建筑节能"):
        short = SHORT.get((unit, row["改造类型"]), Decimal(1))
        assert decimal(row["完成面积"]) == pytest.approx(decimal(row["计划面积"]) * short, abs=Decimal("0.005"))
        assert row["完成面积"] == row["验收合格面积"] > 0 == row["验收不合格面积"]
        assert row["能效提升"] >= 30
        assert row["能效提升依据"] in ("检测", "计算")
        assert date(2023, 10, 15) < day(row["验收日期"]) <= date(2023, 10, 31)


@each_unit
def test_money_arrives_before_it_is_spent(unit: str) -> None:
    funds = rows(unit, "资金")
    for row in funds:
        assert Decimal(0) <= decimal(row["支出数"]) <= decimal(row["到位数"]) <= decimal(row["调整预算数"]) <= decimal(row["预算数"])
        assert decimal(row["其中上年结转"]) <= decimal(row["预算数"])
        assert date(2023, 4, 21) < day(row["到位日期"]) <= date(2023, 12, 31)
        assert row["付款方式"]
    received, adjusted = (money(row[key] for row in funds if row["资金来源"] == "县") for key in ("到位数", "调整预算数"))
    assert (received < adjusted) == (unit in LATE)
    spent, adjusted = (money(row[key] for row in funds) for key in ("支出数", "调整预算数"))
    assert Decimal("0.65") < spent / adjusted < Decimal("0.98")


@each_unit
def test_subsidies_are_paid_to_the_completed_households(unit: str) -> None:
    funds = rows(unit, "资金")
    spent = {use: money(row["支出数"] for row in funds if row["资金用途"] == use and row["资金来源"] != "社会") for use in {row["资金用途"] for row in funds}}
    subsidies = rows(unit, "补贴标准")
    for row in subsidies:
        path = row["取暖路径"]
        households = sum(accepted["完工户数"] for accepted in rows(unit, "验收") if accepted["验收类别"] == path)
        use = {"煤改电": "煤改电设备购置安装", "煤改气": "煤改气设备及配套管网"}.get(path, f"{path}热源及管网")
        assert decimal(row["已发建设补贴"]) == decimal(row["建设补贴"]) * households / 10000 == spent[use]
        cap = decimal(row["运行补贴"]) * households / 10000
        assert cap * Decimal("0.9") <= decimal(row["已发运行补贴"]) <= cap
        assert decimal(row["已发困难增补"]) == decimal(row["困难户增补标准"]) * row["困难户数"] / 10000
        assert 0 < row["困难户数"] < households
        assert row["上年运行补贴"] <= row["运行补贴"]
        assert row["补贴方式"] in ("先缴后补", "补后缴费")
        assert row["户均取暖支出"] < 0.06 * row["户均可支配收入"]
    assert money(row["已发运行补贴"] for row in subsidies) == spent.get("运行补贴", 0)
    assert money(row["已发困难增补"] for row in subsidies) == spent["困难群众取暖增补"]
    assert money(row["气价倒挂补贴"] for row in rows(unit, "能源保障")) == spent.get("燃气保供企业气价补贴", 0)


@each_unit
def test_energy_is_households_times_their_use(unit: str) -> None:
    path = {"热力": "集中供热", "电力": "煤改电", "天然气": "煤改气", "生物质": "生物质热电联产"}
    for row in rows(unit, "能源保障"):
        scale = 10000 if row["计量单位"].startswith("万") else 1
        assert decimal(row["需求量"]) * scale == row["用能户数"] * decimal(row["户均用能量"])
        assert row["计量单位"].removeprefix("万") == row["户均单位"]
        assert decimal(row["需求量"]) * Decimal("0.85") <= decimal(row["实际供应量"]) <= decimal(row["合同量"])
        assert (row["合同签订"], row["基础设施到位"], row["安全措施到位"]) == ("是", "是", "是")
        assert row["应急预案"]
        if row["能源品种"] == "洁净煤":
            assert row["储备量"] > 0 < row["供应点覆盖乡镇数"] <= row["供应点"]
        else:
            assert row["用能户数"] == task_of(unit, path[row["能源品种"]])
            assert (row["停供次数"] == 0) == (row["停供时长"] == 0)
        assert (row["最大负荷"] is not None) == (row["能源品种"] in ("电力", "天然气"))


@each_unit
def test_every_week_of_the_season_is_reported(unit: str) -> None:
    season = description(unit)["采暖季"]
    weeks = rows(unit, "日常调度")
    days = [day(row["调度日期"]) for row in weeks]
    assert [(later - earlier).days for earlier, later in pairwise(days)] == [7] * (len(days) - 1)
    assert season["开始"] <= days[0] < season["开始"] + timedelta(days=7)
    assert days[-1] == season["结束"]
    done = sum(row["完工户数"] for row in rows(unit, "验收"))
    coal = any(row["能源品种"] == "洁净煤" for row in rows(unit, "能源保障"))
    for row in weeks:
        assert row["取暖户数"] + row["弃用户数"] == done
        assert row["修复数"] == row["故障数"] - (TO_REPAIR.get(unit, 0) if row is weeks[-1] else 0)
        assert 18 <= row["平均室温"] <= 24
        assert (row["洁净煤库存"] is not None) == (row["洁净煤价格"] is not None) == coal
        assert not coal or row["洁净煤库存"] > 0
    repairs = rows(unit, "运营维护")
    assert [row["取暖路径"] for row in repairs] == paths(unit)
    assert sum(row["报修数"] for row in repairs) == sum(row["故障数"] for row in weeks)
    assert sum(row["办结数"] for row in repairs) == sum(row["修复数"] for row in weeks)
    assert all(row["办结数"] <= row["报修数"] and row["维修站点"] > 0 < row["维修人员"] for row in repairs)
    (complaints,) = [row for row in rows(unit, "群众工作") if row["类别"] == "投诉办理"]
    assert (weeks[-1]["弃用户数"] > 0) == (unit in ("忻府区", "原平市", "静乐县"))
    assert complaints["受理件数"] == complaints["办结件数"] + (2 if unit == "偏关县" else 0) == sum(row["投诉数"] for row in weeks)
    assert complaints["强行拆改件数"] == 0


@pytest.mark.parametrize("unit", ["忻州市", *UNITS])
def test_reports_go_up_before_the_season_and_each_month(unit: str) -> None:
    reports = rows(unit, "报送记录")
    assert {row["报送单位"] for row in reports} == {f"{'山西省' if unit == '忻州市' else '忻州市'}清洁取暖工作领导小组办公室"}
    before = [row for row in reports if row["报送类别"] == "季前调度"]
    assert {row["报送内容"] for row in before} == {"工程进展", "设备完好", "运行正常", "供应点布局"}
    assert all(day(row["报送日期"]) < date(2023, 11, 1) for row in before)
    for item in ("工程进展", "资金使用"):
        regular = [day(row["报送日期"]) for row in reports if (row["报送类别"], row["报送内容"]) == ("定期报告", item)]
        assert [(d.year, d.month) for d in regular] == [*((2023, month) for month in range(5, 13)), (2024, 1), (2024, 2), (2024, 3)]


@each_unit
def test_people_were_told_and_asked(unit: str) -> None:
    activities = rows(unit, "群众工作")
    assert {row["类别"] for row in activities} == {"公示", "征求意见", "政策宣传", "投诉办理", "满意度调查"}
    for row in activities:
        if row["类别"] == "公示":
            assert (row["受理件数"], row["办结件数"]) == (0, 0)
            assert row["场所"] and (row["结束日期"] - row["日期"]).days >= 5
        if row["类别"] == "满意度调查":
            assert (row["满意度"] < 90) == (unit in ("繁峙县", "偏关县"))
            assert day(row["日期"]) < description(unit)["公文"]["绩效自评报告"]["成文日期"]
    planned, accepted, *_ = (filing["成文日期"] for filing in description(unit)["公文"].values())
    of_tasks, of_acceptance, of_subsidies = (day(row["日期"]) for row in activities if row["类别"] == "公示")
    assert planned < of_tasks < accepted < of_acceptance < of_subsidies


@each_unit
def test_hazards_are_put_right(unit: str) -> None:
    checks = rows(unit, "安全检查")
    assert [row["检查日期"] for row in checks] == sorted(row["检查日期"] for row in checks)
    assert all(day(row["检查日期"]).weekday() < 5 for row in checks)
    assert sum(row["隐患数"] - row["整改数"] for row in checks) == (unit == "河曲县")


@each_unit
def test_pilot_tasks_end_with_this_year(unit: str) -> None:
    assert [row["取暖路径"] for row in rows(unit, "备案任务")] == paths(unit)
    for row in rows(unit, "备案任务"):
        assert row["备案户数"] == row["以前年度完成户数"] + row["本年度任务户数"]
        assert row["本年度任务户数"] == task_of(unit, row["取暖路径"])
        assert bool(row["未完成原因"]) == bool(row["完成时限"]) == ((unit, row["取暖路径"]) in LEFT)


@pytest.mark.parametrize("unit", IN_FULL)
def test_the_ledger_is_whole_in_its_villages(unit: str) -> None:
    ledger = rows(unit, "用户台账")
    assert 80 <= len(ledger) <= 220
    accepted = {(row["乡镇"], row["村"], row["验收类别"]): row for row in rows(unit, "验收")}
    standards = {row["取暖路径"]: row for row in rows(unit, "补贴标准")}
    models = {(row["取暖路径"], row["中标企业"], row["型号"]) for row in rows(unit, "设备选型")}
    ordered = {row["型号"]: row["签订日期"] for row in rows(unit, "设备选型")}
    grid = {row["乡镇"]: row["完成日期"] for row in rows(unit, "配套电网")}
    code = description(unit)["代码"]
    counts: Counter[tuple[str, str, str]] = Counter()
    sampled: Counter[tuple[str, str, str]] = Counter()
    for row in ledger:
        key = row["乡镇"], row["村"], row["取暖路径"]
        counts[key] += 1
        sampled[key] += row["抽验"] == "是"
        assert row["户主"][1:] == "某某"
        assert (row["身份证号"][:14], len(row["身份证号"]), row["联系电话"]) == (f"{code}********", 18, "139********")
        assert row["安装日期"] <= accepted[key]["完工日期"] < row["验收日期"] == accepted[key]["验收日期"]
        assert row["安装日期"] > ordered[row["设备型号"]]
        assert row["取暖路径"] != "煤改电" or grid[row["乡镇"]] < row["安装日期"]
        assert (row["取暖路径"], row["设备厂家"], row["设备型号"]) in models
        assert row["建设补贴"] == standards[row["取暖路径"]]["建设补贴"]
        assert 0 <= row["运行补贴"] <= standards[row["取暖路径"]]["运行补贴"]
        assert (row["运行正常"], row["验收合格"], row["实施进度"]) == ("是", "是", "已验收")
    assert len({row["合同编号"] for row in ledger}) == len(ledger)
    assert counts == {key: accepted[key]["完工户数"] for key in counts}
    assert sampled == {key: accepted[key]["抽验户数"] for key in counts}


@each_unit
def test_heat_sources_are_large_enough_or_no_coal(unit: str) -> None:
    plants = rows(unit, "热源")
    in_use = [row for row in plants if row["状态"] == "在用"]
    assert len(in_use) == len({"集中供热", "生物质热电联产"} & set(paths(unit)))
    for row in in_use:
        assert row["热源类型"] != "燃煤锅炉" or row["单台容量"] > 35
        assert row["列入淘汰"] == "否"
    supplied = sum(task_of(unit, path) for path in ("集中供热", "生物质热电联产")) * 80 / 10000
    assert sum(row["供热能力"] for row in in_use) >= supplied
    gone = [row for row in plants if row["状态"] != "在用"]
    assert any(row["状态"] == "已拆除" and row["单台容量"] <= 35 for row in gone)
    assert all(date(2023, 4, 21) < day(row["处置日期"]) < date(2023, 11, 1) for row in gone)


@each_unit
def test_key_projects_are_finished_in_time_but_for_one(unit: str) -> None:
    networks = {"集中供热", "生物质热电联产"} & set(paths(unit))
    projects = rows(unit, "重点项目") if networks else []
    assert bool(networks) == ("重点项目" in book(unit).sheetnames)
    for row in projects:
        assert row["招标方式"] == "公开招标"
        assert row["中标日期"] < row["开工日期"] < row["完成时限"]
        if unit == "偏关县":
            assert (row["项目状态"], row["形象进度"], row["完工日期"]) == ("在建", 92, None)
        else:
            assert (row["项目状态"], row["形象进度"]) == ("完工", 100)
            assert row["完工日期"] <= row["完成时限"]
        assert "示例" in row["中标单位"] and "示例" in row["监理单位"]


@pytest.mark.parametrize("unit", ["忻州市", *UNITS])
def test_notes_have_every_section_and_no_figures_but_until_when_something_is_done(unit: str) -> None:
    notes = [row for row in rows(unit, "文字说明") if row["栏目"] or not row.get("文种")]
    sections = {"主要成效", "存在的困难", "下一步打算", "年度总体目标", "总体目标完成情况", "预算执行偏差", "自评结果应用", "主要经验"}
    assert {row["栏目"] for row in notes} == sections
    for row in notes:
        text = re.sub(r"2024年\d{1,2}月底", "", f"{row['小标题'] or ''}{row['内容']}")
        assert not any(character.isdigit() for character in text)
        assert row["内容"].endswith("。")
    assert len({row["内容"] for row in notes}) == len(notes)


def test_nobody_says_of_a_path_what_it_has_not() -> None:
    words = {"集中供热": "集中供热", "煤改电": "“煤改电”", "煤改气": "“煤改气”", "生物质热电联产": "生物质热电联产"}
    for unit in UNITS:
        text = "".join(row["内容"] for row in rows(unit, "文字说明"))
        assert [path for path, word in words.items() if word in text] == paths(unit), unit


def test_debts_are_promised_for_a_day() -> None:
    owing = [unit for unit in UNITS if "拖欠款" in book(unit).sheetnames]
    assert {*IN_FULL} < set(owing)
    for row in (row for unit in owing for row in rows(unit, "拖欠款")):
        assert 0 < row["已清偿金额"] <= row["拖欠金额"]
        assert date(2023, 11, 1) < day(row["承诺清偿日期"]) <= date(2024, 12, 31)


@each_unit
def test_problems_are_closed_after_they_were_found(unit: str) -> None:
    problems = rows(unit, "问题清单")
    assert [row["序号"] for row in problems] == [str(number) for number in range(1, len(problems) + 1)]
    assert all(row["发现日期"] < row["整改时限"] for row in problems)
    assert all(row["发现日期"] < row["销号日期"] <= row["整改时限"] for row in problems if row["销号日期"])
    assert sum(row["销号日期"] is None for row in problems) == (unit in ("五台县", "静乐县", "宁武县", "偏关县"))
    inspected = {row["发现日期"].month for row in problems if row["问题来源"] in ("督导检查", "回头看")}
    assert inspected & {7, 8}
    assert inspected & {10, 11, 12}


def test_the_acceptance_team_can_visit_what_it_sampled() -> None:
    for unit in UNITS:
        start, end = (description(unit)["验收组织"][key] for key in ("开始", "结束"))
        sampled = sum(row["抽验户数"] for row in rows(unit, "验收"))
        assert sampled / ((end - start).days + 1) <= 150, unit


def test_the_mountains_pay_more_than_the_plain() -> None:
    mountains = {unit: max(row["户均取暖支出"] for row in rows(unit, "补贴标准")) for unit in ("繁峙县", "宁武县", "神池县", "岢岚县")}
    plain = {unit: max(row["户均取暖支出"] for row in rows(unit, "补贴标准")) for unit in ("忻府区", "定襄县", "原平市", "代县")}
    assert min(mountains.values()) > max(plain.values())


@each_unit
def test_evidence_is_dated_after_what_it_shows(unit: str) -> None:
    dated = {row["材料名称"]: day(row["形成日期"]) for row in rows(unit, "佐证材料")}
    accepted = max(day(row["验收日期"]) for row in rows(unit, "验收"))
    assert dated["项目验收汇总表和验收意见"] >= accepted
    assert dated["建筑节能改造能效检测报告"] < min(day(row["验收日期"]) for row in rows(unit, "建筑节能"))
    assert dated["运行维护和报修办理记录"] > max(day(row["调度日期"]) for row in rows(unit, "日常调度"))
    assert max(dated.values()) < description(unit)["公文"]["绩效自评报告"]["成文日期"]
