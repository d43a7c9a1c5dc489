"""The first page of a 合规核查报告: what stands, whose it is and since when, on one page however much there is."""

import io
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pdfplumber
import pytest
from lxml import etree

from reportgen.building.renderer import open_renderer, render
from reportgen.pipeline.compliance import Made, Since
from reportgen.pipeline.opening import open_season
from reportgen.pipeline.season import Season
from reportgen.workspace import Workspace
from tests.policy_table import ROWS

Project = Callable[[str], Path]
NOW = Made(date(2024, 4, 16), date(2024, 4, 12))
QUICK = ("忻州市", "偏关县")
"""The most paragraphs, and the most findings, of the demonstration."""

POLICY = """
id: own
document: {title: 关于印发《示例办法》的通知, number: 示清洁办发〔2023〕3号, issuer: 示例市清洁取暖办, date: "2023-01-01"}
rules:
"""
RULE = """
  - {{id: OWN-{number}, title: 任务要少, clause: 二（{number}）, quote: 任务要少, severity: {severity}, kinds: [plan], assert: tasks.total < 10,
     message: "{message}", help: 请核对《改造任务》}}
"""


def page_of(season: Season, unit: str, made: Made = NOW) -> etree._Element:
    (job,) = season.jobs(frozenset({unit}), frozenset({"compliance"}))
    html = season.review(job, made).html
    assert html is not None
    return etree.fromstring(html)


def leading(tree: etree._Element) -> list[list[str]]:
    return [["".join(cell.itertext()) for cell in row] for row in tree.iterfind(".//table[@id='leading']/tbody/tr")]


def pages(season: Season, tree: etree._Element) -> list[bool]:
    """Whether each page of the PDF is upright."""
    renderer, _ = open_renderer(season.workspace)
    assert renderer is not None
    content = render(renderer, etree.tostring(tree, encoding="unicode"), "pdf").content
    assert content is not None
    with pdfplumber.open(io.BytesIO(content)) as pdf:
        return [page.height > page.width for page in pdf.pages]


def with_rules(root: Path, count: int, message: str) -> Season:
    folder = root / "inputs/policies"
    folder.mkdir()
    rules = (RULE.format(number=number, message=message, severity=("warning", "notice", "error")[number % 3]) for number in range(count))
    (folder / "own.yaml").write_text(POLICY + "".join(rules), encoding="utf-8")
    return open_season(Workspace(root), "2023")


@pytest.mark.slow
@pytest.mark.parametrize("unit", [pytest.param(unit, marks=() if unit in QUICK else pytest.mark.slow) for unit in ("忻州市", *ROWS)])
def test_the_details_begin_on_the_second_page(unit: str, demonstration: Season) -> None:
    tree = page_of(demonstration, unit, Made(NOW.on, NOW.saved, Since(date(2024, 3, 1), frozenset(), (("X-1", "问题"),))))
    assert pages(demonstration, tree)[:2] == [True, False]


@pytest.fixture(scope="module")
def demonstration(root: Path) -> Season:
    return open_season(Workspace(root), "2023")


@pytest.mark.slow
@pytest.mark.parametrize("message", ["任务太多", "任务户数比规定的多，" * 8], ids=["short", "long"])
@pytest.mark.parametrize("unit", ["甲县", "示例市"])
def test_many_findings_are_cut_where_the_page_ends(unit: str, message: str, project: Project) -> None:
    root = project("pair")
    described = root / "inputs/2023/甲县/单位.yaml"
    described.write_text(described.read_text(encoding="utf-8") + "没有的项: 1\n", encoding="utf-8")  # an error in the data, which takes a sentence too
    season = with_rules(root, 40, message)
    (job,) = season.jobs(frozenset({unit}), frozenset({"compliance"}))
    found = season.outcome(job.scope).broken
    since = Since(date(2024, 3, 1), frozenset((one.rule.id, one.finding.message) for one in found), (("X-1", "问题"),))
    tree = page_of(season, unit, Made(NOW.on, NOW.saved, since))
    assert pages(season, tree)[:2] == [True, False]
    *shown, left = leading(tree)
    assert {row[0] for row in shown} == {"必须整改"}  # the gravest first: there are more of them than the page holds
    assert left[0].startswith("另有")


def test_it_says_when_the_data_were_checked_and_saved_and_what_has_changed(demonstration: Season) -> None:
    (job,) = demonstration.jobs(frozenset({"静乐县"}), frozenset({"compliance"}))
    broken = demonstration.outcome(job.scope).broken
    first = broken[0]
    since = Since(date(2024, 3, 1), frozenset({(first.rule.id, first.finding.message)}), (("X-1", "还有3项"), ("X-2", "还有4项")))
    tree = page_of(demonstration, "静乐县", Made(date(2024, 4, 16), date(2024, 4, 12), since))
    said = "".join(tree.find("p").itertext())  # type: ignore[union-attr]
    assert said.startswith("2024年4月16日，对照晋清洁办发〔2022〕3号、忻清洁办发〔2023〕3号，")
    assert "填报数据（2024年4月12日保存）" in said
    assert f"与2024年3月1日的核查相比，新发现问题1项，已整改2项，仍未整改{len(broken) - 1}项。" in said
    *shown, left = leading(tree)
    assert ["（新发现）" in row[1] for row in shown] == [True, False]
    assert left == ["另有3项，见明细。"]
    assert [cell.text for cell in tree.iterfind(".//table[@id='mended']/tbody/tr/td[2]")] == ["还有3项", "还有4项"]


def test_without_a_day_or_an_earlier_report_nothing_is_said_of_them(demonstration: Season) -> None:
    (job,) = demonstration.jobs(frozenset({"静乐县"}), frozenset({"compliance"}))
    undated = etree.fromstring(demonstration.compose(job).html or "")
    assert "".join(undated.find("p").itertext()).startswith("对照晋清洁办发〔2022〕3号")  # type: ignore[union-attr]
    said = "".join(page_of(demonstration, "静乐县").itertext())
    assert "相比" not in said
    assert "新发现" not in said


@pytest.mark.slow
def test_who_mends_it_is_named_by_the_data_or_is_the_office(project: Project) -> None:
    """A row's 责任单位, the 填报部门 of the table, else the 发文机关; in a city's report the unit below."""
    root = project("pair")
    season = with_rules(root, 3, "任务太多")
    assert {row[4] for row in leading(page_of(season, "甲县"))[:3]} == {"甲县清洁取暖工作领导小组办公室"}
    unit = root / "inputs/2023/甲县/单位.yaml"
    unit.write_text(unit.read_text(encoding="utf-8") + "填报部门: {甲县能源局: [改造任务], 甲县财政局: [资金]}\n", encoding="utf-8")
    named = open_season(Workspace(root), "2023")
    assert leading(page_of(named, "甲县"))[0][4] == "甲县能源局"
    assert leading(page_of(season, "示例市"))[0][4] in ("甲县、乙县", "甲县")


def test_a_row_has_its_own(demonstration: Season) -> None:
    rows = leading(page_of(demonstration, "原平市"))
    assert [row[4] for row in rows if "《重点项目》" in row[3]] == ["原平市能源局"]


def test_a_table_that_there_is_not_is_told(project: Project) -> None:
    root = project("pair")
    unit = root / "inputs/2023/甲县/单位.yaml"
    unit.write_text(unit.read_text(encoding="utf-8") + "填报部门: {甲县能源局: [改造人物]}\n", encoding="utf-8")
    told = [problem for problem in open_season(Workspace(root), "2023").concerning(None) if problem.code == "inputs.unknown-table"]
    assert [problem.message for problem in told] == ["“填报部门”中的《改造人物》不是数据表，是否应为“改造任务”"]
    assert told[0].places[0].file == "inputs/2023/甲县/单位.yaml"
