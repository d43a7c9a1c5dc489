"""The widths of the columns of a table."""

import pytest

from reportgen.render.columns import fit_columns, row_lines, rows_kept
from reportgen.render.layout import Layout
from reportgen.render.tree import grid, parse


def fitted(widths: list[float], *rows: list[str], room: float = 156.0) -> tuple[list[float], float]:
    columns = "".join(f'<col data-width="{width}"/>' for width in widths)
    body = "".join("<tr>" + "".join(cell if cell.startswith("<") else f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    found = fit_columns(grid(parse(f"<table><colgroup>{columns}</colgroup><tbody>{body}</tbody></table>")), room, Layout())
    return list(found.widths), found.size


def test_widths_that_suffice_are_kept() -> None:
    assert fitted([1, 2, 1], ["甲", "乙", "丙"]) == ([39.0, 78.0, 39.0], 12.0)


@pytest.mark.parametrize("narrow", ["12345678.00", "10月15日", "忻州城区"])
def test_a_column_too_narrow_takes_from_the_others(narrow: str) -> None:
    (first, second, third), size = fitted([1, 20, 20], [narrow, "乙", "丙"])
    assert (first + second + third, size) == (pytest.approx(156), 12.0)
    assert first > len(narrow) * 0.45 * 12 * 25.4 / 72
    assert second == pytest.approx(third)


def test_a_cell_over_columns_widens_them_together() -> None:
    (first, second, _), _ = fitted([1, 1, 30], ['<td colspan="2">1234567890.00</td>', "丙"], ["1", "2", "3"])
    assert first == pytest.approx(second)
    assert first + second > 13 * 0.5 * 12 * 25.4 / 72


def test_type_gets_smaller_where_nothing_is_left_to_take() -> None:
    row = ["123456.00"] * 7
    assert fitted([1] * 7, row)[1] == 10.5
    assert fitted([1] * 7, row, room=100.0) == ([pytest.approx(100 / 7)] * 7, 9.0)


def test_a_table_of_many_columns_is_set_small_from_the_start() -> None:
    assert fitted([1] * 12, ["1"] * 12)[1] == 10.5


def test_headings_within_a_table_stand_with_the_row_below_them() -> None:
    plain, headings = "<tr><td>甲</td><td>乙</td></tr>", "<tr><th>指标</th><th>得分</th></tr>"
    labelled = "<tr><th>项目</th><td>乙</td></tr>"
    cells = grid(parse(f"<table><tbody>{labelled}{plain * 3}{headings}{plain * 3}</tbody></table>"))
    kept = rows_kept(cells, row_lines(cells, fit_columns(cells, 156.0, Layout())))
    assert kept == {1, 5, 7}  # the second and the last, and what is below the headings
