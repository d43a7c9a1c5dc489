"""What a comment speaks of, carried from one version of a document to another."""

import pytest

from reportgen.desk.anchors import Anchor, Carried, carried, words_at

ARTICLE = '<article class="gongwen" data-kind="plan"><h1 id="title">方案</h1>{}</article>'


def figure(name: str, value: str) -> str:
    return f'<data value="{value}" data-figure="{name}" data-label="任务数" data-unit="户">{value}</data>'


def row(number: int, village: str, owed: str) -> str:
    return f"<tr><td>{village}</td><td>{figure(f'arrears.{number}.owed', owed)}</td></tr>"


def table(*rows: str) -> str:
    head = "<thead><tr><th>村</th><th>拖欠</th></tr></thead>"
    return f'<table id="arrears"><caption>表1　拖欠情况</caption><colgroup><col/><col/></colgroup>{head}<tbody>{"".join(rows)}</tbody></table>'


TASK = '<p id="p-{}">全县改造任务' + figure("tasks.total", "{}") + "户，十月底以前全部完成，逐户验收。</p>"
SURVEY = '<p id="p-{}">开工前入户核对住房、用能和改造意愿，公示七天，听取群众意见。</p>'
SAFETY = '<p id="p-{}">施工单位落实安全责任，设备安装后逐户检查，教会群众使用。</p>'
OLD = ARTICLE.format(
    '<h2 id="h-1">一、任务</h2>' + TASK.format(1, 2000, 2000) + SURVEY.format(2) + SAFETY.format(3) + table(row(1, "东村", "10"), row(2, "西村", "20"))
)


@pytest.mark.parametrize(
    ("blocks", "anchor", "block", "fate", "new"),
    [
        pytest.param((SURVEY, TASK, SAFETY), Anchor("p-2"), "p-1", "same", "", id="a paragraph with another id"),
        pytest.param((SAFETY, TASK, SURVEY), Anchor("p-3"), "p-1", "same", "", id="moved"),
        pytest.param((TASK, SAFETY), Anchor("p-2"), "", "gone", "", id="gone"),
        pytest.param((SURVEY, TASK), Anchor("p-1"), "p-2", "changed", "全县改造任务1950户，十月底以前全部完成，逐户验收。", id="its words"),
        pytest.param((SURVEY, TASK), Anchor("p-1", "tasks.total"), "p-2", "changed", "任务数 1950", id="its number"),
        pytest.param((SURVEY,), Anchor("p-1", "tasks.total"), "", "gone", "", id="a figure that is gone"),
        pytest.param((TASK,), Anchor("p-99"), "", "unknown", "", id="what never was there"),
        pytest.param((TASK,), Anchor(), "", "same", "", id="the whole document"),
        pytest.param((TASK,), Anchor("h-1"), "h-2", "same", "", id="a heading with another number"),
    ],
)
def test_where_a_place_is_in_the_other_version(blocks: tuple[str, ...], anchor: Anchor, block: str, fate: str, new: str) -> None:
    written = "".join(one.format(number, 1950, 1950) if one is TASK else one.format(number) for number, one in enumerate(blocks, 1))
    other = ARTICLE.format(f'<h2 id="h-2">二、任务</h2>{written}')
    found = carried(OLD, other, (anchor,))[anchor]
    assert (found.anchor.block, found.fate, found.new) == (block, fate, new)


def test_a_figure_of_a_row_goes_with_its_row() -> None:
    other = OLD.replace(row(1, "东村", "10") + row(2, "西村", "20"), row(1, "新村", "5") + row(2, "东村", "10") + row(3, "西村", "30"))
    east, west, whole = Anchor("arrears", "arrears.1.owed"), Anchor("arrears", "arrears.2.owed"), Anchor("arrears")
    found = carried(OLD, other, (east, west, whole))
    assert found[east] == Carried(Anchor("arrears", "arrears.2.owed"), found[east].fate) and found[east].fate == "same"
    assert (found[west].old, found[west].new) == ("任务数 20", "任务数 30")
    assert found[whole].fate == "changed" and set(found[whole].cells) == {("", "新村｜5"), ("20", "30")}


def test_a_place_has_the_words_of_its_block_or_figure() -> None:
    assert words_at(OLD, Anchor("p-1", "tasks.total")) == "任务数 2000"
    assert words_at(OLD, Anchor("arrears")) == "表1　拖欠情况"
    assert words_at(OLD, Anchor()) == ""
    for nowhere in (Anchor("p-99"), Anchor("p-1", "no.such"), Anchor("p-1", "tasks.total", 1)):
        assert words_at(OLD, nowhere) is None
