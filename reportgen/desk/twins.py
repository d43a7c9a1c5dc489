"""A unit that 单位.yaml and the sheets of a workbook both describe: each value is filled in where it stands, whichever of the two forms is open.

What neither says goes into 单位.yaml. What both say is filled in in the form's own file; that they don't agree is told there.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from reportgen.building.project import Project
from reportgen.desk.form import Box, Form, Line
from reportgen.desk.uploads import folder_of
from reportgen.inputs.data_files import WORKBOOKS, is_data_file
from reportgen.inputs.described import sheets_of
from reportgen.inputs.grid import is_blank
from reportgen.inputs.sheet_names import DESCRIPTION, FILINGS
from reportgen.inputs.unit_sheet import said
from reportgen.inputs.wording import fold
from reportgen.workspace import UNIT_FILE


@dataclass(frozen=True, slots=True)
class Twins:
    """A form in which the boxes of what stands in the other file are that one's; `there` has the names of those in the other file's form by their own."""

    form: Form
    there: Mapping[str, str]

    def parted(self, cells: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
        """What was typed, for the form's own file, and for the other by the names that the cells have there."""
        own = {name: text for name, text in cells.items() if name not in self.there}
        return own, {self.there[name]: text for name, text in cells.items() if name in self.there}

    def here(self, wrong: Mapping[str, str]) -> dict[str, str]:
        """What is wrong with cells of the other file, by the names that they have in this form."""
        back = {other: name for name, other in self.there.items()}
        return {back.get(name, name): words for name, words in wrong.items()}


def twin_of(project: Project, unit: str, book: str, sheet: str) -> str:
    """The other file that describes a unit besides `book`, which has the sheet 单位说明 or 公文; "" where there is none."""
    if fold(sheet) not in (fold(DESCRIPTION), fold(FILINGS)):
        return ""
    folder = folder_of(project, unit)
    names = [path.name for path in folder.iterdir() if path.suffix.lower() in WORKBOOKS and is_data_file(path)]
    described = sheets_of(project.workspace, folder, names).file.rpartition("/")[2]
    if book == UNIT_FILE:
        return described
    return UNIT_FILE if (folder / UNIT_FILE).exists() and described in ("", book) else ""


def joined(form: Form, other: Form) -> Twins:
    """The form with what stands in the other file."""
    is_text = PurePosixPath(form.keeper.file).name == UNIT_FILE
    there: dict[str, str] = {}
    shown: dict[str, Box] = {}
    for box, twin in _pairs(form, other):
        own, others = (not is_blank(one.raw) for one in (box, twin))
        if (others and not own) or (not own and not others and not is_text):
            there[box.name] = twin.name
            shown[box.name] = replace(twin, name=box.name, label=box.label, remark=f"写在{_where(other)}里" if others else "")
        elif own and others and not _agree(box, twin):
            shown[box.name] = replace(box, remark=f"{_where(other)}里写的是“{twin.text}”，两处不一样，请只在一处填写")
    lines = tuple(replace(line, boxes=tuple(shown.get(box.name, box) for box in line.boxes)) for line in form.lines)
    return Twins(replace(form, lines=lines), there)


def only_there(form: Form, other: Form) -> tuple[str, ...]:
    """The rows of the other file's table that this one doesn't have, by their first words: the documents of 公文."""
    if form.before:
        return ()
    known = {fold(line.boxes[0].text) for line in form.lines}
    return tuple(line.boxes[0].text for line in other.lines if not line.is_new and line.boxes[0].text and fold(line.boxes[0].text) not in known)


def _pairs(form: Form, other: Form) -> Iterator[tuple[Box, Box]]:
    """The boxes of both forms that are of the same."""
    rows: dict[tuple[str, ...], Line] = {}
    for key, line in _keyed(other):
        rows.setdefault(key, line)
    heads = {fold(head.title): at for at, head in enumerate(other.heads)}
    for key, line in _keyed(form):
        twin = rows.get(key)
        if twin is None:
            continue
        if form.before:
            yield line.boxes[0], twin.boxes[0]
            continue
        for head, box in list(zip(form.heads, line.boxes, strict=True))[1:]:
            if fold(head.title) in heads:
                yield box, twin.boxes[heads[fold(head.title)]]


def _keyed(form: Form) -> Iterator[tuple[tuple[str, ...], Line]]:
    """The rows that are there by what they are of: 分类 and 项目, the first of which may stand above several; or 文种."""
    group = ""
    for line in form.lines:
        if form.before:
            group = line.before[0] or group
            yield (fold(group), *map(fold, line.before[1:2])), line
        elif not line.is_new and line.boxes[0].true.strip():
            yield (fold(line.boxes[0].true),), line


def _agree(one: Box, other: Box) -> bool:
    entry = one.want.entry
    if entry is not None and (entry.many or entry.grouped):
        return bool(said(one.raw, entry) == said(other.raw, entry))
    return fold(one.true) == fold(other.true)


def _where(form: Form) -> str:
    name = PurePosixPath(form.keeper.file).name
    return f"“{name}”" if name == UNIT_FILE else f"“{name}”的《{form.sheet}》"
