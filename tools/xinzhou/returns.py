"""填报收集 of one county and the city, sample data: what was handed out to the units below and what came back, as hand-out and collect record it."""

from pathlib import Path

from xinzhou.everyday import CITY, COUNTY

_HANDED, _DUE = "2023-12-11", "2023-12-25"
_BELOW = {
    COUNTY: ("鹅城镇", "杜家村镇", "康家会镇", "丰润镇", "双路镇", "王村镇", "段家寨乡"),
    CITY: ("忻府区", "定襄县", "原平市", "宁武县", "静乐县", "保德县", "偏关县"),
}
_WAITING = {COUNTY: ("段家寨乡",), CITY: ("偏关县",)}
_FAULTY = {COUNTY: {"双路镇": 2}, CITY: {"宁武县": 3}}
_PARTIAL = {COUNTY: {"王村镇": "验收"}, CITY: {"保德县": "日常调度"}}


def write(folder: Path, unit: str) -> None:
    """Writes the table of a unit (its name) to its folder; nothing for one that shows no everyday documents."""
    if unit not in _BELOW:
        return
    lines = ["# 示例数据，演示编写：按 reportgen hand-out 和 collect 记录的样子", "sample: true", "数据:"]
    for number, name in enumerate(_BELOW[unit]):
        lines += [f"  - 下级单位: {name}", f"    下发日期: {_HANDED}", f"    截止日期: {_DUE}"]
        if name in _WAITING[unit]:
            continue
        day = f"2023-12-{18 + number % 7}"
        faults = _FAULTY[unit].get(name)
        lines += [f"    收回日期: {day}", f"    错误: {faults}" if faults else f"    采用日期: {day}"]
        lines += [f"    没有填的表: {_PARTIAL[unit][name]}"] if name in _PARTIAL[unit] else []
    (folder / "填报收集.yaml").write_text("\n".join([*lines, ""]), "utf-8", newline="\n")
