"""核对清单: the first sheet of a marked copy, which lists all that is said with links to the cells."""

from collections import Counter
from collections.abc import Sequence
from math import ceil

from reportgen.diagnostics import Place, Severity
from reportgen.documents.places import in_words
from reportgen.measure import width
from reportgen.workbook.annotation import Annotation
from reportgen.workbook.book import quote
from reportgen.workbook.dataset import HEAD, HINT, TITLE
from reportgen.workbook.sheet import Cell, Sheet, SheetRow, Wide
from reportgen.workbook.styles import Look

LISTING = "核对清单"
COLOURS = {Severity.ERROR: "FFC7CE", Severity.WARNING: "FFEB9C", Severity.NOTICE: "BDD7EE"}
_ORDER = (Severity.ERROR, Severity.WARNING, Severity.NOTICE)
_HEADINGS = ("序号", "性质", "位置（点击打开）", "问题", "依据", "怎么改", "整改情况")
_WIDTHS = (6, 10, 26, 50, 38, 40, 16)
_ABOUT = "这是核对用的副本，程序不读取：请在原填报表中改正，保存后重新核对；应当核实的问题确实如此的，在《情况说明》中说明"
_SHOWN = 3  # the first ones lead to the rest


def listing_sheet(name: str, unit: str, file: str, said: Sequence[Annotation], sheets: Sequence[str]) -> Sheet:
    """The list of all that is said, errors first, and those with a cell to open before others.

    `sheets` are those of the workbook `file`, to which links lead.
    """
    ordered = sorted(said, key=lambda one: (_ORDER.index(one.severity), not any(place.file == file for place in one.places)))
    counts = Counter(one.severity for one in said)
    summary = "，".join(f"{title}{counts[severity]}项" for severity, title in zip(_ORDER, ("必须改正", "应当核实", "提示"), strict=True) if counts[severity])
    lines = [
        SheetRow([Cell(f"{unit}填报数据核对清单", TITLE)], 28),
        SheetRow([Cell(f"{summary or '没有发现问题'}。{_ABOUT}", HINT)], 18),
        SheetRow([Cell(heading, HEAD) for heading in _HEADINGS], 22),
    ]
    lines += [_line(number, one, file, sheets) for number, one in enumerate(ordered, 1)]
    last = max(len(lines), 3)
    return Sheet(
        name,
        lines,
        [Wide(wide) for wide in _WIDTHS],
        frozen=(3, 0),
        repeated=((1, 3), 0),
        landscape=True,
        filtered=f"A3:G{last}",
        tab="C00000" if counts[Severity.ERROR] else "FFC000" if said else "70AD47",
    )


def _line(number: int, one: Annotation, file: str, sheets: Sequence[str]) -> SheetRow:
    here = next((place for place in one.places if place.file == file and place.sheet in sheets), None)
    texts = (where(one.places, file), one.what, one.why, one.how)
    cells = [
        Cell(number, Look(size=10, border=True, horizontal="center")),
        Cell(one.head, Look(size=10, border=True, horizontal="center", fill=COLOURS[one.severity])),
        Cell(texts[0] or None, Look(size=10, border=True, wrap=True, underline=here is not None, colour="0563C1" if here else "000000"), link_to(here)),
        *(Cell(text or None, Look(size=10, border=True, wrap=True)) for text in texts[1:]),
        Cell(None, Look(size=10, border=True, wrap=True)),
    ]
    return SheetRow(cells, 14 * max(ceil(2 * width(text) / (wide - 1)) for text, wide in zip(texts, _WIDTHS[2:6], strict=True)) + 4)


def where(places: Sequence[Place], file: str) -> str:
    """The places in words, the first few of them; those in the workbook itself without its name."""
    own = file.split("/", 2)[-1]
    words = [text.replace(own, "") for text in in_words(places[:_SHOWN])]
    return "；".join(words) + (f"等{len(places)}处" if len(places) > _SHOWN else "")


def link_to(place: Place | None) -> str | None:
    """Where a click on a place leads: its cell, or the top of its sheet."""
    return None if place is None or place.sheet is None else f"{quote(place.sheet)}!{place.cell or 'A1'}"
