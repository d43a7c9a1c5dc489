"""Cells that say what stands above them: 同上 and its signs are read, blank ones under a filled one are asked about, once a column."""

from collections.abc import Collection, Sequence

from reportgen.diagnostics import Place, error, warning
from reportgen.inputs.assemble import Values
from reportgen.inputs.grid import Raw, is_blank
from reportgen.inputs.remarks import CellDiagnostics, fault, reading
from reportgen.inputs.schema import CellType, Field, Origin
from reportgen.inputs.wording import fold, shorten

_MARKS = ("同上", "同上行", "同上一行", "同前", "同上格", "〃", "″", '"', "＂", "々", "''", "´´", "“", "”", "〞", "〟", "ditto", "do.", "↑")
_DITTO = frozenset(map(fold, _MARKS))
_BEGINNINGS = frozenset(mark[0] for mark in _MARKS)
_REPEATABLE = (CellType.TEXT, CellType.CHOICE, CellType.DATE, CellType.MONTH, CellType.FLAG)
"""Types that a row may have in common with the one above. A number or an identifier is each row's own."""
_FILL_IN = "请填满：选中这一列，按 Ctrl+G 定位“空值”，输入“=”再按向上键，按 Ctrl+Enter；或者把相同的格合并"
_LEAST_BLANKS = 2
"""One blank cell is one that was forgotten; from two on, the cell above may be meant for all."""


def says_same(raw: Raw) -> bool:
    """Whether a cell says that it is as the one above: 同上, 〃."""
    return isinstance(raw, str) and raw.lstrip()[:1].casefold() in _BEGINNINGS and fold(raw) in _DITTO


def take_from_above(field: Field, raws: list[Raw], lines: Sequence[Origin], rows: Sequence[Values], remarks: CellDiagnostics) -> None:
    """Puts what stands above into the cells of a column that say 同上; where nothing does, or the column's values can't be shared, that is a fault."""
    above: Raw = None
    for at, raw in enumerate(raws):
        if not says_same(raw):
            above = raw
            continue
        place = lines[at].cells.get(field.key, lines[at].place)
        if field.type not in _REPEATABLE or is_blank(above):
            remarks.cell(field.column.title, fault("same-as-above", "写的是“同上”或者同上的符号，不能确定是什么", f"请填写{field.column.meaning}"), place)
            rows[at][field.key] = None
        else:
            raws[at] = above
            remarks.cell(field.column.title, reading("same-as-above", "写的是“同上”", f"读作上面一行的“{shorten(above)}”"), place)


def is_repeatable(field: Field, groups: Collection[str]) -> bool:
    """Whether blank cells of a column may be meant as the one above them; `groups` are the columns that a row need not fill and that say whose it is."""
    return field.type in _REPEATABLE and field.type is not CellType.FLAG and not field.prose and (field.required or field.key in groups)


def ask_about_blanks(
    field: Field, raws: Sequence[Raw], lines: Sequence[Origin], rows: Sequence[Values], groups: Collection[str], remarks: CellDiagnostics
) -> None:
    """Asks whether the blank cells under a filled one are meant to be as that one; the rows are left without the value.

    Of the columns that a row need not fill, only `groups` are asked about: those that say whose the row is.
    """
    if not is_repeatable(field, groups) or not raws or is_blank(raws[0]):
        return
    blank = [at for at, raw in enumerate(raws) if is_blank(raw) and field.key not in rows[at]]
    if len(blank) < _LEAST_BLANKS:
        return
    first = blank[0]
    above = next(raws[at] for at in range(first - 1, -1, -1) if not is_blank(raws[at]))
    places: list[Place] = [lines[at].cells.get(field.key, lines[at].place) for at in blank]
    title = field.column.title
    message = f"“{title}”有{len(blank)}处空白，是否同上（例如{places[0].cell or f'第{places[0].line}行'}同上面的“{shorten(above)}”）"
    if field.required:
        remarks.add(error("inputs.missing-value", message, *places, help=_FILL_IN))
        for at in blank:
            rows[at][field.key] = None
    else:
        remarks.add(warning("inputs.blank-below", message, *places, help=f"{_FILL_IN}；不是的不必处理"))
