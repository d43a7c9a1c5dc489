"""A county's plan says what its data say: zero tasks, unread cells, what the policy demands and isn't there."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree

from reportgen.pipeline.opening import open_season
from reportgen.workspace import Workspace

Project = Callable[[str], Path]


OWN = """
id: own
document: {title: 示例市2023年冬季清洁取暖工作实施方案, number: 示清洁办发〔2023〕3号, issuer: 示例市清洁取暖办, date: "2023-04-10"}
provisions:
  pilot: {clause: 一, words: 完成示例试点任务}
  excluded_sources: {clause: 四, words: 20蒸吨及以下燃煤锅炉不得作为热源}
  efficiency: {clause: 三, words: 改造后能效水平提升25%以上}
  city_tender: {clause: 五, words: “煤改电”“煤改气”设备由示例市统一采购}
  county_tender: {clause: 五, words: 其他设备由各县采购}
"""


def plan(root: Path, unit: str = "甲县") -> str:
    season = open_season(Workspace(root), "2023")
    (job,) = season.jobs(frozenset({unit}), frozenset({"plan"}))
    composed = season.compose(job)
    assert composed.html is not None, composed.problems
    return "\n".join("".join(block.itertext()) for block in etree.fromstring(composed.html).iter("p", "h2", "h3", "caption", "td"))


@pytest.mark.sampled(14)
@pytest.mark.parametrize(
    ("file", "before", "after", "there", "not_there"),
    [
        ("确村确户.csv", "700", "若干", ["与下达任务的差额为【待补：尚未确村确户的户数】"], ["比下达任务多"]),
        (
            "改造任务.csv",
            "1200\n生物质热电联产,城区/县城,800",
            "0\n生物质热电联产,城区/县城,0",
            ["清洁取暖改造任务0户（见表1）。"],
            ["其中，", "全部在农村", "\n。"],
        ),
        (
            "建筑节能.yaml",
            None,
            "- {改造类型: 既有建筑节能改造, 计划面积: 0, 结转面积: 0}\n",
            ["2023年没有建筑节能改造任务。"],
            ["均为", "同步实施建筑节能改造"],
        ),
        (
            "群众工作.csv",
            "公示,改造任务和补贴标准公示",
            "公示,",
            ["【待补：事项】于2023年4月6日至4月12日在村务公开栏进行，期间没有收到意见。2023年3月20日"],
            [],
        ),
        ("群众工作.csv", "改造任务和补贴标准公示", "补贴方案公示", ["补贴方案公示于2023年4月6日"], []),
        ("群众工作.csv", "改造任务和补贴标准公示", "工作方案公示", ["充分听取群众意见。2023年3月20日通过村民会议征求"], ["公示于"]),
        ("群众工作.csv", "2023年4月12日", "2023年4月6日", ["公示于2023年4月6日在村务公开栏进行"], []),
        ("资金.csv", None, "资金来源,资金用途,预算数\n中央,设备购置,100\n", ["计划筹措资金100.00万元，全部为中央资金（见"], ["其中中央"]),
        ("设备选型.csv", "2023年4月15日", "2023年4月19日", ["空气源热泵热风机"], ["示例企业甲"]),
        ("设备选型.csv", "2023年4月15日", "", ["示例企业甲"], ["尚未签订"]),
        (
            "建筑节能.yaml",
            "能效提升: 32, 能效提升依据: 检测",
            "能效提升: 32, 能效提升依据: 计算",
            ["县城既有建筑改造采取外墙保温等措施，改造后能效水平提升32%。"],
            [],
        ),
        ("建筑节能.yaml", ", 改造方式: 外墙保温", "", ["同步施工。农村住宅以更换门窗为主"], ["县城既有建筑改造", "能效"]),
        ("群众工作.csv", None, None, ["【待补：公示和征求群众意见的情况】"], []),
        ("单位.yaml", "居住分散的村采用空气源热泵，县城采用生物质热电联产", "居住分散的村采用空气源热泵。", ["采用空气源热泵。"], ["。。"]),
    ],
)
def test_a_plan(file: str, before: str | None, after: str | None, there: list[str], not_there: list[str], project: Project) -> None:
    root = project("pair")
    path = root / "inputs/2023/甲县" / file
    if after is None:
        path.unlink()
    else:
        text = path.read_text(encoding="utf-8")
        assert before is None or before in text
        path.write_text(after if before is None else text.replace(before, after), encoding="utf-8")
    words = plan(root)
    assert [text for text in there if text not in words] == []
    assert [text for text in not_there if re.search(text, words)] == []


def test_shares_that_do_not_add_up_are_explained(project: Project) -> None:
    root = project("pair")
    note = "因四舍五入，分项之和与合计略有出入"
    assert note not in plan(root)
    tasks = "取暖路径,区域,任务户数\n煤改电,农村,1\n煤改气,农村,1\n生物质热电联产,城区/县城,1\n"
    (root / "inputs/2023/甲县/改造任务.csv").write_text(tasks, encoding="utf-8")
    assert note in plan(root)


def test_a_reference_that_is_not_given_is_missing(project: Project) -> None:
    root = project("pair")
    path = root / "inputs/2023/示例市/单位.yaml"
    path.write_text(re.sub(r"  绩效评价: .*\n", "", path.read_text(encoding="utf-8")), encoding="utf-8")
    assert "按照【待补：绩效评价】" in plan(root)


DEMANDS = ["35蒸吨", "工业余热", "优先采", "30%以上", "原则上", "覆盖率达到100%"]


@pytest.mark.parametrize("unit", ["甲县", "示例市"])
def test_what_no_policy_demands_is_not_demanded(unit: str, project: Project) -> None:
    root = project("pair")
    path = root / "inputs/2023/甲县/改造任务.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("生物质热电联产", "集中供热"), encoding="utf-8")
    words = plan(root, unit)
    assert "集中供热" in words
    assert [demand for demand in DEMANDS if demand in words] == []


def test_what_a_binding_policy_demands_is_written_in_its_words(project: Project) -> None:
    root = project("pair")
    path = root / "inputs/2023/甲县/改造任务.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("生物质热电联产", "集中供热"), encoding="utf-8")
    (root / "inputs/policies").mkdir()
    (root / "inputs/policies/own.yaml").write_text(OWN, encoding="utf-8")
    county, city = plan(root), plan(root, "示例市")
    for words in (county, city):
        assert [said for said in ("完成示例试点任务", "20蒸吨及以下燃煤锅炉不得作为热源。", "改造后能效水平提升25%以上") if said not in words] == []
    assert "“煤改电”“煤改气”设备由示例市统一采购，各县（市、区）与中标企业分别签订采购合同；其他设备由各县采购。" in city
    assert "其他设备由各县采购，采暖季前完成试压和试运行" in county
    assert "设备由市统一招标，用户在中标设备中选择型号" in county  # its own rows say who buys them
    unit = root / "inputs/2023/甲县/单位.yaml"
    unit.write_text(unit.read_text(encoding="utf-8").replace("政策依据: [示清洁办发〔2023〕3号]", "政策依据: [示清洁办发〔2023〕4号]"), encoding="utf-8")
    assert "20蒸吨" not in plan(root)


@pytest.mark.sampled(4)
@pytest.mark.parametrize(
    ("ways", "said"),
    [
        (("市统一招标", "市统一招标"), "“煤改电”“煤改气”设备由市统一招标。"),
        (("县级自行招标", "市统一招标"), "“煤改气”设备由市统一招标；“煤改电”设备由项目所在县（市、区）自行招标。"),
        (("县级自行招标", "县级自行招标"), "“煤改电”“煤改气”设备由项目所在县（市、区）自行招标。"),
        (("", "市统一招标"), "“煤改气”设备由市统一招标；“煤改电”设备招标方式为【待补：招标方式】。"),
    ],
)
def test_a_citys_plan_says_who_buys_by_the_rows(ways: tuple[str, str], said: str, project: Project) -> None:
    root = project("pair")
    for unit, way in zip(("甲县", "乙县"), ways, strict=True):
        path = root / f"inputs/2023/{unit}/设备选型.csv"
        path.write_text(path.read_text(encoding="utf-8").replace("市统一招标", way), encoding="utf-8")
    assert f"（4月21日—10月15日）\n{said}10月15日前完成工程施工" in plan(root, "示例市")


def test_a_city_that_is_no_pilot_city_has_no_pilot_task(project: Project) -> None:
    root = project("pair")
    assert "完成北方地区冬季清洁取暖试点城市备案任务" in plan(root, "示例市")
    for path in root.glob("inputs/2023/*/备案任务.csv"):
        path.unlink()
    for unit in ("甲县", "示例市"):
        assert not re.search("试点|备案(?!。)", plan(root, unit).replace("报我办备案", "").replace("办公室备案", ""))


def test_a_provision_that_no_policy_has_is_a_fault_of_the_template(project: Project) -> None:
    root = project("pair")
    text = (Path(__file__).parents[2] / "templates/html/plan-county.html").read_text(encoding="utf-8")
    (root / "templates/html").mkdir(parents=True)
    (root / "templates/html/plan-county.html").write_text(text.replace('policy.says("prices")', 'policy.says("price")'), encoding="utf-8")
    season = open_season(Workspace(root), "2023")
    (job,) = season.jobs(frozenset({"甲县"}), frozenset({"plan"}))
    (problem,) = season.compose(job).problems
    assert "没有名为“price”的规定" in problem.message
    assert problem.places[0].file == "templates/html/plan-county.html"
