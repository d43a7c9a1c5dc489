"""What of a unit may be compared with other weeks, seasons and units: its figures, the rows that all units have, the rows of its weeks."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from reportgen.diagnostics import Place
from reportgen.figures.figure import cell
from reportgen.figures.outliers import Comparable, Number, Unusual, Weekly, said
from reportgen.figures.scope import Scope
from reportgen.inputs.kept_rows import KeptRows
from reportgen.inputs.schema import Dataset, Field, Record
from reportgen.inputs.schema.columns import CellType
from reportgen.language.figure import Figure, Source

MOST_PLACES = 12
"""So many cells of a number are told at most: nobody looks at more of one sum."""
_ROW_OR_UNIT = re.compile(r"\.(?:\d{1,5}|\d{6,12})(?=\.|$)")
"""Of names of figures: a counted row, which in another unit is another; the code of a unit below, which is compared where it is itself looked at."""
_YEAR = re.compile(r"(?<=\.)\d{4}(?=-)")
_TIMES = frozenset(("小时", "天", "日", "周", "月", "年", "季", "年度"))
_NO_SIZE = frozenset(("", "位"))
_NUMBERS = (CellType.COUNT, CellType.NUMBER)


@dataclass(frozen=True, slots=True)
class Dated:
    """That a dataset has a row for each period (周): the column (key) of its dates."""

    column: str
    period: str


def comparable(scope: Scope, figures: Mapping[str, Figure], year: int, dated: Mapping[str, Dated], unusual: Iterable[Unusual]) -> Comparable:
    """What of a unit may be compared; `figures` are its own by name, in the season that begins in `year`.

    `dated` has the datasets (keys) with a row for each week or so; `unusual` is what the programme itself finds.
    """
    own = (_number(in_any_year(name, year), figure, name) for name, figure in figures.items() if not _ROW_OR_UNIT.search(name))
    rows = (number for key in scope.inputs.tables if key not in dated for number in _of_rows(scope, key))
    weeks = (week for key, of in dated.items() if key in scope.inputs.tables for week in _weeks(scope, key, of))
    return Comparable(
        tuple(number for number in (*own, *rows) if number is not None),
        tuple(weeks),
        tuple((number, _usual(one)) for one in unusual if not one.unit and (number := _number(one.number.name, one.number, one.number.name)) is not None),
    )


def is_ratio(unit: str) -> bool:
    """Whether what is measured in a unit doesn't grow with the size of an office: shares, prices, temperatures; but not what is done in an hour or a year."""
    of = unit.rpartition("/")
    return unit in ("%", "摄氏度") or (bool(of[0]) and of[2] not in _TIMES)


def _number(key: str, figure: Figure, name: str) -> Number | None:
    """A figure as it may be compared; None where it isn't known, or has no size (which place a unit has)."""
    if figure.value is None or figure.unit in _NO_SIZE:
        return None
    return Number(key, name, figure.label, figure.unit, figure.value, is_ratio(figure.unit), _places(figure.sources))


def in_any_year(name: str, year: int) -> str:
    """The key of a figure (name) of the season that begins in `year`, with years counted from that: progress.2023-05.planned is progress.+0-05.planned."""
    return _YEAR.sub(lambda match: f"{int(match[0]) - year:+d}", name)


def _places(sources: tuple[Source, ...]) -> tuple[Place, ...]:
    return tuple(dict.fromkeys(source.place for source in sources))[:MOST_PLACES]


def _usual(one: Unusual) -> str:
    mean = Number("", "", "", one.usual.unit, one.usual.value or Decimal(0), is_ratio=False, places=())
    return f"此前各周平均{said(mean)}，这一周明显偏多"


def _rows_of(scope: Scope, key: str) -> tuple[Dataset, tuple[Record, ...]]:
    """A unit's own rows of a dataset; of a large one none, nobody fills these in by hand."""
    rows = scope.inputs.rows(key) or ()
    return scope.dataset(key), () if isinstance(rows, KeptRows) else tuple(rows)


def _of_rows(scope: Scope, key: str) -> Iterator[Number]:
    """The ratios in rows that choices alone name (the standard of one sort of subsidy), where the unit has but one row of these choices."""
    dataset, rows = _rows_of(scope, key)
    choices = [field for field in dataset.fields() if field.type is CellType.CHOICE]
    if not choices:
        return
    named = [tuple(str(getattr(row, field.key) or "") for field in choices) for row in rows]
    count = Counter(named)
    for row, name in zip(rows, named, strict=True):
        for field in dataset.fields() if count[name] == 1 else ():
            if field.type in _NUMBERS and is_ratio(field.column.unit):
                found = _of_cell(row, field, f"{key}[{','.join(name)}].{field.key}", f"《{dataset.title}》{'、'.join(filter(None, name))}{field.column.title}")
                if found is not None:
                    yield found


def _weeks(scope: Scope, key: str, of: Dated) -> Iterator[Weekly]:
    """The numbers of the rows by their dates, each with those of before."""
    dataset, rows = _rows_of(scope, key)
    dated = sorted(((day, row) for row in rows if (day := getattr(row, of.column)) is not None), key=lambda item: item[0])
    for field in dataset.fields():
        if field.type not in _NUMBERS:
            continue
        before: list[Decimal] = []
        for day, row in dated:
            found = _of_cell(row, field, f"{key}.{_day(day)}.{field.key}", f"《{dataset.title}》{_day(day)}{field.column.title}")
            if found is not None:
                yield Weekly(found, of.period, field.type is CellType.COUNT, tuple(before))
                before.insert(0, found.value)


def _of_cell(row: Record, field: Field, key: str, label: str) -> Number | None:
    term, unit = cell(row, field.key), field.column.unit
    return None if term.value is None else Number(key, "", label, unit, term.value, is_ratio(unit), _places(term.sources))


def _day(day: object) -> str:
    return day.isoformat() if isinstance(day, date) else str(day)
