"""The names that a template may use, each with what it stands for: found by looking at what a template is given."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from typing import Any

from pydantic import BaseModel

from reportgen.documents.kinds import Kind
from reportgen.documents.named import Named
from reportgen.figures.declared import RowFigures, ThemeFigures
from reportgen.figures.keyed import Keyed
from reportgen.figures.lines import Listing, ListingRow
from reportgen.figures.period import InPeriod
from reportgen.figures.seasons import OutOfReach, UnitInSeason
from reportgen.inputs.schema import Record
from reportgen.language.figure import Absent, Figure
from reportgen.language.views import Ordinal, View, section_of

_COMMON = {
    "absent": "没有任务的各种改造方式",
    "activity": "活动",
    "areas": "各类区域",
    "blocks": "各一级指标",
    "by_path": "各种改造方式",
    "by_source": "各种资金来源",
    "classes": "各种改造方式",
    "complete": "是否齐全",
    "first": "第一次的日期",
    "gaps": "缺少的各周",
    "given": "是否填报",
    "grade": "评价等级",
    "groups": "各二级指标",
    "indicators": "各三级指标",
    "kind": "种类",
    "kinds": "各种能源",
    "lacking": "缺少的数据表",
    "last": "最近一次的日期",
    "maker": "厂家",
    "measure": "计量单位",
    "missed": "没有达到目标的各项指标",
    "model": "型号",
    "month": "月份",
    "months": "各月",
    "name": "名称",
    "open_issues": "没有解决的各个问题",
    "open_rows": "没有解决的各行",
    "origins": "各个来源",
    "parts": "各个部分",
    "path": "改造方式",
    "paths": "有任务的各种改造方式",
    "payments": "各项支出",
    "present": "有没有任务",
    "reasons": "各项原因",
    "received_on": "资金到位日期",
    "result": "完成情况",
    "rows": "各行",
    "source": "资金来源",
    "sources": "各种资金来源",
    "title": "名称",
    "townships": "各乡镇",
    "type": "类型",
    "units": "所属各单位",
    "unexplained": "没有说明原因的各个项目",
    "uncited": "没有引用的各个佐证材料",
    "uses": "各种用途",
    "villages": "各村",
    "weeks": "各周",
    "works": "各项工程",
}
"""What the names that many themes have are called."""

DEEPEST = 6
"""How many names may stand one below the other; what lies deeper is reached by way of a list."""


def members(value: Any) -> tuple[str, ...]:
    """The names that may follow a value and a dot; none for a number, text, date or list."""
    if isinstance(value, Figure | Absent | Enum | str | date | Ordinal | tuple | Listing) or value is None:
        return ("rows", "given") if isinstance(value, Listing) else ()
    if isinstance(value, ListingRow | Record):
        return tuple(value.dataset.columns if isinstance(value, Record) else value._fields)  # nothing else says which names a line answers to
    if isinstance(value, View):
        return _of_class(type(section_of(value)))
    if isinstance(value, Kind):
        return "id", "name"
    if isinstance(value, UnitInSeason):
        return "year", "given", *value.themes
    if isinstance(value, InPeriod | ThemeFigures | RowFigures):
        return tuple(value.__dir__())
    if isinstance(value, Mapping):
        return tuple(str(key) for key in value if str(key).isidentifier())
    return (*_of_class(type(value)), *(value.keys() if isinstance(value, Keyed) else ()))


def _of_class(kind: type) -> tuple[str, ...]:
    given = tuple(kind.model_fields) if issubclass(kind, BaseModel) else tuple(entry.name for entry in fields(kind)) if is_dataclass(kind) else ()
    computed = (name for above in kind.__mro__ for name, entry in vars(above).items() if isinstance(entry, property))
    return tuple(dict.fromkeys(name for name in (*given, *computed) if not name.startswith(("_", "model_"))))


def usable(names: Mapping[str, Any]) -> Iterator[Named]:
    """Every name that stands for something to print or to loop over, in the order in which a template is given them."""
    for name, value in names.items():
        yield from _below(name, value, "", 1)


def _below(name: str, value: Any, label: str, depth: int) -> Iterator[Named]:
    if isinstance(value, Figure | Absent):
        yield Named(name, value, value.label)
    elif isinstance(value, tuple | Listing):
        items = value.rows if isinstance(value, Listing) else value
        yield Named(name, len(value), label, each=True)
        if items and depth < DEEPEST:
            yield from (found for found in _below(f"{name}[]", items[0], label, depth + 1) if found.name != f"{name}[]")
    elif isinstance(value, Enum | str | date | bool | Ordinal):
        yield Named(name, value, label)
    elif isinstance(value, UnitInSeason) and not _is_there(value):
        yield Named(f"{name}.given", value=False)
    elif depth < DEEPEST:
        for key in members(value):
            inner = value[key] if isinstance(value, Mapping) else getattr(value, key)
            yield from _below(f"{name}.{key}", inner, _label(value, key), depth + 1)


def _is_there(season: UnitInSeason) -> bool:
    """Whether the unit is in another season; nobody looks where no template and no rule names it."""
    try:
        return season.given
    except OutOfReach:
        return False


def _label(holder: Any, key: str) -> str:
    """What an entry of 单位.yaml or a column is called."""
    if isinstance(holder, View):
        section = type(section_of(holder))
        return section.model_fields[key].alias or "" if key in section.model_fields else ""
    if isinstance(holder, ListingRow):
        return holder._fields[key].column.title
    if isinstance(holder, ThemeFigures) and key == "groups":
        return "按各个值"
    if isinstance(holder, Record):
        return holder.dataset.columns[key].column.title
    return _COMMON.get(key, "")
