"""Lines of Chinese set to the full width of the column.

WeasyPrint justifies by widening spaces, of which Chinese has none, so a line that a punctuation mark or a number
made shorter would end before the others. After the layout its characters are spread, as a typesetter does.
"""

from collections.abc import Iterator

from weasyprint import Document
from weasyprint.formatting_structure import boxes


def justify(document: Document) -> None:
    """Spread the characters of every justified line that isn't the last of its paragraph; `document` is changed."""
    paragraphs = [block for page in document.pages for block in _paragraphs(page._page_box)]
    ends = {id(block.element): block for block in paragraphs}  # a paragraph that runs over a page has two blocks
    for block in paragraphs:
        lines = block.children if ends[id(block.element)] is not block else block.children[:-1]
        for line in lines:
            _spread(line, block.content_box_x() + block.width)


def _paragraphs(box: boxes.Box) -> Iterator[boxes.Box]:
    if not isinstance(box, boxes.ParentBox):
        return
    if box.children and all(isinstance(child, boxes.LineBox) for child in box.children):
        if box.style["text_align_all"] == "justify":
            yield box
        return
    for child in box.children:
        yield from _paragraphs(child)


def _spread(line: boxes.LineBox, edge: float) -> None:
    """Move the end of the last character of `line` to `edge`."""
    texts = [box for box in line.descendants() if isinstance(box, boxes.TextBox)]
    gaps = sum(len(box.text) for box in texts) - 1
    if gaps < 1:
        return
    last = texts[-1]
    slack = edge - (last.position_x + last.width - _tracking(last))
    if slack <= 0:
        return
    extra, advance = slack / gaps, 0.0
    for box in texts:
        box.translate(dx=advance)
        grown = extra * len(box.text)
        box.style = box.style.copy()
        box.style["letter_spacing"] = _tracking(box) + extra
        box.width += grown
        advance += grown


def _tracking(box: boxes.TextBox) -> float:
    spacing = box.style["letter_spacing"]
    return 0.0 if spacing == "normal" else float(spacing)
