"""The sheets 单位说明 and 公文: what a unit is and what its documents bear, for an officer to fill in; blank, or with what is known."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from reportgen.inputs.entries import Entry, entries
from reportgen.inputs.schema import CellType, Programme
from reportgen.inputs.schema.unit import Filing, Unit
from reportgen.inputs.sheet_names import DESCRIPTION, FILINGS, REMARK
from reportgen.inputs.unit_sheet import CONTENT, GROUP, HELP, ITEM, KIND, NONE, OWN, joined
from reportgen.measure import width
from reportgen.workbook.dataset import HEAD, HINT, REQUIRED_HEAD, TITLE, format_of, heading_note, look_of
from reportgen.workbook.limits import check_of, word_list
from reportgen.workbook.sheet import Cell, Check, Sheet, SheetRow, Value, Wide
from reportgen.workbook.styles import Look

_WIDTHS = (14.0, 16.0, 46.0, 64.0)
_FILING_WIDTHS = (22.0, 26.0, 16.0, 16.0, 12.0, 32.0, 32.0, 16.0, 16.0, 16.0, 20.0)
_BLANK_ROWS = 12
"""So many rows of 公文 are there to be filled in besides those of the kinds: a season's weekly issues fit in by adding rows."""
_LABEL = Look(border=True, wrap=True)
_MUST = Look(border=True, bold=True, fill="FCE4D6", wrap=True)
_EXPLAINED = Look(size=10, border=True, wrap=True, colour="595959")
_QUOTES = '"'
_HIGHEST = 409.0
"""Points: Excel's limit of a row."""
_LOOK_OVER = Look(size=10, border=True, wrap=True, bold=True, colour="C00000")
_CHECK = "请核对"
_LIST_HINT = "有几个的，一行一个（Alt+Enter 换行）"
_GROUP_HINT = "一行一个，例如 "

Written: TypeAlias = str | int | bool | Decimal | date | tuple[str, ...] | Mapping[str, tuple[str, ...]] | None
"""A value of an entry."""


@dataclass(frozen=True, slots=True)
class Filled:
    """What is to stand in the sheets: values by the keys that lead to them (name, season.start), of documents by kind and key.

    `guessed` are the keys of entries that an officer must look at, `notes` say by key what may be written there; `beside`: the unit's folder has
    a 单位.yaml too, what that says isn't filled in again.
    """

    values: Mapping[str, Written] = field(default_factory=dict)
    filings: Mapping[str, Mapping[str, Written]] = field(default_factory=dict)
    guessed: tuple[str, ...] = ()
    notes: Mapping[str, str] = field(default_factory=dict)
    beside: bool = False


def description_sheets(programme: Programme, owner: str = "", filled: Filled | None = None, kinds: Sequence[str] = ()) -> tuple[Sheet, Sheet]:
    """The two sheets. `kinds` are the names of the documents that 公文 has a row for, also where nothing of them is known."""
    filled = filled or Filled()
    return _description(programme, owner, filled), _filings(programme, owner, filled, kinds)


def _description(programme: Programme, owner: str, filled: Filled) -> Sheet:
    hint = "在“内容”一列填写；没有的可以空着，空着的在公文中显示为待补。带*的必填。"
    if filled.beside:
        hint += "单位.yaml 里已经填了的不用再填，两处填得不一样会提示"
    lines = [
        SheetRow([Cell(f"{owner}{DESCRIPTION}", TITLE), *(Cell() for _ in _WIDTHS[1:])], 28),
        SheetRow([Cell(hint, HINT), *(Cell() for _ in _WIDTHS[1:])], 20),
        SheetRow([Cell(GROUP, HEAD), Cell(ITEM, HEAD), Cell(CONTENT, REQUIRED_HEAD), Cell(HELP, HEAD)], 22),
    ]
    checks: list[Check] = []
    notes: dict[str, str] = {}
    for group, key, entry, must in rows_of(programme):
        value = cell_of(filled.values.get(key))
        look = look_of(entry.field)
        if entry.many or entry.grouped:
            look = Look(border=True, format="@", wrap=True, locked=False)
        guessed = key in filled.guessed
        said = f"{meaning_of(entry)}；{_CHECK}" if guessed else meaning_of(entry)
        item = f"{'*' if must else ''}{entry.title}"
        tall = max(str(value or "").count("\n") + 1, -(-2 * width(str(value or "")) // (_WIDTHS[2] - 2)), -(-2 * width(said) // (_WIDTHS[3] - 2)))
        lines.append(
            SheetRow(
                [Cell(group, _LABEL), Cell(item, _MUST if must else _LABEL), Cell(value, look), Cell(said, _LOOK_OVER if guessed else _EXPLAINED)],
                _high(tall, 4),
            )
        )
        if key in filled.notes:
            notes[f"C{len(lines)}"] = filled.notes[key]
        check = None if entry.many or entry.grouped else check_of(entry.field, f"C{len(lines)}")
        checks += [] if check is None else [check]
    columns = [Wide(size) for size in _WIDTHS]
    return Sheet(DESCRIPTION, lines, columns, frozen=(3, 2), repeated=((1, 3), 0), landscape=True, checks=checks, notes=notes, tab="2E75B6")


def _high(lines: float, more: float) -> float:
    """The height of a row in points."""
    return min(15.0 * lines + more, _HIGHEST)


def rows_of(programme: Programme) -> Iterator[tuple[str, str, Entry, bool]]:
    """The rows of 单位说明: their 分类, the keys that lead to them, their entries, and whether they must be filled in. Sections come behind the rest."""
    every = [*entries(Unit, alone=programme.alone)]
    yield from ((OWN, entry.key, entry, entry.field.required) for entry in every if entry.section is None)
    for entry in (entry for entry in every if entry.section is not None and not entry.many):
        inner = entries(entry.section, alone=programme.alone) if entry.section is not None else ()
        yield from ((entry.title, f"{entry.key}.{one.key}", one, False) for one in inner)


def meaning_of(entry: Entry) -> str:
    """What an officer is to fill in as an entry, in words."""
    column = entry.field.column
    example = column.example.strip(_QUOTES)
    if entry.field.type is CellType.FLAG:
        return column.meaning.replace("填 true", "填“是”")
    meaning = column.meaning.replace("，加引号按文本填写", "").replace("[] 为不报送", f"都不报送的填“{NONE}”").replace("加引号按文本填写", "")
    if entry.grouped:
        return f"{meaning}；{_GROUP_HINT}{_as_lines(example)}"
    if entry.many:
        return f"{meaning}；{_LIST_HINT}，例如 {example.strip('[]').replace(', ', '、')}"
    return f"{meaning}，例如 {example}" if example else meaning


def _as_lines(example: str) -> str:
    """{县财政局: [资金, 补贴标准]} as it is written in a cell."""
    return example.strip("{}[]").replace(": [", "：").replace("]", "").replace(", ", "、")


def _filings(programme: Programme, owner: str, filled: Filled, kinds: Sequence[str]) -> Sheet:
    shown = [*entries(Filing, alone=programme.alone)]
    hint = "各文种的发文字号和日期，定下来以后再填；一季有多期的一期一行，例如 周报第1期。"
    if filled.beside:
        hint += "单位.yaml 的“公文”里已经填了的不用再填"
    width_of = len(shown) + 2
    names = [*dict.fromkeys((*kinds, *filled.filings))]
    lines = [
        SheetRow([Cell(f"{owner}{FILINGS}", TITLE), *(Cell() for _ in range(width_of - 1))], 28),
        SheetRow([Cell(hint, HINT), *(Cell() for _ in range(width_of - 1))], 20),
        SheetRow([Cell(KIND, REQUIRED_HEAD), *(Cell(entry.title, HEAD) for entry in shown), Cell(REMARK, HEAD)], 22),
    ]
    looks = [Look(border=True, format="@" if entry.many else format_of(entry.field), wrap=True, locked=False) for entry in shown]
    for name in (*names, *([None] * _BLANK_ROWS)):
        given = filled.filings.get(name or "", {})
        cells = [Cell(cell_of(given.get(entry.key)), look) for entry, look in zip(shown, looks, strict=True)]
        tall = max((str(cell.value or "").count("\n") + 1 for cell in cells), default=1)
        lines.append(SheetRow([Cell(name, Look(border=True, locked=False)), *cells, Cell(None, Look(border=True, locked=False))], _high(tall, 5)))
    last = 3 + len(names) + _BLANK_ROWS
    checks = [check for at, entry in enumerate(shown, 1) if not entry.many and (check := check_of(entry.field, f"{_letter(at)}4:{_letter(at)}{last}"))]
    if names and sum(len(name) + 1 for name in names) < _LONGEST_LIST:
        checks.append(Check(f"A4:A{last}", "list", (word_list(tuple(names)),), "不在列表中的，多半写错了；一季有多期的，写明第几期", strict=False))
    notes = {f"{_letter(at)}3": heading_note(entry.field) for at, entry in enumerate(shown, 1)}
    columns = [Wide(size) for size in _FILING_WIDTHS[: width_of - 1]] + [Wide(_FILING_WIDTHS[-1])]
    return Sheet(FILINGS, lines, columns, frozen=(3, 1), repeated=((1, 3), 1), landscape=True, checks=checks, notes=notes, tab="2E75B6")


_LONGEST_LIST = 250  # characters: Excel's limit of a list that is written into the rule


def _letter(column: int) -> str:
    return chr(ord("A") + column)


def cell_of(value: Written) -> Value:
    """A value as a cell holds it."""
    if isinstance(value, tuple):
        return joined(value) or NONE
    if isinstance(value, Mapping):
        return "\n".join(f"{name}：{'、'.join(below)}" if below else name for name, below in value.items())
    return value
