"""问题清单, sample data: what inspections, the acceptance and residents found, and when it was put right."""

from dataclasses import dataclass
from datetime import date, timedelta

from xinzhou.amounts import generator
from xinzhou.choices import HeatingPath
from xinzhou.outcome import Result, results
from xinzhou.places import townships
from xinzhou.story import STORIES
from xinzhou.units import Unit
from xinzhou.workbook import Row, Sheet

_ACCEPTANCE_CLOSED_BY = date(2023, 10, 30)


@dataclass(frozen=True, slots=True)
class Fault:
    """A problem that a path may have: where it was found out, the problem, the measure; days are from `first` on."""

    origin: str
    first: date
    problem: str
    measure: str
    days: int


AT_ACCEPTANCE = {
    HeatingPath.DISTRICT: ("户内散热器不热或者阀门渗漏", "冲洗管路、更换阀门，逐户测温复验"),
    HeatingPath.ELECTRICITY: ("空气源热泵接线不规范，试运行跳闸", "由中标企业重新接线、调试，供电公司复验"),
    HeatingPath.GAS: ("壁挂炉排烟管安装不规范", "由中标企业重新安装并检测，燃气企业复验"),
    HeatingPath.BIOMASS: ("入户阀门渗漏或者室温偏低", "更换阀门、调节流量，逐户测温复验"),
}

_FAULTS = {
    HeatingPath.DISTRICT: (
        Fault("施工协调", date(2023, 6, 5), "供热管网施工占用道路和绿地，手续办理较慢", "召开协调会，简化占道和绿地迁移手续，分段施工", 18),
        Fault("督导检查", date(2023, 8, 8), "部分管沟回填不实，路面恢复不及时", "责成施工单位分层夯实，限期恢复路面", 12),
        Fault("督导检查", date(2023, 11, 20), "个别管网末端住户室温偏低", "调整二级网水力平衡，逐户测温", 8),
        Fault("群众反映", date(2023, 12, 12), "个别住户反映夜间室温偏低", "上门测温，清洗过滤器，调整供水温度", 4),
    ),
    HeatingPath.ELECTRICITY: (
        Fault("回头看", date(2023, 7, 10), "部分往年安装的热泵机组长期未检修", "由中标企业逐户巡检，更换损坏部件", 26),
        Fault("施工协调", date(2023, 5, 22), "电网改造立杆占用耕地，青苗补偿未达成一致", "由乡镇协商补偿，调整杆位", 15),
        Fault("督导检查", date(2023, 8, 16), "个别村户内线路老化，未按要求先整改后安装", "供电公司和村委会逐户排查，更换线路和漏电保护装置", 20),
        Fault("督导检查", date(2023, 11, 21), "个别用户对设备操作不熟练，使用效果不好", "运维人员入户指导，发放操作手册", 6),
        Fault("群众反映", date(2023, 12, 19), "寒潮期间个别热泵机组结霜停机", "运维人员上门除霜，调整控制参数", 3),
    ),
    HeatingPath.GAS: (
        Fault("督导检查", date(2023, 7, 26), "燃气管线警示标识设置不全", "补设标志桩和警示带，逐段复查", 10),
        Fault("施工协调", date(2023, 6, 14), "调压设施选址未达成一致", "组织居民协商，优化选址方案", 20),
        Fault("督导检查", date(2023, 11, 14), "个别用户未参加安全用气培训", "燃气企业入户补训，签订安全用气告知书", 7),
    ),
    HeatingPath.BIOMASS: (
        Fault("督导检查", date(2023, 8, 22), "秸秆收储点防火间距不足", "清理堆垛，按规定设置防火间距和消防水源", 16),
        Fault("施工协调", date(2023, 6, 20), "首站进场道路用地协调较慢", "由县自然资源部门和乡镇现场办理", 22),
        Fault("督导检查", date(2023, 12, 6), "燃料含水率偏高，影响供热负荷", "加盖堆场雨棚，掺配干料，加密抽检", 9),
    ),
}


def issues(unit: Unit) -> Sheet:
    """问题清单 of a unit, in the order in which they were found."""
    rows = [_own(unit), *_found(unit), *_accepted(unit), *_open(unit)]
    rows.sort(key=lambda row: str(row["found_on"]))
    return Sheet("issues", tuple({"number": str(number), **row} for number, row in enumerate(rows, start=1)))


def _found(unit: Unit) -> list[Row]:
    rows: list[Row] = []
    for path in unit.paths:
        faults = _FAULTS[path]
        random = generator(unit.name, "issues", path.value)
        towns = townships(unit, [path])
        # Not every fault is found in every place, but each year's two inspections find something.
        kept = [fault for fault in faults if fault.origin in ("督导检查", "回头看") or random.random() < 0.5]
        if len(unit.paths) > 1 and path is not unit.paths[0]:
            kept = [fault for fault in kept if random.random() < 0.6]
        for fault in kept:
            found = fault.first + timedelta(days=int(random.random() * 8))
            due = found + timedelta(days=fault.days + 5)
            rows.append(
                {
                    "origin_of": fault.origin,
                    "problem": fault.problem,
                    "where": towns[int(random.random() * len(towns))],
                    "measure": fault.measure,
                    "responsible": _responsible(unit, path),
                    "found_on": found,
                    "due": due,
                    "closed_on": found + timedelta(days=max(fault.days - int(random.random() * 4), 1)),
                }
            )
    return rows


def _own(unit: Unit) -> Row:
    """The problem that the place itself has."""
    found = STORIES[unit.name].found
    return {
        "origin_of": found.origin,
        "problem": found.problem,
        "measure": found.measure,
        "responsible": unit.lead if HeatingPath.ELECTRICITY in unit.paths and not unit.central else unit.builder,
        "found_on": found.on,
        "due": found.on + timedelta(days=found.days + 5),
        "closed_on": found.on + timedelta(days=found.days),
    }


def _accepted(unit: Unit) -> list[Row]:
    """One for each row of 验收 with households that failed, for those that were put right."""
    rows: list[Row] = []
    for result in results(unit):
        if not result.rectified:
            continue
        problem, measure = AT_ACCEPTANCE[result.path]
        closed = min(result.accepted_on + timedelta(days=3), _ACCEPTANCE_CLOSED_BY)
        due = max(closed, result.accepted_on + timedelta(days=4))
        rows.append(_acceptance_row(unit, result, result.rectified, problem, measure, due) | {"closed_on": closed})
    return rows


def _open(unit: Unit) -> list[Row]:
    """What is still to be done, with the day by which it will be."""
    rows: list[Row] = []
    if STORIES[unit.name].unrectified:
        failed = next(result for result in results(unit) if result.rectified < result.failed)
        problem, measure = "户内设施试运行不正常，户主外出未能入户整改", "与户主约定时间，返乡后入户整改并复验"
        rows.append(_acceptance_row(unit, failed, failed.failed - failed.rectified, problem, measure, date(2024, 6, 30)))
    left = STORIES[unit.name].shortfall
    if left:
        rows.append(
            {
                "origin_of": "督导检查",
                "problem": f"{left.households}户“{left.path.value}”改造未完工，{left.cause}",
                "where": townships(unit, [left.path])[-1],
                "measure": f"逐户明确施工时间，{left.meanwhile}",
                "responsible": unit.lead,
                "found_on": date(2023, 10, 18),
                "due": left.due,
            }
        )
    return rows


def _acceptance_row(unit: Unit, result: Result, households: int, problem: str, measure: str, due: date) -> dict[str, str | date]:
    return {
        "origin_of": "验收",
        "problem": f"{households}户{problem}",
        "where": result.where,
        "measure": measure,
        "responsible": _responsible(unit, result.path),
        "found_on": result.accepted_on,
        "due": due,
    }


def _responsible(unit: Unit, path: HeatingPath) -> str:
    if path is HeatingPath.ELECTRICITY:
        return unit.lead
    return {HeatingPath.DISTRICT: unit.builder, HeatingPath.GAS: "示例燃气有限公司", HeatingPath.BIOMASS: "示例生物质能源有限公司"}[path]
