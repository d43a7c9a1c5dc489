"""Tables: the width of the type area, the heading on each page, rows and captions kept whole."""

from collections.abc import Callable

import pytest

from tests.render.pdf.measure import body, holding, line, lines, pages, tables

Document = Callable[..., bytes]


def table(rows: str, caption: str = '表1　任务<span class="unit">单位：户</span>', columns: int = 3) -> str:
    cells = "".join(f"<th>栏{n}</th>" for n in range(columns))
    return f'<table id="t"><caption>{caption}</caption><thead><tr>{cells}</tr></thead><tbody>{rows}</tbody></table>'


def rows(count: int, start: int = 0) -> str:
    return "".join(f"<tr><td>第{n:02}村</td><td>{n * 7}</td><td>{n * 3}</td></tr>" for n in range(start, start + count))


def test_tables_are_as_wide_as_the_type_area(content: Callable[[str], bytes]) -> None:
    upright = [bounds for page in pages(content("county")) for bounds in tables(page)]
    assert len(upright) >= 6
    assert all((left, right) == (pytest.approx(28, abs=0.3), pytest.approx(184, abs=0.3)) for left, _, right, _ in upright)
    ((left, _, right, bottom),) = tables(pages(content("city"))[3])
    assert (left, right) == (pytest.approx(35, abs=0.3), pytest.approx(260, abs=0.3))
    assert bottom < 184


def test_the_heading_stands_on_each_page_of_a_long_table(document: Document) -> None:
    content = document(table(rows(100)))
    whole = pages(content)
    assert len(whole) > 2
    assert all(line(page, "栏0栏1栏2") for page in whole)
    found = [row.text for page in whole for row in body(page) if row.text.startswith("第")]
    assert found == [f"第{n:02}村{n * 7}{n * 3}" for n in range(100)]


def test_a_row_is_not_broken(document: Document) -> None:
    tall = "<tr><td>甲</td><td>乙</td><td>{}</td></tr>"
    content = document(table("".join(tall.format(f"起{n:02}" + "字" * 80 + f"止{n:02}") for n in range(30))))
    for n in range(30):
        assert holding(content, f"起{n:02}") == holding(content, f"止{n:02}")


@pytest.mark.parametrize("before", range(14, 23))
def test_a_caption_stays_with_the_first_rows(document: Document, before: int) -> None:
    content = document("".join(f'<p id="p{n}">第{n}行</p>' for n in range(before)), table(rows(5)))
    assert holding(content, "表1　任务") == holding(content, "第00村")


@pytest.mark.sampled(3)
@pytest.mark.parametrize("before", range(14, 23))
@pytest.mark.parametrize("count", [2, 3, 40])
def test_no_row_stands_alone_on_a_page(document: Document, before: int, count: int) -> None:
    content = document("".join(f'<p id="p{n}">正文{n}</p>' for n in range(before)), table(rows(count)))
    standing = [sum(found.text.startswith("第") for found in body(page)) for page in pages(content)]
    assert sum(standing) == count
    assert 1 not in standing


def test_tall_rows_may_part_rather_than_leave_a_page_half_empty(document: Document) -> None:
    tall = f"<tr><td>{'高' * 100}</td><td>1</td><td>2</td></tr>"
    content = document("".join(f'<p id="p{n}">正文{n}</p>' for n in range(12)), table(tall * 2))
    assert holding(content, "高") == [1, 2]


@pytest.mark.sampled(3)
@pytest.mark.parametrize("count", range(30, 40))
def test_a_spanning_cell_is_not_torn(document: Document, count: int) -> None:
    span = "<tr>" + "</tr><tr>".join(f"<td>镇{n}</td><td>{n}</td>" for n in range(4)) + "</tr>"
    span = span.replace("<tr>", '<tr><td rowspan="4">农村</td>', 1)
    content = document(table(rows(count) + span))
    assert len({tuple(holding(content, text)) for text in ("农村", "镇0", "镇1", "镇2", "镇3")}) == 1


def test_caption_in_the_middle_unit_at_the_right(document: Document) -> None:
    (page,) = pages(document(table(rows(2))))
    found = line(page, "表1　任务单位：户")
    title = [char for char in page.chars if char["text"] in "表任务" and "Hei" in char["fontname"]]
    assert (title[0]["x0"] + title[-1]["x1"]) / 2 * 25.4 / 72 == pytest.approx(28 + 78, abs=0.3)
    assert (found.right, found.size) == (pytest.approx(184, abs=0.3), 12.0)


def test_a_long_caption_does_not_run_into_the_unit(document: Document) -> None:
    long = "表1　" + "原平市清洁取暖改造任务分乡镇分路径分月计划明细表（一）" + '<span class="unit">单位：户、万平方米、万元</span>'
    (page,) = pages(document(table(rows(2), long)))
    title, unit = lines(page)[:2]
    assert title.text.endswith("（一）") and unit.text == "单位：户、万平方米、万元"
    assert unit.right == pytest.approx(184, abs=0.3)


def test_many_columns_are_set_smaller(document: Document) -> None:
    wide = "<tr>" + "<td>143000</td>" * 16 + "</tr>"
    (page,) = pages(document(f'<section class="landscape" id="l">{table(wide, columns=16)}</section>'))
    cells = line(page, "143000")
    assert (cells.size, cells.text) == (10.5, "143000" * 16)


def test_cells_are_centred_unless_they_say_otherwise(document: Document) -> None:
    cells = '<tr><td>中</td><td class="left">左</td><td class="right">右</td></tr>'
    (page,) = pages(document(table(cells)))
    x = {char["text"]: (char["x0"] * 25.4 / 72, char["x1"] * 25.4 / 72) for char in page.chars}
    column = 156 / 3
    assert sum(x["中"]) / 2 == pytest.approx(28 + column / 2, abs=0.5)
    assert x["左"][0] == pytest.approx(28 + column, abs=1.2)
    assert x["右"][1] == pytest.approx(28 + 3 * column, abs=1.2)
