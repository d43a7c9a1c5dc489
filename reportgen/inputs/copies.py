"""A dataset that stands in more than one place of a unit's folder: one read once, or none, and what is said of it.

Files that are copies of each other are told as such, once, with the tables that agree and those that don't. Nobody can say which of two
copies is right; where all they say is the same, it doesn't matter which is read.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import Any

from reportgen.diagnostics import Diagnostic, Place, Unreadable, error, warning
from reportgen.inputs.copy_names import alike, is_marked, original
from reportgen.inputs.delimited import decode
from reportgen.inputs.folder import Source
from reportgen.inputs.records import Table
from reportgen.inputs.schema import Record
from reportgen.inputs.schema.everywhere import GATHERED
from reportgen.inputs.wording import some
from reportgen.inputs.yaml_nodes import MapNode, plain
from reportgen.inputs.yaml_tree import read_yaml
from reportgen.workspace import UNIT_FILE, Workspace

SHOWN = 6
"""So many tables are named one by one."""


@dataclass(slots=True)
class Chosen:
    """The tables by key; what is said of those that stand twice, the errors among it (nobody can say which is right) again in `undecided`.

    `passed_over` are the places of copies that are not read: what is wrong in them is not told beside what is wrong in the one they copy.
    """

    tables: dict[str, Table] = field(default_factory=dict)
    problems: list[Diagnostic] = field(default_factory=list)
    undecided: list[Diagnostic] = field(default_factory=list)
    passed_over: set[tuple[str, str | None]] = field(default_factory=set)

    def passes_over(self, problem: Diagnostic) -> bool:
        """Whether a problem is one of a copy that is not read."""
        places = problem.places
        return bool(places) and all((place.file, None) in self.passed_over or (place.file, place.sheet) in self.passed_over for place in places)


def one_each(sources: Sequence[Source]) -> Chosen:
    """One table of each dataset, where it can be said which. One that nobody has filled in counts where it is alone."""
    chosen = Chosen()
    filled: dict[str, list[Source]] = {}
    for source in sources:
        if not source.is_blank:
            filled.setdefault(source.dataset.key, []).append(source)
    for key in GATHERED & filled.keys():
        _gather(filled.pop(key), chosen)
    settled = _settle_copies(filled, chosen)
    _settle_others({key: found for key, found in filled.items() if key not in settled}, chosen)
    for source in sources:
        if source.is_blank and source.dataset.key not in filled and source.dataset.key not in chosen.tables:
            _take([source], chosen)
    order = dict.fromkeys(source.dataset.key for source in sources)
    chosen.tables = {key: chosen.tables[key] for key in order if key in chosen.tables}
    return chosen


def other_descriptions(workspace: Workspace, folder: Path, names: Sequence[str]) -> list[Diagnostic]:
    """What is said of copies of 单位.yaml in a unit's folder, of which only 单位.yaml is read: an error where one says something else."""
    problems = []
    here = _values(workspace, folder / UNIT_FILE)
    for name in names:
        there = _values(workspace, folder / name)
        places = [Place(workspace.relative(folder / each)) for each in (UNIT_FILE, name)]
        if here is not None and here == there:
            help_text = f"请只留下“{UNIT_FILE}”，把“{name}”移出单位的文件夹"
            problems.append(warning("inputs.same-copy", f"“{name}”与“{UNIT_FILE}”的内容完全相同，只读取“{UNIT_FILE}”", *places, help=help_text))
            continue
        differing = [] if here is None or there is None else [key for key in {**here, **there} if here.get(key) != there.get(key)]
        message = f"“{name}”像是“{UNIT_FILE}”的副本，内容不一样" + (f"（{some(differing, SHOWN, '项')}不同）" if differing else "")
        help_text = f"请打开核对，把要保留的内容合并到“{UNIT_FILE}”中，把“{name}”移出单位的文件夹；在此以前公文保留上一版"
        problems.append(error("inputs.second-copy", message, *places, help=help_text))
    return problems


def _values(workspace: Workspace, path: Path) -> dict[str, Any] | None:
    """What a 单位.yaml says, by its keys; None where it can't be read."""
    try:
        node, _ = read_yaml(decode(workspace.read(path)), "")
    except Unreadable:
        return None
    return plain(node) if isinstance(node, MapNode) else None


def _settle_copies(filled: Mapping[str, list[Source]], chosen: Chosen) -> set[str]:
    """Chooses among files that are copies of each other; the datasets that stand in none but these."""
    settled: set[str] = set()
    for files in _groups(filled):
        within = {key: [source for file in files for source in found if source.place.file == file] for key, found in filled.items()}
        within = {key: found for key, found in within.items() if found and len(found) == len(filled[key])}  # and nowhere else
        if not within:
            continue
        agreeing = {key for key, found in within.items() if len(found) == len(files) and all(same(found[0], other) for other in found[1:])}
        settled |= within.keys()
        for key in agreeing:
            _take(within[key], chosen)
        chosen.passed_over |= {(file, None) for file in files[1:]}
        if len(agreeing) == len(within):
            _say_same(files, list(within.values()), chosen)
        else:
            _say_different(files, within, agreeing, chosen)
    return settled


def _groups(filled: Mapping[str, list[Source]]) -> list[tuple[str, ...]]:
    """The files that are copies of each other, of each group first the one that the others are copies of, as far as names say it."""
    held: dict[str, set[str]] = {}
    for key, found in filled.items():
        for source in found:
            held.setdefault(source.place.file, set()).add(key)
    groups: list[list[str]] = []
    for file in held:
        near = [group for group in groups if any(_are_copies(file, other, held) for other in group)]
        groups = [group for group in groups if group not in near] + [[file, *(one for group in near for one in group)]]
    return [tuple(sorted(group, key=_rank)) for group in groups if len(group) > 1]


def _are_copies(one: str, other: str, held: Mapping[str, set[str]]) -> bool:
    """Whether two files are copies: they hold a dataset both, and their names say so, or it is most of what they hold and more than one."""
    shared = len(held[one] & held[other])
    most = max(len(held[one]), len(held[other]))
    return shared > 0 and (alike(_stem(one), _stem(other)) or (shared > 1 and 2 * shared >= most))


def _rank(file: str) -> tuple[bool, int, str]:
    return is_marked(_stem(file)), len(original(_stem(file))), file


def _stem(file: str) -> str:
    return PurePosixPath(file).stem


def _settle_others(filled: Mapping[str, list[Source]], chosen: Chosen) -> None:
    """Chooses among the places of each dataset; what can't be chosen is told once for the same files."""
    undecided: dict[tuple[str, ...], list[list[Source]]] = {}
    repeated: dict[tuple[str, ...], list[list[Source]]] = {}
    for found in filled.values():
        files = tuple(dict.fromkeys(source.place.file for source in found))
        if len(found) > 1 and not all(same(found[0], other) for other in found[1:]):
            undecided.setdefault(files, []).append(found)
            continue
        if len(found) > 1:
            repeated.setdefault(files, []).append(found)
        _take(found, chosen)
    for files, tables in undecided.items():
        _say_undecided(files, tables, chosen)
    for files, tables in repeated.items():
        _say_same(files, tables, chosen)


def _take(found: Sequence[Source], chosen: Chosen) -> None:
    """Takes the first of the places of a dataset."""
    first = min(found, key=lambda source: _rank(source.place.file))
    if first.table is not None:
        chosen.tables[first.dataset.key] = replace(first.table, place=first.place)
    chosen.passed_over |= {(source.place.file, source.place.sheet) for source in found if source is not first}


def _gather(found: Sequence[Source], chosen: Chosen) -> None:
    """Takes the rows of all places of a dataset one behind the other: those of sheets first, then those of files that hold nothing else."""
    in_order = sorted((source for source in found if source.table is not None), key=lambda source: source.place.sheet is None)
    tables = [source.table for source in in_order if source.table is not None]
    if tables:
        rows = tuple(row for table in tables for row in table.rows)
        chosen.tables[found[0].dataset.key] = replace(tables[0], rows=rows, sample=any(table.sample for table in tables), place=in_order[0].place)


def _say_undecided(files: Sequence[str], tables: Sequence[Sequence[Source]], chosen: Chosen) -> None:
    places = [source.place for found in tables for source in found]
    titles = "、".join(f"“{found[0].dataset.title}”" for found in tables)
    if len(tables) == 1:
        message = f"{titles}有{len(places)}处：{'、'.join(map(str, places))}，都没有采用"
    else:
        message = f"{titles}在{'、'.join(files)}中各有一处，都没有采用"
    fault = error("inputs.duplicate-dataset", message, *places, help=f"请核对哪一处是对的，各只保留一处：{titles}")
    chosen.problems.append(fault)
    chosen.undecided.append(fault)


def _say_same(files: Sequence[str], tables: Sequence[Sequence[Source]], chosen: Chosen) -> None:
    names = list(map(_name, sorted(files, key=_rank))) if len(files) > 1 else [source.place.sheet or "" for source in tables[0]]
    kept, titles = f"“{names[0]}”", some([found[0].dataset.title for found in tables], SHOWN, "项")
    message = f"{'、'.join(f'“{name}”' for name in names[1:])}像是{kept}的副本，{titles}完全相同，只读取{kept}中的"
    help_text = f"请只留下{kept}，把其余的移到别处，以免以后改了一份、漏了另一份"
    places = map(Place, files) if len(files) > 1 else (source.place for source in tables[0])
    chosen.problems.append(warning("inputs.same-copy", message, *places, help=help_text))


def _say_different(files: Sequence[str], within: Mapping[str, Sequence[Source]], agreeing: set[str], chosen: Chosen) -> None:
    names = "、".join(f"“{_name(file)}”" for file in files)
    told = [_difference(found, files) for key, found in within.items() if key not in agreeing]
    same_ones = [found[0].dataset.title for key, found in within.items() if key in agreeing]
    message = f"{names}像是同一份填报数据的几个副本，内容不一样，都没有采用。不同的：{some(told, SHOWN, '项')}"
    message += f"；相同的：{some(same_ones, SHOWN, '项')}" if same_ones else "；没有相同的表"
    help_text = "请打开核对，把要保留的内容合并到一个文件中，其余的移出单位的文件夹；在此以前公文保留上一版"
    fault = error("inputs.second-copy", message, *map(Place, files), help=help_text)
    chosen.problems.append(fault)
    chosen.undecided.append(fault)


def _difference(found: Sequence[Source], files: Sequence[str]) -> str:
    """In what the tables of a dataset differ: where it begins, or in which file alone it stands. No values: a table may hold personal data."""
    title, first = found[0].dataset.title, found[0]
    holding = list(dict.fromkeys(source.place.file for source in found))
    if len(holding) < len(files):
        return f"{title}（只在{'、'.join(map(_name, holding))}中）"
    for other in found[1:]:
        if first.table is None or other.table is None:
            return f"{title}（有的读不了）"
        if len(first.table.rows) != len(other.table.rows):
            return f"{title}（{len(first.table.rows)}行和{len(other.table.rows)}行）"
        place = next(_differing(first.table, other.table), None)
        if place is not None:
            return f"{title}（{place.cell or f'第{place.line}行'}起）"
    return title


def same(one: Source, other: Source) -> bool:
    """Whether two tables of a dataset say the same, cell by cell."""
    first, second = one.table, other.table
    if first is None or second is None or first.sample is not second.sample or len(first.rows) != len(second.rows):
        return False
    return next(_differing(first, second), None) is None


def _differing(first: Table, second: Table) -> Iterator[Place]:
    """The cells in which two tables of as many rows differ: in what was read, and where nothing could be read in what stands there."""
    for one, other in zip(first.rows, second.rows, strict=True):
        yield from (one.place(key) for key in one.dataset.columns if _cell(one, key) != _cell(other, key))


def _cell(row: Record, key: str) -> object:
    value = getattr(row, key)
    return row.raw(key).strip() if value is None else value


def _name(file: str) -> str:
    return PurePosixPath(file).name
