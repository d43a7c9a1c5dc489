"""Running text: the paragraphs that are no heading, caption, note of a table or line of their own."""

import re
from collections.abc import Iterator

from reportgen.lint.elements import Official
from reportgen.lint.model import Block, Paragraph, Table
from reportgen.lint.outline import heading
from reportgen.ooxml.styles import Align

_NO_TEXT = re.compile(r"[注表图]\s*\d*[：:　\s]|单位[：:]|说明[：:]|资料来源|数据来源|备注|(?:出席|请假|列席|参加|主持|记录|缺席)[：:]")
_RUNNING = 15  # characters
_SMALL = 14.5  # pt


def is_running(paragraph: Paragraph, before: Block | None) -> bool:
    """Whether a paragraph is running text; `before` stands above it."""
    text = paragraph.text
    if paragraph.boxed or len(text) < _RUNNING or paragraph.align in (Align.CENTRE, Align.RIGHT) or text[-1] not in "。；：！？”）;:!?.":
        return False
    under_table = isinstance(before, Table) and (paragraph.size or 0.0) < _SMALL
    return not under_table and "\t" not in text and _NO_TEXT.match(text) is None and heading(paragraph) is None


def running(official: Official) -> Iterator[Paragraph]:
    """The paragraphs of running text of the document and of its attachments."""
    for _, blocks in official.parts():
        before: Block | None = None
        for block in blocks:
            if isinstance(block, Paragraph) and is_running(block, before):
                yield block
            before = block
