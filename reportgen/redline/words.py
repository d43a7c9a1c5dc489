"""What is said of figures and cells beside a redline."""

from reportgen.diff.document_figures import ShownFigure
from reportgen.diff.figure_changes import FigureChange
from reportgen.diff.summary import exact, step
from reportgen.documents.places import in_words
from reportgen.versions.cells import CellChange

_CELLS_SHOWN = 12  # lines that a comment holds without having to be scrolled


def value_words(shown: ShownFigure | None) -> str:
    """The exact value of a figure with its unit; 待补 where it is missing."""
    value = None if shown is None else shown.value
    return exact(value) + (shown.unit if shown is not None and value is not None else "")


def label_words(change: FigureChange) -> str:
    """What a figure is called, that of a counted row with its row."""
    return f"{change.shown.row} {change.shown.label}".strip()


def cell_words(cell: CellChange) -> str:
    """A cell with what was written there and what is: 保德县/填报表.xlsx《改造任务》C4：354 → 364."""
    old, new = ("（无）" if side is None else side or "（空）" for side in (cell.old, cell.new))
    return f"{''.join(in_words([cell.place]))}：{old} → {new}"


def behind_words(change: FigureChange) -> tuple[str, ...]:
    """What a figure's change comes from: the cells that changed; the cells behind it, where it isn't known which did."""
    if change.cells:
        return tuple(map(cell_words, change.cells))
    sides = dict.fromkeys(in_words(side.places) for side in (change.old, change.new) if side is not None and side.places)
    return tuple(place for places in sides for place in places)


def comment_words(change: FigureChange) -> str:
    """What the comment at a changed figure says: its values, how it is computed, and the cells that changed."""
    by = "" if change.difference is None else f"（{step(change.difference, change.shown.unit)}）"
    lines = [f"{label_words(change)}：{value_words(change.old)} → {value_words(change.new)}{by}"]
    if change.shown.formula:
        lines.append(f"算法：{change.shown.formula}")
    behind = behind_words(change)
    lines += behind[:_CELLS_SHOWN]
    if len(behind) > _CELLS_SHOWN:
        lines.append(f"等{len(behind)}处")
    return "\n".join(lines)
