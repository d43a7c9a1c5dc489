"""Tables that people sign, on one page: their rows as high as the page allows."""

import re

from lxml.etree import _Element

from reportgen.measure import MM_PER_PT
from reportgen.render.layout import Layout
from reportgen.render.setting.colophon import colophon_height
from reportgen.render.setting.ends import KEPT
from reportgen.render.setting.heights import LEADING, blocks_height
from reportgen.render.tree import plain

_LARGEST, _SMALLEST, _STEP = 150, 110, 5  # hundredths of the type size, from line to line; set closer, there is no room to sign
_DATED = re.compile(r"年\s*月\s*日")


def keep_signed(article: _Element, layout: Layout) -> None:
    """Set the tables with a column 签字 so closely that each stands on its page whole, with the date line below it and the 版记, where that can be."""
    parts = article.findall("section")
    for part in parts:
        blocks = list(part)
        for table in [block for block in blocks if block.tag == "table" and is_signed(block)]:
            end = blocks.index(table) + 1
            if end < len(blocks) and blocks[end].tag == "p" and _DATED.search(plain(blocks[end])):
                blocks[end].set(KEPT, "")
                end += 1
            alone = all(block.get("class") == "attachment-label" or block.tag in ("h1", "p") for block in blocks[: blocks.index(table)])
            above = blocks[:end] if alone else blocks[blocks.index(table) : end]
            last = part is parts[-1] and end == len(blocks)
            room = layout.type_height / MM_PER_PT - (colophon_height(article, layout) + layout.line_pitch / 2 if last else 0.0)
            for leading in range(_LARGEST, _SMALLEST - 1, -_STEP):
                table.set(LEADING, f"{leading / 100:g}")
                if blocks_height(above, layout) <= room:
                    break
            else:
                del table.attrib[LEADING]


def is_signed(table: _Element) -> bool:
    """Whether people sign in a column of `table`."""
    return any(plain(cell).replace("　", "") == "签字" for cell in table.iterfind("thead/tr/th"))
