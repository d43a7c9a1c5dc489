"""The acceptance report says what the figures say: the conclusion, the classes, the sample, the sheet to sign."""

from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree

from reportgen.documents.season import open_season
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


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ((), "2000户全部通过验收，一次验收合格率99.90%，整改后合格率100%"),
        ((("验收.csv", "200,200,198,2,2", "200,200,198,2,1"),), "尚有1户未整改到位，"),
        ((("问题清单.csv", "2023年10月25日,2023年10月23日", "2023年10月25日,"),), "尚有验收问题1件未销号，"),
        ((("建筑节能.yaml", "验收合格面积: 8.25, 验收不合格面积: 0", "验收合格面积: 8.00, 验收不合格面积: 0.25"),), "尚有建筑节能改造0.25万平方米不合格，"),
        ((("配套电网.csv", "2023年9月5日,16", "2023年9月5日,15"),), "尚有配套台区1个不合格，"),
        ((("验收.csv", "200,200,198,2,2", "200,200,198,,2"),), "【待补：验收结论"),
        ((("验收.csv", "200,200,198,2,2", "200,150,150,0,0"),), "验收的1950户全部合格，其余未验收的继续组织验收"),
        ((("月度计划与进度.csv", "1200,1200", "1200,1190"),), "未完工的清洁取暖改造10户，完工后另行组织验收"),
    ],
)
def test_the_conclusion_follows_from_the_figures(changes: tuple[tuple[str, str, str], ...], words: str, project: Project) -> None:
    root = change(project("pair"), *((f"甲县/{file}", before, after) for file, before, after in changes))
    said = conclusion(root, "甲县")
    assert words in said
    passed = not changes or "继续组织验收" in words or "另行" in words
    assert ("验收结论为合格" in said) == passed


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
    assert "欧**" in text
    assert not any(private in text for private in ("欧阳某", "990901****", "139****"))


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
    (problem,) = season.compose(job).problems
    assert problem.places[0].file == "inputs/2023/甲县/单位.yaml"
    assert all(words in problem.message for words in ("验收起止日期", "抽验比例", "比例依据"))
