"""What a county has of its own: tables that it may do without, each with its sentences; the year before; a notice's consent and openness."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree

from reportgen.pipeline.opening import open_season
from reportgen.workspace import Workspace

Project = Callable[[str], Path]

TABLES = {
    "清洁取暖现状": "- {区域: 农村, 总户数: 10000, 已清洁取暖户数: 4000, 改造面积: 11.04}\n- {区域: 城区/县城, 总户数: 6000, 已清洁取暖户数: 5000}\n",
    "维修和保险": "- {类别: 维修资金, 名称: 热泵备付金, 金额: 12.6, 出资单位: 县财政局, 管理单位: 县清洁取暖办, 覆盖户数: 1200, 使用办法: 凭工单列支}\n"
    "- {类别: 保险, 名称: 燃气综合保险, 金额: 3, 出资单位: 示例燃气公司, 管理单位: 示例保险公司}\n",
    "奖惩办法": "- {类别: 奖励, 情形: 提前完成任务的乡镇, 措施: 优先安排下年度任务}\n",
    "用户表单": "- {表单: 申请表, 内容: 户主和住址}\n- {表单: 承诺书, 内容: 不再燃用散煤}\n- {表单: 承诺书, 内容: 配合入户抽验}\n",
    "进场检验": "- {材料设备: 保温管, 使用部位: 二级管网, 进场批次: 6, 合格批次: 5, 检验方式: 送检, 检验单位: 示例监理公司, 不合格处理: 整批退场}\n",
    "入户抽验": "- {户编号: A-1, 户主: 张三, 乡镇: 甲一镇, 取暖路径: 煤改电, 抽验日期: 2023-10-18, "
    "抽验人: 县能源局股长, 抽验合格: 否, 发现情况: 支架松动，当日紧固}\n",
    "专家意见": "- {专家: 暖通专业高级工程师, 意见: 应增设平衡阀, 落实情况: 已增设}\n- {专家: 电气专业高级工程师, 意见: 应加装漏电保护}\n",
    "竣工决算": "- {工程名称: 一期管网, 批复金额: 600, 竣工验收日期: 2023-10-08, 决算金额: 570, 质保金: 17.1, 质保期至: 2025-10-08}\n"
    "- {工程名称: 二期管网, 批复金额: 300}\n",
}


def tree_of(root: Path, unit: str, kind: str, whole: bool = True) -> "etree._Element":
    season = open_season(Workspace(root), "2023")
    (job,) = season.jobs(frozenset({unit}), frozenset({kind}))
    composed = season.compose(job)
    assert composed.html is not None, composed.problems
    assert not whole or composed.missing == ()
    return etree.fromstring(composed.html)


def said(root: Path, unit: str, kind: str) -> str:
    return "".join("".join(tree_of(root, unit, kind).itertext()).split())


def with_tables(root: Path, *titles: str) -> Path:
    for title in titles:
        (root / f"inputs/2023/甲县/{title}.yaml").write_text(TABLES[title], "utf-8")
    return root


@pytest.mark.sampled(8)
@pytest.mark.parametrize(
    ("title", "kind", "words"),
    [
        ("清洁取暖现状", "plan", ("清洁取暖率56.25%，其中农村40.00%、县城83.33%", "农村尚有一半以上住户没有清洁取暖")),
        ("维修和保险", "plan", ("设立热泵备付金12.60万元，由县财政局出资、县清洁取暖办管理，覆盖1200户，凭工单列支；购买燃气综合保险，保费3.00万元",)),
        ("奖惩办法", "plan", ("严肃奖励", "提前完成任务的乡镇，优先安排下年度任务。")),
        ("用户表单", "plan", ("2.甲县清洁取暖改造申请表", "3.甲县清洁取暖改造承诺书", "一、不再燃用散煤。二、配合入户抽验。")),
        ("进场检验", "acceptance", ("1种、6批，合格5批：二级管网的保温管6批，由示例监理公司检验（送检），整批退场。",)),
        ("入户抽验", "acceptance", ("列出的1户中合格0户。不合格的1户：甲一镇A-1号，支架松动，当日紧固。", "县能源局股长")),
        ("专家意见", "acceptance", ("应增设平衡阀。落实情况：已增设。", "应加装漏电保护。这条意见尚未落实。")),
        ("竣工决算", "acceptance", ("工程2项，已竣工验收1项", "决算审定570.00万元，比批复节约30.00万元；预留质保金17.10万元、占决算的3%")),
    ],
)
def test_what_a_county_gives_is_said_and_nothing_of_it_without_the_table(title: str, kind: str, words: tuple[str, ...], project: Project) -> None:
    root = project("pair")
    before = said(root, "甲县", kind)
    after = said(with_tables(root, title), "甲县", kind)
    for word in words:
        assert word in after
        assert word not in before


def test_a_householders_name_is_masked_in_the_record_of_visits(project: Project) -> None:
    text = said(with_tables(project("pair"), "入户抽验"), "甲县", "acceptance")
    assert "张三" not in text
    assert "张" in text


def test_problems_are_numbered_from_one(project: Project) -> None:
    table = next(t for t in tree_of(project("pair"), "甲县", "acceptance").iter("table") if t.get("id") == "issues")
    numbers = ["".join(row[0].itertext()).strip() for row in table.iterfind("tbody/tr")]
    assert numbers == [str(number) for number in range(1, len(numbers) + 1)]


@pytest.mark.slow
def test_the_summary_compares_with_the_year_before_only_where_there_is_one(project: Project) -> None:
    root = project("pair")
    assert "与上一采暖季相比" not in said(root, "甲县", "summary")
    shutil.copytree(root / "inputs/2023", root / "inputs/2022")
    for path in (root / "inputs/2022").rglob("问题清单.csv"):
        lines = path.read_text("utf-8").splitlines()
        path.write_text("\n".join(lines[:-1]) + "\n", "utf-8")
    text = said(root, "甲县", "summary")
    assert "报修故障" in text.partition("与上一采暖季相比")[2].partition("。")[0]
    assert "增加1件" in text.partition("与上一采暖季相比")[2].partition("。")[0]


def test_a_summary_admits_what_is_not_done_and_leads_with_what_was_achieved(project: Project) -> None:
    root = project("pair")
    path = root / "inputs/2023/甲县/月度计划与进度.csv"
    path.write_text(path.read_text("utf-8").replace("2023年10月,煤改电,1200,1200", "2023年10月,煤改电,1200,1190"), "utf-8")
    tree = tree_of(root, "甲县", "summary", whole=False)
    headings = ["".join(h.itertext()).partition("、")[2] for h in tree.iter("h2")]
    assert "没有完成的工作" in headings
    assert headings.index("没有完成的工作") < headings.index("存在的困难")
    assert "清洁取暖改造尚有10户没有完成" in "".join(tree.itertext())


@pytest.mark.slow
def test_a_notice_says_who_consented_and_that_it_is_public_and_a_report_does_not(project: Project) -> None:
    root = project("pair")
    unit = root / "inputs/2023/示例市/单位.yaml"
    text = unit.read_text("utf-8")
    assert "此件公开发布" not in said(root, "示例市", "plan")
    unit.write_text(text.replace("实施方案: {", "实施方案: {经同意: 市政府, ").replace("名称: 示例市", "公开方式: 公开发布\n名称: 示例市"), "utf-8")
    plan = said(root, "示例市", "plan")
    assert "经市政府同意，现印发给你们" in plan
    assert "（此件公开发布）" in plan
    assert "此件公开发布" not in said(root, "示例市", "summary")
