"""Lines of Chinese set to the full width of the column.

WeasyPrint justifies by widening spaces, of which Chinese has none, so a line that a punctuation mark or a number
made shorter would end before the others. After the layout the room that is left is shared out between the characters,
as a typesetter does; numbers and foreign words stay as they are. This reads the boxes that WeasyPrint laid out, which
are no public interface of it: the tests of the right edge tell when they change.
"""

import re
from collections.abc import Iterator

from weasyprint import Document
from weasyprint.formatting_structure import boxes
from weasyprint.text.line_break import create_layout, line_size

_RUNS = re.compile(r"[!-~]+|[^!-~]+")  # a word or number has one joint, behind it; other text one behind each character


def justify(document: Document) -> None:
    """Fill every justified line that isn't the last of its paragraph; `document` is changed."""
    paragraphs = [block for page in document.pages for block in _paragraphs(page._page_box)]  # noqa: SLF001
    ends = {block.element: block for block in paragraphs}  # a paragraph that runs over a page has two blocks
    for block in paragraphs:
        lines = block.children[:-1] if ends[block.element] is block else block.children
        for line in lines:
            _fill(line, block.content_box_x() + block.width)


def _paragraphs(box: boxes.Box) -> Iterator[boxes.Box]:
    if not isinstance(box, boxes.ParentBox):
        return
    if box.children and all(isinstance(child, boxes.LineBox) for child in box.children):
        if box.style["text_align_all"] == "justify":
            yield box
        return
    for child in box.children:
        yield from _paragraphs(child)


def _fill(line: boxes.LineBox, edge: float) -> None:
    """Bring the end of the last character of `line` to `edge`."""
    texts = [box for box in line.descendants() if isinstance(box, boxes.TextBox)]
    joints = sum(_joints(run) for text in texts for run in _RUNS.findall(text.text)) - 1
    if joints < 1:
        return
    last = texts[-1]
    room = edge - (last.position_x + last.width - _tracking(last)) + sum(map(_widened, texts))
    if room > 0:
        _share(line, room / joints)


def _share(parent: boxes.ParentBox, joint: float) -> float:
    """Make each joint in `parent` wider by `joint`; the width that this added."""
    added = 0.0
    children: list[boxes.Box] = []
    for child in parent.children:
        if not isinstance(child, boxes.Box):  # stands elsewhere
            children.append(child)
            continue
        child.translate(dx=added)
        before = child.width
        if isinstance(child, boxes.TextBox):
            runs = _set(child, joint)
            children += runs
            added += sum(run.width for run in runs) - before
        elif isinstance(child, boxes.InlineBox):
            added += _share(child, joint)
            children.append(child)
        else:
            children.append(child)
    parent.children = children
    parent.width += added
    return added


def _set(text: boxes.TextBox, joint: float) -> list[boxes.TextBox]:
    """`text` as boxes of one kind of character each, in their new widths."""
    runs = _RUNS.findall(text.text)
    text.width -= _widened(text)
    text.justification_spacing = text.pango_layout.justification_spacing = 0
    parts = [text] if len(runs) == 1 else [_part(text, run) for run in runs]
    x = text.position_x
    for part in parts:
        part.position_x = x
        part.width += joint * _joints(part.text)
        x += part.width
        if not part.text.isascii():
            part.style = part.style.copy()
            part.style["letter_spacing"] = _tracking(part) + joint
    return parts


def _part(text: boxes.TextBox, run: str) -> boxes.TextBox:
    part = text.copy_with_text(run)
    part.pango_layout = create_layout(run, text.style, None, None, 0)
    part.width, _ = line_size(part.pango_layout.get_first_line()[0], text.style)
    part.pango_layout.deactivate()
    return part


def _joints(run: str) -> int:
    return 1 if run.isascii() else len(run)


def _widened(text: boxes.TextBox) -> float:
    """What WeasyPrint's own justification added to the spaces of `text`."""
    return float(text.justification_spacing * len(re.findall("[ \u00a0]", text.text)))


def _tracking(text: boxes.TextBox) -> float:
    spacing = text.style["letter_spacing"]
    return 0.0 if spacing == "normal" else float(spacing)
