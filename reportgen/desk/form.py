"""The form of a small sheet: its cells as they are typed into, each with what is wanted in it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from reportgen.desk.keepers import Keeper
from reportgen.desk.sheets import shown
from reportgen.inputs.cells import NUMERIC
from reportgen.inputs.entries import Entry
from reportgen.inputs.grid import Raw
from reportgen.inputs.schema import Field
from reportgen.workbook.editing import Formula
from reportgen.workbook.limits import choices

_LONG = 40  # characters from which on a text gets a field of several lines


class Unfit(Exception):
    """A sheet that isn't filled in on a page: the words say why, and what to do."""


@dataclass(frozen=True, slots=True)
class Want:
    """What is to be typed into a cell: the field by which it is read (None: nobody reads it, or several values stand in it).

    `scale` is what its numbers are multiplied by to be in the field's unit, `words` are those of which it is one where no field says so, `entry` is that of
    单位说明.
    """

    field: Field | None = None
    scale: Decimal = Decimal(1)
    is_long: bool = False
    words: tuple[str, ...] = ()
    entry: Entry | None = None

    @property
    def offers(self) -> tuple[str, ...]:
        """The words of which it is one; none where it is none of a list."""
        return self.words if self.field is None else choices(self.field)

    @property
    def is_number(self) -> bool:
        """Whether a number is to be typed."""
        return self.field is not None and self.field.type in NUMERIC


@dataclass(frozen=True, slots=True)
class Box:
    """A cell of the form: its name, what it is called, what is wanted, what stands in it (`raw`), what the person sees of that (masked where it is personal).

    `formula` computes it; `closed` says why it can't be changed here ("": it can); `remark` what else is to be known of it.
    """

    name: str
    label: str
    want: Want
    raw: Raw
    text: str
    formula: Formula | None = None
    closed: str = ""
    remark: str = ""

    @property
    def true(self) -> str:
        """What stands in it, whole."""
        return as_text(self.raw)

    @property
    def is_masked(self) -> bool:
        """Whether the person sees less than stands in it."""
        return self.text != self.true

    @property
    def is_long(self) -> bool:
        """Whether it gets a field of several lines."""
        return self.want.is_long or "\n" in self.text or len(self.text) > _LONG

    @property
    def offers(self) -> tuple[str, ...]:
        """The words to choose from, with the one that stands there."""
        offered = self.want.offers
        return (*offered, *([self.text] if self.text and self.text not in offered else ())) if offered else ()


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the form, by its number in the sheet (from 0), and what it is called: its cells, and what stands before them (in 单位说明).

    `may_go`: it may be emptied. `is_new`: it is there to be filled in. `must`: it has to be filled in, which stands at that one of what is before.
    """

    number: int
    told: str
    boxes: tuple[Box, ...]
    before: tuple[str, ...] = ()
    may_go: bool = False
    is_new: bool = False
    must: int | None = None


@dataclass(frozen=True, slots=True)
class Head:
    """A column of the form: its heading, and what may be known of it."""

    title: str
    hint: str = ""
    is_required: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """A sheet to be filled in. `status` is the cell that says of a table without rows whether there is none to report; `adding` why no rows are added.

    New rows look like row `model` (from 0). Where they are put in above a total, `inserted` has the first one's number: they aren't in the file yet.
    `keeper` is what keeps the sheet.
    """

    sheet: str
    before: tuple[str, ...]
    heads: tuple[Head, ...]
    lines: tuple[Line, ...]
    status: Box | None = None
    adding: str = ""
    model: int | None = None
    inserted: int | None = None
    keeper: Keeper = field(kw_only=True)

    @property
    def boxes(self) -> Iterator[Box]:
        """All cells."""
        yield from () if self.status is None else (self.status,)
        yield from (box for line in self.lines for box in line.boxes)

    @property
    def new(self) -> tuple[int, ...]:
        """The numbers of the new rows."""
        return tuple(line.number for line in self.lines if line.is_new)


def as_text(raw: Raw) -> str:
    """What a cell shows, as a form gives it back."""
    return shown(raw).replace("\r\n", "\n").replace("\r", "\n")
