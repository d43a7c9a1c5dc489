"""Charts: what is drawn of which figure, where, and what isn't; and charts in a document."""

import itertools
import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from lxml import etree
from markupsafe import Markup

from reportgen.documents.charts import columns_and_line, counts, levels, line, panels, shares, stacked_bars
from reportgen.documents.compose import Composed
from reportgen.documents.drawings import drawing_breaches
from reportgen.language.figure import Figure
from reportgen.measure import width
from reportgen.pipeline.opening import open_season
from reportgen.workspace import Workspace

Element = etree._Element
Value = str | int | None


def figure(value: Value, name: str = "f", unit: str = "户") -> Figure:
    return Figure(None if value is None else Decimal(value), (), (), name, f"{name}的名称", unit, "填报值")


def figures(values: list[Value], name: str = "f", unit: str = "户") -> list[Figure]:
    return [figure(value, f"{name}.{n}", unit) for n, value in enumerate(values)]


def months(count: int) -> list[str]:
    return [f"{n}月" for n in range(1, count + 1)]


def columns(done: list[Value], planned: list[Value], unit: str = "户") -> Element:
    bars, over = ("实际", figures(done, "done")), ("计划", figures(planned, "plan"))
    return drawn(columns_and_line("累计完成户数", months(len(done)), bars, over, unit))


def bars(rows: list[list[Value]], totals: list[Value], unit: str = "万元", names: list[str] | None = None) -> Element:
    parts = [figures(row, f"use{n}", "万元") for n, row in enumerate(rows)]
    whole = figures(totals, "total", "万元")
    labels = names or [f"用途{n}" for n in range(len(rows))]
    return drawn(stacked_bars("资金", labels, parts, ["中央", "省级", "市级", "县级", "社会", "其他"][: len(rows[0])], whole, unit))


def weeks(values: list[Value], labels: list[str] | None = None) -> Element:
    return drawn(line("取暖户数", labels or [f"11月{n}日" for n in range(1, len(values) + 1)], figures(values), "户"))


def drawn(svg: Markup) -> Element:
    tree = etree.fromstring(svg)
    assert tree.tag == "svg"
    assert [message for _, message in drawing_breaches(tree)] == []
    return tree


def marks(svg: Element, name: str) -> dict[str, Element]:
    """The marks of the figures named so, without those that are numbers only."""
    found = svg.xpath(f"g[starts-with(@data-figure, '{name}') and rect]")
    return {str(mark.get("data-figure")): mark for mark in found}


def numbers(svg: Element, kind: str = "value") -> list[str]:
    return svg.xpath(f".//text[@class='{kind}']/text()")


def size(mark: Element, name: str) -> float:
    return float(mark.find("rect").get(name, "nan"))


def test_a_value_is_drawn_as_high_as_it_is() -> None:
    svg = columns([100, 250, 400], [100, 300, 500])
    heights = [size(mark, "height") for mark in marks(svg, "done").values()]
    assert heights == [pytest.approx(heights[2] / 4, abs=0.02), pytest.approx(heights[2] * 0.625, abs=0.02), heights[2]]
    feet = {round(size(mark, "y") + size(mark, "height"), 1) for mark in marks(svg, "done").values()}
    ticks = {text.text: float(text.get("y", "0")) for text in svg.iter("text") if text.get("class") == "tick"}
    (foot,) = feet
    assert foot == pytest.approx(ticks["0"] - 0.36 * 3.704, abs=0.1)
    spots = [float(point.split(",")[1]) for point in svg.find("polyline").get("points", "").split()]
    assert foot - spots[0] == pytest.approx(heights[0], abs=0.1)
    assert foot - spots[2] == pytest.approx(heights[0] * 5, abs=0.1)


def test_every_mark_says_which_figure_it_is() -> None:
    mark = marks(columns(["1234.0", None], [2000, 2500]), "done")["done.0"]
    assert dict(mark.attrib) == {"data-figure": "done.0", "data-value": "1234", "data-label": "done.0的名称", "data-unit": "户"}


def test_what_is_missing_is_not_drawn_and_is_no_zero() -> None:
    svg = columns([10, None, 0, 30], [10, 20, None, 40])
    assert list(marks(svg, "done")) == ["done.0", "done.3"]
    assert list(marks(svg, "plan")) == ["plan.0", "plan.1", "plan.3"]
    assert len(svg.findall("polyline")) == 2  # one of them shows what the line looks like; the last point stands alone
    assert numbers(svg) == ["10", "—", "0", "30", "10", "20", "—", "40"]


def test_a_line_has_a_gap_where_a_week_is_missing() -> None:
    svg = weeks([5, 6, None, 7, 8, None, None, 9])
    assert [len(run.get("points", "").split()) for run in svg.findall("polyline")] == [2, 2]
    assert len(marks(svg, "f")) == 5


def test_a_bar_with_a_missing_part_says_so_instead_of_looking_shorter() -> None:
    svg = bars([[100, 50], [70, None]], [150, None])
    assert list(marks(svg, "use")) == ["use0.0", "use0.1"]
    assert numbers(svg, "missing") == ["【待补：total.1的名称】"]
    assert "用途1未填报（中央70.00，省级未填报）" in (svg.findtext("title") or "")


@pytest.mark.parametrize(
    "chart",
    [
        lambda: columns_and_line("累计完成户数", ["4月"], ("实际", figures([None])), ("计划", figures([None])), "户"),
        lambda: columns_and_line("累计完成户数", [], ("实际", []), ("计划", []), "户"),
        lambda: line("累计完成户数", ["4月", "5月"], figures([None, None]), "户"),
        lambda: stacked_bars("累计完成户数", ["甲"], [figures([None, 3])], ["一", "二"], figures([None]), "户"),
        lambda: stacked_bars("累计完成户数", [], [], [], [], "户"),
    ],
)
def test_where_nothing_can_be_drawn_it_is_said_what_is_missing(chart: Callable[[], Markup]) -> None:
    assert chart() == '<span class="missing">【待补：累计完成户数】</span>'


@pytest.mark.parametrize(
    ("largest", "ticks"),
    [
        (0, ["0", "1"]),
        (1, ["0", "1"]),
        (5, ["0", "1", "2", "3", "4", "5"]),
        (7, ["0", "2", "4", "6", "8"]),
        (100, ["0", "20", "40", "60", "80", "100"]),
        (101, ["0", "20", "40", "60", "80", "100", "120"]),
        (128400, ["0", "50000", "100000", "150000"]),
    ],
)
def test_the_axis_begins_at_zero_and_goes_in_round_steps_of_whole_households(largest: int, ticks: list[str]) -> None:
    assert numbers(weeks([0, largest]), "tick") == ticks


def test_the_axis_of_money_may_have_decimals() -> None:
    assert numbers(bars([["0.5", "0.3"]], ["0.8"]), "tick") == ["0.0", "0.2", "0.4", "0.6", "0.8"]


@pytest.mark.parametrize(
    ("svg", "shown"),
    [
        (lambda: columns([154898], [200000], "万户"), ["15.4898", "20.0000"]),
        (lambda: columns([154898], [200000]), ["154898", "200000"]),
        (lambda: bars([["5200.125", 20000]], ["25200.125"]), ["5200.13", "20000.00", "25200.13"]),
        (lambda: bars([[52000, 48000]], [100000], "亿元"), ["5.20", "4.80", "10.00"]),
        (lambda: columns([0, 154898], [0, 200000], "万户"), ["0", "15.4898", "0", "20.0000"]),
        (lambda: bars([["0.003"]], ["0.003"]), ["0.003"]),
    ],
)
def test_numbers_are_those_of_the_documents_filters(svg: Callable[[], Element], shown: list[str]) -> None:
    assert numbers(svg()) == shown


def test_a_small_value_can_be_seen_and_nothing_is_drawn_for_zero() -> None:
    small = marks(columns([1, 0, 1_000_000], [1, 1, 1]), "done")
    assert (size(small["done.0"], "height"), "done.1" in small) == (0.3, False)
    parts = marks(bars([[1, 0, 900_000]], [900_001]), "use")
    assert (size(parts["use0.0"], "width"), "use0.1" in parts) == (0.3, False)


def test_the_parts_of_a_bar_follow_each_other_and_look_different() -> None:
    svg = bars([[10, 20, 30, 40, 50, 60]], [210])
    parts = [mark.find("rect") for mark in marks(svg, "use").values()]
    edges = [float(part.get("x")) for part in parts] + [float(parts[-1].get("x")) + float(parts[-1].get("width"))]
    widths = [after - before for before, after in itertools.pairwise(edges)]
    assert widths == [pytest.approx(widths[0] * n, abs=0.05) for n in range(1, 7)]
    looks = sorted((_lines_cross(part.getnext()), grey(part.get("fill"))) for part in parts)
    assert all(one[0] != other[0] or other[1] - one[1] > 0.15 for one, other in itertools.pairwise(looks)), looks


def grey(colour: str) -> float:
    """How light a colour is in black and white, 0 to 1 (ITU-R BT.601)."""
    red, green, blue = (int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5))
    return 0.299 * red + 0.587 * green + 0.114 * blue


def _lines_cross(pattern: Element | None) -> str:
    """How the lines of a pattern go: one way, both ways, or none are there."""
    if pattern is None or pattern.tag != "path":
        return "none"
    ends = re.findall(r"M[0-9.]+ ([0-9.]+)L[0-9.]+ ([0-9.]+)", pattern.get("d", ""))
    return "crossed" if len({float(first) > float(last) for first, last in ends if first != last}) > 1 else "rising"


def edges_of(text: Element) -> tuple[float, float]:
    x, across = float(text.get("x", "0")), width(text.text or "") * 3.704
    return {"start": (x, x + across), "middle": (x - across / 2, x + across / 2), "end": (x - across, x)}[text.get("text-anchor", "")]


CROWDS = {
    **{f"{count} months": (lambda n=count: columns([10 * k for k in range(1, n + 1)], [11 * k for k in range(1, n + 1)])) for count in (1, 2, 7, 12, 25)},
    **{
        f"{count} weeks": (lambda n=count: weeks([120000 + 7 * k for k in range(n)], [f"{k % 12 + 1}月{k + 1}日" for k in range(n)]))
        for count in (1, 2, 22, 25)
    },
    **{f"{count} uses": (lambda n=count: bars([[1000, 20, 3, 5]] * n, [1028] * n)) for count in (1, 2, 25)},
    "long names": lambda: bars([[1000, 20, 3, 5]] * 4, [1028] * 4, names=["农村建筑节能改造和城镇既有居住建筑节能改造工程"] * 4),
    "large numbers": lambda: columns([123456789] * 7, [123456789] * 7),
    "six sources": lambda: bars([[1, 2, 3, 4, 5, 6]], [21]),
    "up and down": lambda: weeks([100, 900] * 11),
    "a season": lambda: season([3390 + 9 * k for k in range(22)], [k % 6 for k in range(22)], [k % 3 for k in range(22)], [k - 12 for k in range(22)]),
    "a large season": lambda: season([200000 + 99 * k for k in range(22)], [90 + k for k in range(22)], list(range(22)), [-18] * 22),
    "a short season": lambda: season([3390, 3533], [0, 1], [0, 0], [3, -1]),
}


@pytest.mark.parametrize("name", CROWDS)
def test_texts_stay_inside_and_apart(name: str) -> None:
    svg = CROWDS[name]()
    _, _, across, down = map(float, svg.get("viewBox", "").split())
    assert across == 156
    assert down <= 200
    texts = list(svg.iter("text"))
    for text in texts:
        left, right = edges_of(text)
        assert -0.1 <= left <= right <= across + 0.1
        assert 3 <= float(text.get("y", "0")) <= down - 0.5
    for n, one in enumerate(texts):
        for other in texts[n + 1 :]:
            if abs(float(one.get("y", "0")) - float(other.get("y", "0"))) < 2.5:
                (a, b), (c, d) = edges_of(one), edges_of(other)
                assert b <= c + 0.1 or d <= a + 0.1, f"{one.text} | {other.text}"
    for rect in svg.iter("rect"):
        x, y, wide, high = (float(rect.get(key, "nan")) for key in ("x", "y", "width", "height"))
        assert wide > 0 and high > 0
        assert 0 <= x <= x + wide <= across and 0 <= y <= y + high <= down


def season(heating: list[Value], faults: list[Value], complaints: list[Value], outdoors: list[Value] | None = None) -> Element:
    labels = [f"11月{n}日" for n in range(1, len(heating) + 1)]
    parts = [
        levels("取暖户数", "户", figures(heating, "heating")),
        counts("故障、投诉", "件", ("故障", figures(faults, "fault", "件")), ("投诉", figures(complaints, "complaint", "件"))),
        outdoors is not None and levels("气温", "摄氏度", figures(outdoors, "outdoors", "摄氏度"), below_zero=True, places=1),
    ]
    return drawn(panels(labels, parts))


@pytest.mark.parametrize(
    ("values", "ticks", "told"),
    [
        ([3390, 3533], ["3350", "3400", "3450", "3500", "3550"], "，纵轴自3350起"),  # all far above zero: broken below the lowest
        ([100, 900], ["0", "200", "400", "600", "800", "1000"], ""),
        ([0, 5], ["0", "1", "2", "3", "4", "5"], ""),
        ([2000, 2000], ["0", "500", "1000", "1500", "2000"], ""),  # nothing changes: nothing to see from nearby
        ([99999, 100000], ["99500", "100000"], "，纵轴自99500起"),  # no change to speak of is drawn as none
        ([None, 40, 41], ["39", "40", "41"], "，纵轴自39起"),
    ],
)
def test_the_axis_of_a_line_shows_the_change_and_says_where_it_begins(values: list[Value], ticks: list[str], told: str) -> None:
    svg = weeks(values)
    assert numbers(svg, "tick") == ticks
    assert numbers(svg, "label")[0] == f"取暖户数（户{told}）"
    assert told.removeprefix("，") in (svg.findtext("title") or "")
    zigzag = svg.find("path")
    assert (zigzag is not None) == bool(told)
    heights = [float(mark.find("rect").get("y")) for mark in marks(svg, "f").values()]
    known = [value for value in values if value is not None]
    places = {text.text: float(text.get("y", "0")) for text in svg.iter("text") if text.get("class") == "tick"}
    per_unit = (places[ticks[0]] - places[ticks[-1]]) / (int(ticks[-1]) - int(ticks[0]))
    assert heights[0] - heights[-1] == pytest.approx((int(known[-1]) - int(known[0])) * per_unit, abs=0.05)


def test_what_happened_stands_below_how_things_stood_on_the_same_weeks() -> None:
    svg = season([3390, 3500, 3533], [2, 5, 0], [1, None, 1], [2, -12, -3])
    places = {name: float(mark.find("rect").get("x")) for name, mark in marks(svg, "").items() if not name.startswith("g")}
    assert places["heating.1"] == pytest.approx(places["outdoors.1"], abs=0.01)
    assert places["fault.1"] < places["heating.1"] + 0.8 == pytest.approx(places["complaint.0"] + places["heating.1"] - places["heating.0"], abs=0.9)
    assert "complaint.1" not in places and "fault.2" not in places  # missing; none
    columns_ = marks(svg, "fault")
    assert size(columns_["fault.1"], "height") == pytest.approx(size(columns_["fault.0"], "height") * 2.5, abs=0.05)
    words = svg.findtext("title") or ""
    assert "取暖户数（折线，单位：户，纵轴自3350起）11月1日3390" in words
    assert "投诉（柱，单位：件，1个未填报）11月1日1，11月2日未填报，11月3日1" in words
    assert "气温（折线，单位：摄氏度）11月1日2.0，11月2日-12.0，11月3日-3.0" in words


def test_a_panel_that_the_data_dont_have_is_left_out_and_one_without_values_says_so() -> None:
    assert "气温" not in (season([1, 2], [1, 1], [0, 0]).findtext("title") or "")
    assert numbers(season([1, 2], [None, None], [None, None]), "missing") == ["【待补：故障、投诉】"]
    assert panels(["1日"], [levels("户数", "户", figures([None])), False]) == '<span class="missing">【待补：户数】</span>'


def test_shares_are_bars_of_one_length_with_their_totals() -> None:
    parts = [figures([30, 10], "甲"), figures([0, 200], "乙"), figures([5, None], "丙"), figures([0, 0], "丁")]
    svg = drawn(shares("任务", ["甲县", "乙县", "丙县", "丁县"], parts, ["煤改电", "煤改气"], figures([40, 200, None, 0], "total"), "户"))
    assert [text for text in numbers(svg, "label") if text.endswith("县")] == ["乙县", "甲县", "丁县", "丙县"]  # the largest first, the unknown last
    lengths = [sum(size(mark, "width") for mark in marks(svg, name).values()) for name in ("甲", "乙")]
    assert lengths[0] == pytest.approx(lengths[1], abs=0.05)
    assert size(marks(svg, "甲")["甲.0"], "width") == pytest.approx(0.75 * lengths[0], abs=0.05)
    assert numbers(svg) == ["100", "200", "75.0", "25.0", "40", "0"]
    assert numbers(svg, "tick") == ["0", "20", "40", "60", "80", "100"]
    assert "乙县200（煤改电0，占0%，煤改气200，占100%）；甲县40（煤改电30，占75.0%，煤改气10，占25.0%）" in (svg.findtext("title") or "")


def test_bars_stand_by_their_length_but_where_their_names_have_an_order() -> None:
    def names(svg: Markup) -> list[str]:
        return [text for text in numbers(drawn(svg), "label") if text.startswith("第")]

    given = (["第1", "第2", "第3"], [figures([1]), figures([3]), figures([2])], ["户"], figures([1, 3, 2], "total"), "户")
    assert names(stacked_bars("资金", *given)) == ["第2", "第3", "第1"]
    assert names(stacked_bars("资金", *given, ordered=True)) == ["第1", "第2", "第3"]


def test_the_words_tell_the_values() -> None:
    words = columns([100, None], [150, 300]).findtext("title")
    assert words == "柱线图：累计完成户数（单位：户）。柱为实际，线为计划。1月实际100，计划150；2月实际未填报，计划300。"
    many = weeks([7, 3, *range(20, 39), None]).findtext("title")
    assert many == "折线图：取暖户数（单位：户），11月1日至11月22日，共22个时点，其中1个未填报。11月1日7；11月2日3；11月21日38。"


def test_names_are_text() -> None:
    absent = Markup('<span class="missing">【待补：日期】</span>')
    assert numbers(weeks([1, 2], ["甲<乙>&“丙”", absent]), "label")[-2:] == ["甲<乙>&“丙”", "【待补：日期】"]


@pytest.mark.parametrize(
    ("chart", "fault", "words"),
    [
        (lambda: line("户数", ["4月"], [5], "户"), TypeError, "“5”不是数据项"),
        (lambda: line("户数", ["4月"], figures([1, 2]), "户"), ValueError, "“户数”有2个数据项，图上有1个位置"),
        (lambda: line("户数", ["4月"], figures([-1]), "户"), ValueError, "小于0"),
        (lambda: line("户数", ["4月"], figures([1], unit="万元"), "户"), ValueError, "单位是“万元”"),
        (lambda: line("户数", ["4月"], figures([1], unit="万元"), "万户"), ValueError, "单位是“万元”"),
        (lambda: stacked_bars("资金", ["甲"], [], ["中央"], figures([1]), "户"), ValueError, "有0行数据项，图上有1行"),
        (lambda: stacked_bars("资金", ["甲"] * 26, [], ["中央"], [], "户"), ValueError, "最多画25行、每行6段，实际是26行、1段"),
    ],
)
def test_what_cannot_be_drawn_is_told(chart: Callable[[], Markup], fault: type[Exception], words: str) -> None:
    with pytest.raises(fault, match=words):
        chart()


TITLE = "<title>图</title>"
SVG = '<svg width="156mm" height="80mm" viewBox="0 0 156 80">{}</svg>'


@pytest.mark.parametrize(
    ("inside", "words"),
    [
        (TITLE + "<script/>", "不能有 <script>"),
        (TITLE + '<image href="file:///etc/hostname"/>', "不能有 <image>"),
        (TITLE + '<rect style="fill: red"/>', "不能有属性 style"),
        (TITLE + '<rect id="r"/>', "不能有属性 id"),
        (TITLE + '<rect fill="url(#p)"/>', "fill 不能是“url(#p)”"),
        (TITLE + '<rect x="1e9"/>', "x 不能是“1e9”"),
        (TITLE + "<g><g/></g>", "图的 <g> 里不能有 <g>"),
        (TITLE + '<text class="value">5</text>', "数字“5”没有来源"),
        (TITLE + '<g data-figure="f"><text class="value">5</text></g>', "数字“5”没有来源"),
        (TITLE + "<text>甲</text>", "要写明 class"),
        (TITLE + "<rect>字</rect>", "不能直接写文字"),
        (TITLE + "<rect/>字", "不能直接写文字"),
        ("<rect/>", "没有 <title>"),
    ],
)
def test_a_drawing_of_other_things_is_a_breach(inside: str, words: str) -> None:
    messages = [message for _, message in drawing_breaches(etree.fromstring(SVG.format(inside)))]
    assert len(messages) == 1
    assert words in messages[0]


Project = Callable[[str], Path]
TEMPLATE = """{% extends "base.html" %}
{% block cover %}<p>见<ref to="second"/>、<ref to="first"/>。</p>{% endblock %}
{% block body %}
<h2>进度</h2>
<figure id="first">
  {{ chart.line("计划户数", progress.months|map(attribute="month")|map("month"), progress.months|map(attribute="planned"), "户") }}
  <figcaption>逐月计划</figcaption>
</figure>
<figure id="second">
  {{ chart.stacked_bars("资金", funds.uses|map(attribute="name"), funds.uses|map(attribute="by_source"), funds.sources|map(attribute="title"),
    funds.uses|map(attribute="budget"), "万元") }}
  <figcaption>资金</figcaption>
</figure>
{% endblock %}
"""


def composed(root: Path, template: str) -> Composed:
    (root / "templates/html").mkdir(parents=True, exist_ok=True)
    (root / "templates/html/plan-county.html").write_text(template, encoding="utf-8")
    season = open_season(Workspace(root), "2023")
    (job,) = season.jobs(frozenset({"甲县"}), frozenset({"plan"}))
    return season.compose(job)


def test_figures_are_numbered_and_referred_to_in_a_document(project: Project) -> None:
    made = composed(project("pair"), TEMPLATE)
    assert made.html is not None, made.problems
    tree = etree.fromstring(made.html)
    assert ["".join(caption.itertext()) for caption in tree.iter("figcaption")] == ["图1　逐月计划", "图2　资金"]
    assert "见图2、图1。" in ["".join(p.itertext()) for p in tree.iter("p")]
    assert [(link.get("href"), link.text) for link in tree.iter("a")] == [("#second", "图2"), ("#first", "图1")]
    assert len(tree.findall(".//figure/svg")) == 2
    assert made.missing == ()


def test_a_chart_without_data_makes_a_draft(project: Project) -> None:
    root = project("pair")
    (root / "inputs/2023/甲县/资金.csv").unlink()
    made = composed(root, TEMPLATE)
    assert made.html is not None, made.problems
    tree = etree.fromstring(made.html)
    assert made.missing == ("【待补：资金】",)
    assert "".join(tree.xpath("//figure[@id='second']")[0].itertext()) == "【待补：资金】图2　资金"
    assert "草稿" in "".join(tree.find("header").itertext())


@pytest.mark.parametrize(
    ("before", "after", "code", "words"),
    [
        ('"万元") }}', '"户") }}', "template.failed", "单位是“万元”"),
        ('map(attribute="planned"), "户"', 'map(attribute="planed"), "户"', "template.failed", "planed"),
        ("<figcaption>资金</figcaption>", "", "template.vocabulary", "没有 <figcaption>"),
        ('<ref to="second"/>', '<ref to="third"/>', "template.vocabulary", "“third”不存在"),
    ],
)
def test_a_fault_of_a_chart_is_told_at_the_templates_line(project: Project, before: str, after: str, code: str, words: str) -> None:
    assert before in TEMPLATE
    made = composed(project("pair"), TEMPLATE.replace(before, after))
    assert made.html is None
    fault = made.problems[0]
    assert fault.code == code
    assert re.search(words, fault.message)
    assert fault.places[0].line
