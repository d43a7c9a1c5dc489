"""Which workbook of a unit's folder describes it in sheets (单位说明, 公文), and what these say."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from reportgen.diagnostics import Diagnostic, Place, Unreadable, error
from reportgen.inputs.copy_names import is_marked
from reportgen.inputs.data_files import WORKBOOKS, is_data_file
from reportgen.inputs.excel import open_workbook
from reportgen.inputs.packages import main_part
from reportgen.inputs.sheet_names import DESCRIPTION, FILINGS
from reportgen.inputs.unit_sheet import SheetDescription, description_in
from reportgen.workspace import Workspace

_NAMED = tuple(name.encode() for name in (DESCRIPTION, FILINGS))
_ESCAPED = b"&#"  # some programs write the names of sheets in numbers of characters


@dataclass(frozen=True, slots=True)
class SheetsFound:
    """What the sheets of a folder say (None: there is none, or nobody has filled them in), the file, and the faults for which that can't be decided."""

    sheets: SheetDescription | None = None
    file: str = ""
    undecided: tuple[Diagnostic, ...] = ()


def sheets_of(workspace: Workspace, folder: Path, names: Iterable[str]) -> SheetsFound:
    """The description in the workbooks among the files (`names`) of a folder.

    A workbook that can't be read is told with its tables. Of several that describe the unit, copies most likely, the first counts if all say the same.
    """
    found: list[tuple[str, SheetDescription]] = []
    for name in sorted(names, key=lambda name: (is_marked(Path(name).stem), name)):
        path = folder / name
        if path.suffix.lower() in WORKBOOKS and is_data_file(path):
            try:
                read = description_of(workspace.read(path), workspace.relative(path))
            except Unreadable:
                continue
            if read is not None and not (read.is_empty and not read.problems):
                found.append((workspace.relative(path), read))
    if not found:
        return SheetsFound()
    (file, first), *others = found
    differing = [other for other, read in others if read.root != first.root]
    if not differing:
        return SheetsFound(first, file)
    places = tuple(Place(one, DESCRIPTION) for one in (file, *differing))
    help_text = "请打开核对，把要保留的内容合并到一个工作簿中，其余的移出单位的文件夹；在此以前公文保留上一版"
    fault = error("inputs.second-copy", f"《{DESCRIPTION}》《{FILINGS}》在几个工作簿里内容不一样，按“{Path(file).name}”读取", *places, help=help_text)
    return SheetsFound(first, file, (fault,))


def description_of(data: bytes, file: str) -> SheetDescription | None:
    """What the sheets of a workbook say of its unit; None where it has none. Raises Unreadable."""
    names = main_part(data)
    if not any(name in names for name in (*_NAMED, _ESCAPED)):
        return None  # most workbooks: their cells needn't be looked at
    with open_workbook(data, file) as workbook:
        return description_in(workbook, file)


def traces(found: SheetDescription | None) -> Sequence[str]:
    """All that a description says and where it stands, as texts: equal for the same."""
    return () if found is None else (repr(found.root), *map(str, found.places), *map(repr, found.problems))
