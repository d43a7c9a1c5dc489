"""What is said of personal data that stands in full in the inputs: with its cell, never with itself.

What needs the true values is looked at here, before they are masked: check digits, and one number in two rows.
"""

from collections.abc import Iterator, Sequence
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


def about_columns(table: str, cells: Sequence[Disclosed]) -> Iterator[Diagnostic]:
    """What is to be said of the personal columns of a table: that they are masked, which identity numbers can't be right, which stand twice."""
    if not cells:
        return
    first: dict[str, Place] = {}
    for cell in cells:
        first.setdefault(cell.title, cell.place)
    yield notice(
        "inputs.personal-data", f"“{table}”的{'、'.join(first)}有{len(cells)}格是完整的个人信息，{_MASKED}", *first.values(), help="不必处理，填报表不会改变"
    )
    identities = [cell for cell in cells if cell.kind is Personal.IDENTITY and isinstance(cell.raw, str)]
    wrong: dict[str, list[Disclosed]] = {}
    for cell in identities:
        fault = fault_of_identity(str(cell.raw))
        if fault:
            wrong.setdefault(fault, []).append(cell)
    for fault, found in wrong.items():
        count = f"有{len(found)}处" if len(found) > 1 else ""
        places = [cell.place for cell in found[:SHOWN]]
        yield warning("inputs.identity-number", f"“{found[0].title}”{count}{fault}", *places, help="请对照身份证原件核对，改正填错的数字")
    yield from _repeated(identities)


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
        message = f"“{later.title}”有{len(twice)}处与前面的行是同一个号码（例如{later.place}与{earlier.place}）"
        help = "一个人只登记一户，请核对是否重复登记，或者填错了号码"
        yield warning("inputs.repeated-identity", message, *(cell.place for _, cell in twice[:SHOWN]), help=help)
