"""绩效自评报告: the form's columns, the wording that follows the data, what is missing, the city's table of counties."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from lxml import etree

from reportgen.documents.compose import Composed
from reportgen.pipeline.opening import open_season
from reportgen.workspace import Workspace

Project = Callable[[str], Path]
DATASETS = (
    "改造任务",
    "备案任务",
    "确村确户",
    "月度计划与进度",
    "建筑节能",
    "资金",
    "补贴标准",
    "能源保障",
    "验收",
    "群众工作",
    "绩效指标",
    "佐证材料",
    "文字说明",
    "清零范围",
)


def evaluation(root: Path, unit: str) -> Composed:
    season = open_season(Workspace(root), "2023")
    (job,) = season.jobs(frozenset({unit}), frozenset({"evaluation"}))
    return season.compose(job)


def tree_of(composed: Composed) -> etree._Element:
    assert composed.html is not None, composed.problems
    return etree.fromstring(composed.html)


def text(element: etree._Element | None) -> str:
    assert element is not None
    return "".join(str(part) for part in element.itertext())


def row(line: etree._Element) -> list[str]:
    return [text(cell) for cell in line]


def replace(root: Path, file: str, before: str, after: str) -> None:
    path = root / "inputs/2023" / file
    content = path.read_text(encoding="utf-8")
    assert before in content
    path.write_text(content.replace(before, after), encoding="utf-8")


def test_the_form_is_one_table_with_the_columns_of_the_national_one(root: Path) -> None:
    tree = tree_of(evaluation(root / "tests/projects/pair", "甲县"))
    (table,) = tree.iterfind(".//section[@id='form']/table")
    lines = [row(line) for line in table.iterfind("tbody/tr")]
    assert lines[2:7] == [
        ["项目资金（万元）", "资金", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率（%）", "得分"],
        ["年度资金总额", "1900.75", "1896.75", "1874.00", "10", "98.80", "9.88"],
        ["其中：当年财政拨款", "360.50", "356.50", "354.00", "—", "—", "—"],
        ["上年结转资金", "40.00", "40.00", "40.00", "—", "—", "—"],
        ["其他资金", "1500.25", "1500.25", "1480.00", "—", "—", "—"],
    ]
    assert lines[7] == ["年度总体目标", "预期目标", "实际完成情况"]
    assert lines[9] == ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施"]
    indicators = lines[10:]
    assert indicators[3] == ["产出指标", "成本指标", "1.4.1 空气源热泵单价", "≤5000元", "5200元", "10", "9.62", "中标价高于预期，下一年度扩大集中采购"]
    assert indicators[5][3:] == ["定性", "达成预期指标（90%）", "15", "13.50", "个别站点人员不足，已补充"]
    assert indicators[-1] == ["总分（含预算执行率）", "100", "97.99", "等级：优"]
    scores = [float(re.findall(r"\d+\.\d\d", " ".join(line[-2:]))[0]) for line in indicators[:-1]]
    assert round(sum(scores) + 9.88, 2) == 97.99


def test_the_evidence_is_cited_by_title_and_supports_the_forms_codes(project: Project) -> None:
    root = project("pair")
    replace(root, "甲县/佐证材料.csv", "设备采购合同和补贴发放表", "合同/设备采购合同.pdf")
    tree = tree_of(evaluation(root, "甲县"))
    lines = [row(line) for line in tree.iterfind(".//table[@id='evidence']/tbody/tr")]
    assert [line[1] for line in lines][1] == "设备采购合同"
    codes = {code for line in lines for code in line[2].split("、")} - {"—"}
    form = text(tree.find(".//section[@id='form']"))
    assert codes
    assert all(code in form for code in codes)
    assert not re.search(r"\.(?:pdf|txt|xlsx)|/", text(tree.find(".//section[@id='index']")))


def test_the_outline_and_the_four_parts(root: Path) -> None:
    tree = tree_of(evaluation(root / "tests/projects/pair", "甲县"))
    assert [text(h) for h in tree.iter("h2")] == [
        "一、绩效目标分解下达情况",
        "二、绩效目标完成情况分析",
        "三、偏离绩效目标的原因和下一步改进措施",
        "四、绩效自评结果拟应用和公开情况",
        "五、其他需要说明的问题",
    ]
    headings = [text(h).split(".", 1)[1] for h in tree.iter("h4")]
    assert headings[:7] == ["项目资金到位情况", "项目资金执行情况", "项目资金管理情况", "任务完成", "能源保障", "资金使用", "资料整理"]


@pytest.mark.slow
def test_a_county_files_its_part_with_the_city_and_the_city_files_the_report(root: Path) -> None:
    county, city = (tree_of(evaluation(root / "tests/projects/pair", unit)) for unit in ("甲县", "示例市"))
    assert "现作为县级自评材料报送" in text(county)
    assert text(county.find("p[@class='addressee']")) == "示例市清洁取暖工作领导小组办公室："
    assert city.get("data-title") == "示例市北方地区冬季清洁取暖项目绩效自评报告"
    assert text(city.find("p[@class='addressee']")) == "示例省清洁取暖工作领导小组办公室："


def test_a_city_that_is_no_pilot_city_reports_on_its_year(project: Project) -> None:
    root = project("pair")
    for path in root.glob("inputs/2023/*/备案任务.csv"):
        path.unlink()
    city = tree_of(evaluation(root, "示例市"))
    assert city.get("data-title") == "示例市2023年度冬季清洁取暖项目绩效自评报告"
    assert not re.search("试点城市|备案|北方地区", text(city))


@pytest.mark.slow
def test_a_citys_report_rests_on_those_of_its_counties_where_all_are_there(project: Project) -> None:
    root = project("pair")
    assert "在各县（市、区）自评的基础上" in text(tree_of(evaluation(root, "示例市")))
    (root / "inputs/2023/乙县/绩效指标.csv").unlink()
    assert "自评的基础上" not in text(tree_of(evaluation(root, "示例市")))


def test_a_county_cites_the_plan_that_it_names(project: Project) -> None:
    root = project("pair")
    replace(root, "甲县/单位.yaml", "政策依据: [示清洁办发〔2023〕3号]", "政策依据: [示发〔2020〕1号]")
    county = text(tree_of(evaluation(root, "甲县")))
    assert "按照《示例市2023年冬季清洁取暖工作实施方案》（示清洁办发〔2023〕3号）" in county
    assert "示发〔2020〕1号" not in county


@pytest.mark.slow
@pytest.mark.parametrize(("method", "said"), [("完成比例", "“≥”类按完成比例计分"), ("不得分", "“≥”类不得分")])
def test_how_indicators_are_scored_is_what_the_scheme_says(method: str, said: str, project: Project) -> None:
    root = project("pair")
    packaged = Path(__file__).parents[2] / "reportgen/programmes/clean_heating/policies/performance.yaml"
    general = yaml.safe_load(packaged.read_text(encoding="utf-8"))["parameters"]["schemes"]["general"]
    general["methods"]["≥"] = method
    (root / "inputs/policies").mkdir()
    (root / "inputs/policies/own.yaml").write_text(yaml.safe_dump({"id": "performance", "parameters": {"schemes": {"general": general}}}), encoding="utf-8")
    assert said in text(tree_of(evaluation(root, "甲县")))


@pytest.mark.slow
def test_what_misses_its_target_is_explained_and_only_that(project: Project) -> None:
    root = project("pair")
    assert "各项三级指标均达到年度指标值，自评均得满分。" in text(tree_of(evaluation(root, "乙县")))
    assert "预算执行率100%" in text(tree_of(evaluation(root, "乙县")))
    county = text(tree_of(evaluation(root, "甲县")))
    assert "“空气源热泵单价”（1.4.1，指标值≤5000元，完成5200元，失0.38分）：中标价高于预期，下一年度扩大集中采购。" in county
    assert "户均取暖支出（" not in county
    replace(root, "甲县/绩效指标.csv", "中标价高于预期，下一年度扩大集中采购", "")
    composed = evaluation(root, "甲县")
    assert "失0.38分）：【待补：偏差原因分析及改进措施】。" in text(tree_of(composed))
    assert "【待补：偏差原因分析及改进措施】" in composed.missing


@pytest.mark.slow
@pytest.mark.sampled(3)
@pytest.mark.parametrize("dataset", DATASETS)
def test_any_table_may_be_missing(dataset: str, project: Project) -> None:
    root = project("pair")
    for unit in ("甲县", "乙县", "示例市"):
        for file in (root / "inputs/2023" / unit).glob(f"{dataset}.*"):
            file.unlink()
    for unit in ("甲县", "乙县", "示例市"):
        composed = evaluation(root, unit)
        text(tree_of(composed))
        written = dataset != "备案任务" and (unit, dataset) != ("示例市", "确村确户")
        assert bool(composed.missing) == written


def test_the_city_names_a_county_whose_score_is_missing(project: Project) -> None:
    root = project("pair")
    (root / "inputs/2023/乙县/绩效指标.csv").unlink()
    tree = tree_of(evaluation(root, "示例市"))
    assert "其中乙县的自评得分：【待补：自评得分】。" in text(tree)
    lines = [row(line) for line in tree.iterfind(".//table[@id='units']/tbody/tr")]
    assert [(line[0], line[1], line[-2]) for line in lines] == [("甲县", "2000", "97.99"), ("乙县", "600", "【待补】"), ("全市", "2600", "99.88")]


def test_a_town_alone_has_no_villages(project: Project) -> None:
    root = project("pair")
    replace(root, "乙县/改造任务.csv", "农村", "城区/县城")
    body = text(tree_of(evaluation(root, "乙县")).find("section"))
    assert "社区" in body
    assert "村（" not in body
