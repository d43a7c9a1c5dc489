"""Rolling a whole season: the units' folders of the next one, written together or not at all."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from reportgen.diagnostics import Diagnostic, Unreadable, error, has_errors, notice
from reportgen.figures.scope import Scope
from reportgen.inputs.delimited import decode
from reportgen.inputs.described import sheets_of
from reportgen.inputs.evidence import FOLDER as EVIDENCE
from reportgen.inputs.programme import season_name
from reportgen.inputs.schema.known import FUNDS, LEDGER, PILOT, PROGRESS, RETROFIT, TASKS
from reportgen.inputs.schema.unit import Unit
from reportgen.inputs.unit import read_unit
from reportgen.inputs.unit_sheet import SheetDescription
from reportgen.pipeline.opening import open_season
from reportgen.pipeline.season import Season
from reportgen.start.description import notes_at
from reportgen.start.roll.carry import carry, note_faults
from reportgen.start.roll.dates import Change, next_description, next_sheets
from reportgen.start.roll.item import Item, in_words
from reportgen.start.roll.review import review_sheet
from reportgen.start.roll.tasks import carry_tasks
from reportgen.start.tree import exists, write_tree
from reportgen.start.uses import headings_at, owner_of, uses_of
from reportgen.workbook.blank import WORKBOOK, new_workbook
from reportgen.workbook.description import Filled
from reportgen.workspace import SETTINGS, UNIT_FILE, Workspace, is_year

_COMPUTED = (FUNDS, RETROFIT, TASKS, PROGRESS, PILOT)
"""What is carried is computed of these."""
_LOOK_AT = ("authority", "signatory", "recipients", "copies", "contact", "phone", "policies", "references", "studies", "dispatcher")


@dataclass(frozen=True, slots=True)
class RolledUnit:
    """A unit in the next season: how many rows of which tables (by Chinese title) were carried over, and what must be looked at."""

    unit: str
    carried: Mapping[str, int]
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Rolled:
    """A season that was made from the one before: its folder (None where it wasn't made), the units, and problems."""

    season: str
    before: str | None
    folder: Path | None = None
    units: tuple[RolledUnit, ...] = ()
    problems: tuple[Diagnostic, ...] = ()


def roll(workspace: Workspace, new: str) -> Rolled:
    """Makes the inputs of season `new` from the last season before it, of which nothing is changed.

    Nothing is written where there is no season before, where `new` has a folder, or where a unit's description can't be read.
    """
    before = max((season for season in workspace.seasons() if is_year(new) and season < new), default=None)
    folder, called = workspace.inputs / new, season_name(workspace)
    if before is None:
        there = "、".join(workspace.seasons()) or "（无）"
        problem = error(
            "roll.no-season", f"没有早于 {new} 的{called}可以结转", help=f"现有的{called}：{there}；请写下一个{called}的起始年份，例如 reportgen roll 2024"
        )
        return Rolled(new, before, problems=(problem,))
    if folder.exists():
        return Rolled(new, before, problems=(exists(folder),))
    season = open_season(workspace, before)
    unread = tuple(problem for problem in season.problems if problem.unit in season.blocked and has_errors((problem,)))
    if season.blocked:
        names = "、".join(season.blocked)
        refused = error(
            "roll.unreadable", f"{before} {called}有单位读不了：{names}，没有结转", help="请先改正它们的单位说明，不再参加的请从“下级”中去掉，再结转"
        )
        return Rolled(new, before, problems=(*unread, refused))
    files: dict[str, bytes] = {}
    units = []
    try:
        for scope in season.scopes:
            made, rolled = _unit(season, scope, new)
            name = scope.inputs.folder.rpartition("/")[2]
            files |= {f"{name}/{file}": content for file, content in made.items()}
            units.append(rolled)
    except Unreadable as problem:
        return Rolled(new, before, problems=(error(f"inputs.{problem.code}", problem.message, help=problem.help),))
    folders = [f"{scope.inputs.folder.rpartition('/')[2]}/{EVIDENCE}" for scope in season.scopes]
    problems = write_tree(folder, files, folders)
    if has_errors(problems):
        return Rolled(new, before, problems=problems)
    return Rolled(new, before, folder, tuple(units), tuple(_settings(workspace, new)))


def _unit(season: Season, scope: Scope, new: str) -> tuple[Mapping[str, bytes], RolledUnit]:
    """The files of a unit in the next season. Raises Unreadable."""
    workspace, old = season.workspace, season.name
    folder = workspace.root / scope.inputs.folder
    said, description = _descriptions(workspace, folder)
    changes: tuple[Change, ...] = ()
    if description is not None:
        description, changes = next_description(description, old, new, scope.programme.season_name)
        if said is None and read_unit(description, UNIT_FILE)[0] is None:
            raise Unreadable("roll", f"的 {UNIT_FILE} 改不了日期", "请把各项日期写成 2023-11-01 的样子再结转")
    filled, moved = (Filled(), ()) if said is None else next_sheets(said, int(new) - int(old))
    filled = replace(filled, notes=notes_at(workspace, new, scope.unit.level), beside=description is not None)
    unit, changes = scope.unit, (*changes, *moved)
    carried = carry(scope.inputs, old)
    if not scope.programme.alone:
        carry_tasks(carried, scope.inputs, season.themes(scope).completion, old)
    note_faults(carried, (problem for problem in season.problems if problem.unit == scope.unit.name), (*scope.programme.carried, *_COMPUTED))
    items = (*_described(changes, unit, scope.inputs.folder, scope.programme.season_name), *carried.items, *_blank(scope))
    review = review_sheet(scope.unit.name, old, new, items, scope.programme)
    owner, headings = owner_of(scope.unit.name, new, scope.programme.season_name), headings_at(workspace, scope.unit.level)
    kinds = tuple(dict.fromkeys(job.kind.whole.name for job in season.jobs(frozenset((scope.unit.name,))) if job.kind.filed and job.kind.number is None))
    book = new_workbook(uses_of(workspace), carried.rows, (review,), owner, scope.programme, filled, kinds, headings)
    files = {**({} if description is None else {UNIT_FILE: description.encode()}), WORKBOOK: book}
    seal = unit.seal
    if seal and (folder / seal).is_file():
        files[seal] = workspace.read(folder / seal)
    counts = {scope.programme.by_key[key].title: len(rows) for key, rows in carried.rows.items()}
    return files, RolledUnit(scope.unit.name, counts, items)


def _descriptions(workspace: Workspace, folder: Path) -> tuple[SheetDescription | None, str | None]:
    """What the sheets of a unit's workbook say, and the text of its 单位.yaml; None where there is none. Raises Unreadable."""
    names = [entry.name for entry in workspace.entries(folder)]
    return sheets_of(workspace, folder, names).sheets, decode(workspace.read(folder / UNIT_FILE)) if UNIT_FILE in names else None


def _described(changes: tuple[Change, ...], unit: Unit, folder: str, called: str) -> Iterator[Item]:
    """What must be looked at in the description: in 单位.yaml, in the sheets, wherever an entry stands."""
    file = f"{folder.removeprefix('inputs/')}/{UNIT_FILE}"

    def source(sheet: str | None) -> str:
        return file if sheet is None else f"《{sheet}》"

    for change in changes:
        if change.new:
            where = f"{file}第{change.place.line}行" if change.place.sheet is None else in_words(change.place)
            yield Item(change.place.sheet or UNIT_FILE, f"{change.title}：{change.old}顺延为{change.new}", where, f"请按本{called}的文件核对")
    for sheet in dict.fromkeys(change.place.sheet for change in changes if not change.new):
        blanked = [change.title for change in changes if not change.new and change.place.sheet == sheet]
        yield Item(sheet or UNIT_FILE, f"清空了{len(blanked)}项：{'、'.join(blanked)}", source(sheet), "请在确定以后填写")
    kept = {key: place.sheet for key in _LOOK_AT if getattr(unit, key) not in (None, ()) and (place := unit.place(key)) is not None}
    for sheet in dict.fromkeys(kept.values()):
        titles = [Unit.model_fields[key].alias or key for key in kept if kept[key] == sheet]
        to_do = "请核对有没有变化"
        if any(kept.get(key, "") == sheet for key in ("policies", "references")):
            to_do += "；政策依据、引用文件换成本年度有效的文件；年度通知用 reportgen notice new 录入"
        yield Item(sheet or UNIT_FILE, f"沿用上年：{'、'.join(titles)}", source(sheet), to_do)


def _blank(scope: Scope) -> Iterator[Item]:
    ledger = scope.inputs.rows(LEDGER)
    if ledger:
        yield Item(
            scope.dataset(LEDGER).title, f"用户台账没有结转（上年{len(ledger)}户）", scope.inputs.folder.removeprefix("inputs/"), "请填写本年度改造的用户"
        )


def _settings(workspace: Workspace, new: str) -> Iterator[Diagnostic]:
    said, called = workspace.settings.season, season_name(workspace)
    if said is not None and said != new:
        help_text = f"要默认处理新{called}的，请把 {SETTINGS} 中的 season 改为 {new}"
        yield notice("roll.settings", f"{SETTINGS} 中写的是 season = {said}，各命令仍然默认处理 {said} {called}", help=help_text)
