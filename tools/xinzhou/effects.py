"""户均投资, 散煤替代 and 空气质量, sample data: a few counties keep them, each with values of its own; the city has the air of its monitors."""

from decimal import Decimal

from xinzhou.choices import HeatingPath
from xinzhou.money import USES, funds
from xinzhou.story import STORIES
from xinzhou.units import Unit
from xinzhou.workbook import Row, Sheet

_APPROVAL = "《{unit}2023年清洁取暖项目初步设计及概算的批复》（示例发改审〔2023〕1号）"
# What was approved for a household, as a part of what was planned; and why it cost more, or far less.
_COSTS: dict[str, tuple[str, str | None]] = {
    "静乐县": ("1.01", None),
    "神池县": ("1.03", "建筑物入户支管利用旧管，配套资金没有到位的工程尚未计入结算"),
    "五寨县": ("0.85", "秸秆收储和锅炉辅机按环保要求增配，中标价高于概算"),
    "保德县": ("0.93", "县城老旧小区入户管线加长，单位工程量高于概算"),
    "偏关县": ("1.05", "二期管网没有完工，未到付款节点的工程款尚未计入结算"),
}
_COAL = {"静乐县": "3.12", "神池县": "3.26", "五寨县": "3.18", "保德县": "3.04"}
"""What a household burned in a season (吨), where it was asked."""
_AIR: dict[str, tuple[tuple[str, str, str, str], ...]] = {
    "静乐县": (("PM2.5平均浓度", "微克/立方米", "41", "46"), ("优良天数", "天", "128", "119")),
    "偏关县": (("PM2.5平均浓度", "微克/立方米", "44", "43"), ("优良天数", "天", "121", "123")),
    "保德县": (("PM2.5平均浓度", "微克/立方米", "47", "55"), ("优良天数", "天", "117", "104"), ("重污染天数", "天", "2", "4")),
    "五台山": (("PM2.5平均浓度", "微克/立方米", "22", "24"),),
    "忻州市": (("PM2.5平均浓度", "微克/立方米", "48", "54"), ("优良天数", "天", "112", "101"), ("重污染天数", "天", "3", "6")),
}


def finished(unit: Unit, path: HeatingPath) -> int:
    """The households that a unit finished by one path."""
    short = STORIES[unit.name].shortfall
    return unit.households(path) - (short.households if short and short.path is path else 0)


def unit_costs(unit: Unit) -> Sheet | None:
    """户均投资 of a county that keeps it: what 资金 has for a path, government's and others' together."""
    if unit.name not in _COSTS:
        return None
    part, reason = _COSTS[unit.name]
    rows: list[Row] = []
    main = max(unit.paths, key=unit.households)
    for path in unit.paths:
        money = [row for row in funds(unit).rows if row["use"] == USES[path]]
        planned, spent = (sum((Decimal(str(row[key])) for row in money), Decimal(0)) for key in ("budget", "spent"))
        approved = (planned * 10_000 / unit.households(path) * Decimal(part)).quantize(Decimal(1))
        dearer = spent * 10_000 > approved * finished(unit, path)
        rows.append(
            {
                "path": path,
                "approval": _APPROVAL.format(unit=unit.full_name),
                "approved": approved,
                "households": finished(unit, path),
                "settled": spent,
                "reason": reason if path is main or dearer else None,
            }
        )
    return Sheet("unit_costs", tuple(rows), totals=("households", "settled"))


def coal(unit: Unit) -> Sheet | None:
    """散煤替代 of a county that asked its households."""
    if unit.name not in _COAL:
        return None
    rows: list[Row] = [
        {"path": path, "households": finished(unit, path), "per_household": Decimal(_COAL[unit.name]), "basis": "2022年采暖季入户调查"} for path in unit.paths
    ]
    return Sheet("coal", tuple(rows), totals=("households",))


def keeps_coal(unit: Unit) -> bool:
    """Whether a county has 散煤替代."""
    return unit.name in _COAL


def air(name: str) -> Sheet | None:
    """空气质量 of a county, or the city, that has a monitor."""
    rows: list[Row] = [
        {"item": item, "measure": measure, "value": Decimal(value), "before": Decimal(before), "provider": "城区监测站点，生态环境部门提供"}
        for item, measure, value, before in _AIR.get(name, ())
    ]
    return Sheet("air", tuple(rows)) if rows else None
