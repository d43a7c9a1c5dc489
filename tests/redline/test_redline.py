"""The tree of a redline: both versions can be had from it, and what changed is marked as a reader would."""

import re
from copy import deepcopy
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from lxml.etree import _Element

from reportgen.diff.blocks import blocks_of, pieces_of, text_of
from reportgen.documents.vocabulary_faults import vocabulary_faults
from reportgen.redline.redline import redline
from reportgen.redline.text import settle_spaces
from reportgen.render.sides import CHANGE, MARK, MOVE, accepted, rejected
from reportgen.render.tree import parse
from tests.diff.edits import GOLDEN, versions
from tests.redline.redline_cases import CASES, LONG, OTHER, THIRD, document, figure, groups, p, report, table

Reading = list[tuple[str, str, list[list[str]], int]]

BOTH_WAYS = [*((name, *pair) for name, pair in CASES.items()), *((f"{name}, back", *reversed(pair)) for name, pair in CASES.items())]
cases = pytest.mark.parametrize(("old", "new"), [pytest.param(old, new, id=name) for name, old, new in BOTH_WAYS])
moving = pytest.mark.parametrize("moves", [False, True], ids=["plain", "moves"])


def canonical(html: str) -> _Element:
    article = parse(html)
    settle_spaces(article)
    return article


def reading(article: _Element) -> Reading:
    """What a reader of a version sees: of each block its kind, words, cells and drawings."""
    return [
        (
            block.kind,
            block.text,
            [[text_of(pieces_of(cell.element)) for cell in row] for _, row in block.grid.rows] if block.grid else [],
            len(block.element.findall("svg")),
        )
        for block in blocks_of(article)
    ]


def spans(article: _Element) -> list[list[tuple[int, int, int, int]]]:
    """Where the cells of each table stand."""
    grids = [block.grid for block in blocks_of(article) if block.grid]
    return [[(cell.row, cell.column, cell.rows, cell.columns) for _, row in grid.rows for cell in row] for grid in grids]


def bare(article: _Element) -> str:
    """The document but for what white space there is between blocks, and a rowspan of 1."""
    article = deepcopy(article)
    for element in article.iter():
        if not (element.text or "").strip("\n "):
            element.text = None
        if not (element.tail or "").strip("\n "):
            element.tail = None
        if element.get("rowspan") == "1":
            del element.attrib["rowspan"]
    return etree.tostring(article, encoding="unicode")


@moving
@cases
def test_either_version_can_be_had_from_the_redline(old: str, new: str, *, moves: bool) -> None:
    made = parse(redline(old, new, moves=moves))
    assert bare(accepted(made)) == bare(canonical(new))
    assert reading(rejected(made)) == reading(canonical(old))
    assert spans(rejected(made)) == spans(canonical(old))


@cases
def test_either_side_is_canonical_html(old: str, new: str) -> None:
    made = parse(redline(old, new))
    assert [fault.message for side in (accepted(made), rejected(made)) for fault in vocabulary_faults(side)] == []
    identifiers = [element.get("id") for element in made.iter() if element.get("id")]
    assert len(identifiers) == len(set(identifiers))


@pytest.mark.sampled(3)
@pytest.mark.parametrize(("one", "other"), [(one, other) for one, other in permutations(GOLDEN, 2) if one.stem.split("-")[1] == other.stem.split("-")[1]])
def test_documents_of_different_units(one: Path, other: Path) -> None:
    old, new = (path.read_text("utf-8") for path in (one, other))
    made = parse(redline(old, new))
    assert bare(accepted(made)) == bare(canonical(new))
    assert reading(rejected(made)) == reading(canonical(old))


@pytest.mark.slow
@settings(max_examples=30)
@given(versions(), st.booleans())
def test_either_version_of_any_two_can_be_had(pair: tuple[_Element, _Element], moves: bool) -> None:
    old, new = (etree.tostring(article, encoding="unicode") for article in pair)
    made = parse(redline(old, new, moves=moves))
    assert reading(accepted(made)) == reading(canonical(new))
    assert reading(rejected(made)) == reading(canonical(old))


@pytest.mark.parametrize("path", GOLDEN)
def test_a_document_and_itself_have_no_changes(path: Path) -> None:
    html = path.read_text("utf-8")
    made = parse(redline(html, html))
    assert list(made.iter("ins", "del")) == made.findall(f".//*[@{CHANGE}]") == []


def marked(old: str, new: str, *, moves: bool = False) -> str:
    """The words of the blocks in which something changed: [-gone-][+come+], a whole block behind a sign; rows on lines of their own."""
    made = parse(redline(old, new, moves=moves))
    lines = []
    for block in made.iter("p", "h1", "h2", "h3", "caption", "tr", "svg", "figcaption"):
        change = next((part.get(CHANGE) for part in (block, *block.iterancestors("table", "figure")) if part.get(CHANGE)), None)
        sign = {"ins": "+ ", "del": "- "}.get(change or "", "")
        move = f" #{block.get(MOVE)}" if block.get(MOVE) else ""
        if block.tag == "svg":
            words = block.findtext("title") or ""
        else:
            words = "|".join(_WHOLE.get(cell.get(CHANGE, ""), "{}").format(_marked(cell)) for cell in block) if block.tag == "tr" else _marked(block)
            words += {"ins": "[+¶+]", "del": "[-¶-]"}.get(block.get(MARK) or "", "")
        if sign or re.search(r"[\[(][-+]", words):
            lines.append(f"{sign}{words}{move}")
    return "\n".join(lines)


_WHOLE = {"ins": "(+{}+)", "del": "(-{}-)"}  # of a cell


def _marked(element: _Element) -> str:
    inner = (element.text or "") + "".join(_marked(child) + (child.tail or "") for child in element)
    return {"ins": f"[+{inner}+]", "del": f"[-{inner}-]", "br": "/"}.get(str(element.tag), inner)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("number in text", "任务[-16.4768-][+16.5768+]万户。"),
        ("number in a cell", "煤改电|[-1200-][+1300+]"),
        ("part of a figure's words", "[-完成约3成，计12户。-][+完成约3成，计15户。+]"),
        ("marks go and come", "[-草稿　-]示例数据"),
        ("number given", "[-【待补：发文字号】-][+甲清洁办发〔2023〕6号+]"),
        ("copies", "+ 抄送：市财政局。"),
        ("attachment added", "- 附件：甲县实施方案\n+ 附件：1.甲县实施方案\n+ 2.分乡镇任务表\n附件[+1+]\n+ 附件2\n+ 分乡镇任务表\n+ " + OTHER),
        ("paragraph", "- " + LONG),
        ("paragraph split", f"{LONG}[+¶+]"),
        ("paragraph split, back", f"{LONG}[-¶-]"),
        ("paragraphs divided otherwise", f"{LONG}[+¶+]\n{OTHER}[-¶-]"),
        ("paragraph in three, edited", f"{LONG.replace('包村', '包[-村-][+户+]')}[+¶+]\n{OTHER}[+¶+]\n[+其中+]{THIRD}"),
        ("paragraph in two around a new one", f"{LONG}[+¶+]\n[+{THIRD}+][+¶+]"),
        ("figure in a paragraph in two", f"{LONG}[+¶+]\n完成[-1200-][+1300+]户，其中集中供热覆盖的村组按计划推进。{OTHER}"),
        ("heading renumbered", f"+ 一、原则\n+ {THIRD}\n[-一-][+二+]、目标\n[-二-][+三+]、资金"),
        ("heading of another level", "[-一、-][+（一）+]目标"),
        ("heading that was text", ""),
        ("text that was a note", ""),
        ("rows", "+ 集中供热|500\n- 煤改气|800\n+ 生物质|9\n合计|[-2000-][+1709+]"),
        ("line break in a cell", "煤改电|甲镇/[+丙镇/+]乙镇"),
        ("column", "路径|户数|(+占比+)\n煤改电|1200|(+60%+)"),
        ("column and number", "路径|(-户数-)|金额|(+备注+)\n煤改电|(-225-)|7|(+—+)\n煤改气|(-330-)|[-8-][+9+]|(+—+)"),
        ("column and row", "路径|户数|(+占比+)\n- 煤改电|225|(++)\n煤改气|[-330-][+331+]|(+60%+)\n+ 集中供热|7|(+2%+)"),
        ("columns swapped", "路径|(+金额+)|户数|(-金额-)\n煤改电|(+7+)|[-225-][+330+]|(-7-)"),
        (
            "groups of columns swapped",
            "路径|(-计划-)|完成|(+计划+)|备注\n(-户数-)|(-金额-)|户数|金额|(+户数+)|(+金额+)\n煤改电|(-1-)|(-2-)|3|[-4-][+5+]|(+1+)|(+2+)|—",
        ),
        ("column within a group", "户数|(+其中：新建+)|金额\n煤改电|1|(+0+)|2|—\n煤改气|3|(+1+)|[-4-][+5+]|—"),
        (
            "column within a group of rows",
            "区域|乡镇|(+村数+)|户数\n城区|甲镇|(+5+)|1200\n+ 戊镇|(+4+)|7\n乙镇|(+3+)|800\n农村|丙镇|(+2+)|300\n丁镇|(+1+)|[-200-][+201+]",
        ),
        ("all other columns", "- 表1　任务表\n- 路径|户数|金额|备注\n- 电|1|2|3\n+ 表1　任务表\n+ 来源|年份|部门|单价\n+ 省|2023|发改|9"),
        ("merged heads", "路径|[+农+]户数\n计划|[+已+]完成"),
        ("heads merged otherwise", "- 路径|户数\n- 计划|完成\n+ 路径|户数|完成\n+ 计划"),
        ("row within a group", "+ 戊镇|7"),
        ("first row of a group", "- 城区|甲镇|1200\n- 乙镇|800\n+ 城区|戊镇|7\n+ 甲镇|1200\n+ 乙镇|800"),
        ("a group", "- 城区|甲镇|1200\n- 乙镇|800"),
        ("unit", "表1　任务表单位：[+万+]户"),
        ("unit given", "表1　任务表[+单位：户+]"),
        ("chart", "- 柱图：9\n+ 柱图：20"),
    ],
)
def test_what_changed_is_marked_as_a_reader_would(name: str, expected: str) -> None:
    old, new = CASES[name.removesuffix(", back")]
    assert marked(*((new, old) if name.endswith(", back") else (old, new))) == expected


def test_what_moved_goes_and_comes_and_is_linked_on_demand() -> None:
    assert marked(*CASES["paragraph moved"]) == f"- {LONG}\n+ {LONG}"
    assert marked(*CASES["paragraph moved"], moves=True) == f"- {LONG} #1\n+ {LONG} #1"
    assert "#" not in marked(*CASES["paragraph moved and edited"], moves=True)


def test_a_redline_says_whose_changes_they_are_and_of_which_day() -> None:
    old, new = CASES["paragraph"]
    told = [
        (made.get("data-changed-by"), made.get("data-changed-on"))
        for made in (
            parse(redline(old, new)),
            parse(redline(old, new, author="张某某", date="2024-01-02")),
            parse(redline(old, new.replace(' data-date="2023-04-18"', ""))),
        )
    ]
    assert told == [("reportgen", "2023-04-18"), ("张某某", "2024-01-02"), ("reportgen", None)]


def test_figures_that_stayed_have_the_attributes_of_the_new_version() -> None:
    old, new = (document(p(f"任务{figure('1200', name)}户。")) for name in ("tasks.old", "tasks.new"))
    made = parse(redline(old, new))
    assert [data.get("data-figure") for data in made.iter("data")] == ["tasks.new"]
    assert not list(made.iter("ins", "del"))


@pytest.mark.parametrize("blocks", [(), (p(LONG),), (table("煤改电|1"),)])
def test_from_nothing_and_to_nothing(blocks: tuple[str, ...]) -> None:
    for old, new in ((report(), report(*blocks)), (report(*blocks), report())):
        made = parse(redline(old, new))
        assert bare(accepted(made)) == bare(canonical(new))
        assert reading(rejected(made)) == reading(canonical(old))


def test_words_of_the_head_are_paired_whatever_they_say() -> None:
    old, new = CASES["another office on another day"]
    made = parse(redline(old, new))
    assert [part.get("class") for part in made.find("header")] == ["issuer", "number", "signatory"]
    printing = made.find("footer/p[@class='printing']")
    assert [(span.get("class"), _marked(span)) for span in printing] == [
        ("office", "[-甲县清洁取暖办-][+乙区能源局+]"),
        ("printed", "[-2023-][+2024+]年[-4-][+12+]月[-18-][+25+]日印发"),
    ]


def test_a_row_in_the_middle_of_a_cell_that_reaches_over_it() -> None:
    made = parse(redline(groups("^2城区|甲镇|1", "丙镇|3"), groups("^3城区|甲镇|1", "乙镇|2", "丙镇|3")))
    (cell,) = (cell for cell in made.iter("td") if cell.text == "城区")
    assert cell.get("rowspan") == "3"
    back = rejected(made)
    assert [cell.get("rowspan") for cell in back.iter("td") if cell.text == "城区"] == ["2"]
