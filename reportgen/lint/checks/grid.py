"""行数和字数: 5.2.3."""

from collections.abc import Iterator

from reportgen.lint.elements import Official
from reportgen.lint.faults import Fault, UncheckedRequirement, judged, unchecked


def check_grid(official: Official) -> Iterator[Fault | UncheckedRequirement]:
    """22 lines a page, 28 characters a line."""
    grid = official.document.grid
    for id, count, why in (("lines", grid.lines, grid.why_lines), ("characters", grid.characters, grid.why_characters)):
        if count is None:
            yield unchecked(id, why)
        yield from judged(id, count)
