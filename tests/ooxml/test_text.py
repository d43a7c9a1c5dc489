"""The reader of Word text: what it gives for each way to write text, with tracked changes accepted, rejected or kept, and where cells stand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml.etree import _Element

from reportgen.ooxml import text
from reportgen.ooxml.changes import COME, GONE, settle
from reportgen.ooxml.names import WORD, q
from reportgen.ooxml.parsing import parse
from reportgen.ooxml.tables import MOST_COLUMNS, Table
from reportgen.ooxml.text import Mark, Paragraph

FIELD = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
PAGE = FIELD.format("begin") + "<w:r><w:instrText> PAGE </w:instrText></w:r>"
MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'


def body(content: str) -> _Element:
    return parse(f'<w:body xmlns:w="{WORD}" {MC}>{content}</w:body>')


def run(words: str) -> str:
    return f"<w:r><w:t>{words}</w:t></w:r>"


def p(content: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{content}</w:p>"


def read(parent: _Element) -> list[str]:
    return ["".join(piece.text for piece in paragraph.pieces) for paragraph in text.paragraphs(parent)]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (run("甲") + run("乙"), "甲乙"),
        ("<w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t><w:br/><w:cr/></w:r>", "甲\t乙\n\n"),
        ('<w:r><w:br w:type="page"/></w:r>', "\f"),
        ("<w:r><w:noBreakHyphen/><w:sym/></w:r>", "-□"),
        (f"<w:hyperlink>{run('甲')}</w:hyperlink><w:smartTag>{run('乙')}</w:smartTag>", "甲乙"),
        (f"<w:sdt><w:sdtPr><w:t>无</w:t></w:sdtPr><w:sdtContent>{run('甲')}</w:sdtContent></w:sdt>", "甲"),
        (f"<w:r><w:ruby><w:rt>{run('jiǎ')}</w:rt><w:rubyBase>{run('甲')}</w:rubyBase></w:ruby></w:r>", "甲"),
        (f"{FIELD.format('begin')}<w:r><w:instrText>REF x</w:instrText></w:r>{FIELD.format('separate')}{run('甲')}{FIELD.format('end')}", "甲"),
        (f"{FIELD.format('begin')}{run('未显示')}{FIELD.format('end')}{run('甲')}", "甲"),
        (f"<mc:AlternateContent><mc:Choice>{run('甲')}</mc:Choice><mc:Fallback>{run('乙')}</mc:Fallback></mc:AlternateContent>", "甲"),
    ],
)
def test_the_text_of_a_paragraph(content: str, words: str) -> None:
    assert read(body(p(content, "<w:tabs><w:tab/></w:tabs>"))) == [words]


@pytest.mark.parametrize(
    "content",
    [
        f"{PAGE}{FIELD.format('separate')}{run('3')}{FIELD.format('end')}",
        f"{PAGE}{FIELD.format('end')}",
        f'<w:fldSimple w:instr="PAGE \\* MERGEFORMAT">{run("3")}</w:fldSimple>',
    ],
)
def test_the_number_of_a_page_is_told_from_other_text(content: str) -> None:
    (paragraph,) = text.paragraphs(body(p(run("第") + content + run("页"))))
    assert [piece.page for piece in paragraph.pieces] == [False, True, False]


def test_paragraphs_are_found_in_whatever_they_stand_in() -> None:
    box = f"<w:txbxContent>{p(run('框'))}</w:txbxContent>"
    forms = f"<mc:Choice><w:drawing>{box}</w:drawing></mc:Choice><mc:Fallback><w:pict>{box}</w:pict></mc:Fallback>"
    drawn = f"<w:r><mc:AlternateContent>{forms}</mc:AlternateContent></w:r>"
    cell = f"<w:tc>{p(run('格'))}<w:tbl><w:tr><w:tc>{p(run('内'))}</w:tc></w:tr></w:tbl></w:tc>"
    found = body(f"<w:sdt><w:sdtContent>{p(run('控件'))}</w:sdtContent></w:sdt>{p(run('锚') + drawn)}<w:tbl><w:tr>{cell}</w:tr></w:tbl>")
    assert read(found) == ["控件", "锚", "框", "格", "内"]
    assert [type(block) for block in text.blocks(found)] == [Paragraph, Paragraph, Table]


def test_marks_stand_between_the_pieces() -> None:
    start, end = '<w:bookmarkStart w:id="1" w:name="f_0001"/>', '<w:bookmarkEnd w:id="1"/>'
    before, paragraph = text.flow(body(start + p(run("甲") + end + run("乙"))))
    assert isinstance(before, Mark) and (before.kind, before.identifier, before.name) == ("bookmarkStart", "1", "f_0001")
    assert isinstance(paragraph, Paragraph) and [type(part).__name__ for part in paragraph.parts] == ["Piece", "Mark", "Piece"]


CELL = "<w:tc><w:tcPr>{}</w:tcPr><w:p/></w:tc>"
ONE, TWO = CELL.format(""), CELL.format('<w:gridSpan w:val="2"/>')
DOWN, ON = CELL.format('<w:vMerge w:val="restart"/>'), CELL.format("<w:vMerge/>")


@pytest.mark.parametrize(
    ("rows", "places"),
    [
        ([TWO + ONE, ONE * 3], [[(0, 2, 1), (2, 1, 1)], [(0, 1, 1), (1, 1, 1), (2, 1, 1)]]),
        ([DOWN + ONE, ON + ONE, ON + ONE], [[(0, 1, 3), (1, 1, 1)], [(0, 1, 2), (1, 1, 1)], [(0, 1, 1), (1, 1, 1)]]),
        ([ONE, ON, TWO, ON], [[(0, 1, 2)], [(0, 1, 1)], [(0, 2, 1)], [(0, 1, 1)]]),
        ([TWO, f"<w:trPr><w:gridBefore w:val='1'/></w:trPr>{ONE}"], [[(0, 2, 1)], [(0, 1, 1), (1, 1, 1)]]),
        ([CELL.format('<w:gridSpan w:val="999999"/>')], [[(0, MOST_COLUMNS, 1)]]),
        ([f"<w:sdt><w:sdtContent>{ONE}</w:sdtContent></w:sdt>{ONE}"], [[(0, 1, 1), (1, 1, 1)]]),
    ],
)
def test_where_the_cells_of_a_table_stand(rows: list[str], places: list[list[tuple[int, int, int]]]) -> None:
    (table,) = text.blocks(body("<w:tbl><w:tblGrid/>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"))
    assert isinstance(table, Table)
    assert [[(cell.column, cell.columns, cell.rows) for cell in row.cells] for row in table.rows] == places


WORDS = st.sampled_from("甲乙丙丁")
CHANGED = st.lists(st.tuples(WORDS, st.sampled_from((None, *COME, *GONE))), max_size=4)
# The words of a paragraph with what became of them, and what became of the mark at its end.
PARAGRAPHS = st.lists(st.tuples(CHANGED, st.sampled_from((None, "ins", "del"))), min_size=1, max_size=4)


def written(words: str, change: str | None) -> str:
    tag = "delText" if change == "del" else "t"
    made = f"<w:r><w:{tag}>{words}</w:{tag}></w:r>"
    return made if change is None else f'<w:{change} w:id="1" w:author="甲">{made}</w:{change}>'


@given(PARAGRAPHS, st.booleans())
def test_accepted_or_rejected_what_came_or_went_is_not_there_and_what_has_no_end_joins_the_next(
    made: list[tuple[list[tuple[str, str | None]], str | None]], accept: bool
) -> None:
    gone = ("del", "moveFrom") if accept else ("ins", "moveTo")
    marks = [f"<w:rPr><w:{mark}/></w:rPr>" if mark else "" for _, mark in made]
    found = body("".join(p("".join(written(*one) for one in words), mark) for (words, _), mark in zip(made, marks, strict=True)) + "<w:sectPr/>")
    kept = ["".join(piece.text for piece in paragraph.pieces if not piece.is_gone) for paragraph in text.paragraphs(found)]
    if accept:  # kept in the text, a piece says itself whether it is gone
        assert kept == ["".join(word for word, change in words if change not in gone) for words, _ in made]
    settle(found, accept=accept)
    expected, before = [], ""
    for number, (words, mark) in enumerate(made):
        before += "".join(word for word, change in words if change not in gone)
        if mark in gone and number < len(made) - 1:
            continue
        expected.append(before)
        before = ""
    assert read(found) == expected
    assert next(found.iter(*map(q, COME + GONE)), None) is None


def test_a_table_whose_rows_all_went_goes_with_them_and_one_with_rows_in_a_control_stays() -> None:
    gone = "<w:tr><w:trPr><w:del/></w:trPr><w:tc><w:p/></w:tc></w:tr>"
    kept = f"<w:sdt><w:sdtContent><w:tr><w:tc>{p(run('甲'))}</w:tc></w:tr></w:sdtContent></w:sdt>"
    found = body(f"<w:tbl>{gone}{gone}</w:tbl><w:tbl>{gone}{kept}</w:tbl>")
    settle(found, accept=True)
    (table,) = text.blocks(found)
    assert isinstance(table, Table) and len(table.rows) == 1
    assert read(found) == ["甲"]
