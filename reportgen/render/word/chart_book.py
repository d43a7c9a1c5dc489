"""The workbook of a chart in a Word file: its numbers, where a reader who edits the chart finds them."""

from dataclasses import dataclass
from decimal import Decimal

from reportgen.ooxml.sheet import SHEET_NAME, Formula, Value, letters, reference, workbook
from reportgen.render.word.chart_data import ChartData, Values

TOTAL = "合计"


@dataclass(frozen=True, slots=True)
class Column:
    """What a series refers to: the cells of its title and of its values, the title, and the values as they were."""

    title_cell: str
    cells: str
    title: str
    values: Values


@dataclass(frozen=True, slots=True)
class Book:
    """A workbook with the cells that its chart refers to: the categories', and a column for each series, that of the totals last where there are any."""

    content: bytes
    categories: str
    columns: tuple[Column, ...]


def book_of(data: ChartData) -> Book:
    """The names of the categories stand in the first column, then the series, then what stands behind bars. Shares are computed, of amounts further right."""
    titles = [*(series.title for series in data.series), *([TOTAL] if data.totals else [])]
    behind = [f"{series.title}（{data.unit}）" for series in data.series] if data.amounts else []
    rows: list[list[Value]] = [[data.heading, *titles, *behind]]
    for n, category in enumerate(data.categories):
        rows.append([category, *_values(data, n), *_total(data, n), *(amounts[n] for amounts in data.amounts)])
    count = len(data.categories)
    columns = [
        Column(f"{SHEET_NAME}!${letters(at)}$1", _cells(at, count), title, values)
        for at, (title, values) in enumerate(zip(titles, [*(series.values for series in data.series), *([data.totals] if data.totals else [])], strict=True), 1)
    ]
    return Book(workbook(rows), _cells(0, count), tuple(columns))


def _cells(column: int, count: int) -> str:
    return f"{SHEET_NAME}!${letters(column)}$2:${letters(column)}${count + 1}"


def _values(data: ChartData, n: int) -> list[Value]:
    """The numbers of a row: shares as formulas over its amounts."""
    if not data.amounts:
        return [series.values[n] for series in data.series]
    whole = _range(len(data.series) + 2, len(data.series), n)
    made: list[Value] = []
    for place, series in enumerate(data.series):
        own = reference(len(data.series) + 2 + place, n + 1)
        made.append(Formula(f"IF(SUM({whole})=0,0,{own}/SUM({whole})*100)", series.values[n] or Decimal(0)))
    return made


def _total(data: ChartData, n: int) -> list[Value]:
    """The total of a row: the sum of its parts where it is that."""
    if not data.totals:
        return []
    parts, total = data.amounts or tuple(series.values for series in data.series), data.totals[n]
    if total is None or sum(part[n] or Decimal(0) for part in parts) != total:
        return [total]
    return [Formula(f"SUM({_range(len(data.series) + 2 if data.amounts else 1, len(parts), n)})", total)]


def _range(first: int, count: int, n: int) -> str:
    return f"{reference(first, n + 1)}:{reference(first + count - 1, n + 1)}"
