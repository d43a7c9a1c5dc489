"""The acceptance report says what the figures say: the conclusion, the classes, the sample, the sheet to sign."""

from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree

from reportgen.pipeline.opening import open_season
from reportgen.workspace import Workspace

Project = Callable[[str], Path]


def document(root: Path, unit: str) -> "etree._Element":
    season = open_season(Workspace(root), "2023")
    (job,) = season.jobs(frozenset({unit}), frozenset({"acceptance"}))
    composed = season.compose(job)
    assert composed.html is not None, composed.problems
    return etree.fromstring(composed.html)


def text_of(root: Path, unit: str) -> str:
    return "".join(document(root, unit).itertext())


def conclusion(root: Path, unit: str) -> str:
    tree = document(root, unit)
    heading = next(h for h in tree.iter("h2") if "验收结论" in "".join(h.itertext()))
    return "".join("".join(p.itertext()) for p in heading.itersiblings("p"))


def change(root: Path, *changes: tuple[str, str, str]) -> Path:
    for file, before, after in changes:
        path = root / "inputs/2023" / file
        text = path.read_text("utf-8")
        assert before in text
        path.write_text(text.replace(before, after), "utf-8")
    return root


@pytest.mark.sampled(2)
@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ((), "2000户全部通过验收，一次验收合格率99.90%，整改后合格率100%"),
        ((("验收.csv", "200,200,198,2,2", "200,200,198,2,1"),), "尚有1户未整改到位，"),
        ((("问题清单.csv", "2023年10月25日,2023年10月23日", "2023年10月25日,"),), "尚有验收问题1件未销号，"),
        ((("建筑节能.yaml", "验收合格面积: 8.25, 验收不合格面积: 0", "验收合格面积: 8.00, 验收不合格面积: 0.25"),), "尚有建筑节能改造0.25万平方米不合格，"),
        ((("配套电网.csv", "2023年9月5日,16", "2023年9月5日,15"),), "尚有配套台区1个不合格，"),
        ((("验收.csv", "200,200,198,2,2", "200,200,198,,2"),), "【待补：验收结论"),
        ((("验收.csv", "200,200,198,2,2", "200,200,198,2,3"),), "【待补：验收结论"),
        ((("验收.csv", "200,200,198,2,2", "200,150,150,0,0"),), "验收合格1950户，具备供暖条件。尚有50户未验收，"),
        ((("建筑节能.yaml", "验收合格面积: 8.25", "验收合格面积: 3"),), "尚有建筑节能改造5.25万平方米未验收，"),
        ((("建筑节能.yaml", "验收合格面积: 8.25", "验收合格面积: 9"),), "【待补：验收结论"),
        ((("配套电网.csv", "2023年9月5日,16,2023年10月17日", "2023年9月5日,,"),), "尚有配套台区16个未验收，"),
        ((("月度计划与进度.csv", "2023年10月,煤改电,1200,1200", "2023年10月,煤改电,1200,"),), "未完工的清洁取暖改造【待补：清洁取暖改造未完成户数】，"),
        ((("月度计划与进度.csv", "1200,1200", "1200,1190"),), "未完工的清洁取暖改造10户，完工后另行组织验收"),
    ],
)
def test_the_conclusion_follows_from_the_figures(changes: tuple[tuple[str, str, str], ...], words: str, project: Project) -> None:
    root = change(project("pair"), *((f"甲县/{file}", before, after) for file, before, after in changes))
    said = conclusion(root, "甲县")
    assert words in said
    passed = not changes or "月度计划与进度.csv" in changes[0][0]
    assert ("验收结论为合格" in said) == passed


@pytest.mark.sampled(3)
@pytest.mark.parametrize(
    ("changes", "said", "unsaid"),
    [
        # Problems: none listed, failed or not, or not known; one; put right more than failed.
        ((("问题清单.csv", "2,验收,", "2,督导检查,"),), "验收不合格的2户经整改全部合格。", "发现需要列入清单"),
        (
            (("问题清单.csv", "2,验收,", "2,督导检查,"), ("验收.csv", "200,200,198,2,2", "200,200,198,,2")),
            "验收不合格的【待补：不合格户数】",
            "发现需要列入清单",
        ),
        (
            (("问题清单.csv", "2,验收,", "2,督导检查,"), ("验收.csv", "200,200,198,2,2", "200,200,200,0,0")),
            "验收没有发现需要列入清单整改的问题。",
            "验收不合格的",
        ),
        ((("验收.csv", "200,200,198,2,2", "200,200,198,2,0"),), "验收不合格的2户尚未整改到位，整改后另行复验。", "，0户"),
        ((), "验收发现问题1件，已明确整改措施、责任单位和时限，已整改销号。", "逐件"),
        ((("验收.csv", "200,200,198,2,2", "200,200,198,2,5"),), "尚有【待补：尚未整改合格户数】未整改到位", "-3户"),
        ((("验收.csv", "200,200,198,2,2", "200,200,198,2,5"),), "尚有【待补：尚未整改合格户数】未整改到位", "100.15%"),
        # What isn't completed has a reason, or one is asked for.
        ((("月度计划与进度.csv", "1200,1200", "1200,1190"),), "未完成的原因是：【待补：煤改电未完成原因】。", "；【待补"),
        (
            (("月度计划与进度.csv", "实际累计完成户数\n", "实际累计完成户数,未完成原因\n"), ("月度计划与进度.csv", "1200,1200", "1200,1190,管网推迟。")),
            "原因是：煤改电，管网推迟。",
            "。。",
        ),
        # Retrofit that isn't accepted, or not at all.
        ((("建筑节能.yaml", "验收合格面积: 8.25", "验收合格面积: 3"),), "没有不合格的；尚未验收5.25万平方米（见", "验收结论为合格"),
        # Who takes part, by the names of the townships.
        ((("验收.csv", "城关镇", "城关街道"),), "3个乡镇（街道）、", "3个乡镇、"),
        ((), "3个乡镇、", "乡镇（街道）"),
        # What the tables don't say: who visited whom, what was looked at, what is being done.
        ((), "按户验收完工的改造项目，并入户抽验；建筑节能改造按面积验收，配套电网按台区验收，记录通电、通热、试运行、", "重点查验"),
        ((), "建立“一户一档”手册2000户，与验收合格户数一致。居民个人信息不对外公开。", "隐蔽工程影像"),
        ((), "本年度有煤改电、生物质热电联产、建筑节能、电网增容四类项目", "五类"),
        ((), "选用设备1200台（见", "安装设备"),
        ((("验收.csv", "东乡,一村,煤改电,农村,700,700,700,0,0,700", "东乡,一村,煤改电,农村,700,700,700,0,0,690"),), "已通电、通热1990户", "具备供暖条件"),
        ((("设备选型.csv", "2023年4月15日", ""),), "中标企业为示例企业甲。各型号设备", "采购合同均已签订"),
        ((("设备选型.csv", "市统一招标", "县级自行招标"),), "“煤改电”设备由本级自行招标，中标企业为示例企业甲。", "市统一招标"),
        ((), "列出用户台账中记载的部分抽验用户", "全部抽验用户见用户台账"),
        # A row that isn't known to be in town or country.
        ((("验收.csv", "三村,煤改电,农村", "三村,煤改电,"),), "【待补：煤改电农村完工户数】", "【待补：煤改电完工户数】"),
    ],
)
def test_what_is_not_known_is_asked_for_and_nothing_else_is_said(changes: tuple[tuple[str, str, str], ...], said: str, unsaid: str, project: Project) -> None:
    text = text_of(change(project("pair"), *((f"甲县/{file}", before, after) for file, before, after in changes)), "甲县")
    assert said in text
    assert unsaid not in text


def test_a_unit_with_retrofit_only_is_in_the_table_that_adds_up(project: Project) -> None:
    root = project("pair")
    zone = root / "inputs/2023/开发区"
    zone.mkdir()
    (zone / "单位.yaml").write_text('名称: 开发区\n级别: 县\n代码: "990903"\n上级: 示例市\n发文机关: 开发区管委会\n文种: []\n', "utf-8")
    (zone / "建筑节能.csv").write_text("改造类型,计划面积,完成面积,验收合格面积,验收不合格面积\n农村围护结构改造,1.00,1.00,1.00,0\n", "utf-8")
    table = document(root, "示例市").find(".//table[@id='units-retrofit']")
    assert table is not None
    rows = [["".join(cell.itertext()) for cell in row] for row in table.iterfind("tbody/tr")]
    assert ["开发区", "1.00", "1.00", "1.00"] in [row[:4] for row in rows]
    for column in (2, 3):
        assert sum(float(row[column]) for row in rows[:-1]) == float(rows[-1][column])


def test_all_classes_that_the_policy_asks_for_are_reported(root: Path) -> None:
    table = document(root / "tests/projects/pair", "乙县").find(".//table[@id='classes']")
    assert table is not None
    rows = ["".join(row.itertext()) for row in table.iterfind("tbody/tr")]
    assert [row[:4] for row in rows] == ["集中供热", "煤改电本", "煤改气户", "建筑节能", "电网增容"]
    assert rows[0].endswith("本年度没有此类项目")


def test_a_share_below_the_required_one_is_said(project: Project) -> None:
    root = project("pair")
    assert "符合规定比例" in text_of(root, "甲县")
    change(root, ("甲县/验收.csv", "2023年10月20日,80", "2023年10月20日,79"))
    assert "未达到规定比例" in text_of(root, "甲县")


def test_the_sheet_to_sign_is_an_attachment_of_its_own_with_room_for_each_member(root: Path) -> None:
    tree = document(root / "tests/projects/pair", "甲县")
    sheet = next(section for section in tree.iter("section") if section.find("table[@id='signatures']") is not None)
    rows = sheet.findall("table/tbody/tr")
    assert [row[0].text for row in rows] == ["组长", "副组长", "成员", "成员", "成员"]
    assert all("".join(row[-1].itertext()).strip() == "" for row in rows)


def test_no_name_number_or_phone_of_a_household_leaves_the_ledger(root: Path) -> None:
    text = text_of(root / "tests/projects/pair", "甲县")
    assert "欧某某" in text
    assert not any(private in text for private in ("990901****", "139****"))


def test_a_county_without_a_ledger_has_no_list_of_households(project: Project) -> None:
    root = project("pair")
    (root / "inputs/2023/甲县/用户台账.csv").unlink()
    assert "抽验用户名单" not in text_of(root, "甲县")


def test_the_city_names_the_county_that_is_missing_and_the_one_with_open_problems(project: Project) -> None:
    root = project("pair")
    change(root, ("甲县/问题清单.csv", "2023年10月25日,2023年10月23日", "2023年10月25日,"))
    tree = document(root, "示例市")
    table = tree.find(".//table[@id='issues']")
    assert table is not None
    assert "甲县西镇三村" in "".join(table.itertext())
    (root / "inputs/2023/乙县/验收.csv").unlink()
    assert "乙县的验收数据尚未报送齐全" in text_of(root, "示例市")


def test_what_the_units_description_lacks_is_asked_for_there(project: Project) -> None:
    root = project("pair")
    file = root / "inputs/2023/甲县/单位.yaml"
    file.write_text("\n".join(line for line in file.read_text("utf-8").split("\n") if not line.startswith("验收组织")), "utf-8")
    season = open_season(Workspace(root), "2023")
    (job,) = season.jobs(frozenset({"甲县"}), frozenset({"acceptance"}))
    problems = season.compose(job).problems
    assert problems[0].places[0].file == "inputs/2023/甲县/单位.yaml"
    assert all(words in "".join(problem.message for problem in problems) for words in ("验收起止日期", "抽验比例", "比例依据"))
