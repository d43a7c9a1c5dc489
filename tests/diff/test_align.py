"""The aligner on pairs made for a case: what is paired, moved, renumbered, and which rows and columns."""

import pytest

from reportgen.diff.align import Alignment, align
from reportgen.diff.formats import Format
from reportgen.diff.inline import Run
from reportgen.diff.matching import Op
from reportgen.render.tree import parse

LONG = "各乡镇人民政府要加强组织领导，落实包村责任，确保采暖季前具备供暖条件。"
OTHER = "县级资金由财政部门按工程进度拨付，接受审计和社会监督。"


def document(*blocks: str) -> str:
    return f'<article class="gongwen"><header/>{"".join(blocks)}</article>'


def paragraphs(*texts: str) -> list[str]:
    return [f"<p>{text}</p>" for text in texts]


def table(*rows: str, caption: str = "任务表", head: str = "路径|户数") -> str:
    def line(cells: str, tag: str) -> str:
        return "".join(f"<{tag}>{cell}</{tag}>" for cell in cells.split("|"))

    columns = "<col/>" * (head.count("|") + 1)
    body = "".join(f"<tr>{line(row, 'td')}</tr>" for row in rows)
    return f'<table id="t"><caption>{caption}</caption><colgroup>{columns}</colgroup><thead><tr>{line(head, "th")}</tr></thead><tbody>{body}</tbody></table>'


def aligned(old: list[str], new: list[str]) -> Alignment:
    return align(parse(document(*old)), parse(document(*new)))


def shown(runs: tuple[Run, ...]) -> str:
    marks = {Op.EQUAL: "{}", Op.DELETE: "[-{}-]", Op.INSERT: "[+{}+]"}
    return "".join(marks[run.op].format(run.text) for run in runs)


def changes(alignment: Alignment) -> list[tuple[str, str]]:
    return [(pair.op.value, shown(pair.runs)) for pair in alignment.pairs if pair.op is not Op.EQUAL]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("改造任务16.4768万户。", "改造任务16.5768万户。", "改造任务[-16.4768-][+16.5768+]万户。"),
        ("补贴标准为30%。", "补贴标准为35%。", "补贴标准为[-30%-][+35%+]。"),
        ("共1,234户。", "共1,235户。", "共[-1,234-][+1,235+]户。"),
        ("完成12户、5村、3镇。", "完成15户、5村、4镇。", "完成[-12-][+15+]户、5村、[-3-][+4+]镇。"),
        ("煤改电和煤改气", "煤改电、生物质和煤改气", "煤改电[+、生物质+]和煤改气"),
        ("在热网覆盖不到的区域推进煤改清洁能源", "在气源落实的前提下推进煤改清洁能源", "在[-热网覆盖不到的区域-][+气源落实的前提下+]推进煤改清洁能源"),
        ("任务<data>2000</data>户", "任务2000户", "任务2000户"),
        ("任务【待补：改造任务】户", "任务【待补：备案任务】户", "任务[-【待补：改造任务】-][+【待补：备案任务】+]户"),
        ("气温-5℃", "气温5℃", "气温[--5-][+5+]℃"),
        ("由甲单位5次检查，安排落实", "由乙部门5次督导，安排落实", "由[-甲单位-][+乙部门+]5次[-检查-][+督导+]，安排落实"),
        (
            "共400万元，其中中央资金300万元、县级资金100万元",
            "共477万元，其中中央资金300万元、市级资金77万元、县级资金100万元",
            "共[-400-][+477+]万元，其中中央资金300万元、[+市级资金77万元、+]县级资金100万元",
        ),
        ("2023-2024年", "2023-2025年", "2023-[-2024-][+2025+]年"),
    ],
)
def test_words_change_in_units_that_a_person_reads(old: str, new: str, expected: str) -> None:
    (pair,) = aligned(paragraphs(old), paragraphs(new)).pairs
    assert shown(pair.runs) == expected


def test_a_heading_that_stands_many_times_is_paired_by_what_stands_around_it() -> None:
    def section(k: int, text: str) -> list[str]:
        return [f"<h2>{k}、主要做法</h2>", f"<p>{text}{LONG if k % 2 else OTHER}</p>", "<p>特此报告。</p>"]

    old = [block for k in range(6) for block in section(k, f"第{k}项工作{'甲乙丙丁戊己'[k] * 9}。")]
    new = [*old[:6], *old[9:]]
    assert [op for op, _ in changes(aligned(old, new))] == ["delete"] * 3


@pytest.mark.parametrize(
    ("old", "new", "number"),
    [
        ("<h2>二、主要目标</h2>", "<h2>三、主要目标</h2>", "[-二-][+三+]、主要目标"),
        ("<h3>（一）主要目标</h3>", "<h3>（十二）主要目标</h3>", "（[-一-][+十二+]）主要目标"),
        ("<h4>9.目标</h4>", "<h4>10.目标</h4>", "[-9-][+10+].目标"),
        (table("煤改电|5", caption="表2　任务表"), table("煤改电|5", caption="表3　任务表"), "表[-2-][+3+]　任务表"),
    ],
)
def test_a_new_number_in_front_is_no_new_heading(old: str, new: str, number: str) -> None:
    (pair,) = aligned([old], [new]).pairs
    assert (pair.op, pair.renumbered, shown(pair.runs)) == (Op.CHANGE, True, number)


def test_headings_are_paired_with_headings_of_their_level_where_there_is_one() -> None:
    old = ["<h2>主要目标任务</h2>", "<h3>主要目标任务</h3>"]
    assert [pair.op for pair in aligned(old, old[1:]).pairs] == [Op.DELETE, Op.EQUAL]
    (pair,) = aligned(old[:1], old[1:]).pairs
    assert (shown(pair.runs), pair.formats) == ("主要目标任务", (Format("样式", "一级标题", "二级标题"),))


def test_what_looks_otherwise_and_reads_the_same_is_told_as_that() -> None:
    plain, note = f"<p>{LONG}</p>", f'<p class="note">{LONG}</p>'
    turned = '<section class="landscape">{}</section>'
    left = table("煤改电|5", "煤改气|7").replace("<td>煤", '<td class="left">煤')
    wide = table("煤改电|5").replace("<col/><col/>", '<col data-width="3"/><col data-width="1"/>')
    for old, new, formats in (
        (plain, note, [Format("样式", "正文", "表注")]),
        (plain, turned.format(plain), [Format("页面方向", "纵向", "横向")]),
        (table("煤改电|5", "煤改气|7"), left, [Format("对齐（“煤改电”等2格）", "居中", "左对齐")]),
        (table("煤改电|5", "煤改气|8"), left, [Format("对齐（“煤改电”等2格）", "居中", "左对齐")]),
        (table("煤改电|5"), wide, [Format("列宽", "50% : 50%", "75% : 25%")]),
    ):
        (pair,) = aligned([old], [new]).pairs
        assert [*pair.formats] == formats
        assert pair.op is Op.CHANGE
        assert pair.reads_the_same is ("|8" not in old and "<td>8" not in old)
        assert {each.op for each in aligned([new], [new]).pairs} == {Op.EQUAL}


def test_a_moved_paragraph_is_one_move_with_what_changed_in_it() -> None:
    others = paragraphs(*(f"{name}{LONG}" for name in ("甲县", "乙县", "丙县", "丁县")))
    alignment = aligned([f"<p>{OTHER}共5处。</p>", *others], [*others, f"<p>{OTHER}共6处。</p>"])
    departure, arrival = (pair for pair in alignment.pairs if pair.op is not Op.EQUAL)
    assert (departure.op, departure.new, departure.move) == (Op.MOVE, None, arrival.move)
    assert shown(arrival.runs) == f"{OTHER}共[-5-][+6+]处。"
    assert (alignment.pairs[0], alignment.pairs[-1]) == (departure, arrival)


def test_what_is_said_twice_is_new_or_gone_and_has_not_moved() -> None:
    once, twice = paragraphs("开头共五户。", LONG, OTHER, "结尾共五户。"), paragraphs("开头共六户。", LONG, OTHER, LONG, "结尾共六户。")
    assert changes(aligned(once, twice))[1] == ("insert", f"[+{LONG}+]")
    assert changes(aligned(twice, once))[1] == ("delete", f"[-{LONG}-]")


def test_a_few_words_that_stand_elsewhere_have_not_moved() -> None:
    assert [op for op, _ in changes(aligned(paragraphs("特此报告。", LONG), paragraphs(LONG, "特此报告。")))] == ["delete", "insert"]


def test_a_long_table_moves_past_the_paragraphs_not_they_past_it() -> None:
    long = table(*(f"{name}县人民政府{k}年的清洁取暖改造工程|5" for name in "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉" for k in (2022, 2023, 2024)))
    others = paragraphs(*(f"{name * 9}：{LONG}" for name in "甲乙丙丁戊己庚辛"))
    alignment = aligned([long, *others], [*others, long])
    assert [pair.new.kind for pair in alignment.pairs if pair.op is Op.MOVE and pair.new] == ["table"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('<h2 id="x">一、总体工作思路</h2>', '<h2 id="x">一、工作总要求</h2>'),
        ('<p class="addressee">市能源局：</p>', '<p class="addressee">各县人民政府：</p>'),
        ('<p class="date">5月</p>', '<p class="date">2023年4月18日</p>'),
    ],
)
def test_what_is_the_same_by_its_id_or_stands_once_is_paired_though_rewritten(old: str, new: str) -> None:
    (pair,) = aligned([old], [new]).pairs
    assert pair.op is Op.CHANGE


@pytest.mark.parametrize(
    ("old", "new", "rows"),
    [
        (["煤改电|5", "煤改气|6"], ["煤改电|5", "热泵|1", "煤改气|7"], [("insert", "[+热泵+]|[+1+]"), ("change", "煤改气|[-6-][+7+]")]),
        (["东乡|5", "西镇|6", "南乡|7"], ["东乡|5", "南乡|7"], [("delete", "[-西镇-]|[-6-]")]),
        (["煤改电|5"], ["煤改气|5"], [("delete", "[-煤改电-]|[-5-]"), ("insert", "[+煤改气+]|[+5+]")]),
        (["原平市|9", "定襄县|8", "五台县|7"], ["定襄县|8", "五台县|7", "原平市|3"], [("move", "[-原平市-]|[-9-]"), ("move", "原平市|[-9-][+3+]")]),
        (["甲|5", "乙|6", "丙|7"], ["乙|6", "丙|7", "甲|3"], [("delete", "[-甲-]|[-5-]"), ("insert", "[+甲+]|[+3+]")]),
        (["1|甲|5", "2|乙|6"], ["1|乙|6"], [("delete", "[-1-]|[-甲-]|[-5-]"), ("change", "[-2-][+1+]|乙|6")]),
    ],
)
def test_rows_are_paired_by_what_names_them(old: list[str], new: list[str], rows: list[tuple[str, str]]) -> None:
    head = "路径|户数" if old[0].count("|") == 1 else "序号|名称|户数"
    (pair,) = aligned([table(*old, head=head)], [table(*new, head=head)]).pairs
    assert pair.table
    assert [(row.op.value, "|".join(shown(cell.runs) for cell in row.cells)) for row in pair.table.rows if row.op is not Op.EQUAL] == rows


def test_columns_are_paired_by_their_heads() -> None:
    old, new = table("煤改电|5|2", head="路径|户数|占比"), table("煤改电|7|5|3", head="路径|备案|户数|占比（%）")
    (pair,) = aligned([old], [new]).pairs
    assert pair.table
    assert [(column.old, column.new) for column in pair.table.columns] == [(0, 0), (None, 1), (1, 2), (2, 3)]
    assert ["|".join(shown(cell.runs) for cell in row.cells) for row in pair.table.rows] == [
        "路径|[+备案+]|户数|占比[+（%）+]",
        "煤改电|[+7+]|5|[-2-][+3+]",
    ]


def test_cells_that_span_rows_keep_their_rows() -> None:
    def spanning(*rows: str) -> str:
        return table(head="路径|区域|户数").replace("<tbody></tbody>", f"<tbody>{''.join(rows)}</tbody>")

    first = '<tr><td rowspan="{}">煤改电</td><td>城区</td><td>5</td></tr>'
    old = spanning(first.format(2), "<tr><td>农村</td><td>6</td></tr>")
    new = spanning(first.format(3), "<tr><td>县城</td><td>4</td></tr>", "<tr><td>农村</td><td>6</td></tr>")
    (pair,) = aligned([old], [new]).pairs
    assert pair.table
    assert [row.op.value for row in pair.table.rows] == ["equal", "equal", "insert", "equal"]


def test_a_chart_tells_the_figures_that_it_draws_otherwise() -> None:
    def chart(value: str, place: str) -> str:
        mark = f'<g data-figure="progress.5" data-value="{value}" data-label="五月计划" data-unit="户"><rect y="{place}"/></g>'
        return f'<figure id="f"><svg><title>柱线图</title>{mark}<text>月份</text></svg><figcaption>图1　计划</figcaption></figure>'

    (pair,) = aligned([chart("500", "7")], [chart("700", "3")]).pairs
    assert pair.chart
    (mark,) = pair.chart.marks
    assert (pair.op, pair.chart.redrawn, mark.label, mark.old, mark.new) == (Op.CHANGE, True, "五月计划", "500", "700")
    (same,) = aligned([chart("500", "7")], [chart("500", "7")]).pairs
    assert same.op is Op.EQUAL


def test_a_container_without_partner_came_or_went_whole() -> None:
    body = f'<section class="attachment" id="a"><p>{LONG}</p></section>'
    turned = f'<section class="landscape" id="l"><p>{OTHER}</p></section>'
    alignment = aligned([body, turned], [f"<p>{OTHER * 2}</p>", body])
    names = [tuple(element is not None and (element.get("id") or element.tag) for element in pair) for pair in alignment.containers]
    assert names == [("header", "header"), ("a", "a"), ("l", False)]


def test_sections_that_changed_places_are_paired_in_order() -> None:
    first, second = (f'<section class="attachment" id="{name}"><p>{text}</p><p>{text[::-1]}</p></section>' for name, text in (("a", LONG * 2), ("b", OTHER)))
    names = [
        tuple(element is not None and (element.get("id") or element.tag) for element in pair) for pair in aligned([first, second], [second, first]).containers
    ]
    assert names == [("header", "header"), (False, "b"), ("a", "a"), ("b", False)]


def test_words_of_private_use_and_pictures_are_words_too() -> None:
    old = "署名\U000f0001<img src='data:,a'/>李\ue001"
    (pair,) = aligned(paragraphs(old), paragraphs(old.replace("data:,a", "data:,b").replace("\U000f0001", "\U000f0002"))).pairs
    assert shown(pair.runs) == "署名[-\U000f0001\ufffc-][+\U000f0002\ufffc+]李\ue001"
