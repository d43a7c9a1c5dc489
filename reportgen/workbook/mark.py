"""A workbook with all that is said of it marked: coloured cells with notes, and a list in front. Everything else stays as it is."""

from collections.abc import Mapping, Sequence

from reportgen.diagnostics import Severity
from reportgen.workbook.annotation import Annotation
from reportgen.workbook.book import Book, place, read_book
from reportgen.workbook.listing import COLOURS, LISTING, listing_sheet
from reportgen.workbook.names import tag
from reportgen.workbook.part import SheetPart, open_part

NOTES_OF_ONE = 50
"""How many cells of one problem get a note; the others are coloured: they are wrong in the same way."""
_ORDER = (Severity.ERROR, Severity.WARNING, Severity.NOTICE)
_MOST_MERGED = 100_000  # cells: merged columns of whole sheets are left as they are


def marked_copy(data: bytes, file: str, unit: str, said: Sequence[Annotation]) -> bytes:
    """The workbook `data`, which stands in `file`, with what is said of it; sealed. Raises Unreadable."""
    book = read_book(data)
    names = book.names
    by_sheet: dict[str, dict[str, list[tuple[Annotation, bool]]]] = {}
    for one in said:
        here = [at for at in one.places if at.file == file and at.sheet is not None and at.cell is not None]
        named = ((at.sheet or "", name) for at in here for name in _cells(at.cell or ""))
        for number, (sheet, name) in enumerate(dict.fromkeys(named)):
            by_sheet.setdefault(sheet, {}).setdefault(name, []).append((one, number < NOTES_OF_ONE))
    for name, cells in by_sheet.items():
        part = open_part(book, name)
        if part is not None:
            _mark(book, part, cells)
    book.add_sheet(listing_sheet(book.free_name(LISTING), unit, file, said, names), at=0)
    return book.save(sealed=True)


def _mark(book: Book, part: SheetPart, cells: Mapping[str, Sequence[tuple[Annotation, bool]]]) -> None:
    covered = _covered(part)
    for name, said in sorted(cells.items(), key=lambda item: place(item[0])):  # row by row
        shown = covered.get(name, name)
        worst = min((one.severity for one, _ in said), key=_ORDER.index)
        cell = part.cell(*place(shown))
        cell.set("s", str(book.styles.filled(int(cell.get("s", "0")), COLOURS[worst])))
        words = [one.note for one, noted in said if noted]
        if words:
            part.note(shown, "\n\n".join(words))
    part.write()


def _cells(name: str) -> Sequence[str]:
    """The cells of a range (E3:E45); one that is named alone is one."""
    from reportgen.inputs.grid import column_name

    first, _, last = name.partition(":")
    if not last:
        return (name,)
    (top, left), (bottom, right) = place(first), place(last)
    return [f"{column_name(column)}{row + 1}" for row in range(top, bottom + 1) for column in range(left, right + 1)]


def _covered(part: SheetPart) -> Mapping[str, str]:
    """The cells that a merged one covers, with the one that shows."""
    from reportgen.inputs.grid import column_name

    found: dict[str, str] = {}
    merged = part.frame.find(tag("mergeCells"))
    for span in () if merged is None else merged:
        first, _, last = span.get("ref", "A1").partition(":")
        (top, left), (bottom, right) = place(first), place(last or first)
        if (bottom - top + 1) * (right - left + 1) + len(found) > _MOST_MERGED:
            continue
        found |= {f"{column_name(column)}{row + 1}": first for row in range(top, bottom + 1) for column in range(left, right + 1)}
    return found
