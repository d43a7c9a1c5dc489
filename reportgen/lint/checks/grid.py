"""行数和字数: 5.2.3."""

from collections.abc import Iterator

from reportgen.lint.elements import Official
from reportgen.lint.faults import Fault, Unchecked, fault
from reportgen.lint.model import LAYOUT
from reportgen.standard.clauses import GRID


def check_grid(official: Official) -> Iterator[Fault | Unchecked]:
    """22 lines a page, 28 characters a line."""
    grid = official.document.grid
    if grid.lines is None:
        yield Unchecked("每页行数", GRID, grid.why_lines)
    elif grid.lines != LAYOUT.lines:
        help = f"把正文的行距改为“固定值”{LAYOUT.line_pitch:g}磅（版心高225毫米，正好{LAYOUT.lines}行）"
        yield fault("lines", GRID, "正文", f"每页{grid.lines}行", f"每页排{LAYOUT.lines}行", help=help)
    if grid.characters is None:
        yield Unchecked("每行字数", GRID, grid.why_characters)
    elif grid.characters != LAYOUT.characters:
        help = "正文用3号字，在“字体—字符间距”里设为“紧缩”0.25磅，一行正好28字"
        yield fault("characters", GRID, "正文", f"每行{grid.characters}字", f"每行排{LAYOUT.characters}字", help=help)
