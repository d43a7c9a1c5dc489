"""清零范围 and 群众工作, sample data: the no-coal zone and what was done with its people."""

from datetime import timedelta

from reportgen.inputs.schema import Outreach, Zone
from reportgen.inputs.schema.choices import Activity
from xinzhou.amounts import generator
from xinzhou.dates import working_day
from xinzhou.units import Unit
from xinzhou.workbook import Sheet


def zones(unit: Unit) -> Sheet:
    """清零范围: the town's no-coal zone, all of it covered."""
    random = generator(unit.name, "zones")
    total = round(max(unit.urban() * 1.15, 5200) + random.random() * 4000)
    if unit.scenic:
        name, boundary, total = "核心景区禁煤区", "台怀镇核心景区", 1480
    elif unit.central:
        name, boundary, total = "忻州城区禁煤区", "城区建成区", 96400
    else:
        town = "城区" if unit.name[-1] in "市区" else "县城"
        name, boundary = f"{town}禁煤区", f"{town}建成区"
    return Sheet(Zone, ({"name": name, "boundary": boundary, "total": total, "covered": total, "coal_left": 0, "villages_left": 0},))


def outreach(unit: Unit) -> Sheet:
    """群众工作 up to the plan: notice given, views heard."""
    random = generator(unit.name, "outreach")
    opinions = 4 + int(random.random() * 20)
    heard = 120 + int(random.random() * 400)
    first, second = (working_day(unit.dated - timedelta(days=days)) for days in (15, 8))
    return Sheet(
        Outreach,
        (
            {"activity": Activity.NOTICE, "content": "改造任务和补贴政策公示", "held_on": first, "times": 1},
            {
                "activity": Activity.OPINIONS,
                "content": "征求群众对改造方案的意见",
                "held_on": second,
                "times": 2,
                "reached": heard,
                "received": opinions,
                "settled": opinions,
            },
        ),
    )
