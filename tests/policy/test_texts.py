"""What documents print, against the cross-document rules: a table of texts, and of numbers."""

from pathlib import Path
from typing import Any

import pytest

from reportgen.figures.scope import Scope
from reportgen.policy import load_policies
from reportgen.workspace import Workspace
from tests.policy.units import evaluate, only, scope_of

POLICIES, _ = load_policies(Workspace(Path("/nonexistent")))


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Scope:
    return scope_of(tmp_path_factory.mktemp("county"), {})


def messages(county: Scope, rule: str, words: dict[str, Any]) -> list[str]:
    outcome = evaluate(only(POLICIES, rule), county, "plan", words)
    assert (outcome.problems, outcome.not_checked) == ((), ())
    return [finding.message for finding in outcome.findings]


@pytest.mark.parametrize(
    ("rule", "text", "found"),
    [
        # cited documents
        ("CD-13", "按照《忻州市冬季清洁取暖项目验收方案》（忻清洁办发〔2022〕7号）验收", []),
        ("CD-13", "根据忻清洁办发〔2023〕3号和晋清洁办发〔2022〕3号", []),
        ("CD-13", "按照《忻州市2023年冬季清洁取暖工作实施方案》（忻清洁办发〔2023〕3号）", []),
        ("CD-13", "根据忻清洁办发〔2023〕30号", ["引用的忻清洁办发〔2023〕30号不在政策依据和引用文件之中"]),
        ("CD-13", "按照《绩效管理细则》（忻清洁办发〔2022〕7号）", ["《绩效管理细则》"]),
        # how a number is written
        ("CD-14", "忻清洁办发〔2022〕7号", []),
        ("CD-14", "忻清洁办发[2022]7号", ["忻清洁办发[2022]7号"]),
        ("CD-14", "忻清洁办发（2022）7号", ["忻清洁办发（2022）7号"]),
        ("CD-14", "忻清洁办发〔2022〕第7号", ["忻清洁办发〔2022〕第7号"]),
        ("CD-14", "忻清洁办发〔2022〕07号", ["忻清洁办发〔2022〕07号"]),
        ("CD-14", "表1（2023年）第3号楼", []),
        # year and season
        ("CD-15", "2023—2024年采暖季", []),
        ("CD-15", "2022—2023年采暖季", ["2023—2024年采暖季"]),
        ("CD-15", "2023-2025年度采暖季", ["2023—2024年采暖季"]),
        ("CD-15", "2022年清洁取暖改造任务", ["2023年任务"]),
        ("CD-15", "2021—2023年清洁取暖改造任务全部完成，2021、2022年度没有结转", []),
        # names of others
        ("CD-16", "五台山景区以外的村", []),
        ("CD-16", "同五台县交界", ["五台县"]),
        ("CD-16", "推进现代县域经济发展", []),
        ("CD-16", "与代县协商", ["代县"]),
        # people
        ("CD-17", "抽验户张**，140981********0011", []),
        ("CD-17", "身份证140981199001010011", ["身份证号：140…11"]),
        ("CD-17", "身份证14098119900101001X。", ["身份证号：140…1X"]),
        ("CD-17", "电话13912345678", ["手机号码：139…78"]),
        ("CD-17", "联系电话：0350-7654321", ["电话号码：035…21"]),
        ("CD-17", "咨询（0350）7654321", ["电话号码"]),
        ("CD-17", "请拨03507654321", ["电话号码"]),
        ("CD-17", "（联系人：张某某　电话：0350-7654321）", []),
        ("CD-17", "合同编号2023-0350-765432，拨打12345热线", []),
        ("CD-17", "全县改造154898户、供热面积123456789012平方米", []),
        ("CD-17", "现住3号楼2单元101室", ["住址：3号楼", "住址：2单元", "住址：101室"]),
        # nothing
        ("CD-18", "没有未完成任务", ["没有未完成任务"]),
        ("CD-18", "没有一户群众受冻", []),
        # what data or a policy must say
        ("CD-33", "完成试点城市备案任务，设备由市统一招标，35蒸吨及以下燃煤锅炉不作为热源，能效提升30%以上", []),
        ("CD-33", "原则上选用空气源热泵", []),
        ("CD-19", "共【待补：任务户数】，合计【待补】", ["文中还有2处待补，第一处是【待补：任务户数】"]),
    ],
)
def test_a_text(county: Scope, rule: str, text: str, found: list[str]) -> None:
    said = messages(county, rule, {"段落": [text], "其他单位": ["五台县", "代县"]})
    assert len(said) == len(found), said
    assert all(part in message for part, message in zip(found, said, strict=True))


@pytest.mark.parametrize(
    ("change", "text", "found"),
    [
        ({}, "方案报市清洁取暖办备案", []),
        ({"备案任务": None}, "完成北方地区冬季清洁取暖试点城市备案任务", ["试点城市备案任务"]),
        ({"备案任务": None}, "对照备案项目核实", ["备案项目"]),
        ({}, "完成试点城市备案任务", []),
        ({}, "设备由市能源局统一招标", []),
        ({"设备选型": {1: {"招标方式": "县级自行招标"}, 2: {"招标方式": "县级自行招标"}}}, "设备由市统一招标", ["市统一招标"]),
        ({"设备选型": {1: {"招标方式": "县级自行招标"}}}, "部分设备由市统一招标", []),
        ({}, "农村采用空气源热泵", []),
        ({"设备选型": {1: {"设备类型": "蓄热式电暖器"}}}, "农村采用空气源热泵", ["空气源热泵"]),
        ({"设备选型": None}, "农村采用空气源热泵，设备由市统一招标", []),
        ({}, "35蒸吨及以下燃煤锅炉不作为热源", ["35蒸吨"]),
        ({}, "改造后能效水平提升30%以上", ["提升30%以上"]),
    ],
)
def test_a_claim_without_a_policy_stands_on_data(change: dict[str, Any], text: str, found: list[str], tmp_path: Path) -> None:
    scope = scope_of(tmp_path, {"单位": {"政策依据": ["晋清洁办发〔2022〕3号"]}, **change})
    said = messages(scope, "CD-33", {"段落": [text]})
    assert len(said) == len(found), said
    assert all(part in message for part, message in zip(found, said, strict=True))


@pytest.mark.parametrize(
    ("signed", "words", "found"),
    [
        ("2023-04-19", {"段落": ["示例企业甲中标"]}, 0),
        ("2023-05-08", {"段落": ["示例企业甲"]}, 0),
        ("2023-05-08", {"段落": ["空气源热泵由示例企业甲中标，每台5200元"]}, 1),
        ("2023-05-08", {"段落": ["中标的是示例企业甲"]}, 1),
        ("2023-05-08", {"数据项": [{"名称": "equipment.1.price", "标签": "中标单价", "单位": "元", "值": 5200, "文字": "5200", "后文": ""}]}, 1),
        ("2023-04-19", {"数据项": [{"名称": "equipment.1.price", "标签": "中标单价", "单位": "元", "值": 5200, "文字": "5200", "后文": ""}]}, 0),
        ("2023-05-08", {"段落": ["管网工程由示例建设公司中标"]}, 1),  # the project's tender, 28 April
    ],
)
def test_a_plan_tells_no_tender_that_is_yet_to_come(signed: str, words: dict[str, Any], found: int, tmp_path: Path) -> None:
    scope = scope_of(tmp_path, {"设备选型": {1: {"签订日期": signed}}})
    assert len(messages(scope, "CD-34", words)) == found


@pytest.mark.parametrize(
    ("value", "unit", "text", "behind", "right"),
    [
        ("5085", "户", "5085", "户", True),
        ("5085", "户", "0.5085", "万户", True),
        ("5085", "户", "0.51", "万户", True),
        ("5085", "户", "0.50", "万户", False),
        ("5085", "户", "0.5085", "户", False),
        ("5085", "户", "0.5085", "", True),  # a table, whose heading says 万户
        ("12345.678", "万元", "12345.68", "万元", True),
        ("12345.678", "万元", "1.23", "亿元", True),
        ("12345.678", "万元", "1.24", "亿元", False),
        ("66.666666666", "%", "66.67", "%。", True),
        ("66.666666666", "%", "66.66", "%。", False),
        ("100", "%", "100", "%", True),
        ("99.99905", "%", "99.99", "%", True),
        ("99.99905", "%", "100", "%", False),
        ("99.99905", "%", "100.00", "", False),
        ("0.001", "%", "0.01", "%", True),
        ("0.125", "万平方米", "0.13", "万平方米", True),
        ("0.003", "万平方米", "30", "平方米", True),
        ("0.003", "万平方米", "31", "平方米", False),
        ("0.003", "万平方米", "0.00", "万平方米", False),
        ("0.003", "万平方米", "0.003", "", True),
        ("0.003", "万平方米", "0.00", "", False),
        ("0", "万平方米", "0", "平方米", True),
        ("0.0012", "万元", "12", "元", True),
        ("12.5", "万元", "0.00", "亿元", False),
        ("12", "个", "十二", "个", True),
    ],
)
def test_a_number(county: Scope, value: str, unit: str, text: str, behind: str, right: bool) -> None:
    shown = {"名称": "x", "标签": "数", "单位": unit, "值": value, "文字": text, "后文": behind}
    assert (messages(county, "CD-12", {"数据项": [shown]}) == []) is right


def test_a_document_that_could_not_be_composed_is_not_checked(county: Scope) -> None:
    from reportgen.documents.context import filing
    from reportgen.figures.themes import themes
    from reportgen.policy import Surroundings, evaluate_unit
    from tests.filed import KINDS

    alone = only(POLICIES, "CD-17")
    outcome = evaluate_unit(alone, county, themes(county), "2023", {"plan": filing(county, KINDS[0])}, Surroundings())["plan"]
    assert [entry.missing for entry in outcome.not_checked] == [("公文没有生成",)]
    assert (outcome.findings, outcome.holds) == ((), ())


@pytest.mark.parametrize("number", ["保清洁办发[2023]第011号", "保清洁办发（2023）11号", "保清洁办发〔2023〕11号"])
def test_a_units_own_number_is_known_however_it_is_written(number: str, tmp_path: Path) -> None:
    scope = scope_of(tmp_path, {"单位": {"公文": {"验收报告": {"发文字号": number}}}})
    words = {"段落": ["保清洁办发〔2023〕11号"]}
    assert evaluate(only(POLICIES, "CD-13"), scope, "acceptance", words).findings == ()
    spelling = evaluate(only(POLICIES, "CD-14"), scope, "acceptance", words).findings
    assert [(finding.message, finding.places[0].file) for finding in spelling] == (
        [] if "〔" in number else [(f"文号“{number}”书写不规范", "inputs/2023/单位/单位.yaml")]
    )
