"""What a returned workbook changes in its unit's folder, and making it so: earlier files are kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from reportgen.diagnostics import Diagnostic, Place, Unreadable, error, has_errors, warning
from reportgen.exchange.applying import apply
from reportgen.exchange.arrivals import Arrival
from reportgen.exchange.content import Content, read_content
from reportgen.exchange.ledger import not_written
from reportgen.exchange.lines import Line, comparable, lines
from reportgen.exchange.merging import Merged, Setting, merge
from reportgen.exchange.prefill import Cells
from reportgen.files import cause, replace_file
from reportgen.inputs.data_files import WORKBOOKS
from reportgen.inputs.records import UnitInputs
from reportgen.inputs.schema import Dataset, Programme
from reportgen.inputs.schema.unit import Unit
from reportgen.start.guess import Asked
from reportgen.start.unit import new_unit, unit_sheets
from reportgen.start.uses import owner_of, uses_of
from reportgen.workbook.blank import WORKBOOK, new_workbook
from reportgen.workbook.book import read_book
from reportgen.workbook.dataset import Row
from reportgen.workbook.upgrade import add_described
from reportgen.workspace import Workspace

KEPT = "kept"
"""The folder below exchange/SEASON/ of files as they were before something was taken into them."""
_SHOWN = 5  # the first ones lead to the rest


@dataclass(frozen=True, slots=True)
class Plan:
    """What is done to a unit's folder: `is_new` where it is made first; the files that are written, with what was in them (None for a new one).

    `merged` has the changes by dataset key, `titles` the titles of the tables.
    """

    unit: Unit
    folder: Path
    is_new: bool
    files: Mapping[Path, tuple[bytes | None, bytes]] = field(default_factory=dict)
    merged: Mapping[str, Merged] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[Diagnostic, ...] = ()

    @property
    def is_nothing(self) -> bool:
        """Whether the folder stays as it is."""
        return not self.is_new and all(one.is_nothing for one in self.merged.values())

    @property
    def words(self) -> str:
        """The changes, counted by table."""
        return "，".join(f"《{self.titles[key]}》{_counted(one)}" for key, one in self.merged.items() if not one.is_nothing) or "没有变化"

    @property
    def settings(self) -> tuple[Setting, ...]:
        """All cells that get another value."""
        return tuple(setting for one in self.merged.values() for setting in one.settings)

    @property
    def places(self) -> tuple[Place, ...]:
        """The first cells that change: of the file that is there, and of the one that came back."""
        return tuple(place for one in self.settings[:_SHOWN] for place in (one.line.record.place(one.key), one.source))


def plan(
    workspace: Workspace,
    season: str,
    unit: Unit,
    inputs: UnitInputs | None,
    programme: Programme,
    content: Content,
    base: Content,
    arrival: Arrival,
    *,
    overwrite: bool,
) -> Plan:
    """What taking in a returned workbook would do; nothing is written. A plan with errors isn't to be carried out."""
    programme = programme.at(unit.level)
    titles = {dataset.key: dataset.title for dataset in programme.datasets}
    if inputs is None:
        folder = workspace.inputs / season / unit.name
        if folder.exists():
            message = f"“{unit.name}”的文件夹在，但是单位说明读不了，收回的数据没有写进去"
            return Plan(
                unit,
                folder,
                is_new=False,
                problems=(
                    error(
                        "collect.unit-unread", message, Place(workspace.relative(folder)), help="请先改正它的单位说明（填报表的《单位说明》，或者 单位.yaml）"
                    ),
                ),
            )
        added = {key: Merged(added=rows) for key, rows in content.tables.items() if rows}
        return Plan(unit, folder, True, {folder / WORKBOOK: (None, arrival.content)}, added, titles)
    folder = workspace.root / inputs.folder
    if inputs.undecided:
        return Plan(unit, folder, is_new=False, problems=inputs.undecided)
    work = _Planning(workspace, season, unit, inputs, programme, folder)
    merged, there = work.merged(content, base, overwrite=overwrite)
    conflicts = tuple(problem for one in merged.values() for problem in one.conflicts)
    if conflicts:
        return Plan(unit, folder, False, {}, merged, titles, conflicts)
    try:
        files, problems = work.files({key: one for key, one in merged.items() if not one.is_nothing}, there)
    except (Unreadable, OSError) as fault:
        reason = fault.message if isinstance(fault, Unreadable) else cause(fault)
        return Plan(unit, folder, False, {}, merged, titles, (error("collect.unreadable", f"单位的填报表读不了：{reason}", Place(inputs.folder)),))
    return Plan(unit, folder, False, files, merged, titles, problems)


@dataclass(frozen=True, slots=True)
class _Planning:
    """A unit's folder into which something is to be taken."""

    workspace: Workspace
    season: str
    unit: Unit
    inputs: UnitInputs
    programme: Programme
    folder: Path

    def merged(self, content: Content, base: Content, *, overwrite: bool) -> tuple[dict[str, Merged], dict[str, tuple[Line, ...]]]:
        """The changes by dataset key, and what is there."""
        cells = Cells(self.workspace)
        found: dict[str, Merged] = {}
        there: dict[str, tuple[Line, ...]] = {}
        for dataset in self.programme.datasets:
            if dataset.key not in content.titles:
                continue
            there[dataset.key] = lines(self.inputs.rows(dataset.key) or (), cells.grid)
            returned, handed = (one.tables.get(dataset.key, ()) for one in (content, base))
            found[dataset.key] = merge(dataset, there[dataset.key], returned, handed, overwrite=overwrite)
        return found, there

    def files(self, merged: Mapping[str, Merged], there: Mapping[str, Sequence[Line]]) -> tuple[dict[Path, tuple[bytes | None, bytes]], tuple[Diagnostic, ...]]:
        """The files with the changes, and why some can't be made. Raises Unreadable, OSError."""
        groups: dict[Path, dict[str, Merged]] = {}
        for key, one in merged.items():
            groups.setdefault(self._file(key, there[key]), {})[key] = one
        made: dict[Path, tuple[bytes | None, bytes]] = {}
        problems: list[Diagnostic] = []
        owner = owner_of(self.unit.name, self.season, self.programme.season_name)
        for path, changes in groups.items():
            file = self.workspace.relative(path)
            if path.suffix.lower() not in WORKBOOKS:
                message = f"《{'、'.join(self.programme.by_key[key].title for key in changes)}》不在工作簿中，收回的数据没有写进去"
                help_text = f"请把这张表复制到 {WORKBOOK} 中，把这个文件移出单位的文件夹，再收集一遍"
                problems.append(error("collect.no-workbook", message, Place(file), help=help_text))
                continue
            old = self.workspace.read(path) if path.exists() else None
            if old is None:
                given = replace(self.programme, entries={key: entry for key, entry in self.programme.entries.items() if key in changes})
                new = new_workbook(
                    uses_of(self.workspace),
                    {key: [Row(line.values) for line in one.added] for key, one in changes.items()},
                    owner=owner,
                    programme=given,
                    describes=False,
                )
            else:
                applied = apply(old, file, changes, self.programme, owner)
                problems += applied.problems
                new = applied.content
            if not has_errors(problems):
                problems += self._differing(new, file, changes, there)
            made[path] = old, new
        return made, tuple(problems)

    def _file(self, key: str, there: Sequence[Line]) -> Path:
        """Where a table stands, or is to stand."""
        table = self.inputs.tables.get(key)
        place = there[0].record.origin.place if there else table.place if table is not None else None
        return self.folder / WORKBOOK if place is None else self.workspace.root / place.file

    def _differing(self, new: bytes, file: str, changes: Mapping[str, Merged], there: Mapping[str, Sequence[Line]]) -> list[Diagnostic]:
        """The fault of a workbook that doesn't read as it should, now that it is changed: nothing may be lost."""
        read = read_content(new, file, self.unit, self.programme)
        found = []
        for key, one in changes.items():
            expected = sorted(_expected(self.programme.by_key[key], there[key], one))
            if sorted(line.whole for line in read.tables.get(key, ())) != expected:
                message = f"《{self.programme.by_key[key].title}》写入以后读出来的与收回的不一样，没有写入"
                found.append(error("collect.not-as-returned", message, Place(file), help="请自己把收回的数据复制到这张表中，再收集一遍"))
        return found


def carry_out(workspace: Workspace, season: str, planned: Plan, kept: Path, time: datetime) -> tuple[Diagnostic, ...]:
    """Writes what a plan says; every file is kept as it was, below `kept`. Gives what was wrong: then the unit's folder is as it was."""
    files = dict(planned.files)
    if planned.is_new:
        unit, target = planned.unit, planned.folder / WORKBOOK
        try:
            book = read_book(files[target][1])
        except Unreadable as fault:
            return (fault.diagnostic("collect", Place(workspace.relative(target))),)
        made = new_unit(workspace, season, Asked(unit.name, str(unit.level), unit.code, unit.parent))
        if made.folder is None or made.known is None:
            return made.problems
        add_described(book, unit_sheets(workspace, season, made.known))  # what came back has the tables alone
        files[target] = None, book.save()
    written: list[tuple[Path, bytes]] = []
    try:
        for path, (old, new) in files.items():
            if old is not None:
                replace_file(kept / planned.unit.name / f"{path.stem}-{time:%Y%m%d-%H%M%S}{path.suffix}", old)
            replace_file(path, new)
            if old is not None:
                written.append((path, old))
    except OSError as fault:
        for path, old in written:
            replace_file(path, old)
        return (not_written(planned.folder, cause(fault)),)
    return ()


def own_tables(units: Mapping[str, UnitInputs], plans: Sequence[Plan]) -> tuple[Diagnostic, ...]:
    """Tables that a unit above has itself: its documents take from these, not from what comes from below."""
    found: dict[tuple[str, str], tuple[Place, str]] = {}
    for planned in plans:
        upper = units.get(planned.unit.parent or "")
        for key, one in planned.merged.items() if upper is not None else ():
            rows = upper.rows(key) if upper is not None else None
            if rows and not one.is_nothing:
                found[planned.unit.parent or "", key] = rows[0].origin.place, planned.titles[key]
    made = []
    for name in dict.fromkeys(name for name, _ in found):
        titles = "".join(f"《{title}》" for (unit, _), (_, title) in found.items() if unit == name)
        places = [place for (unit, _), (place, _) in found.items() if unit == name]
        message = f"“{name}”自己填有{titles}，它的公文用自己的表，从下级收回的不进入它的公文"
        help_text = f"要用下级收回的数据的，请把“{name}”的这些表移出它的文件夹（或者清空）"
        made.append(warning("collect.upper-has-own", message, *places, help=help_text, unit=name))
    return tuple(made)


def _expected(dataset: Dataset, there: Sequence[Line], merged: Merged) -> list[tuple[str, ...]]:
    """What the rows of a table say once it is changed."""
    gone = {id(line) for line in merged.removed}
    changed: dict[int, dict[str, str]] = {}
    for one in merged.settings:
        changed.setdefault(id(one.line), {})[one.key] = comparable(one.value)
    kept = [tuple(changed.get(id(line), {}).get(key, line.said(key)) for key in dataset.columns) for line in there if id(line) not in gone]
    return [*kept, *(line.whole for line in merged.added)]


def _counted(merged: Merged) -> str:
    counts = (("改", len(merged.settings), "格"), ("增加", len(merged.added), "行"), ("删去", len(merged.removed), "行"), ("冲突", len(merged.conflicts), "处"))
    return "、".join(f"{word}{number}{noun}" for word, number, noun in counts if number)
