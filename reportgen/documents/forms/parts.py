"""A Word form as its parts, and the paragraphs of a part as a person finds them: 第3段, 第1个表格第2行第3格."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportgen.ooxml import guard
from reportgen.ooxml.guard import Limits, PackageFault, Use, Words
from reportgen.ooxml.names import MAIN, W
from reportgen.ooxml.parsing import parse_part
from reportgen.ooxml.tables import cells_of, rows_of

if TYPE_CHECKING:
    from lxml.etree import _Element

MAX_UNPACKED = 64 * 2**20
"""How large the parts of a form may be together when unpacked: all of them are in memory at once, for each unit that fills it in."""

MOST_PARAGRAPHS = 100_000
"""No form has a hundredth of them; hundreds of thousands take minutes."""

_NAMED = {"header": "页眉", "footer": "页脚", "footnotes": "脚注", "endnotes": "尾注"}
_BOX = f"{W}txbxContent"
FORM = Use(
    {
        PackageFault.DAMAGED: Words("unreadable", "不是 .docx 文件，或者已经损坏、加了密码"),
        PackageFault.LARGE: Words("unreadable", f"解压以后超过 {MAX_UNPACKED // 2**20} MB"),
        PackageFault.MALFORMED: Words("unreadable", "文件内容已经损坏"),
        PackageFault.NO_ZIP: Words("unreadable", "不是 Word 文档"),
    },
    Limits(unpacked=MAX_UNPACKED),
)
"""The form of an office."""


@dataclass(frozen=True, slots=True, eq=False)
class Paragraph:
    """A `w:p` of a form; `where` says in Chinese where it stands."""

    element: "_Element"
    where: str

    def texts(self) -> tuple["_Element", ...]:
        """Its `w:t` in order, without those of text boxes in it, which have paragraphs of their own."""
        return tuple(text for text in self.element.iter(f"{W}t") if next(text.iterancestors(f"{W}p")) is self.element)


def read_parts(content: bytes) -> dict[str, bytes]:
    """The parts of a Word file by name. Raises Unreadable."""
    parts = guard.read_parts(content, FORM)
    if MAIN not in parts:
        raise FORM.unreadable(PackageFault.NO_ZIP)
    return parts


def with_text(parts: Mapping[str, bytes]) -> Iterator[tuple[str, "_Element"]]:
    """The parts that hold text (the document, headers, footers, notes), each parsed. Raises Unreadable."""
    for name in sorted(parts, key=lambda name: (name != MAIN, name)):
        if name == MAIN or (name.startswith(tuple(f"word/{word}" for word in _NAMED)) and name.endswith(".xml")):
            yield name, parse_part(parts[name], name, FORM)


def paragraphs(name: str, root: "_Element") -> Iterator[Paragraph]:
    """The paragraphs of a part, in order; those of footnotes that only draw a line are none."""
    part = next((word for word in _NAMED if name.startswith(f"word/{word}")), "")
    within = _NAMED.get(part, "")
    wheres = _wheres(root)
    counts: dict[_Element, int] = {}
    for element in root.iter(f"{W}p"):
        container = next((above for above in element.iterancestors() if above.tag in (f"{W}tc", _BOX, f"{W}body")), root)
        note = next(element.iterancestors(f"{W}footnote", f"{W}endnote"), None)
        if note is not None and note.get(f"{W}type") is not None:
            continue
        counts[container] = counts.get(container, 0) + 1
        yield Paragraph(element, within + wheres.get(container, "第{}段").format(counts[container]))


def _wheres(root: "_Element") -> dict["_Element", str]:
    """Where the paragraphs of each cell and text box of a part stand, {} for their number."""
    wheres = {box: f"第{number}个文本框第{{}}段" for number, box in enumerate(root.iter(_BOX), 1)}
    for number, table in enumerate(root.iter(f"{W}tbl"), 1):
        for row, line in enumerate(rows_of(table), 1):
            wheres |= {cell: f"第{number}个表格第{row}行第{place}格" for place, cell in enumerate(cells_of(line), 1)}
    return wheres
