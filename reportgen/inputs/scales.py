"""What a column's numbers are multiplied by to be in its own unit: by its heading, the row of units under it, or a line about the table."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from reportgen.diagnostics import Diagnostic, Place, error, notice, warning
from reportgen.inputs.grid import Raw, SheetGrid, is_blank
from reportgen.inputs.measures import Measure, name_of, parse_measure
from reportgen.inputs.numbers import plain
from reportgen.inputs.schema import Field
from reportgen.inputs.unit_marks import NO_MARK, Mark, is_line, read_line, read_unit_cell, straighten

_SPEAKING = ("单", "以", "按", "金", "币", "面", "户", "数", "元", "%", "米", "㎡", "吨", "亩", "顷")
"""Characters without one of which a text is no line about units: looked for first, for the sake of tables of ten thousand rows."""
_UNIT_COLUMN = re.compile(r".{0,4}单\s?位\s?:?")
_NOTES = ("注", "说明", "备注", "附注")
"""How a note below a table begins."""
_LONGEST_CAPTION = 20
"""A text alone in a row below the headings that ends in a unit is a caption for it where it is no longer: 金额（元）."""
_MOST_FILLED = 3
"""A line below a table has no more filled cells than this: 单位： | 元 | 日期."""


@dataclass(frozen=True, slots=True)
class UnitLine:
    """A line about a table that speaks of units, and its place."""

    mark: Mark
    place: Place


def lines_about(grid: SheetGrid, top: int, bottom: int) -> tuple[UnitLine, ...]:
    """The lines about the table whose header is the rows `top` to `bottom`: those above it, the nearest first, in the header's rows, and below the table."""
    above = [line for row in range(top - 1, -1, -1) for line in _lines(grid, row)]
    beside = [line for row in range(top, bottom + 1) for line in _lines(grid, row, within_header=True)]
    below = [line for row in range(bottom + 1, len(grid.rows)) for line in _lines_below(grid, row)]
    return (*beside, *above, *below)


def columns_of_units(grid: SheetGrid, bottom: int, unread: Mapping[int, str]) -> dict[int, UnitLine]:
    """The columns among those that no field has in which each row writes its unit, with all units that are there: one speaks for the table."""
    found: dict[int, UnitLine] = {}
    for column, text in unread.items():
        if _UNIT_COLUMN.fullmatch(straighten(text)):
            texts = dict.fromkeys(_text(grid.raw(row, column)) for row in range(bottom + 1, len(grid.rows)))
            marks = [mark for text in texts if (mark := read_unit_cell(text))]
            if marks:
                measures = dict.fromkeys(measure for mark in marks for measure in mark.measures)
                unknown = dict.fromkeys(word for mark in marks for word in mark.unknown)
                found[column] = UnitLine(Mark(tuple(measures), unknown=tuple(unknown)), grid.place(bottom, column))
    return found


def is_line_row(grid: SheetGrid, row: int) -> bool:
    """Whether a row under the header is a line about units and no row of data: 单位：元, (单位： | 元), （元）."""
    texts: list[str] = []
    for raw in grid.rows[row]:
        if is_blank(raw):
            continue
        if not isinstance(raw, str) or len(texts) == _MOST_FILLED:
            return False
        texts.append(raw)
    if len(texts) == 1 and len(texts[0]) <= _LONGEST_CAPTION and read_line(texts[0]):
        return True
    return bool(texts) and (is_line(" ".join(texts[:2])) or any(map(is_line, texts)) or (len(texts) == 1 and bool(read_unit_cell(texts[0]))))


def _lines_below(grid: SheetGrid, row: int) -> list[UnitLine]:
    first = next((raw for raw in grid.rows[row] if not is_blank(raw)), None)
    is_note = isinstance(first, str) and first.strip().startswith(_NOTES)
    return _lines(grid, row) if is_note or is_line_row(grid, row) else []


def _lines(grid: SheetGrid, row: int, *, within_header: bool = False) -> list[UnitLine]:
    cells = [(column, raw) for column, raw in enumerate(grid.rows[row]) if not is_blank(raw)]
    found: list[UnitLine] = []
    for at, (column, raw) in enumerate(cells):
        if isinstance(raw, str) and any(character in raw for character in _SPEAKING) and (not within_header or is_line(raw)):
            mark = read_line(raw, _text(cells[at + 1][1]) if at + 1 < len(cells) else "")
            # A unit alone or at a caption's end is one of the table's; among many cells it is another table's heading.
            if mark and not (mark.loose and len(cells) > _MOST_FILLED):
                found.append(UnitLine(mark, grid.place(row, column)))
    return found


def _text(raw: Raw) -> str:
    return raw if isinstance(raw, str) else ""


@dataclass(frozen=True, slots=True)
class Scaled:
    """What came of a column's marks: None for `scale` where its numbers can't be understood."""

    scale: Decimal | None
    problems: tuple[Diagnostic, ...] = ()


def scale_column(field: Field, heading: tuple[Mark, Place], beneath: tuple[Mark, Place] | None, lines: Sequence[UnitLine], bases: frozenset[str]) -> Scaled:
    """The scale of a numeric column, by the nearest mark that speaks of it; `bases` are the base units of the table's columns."""
    own = parse_measure(field.column.unit)
    marks = [(mark, place) for mark, place in (heading, beneath or (NO_MARK, heading[1])) if mark]
    if own is None:
        named = next((place for mark, place in marks if any(measure.base for measure in mark.measures)), None)
        return Scaled(Decimal(1), () if named is None else (_has_no_unit(field, named),))
    scales: list[Decimal] = []
    for mark, place in marks:
        fitting = _fitting(mark.measures, field, own)
        if not fitting:
            return Scaled(None, (_wrong_unit(field, mark, place),))
        scales += fitting
    if len(set(scales)) > 1:
        title, unit = field.column.title, field.column.unit
        places = tuple(dict.fromkeys(place for _, place in marks))
        message = f"“{title}”写了不同的单位，不知道以哪一个为准，这一列没有读取"
        return Scaled(None, (error("inputs.wrong-unit", message, *places, help=f"请只留一处单位，写明是{unit}还是别的单位"),))
    from_line = _by_lines(field, own, lines, bases)
    if not scales:
        return from_line
    if from_line.scale not in (None, scales[0]) and any(_speaks_of(line.mark, own, bases) for line in lines):
        line = next(line for line in lines if _speaks_of(line.mark, own, bases))
        message = f"“{field.column.title}”的表头和表格的单位行写的单位不同，按表头读取"
        return Scaled(scales[0], (notice("inputs.two-units", message, heading[1], line.place, help="请核对，并把两处改为一致"),))
    return Scaled(scales[0])


def _fitting(measures: Iterable[Measure], field: Field, own: Measure) -> list[Decimal]:
    """What numbers in those of the measures that can be the column's are multiplied by."""
    return [scale for measure in measures if (scale := _scale(measure, field, own)) is not None]


def _scale(measure: Measure, field: Field, own: Measure) -> Decimal | None:
    scale = measure.scale_to(own)
    above, slash, each = measure.base.partition("/")
    # Of 户均取暖支出 the unit is 元, and people write 元/户.
    if scale is None and slash and above == own.base and any(f"{each}均" in text or f"每{each}" in text for text in (field.column.title, field.column.meaning)):
        return measure.factor / own.factor
    return scale


def _of_kind(mark: Mark, own: Measure, bases: frozenset[str]) -> list[Measure]:
    """Those of a line's measures that are of the column's kind. 万元/户 is one where a column is of that, else 万元 and 户."""
    measures = mark.measures if not mark.both or bases & {measure.base for measure in mark.measures if "/" in measure.base} else (*mark.measures, *mark.both)
    return [measure for measure in measures if measure.base == own.base]


def _speaks_of(mark: Mark, own: Measure, bases: frozenset[str]) -> bool:
    return bool(_of_kind(mark, own, bases))


def _by_lines(field: Field, own: Measure, lines: Sequence[UnitLine], bases: frozenset[str]) -> Scaled:
    """The scale by the nearest line that speaks of the column's kind of quantity; 1 where none does."""
    spoken = [(line, {measure.factor / own.factor for measure in _of_kind(line.mark, own, bases)}) for line in lines]
    spoken = [(line, scales) for line, scales in spoken if scales]
    if not spoken:
        # A unit that isn't known may be that of any column which doesn't write its own.
        unknown = any(line.mark.unknown or any(not measure.base for measure in line.mark.measures) for line in lines)
        return Scaled(None) if unknown else Scaled(Decimal(1), _each(field, own, lines))
    line, scales = spoken[0]
    if len(scales) > 1:
        return Scaled(None)
    (scale,) = scales
    others = [other.place for other, said in spoken[1:] if said != scales]
    if others:
        message = f"“{field.column.title}”的单位在表格外写了两处，互相不同，按离表最近的一处读取"
        return Scaled(scale, (notice("inputs.two-units", message, line.place, *others, help="请核对，并把两处改为一致"),))
    return Scaled(scale)


def _each(field: Field, own: Measure, lines: Sequence[UnitLine]) -> tuple[Diagnostic, ...]:
    """Says of a column of 元/户 that a line which speaks of 万元 isn't taken for it."""
    title, unit = field.column.title, field.column.unit
    for line in lines:
        for measure in line.mark.measures:
            if own.base.startswith(f"{measure.base}/") and measure.factor != own.factor:
                message = f"“{title}”按{unit}读取，没有按表格的单位{name_of(measure)}换算"
                return (warning("inputs.two-units", message, line.place, help=f"请在表头写明这一列的单位，例如“{title}（{unit}）”"),)
    return ()


def check_lines(lines: Sequence[UnitLine], fields: Sequence[Field]) -> list[Diagnostic]:
    """What is wrong with lines about a table with the given numeric columns: a unit that isn't known, or that no column is of."""
    owns = {own for field in fields if (own := parse_measure(field.column.unit)) is not None}
    problems: list[Diagnostic] = []
    for line in lines:
        mark = line.mark
        factors: dict[str, set[Decimal]] = {}
        for measure in mark.measures:
            factors.setdefault(measure.base, set()).add(measure.factor)
        if mark.unknown or "" in factors:
            words = "、".join(mark.unknown) or "万"
            message = f"这里写的单位“{words}”看不懂，没有自己写明单位的数值列都没有读取"
            problems.append(error("inputs.unknown-unit", message, line.place, help="请写明各类数的单位，例如“单位：万元、户”"))
        elif any(len(several) > 1 for several in factors.values()):
            message = "这里写了同一类数的两个单位，不知道以哪一个为准，这类数没有读取"
            problems.append(error("inputs.unknown-unit", message, line.place, help="请只留一个，或者把单位写在各列的表头中，例如“预算数（元）”"))
        elif not mark.loose and fields and not any(_touches(measure, own) for measure in (*mark.measures, *mark.both) for own in owns):
            message = "这里写的单位与表中各列都不对应，没有采用"
            units = "、".join(dict.fromkeys(field.column.unit or "由另外的列说明" for field in fields))
            # A column without a unit of its own may be meant; its unit stands in another column.
            report = error if all(field.column.unit for field in fields) else warning
            problems.append(report("inputs.wrong-unit", message, line.place, help=f"请核对；表中各列的单位：{units}"))
    return problems


def _touches(measure: Measure, own: Measure) -> bool:
    return measure.base == own.base or (measure.factor == own.factor and own.base.startswith(f"{measure.base}/"))


def rescaled(field: Field, scale: Decimal, place: Place) -> list[Diagnostic]:
    """Says that a column's numbers are not in the field's unit as they stand: nothing where they are."""
    if scale == 1:
        return []
    title, unit = field.column.title, field.column.unit
    times = f"乘以{plain(scale)}" if scale > 1 else f"除以{plain(round(1 / scale, 9))}"
    help = f"如果填写的数已经以{unit}为单位，请改正表头或者表格上方的单位"
    return [notice("inputs.rescaled", f"“{title}”按表中写的单位换算成{unit}：各数{times}", place, help=help)]


def _wrong_unit(field: Field, mark: Mark, place: Place) -> Diagnostic:
    title, unit = field.column.title, field.column.unit
    if mark.unknown:
        message = f"“{title}”的单位“{'、'.join(mark.unknown)}”看不懂，这一列没有读取"
        return error("inputs.unknown-unit", message, place, help=f"请把单位改为“{title}（{unit}）”这样的写法，数字按所写的单位填写")
    written = "、".join(name_of(measure) for measure in mark.measures)
    message = f"“{title}”的单位应为{unit}，表头写的是{written}，这一列没有读取"
    return error("inputs.wrong-unit", message, place, help=f"请把数字换算成{unit}，并改正表头")


def _has_no_unit(field: Field, place: Place) -> Diagnostic:
    message = f"“{field.column.title}”的单位由表中另外的列或者取暖路径说明，表头写的单位没有采用"
    return notice("inputs.unit-unused", message, place, help="请核对表头的单位与表中说明的单位是否一致")
