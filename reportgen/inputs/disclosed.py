"""What is said of personal data that stands in full in the inputs: with its cell, never with itself.

What needs the true values is looked at here, before they are masked: check digits, and one number in two rows.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from reportgen.diagnostics import Diagnostic, Place, notice, warning
from reportgen.inputs.grid import Raw
from reportgen.inputs.personal import fault_of_identity
from reportgen.inputs.schema import Personal
from reportgen.inputs.wording import fold, shorten

SHOWN = 50
"""How many places are named of what is wrong in the same way: a ledger has thousands."""
_MASKED = "公文、报送包和版本记录中一律遮盖"


class Disclosed(NamedTuple):
    """A cell of a personal column with more in it than a masked value: its row, heading and kind, and what is written there."""

    row: int
    title: str
    kind: Personal
    raw: Raw
    place: Place


class Cells(NamedTuple):
    """Cells of a column, in their order: its heading, how many they are, and the places of the first."""

    title: str
    number: int
    places: Sequence[Place]


def about_columns(table: str, cells: Sequence[Disclosed]) -> Iterator[Diagnostic]:
    """What is to be said of the personal columns of a table: that they are masked, which identity numbers can't be right, which stand twice."""
    first: dict[str, Place] = {}
    for cell in cells:
        first.setdefault(cell.title, cell.place)
    identities = [cell for cell in cells if cell.kind is Personal.IDENTITY and isinstance(cell.raw, str)]
    wrong: dict[str, list[Disclosed]] = {}
    for cell in identities:
        fault = fault_of_identity(str(cell.raw))
        if fault:
            wrong.setdefault(fault, []).append(cell)
    yield from about_masked(table, first, len(cells))
    yield from about_identities({fault: Cells(found[0].title, len(found), [cell.place for cell in found[:SHOWN]]) for fault, found in wrong.items()})
    yield from _repeated(identities)


def about_masked(table: str, first: Mapping[str, Place], number: int) -> Iterator[Diagnostic]:
    """That so many cells of a table are masked; `first` is the first of each column, by its heading."""
    if number:
        titles = "、".join(first)
        yield notice("inputs.personal-data", f"“{table}”的{titles}有{number}格是完整的个人信息，{_MASKED}", *first.values(), help="不必处理，填报表不会改变")


def about_identities(wrong: Mapping[str, Cells]) -> Iterator[Diagnostic]:
    """The identity numbers that can't be right, by what is wrong with them."""
    for fault, found in wrong.items():
        count = f"有{found.number}处" if found.number > 1 else ""
        yield warning("inputs.identity-number", f"“{found.title}”{count}{fault}", *found.places, help="请对照身份证原件核对，改正填错的数字")


def about_repeated(found: Cells, earlier: Place) -> Diagnostic:
    """That identity numbers stand in rows before theirs; the first of them in the row at `earlier`."""
    message = f"“{found.title}”有{found.number}处与前面的行是同一个号码（例如{found.places[0]}与{earlier}）"
    return warning("inputs.repeated-identity", message, *found.places, help="一个人只登记一户，请核对是否重复登记，或者填错了号码")


def about_text(heading: str, cells: Sequence[tuple[Place, str]], *, is_read: bool) -> Diagnostic:
    """What is to be said of the numbers of persons in a column, a sheet or a file where they don't belong: the cells with what they are once masked."""
    where = f"“{shorten(heading)}”" if heading else "内容中"
    count = f"有{len(cells)}处" if len(cells) > 1 else ""
    message = f"{where}{count}有个人的身份证号、银行卡号、手机号码或者住址（遮盖后为“{shorten(cells[0][1])}”），{_MASKED}"
    report = warning if is_read else notice
    return report("inputs.personal-number", message, *(place for place, _ in cells[:SHOWN]), help="请删除，或者用星号隐去；办公用的固定电话可以写")


def _repeated(identities: Sequence[Disclosed]) -> Iterator[Diagnostic]:
    """One identity number in several rows."""
    seen: dict[str, Disclosed] = {}
    twice: list[tuple[Disclosed, Disclosed]] = []
    for cell in identities:
        earlier = seen.setdefault(fold(str(cell.raw)), cell)
        if earlier is not cell:
            twice.append((earlier, cell))
    if twice:
        earlier, later = twice[0]
        yield about_repeated(Cells(later.title, len(twice), [cell.place for _, cell in twice[:SHOWN]]), earlier.place)
