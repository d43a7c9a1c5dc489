"""Rows that sum up or break down others (小计, 合计, 累计, 平均, 其中：…), told by the form of a label in any column of labels."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from functools import cached_property

from reportgen.inputs.cells import NUMERIC
from reportgen.inputs.grid import Raw, SheetGrid
from reportgen.inputs.schema import Field
from reportgen.inputs.wording import fold

_TRADITIONAL = str.maketrans("計總匯彙纍", "计总汇汇累")


class AggregateKind(Enum):
    """What a row that is no data says of others."""

    TOTAL = auto()
    RUNNING = auto()
    """累计: a total that may count what came before the table."""
    DERIVED = auto()
    """平均, 占比: computed from others, but not by adding up."""
    WHOLE = auto()
    """全县: a total where there are rows that it may sum up, else data that is not broken down."""
    PART = auto()
    """其中：…: counted in a row above."""


@dataclass(frozen=True, slots=True)
class Aggregate:
    """A row that is no data: its label as messages show it, the column in which that stands, and the group that it speaks of (folded; empty for all)."""

    kind: AggregateKind
    column: int
    label: str
    group: str = ""


_TOTALS = ("合计", "总计", "小计", "共计", "总共", "一共")
"""No name ends with one of these, whatever stands before."""
_SUMMARY = "汇总"
_WORDS = (
    *_TOTALS,
    _SUMMARY,
    "累计",
    "总和",
    "总数",
    "总量",
    "总额",
    "总户数",
    "总人数",
    "总金额",
    "总面积",
    "总体",
    "总体情况",
    "求和",
    "加总",
    "total",
    "subtotal",
    "sum",
    "∑",
    "σ",
)
_AVERAGES = ("平均", "平均数", "平均值", "均值", "户均", "人均", "average", "avg")
_DERIVED = ("占比", "所占比例", "比例", "比重", "百分比", "完成率", "完成比例", "同比", "环比", "增减", "增幅")
"""Rows of shares under a total. They may be names (of an indicator) where a row has other labels."""
_WHOLE = re.compile("全[省市县区旗州盟乡镇村团域]|全部|全街道|全社区")
_CARRIED = ("过次页", "承前页", "转下页", "接上页", "承上页")
_SPAN = "页|表|省|市|县|区|旗|州|盟|乡|镇|街道|社区|村|级|单位|部门|企业|项目?|年度?|季度?|月份?|期|周|日|次|组|部分|部|体|国|域|户|类|行|科目"
_ORDINAL = r"\(?[一二三四五六七八九十\d]{1,3}[)、.]"
_LEAD = (
    rf"(?:{_ORDINAL})?(?:(?:本|全|各|该|总|上|当|前|分|按|每|所有)(?:{_SPAN})?(?:\((?:{_SPAN})\))?|以上|上述|第?[一二三四五六七八九十\d]+(?:{_SPAN})"
    r"|[上下]半年|[自从至].{1,8}|截[至止].{1,10}|\d{1,2}[-~—至]\d{1,2}月份?|grand|sub)?"
)
_TAIL = r"(?:户数|数量|人数|金额|面积|数|额|值)?(?:\([^()]*\)|/[^/\d]{1,4}|=.*|:?[\d,.]+\D{0,3})?:?"


def _form(words: Iterable[str]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


_BARE = re.compile(rf"{_LEAD}({_form((*_WORDS, *_AVERAGES, *_CARRIED))}){_TAIL}")
_SHARES = re.compile(rf"(?:{_form(_DERIVED)}){_TAIL}")
_GROUPED = re.compile(rf"([^。;!?]{{1,20}}?)\(?({_form((*_WORDS, *_AVERAGES))}){_TAIL}\)?")
_GROUP_NAME = re.compile(
    rf"{_ORDINAL}.*|.*(?:[省市县区旗盟州乡镇村级类组批片项]|街道|社区|办事处|苏木|嘎查|团场|农场|林场|公司|集团|企业|工程|热源厂|供电所|学校|资金|\d{{4}}年|[\d一二三四五六七八九十]月|季度)"
)
_PART = re.compile(rf"(?:{_ORDINAL})?\(?其中(?:\))?([:,、;.]?)(.*)|(?:内含|含|包括|包含):.*", re.DOTALL)
_NO_PART = re.compile(r"其中[村乡镇庄屯堡寨]村?")
_ADORNED = re.compile(r"^[^\w(∑]+|[^\w):=∑]+$|(?<=[合小总共])[·•_.\-—](?=计)")
"""What is drawn around a label, or between its two characters: “合计”, *合计*, 合·计."""
_MAY_BE = re.compile("[计計總匯彙汇均总共求其含包∑Σ比率增幅环过承转接全tTsSaAｔＴｓＳａＡ]")
"""What every such label has a character of: most cells are told by that alone."""


def is_total(text: str) -> bool:
    """Whether a text by itself, without what stands around it, is the label of a total: 合计, 本页小计."""
    return _BARE.fullmatch(_plainly(text)) is not None


def may_sum_up(text: str) -> bool:
    """Whether a text may be the label of a row that sums up others or breaks them down, whatever stands beside it."""
    if not _MAY_BE.search(text):
        return False
    folded = _plainly(text)
    return folded.rstrip(":") in ("计", "总") or any(form.fullmatch(folded) for form in (_PART, _BARE, _WHOLE, _SHARES, _GROUPED))


def _plainly(text: str) -> str:
    return _ADORNED.sub("", fold(text).translate(_TRADITIONAL))


@dataclass(frozen=True)
class Labels:
    """The columns of a table's labels, from the left, and the words that are choices in them (folded).

    `numbers` says whether the table has columns of quantities: where it has none (a list of texts, of indicators), a total is only what
    has the plainest words, or the name of a group that is there. `asides` are columns behind the numbers that no field has (备注, 类别).
    """

    grid: SheetGrid
    first: int
    columns: tuple[int, ...]
    choices: frozenset[str]
    numbers: bool = True
    asides: tuple[int, ...] = ()

    def raw(self, row: int, column: int) -> Raw:
        """What a label says; one merged over several rows says it in each."""
        merged = self._merged.get((row, column))
        return self.grid.raw(row, column) if merged is None else merged

    def texts(self, row: int) -> list[tuple[int, str]]:
        """The filled text cells of a row's labels by column; serial numbers are passed over."""
        found: list[tuple[int, str]] = []
        for column in self.columns:
            raw = self.raw(row, column)
            if isinstance(raw, str) and (text := raw.strip()) and not text.isdecimal():
                found.append((column, text))
        return found

    def aggregate(self, row: int) -> Aggregate | None:
        """What the row says of others; None where it is data."""
        if not self._may_be(row):
            return None
        texts = self.texts(row)
        for at, (column, text) in enumerate(texts):
            found = self._told(text, len(texts) == 1) if _MAY_BE.search(text) else None
            if found is None:
                continue
            kind, group = found
            before = texts[at - 1][1] if at and not group else ""
            # 乡镇 in the first column, 小计 in the second: the town's subtotal.
            named = before if before and kind is not AggregateKind.PART else ""
            return Aggregate(kind, column, named + text, group or fold(named))
        return self._told_aside(row, texts)

    def _told_aside(self, row: int, texts: Sequence[tuple[int, str]]) -> Aggregate | None:
        """What a row's remark says of it: 小计 and nothing else; or 其中：… where the other labels are those of the row above."""
        for column in self.asides:
            raw = self.grid.raw(row, column)
            if not isinstance(raw, str) or not _MAY_BE.search(raw):
                continue
            folded, label = _plainly(raw), raw.strip()
            bare = _BARE.fullmatch(folded)
            if bare is not None and bare[1] in _TOTALS and not re.search(r"\d", folded):
                return Aggregate(_kind(folded, bare[1]), column, label)
            if _PART.fullmatch(folded) and row > self.first and texts == self.texts(row - 1):
                return Aggregate(AggregateKind.PART, column, label)
        return None

    def _may_be(self, row: int) -> bool:
        cells = self.grid.rows[row]
        if any(isinstance(raw := cells[column], str) and _MAY_BE.search(raw) for column in (*self.columns, *self.asides) if column < len(cells)):
            return True
        return any((row, column) in self._merged for column in self.columns)

    def _told(self, text: str, alone: bool) -> tuple[AggregateKind, str] | None:
        """What a label says, by its form: the kind and the group that it names. `alone` says that the row has no other."""
        folded = _plainly(text)
        part = _PART.fullmatch(folded) if self.numbers else None
        if part is not None and not _NO_PART.fullmatch(folded):
            return AggregateKind.PART, ""
        bare = _BARE.fullmatch(folded)
        if folded.rstrip(":") in ("计", "总") or (bare is not None and (self.numbers or bare[1] in _TOTALS)):
            return _kind(folded, bare[1] if bare else ""), ""
        if self.numbers and _WHOLE.fullmatch(folded):
            return AggregateKind.WHOLE, ""
        if alone and self.numbers and _SHARES.fullmatch(folded):
            return AggregateKind.DERIVED, ""
        grouped = _GROUPED.fullmatch(folded)
        if grouped is None:
            return None
        group, word = grouped[1].strip("-—:、()"), grouped[2]
        sure = self.numbers and (alone or word in _TOTALS or (word == _SUMMARY and _GROUP_NAME.fullmatch(group)))
        return (_kind(folded, word), group) if sure or group in self.choices or group in self.rows_named else None

    @cached_property
    def rows_named(self) -> Mapping[str, Sequence[int]]:
        """The rows that have each label, which is folded."""
        by_text: dict[str, list[int]] = {}
        for row in range(self.first, len(self.grid.rows)):
            for _, text in self.texts(row):
                by_text.setdefault(text, []).append(row)
        found: dict[str, list[int]] = {}
        for text, rows in by_text.items():
            found.setdefault(fold(text), []).extend(rows)
        return found

    @cached_property
    def _merged(self) -> Mapping[tuple[int, int], Raw]:
        """What a label merged over several rows says in those below its first."""
        wanted = frozenset(self.columns)
        spans = [span for span in self.grid.merged if span.left in wanted and span.bottom > span.top >= self.first]
        return {(row, span.left): self.grid.raw(span.top, span.left) for span in spans for row in range(span.top + 1, span.bottom + 1)}


def _kind(folded: str, word: str) -> AggregateKind:
    if word in _AVERAGES:
        return AggregateKind.DERIVED
    return AggregateKind.RUNNING if "累计" in folded or word in _CARRIED else AggregateKind.TOTAL


def indented(text: Raw) -> int:
    """How far a label is set in by spaces, a full-width one counted as two."""
    if not isinstance(text, str):
        return 0
    before = text[: len(text) - len(text.lstrip())]
    return sum(2 if mark == "\u3000" else 1 for mark in before)


def labels_of(grid: SheetGrid, first: int, fields: Mapping[int, Field]) -> Labels:
    """The labels of the rows from `first` on in a table with these fields by column.

    They are all that stands left of the first column of numbers, and what a row must say.
    """
    numeric = [column for column, field in fields.items() if field.type in NUMERIC]
    must = {column for column, field in fields.items() if field.required and column not in numeric and not field.prose}
    choices = frozenset(fold(choice) for field in fields.values() for choice in field.choices)
    quantities = any(fields[column].column.unit not in ("", "%") for column in numeric)
    before = {*range(min(numeric, default=0)), *must}
    width = max((len(grid.rows[row]) for row in range(first, len(grid.rows))), default=0)
    asides = tuple(column for column in range(width) if quantities and column not in before and column not in fields)
    return Labels(grid, first, tuple(sorted(before)), choices, quantities, asides)
