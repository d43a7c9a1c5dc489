"""What a check says: a fault with the requirement that it goes against and its spots, or what it could not check and why."""

from collections.abc import Iterator
from dataclasses import dataclass

from reportgen.diagnostics import Diagnostic
from reportgen.lint.model import Cell, PageNumber, Paragraph, ReadDocument, Sheet, Table
from reportgen.standard.clauses import Clause
from reportgen.standard.requirements import STANDARD, Requirement, Words

QUOTED = 24
"""So many characters of a paragraph say which one is meant."""


@dataclass(frozen=True, slots=True)
class FilePlace:
    """Where in the file: its page (PDF), its paragraph counted from 1 (Word), the words that stand there, or another name of the place."""

    page: int | None = None
    paragraph: int | None = None
    quote: str = ""
    name: str = ""

    def __str__(self) -> str:
        """As a person finds it: 第3页“一、总体要求”."""
        page = f"第{self.page}页" if self.page is not None else ""
        paragraph = f"第{self.paragraph}段" if self.paragraph is not None and self.page is None else ""
        return f"{page}{paragraph}{self.name}{f'“{self.quote}”' if self.quote else ''}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault(Diagnostic):
    """A diagnostic of a finished file: which requirement it goes against, what was found, what is expected, and every spot where it is so."""

    requirement: Requirement
    found: str
    expected: str
    spots: tuple[FilePlace, ...] = ()

    @property
    def clause(self) -> Clause:
        """The clause of the requirement."""
        return self.requirement.clause


@dataclass(frozen=True, slots=True)
class UncheckedRequirement:
    """What couldn't be checked, by which clause, and why, in Chinese."""

    what: str
    clause: Clause
    reason: str


def fault(id: str, *spots: FilePlace, case: str = "", **words: str | float) -> Fault:
    """A fault by the record `id`. `words` fill its templates, a number `value` with the record's unit; `case` chooses among them."""
    record = STANDARD[id]
    value = words.get("value", "")
    words["value"] = value if isinstance(value, str) else record.in_words(value)
    words["wanted"] = record.wanted_in_words

    def said(template: Words) -> str:
        return (template if isinstance(template, str) else template[case]).format_map(words)

    what, found, expected, help = map(said, (record.what, record.found, record.expected, record.help))
    message = f"{what}{found}，应当{expected}"
    return Fault(f"lint.{record.code}", record.severity, message, help=help, requirement=record, found=found, expected=expected, spots=spots)


def judged(id: str, value: float | None, *spots: FilePlace, **words: str | float) -> Iterator[Fault]:
    """The fault of a measured value that the record `id` doesn't accept, in the case less or more; none where it isn't known."""
    record = STANDARD[id]
    if value is not None and not record.accepts(value):
        case = "less" if record.least is not None and value < record.least else "more"
        yield fault(id, *spots, case=case, value=value, **words)


def unchecked(id: str, reason: str, what: str = "") -> UncheckedRequirement:
    """What the record `id` is about couldn't be checked, or `what` of it."""
    return UncheckedRequirement(what or STANDARD[id].name, STANDARD[id].clause, reason)


def at(place: Paragraph | Table | Sheet | PageNumber, quote: str | None = None) -> FilePlace:
    """The spot of something that was read; `quote` are the words in question where they aren't the first ones."""
    if isinstance(place, Paragraph):
        return FilePlace(place.page, place.number, shortened(place.text if quote is None else quote))
    if isinstance(place, Table):
        return FilePlace(place.page, None, shortened(quote or ""), f"第{place.number}个表格")
    if isinstance(place, Sheet):
        return FilePlace(place.page, None, shortened(quote or ""), "" if place.page else place.name)
    return FilePlace(place.page, None, shortened(place.text.replace("#", str(place.value or 1)) if quote is None else quote), "" if place.page else "页脚")


def at_cell(table: Table, cell: Cell, quote: str | None = None) -> FilePlace:
    """The spot of a cell; a PDF doesn't tell its row."""
    place = "" if table.page else f"第{cell.row}行第{cell.column}列"
    return FilePlace(table.page, None, shortened(cell.text if quote is None else quote), f"第{table.number}个表格{place}")


def shortened(text: str) -> str:
    """The first characters of `text`."""
    text = " ".join(text.split())
    return text if len(text) <= QUOTED else text[:QUOTED] + "……"


def unknown(document: ReadDocument) -> str:
    """Why the place of something on its page isn't known."""
    return "Word 文件的分页由打开它的软件决定，导出 PDF 后可以核查" if document.format == "docx" else "PDF 中没有可以据以判断的内容"
