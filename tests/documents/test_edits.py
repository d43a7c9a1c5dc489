"""文字修改: what a unit's people changed in the words of a document is printed, or said at its row."""

from collections.abc import Callable
from pathlib import Path

import pytest

from reportgen.diagnostics import Diagnostic, Severity
from reportgen.documents.compose import Composed
from reportgen.documents.edited_words import change, with_old_numbers
from reportgen.pipeline.opening import open_season
from reportgen.workspace import Workspace
from tests.command import run

Project = Callable[[str], Path]
FILE = "inputs/2023/甲县/文字修改.yaml"


def composed(root: Path, *rows: str, kind: str = "plan") -> tuple[str, tuple[Diagnostic, ...], Composed]:
    """The words of a document of 甲县 with the edits, and what is said of these."""
    listed = "".join(f"- {{文种: 实施方案, {row}}}\n" for row in rows)
    (root / FILE).write_text(listed, "utf-8")
    season = open_season(Workspace(root), "2023")
    made = season.compose(season.job(("甲县", kind)))
    assert made.html is not None, made.problems
    said = tuple(problem for problem in (*season.problems, *made.problems) if any(place.file == FILE for place in problem.places))
    return made.html, said, made


def codes(said: tuple[Diagnostic, ...]) -> list[str]:
    return [f"{one.code.removeprefix('edits.')}:{one.places[0].line}" for one in said]


BEFORE = (
    "2023年我县清洁取暖改造任务2000户，其中县城800户、农村1200户。按取暖路径分，煤改电1200户、占60%，生物质热电联产800户、占40%（见表1、图1）。"
    "煤改电多于生物质热电联产，农村任务多于县城。"
)
GIVEN = f"处理: 改为, 标题: 清洁取暖改造, 原文: {BEFORE}, 改为: "


def test_figures_stay_figures_and_what_refers_to_tables_is_counted(project: Project) -> None:
    html, said, made = composed(project("pair"), GIVEN + "改造2000户（表1），煤改电1200户（60%）。")
    assert (said, made.undone) == ((), ())
    (line,) = [line for line in html.split("<p") if ">改造<data" in line]
    assert [part.split('"', 1)[0] for part in line.split('data-figure="')[1:]][:2] == ["tasks.total", "tasks.electricity.total"]
    assert 'id="' in line


def test_a_moved_number_is_followed(project: Project) -> None:
    moved = BEFORE.replace("1200", "1190").replace("2000", "1990").replace("表1", "表9").replace("图1", "图3")
    html, said, _ = composed(project("pair"), f"处理: 改为, 原文: {moved}, 改为: 改造1990户，见表9。")
    assert (said, '>改造<data value="2000"' in html, "户，见" in html and ">表1</a>。" in html) == ((), True, True)


@pytest.mark.sampled(2)
@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("处理: 改为, 原文: 现将方案报送，请予备案查。, 改为: 好。", "not-found"),
        ("处理: 删去, 原文: 完全没有说过这样的话", "not-found"),
        ("处理: 改为, 原文: 特此报告。", "no-words"),
        ("处理: 改为, 原文: 主要目标, 改为: '主要目标\n\n任务。'", "heading"),
        ("处理: 删去, 原文: 对暂未覆盖清洁取暖的260户群众，保障洁净煤供应，设供应点3个，覆盖3个乡镇，采暖季前储备洁净煤560吨。", "empty-heading"),
    ],
)  # fmt: skip
def test_what_can_not_be_done_is_an_error_and_makes_a_draft(row: str, code: str, project: Project) -> None:
    html, said, made = composed(project("pair"), row)
    assert codes(said) == [f"{code}:1"]
    assert said[0].severity is Severity.ERROR
    assert made.undone == said
    assert 'id="marks">草稿' in html


def test_a_conflict_shows_both_texts(project: Project) -> None:
    _, said, _ = composed(project("pair"), "处理: 改为, 原文: 现将方案报送，请予备案查。, 改为: 好。")
    assert "原文是“现将方案报送，请予备案查。”；现在最接近的一段是“现将方案随文报送，请予备案。”" in said[0].message


def test_later_rows_find_what_earlier_ones_wrote(project: Project) -> None:
    rows = (
        "处理: 改为, 原文: 特此报告。, 改为: 专此报告。",
        "处理: 改为, 原文: 专此报告。, 改为: '专此报告，请审示。\n\n妥否，请批示。'",
        "处理: 其前增加, 原文: 妥否，请批示。, 改为: 另报附表。",
        "处理: 其后增加, 原文: 总体思路, 改为: 总的要求如下。",
        "处理: 改为, 原文: 总体思路, 改为: 总体要求",
    )
    html, said, _ = composed(project("pair"), *rows)
    assert said == ()
    words = [block.split(">", 1)[1].split("<")[0] for tag in ("<p ", "<h2 ") for block in html.split(tag)[1:]]
    at = words.index("专此报告，请审示。")
    assert words[at : at + 3] == ["专此报告，请审示。", "另报附表。", "妥否，请批示。"]
    assert {"一、总体要求", "总的要求如下。"} <= set(words)


def test_the_same_edit_twice_is_made_once(project: Project) -> None:
    rows = ("处理: 其后增加, 原文: 特此报告。, 改为: 妥否，请批示。", "处理: 改为, 原文: 特此报告。, 改为: 专此报告。")
    html, said, made = composed(project("pair"), *rows, rows[1], "处理: 其前增加, 原文: 妥否，请批示。, 改为: 专此报告。")
    assert (html.count("妥否，请批示。"), html.count("专此报告。"), made.undone) == (1, 1, ())
    assert codes(tuple(one for one in said if one.code.startswith("edits."))) == ["needless:3", "needless:4"]


def test_numbers_that_no_figure_says_are_told(project: Project) -> None:
    _, said, made = composed(project("pair"), "处理: 其后增加, 原文: 特此报告。, 改为: 共1317户，其中煤改电1200户，10月15日前完成。")
    assert codes(said) == ["unsourced:1"]
    assert "：1317，" in said[0].message
    assert made.undone == ()


@pytest.mark.slow
def test_a_document_that_there_is_not_is_told(project: Project) -> None:
    root = project("pair")
    (root / FILE).write_text("- {文种: 实施方按, 处理: 删去, 原文: 特此报告。}\n", "utf-8")
    told = run(root, "check", "甲县")
    assert told.returncode == 1
    assert "本单位没有“实施方按”这份公文，没有改，是否应为“实施方案”" in told.stdout


def test_rows_of_a_sheet_and_of_a_file_all_count(project: Project) -> None:
    root = project("pair")
    (root / "inputs/2023/甲县/文字修改.csv").write_text("文种,处理,原文,改为\n实施方案,改为,特此报告。,专此报告。\n", "utf-8")
    html, said, _ = composed(root, "处理: 其后增加, 原文: 专此报告。, 改为: 妥否，请批示。")
    assert said == ()
    assert "专此报告。" in html
    assert "妥否，请批示。" in html


@pytest.mark.parametrize(
    ("new", "carried"),
    [
        ("改造1200户，其中电800户，全部完成。", [("1200", True), ("800", True)]),
        ("其中电800户，改造1200户。", [("1200", True), ("800", True)]),
        ("改造1300户，其中电900户。", [("1300", False), ("900", False)]),
        ("改造1200户。", [("1200", True), None]),
        ("改造一千多户，电800户。", [None, ("800", True)]),
        ("改造1200户、1200户，其中电800户。", [("1200", True), ("800", True)]),
    ],
)
def test_where_a_number_went(new: str, carried: list[tuple[str, bool] | None]) -> None:
    old = "改造1200户，其中电800户。"
    found = change(old, ((2, 6), (11, 14)), new).carried
    assert [None if one is None else (new[one.start : one.end], one.same) for one in found] == carried


def test_a_changed_number_is_no_word() -> None:
    assert with_old_numbers("改造1200户，其中电800户。", ((2, 6), (11, 14)), "改造1300户，重点是电900户。") == "改造1200户，重点是电800户。"
