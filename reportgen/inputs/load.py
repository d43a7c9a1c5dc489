"""A season's inputs, or one unit's: the way into the readers."""

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from reportgen.diagnostics import Diagnostic, Place, Severity, Unreadable, error
from reportgen.inputs.belonging import belonging, gathered
from reportgen.inputs.below import complete
from reportgen.inputs.copies import one_each, other_descriptions
from reportgen.inputs.counties import Owner, owner_of
from reportgen.inputs.data_files import is_data_file
from reportgen.inputs.delimited import decode
from reportgen.inputs.described import sheets_of
from reportgen.inputs.evidence import evidence_files
from reportgen.inputs.folder import is_unit_file, read_folder
from reportgen.inputs.inheriting import above_of, with_inherited
from reportgen.inputs.names import check_names
from reportgen.inputs.own_sheets import own_sheets
from reportgen.inputs.programme import programme_of, season_name
from reportgen.inputs.records import NotRead, Table, UnitInputs
from reportgen.inputs.remarks import limited
from reportgen.inputs.schema.choices import Level
from reportgen.inputs.schema.unit import Unit
from reportgen.inputs.sheet_names import DESCRIPTION, FILINGS
from reportgen.inputs.unit import read_unit
from reportgen.inputs.wording import proposal
from reportgen.workspace import UNIT_FILE, Workspace

MAX_UNITS = 5_000
"""The country has 2,900 counties and 330 cities."""
MOST_ALIKE = 200
"""So many problems of one kind are told singly of a unit: nobody reads more, and a folder may hold a thousand files that are none of its data."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """A season's units, from the province down and in their order, and all that was wrong in reading them.

    `of_folders` is what was wrong in each folder (by name, in order), `of_units` what is wrong with the units together. `unplaced` names what may
    be missing from a sum over units without being named by any 下级: folders whose 单位.yaml can't be read, units whose 上级 isn't there.
    `unread` are all folders (names) whose 单位.yaml can't be read, each with the errors that say why.
    """

    units: tuple[UnitInputs, ...]
    of_units: tuple[Diagnostic, ...]
    of_folders: Mapping[str, tuple[Diagnostic, ...]] = field(default_factory=dict)
    unplaced: tuple[str, ...] = ()
    unread: Mapping[str, tuple[Diagnostic, ...]] = field(default_factory=dict)

    @property
    def problems(self) -> tuple[Diagnostic, ...]:
        """All that was wrong, folder by folder, then with the units together."""
        return (*(problem for found in self.of_folders.values() for problem in found), *self.of_units)


Reading = tuple[UnitInputs | None, tuple[Diagnostic, ...]]
Reader = Callable[[Workspace, Path], Reading]
"""Reads a unit: the workspace, the unit's folder."""


def load_season(workspace: Workspace, season_folder: Path, read: Reader | None = None) -> Loaded:
    """Every unit of a season: each folder of `season_folder` with a 单位.yaml.

    Places are relative to the workspace; `read` is by default `load_unit`. A unit whose 单位.yaml can't be read is left out, or stands there
    without tables (`absent`) where the 下级 of another names it; a table that can't be read is left out of its unit. Dates
    (时限) and cited documents (引用文件) that a unit leaves out are those of the unit above it.
    """
    place = Place(workspace.relative(season_folder))
    called = season_name(workspace)
    if not season_folder.is_dir():
        message = f"{called}的文件夹不存在"
        return Loaded((), (error("inputs.no-season", message, place, help=f"请检查{called}的年份，或者新建这个文件夹"),))
    try:
        folders = unit_folders(workspace, season_folder)
    except Unreadable as fault:
        return Loaded((), (fault.diagnostic("inputs", place),))
    units: list[UnitInputs] = []
    of_folders: dict[str, tuple[Diagnostic, ...]] = {}
    unread: dict[str, tuple[Diagnostic, ...]] = {}
    for folder in folders:
        inputs, said = (read or load_unit)(workspace, folder)
        of_folders[folder.name] = said
        if inputs is not None:
            units.append(inputs)
        elif said:
            described = (workspace.relative(folder), workspace.relative(folder / UNIT_FILE))
            faults = [problem for problem in said if problem.severity is Severity.ERROR]
            unread[folder.name] = tuple(one for one in faults if one.places[0].file in described or one.places[0].sheet in (DESCRIPTION, FILINGS))
    unreadable = set(unread)
    units, found = _without_duplicates(units)
    completed = complete(units, unreadable, workspace.relative(season_folder))
    units = completed.units
    of_units = (*found, *completed.problems, *_check_parents(units, unreadable - completed.named, called))
    order = list(Level)
    units.sort(key=lambda inputs: (order.index(inputs.unit.level), inputs.unit.order, inputs.unit.code))
    lost = {problem.unit for problem in of_units if problem.code in ("inputs.unknown-parent", "inputs.parent-cycle", "inputs.duplicate-unit")}
    unnamed = sorted(unreadable - completed.named)
    unplaced = (*(f"{name}（单位说明读不了）" for name in unnamed), *(f"{name}（上级或者名称有误）" for name in sorted(lost - {None}, key=str)))
    return Loaded(tuple(with_inherited(units)), of_units, of_folders, unplaced, unread)


def unit_folders(workspace: Workspace, season_folder: Path) -> list[Path]:
    """The folders of a season in order, links that lead nowhere among them: each is a unit's, or should be. Raises Unreadable."""
    entries = [entry for entry in workspace.entries(season_folder) if not entry.name.startswith(".")]
    found = [Path(entry.path) for entry in entries if os.path.isdir(entry.path) or (entry.is_symlink() and not os.path.exists(entry.path))]  # noqa: PTH110, PTH112  # which raise nothing
    if len(found) > MAX_UNITS:
        raise Unreadable("too-many-files", f"{season_name(workspace)}的文件夹里有超过{MAX_UNITS}个文件夹，没有读取", "一个文件夹是一个单位；其余的请移到别处")
    return found


def load_unit(workspace: Workspace, folder: Path) -> Reading:
    """One unit's description and tables, and what was wrong with them. None without a readable 单位.yaml; faults of its tables are told all the same.

    Dates are those of the unit's own file: inheriting is load_season's.
    """
    described = _describe(workspace, folder)
    if not described.is_unit:
        return None, described.problems
    unit = described.unit
    # The tables of a unit that isn't known are read too, so that all that is wrong with them is said at once.
    programme, _ = programme_of(workspace)  # what is wrong with it is told once, not by each unit
    if unit is not None:
        programme = programme.at(unit.level)
    found = read_folder(workspace, folder, Owner(folder.name, frozenset()) if unit is None else owner_of(unit, programme.subjects), programme)
    chosen = one_each(found.sources)
    deciding = {*found.undecided}
    read = [problem for problem in found.problems if problem in deciding or not chosen.passes_over(problem)]
    tables: Mapping[str, Table] = chosen.tables
    misplaced: list[Diagnostic] = []
    if unit is not None:
        tables, misplaced = check_names(unit, tables)
        misplaced += belonging(unit, (workspace.relative(path) for path in described.files if is_data_file(path)), tables)
    sheets, read = own_sheets(found.others, tables, read)
    evidence, left_out = evidence_files(workspace, folder)
    named = (*described.problems, *_of(described.name, limited((*gathered([*read, *misplaced]), *chosen.problems, *left_out), MOST_ALIKE)))
    if unit is None:
        return None, named
    undecided = (
        *described.undecided,
        *_of(described.name, limited((p for p in (*found.undecided, *chosen.undecided) if p.severity is Severity.ERROR), MOST_ALIKE)),
    )
    where = workspace.relative(folder)
    made = UnitInputs(unit, where, tables, evidence, undecided=undecided, programme=programme, described=described.described, sheets=sheets)
    return made, named


def describe_unit(workspace: Workspace, folder: Path) -> Reading:
    """One unit's description as `load_unit` gives it, and what was wrong with it; its tables aren't read, and can't be asked for."""
    described = _describe(workspace, folder)
    unit = described.unit
    if unit is None:
        return None, described.problems
    programme = programme_of(workspace)[0].at(unit.level)
    return UnitInputs(
        unit, workspace.relative(folder), NotRead(), undecided=described.undecided, programme=programme, described=described.described
    ), described.problems


@dataclass(frozen=True, slots=True)
class _Described:
    """What a folder's 单位.yaml and the sheets that say the same say (None: that can't be read), the unit's name or else the folder's, and what is wrong.

    `is_unit`: there is either of them. `files` are what lies in the folder, `described` (by path) those that describe the unit.
    """

    unit: Unit | None
    name: str
    problems: tuple[Diagnostic, ...] = ()
    undecided: tuple[Diagnostic, ...] = ()
    is_unit: bool = True
    files: tuple[Path, ...] = ()
    described: tuple[str, ...] = ()


def _describe(workspace: Workspace, folder: Path) -> _Described:
    path = folder / UNIT_FILE
    file = workspace.relative(path)
    try:
        names = [entry.name for entry in workspace.entries(folder)]
    except Unreadable as fault:
        unreadable = _of(folder.name, [fault.diagnostic("inputs", Place(workspace.relative(folder)))])
        return _Described(None, folder.name, unreadable, is_unit=False)
    others = [name for name in names if name != UNIT_FILE and is_unit_file(name)]
    found = sheets_of(workspace, folder, names)
    has_file = UNIT_FILE in names
    if not has_file and found.sheets is None:
        if not any(is_data_file(Path(name)) for name in names):
            return _Described(None, folder.name, is_unit=False)
        help = f"请在填报表的《{DESCRIPTION}》工作表中（或者新建 {UNIT_FILE}）写明名称、级别、代码和发文机关；不是单位的文件夹请移到别处"
        if others:
            help = f"文件夹中有“{others[0]}”，是这个单位的，请改名为 {UNIT_FILE}"
        lacking = error(
            "inputs.no-unit-file",
            f"文件夹中有数据文件，但填报表里没有填《{DESCRIPTION}》，也没有 {UNIT_FILE}",
            Place(workspace.relative(folder)),
            help=help,
            unit=folder.name,
        )
        return _Described(None, folder.name, (lacking,), is_unit=False)
    try:
        unit, problems = read_unit(decode(workspace.read(path)) if has_file else None, file, found.sheets)
    except Unreadable as problem:
        unit, problems = None, [problem.diagnostic("inputs", Place(file))]
    name = folder.name if unit is None else unit.name
    copied = _of(name, (*found.undecided, *(other_descriptions(workspace, folder, others) if has_file else ())))
    undecided = tuple(problem for problem in copied if problem.severity is Severity.ERROR)
    described = (*((file,) if has_file else ()), *((found.file,) if found.sheets is not None else ()))
    return _Described(unit, name, (*_of(name, problems), *copied), undecided, files=tuple(folder / each for each in names), described=described)


def _of(unit: str, problems: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """The problems as those of a unit (its name)."""
    return tuple(replace(problem, unit=unit) for problem in problems)


def _without_duplicates(units: Sequence[UnitInputs]) -> tuple[list[UnitInputs], list[Diagnostic]]:
    """The units whose names and codes are their own: of two with one name the first stays; a code twice is only reported."""
    problems: list[Diagnostic] = []
    kept: dict[str, UnitInputs] = {}
    codes: dict[str, UnitInputs] = {}
    for inputs in units:
        name, code = inputs.unit.name, inputs.unit.code
        first = kept.get(name)
        if first is not None:
            places = _places((first.unit, "name"), (inputs.unit, "name"))
            message = f"有两个单位的名称都是“{name}”：{first.folder}和{inputs.folder}，只读取前一个"
            help_text = "请改正其中一个的名称，或者删除多余的文件夹；确有两个同名单位的，名称写全称（例如 张家口市桥西区），“简称”写表中的名称（桥西区）"
            fault = error("inputs.duplicate-unit", message, *places, help=help_text, unit=name)
            problems.append(fault)
            kept[name] = replace(first, undecided=(*first.undecided, fault))
            continue
        kept[name] = inputs
        first = codes.setdefault(code, inputs)
        if first is not inputs:
            places = _places((first.unit, "code"), (inputs.unit, "code"))
            message = f"“{first.unit.name}”和“{name}”的代码都是{code}"
            problems.append(error("inputs.duplicate-code", message, *places, help="请核对并改正代码", unit=name))
    return list(kept.values()), problems


def _places(*values: tuple[Unit, str]) -> list[Place]:
    return [place for unit, key in values if (place := unit.place(key)) is not None]


def _check_parents(units: Iterable[UnitInputs], unreadable: set[str], called: str) -> list[Diagnostic]:
    """A fault for each unit whose 上级 is no unit of the season, or that is above itself.

    The units of the highest level that the season has stand under one that is not here: a county's own workspace has no city.
    """
    by_name = {inputs.unit.name: inputs.unit for inputs in units}
    order = list(Level)
    highest = min((order.index(unit.level) for unit in by_name.values()), default=0)
    problems: list[Diagnostic] = []
    for name, unit in by_name.items():
        parent = unit.parent
        if parent is None or parent in unreadable:
            continue
        place = _places((unit, "parent"))
        if parent not in by_name:
            if order.index(unit.level) == highest:
                continue
            message = f"“{name}”的上级“{parent}”不在本{called}的单位中{proposal(parent, by_name.keys() - {name})}"
            problems.append(error("inputs.unknown-parent", message, *place, help="请改正上级的名称，或者为上级建立文件夹（reportgen new）", unit=name))
        elif unit in above_of(unit, by_name):
            problems.append(error("inputs.parent-cycle", f"“{name}”的上级最终又是它自己", *place, help="请改正“上级”", unit=name))
    return problems
