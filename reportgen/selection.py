"""What a command's words mean: which season, units and kinds of document a person asked for."""

import difflib
from collections.abc import Iterable

from reportgen.diagnostics import Diagnostic, error
from reportgen.documents.roster import Roster
from reportgen.workspace import Workspace


def choose_season(workspace: Workspace, asked: str | None) -> tuple[str | None, tuple[Diagnostic, ...]]:
    """The season asked for, else the one of reportgen.toml, else the newest; None and a problem where it has no inputs."""
    seasons = workspace.seasons()
    season = asked or workspace.settings.season or (seasons[-1] if seasons else None)
    if season is None:
        return None, (error("workspace.no-season", "inputs 文件夹里没有采暖季文件夹", help="请建立以起始年份命名的文件夹，例如 inputs/2023/原平市"),)
    if season not in seasons:
        there = "、".join(seasons) or "（无）"
        return None, (error("workspace.no-season", f"没有 {season} 采暖季的数据", help=f"现有的采暖季：{there}"),)
    return season, ()


def choose_units(roster: Roster, asked: Iterable[str]) -> tuple[frozenset[str] | None, tuple[Diagnostic, ...]]:
    """The names of the units asked for by name, short name or code; None means all."""
    chosen: set[str] = set()
    problems = []
    units = roster.units
    for word in asked:
        found = [unit.name for unit in units if word in (unit.name, unit.short, unit.code)]
        if not found and word not in roster.blocked:
            near = difflib.get_close_matches(word, [unit.name for unit in units], 1, 0.3)
            help_text = f"是否要写“{near[0]}”" if near else "可以写的单位有：" + "、".join(unit.name for unit in units)
            problems.append(error("selection.unknown-unit", f"没有单位“{word}”", help=help_text))
        chosen.update(found or [word])
    return (frozenset(chosen) if chosen else None), tuple(problems)


def choose_kind(roster: Roster, asked: str | None) -> tuple[frozenset[str] | None, tuple[Diagnostic, ...]]:
    """The id of the kind asked for by id or Chinese name; None means all."""
    if asked is None:
        return None, ()
    found = frozenset(kind.id for kind in roster.kinds if kind.is_named(asked))
    if found or not roster.kinds:
        return found, ()
    names = "、".join(f"{kind.name}（{kind.id}）" for kind in roster.kinds)
    return found, (error("selection.unknown-kind", f"没有文种“{asked}”", help=f"可以写的文种有：{names}"),)
