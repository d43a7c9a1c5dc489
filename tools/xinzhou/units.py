"""The units that have a folder: who issues, and what the made-up figures of each are sized by."""

from dataclasses import dataclass
from datetime import date

from xinzhou.amounts import share
from xinzhou.choices import Area, HeatingPath, RetrofitType
from xinzhou.policy import RETROFIT, TASKS, Tasks


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit under the city. `code` is GB/T 2260 where it has one; the rest but the name is sample data.

    `initials` begin contract numbers; `size` weighs its share of building retrofit (town, villages); `cold` marks
    the mountain counties, where heating costs more; `uncovered` are households that burn clean coal.
    """

    name: str
    code: str
    prefix: str
    initials: str
    number: int
    day: int
    signatory: str
    size: tuple[float, float]
    cold: bool = False
    uncovered: int = 0

    @property
    def tasks(self) -> Tasks:
        """Households to convert, by path and area."""
        return TASKS.get(self.name, {})

    @property
    def paths(self) -> tuple[HeatingPath, ...]:
        """The paths that it has, in the order of the city's table."""
        return tuple(path for path in HeatingPath if any(p is path for p, _ in self.tasks))

    def households(self, path: HeatingPath) -> int:
        """Households to convert by one path."""
        return sum(count for (p, _), count in self.tasks.items() if p is path)

    @property
    def total(self) -> int:
        """Households to convert by all paths."""
        return sum(self.tasks.values())

    def urban(self) -> int:
        """Households to convert in the town."""
        return sum(count for (_, area), count in self.tasks.items() if area is Area.URBAN)

    @property
    def dated(self) -> date:
        """The date of its plan: a working day before the plan is due."""
        return date(2023, 4, self.day)

    @property
    def scenic(self) -> bool:
        """Whether it is the scenic area (五台山), which is administered by a committee and finishes earlier."""
        return self.name == "五台山"

    @property
    def central(self) -> bool:
        """Whether it is the city's own town (忻州城区), which a department of the city answers for."""
        return self.name == "忻州城区"

    @property
    def full(self) -> bool:
        """Whether its sheets go down to the village and the household; the others' stop at the township."""
        return self.name in ("原平市", "保德县", "五寨县")

    @property
    def stem(self) -> str:
        """The name without 县, 市, 区, as branches and companies use it."""
        return self.name if self.scenic or len(self.name) == 2 else self.name[:-1]

    @property
    def full_name(self) -> str:
        """The name as an authority writes it."""
        return {"五台山": "五台山风景名胜区"}.get(self.name, self.name)

    @property
    def government(self) -> str:
        """Who answers for the programme."""
        if self.central:
            return "忻州市公用事业中心"
        if self.scenic:
            return "五台山风景名胜区管理委员会"
        return f"{self.full_name}人民政府"

    @property
    def authority(self) -> str:
        """The issuing authority."""
        if self.central:
            return "忻州市公用事业中心"
        # The scenic area's name is so long that name and date would not stand on one line of the 版记.
        return f"{self.full_name}清洁取暖工作领导小组" + ("" if self.scenic else "办公室")

    @property
    def copies(self) -> str:
        """Who gets a copy."""
        if self.central:
            return "忻州市人民政府办公室"
        return f"{self.government}办公室"

    @property
    def lead(self) -> str:
        """The department that leads the programme."""
        return "市公用事业中心" if self.central else "管委会能源部门" if self.scenic else f"{self.local}能源局"

    @property
    def treasury(self) -> str:
        """The department of finance."""
        return "市财政局" if self.central else "管委会财政部门" if self.scenic else f"{self.local}财政局"

    @property
    def builder(self) -> str:
        """The department that answers for networks and buildings."""
        return "市公用事业中心" if self.central else "管委会规划建设部门" if self.scenic else f"{self.local}住房城乡建设局"

    @property
    def safety_office(self) -> str:
        """The department of emergency management."""
        return "市应急管理局" if self.central else "管委会应急管理部门" if self.scenic else f"{self.local}应急管理局"

    @property
    def rank(self) -> str:
        """县, 市 or 区: what its mayor is the head of."""
        return self.name[-1]

    @property
    def local(self) -> str:
        """How its departments begin: 县, 区; a city of county rank by its name, since 市 alone is the city above."""
        return self.name if self.name.endswith("市") else self.name[-1]


UNITS = (
    Unit("忻州城区", "1409CQ", "忻公用发", "CQ", 32, 14, "王某某", (14.0, 0.0)),
    Unit("忻府区", "140902", "忻府清洁办发", "XF", 4, 17, "张某某", (9.0, 22.0), uncovered=2860),
    Unit("定襄县", "140921", "定清洁办发", "DX", 5, 18, "李某某", (8.0, 15.0), uncovered=1540),
    Unit("原平市", "140981", "原清洁办发", "YP", 6, 18, "张某某", (19.0, 26.0), uncovered=3120),
    Unit("五台县", "140922", "五清洁办发", "WT", 3, 19, "王某某", (7.0, 17.0), uncovered=2350),
    Unit("代县", "140923", "代清洁办发", "DA", 4, 14, "赵某某", (6.5, 14.0), uncovered=1890),
    Unit("繁峙县", "140924", "繁清洁办发", "FS", 5, 19, "李某某", (7.0, 15.0), cold=True, uncovered=2270),
    Unit("宁武县", "140925", "宁清洁办发", "NW", 3, 18, "刘某某", (6.0, 9.0), cold=True, uncovered=1760),
    Unit("静乐县", "140926", "静清洁办发", "JL", 2, 17, "张某某", (5.0, 11.0), cold=True, uncovered=1980),
    Unit("神池县", "140927", "神清洁办发", "SC", 4, 20, "陈某某", (4.0, 6.5), cold=True, uncovered=1230),
    Unit("五寨县", "140928", "五寨清洁办发", "WZ", 3, 13, "李某某", (5.0, 9.0), cold=True, uncovered=1150),
    Unit("岢岚县", "140929", "岢清洁办发", "KL", 2, 14, "王某某", (4.0, 7.0), cold=True, uncovered=980),
    Unit("河曲县", "140930", "河清洁办发", "HQ", 5, 17, "赵某某", (6.0, 10.0), uncovered=1420),
    Unit("保德县", "140931", "保清洁办发", "BD", 4, 19, "张某某", (6.5, 10.5), uncovered=1670),
    Unit("偏关县", "140932", "偏清洁办发", "PG", 3, 20, "刘某某", (4.5, 8.0), cold=True, uncovered=1310),
    Unit("五台山", "140971", "五台山清洁办发", "FJ", 2, 13, "陈某某", (0.0, 3.5), cold=True, uncovered=260),
)

# 忻州经济开发区 has building retrofit only (市方案六), so it files none of the documents.
DEVELOPMENT_ZONE = Unit("忻州经济开发区", "1409KF", "", "KF", 0, 14, "", (9.3, 0.0))


def retrofit_shares() -> dict[str, dict[RetrofitType, int]]:
    """Each unit's share of the city's retrofit totals, in hundredths of 万平方米. The shares are sample data; their sums are not."""
    owners = (*UNITS, DEVELOPMENT_ZONE)
    result: dict[str, dict[RetrofitType, int]] = {unit.name: {} for unit in owners}
    for position, (kind, total) in enumerate(RETROFIT.items()):
        parts = share(int(total * 100), [unit.size[position] for unit in owners])
        for unit, part in zip(owners, parts, strict=True):
            if part:
                result[unit.name][kind] = part
    return result
