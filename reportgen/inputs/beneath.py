"""The rows right under a table's headings that are no data: units of measure (元 | 元 | 户), and numbers of columns (甲 | 乙 | 1 | 2)."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from reportgen.inputs.cells import NUMERIC
from reportgen.inputs.grid import Raw, bare, is_blank
from reportgen.inputs.heading_text import trailing_unit
from reportgen.inputs.schema import Field
from reportgen.inputs.unit_marks import Mark, read_tail, read_unit_cell, straighten
from reportgen.inputs.wording import fold

_LEAST = 2
"""One mark alone counts nothing."""
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_LABELS = frozenset(map(fold, ("栏次", "行次", "列次", "栏目", "栏号", "列号", "编号", "序号", "项次", "项目", "栏")))
_NOTHING = frozenset(("", "-", "—", "——", "–", "/", "*", "×"))
_NUMBER = re.compile(r"(?:第)?\(?(\d{1,3})\)?(?:栏|列)?(?:=.*)?|\((\d{1,3})\)=.*")
_COUNTS = (tuple("一二三四五六七八九十"), ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x"))
_DEDUCED = re.compile(r"=.*|(?<=.)[、.]$")
"""How a column comes from others, behind its mark: C=D+E; and what closes it: 1、."""
_SIGNS = _LABELS | _NOTHING | frozenset(_STEMS + _LETTERS) | frozenset(word for count in _COUNTS for word in count)
_FILLERS = frozenset(map(fold, ("单位", "计量单位", "单位:", "计量单位:", "无", "文字", "文本", "汉字", "名称", "填写", "必填", "选填", "不填", "下拉选择")))
"""What stands in a row of units over columns of texts."""


@dataclass(frozen=True, slots=True)
class Beneath:
    """What stands between the headings and the data: how many rows, and the units given there by column, with their rows."""

    rows: int
    units: Mapping[int, tuple[Mark, int]]


def look_beneath(rows: Sequence[Sequence[Raw]], first: int, columns: Mapping[int, Field]) -> Beneath:
    """The rows from `first` on that are no data; `columns` are the fields of the headings."""
    units: dict[int, tuple[Mark, int]] = {}
    number = first
    while number < len(rows):
        row = rows[number]
        marks = row_of_units(row, columns)
        if marks:
            units.update({column: (mark, number) for column, mark in marks.items()})
        elif not is_number_row(row):
            break
        number += 1
    return Beneath(number - first, units)


def row_of_units(row: Sequence[Raw], columns: Mapping[int, Field]) -> dict[int, Mark]:
    """The units in a row that has nothing else: empty for any other row."""
    marks: dict[int, Mark] = {}
    for column, raw in enumerate(row):
        if is_blank(raw):
            continue
        if not isinstance(raw, str):
            return {}
        field = columns.get(column)
        mark = _unit_of(raw, known=field is None) if field is None or field.type in NUMERIC else None
        if mark:
            marks[column] = mark
        elif fold(raw).strip("()") not in _NOTHING | _FILLERS:
            return {}
    return marks if any(column in columns for column in marks) else {}


def _unit_of(raw: str, *, known: bool) -> Mark:
    """The unit in a cell that has no number: alone, behind a word (必填（元）), or one that isn't known, unless it must be."""
    mark = read_unit_cell(raw)
    if mark or known or any(character.isdecimal() for character in raw):
        return mark
    return trailing_unit(raw) or read_tail(straighten(raw))


def is_number_row(row: Sequence[Raw]) -> bool:
    """Whether a row numbers the columns, and holds nothing else: 甲 乙 1 2, 栏次 1 2 3=1+2, (1) (2), ① ②, A B C.

    The marks follow one another from the first; behind 栏次 or in brackets the numbers may go on from another page. A row of data has words.
    """
    filled: list[Raw] = []
    words: list[str] = []
    for raw in map(bare, row):
        if is_blank(raw):
            continue
        if isinstance(raw, bool) or not isinstance(raw, (str, int, float)):
            return False
        word = fold(str(int(raw) if isinstance(raw, float) and raw.is_integer() else raw))
        word = word if _NUMBER.fullmatch(word) else _DEDUCED.sub("", word)
        if not (word in _SIGNS or _NUMBER.fullmatch(word)):
            return False
        filled.append(raw)
        words.append(word)
    labelled = bool(words) and words[0] in _LABELS
    marks = [word for word in words[labelled:] if word not in _NOTHING]
    if len(marks) >= _LEAST and any(tuple(marks) == count[: len(marks)] for count in _COUNTS):
        return True
    series = [[word for word in marks if word in one] for one in (_STEMS, _LETTERS)]
    numbers = [int(match[1] or match[2]) for word in marks if (match := _NUMBER.fullmatch(word))]
    if len(marks) < _LEAST or sum(map(len, series)) + len(numbers) != len(marks):
        return False
    in_order = all("".join(found) == one[: len(found)] for found, one in zip(series, (_STEMS, _LETTERS), strict=True))
    following = all(after == before + 1 for before, after in pairwise(numbers))
    dressed = [raw for raw in filled if isinstance(raw, str) and not raw.strip().isdecimal() and _NUMBER.fullmatch(fold(raw))]
    return in_order and following and (labelled or bool(dressed) or numbers[:1] in ([], [1]))
