"""The issues of a series: what is wrong with them is told at their lines; what they are called; whom they are made for."""

from collections.abc import Callable
from pathlib import Path

import pytest

from reportgen.documents.issues import with_issues
from reportgen.documents.kinds_file import kinds_of
from reportgen.inputs.schema.unit import Filing, Unit
from reportgen.pipeline.check import check
from reportgen.pipeline.opening import open_season
from reportgen.workspace import Workspace

Project = Callable[[str], Path]
FIRST = "起始日期: 2023-11-15, 截止日期: 2023-11-21"
SECOND = "起始日期: 2023-11-22, 截止日期: 2023-11-28"
THIRD = "起始日期: 2023-11-29, 截止日期: 2023-12-05"
LINE = 26
"""The line of 甲县's 单位.yaml on which the first of the issues stands."""
FREE = """
- id: circular
  name: 工作通报
  series: {counter: 号, period: 自定}
  datasets: []
  levels:
    县: {form: 通报, template: weekly-county.html, cover_title: "第{{ issue.number }}号|通报"}
"""


def enter(root: Path, *issues: str, named: str = "表单: [清洁取暖工作周报]") -> None:
    """Add to 甲县's 公文, and to what it asks for."""
    unit = root / "inputs/2023/甲县/单位.yaml"
    lines = unit.read_text("utf-8").splitlines()
    assert len(lines) == LINE - 1
    unit.write_text("\n".join([*lines, *(f"  {issue}" for issue in issues), named, ""]), encoding="utf-8")


def told(root: Path) -> list[tuple[str, str, list[int | None]]]:
    """What is said of issues and kinds: codes, messages, lines."""
    season = open_season(Workspace(root), "2023")
    return [
        (problem.code, problem.message, [place.line for place in problem.places])
        for problem in season.concerning(frozenset({"甲县"}))
        if problem.code.startswith(("issues.", "inputs.", "kinds."))
    ]


def made(root: Path, unit: str = "甲县") -> list[str]:
    """The names of the documents that a unit makes."""
    season = open_season(Workspace(root), "2023")
    return [job.kind.name for job in season.jobs(frozenset({unit}))]


def test_each_issue_is_a_document(project: Project) -> None:
    root = project("pair")
    enter(root, f"清洁取暖工作周报第2期: {{{SECOND}}}", f"清洁取暖工作周报-第1期: {{{FIRST}}}", f"weekly-3: {{{THIRD}}}")
    assert told(root) == []
    assert [name for name in made(root) if "周报" in name] == [f"清洁取暖工作周报-第{number}期" for number in (1, 2, 3)]
    assert not any("周报" in name for name in made(root, "乙县"))


@pytest.mark.sampled(4)
@pytest.mark.parametrize(
    ("issues", "code", "words", "lines"),
    [
        ((f"清洁取暖工作周报第1期: {{{FIRST}}}", f"清洁取暖工作周报-第1期: {{{SECOND}}}"), "issues.twice", "第1期填写了两次", [1]),
        ((f"清洁取暖工作周报第1期: {{{FIRST}}}", f"清洁取暖工作周报第1期: {{{SECOND}}}"), "inputs.duplicate-key", "填写了两次", [1]),
        ((f"清洁取暖工作周报第1期: {{{FIRST}}}", f"清洁取暖工作周报第3期: {{{THIRD}}}"), "issues.left-out", "缺少第2期：第1期以后是第3期", [1]),
        ((f"清洁取暖工作周报第2期: {{{SECOND}}}",), "issues.left-out", "缺少第1期：后面是第2期", [0]),
        ((f"清洁取暖工作周报第1期: {{{FIRST}}}", f"清洁取暖工作周报第2期: {{{THIRD}}}"), "issues.gap", "之间缺2023-11-22至2023-11-28", [1, 0]),
        (
            (f"清洁取暖工作周报第1期: {{{FIRST}}}", "清洁取暖工作周报第2期: {起始日期: 2023-11-21, 截止日期: 2023-11-27}"),
            "issues.overlap",
            "第1期（2023-11-15至2023-11-21）和第2期（2023-11-21至2023-11-27）重叠",
            [1, 0],
        ),
        ((f"清洁取暖工作周报第1期: {{{SECOND}}}", f"清洁取暖工作周报第2期: {{{FIRST}}}"), "issues.overlap", "的先后与期号不一致", [1, 0]),
        (("清洁取暖工作周报第1期: {起始日期: 2024-11-15, 截止日期: 2024-11-21}",), "issues.out-of-season", "不在采暖季（2023-11-15至2024-01-13）内", [0, 0]),
        (("清洁取暖工作周报第1期: {起始日期: 2023-11-15, 截止日期: 2023-11-30}",), "issues.too-long", "有16天，超过一周", [0, 0]),
        (("清洁取暖工作周报第1期: {起始日期: 2023-11-15}",), "issues.no-period", "缺少截止日期", [0]),
        (("清洁取暖工作周报第1期: {发文字号: 甲清洁办发〔2023〕20号}",), "issues.no-period", "缺少起始日期、截止日期", [0]),
        (("清洁取暖工作周报第一期: {成文日期: 2023-11-22}",), "inputs.unknown-kind", "“清洁取暖工作周报第一期”不存在", [-5]),
    ],
)
def test_what_is_wrong_is_told_at_its_line(issues: tuple[str, ...], code: str, words: str, lines: list[int], project: Project) -> None:
    root = project("pair")
    enter(root, *issues)
    assert code in {one[0] for one in told(root)}
    (message, places) = next((message, places) for one, message, places in told(root) if one == code)
    assert words in message
    assert places == [LINE + line for line in lines]


def test_reversed_days_are_told_and_the_issue_is_not_made(project: Project) -> None:
    root = project("pair")
    enter(root, "清洁取暖工作周报第1期: {起始日期: 2023-11-21, 截止日期: 2023-11-15}")
    assert {code for code, _, _ in told(root)} == {"inputs.end-before-start", "issues.no-period"}
    assert not any("周报" in name for name in made(root))


def test_days_of_a_kind_without_issues_are_told(project: Project) -> None:
    root = project("pair")
    unit = root / "inputs/2023/甲县/单位.yaml"
    unit.write_text(unit.read_text("utf-8").replace("成文日期: 2023-04-18", "成文日期: 2023-04-18, 起始日期: 2023-04-01"), encoding="utf-8")
    ((code, message, _),) = told(root)
    assert (code, message) == ("issues.not-an-issue", "“公文.实施方案”不是一期，“起始日期”没有采用")


def test_no_issues_make_no_document_and_are_told_once_where_the_unit_names_the_kind(project: Project) -> None:
    root = project("pair")
    before = made(root)
    enter(root)
    assert told(root) == [("issues.none", "《清洁取暖工作周报》还没有填写期次，没有生成", [LINE])]
    assert made(root) == before
    problems = check(open_season(Workspace(root), "2023")).problems
    assert [problem.code for problem in problems if "周报" in problem.message] == ["issues.none"]


def test_a_period_without_rows_is_lacking_with_its_days(project: Project) -> None:
    root = project("pair")
    enter(root, f"清洁取暖工作周报第1期: {{{FIRST}, 发文字号: 甲清洁办发〔2023〕21号, 成文日期: 2023-11-22}}")
    table = root / "inputs/2023/甲县/日常调度.csv"
    table.write_text(table.read_text("utf-8").replace("2023年11月21日,1985,6,6,1,0,420,1150,20.1\n", ""), encoding="utf-8")
    problems = check(open_season(Workspace(root), "2023"), frozenset({"甲县"}), frozenset({"weekly-1"})).problems
    (found,) = [problem for problem in problems if problem.code.startswith("documents.missing")]
    assert "甲县《日常调度》2023年11月15日至2023年11月21日的数据" in found.message
    assert found.help == "请在数据表中补上这些数据"


def test_free_periods_may_leave_days_out_and_lie_beside_the_heating_season(project: Project) -> None:
    root = project("pair")
    (root / "templates").mkdir()
    (root / "templates/kinds.yaml").write_text(FREE, encoding="utf-8")
    enter(root, "工作通报第1号: {起始日期: 2023-05-01, 截止日期: 2023-06-20}", "工作通报第2号: {起始日期: 2023-08-01, 截止日期: 2023-08-03}", named="")
    assert told(root) == []
    assert "工作通报-第2号" in made(root)


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("清洁取暖工作周报-第3期", 3),
        ("清洁取暖工作周报第3期", 3),
        ("清洁取暖工作周报 第３期", 3),
        ("清洁取暖工作周报第03期", 3),
        ("清洁取暖工作周报3期", 3),
        ("weekly-3", 3),
        ("清洁取暖工作周报", None),
        ("weekly", None),
        ("清洁取暖工作周报第0期", None),
        ("清洁取暖工作周报第3号", None),
        ("周报第3期", None),
        ("实施方案第3期", None),
    ],
)
def test_the_words_for_an_issue(words: str, number: int | None) -> None:
    weekly = next(kind for kind in kinds_of(Workspace(Path("/nowhere")))[0] if kind.id == "weekly")
    assert weekly.number_in(words) == number


def test_kinds_are_followed_by_the_issues_of_all_units_in_order() -> None:
    kinds, _ = kinds_of(Workspace(Path("/nowhere")))

    def unit(*names: str) -> Unit:
        return Unit.model_validate({"name": "甲县", "level": "县", "code": "1", "authority": "办", "documents": dict.fromkeys(names, Filing())})

    found = with_issues(kinds, [unit("weekly-10", "实施方案"), unit("weekly-2", "weekly-10")])
    assert [kind.id for kind in found if kind not in kinds] == ["weekly-2", "weekly-10"]
    issue = next(kind for kind in found if kind.id == "weekly-10")
    assert all(map(issue.is_named, ("weekly-10", "清洁取暖工作周报-第10期", "清洁取暖工作周报第10期", "weekly", "清洁取暖工作周报")))
    assert not any(map(issue.is_named, ("weekly-1", "清洁取暖工作周报第2期")))
