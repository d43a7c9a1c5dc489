"""Notes (批注) on cells: the part with their words, and the drawing (VML) that gives each its box. Those that are there stay."""

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from lxml import etree

from reportgen.measure import width
from reportgen.ooxml.names import SPACE
from reportgen.workbook.names import add, element, parse, tag, written
from reportgen.workbook.package import Package

AUTHOR = "reportgen"
_COMMENTS = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_DRAWING = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_SHAPE_ID = re.compile(rb"_x0000_s(\d+)")
_CLUSTER = 1024  # ids of shapes come in blocks of 1024, of which the file names the block (ISO/IEC 29500-4, 14.2.2.14)
_CLUSTERS = re.compile(rb'(<(?:\w+:)?idmap\b[^>]*?\bdata=")([\d,]+)(")')
_LONGEST = 32_000  # characters that Excel shows of a note, a little under its limit of 32,767
_BOX_WIDTH, _LINE_HEIGHT, _CHARACTERS, _TALLEST = 290, 17, 21, 420
_ROW_HEIGHT = 24  # pixels, about: the box is also told by the rows that it reaches
_NAMES = 'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:x="urn:schemas-microsoft-com:office:excel"'
_DRAWING_HEAD = (
    f'<xml {_NAMES}><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/></o:shapelayout>'
    '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype></xml>'
)


@dataclass(frozen=True, slots=True)
class Note:
    """A note: the cell by row and column from 0, and its text."""

    row: int
    column: int
    cell: str
    text: str


def put_notes(package: Package, sheet: str, drawing: str | None, notes: list[Note], pixels: Callable[[int], int]) -> str | None:
    """Adds notes to a sheet (the name of its part); text is added to a note that is there already.

    `drawing` is the part with the drawing of its notes so far; gives the id of the relation to a new one, where there was none.
    `pixels` gives the width of a column.
    """
    part = package.related(sheet, "comments")
    root = _blank_comments() if part is None else parse(package.parts[part])
    fresh = _write(root, notes)
    if part is None:
        part = package.add("xl/comments", ".xml", written(root), _COMMENTS)
        package.relate(sheet, part, "comments")
    else:
        package.parts[part] = written(root)
    content = package.parts[drawing] if drawing is not None else _DRAWING_HEAD.encode()
    content = _with_boxes(content, fresh, pixels)
    if drawing is not None:
        package.parts[drawing] = content
        return None
    return package.relate(sheet, package.add("xl/drawings/vmlDrawing", ".vml", content, _DRAWING), "vmlDrawing")


def noted(package: Package, sheet: str) -> Mapping[str, str]:
    """The notes of a sheet by the names of their cells."""
    part = package.related(sheet, "comments")
    if part is None:
        return {}
    return {note.get("ref", ""): "".join(note.itertext()) for note in parse(package.parts[part]).iter(tag("comment"))}


def _blank_comments() -> etree._Element:
    root = element("comments")
    add(root, "authors")
    add(root, "commentList")
    return root


def _write(root: etree._Element, notes: list[Note]) -> list[Note]:
    """Writes the words; gives the notes whose cells had none, and so no box."""
    authors, listed = root.find(tag("authors")), root.find(tag("commentList"))
    if authors is None or listed is None:
        raise etree.XMLSyntaxError("no list of comments", 0, 0, 0)
    names = [author.text for author in authors]
    if AUTHOR not in names:
        add(authors, "author", text=AUTHOR)
        names.append(AUTHOR)
    known = {comment.get("ref"): comment for comment in listed}
    fresh = []
    for note in notes:
        comment = known.get(note.cell)
        if comment is None:
            comment = add(listed, "comment", {"ref": note.cell, "authorId": str(names.index(AUTHOR))})
            add(comment, "text")
            fresh.append(note)
        text = comment.find(tag("text"))
        _run(add(comment, "text") if text is None else text, note.text if note in fresh[-1:] else f"\n\n{note.text}")
    return fresh


def _run(text: etree._Element, words: str) -> None:
    run = add(text, "r")
    properties = add(run, "rPr")
    add(properties, "sz", {"val": "10"})
    add(properties, "rFont", {"val": "宋体"})
    add(properties, "charset", {"val": "134"})
    add(run, "t", text=words[:_LONGEST]).set(SPACE, "preserve")


def _with_boxes(content: bytes, notes: list[Note], pixels: Callable[[int], int]) -> bytes:
    """The drawing with a hidden box for each note. It is no well-formed XML in every workbook, so it is changed as text."""
    first = max((int(number) for number in _SHAPE_ID.findall(content)), default=_CLUSTER) + 1
    # The drawing names the thousands (of 1024) that its numbers are in.
    clusters = {str(number).encode() for number in range(first // _CLUSTER, (first + len(notes)) // _CLUSTER + 1)}
    content = _CLUSTERS.sub(lambda known: known[1] + b",".join(sorted({*known[2].split(b","), *clusters}, key=int)) + known[3], content, count=1)
    closing = content.rfind(b"</xml>")
    end = closing if closing >= 0 else len(content)
    boxes = "".join(_box(note, first + number, pixels) for number, note in enumerate(notes))
    return content[:end] + boxes.encode() + content[end:]


def _box(note: Note, number: int, pixels: Callable[[int], int]) -> str:
    lines = sum(max(1, math.ceil(width(line) / _CHARACTERS)) for line in note.text.splitlines())
    height = min(_TALLEST, _LINE_HEIGHT * (lines + 1))
    right, inset = _reach(note.column + 1, 12 + _BOX_WIDTH, pixels)
    top = max(note.row - 1, 0)
    rows, below = divmod(height, _ROW_HEIGHT)
    anchor = f"{note.column + 1}, 12, {top}, 4, {right}, {inset}, {top + rows}, {below}"
    return (
        # The names are declared here too: a drawing that others made may have other prefixes for them.
        f'<v:shape {_NAMES} id="_x0000_s{number}" type="#_x0000_t202" style="position:absolute;visibility:hidden;width:{_BOX_WIDTH}px;height:{height}px" '
        'fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/>'
        '<v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
        f'<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{anchor}</x:Anchor><x:AutoFill>False</x:AutoFill>'
        f"<x:Row>{note.row}</x:Row><x:Column>{note.column}</x:Column></x:ClientData></v:shape>"
    )


def _reach(column: int, distance: int, pixels: Callable[[int], int]) -> tuple[int, int]:
    """The column in which one ends that goes `distance` pixels from the left edge of `column`, and how far into it."""
    while distance > pixels(column):
        distance -= pixels(column)
        column += 1
    return column, distance
