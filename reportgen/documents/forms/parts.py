"""A Word form as its parts, and the paragraphs of a part as a person finds them: 第3段, 第1个表格第2行第3格."""

import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from lxml import etree

if TYPE_CHECKING:
    from lxml.etree import _Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MAIN = "word/document.xml"
MAX_UNPACKED = 64 * 2**20
"""How large the parts of a form may be together when unpacked."""

_NAMED = {"header": "页眉", "footer": "页脚", "footnotes": "脚注"}


class NotAForm(ValueError):
    """The file can't be opened as a Word file; the message says why, in Chinese."""


@dataclass(frozen=True, slots=True, eq=False)
class Paragraph:
    """A `w:p` of a form; `where` says in Chinese where it stands, `container` is the cell, header or body that holds it."""

    element: "_Element"
    where: str
    container: "_Element"

    def texts(self) -> tuple["_Element", ...]:
        """Its `w:t` in order, without those of text boxes in it, which have paragraphs of their own."""
        return tuple(text for text in self.element.iter(f"{W}t") if next(text.iterancestors(f"{W}p")) is self.element)


def read_parts(content: bytes) -> dict[str, bytes]:
    """The parts of a Word file by name. Raises NotAForm."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            if sum(info.file_size for info in archive.infolist()) > MAX_UNPACKED:
                raise NotAForm(f"解压以后超过 {MAX_UNPACKED // 2**20} MB")
            parts = {info.filename: archive.read(info) for info in archive.infolist() if not info.is_dir()}
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as fault:  # RuntimeError: it has a password
        raise NotAForm("不是 .docx 文件，或者已经损坏、加了密码") from fault
    if MAIN not in parts:
        raise NotAForm("不是 Word 文档")
    return parts


def with_text(parts: Mapping[str, bytes]) -> Iterator[tuple[str, "_Element"]]:
    """The parts that hold text (the document, headers, footers, footnotes), each parsed. Raises NotAForm."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    for name in sorted(parts, key=lambda name: (name != MAIN, name)):
        if name == MAIN or (name.startswith(tuple(f"word/{word}" for word in _NAMED)) and name.endswith(".xml")):
            try:
                yield name, etree.fromstring(parts[name], parser)
            except etree.XMLSyntaxError as fault:
                raise NotAForm("文件内容已经损坏") from fault


def paragraphs(name: str, root: "_Element") -> Iterator[Paragraph]:
    """The paragraphs of a part, in order."""
    within = next((title for word, title in _NAMED.items() if name.startswith(f"word/{word}")), "")
    tables = {table: number for number, table in enumerate(root.iter(f"{W}tbl"), 1)}
    counts: dict[_Element, int] = {}
    for element in root.iter(f"{W}p"):
        container = next((above for above in element.iterancestors() if above.tag in (f"{W}tc", f"{W}txbxContent", f"{W}body")), root)
        counts[container] = counts.get(container, 0) + 1
        yield Paragraph(element, within + _where(container, counts[container], tables), container)


def _where(container: "_Element", number: int, tables: Mapping["_Element", int]) -> str:
    if container.tag == f"{W}txbxContent":
        return f"文本框第{number}段"
    if container.tag != f"{W}tc":
        return f"第{number}段"
    row, table = next(container.iterancestors(f"{W}tr")), next(container.iterancestors(f"{W}tbl"))
    line = [other for other in table.iter(f"{W}tr") if next(other.iterancestors(f"{W}tbl")) is table].index(row) + 1
    cell = [other for other in row.iter(f"{W}tc") if next(other.iterancestors(f"{W}tr")) is row].index(container) + 1
    return f"第{tables[table]}个表格第{line}行第{cell}格"
