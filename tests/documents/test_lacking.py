"""What a document lacks is told where an officer fills it in: the table, the cell, the entry of 单位.yaml, the section."""

from collections.abc import Callable
from pathlib import Path

import pytest

from reportgen.pipeline.opening import open_season
from reportgen.workspace import Workspace

Project = Callable[[str], Path]


def told(root: Path, unit: str, kind: str) -> list[tuple[str, str]]:
    season = open_season(Workspace(root), "2023")
    (job,) = season.jobs(frozenset({unit}), frozenset({kind}))
    return [(problem.code, problem.message) for problem in season.compose(job).problems if problem.code.startswith("documents.missing")]


@pytest.mark.sampled(6)
@pytest.mark.parametrize(
    ("kind", "file", "before", "after", "expected"),
    [
        # A table that the kind can't do without; its rows' 序号 is no entry of 单位.yaml.
        ("acceptance", "问题清单.csv", None, None, [("documents.missing-table", "《验收报告》缺少1个数据表：甲县《问题清单》")]),
        # A cell that is empty.
        ("plan", "改造任务.csv", "农村,1200", "农村,", [("documents.missing-cell", "《实施方案》待补的单元格：甲县/改造任务.csv C2的任务户数")]),
        # What only a lacking table would say follows from it: no key of 单位.yaml (报送日期), no cell of its own (总户数).
        ("summary", "报送记录.csv", None, None, [("documents.missing-table", "《采暖季工作总结》缺少1个数据表：甲县《报送记录》")]),
        ("plan", "清零范围.csv", None, None, [("documents.missing-table", "《实施方案》缺少1个数据表：甲县《清零范围》")]),
        # An entry of 单位.yaml, also one that a figure needs.
        ("summary", "单位.yaml", "采暖季: {开始: 2023-11-15, 结束: 2024-01-13}\n", "", [("documents.missing-input", "《采暖季工作总结》待补：采暖季")]),
        ("plan", "单位.yaml", "签发人: 张某某\n", "", [("documents.missing-input", "《实施方案》待补：签发人")]),
    ],
)
def test_what_is_lacking_is_named(kind: str, file: str, before: str | None, after: str | None, expected: list[tuple[str, str]], project: Project) -> None:
    root = project("pair")
    path = root / "inputs/2023/甲县" / file
    if before is None or after is None:
        path.unlink()
    else:
        text = path.read_text(encoding="utf-8")
        assert before in text
        path.write_text(text.replace(before, after), encoding="utf-8")
    assert told(root, "甲县", kind) == expected


CSV = "inputs/2023/甲县"


def test_a_cell_that_cannot_be_read_is_named_in_words(project: Project) -> None:
    """Its row can't be added to any sum: what is lacking is the cell itself, not a column of it."""
    root = project("pair")
    path = root / CSV / "改造任务.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("农村", "乡下"), encoding="utf-8")
    assert ("documents.missing-cell", "《实施方案》待补：甲县/改造任务.csv B2") in told(root, "甲县", "plan")


@pytest.mark.sampled(5)
@pytest.mark.parametrize(
    ("kind", "file", "before", "after", "places", "help"),
    [
        pytest.param("acceptance", "问题清单.csv", None, None, [f"{CSV}/填报表.xlsx#问题清单"], "甲县/填报表.xlsx《问题清单》", id="a table that isn't there"),
        pytest.param("plan", "改造任务.csv", "农村,1200", "农村,", [f"{CSV}/改造任务.csv!C2"], "空着", id="an empty cell behind a figure"),
        pytest.param(
            "acceptance",
            "设备选型.csv",
            "市统一招标",
            "",
            [f"{CSV}/设备选型.csv!E2"],
            "请填写《设备选型》的“招标方式”列（甲县/设备选型.csv E2）",
            id="an empty cell behind a sentence",
        ),
        pytest.param("plan", "单位.yaml", "签发人: 张某某\n", "", [f"{CSV}/单位.yaml"], "请在单位说明中填写：签发人", id="a key"),
        pytest.param("plan", "单位.yaml", "成文日期: 2023-04-18", "", [f"{CSV}/单位.yaml"], "公文.实施方案.成文日期", id="a key of the document"),
    ],
)
def test_where_to_fill_it_in(kind: str, file: str, before: str | None, after: str | None, places: list[str], help: str, project: Project) -> None:
    root = project("pair")
    path = root / CSV / file
    if before is None or after is None:
        path.unlink()
    else:
        text = path.read_text(encoding="utf-8")
        assert before in text
        path.write_text(text.replace(before, after), encoding="utf-8")
    season = open_season(Workspace(root), "2023")
    (job,) = season.jobs(frozenset({"甲县"}), frozenset({kind}))
    (problem,) = [problem for problem in season.compose(job).problems if problem.code.startswith("documents.missing")]
    assert list(map(str, problem.places)) == places
    assert help in problem.help


@pytest.mark.parametrize(
    ("change", "places", "words"),
    [
        pytest.param(lambda text: text.replace("由企业按工程进度支付", ""), [f"{CSV}/资金.csv!I4"], "《资金》的“付款方式”列（甲县/资金.csv I4）", id="cells"),
        pytest.param(
            lambda text: "\n".join(line.rpartition(",")[0] for line in text.splitlines()), [f"{CSV}/资金.csv"], "《资金》要增加“付款方式”列", id="a column"
        ),
    ],
)
def test_a_column_is_named_by_its_blank_cells(change: Callable[[str], str], places: list[str], words: str, project: Project) -> None:
    root = project("pair")
    own = root / "templates/html"
    own.mkdir(parents=True)
    text = '{% extends "base.html" %}{% block body %}<h2>资金</h2><p>{{ missing("付款方式") }}</p>{% endblock %}'
    (own / "plan-county.html").write_text(text, encoding="utf-8")
    path = root / CSV / "资金.csv"
    path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")
    season = open_season(Workspace(root), "2023")
    (job,) = season.jobs(frozenset({"甲县"}), frozenset({"plan"}))
    (problem,) = [problem for problem in season.compose(job).problems if problem.code == "documents.missing-input"]
    assert list(map(str, problem.places)) == places
    assert words in problem.help


def test_a_gap_without_a_label_is_named_by_where_it_stands(project: Project) -> None:
    root = project("pair")
    path = root / "templates/html"
    path.mkdir(parents=True)
    text = '{% extends "base.html" %}{% block body %}<h2>目标</h2><p>任务<span class="missing">【待补】</span>。</p>{% endblock %}'
    (path / "plan-county.html").write_text(text, encoding="utf-8")
    assert told(root, "甲县", "plan") == [("documents.missing-input", "《实施方案》待补：“一、目标”中的内容")]


def test_a_county_that_cannot_be_read_lacks_no_sheets(project: Project) -> None:
    root = project("pair")
    (root / "inputs/2023/乙县/单位.yaml").write_text("名称: [乙县\n", encoding="utf-8")
    assert told(root, "示例市", "plan") == [("documents.missing-unit", "《实施方案》缺少乙县的全部数据")]
