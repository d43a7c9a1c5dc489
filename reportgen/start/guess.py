"""What a new unit is, so far as its name and the units that are there tell it."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from reportgen.diagnostics import Diagnostic, Unreadable, error
from reportgen.inputs.divisions import Division, above, division, named, townships
from reportgen.inputs.load import describe_unit, unit_folders
from reportgen.inputs.programme import programme_of, season_name
from reportgen.inputs.schema.choices import LEVELS, Level
from reportgen.inputs.schema.unit import Unit
from reportgen.inputs.synonyms import find_choice
from reportgen.start.description import UnitFacts
from reportgen.workspace import Workspace

_LEVELS = list(Level)
_BY_ENDING = (
    (("省", "自治区", "兵团"), Level.PROVINCE),
    (("地区", "州", "盟"), Level.CITY),
    (("村", "社区", "嘎查"), Level.VILLAGE),
    (("乡", "镇", "苏木", "街道", "办事处"), Level.TOWNSHIP),
    (("县", "区", "旗", "城区"), Level.COUNTY),
)
_SHORTENED = ("县", "市", "区", "旗", "盟", "省")
"""What people leave off a division's name: 静乐 of 静乐县."""
_PLAIN_GOVERNMENT = re.compile(r".+(?:[省市县旗州乡镇]|自治区|苏木)|.{1,4}(?<!城)(?<!开发)(?<!名胜)(?<!风景)(?<!示范)(?<!地)(?<!社)(?<!新)区")
_OTHER_GOVERNMENTS = ((("盟", "地区"), "行政公署"), (("街道",), "办事处"), (("社区",), "居民委员会"), (("村",), "村民委员会"))
_NAME = re.compile(r'[^\s<>:"/\\|?*.~#!][^<>:"/\\|?*#!\x00-\x1f]{0,39}')
_NATIONAL = re.compile(r"\d{6}")
_CODE = re.compile(r"[0-9A-Za-z]{2,15}")


@dataclass(frozen=True, slots=True)
class Asked:
    """What a person said of a new unit."""

    name: str
    level: str | None = None
    code: str | None = None
    parent: str | None = None


def read_units(workspace: Workspace, season: str) -> Mapping[str, Unit]:
    """The units of a season that can be read, by name, as their folders describe them."""
    found: dict[str, Unit] = {}
    folder = workspace.inputs / season
    try:
        folders = unit_folders(workspace, folder) if folder.is_dir() else []
    except Unreadable:
        folders = []
    for path in folders:
        inputs, _ = describe_unit(workspace, path)
        if inputs is not None:
            found.setdefault(inputs.unit.name, inputs.unit)
    return found


def guess(workspace: Workspace, season: str, asked: Asked) -> tuple[UnitFacts | None, tuple[Diagnostic, ...]]:
    """What is known of the unit asked for; or what a person must say, or has said wrongly.

    What another season says of the unit holds. Else the table of administrative divisions (GB/T 2260) knows its code, level and parent.
    Of a unit that isn't in it, the level shows in its code (140000 省, 140900 市, 140926 县) or its name, and its parent is the unit that
    names it in its 下级, that its code lies in, or the only one of the next higher level that isn't elsewhere.
    """
    name = asked.name.strip()
    if _NAME.fullmatch(name) is None:
        return None, (
            error(
                "start.name",
                f"“{asked.name}”不能作为单位的名称",
                help='请写单位的规范名称，例如 静乐县；不能有空白开头，也不能有 / \\ : * ? " < > | # ! 等符号',
            ),
        )
    here = read_units(workspace, season)
    if name in here:
        help_text = f"它的数据在 inputs/{season}/ 中；要重新建立的，请先把原来的文件夹移到别处"
        return None, (error("start.exists", f"{season} {season_name(workspace)}已经有单位“{name}”", help=help_text),)
    before = _before(workspace, season, name)
    place, wrong = (None, ()) if before is not None else _place(asked, here)
    if wrong:
        return None, wrong
    level, wrong = _level(asked, here, before, place)
    if level is None:
        return None, wrong
    code = asked.code or (before.code if before is not None else None) or (place.code if place is not None else None)
    if code is None or _CODE.fullmatch(code) is None:
        return None, (_no_code(asked, name),)
    taken = next((unit.name for unit in here.values() if unit.code == code), None)
    if taken is not None:
        return None, (error("start.code", f"代码 {code} 已经是“{taken}”的代码", help="请核对后重新写 --code"),)
    parent, wrong = _parent(asked, here, before, code, level, place)
    return (None, wrong) if wrong else (_known(name, level, code, parent, here, before, alone=programme_of(workspace)[0].alone), ())


def _place(asked: Asked, here: Mapping[str, Unit]) -> tuple[Division | None, tuple[Diagnostic, ...]]:
    """The administrative division that the unit is: by its name, and of several so called the one of the code or parent given, or in a unit of the season."""
    name = asked.name.strip()
    found = [place for place in named(name) if not place.until and (asked.level is None or find_choice(asked.level, LEVELS) == place.level)]
    if not found:
        return None, ()
    if asked.code is not None and _NATIONAL.fullmatch(asked.code):
        meant = division(asked.code)
        if meant is not None and meant not in found:
            help_text = f"“{name}”的代码是{'、'.join(place.code for place in found)}，请核对名称和 --code；不写 --code 的，程序按名称查找"
            return None, (error("start.code", f"代码 {asked.code} 是“{meant.name}”的代码", help=help_text),)
        return meant, ()
    if asked.parent is not None:
        found = [place for place in found if asked.parent in _around(place)]
    elif len(found) > 1:
        reaches = {unit.code.rstrip("0") for unit in here.values() if _NATIONAL.fullmatch(unit.code)}
        close = [place for place in found if any(place.code.startswith(reach) and place.code != reach for reach in reaches)]
        found = close or found
    if len(found) > 1:
        shown = "、".join(f"{''.join(reversed(_around(place)))}{name}（{place.code}）" for place in found)
        return None, (error("start.code", f"全国有{len(found)}个“{name}”：{shown}", help=f"请写明代码，例如 reportgen new {name} --code {found[0].code}"),)
    return (found[0] if found else None), ()


def _around(place: Division) -> list[str]:
    """The names of the divisions that a division lies in, the nearest first."""
    upper = above(place)
    return [] if upper is None else [upper.name, *_around(upper)]


def _before(workspace: Workspace, season: str, name: str) -> Unit | None:
    """What the nearest other season says of the unit, an earlier one rather than a later one."""
    others = sorted((s for s in workspace.seasons() if s != season), key=lambda s: (s > season, abs(int(s) - int(season))))
    return next((unit for other in others if (unit := read_units(workspace, other).get(name)) is not None), None)


def _level(asked: Asked, here: Mapping[str, Unit], before: Unit | None, place: Division | None) -> tuple[Level | None, tuple[Diagnostic, ...]]:
    choices = "、".join(_LEVELS)
    if asked.level is not None:
        found = find_choice(asked.level, LEVELS)
        return (Level(found), ()) if found else (None, (error("start.level", f"没有“{asked.level}”这个级别", help=f"--level 可以写 {choices}"),))
    if before is not None:
        return before.level, ()
    listing = _names(here, asked.name.strip())
    if listing is not None and listing.level is not Level.VILLAGE:
        return _LEVELS[_LEVELS.index(listing.level) + 1], ()
    if place is not None:
        return place.level, ()
    if asked.code is not None and _NATIONAL.fullmatch(asked.code):
        return Level.PROVINCE if asked.code.endswith("0000") else Level.CITY if asked.code.endswith("00") else Level.COUNTY, ()
    by_name = next((level for endings, level in _BY_ENDING if asked.name.strip().endswith(endings)), None)
    if by_name is not None:
        return by_name, ()
    message = f"从名称“{asked.name}”看不出级别" + ("（地级市还是县级市）" if asked.name.strip().endswith("市") else "")
    whole = [asked.name.strip() + ending for ending in _SHORTENED if named(asked.name.strip() + ending)]
    question = f"，是否应为{'、'.join(f'“{name}”' for name in whole)}" if whole else ""
    help_text = f"请加 --level，可以写 {choices}，例如 --level 县（县级市也写县）"
    return None, (error("start.level", f"{message}{question}", help=f"请写全称，或者{help_text.removeprefix('请')}" if whole else help_text),)


def _no_code(asked: Asked, name: str) -> Diagnostic:
    message = f"“{asked.code}”不能作为代码" if asked.code else f"不知道“{name}”的代码"
    former = next((place for place in named(name) if place.until), None)
    was = f"；它是曾用名，代码原为 {former.code}，{former.until[:4]}年以后没有" if former is not None and not asked.code else ""
    help_text = f"请写明 GB/T 2260 行政区划代码（县级六位数字），例如 reportgen new {name} --code 140926；没有国家代码的由上级自编，可以用字母和数字"
    return error("start.code", f"{message}{was}", help=help_text)


def _parent(
    asked: Asked, here: Mapping[str, Unit], before: Unit | None, code: str, level: Level, place: Division | None
) -> tuple[str | None, tuple[Diagnostic, ...]]:
    if asked.parent is not None:
        upper = here.get(asked.parent)
        if upper is not None and _LEVELS.index(upper.level) >= _LEVELS.index(level):
            message = f"“{asked.parent}”是{upper.level}级，不能是{level}级单位的上级"
            return None, (error("start.parent", message, help="请核对 --parent 和 --level"),)
        return asked.parent, ()
    name = asked.name.strip()
    listing = _names(here, name)
    if listing is not None:
        return listing.name, ()
    if before is not None and before.parent is not None:
        return before.parent, ()
    # A national code says what the unit lies in, also where that isn't in the workspace; a unit elsewhere is never its parent.
    upper_place = above(place or Division(code, name)) if _NATIONAL.fullmatch(code) and level in (Level.CITY, Level.COUNTY) else None
    if upper_place is not None:
        return next((unit.name for unit in here.values() if unit.code == upper_place.code), upper_place.name), ()
    higher = [unit for unit in here.values() if _LEVELS.index(unit.level) < _LEVELS.index(level) and _may_hold(unit, code)]
    nearest = max((_LEVELS.index(unit.level) for unit in higher), default=0)
    names = [unit.name for unit in higher if _LEVELS.index(unit.level) == nearest]
    if len(names) > 1:
        return None, (error("start.parent", f"“{name}”的上级可能是{'、'.join(names)}", help=f"请加 --parent，例如 --parent {names[0]}"),)
    return (names[0] if names else None), ()


def _may_hold(unit: Unit, code: str) -> bool:
    """Whether a unit may lie above the one of a code: not where both codes say which province they are of, and it isn't the same one."""
    return not (unit.code[:6].isdecimal() and code[:6].isdecimal() and unit.code[:2] != code[:2])


def _names(here: Mapping[str, Unit], name: str) -> Unit | None:
    """The unit that names another in its 下级."""
    return next((unit for unit in here.values() if name in unit.below), None)


def _known(name: str, level: Level, code: str, parent: str | None, here: Mapping[str, Unit], before: Unit | None, *, alone: bool) -> UnitFacts:
    values: dict[str, str | tuple[str, ...]] = {"authority": f"{name}清洁取暖工作领导小组办公室"}
    government = _government(name)
    if government is not None:
        values["government"] = government
        if level.is_low or alone:  # no office of the programme's: the township issues its documents itself; what another programme has nobody knows
            values["authority"] = government
    upper = here.get(parent or "")
    if upper is not None and level is not Level.CITY:
        values["recipients"] = (upper.authority,)
    policies = _policies(here.values(), parent)
    if before is not None:
        said = {key: getattr(before, key) for key in ("short", "government", "authority", "prefix", "recipients", "copies")}
        values |= {key: value for key, value in said.items() if value}
    if policies:
        values["policies"] = policies
    if parent is not None:
        values["parent"] = parent
    listed = before.townships if before is not None else dict.fromkeys(townships(code)) if level is Level.COUNTY else {}
    if listed:
        values["townships"] = tuple(listed)
    return UnitFacts(name, level, code, values, tuple(key for key in ("government", "authority", "recipients", "townships") if key in values))


def _government(name: str) -> str | None:
    """The unit's 人民政府, or what it has in its stead; None where its name doesn't tell, as of a zone."""
    if _PLAIN_GOVERNMENT.fullmatch(name):
        return f"{name}人民政府"
    return next((f"{name}{government}" for endings, government in _OTHER_GOVERNMENTS if name.endswith(endings)), None)


def _policies(units: Iterable[Unit], parent: str | None) -> tuple[str, ...]:
    """The policies that bind the unit above, or another below it."""
    related = sorted((unit for unit in units if parent is not None and parent in (unit.name, unit.parent)), key=lambda unit: unit.name != parent)
    return next((unit.policies for unit in related if unit.policies), ())
