"""An official document as its elements: what checks are given."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from reportgen.lint.elements.words import KIND
from reportgen.lint.model import Block, Paragraph, ReadDocument, Rule


class OfficialForm(StrEnum):
    """The forms of official documents that the standard has, in its words; and what has none."""

    DOCUMENT = "文件格式"
    LETTER = "信函格式"
    ORDER = "命令（令）格式"
    MINUTES = "纪要格式"
    HEADLESS = "没有版头的公文"
    NONE = "不是公文"


@dataclass(frozen=True, slots=True)
class Attachment:
    """An attachment in the file: its label, number (None without), title, and the blocks below."""

    label: Paragraph
    number: int | None
    title: Paragraph | None
    blocks: tuple[Block, ...]

    @property
    def name(self) -> str:
        """附件1, as the label says."""
        return re.sub(r"\s", "", self.label.text).rstrip("：:")


@dataclass(frozen=True, slots=True)
class Note:
    """An entry of the 附件说明: its paragraph, number (None without), and the name of the attachment as it is written."""

    paragraph: Paragraph
    number: int | None
    name: str


@dataclass(frozen=True, slots=True)
class Closing:
    """What follows the text: 附件说明, 署名, 成文日期 with or without a seal, 附注, and blocks behind all that (`rest`)."""

    notes: tuple[Note, ...] = ()
    signature: tuple[Paragraph, ...] = ()
    date: Paragraph | None = None
    sealed: bool = False
    annotation: Paragraph | None = None
    rest: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True)
class Head:
    """The 版头: every block of it, and its elements."""

    blocks: tuple[Block, ...] = ()
    marks: tuple[Paragraph, ...] = ()
    issuer: tuple[Paragraph, ...] = ()
    number: Paragraph | None = None
    signatory: Paragraph | None = None

    @property
    def rules(self) -> tuple[Rule, ...]:
        """Its lines."""
        return tuple(block for block in self.blocks if isinstance(block, Rule))

    @property
    def issuer_text(self) -> str:
        """The 发文机关标志 on one line."""
        return re.sub(r"\s", "", "".join(paragraph.text for paragraph in self.issuer))


@dataclass(frozen=True, slots=True)
class Colophon:
    """The 版记: its blocks from the first line, 抄送, the paragraphs of 印发机关 and 印发日期, and text that stands behind it."""

    blocks: tuple[Block, ...] = ()
    copies: tuple[Paragraph, ...] = ()
    printing: tuple[Paragraph, ...] = ()
    after: tuple[Paragraph, ...] = ()

    @property
    def rules(self) -> tuple[Rule, ...]:
        """Its lines."""
        return tuple(block for block in self.blocks if isinstance(block, Rule))


@dataclass(frozen=True, slots=True)
class Official:
    """A document and its elements, as far as there are any; `passed` is the 题注, `body` are the blocks between 主送机关 and 附件说明."""

    document: ReadDocument
    form: OfficialForm
    head: Head
    title: tuple[Paragraph, ...]
    passed: Paragraph | None
    addressee: Paragraph | None
    body: tuple[Block, ...]
    closing: Closing
    attachments: tuple[Attachment, ...]
    colophon: Colophon

    @property
    def title_text(self) -> str:
        """The title on one line."""
        return re.sub(r"\s", "", "".join(paragraph.text for paragraph in self.title))

    @property
    def kind(self) -> str:
        """The kind of document (文种) by its title, else by its 发文机关标志; empty where they don't tell."""
        found = KIND.search(self.title_text) or KIND.search(self.head.issuer_text)
        return found[1] if found else ""

    @property
    def is_sheet(self) -> bool:
        """Whether it is no official document but a sheet to be filled in (表式): most of its words stand in tables, and who asks for it says how it looks."""
        if self.form is not OfficialForm.NONE:
            return False
        return sum(len(cell.text) for table in self.document.tables() for cell in table.cells) > sum(len(one.text) for one in self.document.paragraphs())

    def parts(self) -> Iterator[tuple[str, tuple[Block, ...]]]:
        """The text and each attachment by name: the headings of each count from one."""
        yield "正文", (*self.body, *self.closing.rest)
        for attachment in self.attachments:
            yield attachment.name, attachment.blocks
