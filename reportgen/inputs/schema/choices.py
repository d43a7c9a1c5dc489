"""Closed lists of values (选项) that the datasets and the documents share."""

from enum import StrEnum


class HeatingPath(StrEnum):
    """取暖路径, in the order of the city's table."""

    DISTRICT = "集中供热"
    ELECTRICITY = "煤改电"
    GAS = "煤改气"
    BIOMASS = "生物质热电联产"

    @property
    def key(self) -> str:
        """The English key that figure names use."""
        return self.name.lower()


class Area(StrEnum):
    """区域: 城区/县城 or 农村."""

    URBAN = "城区/县城"
    RURAL = "农村"

    @property
    def key(self) -> str:
        """The English key that figure names use."""
        return self.name.lower()


class Level(StrEnum):
    """级别 in the tree 省-市-县-乡镇-村."""

    PROVINCE = "省"
    CITY = "市"
    COUNTY = "县"
    TOWNSHIP = "乡镇"
    VILLAGE = "村"


class FundSource(StrEnum):
    """资金来源."""

    CENTRAL = "中央"
    PROVINCE = "省"
    CITY = "市"
    COUNTY = "县"
    SOCIETY = "社会"

    @property
    def key(self) -> str:
        """The English key that figure names use."""
        return self.name.lower()


class RetrofitType(StrEnum):
    """建筑节能改造类型."""

    URBAN = "既有建筑节能改造"
    RURAL = "农村围护结构改造"

    @property
    def key(self) -> str:
        """The English key that figure names use."""
        return self.name.lower()


class EnergyKind(StrEnum):
    """能源品种."""

    HEAT = "热力"
    ELECTRICITY = "电力"
    GAS = "天然气"
    BIOMASS = "生物质"
    COAL = "洁净煤"


class Tender(StrEnum):
    """招标方式: 煤改电、煤改气 equipment is tendered by the city, the rest by the county (市方案五（二）)."""

    CITY = "市统一招标"
    COUNTY = "县级自行招标"


class ProjectState(StrEnum):
    """项目状态."""

    PLANNED = "未开工"
    UNDER_WAY = "在建"
    DONE = "完工"


class Direction(StrEnum):
    """指标性质: which way an indicator is better."""

    AT_LEAST = "≥"
    AT_MOST = "≤"
    EQUAL = "="
    QUALITATIVE = "定性"


class AcceptanceClass(StrEnum):
    """验收类别 (市方案五（三）)."""

    DISTRICT = "集中供热"
    ELECTRICITY = "煤改电"
    GAS = "煤改气"
    RETROFIT = "建筑节能"
    GRID = "电网增容"
    BIOMASS = "生物质热电联产"
