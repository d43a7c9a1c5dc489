"""职责分工: the city's as its plan gives it; a unit's, sample data, by the paths that it has."""

from xinzhou.choices import HeatingPath
from xinzhou.policy import DUTIES, NUMBER
from xinzhou.units import Unit
from xinzhou.workbook import Sheet

Rows = list[tuple[str, str]]

_LEAD = "牵头制定实施方案，调度统计工程进度，管理用户台账，组织验收和绩效自评"
_MONEY = "筹措拨付本级补贴资金，监督资金使用，做好资金清算"
_BOILERS = "督促改造、拆除在用燃煤小锅炉"
_SAFETY = "综合协调安全生产和突发事件应对"

_ENTERPRISES = {
    HeatingPath.DISTRICT: ("供热企业", "落实热源，建设供热管网和换热站，保障供热质量"),
    HeatingPath.ELECTRICITY: ("供电公司", "实施“煤改电”配套电网改造，采暖季前完工，保障用电安全"),
    HeatingPath.GAS: ("燃气企业", "签订供气合同，建设燃气管网，开展入户安检，保障用气安全"),
    HeatingPath.BIOMASS: ("生物质热电企业", "建立原料收储运体系，建设供热首站和管网，保障供热质量"),
}

_CENTRAL: Rows = [
    ("市公用事业中心", "牵头制定忻州城区实施方案，组织集中供热改造和验收，建立用户台账"),
    ("市能源局", "指导协调清洁取暖改造，调度统计工程进度"),
    ("市发展改革委", "落实供热价格政策"),
    ("市财政局", "筹措拨付补贴资金，监督资金使用"),
    ("市生态环境局", f"监管热源污染防治设施运行，{_BOILERS}"),
    ("市住房城乡建设局", "组织城区既有建筑节能改造"),
    ("市市场监督管理局", "监督供热设备质量和计量"),
    ("市应急管理局", _SAFETY),
]


def city() -> Sheet:
    """职责分工 of the city."""
    return _sheet(list(DUTIES), source=NUMBER)


def of_unit(unit: Unit) -> Sheet:
    """职责分工 of a unit."""
    departments = _CENTRAL if unit.central else _scenic(unit) if unit.scenic else _county(unit)
    enterprises = [_ENTERPRISES[path] for path in unit.paths]
    return _sheet([*departments, *enterprises, _nearest_to_villages(unit)])


def _sheet(rows: Rows, source: str | None = None) -> Sheet:
    return Sheet("duties", tuple({"department": department, "duty": duty} for department, duty in rows), source=source)


def _nearest_to_villages(unit: Unit) -> tuple[str, str]:
    if unit.central:
        return "相关街道办事处", "组织入户宣传、核实和公示，协调施工，建立街道、社区两级和用户台账"
    duty = "组织入户宣传、确村确户和公示，协调施工，建立乡村两级和用户台账"
    return "各乡镇人民政府、街道办事处" if unit.name[-1] in "市区" else "各乡镇人民政府", duty


def _county(unit: Unit) -> Rows:
    here = unit.local
    return [
        (f"{here}能源局", _LEAD + _coal(unit)),
        (f"{here}发展改革局", f"落实{_prices(unit)}，协调清洁取暖能源供应"),
        (f"{here}财政局", _MONEY),
        (f"市生态环境局{unit.stem}分局", f"监管{_emitters(unit)}污染物排放，{_BOILERS}"),
        (f"{here}住房城乡建设局", f"组织既有建筑节能改造和农村围护结构改造{_works(unit)}"),
        (f"{here}农业农村局", "结合乡村建设推进农村清洁取暖"),
        (f"{here}市场监督管理局", "监督取暖设备和洁净煤质量"),
        (f"{here}应急管理局", _SAFETY),
    ]


def _scenic(unit: Unit) -> Rows:
    """The committee's departments, by what they do: their names are not known."""
    return [
        ("管委会能源部门", _LEAD + _coal(unit)),
        ("管委会发展改革部门", f"落实{_prices(unit)}，协调清洁取暖能源供应"),
        ("管委会财政部门", _MONEY),
        ("管委会生态环境部门", f"监管{_emitters(unit)}污染物排放，{_BOILERS}"),
        ("管委会规划建设部门", f"组织农村围护结构改造{_works(unit)}"),
        ("管委会农业农村部门", "结合乡村建设推进农村清洁取暖"),
        ("管委会市场监管部门", "监督取暖设备和洁净煤质量"),
        ("管委会应急管理部门", _SAFETY),
    ]


def _coal(unit: Unit) -> str:
    return "，指导洁净煤供应网点布局" if unit.uncovered else ""


def _prices(unit: Unit) -> str:
    named = "".join(f"“{path.value}”" for path in unit.paths if path in (HeatingPath.ELECTRICITY, HeatingPath.GAS))
    return f"{named or '供热'}价格政策"


def _emitters(unit: Unit) -> str:
    return "燃煤、燃气设施" if HeatingPath.GAS in unit.paths else "供热设施"


def _works(unit: Unit) -> str:
    network = "，组织集中供热热源和管网建设" if {HeatingPath.DISTRICT, HeatingPath.BIOMASS} & set(unit.paths) else ""
    gas = "，督促燃气企业落实燃气安全措施" if HeatingPath.GAS in unit.paths else ""
    return network + gas
