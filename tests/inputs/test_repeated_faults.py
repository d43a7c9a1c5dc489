"""A repeated fault is told once: cells left blank under a filled one, cells that say 同上, one fault in many cells."""

from collections.abc import Sequence

import pytest

from reportgen.diagnostics import Severity
from reportgen.inputs.grid import Raw
from tests.inputs.test_aggregates import VILLAGES, read
from tests.inputs.workspace import Workspace

ERROR, WARNING, NOTICE = Severity.ERROR, Severity.WARNING, Severity.NOTICE
FORTY = [("鹅城镇" if n == 0 else None, f"第{n}村", "煤改电", "农村", 10) for n in range(41)]


def test_forty_blank_cells_under_a_town_are_one_fault() -> None:
    table, (problem,) = read("确村确户", [VILLAGES, *FORTY])
    assert (problem.severity, problem.code, len(problem.places)) == (ERROR, "inputs.missing-value", 40)
    assert problem.message == "“乡镇”有40处空白，是否同上（例如A3同上面的“鹅城镇”）"
    assert "合并" in problem.help
    assert [record.township for record in table.rows] == ["鹅城镇", *[None] * 40]


@pytest.mark.parametrize(
    ("title", "header", "rows", "said"),
    [
        ("确村确户", VILLAGES, [("甲镇", "甲村", "煤改电", "农村", 1), (None, "乙村", "煤改电", "农村", 1)], [(ERROR, "“乡镇”没有填写", 1)]),
        (
            "确村确户",
            VILLAGES,
            [("甲镇", "甲村", "煤改电", "农村", 1), (None, "乙村", None, "农村", 1), (None, "丙村", None, "农村", 1)],
            [(ERROR, "“乡镇”有2处空白，是否同上（例如A3同上面的“甲镇”）", 2), (ERROR, "“取暖路径”有2处空白，是否同上（例如C3同上面的“煤改电”）", 2)],
        ),
        ("确村确户", VILLAGES, [("甲镇", f"第{n}村", "煤改电", "农村", None) for n in range(5)], [(ERROR, "“户数”有5处没有填写", 5)]),
        (
            "改造任务",
            ("乡镇", "取暖路径", "区域", "任务户数"),
            [("甲镇", "煤改电", "农村", 1), (None, "煤改气", "农村", 1), (None, "集中供热", "农村", 1)],
            [(WARNING, "“乡镇”有2处空白，是否同上（例如A3同上面的“甲镇”）", 2)],
        ),
        ("改造任务", ("乡镇", "取暖路径", "区域", "任务户数"), [(None, "煤改气", "农村", 1), (None, "集中供热", "农村", 1), ("甲镇", "煤改电", "农村", 1)], []),
        (
            "改造任务",
            ("县（市、区）", "乡镇", "取暖路径", "区域", "任务户数"),
            [
                ("代县", "甲镇", "煤改电", "农村", 1),
                (None, "乙镇", "煤改电", "农村", 2),
                ("原平市", "丙镇", "煤改电", "农村", 4),
                (None, "丁镇", "煤改电", "农村", 8),
            ],
            [
                (NOTICE, "其他县（市、区）的2行没有读取，只读取“原平市”的行", 2),
                (WARNING, "“县（市、区）”列有1行空白，按上面一行的单位读取，例如这一行作为“代县”的行没有读取", 1),
            ],
        ),
        (
            "改造任务",
            ("县（市、区）", "乡镇", "煤改电（农村）", "煤改气（农村）"),
            [("代县", "甲镇", 1, 1), (None, "乙镇", 2, 2), ("原平市", "丙镇", 4, 4), (None, "丁镇", 8, 8)],
            [
                (NOTICE, "其他县（市、区）的2行没有读取，只读取“原平市”的行", 2),
                (WARNING, "“县（市、区）”列有1行空白，按上面一行的单位读取，例如这一行作为“代县”的行没有读取", 1),
            ],
        ),
        (
            "拖欠款",
            ("企业名称", "项目名称", "拖欠金额", "已清偿金额"),
            [("甲公司", f"第{n}项", f"{n}个", None) for n in range(1, 41)],
            [*[(ERROR, "“拖欠金额”的单位应为万元，实际是“个”", 40)]],
        ),
    ],
    ids=["one", "two-columns", "numbers", "optional", "optional-first", "other-counties", "other-counties-across", "the-same-everywhere"],
)
def test_what_is_alike_is_told_once(title: str, header: Sequence[Raw], rows: Sequence[Sequence[Raw]], said: list[tuple[Severity, str, int]]) -> None:
    _, problems = read(title, [header, *rows])
    assert sorted(((p.severity, p.message.replace("有40处", ""), len(p.places)) for p in problems), key=str) == sorted(said, key=str)


@pytest.mark.parametrize("mark", ["同上", "同 上", "〃", "″", '"', "＂", "同前", "同上行", "''", "々", "”"])
def test_cells_that_say_as_above_are_read(mark: str) -> None:
    rows = [("甲镇", "甲村", "煤改电", "农村", 1), (mark, "乙村", mark, mark, 2), (mark, "丙村", "煤改气", mark, 4)]
    table, problems = read("确村确户", [VILLAGES, *rows])
    assert [(r.township, str(r.path), str(r.area), r.households) for r in table.rows] == [
        ("甲镇", "煤改电", "农村", 1),
        ("甲镇", "煤改电", "农村", 2),
        ("甲镇", "煤改气", "农村", 4),
    ]
    assert [(p.severity, p.code, len(p.places)) for p in problems] == [(NOTICE, "inputs.same-as-above", n) for n in (2, 1, 2)]


@pytest.mark.parametrize(
    ("title", "header", "rows", "places"),
    [
        ("确村确户", VILLAGES, [("甲镇", "甲村", "煤改电", "农村", 1), *[("甲镇", f"{n}村", "煤改电", "农村", "同上") for n in range(30)]], 30),
        ("确村确户", VILLAGES, [("同上", "甲村", "煤改电", "农村", 1)], 1),
        ("能源保障", ("能源品种", "供应企业", "计量单位", "需求量", "合同编号"), [("电力", "甲", "度", 1, "A1"), ("电力", "乙", "度", 2, "〃")], 1),
    ],
    ids=["number", "nothing-above", "identifier"],
)
def test_as_above_where_nothing_can_be_taken_is_one_fault(title: str, header: Sequence[Raw], rows: Sequence[Sequence[Raw]], places: int) -> None:
    _, problems = read(title, [header, *rows])
    assert [(p.code, len(p.places)) for p in problems if p.severity is ERROR] == [("inputs.same-as-above", places)]


def test_as_above_in_yaml(county: Workspace) -> None:
    county.write(
        "确村确户.yaml", "- {乡镇: 甲镇, 村: 甲村, 取暖路径: 煤改电, 区域: 农村, 户数: 1}\n- {乡镇: 同上, 村: 乙村, 取暖路径: 同上, 区域: 〃, 户数: 2}\n"
    )
    assert [(row["township"], row["households"]) for row in county.rows("确村确户")] == [("甲镇", 1), ("甲镇", 2)]
    assert {code for code, _, _ in county.said()} == {"inputs.same-as-above"}


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("改造任务.yaml", "- {取暖路径: 煤改电, 区域: 农村, 任务户数: 1, 乡镇街办: 甲}\n", "“改造任务”没有“乡镇街办”这一列，是否应为“乡镇”"),
        ("改造任务.yaml", "- 取暖路径：煤改电\n", "每一行应为一组“列名: 值”，用了中文冒号"),
        ("改造任务.csv", "甲镇,煤改电,农村,1,234\n", "有40行的格数比表头多，数值没有采用"),
    ],
    ids=["key", "colon", "longer"],
)
def test_what_is_wrong_in_every_row_is_told_once(county: Workspace, name: str, text: str, message: str) -> None:
    header = "乡镇,取暖路径,区域,任务户数\n" if name.endswith("csv") else ""
    county.write(name, header + text * 40)
    errors = [p for p in county.load()[1] if p.severity is ERROR]
    assert [(p.message, len(p.places)) for p in errors] == [(message, 40)]


def test_many_wrong_totals_are_limited() -> None:
    rows: list[Sequence[Raw]] = []
    for n in range(40):
        rows += [(f"{n}镇", "甲村", "煤改电", "农村", 1), (f"{n}镇", "小计", None, None, n + 2)]
    errors = [p for p in read("确村确户", [VILLAGES, *rows])[1] if p.severity is ERROR]
    assert [len(p.places) for p in errors] == [1] * 9 + [31]
