"""下级: the units that must be there below a unit, each with its folder or, without a readable one, as a unit of which all is lacking."""

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from reportgen.diagnostics import Diagnostic, Place, error, notice, warning
from reportgen.inputs.counties import COUNTY
from reportgen.inputs.records import UnitInputs
from reportgen.inputs.schema.choices import Level
from reportgen.inputs.schema.unit import Unit
from reportgen.inputs.wording import proposal

_LEVELS = list(Level)


@dataclass(frozen=True, slots=True)
class Completed:
    """The units of a season with those that are named below one and can't be read; what is wrong; all names that 下级 gives."""

    units: list[UnitInputs]
    problems: list[Diagnostic]
    named: frozenset[str]


def complete(units: Sequence[UnitInputs], unreadable: AbstractSet[str], season_folder: str) -> Completed:
    """Every unit that a 下级 names, under the unit that names it.

    A name without a readable folder becomes a unit without tables (`absent`), so that whatever is summed over it is lacking; where
    none of the names has a folder and the unit above has their rows in a table of its own, the names are only names.
    A unit whose own 上级 says otherwise belongs where it is named. `unreadable` are the names of folders whose 单位.yaml can't
    be read, `season_folder` is that of the season, relative to the workspace.
    """
    by_name = {inputs.unit.name: inputs for inputs in units}
    problems: list[Diagnostic] = []
    named: dict[str, str] = {}
    for above in units:
        if is_to_be_looked_into(above, by_name.keys() | unreadable) and _has_them_itself(above):
            problems.append(_names_only(above.unit))
            continue
        for order, name in enumerate(above.unit.below, 1):
            fault = _misplaced(above.unit, name, named, by_name)
            if fault is not None:
                problems.append(fault)
                continue
            named[name] = above.unit.name
            here = by_name.get(name)
            if here is None:
                by_name[name] = _absent(above, name, order, season_folder)
                problems.append(_not_there(above.unit, name, unreadable, by_name.keys() - named.keys(), season_folder))
                continue
            if here.unit.parent != above.unit.name:
                problems.append(_says_otherwise(here.unit, above.unit))
            placed = here.unit.model_copy(update={"parent": above.unit.name, "order": here.unit.order or order})
            by_name[name] = replace(here, unit=placed)
    return Completed(list(by_name.values()), [*problems, *_unlisted(list(by_name.values()), named)], frozenset(named))


def is_to_be_looked_into(above: UnitInputs, there: AbstractSet[str]) -> bool:
    """Whether a unit's tables must be read to know what its 下级 means: it names units of which none is among those that are `there`."""
    return bool(above.unit.below) and not any(name in there for name in above.unit.below)


def _has_them_itself(above: UnitInputs) -> bool:
    """Whether a table of the unit has rows of the units that it names."""
    names = {*above.unit.below}
    return any(getattr(row, COUNTY, None) in names for table in above.tables.values() if COUNTY in table.dataset.columns for row in table.rows)


def _names_only(above: Unit) -> Diagnostic:
    message = f"“下级”中的{len(above.below)}个单位都没有文件夹，各单位的数据取自“{above.name}”自己的表"
    help_text = "分县的数据填在本级的表中的，不必处理；由各县填报的，请把各县的文件夹（里面有填报表）放进来"
    return notice("inputs.units-by-name", message, *_place(above, "below"), help=help_text, unit=above.name)


def _absent(above: UnitInputs, name: str, order: int, season_folder: str) -> UnitInputs:
    level = _LEVELS[min(_LEVELS.index(above.unit.level) + 1, len(_LEVELS) - 1)]
    # Its code is in the names of its figures only, and nothing is issued in its name.
    unit = Unit.model_validate({"name": name, "level": level, "code": name, "parent": above.unit.name, "order": order, "authority": name})
    return UnitInputs(unit, f"{season_folder}/{name}", absent=True, programme=above.programme.at(level))


def _misplaced(above: Unit, name: str, named: dict[str, str], by_name: dict[str, UnitInputs]) -> Diagnostic | None:
    """The fault of a name that can't stand below `above`: one that stands below two units, or that is of no lower level."""
    here = by_name.get(name)
    if name in named:
        message = f"“下级”中的“{name}”已经列在“{named[name]}”的下级中" if named[name] != above.name else f"“下级”中的“{name}”写了两次"
    elif here is not None and _LEVELS.index(here.unit.level) <= _LEVELS.index(above.level):
        message = f"“下级”中的“{name}”不是比“{above.name}”低的一级"
    else:
        return None
    return error("inputs.below", message, *_place(above, "below"), help="请改正“下级”，每个单位只列在它的上级单位中", unit=above.name)


def _not_there(above: Unit, name: str, unreadable: AbstractSet[str], others: AbstractSet[str], season_folder: str) -> Diagnostic:
    if name in unreadable:
        message = f"“下级”中的“{name}”没有能够读取的单位说明，汇总数据缺少这个单位"
        return error("inputs.unit-unreadable", message, Place(f"{season_folder}/{name}"), help=f"请先改正“{name}”单位说明的错误", unit=above.name)
    message = f"“下级”中的“{name}”没有文件夹，汇总数据缺少这个单位{proposal(name, others | unreadable, 75)}"
    help_text = f"请把“{name}”的文件夹（里面有填报表）放到 {season_folder} 中；名称写错或者不再是下级的，请改正“下级”"
    return error("inputs.unit-missing", message, *_place(above, "below"), help=help_text, unit=above.name)


def _says_otherwise(unit: Unit, above: Unit) -> Diagnostic:
    said = f"写的上级是“{unit.parent}”" if unit.parent else "没有写上级"
    message = f"“{unit.name}”列在“{above.name}”的下级中，自己{said}，按“{above.name}”的下级汇总"
    help_text = f"请把“{unit.name}”的“上级”写成“{above.name}”，或者改正“{above.name}”的“下级”"
    return error("inputs.parent-differs", message, *_place(unit, "parent"), *_place(above, "below"), help=help_text, unit=unit.name)


def _unlisted(units: Sequence[UnitInputs], named: dict[str, str]) -> Iterator[Diagnostic]:
    """A warning for each unit that the 下级 of the unit above leaves out, or that has no unit above it while others are named."""
    lists = {inputs.unit.name for inputs in units if inputs.unit.below}
    highest = min((_LEVELS.index(inputs.unit.level) for inputs in units), default=0)
    for inputs in units:
        unit = inputs.unit
        below_a_list = unit.parent in lists or (unit.parent is None and bool(lists) and _LEVELS.index(unit.level) > highest)
        if below_a_list and unit.name not in named:
            treated = "，仍然计入汇总" if unit.parent in lists else "，没有计入汇总"
            message = f"没有单位把“{unit.name}”列为下级{treated}"
            help_text = "请在上级单位的单位说明的“下级”中加上它；不参加汇总的，请把文件夹移到别处"
            yield warning("inputs.unlisted-unit", message, Place(inputs.folder), help=help_text, unit=unit.name)


def _place(unit: Unit, key: str) -> tuple[Place, ...]:
    place = unit.place(key)
    return () if place is None else (place,)
