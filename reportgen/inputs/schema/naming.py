"""What a unit's own documents call it and those below it (全市, 我旗, 本镇, 各县（市、区）), by its name and level.

The names are those of 宪法第三十条 and 地方组织法: 自治区 call themselves 我区, 自治州 我州, banners 我旗; the zones and the 兵团 by their own usage.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from reportgen.inputs.schema.choices import Level


@dataclass(frozen=True, slots=True)
class UnitKind:
    """A kind of unit: how names of it end, its one word (市 in 全市, 我市), who leads it, what its departments are called together (市直)."""

    endings: tuple[str, ...]
    word: str
    leaders: str
    departments: str


def _plain(word: str, *endings: str) -> UnitKind:
    """A kind led by a committee and a government of its word: 省委、省政府."""
    return UnitKind(endings or (word,), word, f"{word}委、{word}政府", f"{word}直")


# The first whose ending a name has: the longer ones stand before those that they end in.
_KINDS = (
    UnitKind(("自治区", "特别行政区"), "区", "自治区党委、政府", "区直"),
    UnitKind(("新区", "开发区", "示范区", "名胜区", "度假区", "园区", "管理区", "特区"), "区", "区党工委、管委会", "区直"),
    UnitKind(("地区办事处", "街道办事处", "街道办", "办事处", "街道"), "街道", "街道党工委、办事处", "街道"),
    UnitKind(("地区",), "地区", "地委、行署", "地直"),
    UnitKind(("社区",), "社区", "社区党组织、居委会", "社区"),
    UnitKind(("盟",), "盟", "盟委、行署", "盟直"),
    UnitKind(("兵团",), "兵团", "兵团党委、兵团", "兵团直属"),
    UnitKind(("师",), "师", "师党委、师", "师直"),
    UnitKind(("团场", "团"), "团", "团党委、团", "团直"),
    UnitKind(("农场", "牧场", "林场"), "场", "场党委、场", "场直"),
    UnitKind(("苏木",), "苏木", "苏木党委、政府", "苏木"),
    UnitKind(("嘎查",), "嘎查", "嘎查“两委”", "嘎查"),
    UnitKind(("镇",), "镇", "镇党委、政府", "镇"),
    UnitKind(("乡",), "乡", "乡党委、政府", "乡"),
    UnitKind(("村",), "村", "村“两委”", "村"),
    _plain("省"),
    _plain("市"),
    _plain("州"),
    _plain("县"),
    _plain("旗"),
    _plain("区"),
)
_OFFICES = ("管理委员会", "管委会", "人民政府")
_OTHER = UnitKind((), "", "党委、政府", "直属")
_CITY_PROPER = "城区"  # the districts of 晋城, 阳泉 that are called so; of another city 城区 is a part, and no 我区
_BELOW = {Level.PROVINCE: "市", Level.CITY: "县（市、区）", Level.COUNTY: "乡镇（街道）", Level.TOWNSHIP: "村（社区）", Level.VILLAGE: "村民小组"}


def kind_of(name: str) -> UnitKind:
    """The kind of a unit of that name; one without a word where its name tells none."""
    for office in _OFFICES:
        name = name.removesuffix(office)
    if name.endswith(_CITY_PROPER) and name != _CITY_PROPER:
        return _OTHER
    return next((kind for kind in _KINDS if name.endswith(kind.endings)), _OTHER)


def whole(name: str) -> str:
    """All of a unit: 全省, 全旗, 全镇; 辖区 where its name tells no word for it."""
    word = kind_of(name).word
    return f"全{word}" if word else "辖区"


def own(name: str, level: Level) -> str:
    """How a unit speaks of itself: 我市, 我旗, 本镇; by its name where that tells no word."""
    word = kind_of(name).word
    return f"{'本' if level.is_low else '我'}{word}" if word else name


def below(level: Level, names: Iterable[str]) -> str:
    """What the units directly below one of a level are called together, by their names; the usual words where there are none.

    县（市、区）, and with banners among them 旗县（市、区）; 市, 市（州）, 盟市, 地（州、市）; 乡镇（街道）, with 苏木 苏木乡镇（街道）.
    """
    words = {kind_of(name).word for name in names} - {""}
    usual = _BELOW[level]
    if level is Level.PROVINCE:
        return _below_province(words) or usual
    if words and words <= {"区"}:
        return "区"
    if words and words <= {"团", "场"}:
        return "团场"
    if "旗" in words:
        return f"旗{usual}" if level is Level.CITY else usual
    return next((f"{word}{usual}" for word in ("苏木", "嘎查") if word in words), usual)


def _below_province(words: set[str]) -> str:
    """What a province's or municipality's units are called: none says the usual word."""
    if words & {"县", "旗"} or words == {"区"}:  # 直辖市: its districts and counties lie directly below it
        return "区县" if "县" in words else "区"
    if "师" in words:
        return "师（市）"
    if "地区" in words:
        return "地（州、市）" if "州" in words else "地（市）"
    if "盟" in words:
        return "盟市"
    return "市（州）" if "州" in words else ""
