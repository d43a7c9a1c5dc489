"""合规核查报告: findings by policy and clause, what was not checked, what holds; a city's with its counties."""

import io
import re
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from lxml import etree

from reportgen.pipeline.opening import open_season
from reportgen.pipeline.season import Season
from reportgen.render.sheet import write_sheets
from reportgen.workspace import Workspace

Project = Callable[[str], Path]


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Season:
    """The miniature workspace where 甲县 breaks rules of an office's own, lacks a table, and 乙县 can't be read."""
    import shutil

    workspace = tmp_path_factory.mktemp("compliance") / "pair"
    shutil.copytree(root / "tests/projects/pair", workspace)
    (workspace / "inputs/policies").mkdir()
    (workspace / "inputs/policies/own.yaml").write_text(POLICY, encoding="utf-8")
    (workspace / "inputs/2023/甲县/拖欠款.csv").unlink()
    (workspace / "inputs/2023/乙县/单位.yaml").write_text("名称: [乙县\n", encoding="utf-8")
    return open_season(Workspace(workspace), "2023")


POLICY = """
id: own
document: {title: 关于印发《示例办法》的通知, number: 示清洁办发〔2023〕3号, issuer: 示例市清洁取暖办, date: "2023-01-01"}
rules:
  - {id: OWN-1, title: 任务要多, clause: 一, quote: 任务要多, severity: warning, kinds: [plan], assert: tasks.total > 10000000, message: "=任务太少"}
  - {id: OWN-2, title: 任务要少, clause: 二, quote: 任务要少, severity: error, kinds: [plan, summary], levels: [县], assert: tasks.total < 10,
     message: "任务{{ tasks.total }}户，太多", help: 请核对《改造任务》}
  - {id: OWN-3, title: 拖欠要清, clause: 三, quote: 拖欠要清, severity: error, kinds: [summary], levels: [县], each: arrears,
     assert: row.owed >= 0, message: 拖欠}
  - {id: OWN-4, title: 已停用的, clause: 三, quote: 停用, severity: error, kinds: [plan], assert: tasks.total > 0, message: 无, enabled: false}
  - {id: OWN-5, title: 有任务, clause: 四, quote: 有任务, severity: notice, kinds: [plan], levels: [县], assert: tasks.total > 0, message: 没有任务}
"""


def report(season: Season, unit: str) -> etree._Element:
    (job,) = season.jobs(frozenset({unit}), frozenset({"compliance"}))
    composed = season.compose(job)
    assert composed.html is not None, composed.problems
    assert composed.problems == ()
    return etree.fromstring(composed.html)


def table(tree: etree._Element, name: str) -> list[list[str]]:
    (found,) = tree.iterfind(f".//table[@id='{name}']")
    return [["\n".join(cell.itertext()) for cell in row] for row in found.iterfind("tbody/tr")]


def rows_of(tree: etree._Element, name: str, policy: str) -> list[str]:
    (row,) = [row for row in table(tree, name) if policy in row[0]]
    return row[1:]


def test_it_is_no_document_to_be_filed(broken: Season) -> None:
    tree = report(broken, "甲县")
    assert [str(child.tag) for child in tree][:2] == ["header", "h1"]
    assert [p.get("class") for p in tree.iterfind("header/p")] == ["marks"]
    assert [p.text for p in tree.iterfind("header/p")] == ["示例数据"]
    assert tree.find("footer") is None
    assert tree.get("data-date") is None
    assert "".join(tree.find("h1").itertext()) == "甲县2023—2024年采暖季冬季清洁取暖合规核查报告"  # type: ignore[union-attr]


def test_the_summary_counts_each_policy_by_severity(broken: Season) -> None:
    tree = report(broken, "甲县")
    assert rows_of(tree, "by-policy", "示清洁办发〔2023〕3号") == ["1", "1", "0", "2", "1"]
    total = table(tree, "by-policy")[-1]
    assert total[0] == "合计"
    assert total[1:3] == ["1", "19"]  # the standing rules find what the miniature lacks


def test_a_finding_of_two_documents_stands_once_with_clause_quote_cells_and_help(broken: Season) -> None:
    tree = report(broken, "甲县")
    warning, error = table(tree, "faults-own")
    assert warning[:2] == ["应当核实", "一\nOWN-1"]
    assert error[:3] == ["必须整改", "二\nOWN-2", "任务要少"]
    assert error[3] == "任务2000户，太多。\n请核对《改造任务》。"
    assert error[4].replace("\n", "") == "清洁取暖改造总任务2000户改造任务.csv C2:C3"
    assert error[5:] == ["甲县清洁取暖工作领导小组办公室", "实施方案\n采暖季工作总结"]
    assert next(row[:3] for row in table(tree, "leading")) == ["必须整改", "任务2000户，太多", "示清洁办发〔2023〕3号二"]


def test_what_was_not_checked_is_told_with_the_reason(broken: Season) -> None:
    tree = report(broken, "甲县")
    assert [(row[1], row[4]) for row in table(tree, "open") if row[0] == "示清洁办发〔2023〕3号"] == [
        ("三\nOWN-3", "甲县《拖欠款》"),
        ("三\nOWN-4", "已停用（inputs/policies/own.yaml:10）"),
    ]
    assert [row[1:] for row in table(tree, "holding") if row[0] == "示清洁办发〔2023〕3号"] == [["四", "有任务"]]


def test_every_count_is_a_figure_whose_sources_are_the_rules(broken: Season) -> None:
    tree = report(broken, "甲县")
    figures = {str(data.get("data-figure")): data for data in tree.iter("data")}
    assert figures["compliance.errors"].get("value") == "1"
    assert figures["compliance.policy.own.errors"].get("data-source") == "inputs/policies/own.yaml:6"
    assert all(data.get("data-formula") for data in figures.values())


def test_the_city_names_its_counties_their_errors_and_what_cannot_be_read(broken: Season) -> None:
    tree = report(broken, "示例市")
    assert [row[:2] for row in table(tree, "by-unit")] == [["甲县", "1"], ["乙县（没有能够读取的单位说明）", "没有核查"], ["合计", "1"]]
    (error,) = table(tree, "unit-errors")
    assert error[:3] == ["甲县", "示清洁办发〔2023〕3号", "二\nOWN-2"]
    assert error[3].startswith("任务2000户，太多。")
    assert "乙县（没有能够读取的单位说明），没有核查" in "".join(tree.itertext())


@pytest.mark.slow
def test_a_clean_unit_says_so(root: Path) -> None:
    season = open_season(Workspace(root), "2023")
    tree = report(season, "五台山风景名胜区")
    text = "".join(tree.itertext())
    assert "没有发现必须整改的问题" in text
    assert "发现的问题" not in [re.sub("^.、", "", heading.text or "") for heading in tree.iterfind("h2")]
    assert not [found for found in tree.iter("table") if str(found.get("id")).startswith("faults-")]
    assert not any(row[1:4] != ["0", "0", "0"] for row in table(tree, "by-policy"))


def test_each_table_is_a_sheet_and_no_message_a_formula(broken: Season) -> None:
    html = etree.tostring(report(broken, "甲县"), encoding="unicode")
    book = openpyxl.load_workbook(io.BytesIO(write_sheets(html)))
    (sheet,) = [sheet for sheet in book if "对照示清洁办发〔2023〕3号发现的问题" in sheet.title]
    assert [cell.value for cell in sheet[1]] == ["性质", "条款和规则", "原文", "问题和整改办法", "数据和位置", "整改责任", "涉及公文"]
    assert (sheet["D2"].value, sheet["D2"].data_type) == ("=任务太少。", "s")
    (summary,) = [sheet for sheet in book if "按政策汇总" in sheet.title]
    assert [type(cell.value) for cell in summary[2]][1:] == [int] * 5


def test_it_comes_last_counts_for_no_rule_and_goes_with_what_is_filed(broken: Season) -> None:
    jobs = broken.jobs(frozenset({"甲县"}))
    assert jobs[-1].kind.id == "compliance"
    assert broken.evaluate(jobs[-1]).findings == ()
    assert "compliance" not in broken._printed(jobs[-1].scope)


@pytest.mark.parametrize(("kinds", "made"), [("[实施方案]", ["plan", "compliance"]), ("[]", [])])
def test_a_unit_that_files_nothing_gets_none(kinds: str, made: list[str], project: Project) -> None:
    root = project("pair")
    unit = root / "inputs/2023/甲县/单位.yaml"
    unit.write_text(unit.read_text(encoding="utf-8") + f"文种: {kinds}\n", encoding="utf-8")
    season = open_season(Workspace(root), "2023")
    assert [job.kind.id for job in season.jobs(frozenset({"甲县"}))] == made
    if not made:
        assert "甲县不单独报送公文" in "".join(report(season, "示例市").itertext())


def test_no_other_template_can_ask_for_it(project: Project) -> None:
    root = project("pair")
    (root / "templates/html").mkdir(parents=True)
    (root / "templates/html/plan-county.html").write_text("{% extends 'base.html' %}{% block body %}{{ compliance() }}{% endblock %}", encoding="utf-8")
    season = open_season(Workspace(root), "2023")
    (job,) = season.jobs(frozenset({"甲县"}), frozenset({"plan"}))
    assert ["compliance" in problem.message for problem in season.compose(job).problems] == [True]
