"""What 绩效自评报告 argues: the way of the money, costs against the approved, what was missed and by whom, the season before; nothing without data."""

import re
import shutil
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pdfplumber
import pytest
import yaml
from lxml import etree

from reportgen.building.renderer import open_renderer, render
from reportgen.compare.text import read_file_text
from reportgen.documents.formats import Format
from reportgen.pipeline.opening import open_season
from reportgen.pipeline.trace import trace
from reportgen.workspace import Workspace

Project = Callable[[str], Path]
TABLES = {
    "资金拨付": (
        "文号,资金来源,下达日期,下达单位,接收单位,下达金额,拨付对象,已拨付金额,拨付日期,未拨付原因\n"
        "示财〔2023〕1号,中央,2023-06-01,示例市财政局,甲县财政局,300,县能源局,280.50,2023-06-21,质保金留存\n"
        "示财〔2023〕3号,县,2023-07-03,甲县财政局,县能源局,96.50,供货企业,96.50,2023-07-10,\n"
    ),
    "户均投资": "取暖路径,批复文件,批复户均投资,结算户数,实际投资,差异原因\n煤改电,《初步设计的批复》（示发改〔2023〕1号）,7800,1200,960,山区运距长\n",
    "散煤替代": "取暖路径,替代户数,户均散煤用量,测算依据\n煤改电,1200,2.8,入户调查\n",
    "空气质量": "指标,计量单位,本采暖季,上一采暖季,数据来源\nPM2.5平均浓度,微克/立方米,42,47,县城站点\n",
}


@pytest.fixture
def told(project: Project) -> Path:
    """The pair, where 甲县 gives all that it may do without."""
    root = project("pair")
    for title, text in TABLES.items():
        (root / f"inputs/2023/甲县/{title}.csv").write_text(text, encoding="utf-8")
    return root


def canonical(root: Path, unit: str) -> str:
    season = open_season(Workspace(root), "2023")
    (job,) = season.jobs(frozenset({unit}), frozenset({"evaluation"}))
    composed = season.compose(job)
    assert composed.html is not None, composed.problems
    return composed.html


def body(root: Path, unit: str) -> str:
    return "".join(str(part) for part in etree.fromstring(canonical(root, unit)).itertext())


def rows(root: Path, unit: str, table: str) -> list[list[str]]:
    found = etree.fromstring(canonical(root, unit)).iterfind(f".//table[@id='{table}']/tbody/tr")
    return [["".join(str(part) for part in cell.itertext()) for cell in line] for line in found]


@pytest.mark.slow
def test_the_way_of_the_money(told: Path) -> None:
    said = body(told, "甲县")
    assert "各级下达资金396.50万元，其中中央300.00万元、县级96.50万元；接收单位已经拨付377.00万元，拨付率95.08%，从下达到拨付最长用时20天。" in said
    assert "尚未拨付19.50万元，原因是质保金留存。" in said
    assert rows(told, "甲县", "transfers")[0] == [
        "示财〔2023〕1号",
        "中央",
        "示例市财政局→甲县财政局→县能源局",
        "2023年6月1日",
        "300.00",
        "6月21日（20天）",
        "280.50",
    ]


def edited(root: Path, file: str, before: str, after: str) -> None:
    path = root / "inputs/2023" / file
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after), encoding="utf-8")


def test_what_money_lacks_and_whose_it_is(project: Project) -> None:
    root = project("pair")
    assert "没有到位" not in body(root, "甲县")
    edited(root, "甲县/资金.csv", ",1500.25,1480.00,", ",1400.25,1380.00,")
    said = body(root, "甲县")
    assert "没有到位的100.00万元都是社会资金，其他来源资金全部到位。" in said
    assert "全年预算没有支出的122.75万元中，100.00万元没有到位；没有支出的资金中，生物质热源及管网最多，有120.25万元。" in said
    assert "，执行率低于93.53%的有生物质热源及管网91.98%。" in said


@pytest.mark.slow
def test_why_the_budget_was_not_spent_is_what_the_unit_says(project: Project) -> None:
    root = project("pair")
    with (root / "inputs/2023/甲县/文字说明.csv").open("a", encoding="utf-8") as file:
        file.write("预算执行偏差,,管网决算尚在审核，审定后付清。\n")
    said = body(root, "甲县")
    assert "预算执行率98.80%，得9.88分。管网决算尚在审核，审定后付清。到位资金尚未支出的22.75万元，将按照约定的付款方式支付。" in said
    assert "管网决算尚在审核" not in body(root, "示例市")


def test_what_is_left_is_said_with_its_place_and_its_reason_once(project: Project) -> None:
    root = project("pair")
    edited(root, "甲县/月度计划与进度.csv", "实际累计完成户数\n", "实际累计完成户数,未完成原因\n")
    edited(root, "甲县/月度计划与进度.csv", "2023年10月,煤改电,1200,1200", "2023年10月,煤改电,1200,1150,台区增容推迟，2024年6月30日前完成")
    edited(root, "甲县/验收.csv", "西镇,三村,煤改电,农村,200,200,198,2,2,200,198,2,200,200", "西镇,三村,煤改电,农村,150,150,148,2,2,150,148,2,150,150")
    edited(root, "甲县/备案任务.csv", "本年度任务户数\n", "本年度任务户数,未完成原因,完成时限\n")
    edited(root, "甲县/备案任务.csv", "煤改电,3400,2200,1200", "煤改电,3400,2200,1200,台区增容推迟,2024年6月30日")
    said = body(root, "甲县")
    assert "最后一个月仍差50户。没有完成的50户都在西镇。煤改电未完成的原因是：台区增容推迟，2024年6月30日前完成。" in said
    assert "没有完成的户与年度任务相同，一并完成。" in said
    edited(root, "甲县/备案任务.csv", "台区增容推迟", "线路走廊没有落实")
    assert "农村煤改电改造项目未全部完成的原因是：线路走廊没有落实，2024年6月30日前完成。" in body(root, "甲县")


@pytest.mark.slow
def test_supply_against_demand_and_outages(project: Project) -> None:
    root = project("pair")
    assert "采暖季实际供应电力801.5万千瓦时、为需求量的98.22%，" in body(root, "甲县")
    assert "电力停供1次、累计2.5小时。" in body(root, "甲县")
    assert "各品种没有停供。" in body(root, "乙县")


def test_costs_against_the_approved(told: Path) -> None:
    assert "煤改电批复户均投资7800.00元，实际8000.00元，比批复高200.00元（2.56%），原因是山区运距长。" in body(told, "甲县")
    city = body(told, "示例市")
    assert "甲县合计，煤改电批复户均投资7800.00元" in city  # not the whole city: 乙县 gives none
    assert rows(told, "示例市", "unit-costs-by-unit")[0] == ["甲县", "1200", "7800.00", "8000.00", "200.00", "2.56"]


def test_coal_and_air(told: Path) -> None:
    assert "每个采暖季替代散煤3360吨，涉及1200户" in body(told, "甲县")
    assert "与上一采暖季比，PM2.5平均浓度下降5微克/立方米。" in body(told, "甲县")
    city = body(told, "示例市")
    assert "甲县每个采暖季替代散煤3360吨" in city
    assert "PM2.5" not in city


@pytest.mark.parametrize("unit", ["甲县", "乙县", "示例市"])
def test_without_the_tables_nothing_of_it(unit: str, root: Path) -> None:
    said = body(root / "tests/projects/pair", unit)
    assert not re.search("下达资金|批复户均|替代散煤|PM2.5|与2022年相比|扣减", said)
    assert "待补" not in said


def test_the_city_says_who_missed_what_and_why(root: Path) -> None:
    pair = root / "tests/projects/pair"
    lines = rows(pair, "示例市", "missed-by-unit")
    assert [(line[1], line[2]) for line in lines] == [
        ("一次验收合格率：指标值≥100%，完成99.90%", "0.01"),
        ("空气源热泵单价：指标值≤5000元，完成5200元", "0.38"),
        ("运行维护机制健全：达成预期指标（90%）", "1.50"),
    ]
    assert lines[1][-1] == "中标价高于预期，下一年度扩大集中采购"
    assert "自评得分低于全市的有甲县97.99分。" in body(pair, "示例市")


def test_what_has_one_cause_is_said_once(project: Project) -> None:
    root = project("pair")
    path = root / "inputs/2023/甲县/绩效指标.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("个别站点人员不足，已补充", "中标价高于预期，下一年度扩大集中采购"), encoding="utf-8")
    said = body(root, "甲县")
    argued = said[said.index("没有得满分的指标，原因和改进措施如下") : said.index("四、绩效自评结果")]
    assert argued.count("中标价高于预期") == 1
    price, upkeep = "“空气源热泵单价”（1.4.1，指标值≤5000元，完成5200元，失0.38分）", "“运行维护机制健全”（2.4.1，达成预期指标、按90%计分，失1.50分）"
    assert f"{price}、{upkeep}：" in argued
    (line,) = (line for line in rows(root, "甲县", "form-table") if "运行维护机制健全" in "".join(line[:4]))
    assert line[-1] == "同1.4.1"
    assert ["空气源热泵单价：指标值≤5000元，完成5200元运行维护机制健全：达成预期指标（90%）", "1.88"] in [
        line[1:3] for line in rows(root, "示例市", "missed-by-unit")
    ]


def test_the_report_does_not_repeat_the_form_line_by_line(root: Path) -> None:
    tree = etree.fromstring(canonical(root / "tests/projects/pair", "甲县"))
    (first, *_) = tree.iterfind("section")
    said = "".join(str(part) for part in first.itertext())
    assert "户均取暖支出年度指标值" not in said
    assert "产出指标失0.39分，没有得满分的是空气源热泵单价（0.38分）、一次验收合格率（0.01分），其他指标得满分。" in said
    assert "失分最多的是运行维护机制健全，有1.50分" in said


@pytest.mark.slow
def test_against_the_season_before(project: Project) -> None:
    root = project("pair")
    shutil.copytree(root / "inputs/2023", root / "inputs/2022")
    money = root / "inputs/2022/甲县/资金.csv"
    money.write_text(money.read_text(encoding="utf-8").replace(",1480.00,", ",1280.00,"), encoding="utf-8")
    said = body(root, "甲县")
    assert re.search(r"与2022年相比的情况见表\d+，完成改造户数持平，任务完成率持平，预算执行率提高10.54个百分点。", said)
    compared = {line[0]: line[1:] for line in rows(root, "甲县", "last-season")}
    assert compared["项目支出"] == ["万元", "1674.00", "1874.00", "200.00"]
    assert compared["自评总分"][1] < compared["自评总分"][2]


@pytest.mark.slow
def test_what_a_scheme_takes_off_is_said_and_traced(told: Path) -> None:
    unit, money = (told / "inputs/2023/甲县" / name for name in ("单位.yaml", "资金.csv"))
    unit.write_text(unit.read_text(encoding="utf-8").replace("绩效自评组织: {", "绩效自评组织: {评分方案: integrated, "), encoding="utf-8")
    money.write_text(money.read_text(encoding="utf-8").replace(",1480.00,", ",838.00,"), encoding="utf-8")
    said = body(told, "甲县")
    assert "预算执行率64.95%，低于70%，总分不超过80分，各项得分之和94.61分，扣减14.61分。" in said
    assert "总分为各项得分之和，再按预算管理一体化系统绩效自评的扣减设置扣减。" in said
    assert ["预算执行率偏低扣减", "—", "14.61", "总分不超过80分"] in rows(told, "甲县", "form-table")
    assert "自评总分80.00分" in said
    season = open_season(Workspace(told), "2023")
    (job,) = season.jobs(frozenset({"甲县"}), frozenset({"evaluation"}))
    figures = {item.figure.name: item.figure for item in trace(season, job).traced}
    assert {source.place.file for source in figures["scores.total"].sources} >= {"预算管理一体化评分方案（项目支出绩效自评评分方案）"}
    assert "不超过80分" in figures["scores.total"].formula
    assert figures["transfers.paid"].value == 377


def test_an_offices_own_reductions_replace_those_that_are_shipped(told: Path) -> None:
    packaged = Path(__file__).parents[2] / "reportgen/programmes/clean_heating/policies/performance.yaml"
    general = yaml.safe_load(packaged.read_text(encoding="utf-8"))["parameters"]["schemes"]["general"]
    general["reductions"] = {"source": "示例市财政局绩效自评通知", "deviation": {"least": 3, "points": 1}}
    (told / "inputs/policies").mkdir()
    (told / "inputs/policies/own.yaml").write_text(
        yaml.safe_dump({"id": "performance", "parameters": {"schemes": {"general": general}}}, allow_unicode=True), encoding="utf-8"
    )
    said = body(told, "甲县")
    assert "再按示例市财政局绩效自评通知扣减。" in said
    assert "完成值偏离指标值3%以上的，每项扣1分：" in said
    assert "空气源热泵单价偏离4%，扣1分" in said


@pytest.mark.slow
@pytest.mark.parametrize("name", ["docx", "pdf"])
def test_what_both_formats_show(name: Format, told: Path) -> None:
    renderer, problems = open_renderer(Workspace(told))
    assert renderer is not None
    assert problems == ()
    content = render(renderer, canonical(told, "甲县"), name).content
    assert content is not None
    said = re.sub(r"\s", "", repr(read_file_text(content, f"甲县.{name}").parts))
    for sentence in ("尚未拨付19.50万元", "比批复高200.00元（2.56%）", "“空气源热泵单价”（1.4.1，", "偏差原因分析及改进措施"):
        assert sentence in said


@pytest.mark.slow
def test_the_form_takes_few_upright_pages_and_no_heading_row_stands_alone(told: Path) -> None:
    renderer, _ = open_renderer(Workspace(told))
    assert renderer is not None
    content = render(renderer, canonical(told, "甲县"), "pdf").content
    assert content is not None
    with pdfplumber.open(BytesIO(content)) as pdf:
        texts = [re.sub(r"\s", "", page.extract_text()) for page in pdf.pages]
        assert all(page.height > page.width for page in pdf.pages)
    first = next(n for n, text in enumerate(texts) if text.startswith("附件2"))
    last = next(n for n, text in enumerate(texts) if text.startswith("附件3"))
    assert last - first <= 2
    (headed,) = [text for text in texts[first:last] if "偏差原因分析" in text or "三级指标" in text]
    assert "1.1.1" in headed
