"""拖欠款, sample data: what a few units owe for works of earlier years, and when it will be paid."""

from datetime import date
from decimal import Decimal

from xinzhou.units import Unit
from xinzhou.workbook import Row, Sheet

# Each debt is the enterprise, the project, what was owed and what of it is paid (in 万元), and the day promised.
_ARREARS: dict[str, tuple[tuple[str, str, str, str, date], ...]] = {
    "原平市": (
        ("示例热力工程有限公司", "2021年集中供热二级管网改造工程", "860.00", "640.00", date(2024, 9, 30)),
        ("示例企业乙", "2022年煤改电设备采购", "126.40", "126.40", date(2023, 12, 31)),
    ),
    "静乐县": (("示例企业甲", "2022年煤改电设备采购", "212.50", "150.00", date(2024, 6, 30)),),
    "五寨县": (("示例管道安装有限公司", "2022年生物质热电联产供热管网工程", "318.60", "240.00", date(2024, 8, 31)),),
    "河曲县": (("示例热力工程有限公司", "2022年集中供热管网延伸工程", "175.00", "175.00", date(2023, 12, 29)),),
    "保德县": (("示例燃气工程有限公司", "2022年煤改气中低压管线工程", "143.20", "98.00", date(2024, 6, 30)),),
}


def arrears(unit: Unit) -> Sheet | None:
    """拖欠款 of a unit that owes, or owed, something."""
    rows: list[Row] = [
        {"enterprise": enterprise, "project": project, "owed": Decimal(owed), "paid": Decimal(paid), "promised": promised}
        for enterprise, project, owed, paid, promised in _ARREARS.get(unit.name, ())
    ]
    return Sheet("arrears", tuple(rows), totals=("owed", "paid")) if rows else None
