"""The same name in other clothes: what is one name when it is read, what is told, and what is left alone."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.diagnostics import Severity
from reportgen.inputs.likeness import Likeness, alike, likeness
from reportgen.inputs.wording import settle
from tests.inputs.workspace import UNIT, Workspace

ERROR, WARNING = Severity.ERROR, Severity.WARNING
BOOK = "填报表.xlsx"
COUNTY = UNIT.replace("原平市", "静乐县").replace("140981", "140926")
MADE_UP = UNIT.replace("原平市", "示例县").replace("140981", "999999").replace("上级: 忻州市\n", "")
VILLAGES = ("乡镇", "村（社区）", "取暖路径", "区域", "户数")
TASKS = ("乡镇", "取暖路径", "区域", "任务户数")
ACCEPTANCE = ("乡镇", "村（社区）", "验收类别", "完工户数", "验收户数", "合格户数", "不合格户数")


@pytest.fixture
def unit(tmp_path: Path) -> Workspace:
    """A workspace with one county, 静乐县."""
    folder = tmp_path / "inputs/2023/静乐县"
    folder.mkdir(parents=True)
    workspace = Workspace(tmp_path, folder)
    workspace.write("单位.yaml", COUNTY)
    return workspace


def villages(*names: tuple[str, str]) -> dict[str, Sequence[Sequence[object]]]:
    """确村确户 with these townships and villages."""
    return {"确村确户": [VILLAGES, *((township, village, "煤改电", "农村", 10 + at) for at, (township, village) in enumerate(names))]}


def told(unit: Workspace, code: str) -> list[tuple[Severity, str, list[str]]]:
    """What is said with a code: severity, message, the cells and lines."""
    found = [problem for problem in unit.load()[1] if problem.code == f"inputs.{code}"]
    return [(problem.severity, problem.message, [place.cell or f":{place.line}" for place in problem.places]) for problem in found]


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("娑婆乡", "娑婆乡"),
        ("娑 婆 乡", "娑婆乡"),
        ("娑　婆　乡", "娑婆乡"),
        ("娑\xa0婆\u2003乡", "娑婆乡"),
        (" 娑婆乡　", "娑婆乡"),
        ("娑\u200b婆\ufeff乡", "娑婆乡"),
        ("娑婆\n乡", "娑婆乡"),
        ("⼤王村", "大王村"),
        ("⻢营村", "马营村"),
        ("\uf9f4村", "林村"),
        ("Ａ区１号村", "A区1号村"),
        ("第 3 村", "第3村"),
        ("示例(集团)公司", "示例（集团）公司"),
        ("示例（集团）公司", "示例（集团）公司"),
        ("ABC Energy 公司", "ABC Energy公司"),
        ("Carrier Air Conditioning", "Carrier Air Conditioning"),
        ("东村，西村", "东村，西村"),
        ("5㎡", "5㎡"),
        ("", ""),
    ],
)
def test_spaces_width_and_forms_of_characters_are_one_name(written: str, name: str) -> None:
    assert settle(written) == name


@given(st.text(st.sampled_from("娑婆乡A1（( 　\u200b⼤Ａ，村"), max_size=8))
def test_a_name_that_is_settled_stays_so(text: str) -> None:
    assert settle(settle(text)) == settle(text)


@pytest.mark.parametrize("written", ["娑 婆 乡", "娑　婆　乡", "娑\u200b婆乡", "娑婆⼄".replace("⼄", "乡")], ids=["space", "wide", "invisible", "same"])
def test_a_township_spaced_for_alignment_is_one_township(unit: Workspace, written: str) -> None:
    unit.book(villages((written, "东村"), ("娑婆乡", "西村")))
    assert {row["township"] for row in unit.rows("确村确户")} == {"娑婆乡"}
    assert not told(unit, "alike-names")


def test_names_of_every_dataset_are_settled(unit: Workspace) -> None:
    unit.write("拖欠款.csv", "企业名称,项目名称,拖欠金额\n示例 热力 公司,甲,1\n示例热力公司,乙,2\n")
    unit.write("职责分工.yaml", "- {部门: 县 能源局, 职责: 甲}\n")
    assert [row["enterprise"] for row in unit.rows("拖欠款")] == ["示例热力公司"] * 2
    assert [row["department"] for row in unit.rows("职责分工")] == ["县能源局"]


# --- With a list of townships and villages ---


@pytest.mark.parametrize(
    "listed",
    [
        "乡镇: [鹅城镇, 娑婆乡]",
        "乡镇:\n- 鹅城镇\n- 娑 婆 乡",
        "乡镇:\n  鹅城镇:\n  娑婆乡: []",
        "乡镇:\n- 鹅城镇: [东关村]\n- 娑婆乡",
        "乡镇: {鹅城镇: , 娑婆乡: 东村}",
    ],
    ids=["list", "lines", "blank", "mixed", "braces"],
)
@pytest.mark.parametrize("wrong", ["娑波乡", "婆娑乡", "娑婆", "娑婆镇", "娑婆鄉", "娑婆乡政府"])
def test_what_is_not_on_the_list_is_no_township(unit: Workspace, listed: str, wrong: str) -> None:
    unit.write("单位.yaml", f"{COUNTY}{listed}\n")
    unit.book({**villages((wrong, "东村"), ("娑婆乡", "东村")), "改造任务": [TASKS, (wrong, "煤改电", "农村", 3)]})
    assert [row.get("township") for row in unit.rows("确村确户")] == [None, "娑婆乡"]
    assert [row.get("township") for row in unit.rows("改造任务")] == [None]
    message = f"“乡镇”写的是“{wrong}”，不在本单位的乡镇名录中，没有采用，是否应为“娑婆乡”"
    assert told(unit, "unlisted-place") == [(ERROR, message, ["A2", "A2", ":6"])]


def test_villages_are_looked_for_in_their_township(unit: Workspace) -> None:
    unit.write("单位.yaml", f"{COUNTY}乡镇:\n  鹅城镇: [东关村, 西关村]\n  娑婆乡: [东村]\n  丰润镇:\n")
    unit.book(villages(("娑婆乡", "东村"), ("娑婆乡", "西关村"), ("鹅城镇", "东官村"), ("丰润镇", "任何村")))
    assert [row.get("village") for row in unit.rows("确村确户")] == ["东村", None, None, "任何村"]
    assert told(unit, "unlisted-place") == [
        (ERROR, "“村（社区）”写的是“西关村”，不在“娑婆乡”的村（社区）名录中，没有采用；它列在“鹅城镇”中", ["B3", ":6"]),
        (ERROR, "“村（社区）”写的是“东官村”，不在“鹅城镇”的村（社区）名录中，没有采用，是否应为“东关村”", ["B4", ":6"]),
    ]


@pytest.mark.parametrize("more", ["", "乡镇: [鹅城镇]\n"], ids=["table", "both"])
def test_the_list_may_be_a_table(unit: Workspace, more: str) -> None:
    unit.write("单位.yaml", COUNTY + more)
    unit.write("乡镇村名录.csv", "乡镇,村（社区）\n娑婆乡,东村\n娑 婆 乡,西村\n鹅城镇,\n")
    unit.book(villages(("娑波乡", "东村"), ("娑婆乡", "东村"), ("娑婆乡", "南村"), ("鹅城镇", "任何村")))
    assert [(row.get("township"), row.get("village")) for row in unit.rows("确村确户")] == [
        (None, "东村"), ("娑婆乡", "东村"), ("娑婆乡", None), ("鹅城镇", "任何村"),
    ]  # fmt: skip
    assert [message.split("，")[0] for _, message, _ in told(unit, "unlisted-place")] == ["“乡镇”写的是“娑波乡”", "“村（社区）”写的是“南村”"]


# --- Without one ---


@pytest.mark.parametrize(
    ("names", "meant"),
    [
        (["娑波乡"], "娑婆乡"),
        (["婆娑乡", "娑婆乡"], "娑婆乡"),
        (["鹅城"], "鹅城镇"),
        (["杜家村鎮"], "杜家村镇"),
        (["双路乡"], None),  # a township that has become a town since
        (["堂尔上乡", "中庄乡"], None),  # townships that are no more
        (["辛村乡", "王村镇", "鹅城镇", "娑婆乡"], None),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, list) else "",
)
def test_what_is_a_township_of_the_county_in_other_clothes_is_none_of_its_own(unit: Workspace, names: list[str], meant: str | None) -> None:
    unit.book(villages(*((name, "东村") for name in names)))
    message = f"“乡镇”写的是“{names[0]}”，静乐县没有这个名称，没有采用，是否应为“{meant}”"
    assert [(severity, said) for severity, said, _ in told(unit, "unlisted-place")] == ([(ERROR, message)] if meant else [])
    assert [row.get("township") for row in unit.rows("确村确户")] == [None if meant and at == 0 else name for at, name in enumerate(names)]


def test_a_township_that_has_become_a_town_is_told_beside_it(unit: Workspace) -> None:
    unit.book(villages(("双路乡", "东村"), ("双路镇", "西村")))
    message = "“乡镇”中“双路乡”和“双路镇”只差“乡”“镇”“村”等字，可能是同一个，是否应为“双路镇”"
    assert told(unit, "alike-names") == [(WARNING, message, ["A2", "A3"])]


@pytest.mark.parametrize(
    ("first", "second", "how"),
    [
        ("娑婆乡", "婆娑乡", Likeness.ORDER),
        ("鹅城", "鹅城镇", Likeness.ENDING),
        ("子干村", "子干", Likeness.ENDING),
        ("北城街道", "北城街道办事处", Likeness.ENDING),
        ("静樂鎮", "静乐镇", Likeness.CLOTHES),
        ("孫家溝村", "孙家沟村", Likeness.CLOTHES),
        ("李石沟村", "李右沟村", Likeness.ONE),
        ("娑波乡", "娑婆乡", Likeness.ONE),
        *(
            (first, second, None)
            for first, second in (
                ("东村", "西村"), ("上庄", "下庄"), ("大王村", "小王村"), ("一村", "二村"), ("前王庄", "后王庄"), ("南河村", "北河村"), ("新庄村", "旧庄村"),
                ("张家庄", "王家庄"), ("刘家坪村", "李家坪村"), ("王家沟", "王家庄"), ("辛村乡", "王村乡"), ("红旗一组", "红旗二组"), ("东关社区", "西关社区"),
                ("东西沟", "西东沟"), ("甲村", "乙村"), ("河口村", "河会村"), ("王村", "汪村"), ("鹅城镇", "丰润镇"), ("1村", "2村"), ("西上庄", "西下庄"),
            )
        ),
    ],
)  # fmt: skip
def test_which_names_may_be_one(first: str, second: str, how: Likeness | None) -> None:
    assert likeness(first, second) is how
    assert likeness(second, first) is how
    assert alike([first, second]) == ({frozenset((first, second)): how} if how else {})


def test_two_villages_that_stand_in_one_table_are_two(unit: Workspace) -> None:
    unit.write("单位.yaml", MADE_UP)
    unit.book(villages(("甲镇", "李石沟村"), ("甲镇", "李右沟村"), ("城关镇", "东村"), ("城关乡", "东村")))
    assert not told(unit, "alike-names")


def test_a_name_that_is_another_in_the_next_table_is_told_with_both_places(unit: Workspace) -> None:
    unit.write("单位.yaml", MADE_UP)
    done = [ACCEPTANCE, ("甲镇", "李右沟村", "煤改电", 1, 1, 1, 0), ("甲镇", "张家庄", "煤改电", 1, 1, 1, 0)]
    unit.book({**villages(("甲镇", "李石沟村"), ("甲镇", "李石沟村"), ("甲镇", "王家庄")), "验收": done})
    message = "“村（社区）”中甲镇的“李右沟村”和“李石沟村”只差一个字，可能是同一个，是否应为“李石沟村”"
    assert told(unit, "alike-names") == [(WARNING, message, ["B2", "B2"])]
