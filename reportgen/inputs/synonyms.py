"""Other words for the choices (选项) and for yes and no that can mean one thing only."""

from collections.abc import Mapping
from enum import StrEnum
from functools import cache

from reportgen.inputs.schema.choices import (
    AcceptanceClass,
    Area,
    Direction,
    EnergyKind,
    FundSource,
    HeatingPath,
    Level,
    ProjectState,
    RetrofitType,
    Tender,
)
from reportgen.inputs.wording import fold, split_bracket

_WORDS: Mapping[StrEnum, tuple[str, ...]] = {
    HeatingPath.DISTRICT: ("集中供暖", "集中式供热"),
    HeatingPath.ELECTRICITY: ("电代煤",),
    HeatingPath.GAS: ("气代煤",),
    HeatingPath.BIOMASS: ("生物质", "生物质热电", "生物质供热"),
    AcceptanceClass.DISTRICT: ("集中供暖", "集中式供热"),
    AcceptanceClass.ELECTRICITY: ("电代煤",),
    AcceptanceClass.GAS: ("气代煤",),
    AcceptanceClass.BIOMASS: ("生物质", "生物质热电", "生物质供热"),
    AcceptanceClass.GRID: ("电网改造", "电网增容改造"),
    AcceptanceClass.RETROFIT: ("建筑节能改造",),
    Area.URBAN: ("城区", "县城", "城区县城", "城区、县城", "城区和县城", "城镇"),
    Area.RURAL: ("农村地区", "乡村"),
    Level.COUNTY: ("县级", "县区", "区"),
    Level.CITY: ("市级", "地市"),
    Level.PROVINCE: ("省级",),
    Level.TOWNSHIP: ("乡", "镇", "街道", "乡级"),
    Level.VILLAGE: ("社区", "村级"),
    FundSource.CENTRAL: ("中央资金", "中央财政", "中央补助"),
    FundSource.PROVINCE: ("省级", "省级资金", "省级财政", "省财政"),
    FundSource.CITY: ("市级", "市级资金", "市级财政", "市财政"),
    FundSource.COUNTY: ("县级", "县级资金", "县级财政", "县财政", "区县"),
    FundSource.SOCIETY: ("社会资金", "社会资本", "企业自筹", "居民自筹"),
    RetrofitType.URBAN: ("既有建筑改造", "城区既有建筑节能改造", "县城既有建筑节能改造"),
    RetrofitType.RURAL: ("农村围护结构", "农房围护结构改造", "围护结构改造"),
    EnergyKind.HEAT: ("热源", "供热"),
    EnergyKind.ELECTRICITY: ("电", "电能"),
    EnergyKind.GAS: ("燃气", "气"),
    EnergyKind.BIOMASS: ("生物质燃料",),
    EnergyKind.COAL: ("清洁煤", "型煤"),
    Tender.CITY: ("市级统一招标", "市统招"),
    Tender.COUNTY: ("县自行招标", "县级招标"),
    ProjectState.PLANNED: ("未开始", "前期"),
    ProjectState.UNDER_WAY: ("在建中", "建设中", "施工中"),
    ProjectState.DONE: ("已完工", "完成", "已完成"),
    Direction.AT_LEAST: (">=", "大于等于", "不低于"),
    Direction.AT_MOST: ("<=", "小于等于", "不高于"),
    Direction.EQUAL: ("等于",),
    Direction.QUALITATIVE: ("定性指标",),
}
YES = ("是", "√", "✓", "✔", "对", "有", "正常", "y", "yes", "true")
NO = ("否", "×", "✗", "✘", "x", "错", "无", "不正常", "异常", "n", "no", "false")
_YES = frozenset(map(fold, YES))
_NO = frozenset(map(fold, NO))


def synonyms(choice: StrEnum) -> tuple[str, ...]:
    """Other words that mean the choice."""
    return _WORDS.get(choice, ())


def find_choice(text: str, choices: tuple[StrEnum, ...]) -> StrEnum | None:
    """The choice that `text` names: itself, a synonym, or either with a remark in brackets or in quotes."""
    folded = fold(text).strip("“”\"'‘’")
    words = _by_word(choices, type(choices[0]))
    return words.get(folded) or words.get(split_bracket(folded)[0])


@cache
def _by_word(choices: tuple[StrEnum, ...], _kind: type[StrEnum]) -> Mapping[str, StrEnum]:
    """The choices, of one kind, by every word for them, folded; of two with the same word the first. Choices of two kinds with the same words are equal."""
    return {word: choice for choice in reversed(choices) for word in (fold(choice), *map(fold, _WORDS.get(choice, ())))}


def find_flag(text: str) -> bool | None:
    """Yes or no, where the text says either."""
    folded = fold(text)
    if folded in _YES:
        return True
    return False if folded in _NO else None
