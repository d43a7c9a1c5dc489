"""Whose a name is: the unit's own, of a unit above or below it, or of another.

What the table of administrative divisions doesn't have (a development zone, a made-up county) is judged by the unit above it, so that only what is
certainly elsewhere counts as another's. A unit of which nothing is known has no others.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from reportgen.inputs.divisions import Division, above, division, leading, named, within
from reportgen.inputs.schema.choices import Level
from reportgen.inputs.schema.unit import Unit
from reportgen.inputs.wording import fold, settle
from reportgen.numerals import number_in

_COMMON = frozenset(
    ("城区", "郊区", "矿区", "市区", "新区", "东区", "西区", "南区", "北区", "新城区", "东城区", "西城区", "市中区", "城中区", "城东区", "城西区", "城北区")
)
"""Names of districts that are ordinary words besides: 老城区、新城区, 城区供热办."""
_SHORT = 2
"""Characters of the shortest names (古县), which stand within other words too."""
_NO_NAME_BEFORE = "城级直属域内"
"""What behind a name of two characters shows that it is none: 古县城, 临县级."""


@dataclass(frozen=True, slots=True)
class Kin:
    """A unit among the administrative divisions.

    `reach` is the beginning of the codes of what lies in it, or of what lies in the unit above where the table doesn't have the unit itself; empty where
    nothing is known. `names` are what it is called. `city` is the code of the city it is in (of the province, for a city): names there may be shortened.
    """

    reach: str = ""
    names: frozenset[str] = frozenset()
    city: str = ""
    exact: bool = False

    def is_other(self, places: Sequence[Division]) -> bool:
        """Whether a name's divisions are all other units': none is the unit, lies above or in it."""
        return bool(places and self.reach) and not any(place.reach.startswith(self.reach) or self.reach.startswith(place.reach) for place in places)

    def is_peer(self, label: str) -> bool:
        """Whether a label is the name of a unit of its own level in its own province: no place from where a maker comes."""
        name = bare_name(label)
        if _regiment(name) and _other_regiment(name, self):
            return True
        found, _ = chain(name)
        near = name in neighbours(self.city, self.reach) if self.exact else False
        return near or any(place.reach[:2] == self.reach[:2] and len(place.reach) == max(len(self.reach), 4) for places in found[-1:] for place in places)

    def is_own(self, places: Sequence[Division]) -> bool:
        """Whether one of a name's divisions is the unit itself or lies in it."""
        return self.exact and any(place.reach.startswith(self.reach) for place in places)


def kin_of(unit: Unit) -> Kin:
    """Where a unit stands: by its name and code, or by the unit above it."""
    names = frozenset(fold(name) for written in (unit.name, unit.short) if written for name in (written, *_regiment(written)))
    place = _place(unit)
    if place is None:
        upper = next(iter(named(unit.parent or "")), None)
        return Kin("" if upper is None else upper.reach, names)
    around = above(place)
    return Kin(place.reach, names | {fold(place.name), fold(place.stem)}, "" if around is None else around.code, exact=True)


_REGIMENT = re.compile(r"(?:.*师)?([一二三四五六七八九十百〇零\d]+)团场?")


def _regiment(name: str) -> list[str]:
    """The other writings of a regiment of 新疆生产建设兵团 (第八师一二一团): 一二一团 and 121团, which no table of divisions has."""
    match = _REGIMENT.fullmatch(name)
    number = number_in(match[1]) if match else None
    return [f"{written}团" for written in (match[1], f"{number:f}")] if match and number is not None else []


_REGIMENTS = re.compile(
    r"(?:^|(?<=[^第一二三四五六七八九十百〇零\d]))(?:第[一二三四五六七八九十\d]+师)?([一二三四五六七八九十百〇零\d]+团)(?![队结长组委员体购])"
)


def _other_regiment(text: str, kin: Kin) -> str | None:
    """The other regiment that a text names, where the unit is one itself and isn't named."""
    if not any(map(_REGIMENT.fullmatch, kin.names)):
        return None
    found = _REGIMENTS.findall(fold(text))
    return found[0] if found and not any(name in kin.names for each in found for name in (each, *_regiment(each))) else None


def _place(unit: Unit) -> Division | None:
    found = [place for place in named(unit.name) if place.level is unit.level and not place.until]
    by_code = [place for place in found if place.code == unit.code]
    by_parent = [place for place in found if (upper := above(place)) is not None and upper.name == unit.parent]
    return next(iter(by_code or by_parent), found[0] if len(found) == 1 else None)


def chain(text: str) -> tuple[list[tuple[Division, ...]], str]:
    """The names of divisions that a text begins with, one after the other (甲省乙市丙县能源局), and what is left of it."""
    found: list[tuple[Division, ...]] = []
    rest = text
    while True:
        places = _places(rest)
        if not places:
            return found, rest
        found.append(places)
        rest = rest[len(places[0].name) :]


def _places(text: str) -> tuple[Division, ...]:
    places = leading(text)
    name = places[0].name if places else ""
    follows = text[len(name) : len(name) + 1]
    other_word = bool(follows) and ((len(name) == _SHORT and follows in _NO_NAME_BEFORE) or (name.endswith("区") and follows == "域"))
    return () if name in _COMMON or other_word else places


@cache
def neighbours(city: str, reach: str) -> dict[str, Division]:
    """The other units of the same city (of a province, for a city), by full name and as people shorten them."""
    around = division(city)
    others = [place for place in within(around) if place.reach != reach] if around is not None else []
    return {name: place for place in others for name in (place.name, place.stem) if name not in _COMMON}


def mentioned(text: str, kin: Kin) -> str | None:
    """The full name of a neighbour that a text names; None where it names the unit itself, too."""
    folded = fold(text)
    if not kin.exact or any(name in folded for name in kin.names):
        return None
    names = [name for name, place in neighbours(kin.city, kin.reach).items() if name == place.name and len(name) > _SHORT]
    return next((name for name in names if name in text), None)


class Ownership(StrEnum):
    """Whose a label is that names a unit."""

    OWN = "own"
    ABOVE = "above"
    OTHER = "other"


_NUMBERED = re.compile(r"(?:[（(][\d一二三四五六七八九十]{1,3}[）)]|[\d一二三四五六七八九十]{1,3}[、.．，,:：])\s*")
_ASIDE = re.compile(r"(?<=..)（[^（）]*）$")
_CODE = re.compile(r"(\d{6})(?:0{3}|0{6})?")
"""A code of GB/T 2260, also as the longer ones of statistics and townships have it."""
_GOES_ON = re.compile(
    r"(?:人民)?政府(?:办公室)?|[^、，；。]{1,14}(?:局|办|办公室|委|委员会|领导小组|管委会)|"
    r"(?:的|20\d\d|[一二三四]季度|清洁[取供能]|改造|任务|项目|工程|农村|城区|新增|示范)(?:[^、，；。]*[^、，；。司厂社店院站])?"
)
"""What stands behind a unit's name in a cell that says whose the row is: its office, or what the row is about; no enterprise, for those are from anywhere."""
_AND_SO_ON = re.compile(r"(?:[^、，；。]*[^、，；。司厂社店院站])?")


def bare_name(label: str) -> str:
    """A label as the name of a unit that it may be: 1.静乐县, 静乐县（含开发区） and 140926 are 静乐县."""
    name = settle(label)
    code = _CODE.fullmatch(name)
    place = division(code[1]) if code else None
    return _ASIDE.sub("", _NUMBERED.sub("", name, count=1)) if place is None else place.name


def led_by(label: str, kin: Kin, subjects: tuple[str, ...]) -> str | None:
    """The name of the unit that a longer label begins with: of 静乐县人民政府 and 静乐县2023年任务; None where what goes on makes it another's name.

    `subjects` are the words that rows of the programme are about.
    """
    name = bare_name(label)
    found, rest = chain(name)
    if found:
        return name.removesuffix(rest) if rest and _goes_on(rest, subjects) else None
    near = (*kin.names, *(neighbours(kin.city, kin.reach) if kin.exact else ()))
    return next((one for one in sorted(near, key=len, reverse=True) if name.startswith(one) and _goes_on(name.removeprefix(one), subjects)), None)


def _goes_on(rest: str, subjects: tuple[str, ...]) -> bool:
    return _GOES_ON.fullmatch(rest) is not None or any(rest.startswith(word) and _AND_SO_ON.fullmatch(rest, len(word)) for word in subjects)


def standing(label: str, kin: Kin) -> Ownership | None:
    """Whose name a label is (a cell that should hold a unit's name and nothing else); None where it is no name that is known."""
    name = bare_name(label)
    if fold(name) in kin.names:
        return Ownership.OWN
    if _regiment(name) and any(map(_REGIMENT.fullmatch, kin.names)):
        return Ownership.OTHER if _other_regiment(name, kin) else Ownership.OWN
    found, rest = chain(name)
    if not found or rest:
        tail = rest if found else name
        if fold(tail) in kin.names:
            return Ownership.OWN
        return Ownership.OTHER if kin.exact and tail in neighbours(kin.city, kin.reach) else None
    if kin.is_own(found[-1]):
        return Ownership.OWN
    above_it = any(kin.reach.startswith(place.reach) for place in found[-1])
    return Ownership.ABOVE if above_it and kin.reach else Ownership.OTHER


_OFFICE = re.compile(r".*(?:局|办|办公室|政府|委|委员会|领导小组|管委会|中心|大队|支队)(?:[（(].*[）)])?")
_SERVICE = re.compile(r"检测|检验|监测|研究|技术|咨询|评估|质检|设计|服务中心")
"""What an office that works for others has in its name: a centre of another province that tests equipment is nobody's mistake."""
_BRANCH = re.compile(r".*[局司]([^局]{2,6}?)(?:分局|大队|支队|中队)")
_OFFICE_WORD = re.compile(
    r"能源|住建|住房|发改|发展|财政|生态|环保|环境|工信|工业|农业|民政|"
    r"审计|市场|应急|教育|自然|人民政府|政府|清洁|国资|城管|城市|行政|交通|水利|统计|公用|供热|扶贫|乡村"
)
_PIECES = re.compile(r"[、，,；;。/\s（）()：:]+")
_LONGEST_OFFICE = 28
"""Longer pieces are sentences, in which an office is mentioned and not named as the row's own."""


def other_office(text: str, kin: Kin) -> str | None:
    """The other unit whose office a text names (岢岚县住建局, 市生态环境局岢岚分局); None where it names one of the unit's own beside it."""
    if not kin.reach:
        named = _other_regiment(text, kin)
        return named if named and any(len(piece) <= _LONGEST_OFFICE and _OFFICE.fullmatch(piece) for piece in _PIECES.split(settle(text))) else None
    others: list[str] = []
    for piece in _PIECES.split(settle(text)):
        if len(piece) > _LONGEST_OFFICE or not _OFFICE.fullmatch(piece):
            continue
        places, rest = chain(piece)
        if places and kin.is_own(places[-1]):
            return None
        if (other := _other_of(places, rest, kin)) is not None:
            others.append(other)
    return others[0] if others else None


def _other_of(places: Sequence[tuple[Division, ...]], rest: str, kin: Kin) -> str | None:
    if places and kin.is_other(places[-1]):
        same_province = any(place.reach[:2] == kin.reach[:2] for place in places[-1])
        return None if _SERVICE.search(rest) and not same_province else places[-1][0].name
    if not kin.exact:
        return None
    near = neighbours(kin.city, kin.reach)
    branch = _BRANCH.fullmatch(rest)
    if branch and branch[1] in near:
        return near[branch[1]].name
    # Shortened: 岢岚住建局. What follows must be an office's name: a county's name may begin that of a zone too.
    return next((place.name for name, place in near.items() if rest.startswith(name) and _OFFICE_WORD.match(rest, len(name))), None)


_TITLE_PIECES = re.compile(r"[\s_＿\-—–－:：（）()【】\[\]《》“”\"、，,.．]+")
_BEFORE_NAME = re.compile(r"^(?:附[件表]?\d*+|表\d*+|关于|报送|填报|编制单位|填报单位|制表单位|单位名称|单位|\d++(?:年度?|月|日|号)?|采暖季|最新|最终|汇总)+")


_TITLE_GOES_ON = re.compile(r"20\d\d|清洁|冬季|采暖季|填报|改造|任务|数据|统计|台账|汇总")
"""What stands behind a shortened name in a title: 岢岚填报表, 岢岚2023年任务."""


def other_in_title(text: str, kin: Kin) -> str | None:
    """The other unit whose table a title, a sheet's or file's name says it is; None where it names the unit, one in it, or several of a kind."""
    if not kin.reach:
        return _other_regiment(text, kin)
    others: list[Division] = []
    levels: set[Level] = set()
    near = neighbours(kin.city, kin.reach) if kin.exact else {}
    for piece in _TITLE_PIECES.split(settle(text)):
        if fold(piece) in kin.names:
            return None
        places, rest = chain(piece)
        if not places:
            places, rest = chain(_BEFORE_NAME.sub("", piece))
        if fold(rest).startswith(tuple(kin.names)):
            return None
        for found in places:
            if kin.is_own(found):
                return None
            if kin.is_other(found):
                others.append(found[0])
            else:
                levels |= {place.level for place in found}
        short = None if places else next((name for name in near if rest == name or (rest.startswith(name) and _TITLE_GOES_ON.match(rest, len(name)))), None)
        if short is not None:
            others.append(near[short])
    # 甲市、乙市任务表: names of one level are a list, in which the unit's own superior stands.
    return next((place.name for place in reversed(others) if place.level not in levels), None)
