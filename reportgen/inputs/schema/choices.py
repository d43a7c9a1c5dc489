"""Closed lists of values (选项) that are the engine's own: what a programme fills in is in its vocabularies."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from reportgen.inputs.schema.vocabulary import Vocabulary


class Level(StrEnum):
    """级别 in the tree 省-市-县-乡镇-村."""

    PROVINCE = "省"
    CITY = "市"
    COUNTY = "县"
    TOWNSHIP = "乡镇"
    VILLAGE = "村"

    @property
    def is_low(self) -> bool:
        """Whether it is below the county: there names recur (many counties have a 城关镇), and a unit gives what tables it likes."""
        return self in (Level.TOWNSHIP, Level.VILLAGE)


class Direction(StrEnum):
    """指标性质: which way an indicator is better."""

    AT_LEAST = "≥"
    AT_MOST = "≤"
    EQUAL = "="
    QUALITATIVE = "定性"


class SharedBy(StrEnum):
    """分担方式: how what each level bears of a subsidy is written."""

    PERCENT = "百分比"
    PARTS = "份数"
    AMOUNTS = "金额"


class OwnPlace(StrEnum):
    """位置: where a unit's own words stand, from a heading of the document."""

    BEFORE = "之前"
    UNDER = "标题下"
    AFTER = "之后"
    INSTEAD = "代替"


class OwnLevel(StrEnum):
    """级别: of which level a heading is (GB/T 9704-2012 7.3.3)."""

    FIRST = "一级标题"
    SECOND = "二级标题"
    THIRD = "三级标题"
    FOURTH = "四级标题"


class Editing(StrEnum):
    """处理: what is done with a paragraph of a document."""

    CHANGE = "改为"
    DELETE = "删去"
    ADD_AFTER = "其后增加"
    ADD_BEFORE = "其前增加"


LEVELS = Vocabulary(
    "level",
    "级别",
    tuple(Level),
    {
        Level.COUNTY: ("县级", "县区", "区"),
        Level.CITY: ("市级", "地市"),
        Level.PROVINCE: ("省级",),
        Level.TOWNSHIP: ("乡", "镇", "街道", "乡级"),
        Level.VILLAGE: ("社区", "村级"),
    },
)
DIRECTIONS = Vocabulary(
    "direction",
    "指标性质",
    tuple(Direction),
    {
        Direction.AT_LEAST: (">=", "大于等于", "不低于"),
        Direction.AT_MOST: ("<=", "小于等于", "不高于"),
        Direction.EQUAL: ("等于",),
        Direction.QUALITATIVE: ("定性指标",),
    },
)
SHARINGS = Vocabulary(
    "shared_by",
    "分担方式",
    tuple(SharedBy),
    {SharedBy.PERCENT: ("按百分比", "比例", "按比例"), SharedBy.PARTS: ("按份数", "份额"), SharedBy.AMOUNTS: ("按金额", "定额")},
)
OWN_PLACES = Vocabulary(
    "own_place",
    "位置",
    tuple(OwnPlace),
    {
        OwnPlace.BEFORE: ("前", "前面", "标题之前"),
        OwnPlace.UNDER: ("下", "标题下面", "段首"),
        OwnPlace.AFTER: ("后", "后面", "内容之后", "段末"),
        OwnPlace.INSTEAD: ("替换", "代替内容", "取代"),
    },
)
OWN_LEVELS = Vocabulary(
    "own_level",
    "级别",
    tuple(OwnLevel),
    {
        OwnLevel.FIRST: ("一级", "1", "一、"),
        OwnLevel.SECOND: ("二级", "2", "（一）"),
        OwnLevel.THIRD: ("三级", "3", "1."),
        OwnLevel.FOURTH: ("四级", "4", "（1）"),
    },
)
EDITINGS = Vocabulary(
    "editing",
    "处理",
    tuple(Editing),
    {
        Editing.CHANGE: ("修改", "替换", "改成"),
        Editing.DELETE: ("删除",),
        Editing.ADD_AFTER: ("后面增加", "其后新增", "增加"),
        Editing.ADD_BEFORE: ("前面增加", "其前新增"),
    },
)
BY_TYPE: Mapping[type, Vocabulary[Any]] = {Level: LEVELS, Direction: DIRECTIONS, SharedBy: SHARINGS, Editing: EDITINGS}
CLOSED: Mapping[str, Vocabulary[Any]] = {vocabulary.id: vocabulary for vocabulary in (*BY_TYPE.values(), OWN_PLACES, OWN_LEVELS)}
"""By id: columns of any programme may offer them, and none can add to them."""
