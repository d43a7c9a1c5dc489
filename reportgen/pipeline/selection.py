"""What a command's words mean: which season, units and kinds of document a person asked for."""

import difflib
from collections.abc import Iterable

from reportgen.diagnostics import Diagnostic, error
from reportgen.inputs.numbered import series_of
from reportgen.pipeline.roster import KindName, Roster, UnitName
from reportgen.workspace import Workspace, is_year


def choose_season(workspace: Workspace, asked: str | None) -> tuple[str | None, tuple[Diagnostic, ...]]:
    """The season asked for, else the one of reportgen.toml, else the newest; None and a problem where it has no inputs."""
    seasons = workspace.seasons()
    season = asked or workspace.settings.season or (seasons[-1] if seasons else None)
    if season is None:
        help_text = "请建立以起始年份命名的文件夹，例如 inputs/2023/原平市"
        return None, (error("workspace.no-season", f"inputs 文件夹里没有{_called(workspace)}文件夹", help=help_text),)
    if season not in seasons:
        there = "、".join(seasons) or "（无）"
        called = _called(workspace)
        how = "" if is_year(season) else f"；{called}写四位起始年份"
        return None, (error("workspace.no-season", f"没有 {season} {called}的数据", help=f"现有的{called}：{there}{how}"),)
    return season, ()


def _called(workspace: Workspace) -> str:
    """What a season is called, which is asked only where there is something to say of it."""
    from reportgen.inputs.programme import season_name

    return season_name(workspace)


def choose_units(roster: Roster, asked: Iterable[str]) -> tuple[frozenset[str] | None, tuple[Diagnostic, ...]]:
    """The names of the units asked for by name, short name or code; None means all."""
    chosen: set[str] = set()
    problems = []
    units = roster.units
    for word in asked:
        found = [unit.name for unit in units if word in (unit.name, unit.short, unit.code)]
        if not found and word not in roster.blocked:
            kinds = [name for kind in roster.kinds for name in (kind.name, kind.id) if name != word]
            near = nearest(word, [*(unit.name for unit in units), *kinds], 0.3)
            help_text = f"是否要写“{near}”" if near else "可以写的单位有：" + "、".join(unit.name for unit in units)
            problems.append(error("selection.unknown-unit", f"没有{'单位或者文种' if near in kinds else '单位'}“{word}”", help=help_text))
        chosen.update(found or [word])
    return (frozenset(chosen) if chosen else None), tuple(problems)


def choose_kinds(roster: Roster, asked: Iterable[str]) -> tuple[frozenset[str] | None, tuple[Diagnostic, ...]]:
    """The ids of the kinds asked for by id or Chinese name; None means all."""
    chosen: set[str] = set()
    problems = []
    for word in asked:
        found = [kind.id for kind in roster.kinds if kind.is_named(word)]
        series = next((kind for kind in roster.kinds if kind.is_series and kind.number_in(word) is not None), None)
        if not found and series is not None:
            number = f"第{series.number_in(word)}{series.counter}"
            help_text = f"请在“公文”中写一项“{series.name}{number}”，填写起始日期和截止日期"
            problems.append(error("selection.unknown-issue", f"没有单位填写了《{series.name}》{number}", help=help_text))
        elif not found and roster.kinds:
            near = nearest(word, [name for kind in roster.kinds for name in (kind.name, kind.id)])
            names = "、".join(f"{kind.name}（{kind.id}）" for kind in roster.kinds if kind.of is None)
            help_text = f"{f'是否要写“{near}”；' if near else ''}可以写的文种有：{names}；kinds.yaml 写了而没有列出的有错误，请运行 reportgen check"
            problems.append(error("selection.unknown-kind", f"没有文种“{word}”", help=help_text))
        chosen.update(found)
    return (frozenset(chosen) if chosen else None), tuple(problems)


def kinds_among(roster: Roster, words: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The words that name units, and those that name kinds of document: 静乐县 实施方案."""
    units = {name for unit in roster.units for name in (unit.name, unit.short, unit.code)} | set(roster.blocked)
    kinds = tuple(word for word in words if word not in units and any(kind.is_named(word) or kind.number_in(word) for kind in roster.kinds))
    return tuple(word for word in words if word not in kinds), kinds


def one_kind(roster: Roster, unit: str, kinds: frozenset[str]) -> tuple[str | None, tuple[Diagnostic, ...]]:
    """The one kind of document (id) of those asked for; of a series the issue of the unit (name). None and a problem where there isn't just one."""
    series = next((kind for kind in roster.kinds if kind.is_series and kind.id in kinds), None)
    if series is None:
        return next(iter(kinds)), ()
    issues = [kind for kind in roster.kinds if kind.id in kinds and (unit, kind.id) in roster.documents]
    if len(issues) == 1:
        return issues[0].id, ()
    if not issues:
        return None, not_made(roster, frozenset((unit,)), frozenset((series.id,)))
    help_text = "可以写的有：" + "、".join(kind.name for kind in issues)
    return None, (error("selection.which-issue", f"{unit}《{series.name}》有{len(issues)}{series.counter}，要写明是哪一{series.counter}", help=help_text),)


def not_made(roster: Roster, units: frozenset[str] | None, kinds: frozenset[str] | None) -> tuple[Diagnostic, ...]:
    """Why a kind that was asked for isn't made: by a unit that was asked for, or by none at all."""
    problems = []
    made = {(unit, id) for unit, kind in roster.documents for id in (kind, series_of(kind))}
    # Of a series that was asked for a unit makes its issues, whichever they are.
    for kind in (kind for kind in roster.kinds if kinds is not None and kind.id in kinds and not (kind.of and kind.of[0] in kinds)):
        asked = (unit for unit in roster.units if units is not None and unit.name in units)
        problems += [_not_made(unit, kind) for unit in asked if (unit.name, kind.id) not in made]
        if units is None and not any(id == kind.id for _, id in made):
            problems.append(error("selection.not-made", f"没有单位生成《{kind.name}》", help=_how(kind)))
    return tuple(problems)


def _not_made(unit: UnitName, kind: KindName) -> Diagnostic:
    if unit.level not in kind.levels:
        levels = "、".join(kind.levels)
        message = f"“{unit.name}”不生成《{kind.name}》：这个文种只有{levels}级的模板，“{unit.name}”是{unit.level}级"
        return error("selection.not-made", message, help="要增加的，请在 templates/kinds.yaml 中为这个级别写上模板和标题", unit=unit.name)
    if kind.counter:
        return error("selection.not-made", f"“{unit.name}”没有要生成的《{kind.name}》", help=_how(kind), unit=unit.name)
    where = "表单" if kind.on_request else "文种"
    return error("selection.not-made", f"“{unit.name}”不生成《{kind.name}》：它的单位说明的“{where}”没有列入", help=_how(kind), unit=unit.name)


def _how(kind: KindName) -> str:
    if kind.counter:
        first = f"{kind.name}第1{kind.counter}" if kind.is_series else kind.name
        where = f"{'表单' if kind.on_request else '文种'}”中要有{kind.of[1] if kind.of else kind.name}"
        return f"要生成的，请在“公文”中写一项“{first}”，填写起始日期和截止日期；“{where}"
    if kind.on_request:
        return f"要生成的，请在单位说明的“表单”中加上{kind.name}"
    return f"要生成的，请在单位说明的“文种”中加上{kind.name}，或者删去“文种”（不写为全部文种）"


def nearest(word: str, names: Iterable[str], close: float = 0.4) -> str | None:
    """The name that a word most likely was meant to be."""
    return next(iter(difflib.get_close_matches(word, list(names), 1, close)), None)
