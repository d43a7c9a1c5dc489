"""The sheet of a dataset: title, what a row is, headings with their notes, and rows for an officer to fill."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import ceil

from reportgen.inputs.grid import column_name
from reportgen.inputs.schema import CellType, Dataset, Field
from reportgen.inputs.table import NOT_YET, ZERO_REPORT
from reportgen.measure import width
from reportgen.workbook.limits import check_of, choices, word_list
from reportgen.workbook.sheet import LAST_ROW, Cell, Check, Sheet, SheetRow, Value, Wide
from reportgen.workbook.styles import Look

GUIDE = "填报说明"
REMARK = "备注"
BLANK_ROWS = 20  # a county's townships, filled in without adding rows

TITLE = Look(font="黑体", size=16)
HINT = Look(size=10, colour="1F4E79")
HEAD = Look(bold=True, fill="DDEBF7", border=True, horizontal="center", wrap=True)
REQUIRED_HEAD = Look(bold=True, fill="FCE4D6", border=True, horizontal="center", wrap=True)
STATUS = Look(bold=True, fill="FFF2CC", border=True, horizontal="center", locked=False)
_PLAIN = Look(locked=False)

_TEXT = (CellType.TEXT, CellType.CHOICE, CellType.IDENTIFIER)
_NARROWEST, _WIDEST, _PROSE = 9.0, 32.0, 60.0  # characters: a number with its unit, a heading on two lines, a sentence
_REMARK_WIDTH = 30.0  # characters: a remark on two lines
_ONE_LINE = 6.5
"""Up to how many 字 a heading without a unit stands on one line; a longer one on two."""
_MANY, _SHORT = 7, 20.0
"""From how many columns on some stay in view, and how wide, in half characters, such a column may be."""
_PORTRAIT, _LANDSCAPE = 108.0, 235.0
"""How wide a sheet may be, in half characters, to be still read when it is fitted on A4."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row to stand in a new sheet: values by key; what its 备注 says; notes on single cells by key."""

    values: Mapping[str, Value]
    remark: str = ""
    notes: Mapping[str, str] = field(default_factory=dict)


def dataset_sheet(dataset: Dataset, rows: Sequence[Row] = (), link: str | None = None, owner: str = "", checks: Sequence[Check] = ()) -> Sheet:
    """The sheet of a dataset with the given rows, and blank ones below.

    `link` is where the hint above the headings leads, `owner` whose table it is and for which season, as its title begins; `checks` are further ones.
    """
    fields = dataset.fields()
    above = _above(dataset, link, owner)
    head = len(above) + 1
    first = head + 1
    lines = [
        *above,
        SheetRow([*(Cell(heading(field), REQUIRED_HEAD if field.required else HEAD) for field in fields), Cell(REMARK, HEAD)], _head_height(fields)),
    ]
    looks = [look_of(field) for field in fields]
    remark = Look(size=10, border=True, wrap=True, locked=False)
    for row in rows:
        cells = [Cell(row.values.get(field.key), look) for field, look in zip(fields, looks, strict=True)]
        lines.append(SheetRow([*cells, Cell(row.remark or None, remark)], _row_height(fields, row)))
    blank = SheetRow([*(Cell(None, look) for look in looks), Cell(None, remark)])
    lines += [blank] * max(BLANK_ROWS - len(rows), 3)
    columns = [*(Wide(width_of(field), look) for field, look in zip(fields, looks, strict=True)), Wide(_REMARK_WIDTH, remark)]
    wide = sum(column.width for column in columns)
    return Sheet(
        dataset.title,
        lines,
        columns,
        frozen=(head, _key_columns(fields)),
        repeated=((1, head), _key_columns(fields) if wide > _LANDSCAPE else 0),
        beyond=_PLAIN,
        landscape=wide > _PORTRAIT,
        pages=max(1, ceil(wide / _LANDSCAPE)) if wide > _PORTRAIT else 1,
        protected=True,
        checks=[*_checks(dataset, first), *checks],
        notes=_notes(fields, head) | _row_notes(fields, rows, first),
        text_columns=[_column(index, first) for index, field in enumerate(fields) if field.type in (CellType.IDENTIFIER, CellType.TEXT)],
        tab="C55A11" if dataset.may_be_empty else None,
    )


def first_row(dataset: Dataset) -> int:
    """The number of the first row below the headings."""
    return len(_above(dataset)) + 2


def heading(field: Field) -> str:
    """How a column is headed: *任务户数 and, on a line of its own, （户）; the star where each row must fill it."""
    unit = f"\n（{field.column.unit}）" if field.column.unit else ""
    return f"{'*' if field.required else ''}{field.column.title}{unit}"


def heading_note(field: Field) -> str:
    """What the note on a heading says: the meaning, how it is filled in, an example."""
    column = field.column
    unit = f"，单位：{column.unit}" if column.unit else ""
    listed = choices(field)
    lines = [
        f"{column.title}（{'必填' if field.required else '没有可以不填'}）",
        column.meaning,
        f"填写：{field.type}{unit}",
        *([f"可以填：{'、'.join(listed)}"] if listed else ()),
        f"示例：{column.example}",
    ]
    return "\n".join(lines)


def look_of(field: Field) -> Look:
    """How the cells of a column look."""
    text = field.type in _TEXT
    return Look(border=True, format=format_of(field), horizontal="left" if text else "center" if choices(field) else None, wrap=text, locked=False)


def format_of(field: Field) -> str:
    """The number format of a column: numbers with a unit show two places and as many more as were typed."""
    formats = {
        CellType.IDENTIFIER: "@",
        CellType.COUNT: "0",
        CellType.DATE: 'yyyy"年"m"月"d"日"',
        CellType.MONTH: 'yyyy"年"m"月"',
    }
    if field.type is CellType.TEXT and not field.prose:
        return "@"
    if field.type is CellType.NUMBER and field.column.unit not in ("", "%"):
        return "0.00##"
    return formats.get(field.type, "General")


def width_of(field: Field) -> float:
    """The width of a column, in half characters: that of its heading, its example, or its longest choice."""
    if field.prose:
        return _PROSE
    shown = max((width(word) for word in (*choices(field), field.column.example)), default=0)
    title, *unit = heading(field).splitlines()
    head = 2 * width(title) if width(title) <= _ONE_LINE or unit else width(title) + 2
    return min(_WIDEST, max(_NARROWEST, 2 * shown + 3, head + 3, *(2 * width(line) + 3 for line in unit)))


def _above(dataset: Dataset, link: str | None = None, owner: str = "") -> list[SheetRow]:
    """The lines above the headings: title, hint, and for a dataset that may be empty where an officer says so."""
    hint = f"{dataset.row}。带*的列必填；光标放在表头上看说明"
    lines = [([Cell(f"{owner}{dataset.title}", TITLE)], 28.0), ([Cell(f"{hint}；点这里看本表的填报说明" if link else hint, HINT, link)], 20.0)]
    if dataset.may_be_empty:
        lines.append(([Cell(NOT_YET, STATUS), Cell(f"← 一行也没有的，请在左边选“{ZERO_REPORT}”；填了数据的，这一格不用管", HINT)], 20.0))
    columns = len(dataset.fields()) + 1
    # The cells beside are there, empty: else they would look like those of their columns.
    return [SheetRow([*cells, *(Cell() for _ in range(columns - len(cells)))], height) for cells, height in lines]


def _checks(dataset: Dataset, first: int) -> list[Check]:
    fields = dataset.fields()
    found = [check_of(field, _column(index, first)) for index, field in enumerate(fields)]
    status = [Check(f"A{first - 2}", "list", (word_list((NOT_YET, ZERO_REPORT)),), f"请选“{NOT_YET}”或者“{ZERO_REPORT}”")] if dataset.may_be_empty else []
    return [*status, *(check for check in found if check is not None)]


def _notes(fields: Sequence[Field], head: int) -> dict[str, str]:
    notes = {f"{column_name(index)}{head}": heading_note(field) for index, field in enumerate(fields)}
    return notes | {f"{column_name(len(fields))}{head}": "备注：供本单位自己记录，程序不读取"}


def _row_notes(fields: Sequence[Field], rows: Sequence[Row], first: int) -> dict[str, str]:
    at = {field.key: index for index, field in enumerate(fields)}
    return {f"{column_name(at[key])}{first + number}": text for number, row in enumerate(rows) for key, text in row.notes.items()}


def _column(index: int, first: int) -> str:
    return f"{column_name(index)}{first}:{column_name(index)}{LAST_ROW}"


def _key_columns(fields: Sequence[Field]) -> int:
    """How many columns stay in view: the first, and the second where both say what the row is about; none in a narrow table."""
    if len(fields) < _MANY:
        return 0
    return 2 if all(field.type in _TEXT and width_of(field) <= _SHORT for field in fields[:2]) else 1


def _head_height(fields: Sequence[Field]) -> float:
    return 16 * max(sum(ceil(2 * width(line) / (width_of(field) - 1)) for line in heading(field).splitlines()) for field in fields) + 6


def _row_height(fields: Sequence[Field], row: Row) -> float:
    """The height of a filled row: what its longest text takes."""
    texts = ((str(row.values.get(field.key) or ""), width_of(field)) for field in fields)
    return 15 * max(ceil(2 * width(text) / (wide - 1)) for text, wide in (*texts, (row.remark, _REMARK_WIDTH * 1.1)) if text) + 4
