"""What changed in how a block looks, though its words didn't: its style, the direction of its page, the cells of a table."""

from collections.abc import Iterator
from dataclasses import dataclass

from reportgen.diff.blocks import Block
from reportgen.diff.tables import TablePair
from reportgen.render.tree import Cell, TableGrid, aligned, plain

STYLES = {"p": "正文", "p.note": "表注", "h2": "一级标题", "h3": "二级标题", "h4": "三级标题", "h5": "四级标题"}
"""The kinds of block that may become one another, and what they are called."""

_WORDS_SHOWN = 12  # characters of the first of the cells that look otherwise


@dataclass(frozen=True, slots=True)
class Format:
    """A change of form: what of (样式, 对齐), how it was, how it is."""

    what: str
    old: str
    new: str


def formats_of(old: Block, new: Block, table: TablePair | None) -> tuple[Format, ...]:
    """What looks otherwise in a block that both documents have; `table` is there where it is a table whose words or rows changed."""
    return tuple(_formats(old, new, table))


def _formats(old: Block, new: Block, table: TablePair | None) -> Iterator[Format]:
    if old.kind != new.kind:
        yield Format("样式", STYLES.get(old.kind, old.kind), STYLES.get(new.kind, new.kind))
    pages = ["横向" if block.turned else "纵向" for block in (old, new)]
    if pages[0] != pages[1]:
        yield Format("页面方向", *pages)
    if old.grid is None or new.grid is None:
        return
    if len(old.grid.shares) == len(new.grid.shares):
        widths = [" : ".join(f"{share:.0%}" for share in grid.shares) for grid in (old.grid, new.grid)]
        if widths[0] != widths[1]:
            yield Format("列宽", *widths)
    changes: dict[tuple[str, str], list[str]] = {}
    for one, other in _cells(old.grid, new.grid, table):
        looks = _aligned(one), _aligned(other)
        if looks[0] != looks[1]:
            changes.setdefault(looks, []).append(plain(other.element))
    for looks, texts in changes.items():
        yield Format(f"对齐（“{texts[0][:_WORDS_SHOWN]}”{f'等{len(texts)}格' if len(texts) > 1 else ''}）", *looks)


def _cells(old: TableGrid, new: TableGrid, table: TablePair | None) -> Iterator[tuple[Cell, Cell]]:
    """The cells that both tables have."""
    if table is None:
        for (_, before), (_, after) in zip(old.rows, new.rows, strict=True):
            yield from zip(before, after, strict=True)
        return
    yield from ((cell.old, cell.new) for row in table.rows for cell in row.cells if cell.old is not None and cell.new is not None)


def _aligned(cell: Cell) -> str:
    return {"left": "左对齐", "right": "右对齐", None: "居中"}[aligned(cell.element)]
