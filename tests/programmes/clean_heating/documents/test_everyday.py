"""The everyday kinds: made where they are asked for and nowhere else, complete with the demonstration's data, saying what the data say."""

import re
import shutil
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import openpyxl
import pytest
from lxml import etree

from reportgen.building.renderer import open_renderer, render
from reportgen.pipeline.opening import open_season
from reportgen.pipeline.season import Season
from reportgen.workspace import Workspace
from tests.filed import KINDS
from tests.page_faults import page_faults

ROOT = Path(__file__).parents[4]
COUNTY, CITY = "静乐县", "忻州市"
EVERYDAY = [kind for kind in KINDS if kind.filed and kind.on_request]
Project = Callable[[str], Path]


def asked_for(root: Path, *units: str) -> Path:
    """The demonstration with all everyday kinds under 表单 of units that have their entries."""
    names = ", ".join(kind.name for kind in EVERYDAY)
    for unit in units:
        file = root / "inputs/2023" / unit / "单位.yaml"
        text = re.sub(r"^表单: .*\n", "", file.read_text("utf-8"), flags=re.MULTILINE)
        file.write_text(text.replace("\n公文:\n", f"\n表单: [{names}]\n公文:\n"), encoding="utf-8")
    return root


@cache
def season() -> Season:
    folder = Path(mkdtemp())
    shutil.copytree(ROOT / "inputs/2023", folder / "inputs/2023")
    found = open_season(Workspace(asked_for(folder, COUNTY, CITY)), "2023")
    shutil.rmtree(folder)
    return found


def texts(unit: str, kind: str, of: Season | None = None) -> list[str]:
    """The text of a unit's documents of a kind, in the order of their numbers."""
    found = []
    for job in (of or season()).jobs(frozenset({unit})):
        if job.kind.whole.id == kind:
            composed = (of or season()).compose(job)
            assert composed.html is not None, composed.problems
            found.append("".join(etree.fromstring(composed.html).itertext()))
    return found


@pytest.mark.slow
def test_the_demonstration_makes_none_unless_they_are_asked_for(root: Path) -> None:
    made = {job.kind.whole.id for job in open_season(Workspace(root), "2023").jobs()}
    assert made & {kind.id for kind in EVERYDAY} == set()


@pytest.mark.slow
def test_the_demonstration_has_entries_without_a_fault() -> None:
    assert [problem.message for problem in season().problems if problem.severity != "notice"] == []


@pytest.mark.slow
@pytest.mark.parametrize("unit", [COUNTY, CITY])
@pytest.mark.parametrize("kind", [kind.id for kind in EVERYDAY])
def test_no_page_is_sent_back(kind: str, unit: str) -> None:
    renderer, _ = open_renderer(Workspace(ROOT))
    assert renderer is not None
    for job in season().jobs(frozenset({unit})):
        if job.kind.whole.id == kind:
            content = render(renderer, str(season().compose(job).html), "pdf").content
            assert content is not None
            assert page_faults(content) == []


@pytest.mark.sampled(2)
@pytest.mark.parametrize("unit", [COUNTY, CITY])
@pytest.mark.parametrize("kind", [kind.id for kind in EVERYDAY])
def test_each_is_complete_and_marked(kind: str, unit: str) -> None:
    found = texts(unit, kind)
    assert found
    for text in found:
        assert "待补" not in text
        assert text.startswith("示例数据")
    jobs = [job for job in season().jobs(frozenset({unit})) if job.kind.whole.id == kind]
    numbers = [number for job in jobs for number in etree.fromstring(str(season().compose(job).html)).itertext("data")]
    assert [number for number in numbers if re.search(r"\.\d{5}", number)] == []
    assert [finding.message for job in jobs for finding in season().evaluate(job).findings if finding.severity == "error"] == []


@pytest.mark.parametrize(
    ("unit", "kind", "words"),
    [
        (COUNTY, "monthly", ["到2023年6月底，累计完成改造760户，占年度任务3599户的21.12%", "少完成118户，完成计划的86.56%", "下月需要完成910户"]),
        (CITY, "monthly", ["落后于月度计划的有宁武县（完成计划的80.83%，少完成74户）、五寨县"]),
        (CITY, "completion-circular", ["完成率居后的是河曲县（42.11%）、五寨县（41.20%）、宁武县（39.22%）", "落后于月度计划、予以通报的是宁武县"]),
        (COUNTY, "completion-circular", ["没有完成年度任务、予以通报的是段家寨乡（87.70%）", "予以表扬的是鹅城镇、"]),
        (COUNTY, "problems", ["到2023年10月31日，累计发现问题6件，已经销号5件", "尚未销号1件，均在整改时限之内", "38户“煤改电”改造未完工"]),
        (CITY, "problems", ["尚未销号的是五台县1件、宁武县1件、静乐县1件、偏关县1件"]),
        (
            CITY,
            "inspection-circular",
            [
                "发现问题最多的是五寨县、河曲县，各3件。",
                "没有落后于月度计划的是忻州城区、繁峙县、五台山，予以表扬",
                "落后于月度计划的是偏关县（完成计划的91.55%，",
            ],
        ),
        (COUNTY, "acceptance-notice", ["县级验收自2023年10月16日起，到2023年10月25日结束", "入户抽验比例不低于10%", "验收组由县能源局局长任组长"]),
        (COUNTY, "reminder", ["未交回的单位是段家寨乡。交回的表有错误、需要改正的单位是双路镇。已经交回、有表未填的单位是王村镇。"]),
        (CITY, "reminder", ["已于2023年12月11日下发，要求有关单位在2023年12月25日前填写交回", "未交回的单位是偏关县。", "核对以后立即交回。"]),
        (COUNTY, "task-request", ["恳请将未完成的38户（全部为煤改电）从2023年度任务中调出", "部分农户整户外出务工", "妥否，请批示。"]),
        (CITY, "task-request", ["未完成的524户（宁武县27户、静乐县38户、偏关县459户）"]),
        (COUNTY, "funding-request", ["恳请拨付2023年冬季清洁取暖项目资金54.15万元，其中中央资金37.44万元、省级资金10.43万元、市级资金6.28万元"]),
        (CITY, "funding-request", ["恳请拨付2023年冬季清洁取暖项目资金532.23万元，其中中央资金352.52万元、省级资金179.71万元"]),
    ],
)
def test_it_says_what_the_data_say(unit: str, kind: str, words: list[str]) -> None:
    text = texts(unit, kind)[0]
    assert [word for word in words if word not in text] == []


@pytest.mark.parametrize(
    ("unit", "kind", "words"),
    [
        (COUNTY, "monthly", "当月计划完成792户，实际完成1131户，比上月增加371户。按月度计划应当累计完成1670户，多完成221户。"),
        (CITY, "monthly", "当月计划完成4.6187万户，实际完成4.7544万户，比上月减少6337户。"),
        (CITY, "completion-circular", "按月度计划应当全部完成，尚有524户未完成。"),
        (CITY, "completion-circular", "静乐县、宁武县、偏关县要逐户落实施工时间和责任人，在明确的时限内完成"),
    ],
)
def test_the_second_issue_is_compared_with_the_first(unit: str, kind: str, words: str) -> None:
    assert words in texts(unit, kind)[1]


@pytest.mark.slow
def test_what_was_completed_after_a_circular_does_not_change_it(root: Path, tmp_path: Path) -> None:
    shutil.copytree(root / "inputs/2023" / COUNTY, tmp_path / "inputs/2023" / COUNTY)
    asked_for(tmp_path, COUNTY)
    before = texts(COUNTY, "completion-circular", open_season(Workspace(tmp_path), "2023"))
    file = tmp_path / "inputs/2023" / COUNTY / "填报表.xlsx"
    workbook = openpyxl.load_workbook(file)
    sheet = workbook["月度计划与进度"]
    assert sheet["D10"].value == 3561
    for column, value in enumerate((date(2023, 11, 1), "煤改电", 3599, 3599), 1):
        sheet.cell(11, column).value = value
    workbook.save(file)
    after = texts(COUNTY, "completion-circular", open_season(Workspace(tmp_path), "2023"))
    assert "煤改电未完成的原因是：部分农户整户外出务工" in after[0]
    assert after == before


def test_nothing_is_said_twice() -> None:
    """A table of one path, an issue that is the whole season so far, an amount that the request names next."""
    assert "表1" not in "".join(texts(COUNTY, "task-request"))
    assert "本期新发现" not in texts(COUNTY, "problems")[0]
    (request,) = texts(COUNTY, "funding-request")
    assert "尚未到位的资金共246.56万元，其中应由上级拨付的54.15万元。其余由我县落实：社会资金192.41万元。" in request
    assert request.count("37.44万元") == 1


def test_lists_of_problems_are_numbered_and_say_where_and_from_what() -> None:
    (job,) = (job for job in season().jobs(frozenset({CITY})) if job.kind.whole.id == "problems")
    closed = etree.fromstring(str(season().compose(job).html)).find(".//table[@id='closed-table']")
    assert closed is not None
    rows = [["".join(cell.itertext()) for cell in row] for row in closed.iterfind("tbody/tr")]
    assert [row[0] for row in rows] == [str(n) for n in range(1, len(rows) + 1)]
    assert rows[0][1:3] == ["忻州城区", "秀容街道：22户户内散热器不热或者阀门渗漏（验收）"]


def test_the_weekly_is_compared_with_the_week_before() -> None:
    first, second = texts(COUNTY, "weekly")
    assert "上周" not in first
    assert "采暖季以来" not in first
    assert "与上周（采暖季首周，5天）相比，正常取暖户数增加45户，报修故障减少1件，洁净煤库存减少112吨，洁净煤价格每吨上涨10元，投诉没有变化。" in second
    assert "上一采暖季" not in second


def test_the_weekly_is_compared_with_the_same_week_of_the_season_before(project: Project) -> None:
    root = project("pair")
    before = root / "inputs/2022"
    shutil.copytree(root / "inputs/2023", before)
    for file in [*before.rglob("*.csv"), *before.rglob("*.yaml")]:
        text = file.read_text("utf-8")
        file.write_text(text.replace("2024", "1999").replace("2023", "2022").replace("1999", "2023"), encoding="utf-8")
    table = before / "甲县/日常调度.csv"
    table.write_text(table.read_text("utf-8").replace("2022年11月28日,1988,9,9,2", "2022年11月28日,1900,12,12,2"), encoding="utf-8")
    unit = root / "inputs/2023/甲县/单位.yaml"
    entry = "  清洁取暖工作周报第1期: {起始日期: 2023-11-22, 截止日期: 2023-11-28}\n"
    unit.write_text(unit.read_text("utf-8") + entry + "表单: [清洁取暖工作周报]\n", encoding="utf-8")
    (text,) = texts("甲县", "weekly", open_season(Workspace(root), "2023"))
    assert "与上一采暖季同期（2022年11月28日当周）相比，正常取暖户数增加88户，报修故障减少3件，投诉、洁净煤库存、洁净煤价格没有变化" in text


ENTRIES = {"series": "{起始日期: 2023-06-01, 截止日期: 2023-06-30}", "weekly": "{起始日期: 2023-11-15, 截止日期: 2023-11-21}"}


def of_pair(root: Path, unit: str) -> Season:
    """The miniature workspace, in which a unit asks for all everyday kinds, with an entry each."""
    entries = "".join(
        f"  {kind.name}第1{kind.series.counter}: {ENTRIES.get(kind.id, ENTRIES['series'])}\n" if kind.series else f"  {kind.name}: {{成文日期: 2023-11-01}}\n"
        for kind in EVERYDAY
    )
    file = root / "inputs/2023" / unit / "单位.yaml"
    file.write_text(file.read_text("utf-8") + f"{entries}表单: [{', '.join(kind.name for kind in EVERYDAY)}]\n", encoding="utf-8")
    return open_season(Workspace(root), "2023")


@pytest.mark.parametrize("unit", ["甲县", "乙县", "示例市"])
def test_each_can_be_made_of_little(unit: str, project: Project) -> None:
    """Without the tables that the kinds may do without, and of units that have no such path, project or problem."""
    season = of_pair(project("pair"), unit)
    jobs = [job for job in season.jobs(frozenset({unit})) if job.kind.whole in EVERYDAY]
    assert len(jobs) == len(EVERYDAY)
    assert [problem.message for job in jobs for problem in season.compose(job).problems if problem.severity == "error"] == []


@pytest.mark.parametrize("unit", ["甲县", "示例市"])
def test_what_is_missing_is_said_to_be(unit: str, project: Project) -> None:
    root = project("pair")
    for file in root.glob("inputs/2023/*/*"):
        if file.is_file() and file.name != "单位.yaml":
            file.unlink()
    season = of_pair(root, unit)
    for kind in EVERYDAY:
        (text,) = texts(unit, kind.id, season)
        assert "【待补：" in text
        assert not re.search(r"(?<![\d.])0(户|件|万元)", text)
