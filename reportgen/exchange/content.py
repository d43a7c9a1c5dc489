"""What is in a workbook that was handed out: its tables as the readers read them, for the unit that it was handed out to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from reportgen.diagnostics import Diagnostic, Place, Unreadable, error, warning
from reportgen.exchange.lines import Line, lines
from reportgen.inputs.counties import owner_of
from reportgen.inputs.excel import open_workbook
from reportgen.inputs.folder import dataset_named
from reportgen.inputs.grid import Raw
from reportgen.inputs.headings import find_header
from reportgen.inputs.names import check_names
from reportgen.inputs.records import Table
from reportgen.inputs.schema import Programme
from reportgen.inputs.schema.unit import Unit
from reportgen.inputs.sheet_names import is_no_data
from reportgen.inputs.table import read_table
from reportgen.inputs.wording import fold, shorten
from reportgen.workbook.dataset import REMARK

_OF_OTHERS = "inputs.other-counties"
_HEADINGS = "表头请保持下发时的样子；要自己记录的，写在“备注”列中"


@dataclass(frozen=True, slots=True)
class Content:
    """The tables of a workbook: rows by dataset key, the sheets' names, the texts of the headings, and what reading said."""

    tables: Mapping[str, tuple[Line, ...]] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)
    headings: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    problems: tuple[Diagnostic, ...] = ()

    @property
    def lacking(self) -> tuple[str, ...]:
        """The titles of the tables that nobody has filled in."""
        return tuple(title for key, title in self.titles.items() if key not in self.tables)


def read_content(data: bytes, file: str, unit: Unit, programme: Programme) -> Content:
    """The tables of a workbook of `unit`; `file` is the name that its places carry. Raises Unreadable."""
    programme = programme.at(unit.level)
    owner = owner_of(unit, programme.subjects)
    tables: dict[str, Table] = {}
    titles: dict[str, str] = {}
    headings: dict[str, Mapping[str, str]] = {}
    problems: list[Diagnostic] = []
    grids: dict[str, Sequence[Sequence[Raw]]] = {}
    with open_workbook(data, file) as workbook:
        for name in workbook.names:
            dataset = dataset_named(name, programme)
            if dataset is None:
                if not is_no_data(name):
                    problems.append(warning("collect.other-sheet", f"工作表“{shorten(name)}”不是下发的表，没有读取", Place(file, name), help=_HEADINGS))
                continue
            if dataset.key in titles:
                problems.append(error("collect.sheet-twice", f"《{dataset.title}》有两张工作表", Place(file, name), help="请只留下填好的一张"))
                continue
            grid = workbook.sheet(name)
            titles[dataset.key], grids[name] = dataset.title, grid.rows
            try:
                table, said = read_table(grid, dataset, owner)
            except Unreadable as fault:
                table, said = None, [fault.diagnostic("collect", Place(file, name))]
            header, _ = find_header(grid, dataset, owner.implied)
            if header is not None:
                written = [(number, raw) for number, raw in enumerate(grid.rows[header.bottom]) if isinstance(raw, str) and raw.strip()]
                headings[dataset.key] = {_plainly(raw): grid.place(header.bottom, number).cell or "" for number, raw in written}
            problems += [_as_fault(one) for one in said]
            if table is not None and (table.rows or dataset.may_be_empty):
                tables[dataset.key] = table
    checked, misnamed = check_names(unit, tables)
    read = {key: lines(table.rows, lambda place: grids.get(place.sheet or "")) for key, table in checked.items()}
    return Content(read, titles, headings, (*problems, *misnamed))


def as_handed_out(content: Content, base: Content, file: str) -> list[Diagnostic]:
    """What of the tables and columns of a returned workbook isn't as it was handed out: both are named."""
    found: list[Diagnostic] = []
    for key, title in base.titles.items():
        if key not in content.titles:
            found.append(
                error(
                    "collect.sheet-gone", f"下发的表中有《{title}》，收回的没有", Place(file), help="请用下发的文件填写，不要删除工作表，也不要改工作表的名称"
                )
            )
            continue
        was, now = base.headings.get(key, {}), content.headings.get(key, {})
        gone = [heading for heading in was if heading not in now]
        new = [heading for heading in now if heading not in was and heading != REMARK]
        if gone:
            help_text = "请恢复这些列的表头，或者把数据复制到下发的文件中"
            found.append(error("collect.columns-gone", f"《{title}》下发时有“{'、'.join(gone)}”列，收回的没有", Place(file, title), help=help_text))
        if new:
            places = [Place(file, title, now[heading]) for heading in new]
            found.append(warning("collect.columns-new", f"《{title}》收回的多了“{'、'.join(new)}”列，下发时没有，不读取", *places, help=_HEADINGS))
    return found


def _plainly(heading: str) -> str:
    return fold(heading).lstrip("*")


def _as_fault(problem: Diagnostic) -> Diagnostic:
    """Rows of other units are no business of a unit's own workbook: elsewhere they are passed over, here somebody must look."""
    if problem.code != _OF_OTHERS:
        return problem
    return error("collect.rows-of-others", problem.message, *problem.places, help="请核对是不是把别的单位的行贴了进来，或者单位名称写错了")
