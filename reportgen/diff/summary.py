"""The differences of two documents as a reader is told of them: of what sort each is, where it stands, what it is called."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from enum import StrEnum

from reportgen.diff.align import Pair
from reportgen.diff.difference import Difference
from reportgen.diff.inline import Run
from reportgen.diff.matching import Op
from reportgen.documents.vocabulary import HEADINGS
from reportgen.render.tree import plain

_PARTS = {
    "p.marks": "文稿标记",
    "p.issuer": "发文机关标志",
    "p.number": "发文字号",
    "p.signatory": "签发人",
    "h1": "标题",
    "p.addressee": "主送机关",
    "p.attachment-note": "附件说明",
    "p.signature": "发文机关署名",
    "p.date": "成文日期",
    "p.annotation": "附注",
    "p.attendance": "出席、请假、列席人员",
    "p.attachment-label": "附件标识",
    "p.copies": "抄送机关",
    "p.printing": "印发机关和日期",
}
_COUNTS = "零一两三四五六七八九"
_PERCENT = frozenset("%％‰")  # changes with the figure that it follows
_WORDS_BEFORE = 20  # characters of what a table that moved stands behind
_LEAST_SHOWN = Decimal("0.0001")  # what changed behind the fourth decimal prints the same


class Sort(StrEnum):
    """Of what sort a change is, in Chinese."""

    INSERT = "新增"
    DELETE = "删除"
    CHANGE = "修改"
    MOVE = "移动"
    FIGURES = "数据"  # nothing but figures changed
    FORMAT = "格式"  # nothing but how it looks
    DIVIDED = "分段"  # paragraphs were divided, or joined
    NUMBER = "序号"  # nothing but the number in front of a heading or caption


@dataclass(frozen=True, slots=True, eq=False)
class Told:
    """A block that differs: of what sort the change is, and the headings above it (of a heading: down to itself), or its part of the document.

    `after` is what a table that moved stands behind now, by its words; None of any other block.
    """

    pair: Pair
    sort: Sort
    under: tuple[str, ...]
    after: str | None = None

    @property
    def moved_in_words(self) -> str | None:
        """Where a table moved, in Chinese."""
        return None if self.after is None else f"表格移到“{self.after}”后面" if self.after else "表格移到最前面"

    @property
    def id(self) -> str:
        """The id of the block: in the new document where it is there."""
        block = self.pair.new or self.pair.old
        return block.id if block is not None else ""


def told(difference: Difference) -> tuple[Told, ...]:
    """The blocks that differ, in merged order."""
    changed = set(map(id, difference.blocks))
    found: list[Told] = []
    before = ""
    for pair, under in under_headings(difference.alignment.pairs):
        if id(pair) in changed:
            moved_table = pair.op is Op.MOVE and pair.new is not None and pair.new.kind == "table"
            found.append(Told(pair, sort_of(pair), under, before if moved_table else None))
        if pair.new is not None:
            text = plain(pair.new.element.find("caption")) if pair.new.kind == "table" else pair.new.text
            before = text if len(text) <= _WORDS_BEFORE else f"{text[:_WORDS_BEFORE]}…"
    return tuple(found)


def under_headings(pairs: Iterable[Pair]) -> Iterator[tuple[Pair, tuple[str, ...]]]:
    """Each pair with the headings above it."""
    above: dict[str, str] = {}
    for pair in pairs:
        block = pair.new or pair.old
        if block is None:
            continue
        if block.kind == "h1" or block.kind in HEADINGS:
            above = {level: text for level, text in above.items() if level < block.kind}
        if block.kind in HEADINGS:
            above[block.kind] = plain(block.element)
        part = _PARTS.get(block.kind, "附表" if block.turned else "附件" if block.containers else "正文")
        yield pair, tuple(above.values()) if above and not block.turned and block.kind not in _PARTS else (part,)


def sort_of(pair: Pair) -> Sort:
    """Of what sort the change of a block is."""
    if paragraphs_of(pair):
        return Sort.DIVIDED
    if pair.op is Op.CHANGE and pair.formats and (pair.renumbered or pair.reads_the_same):
        return Sort.FORMAT
    if pair.op is Op.CHANGE:
        return Sort.NUMBER if pair.renumbered else Sort.FIGURES if _only_figures(pair) else Sort.CHANGE
    return Sort[pair.op.name]


def paragraphs_of(pair: Pair) -> str:
    """How paragraphs were divided or joined, in words: 一段分成两段; nothing where they weren't."""
    old, new = (0 if block is None else len(block.elements) for block in (pair.old, pair.new))
    if max(old, new) <= 1:
        return ""
    before, after = (_COUNTS[number] if number < len(_COUNTS) else str(number) for number in (old, new))
    return f"{before}段{'分成' if old < new else '合成' if old > new else '重新分成'}{after}段"


def _only_figures(pair: Pair) -> bool:
    """Whether all that changed stands in figures (or in the place of missing ones)."""
    if pair.chart is not None and pair.chart.redrawn and not pair.chart.marks:
        return False
    runs = [pair.runs]
    if pair.table is not None:
        if any(row.op not in (Op.EQUAL, Op.CHANGE) for row in pair.table.rows) or any(None in (c.old, c.new) for c in pair.table.columns):
            return False
        runs += (cell.runs for row in pair.table.rows for cell in row.cells)
    return all(_in_figures(run) for part in runs for run in part if run.op is not Op.EQUAL)


def _in_figures(run: Run) -> bool:
    return all(piece.text in _PERCENT or any(element.get("data-figure") for element in piece.within) for piece in (*run.old, *run.new))


def exact(value: Decimal | None) -> str:
    """A figure's exact value; of an endless fraction its first decimals, marked as such; 待补 where it is missing."""
    if value is None:
        return "待补"
    try:
        shown = value.quantize(_LEAST_SHOWN, ROUND_HALF_UP)
    except InvalidOperation:  # more digits than a figure ever has
        return f"{value:f}"
    text = f"{shown.normalize():f}" if shown else "0"
    return text if shown == value else f"约{text}"


def step(value: Decimal, unit: str) -> str:
    """By how much a figure changed, with its sign: +600户; a percentage by 个百分点."""
    text = exact(abs(value))
    size = text.removeprefix("约")
    return f"{text.removesuffix(size)}{'+' if value > 0 else '-'}{size}{'个百分点' if unit == '%' else unit}"
