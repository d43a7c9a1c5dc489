"""The filters of lists: most are Jinja's own; sums and what differs know figures."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from jinja2 import Environment, pass_environment, pass_eval_context
from jinja2.exceptions import SecurityError
from jinja2.filters import (
    do_batch,
    do_default,
    do_dictsort,
    do_first,
    do_groupby,
    do_items,
    do_last,
    do_list,
    do_map,
    do_max,
    do_min,
    do_reject,
    do_rejectattr,
    do_reverse,
    do_select,
    do_selectattr,
    do_slice,
    do_sort,
    ignore_case,
    make_attrgetter,
)
from jinja2.nodes import EvalContext

from reportgen.language.entry import Entry
from reportgen.language.figure import Absent, Term, sum_of
from reportgen.language.work import LONGEST_RANGE, sized


@pass_environment
def total(jinja: Environment, items: Iterable[Any], attribute: str | None = None) -> Any:
    """The sum of numbers and figures, or of an attribute of the items; missing where one is. Raises TypeError for what is no number."""
    values = list(items if attribute is None else map(make_attrgetter(jinja, attribute), items))
    return sum_of(values) if any(isinstance(value, Term) for value in values) else sum(values)


@pass_environment
def different(jinja: Environment, items: Iterable[Any], attribute: str | None = None) -> Iterator[Any]:
    """The items that differ, or differ in an attribute, each the first time; figures differ where their numbers do."""
    of = make_attrgetter(jinja, attribute, postprocess=ignore_case)
    seen = set()
    for item in items:
        value = of(item)
        key = value.value if isinstance(value, Term) else value
        if key not in seen:
            seen.add(key)
            yield item


@pass_environment
def before(jinja: Environment, rows: Iterable[Any], key: str, last: date | Absent) -> list[Any]:
    """The rows whose date (`key`, also that of a part: line.due) comes before a day. Where either date isn't known, nobody can say that it does."""
    dated = make_attrgetter(jinja, key)
    return [row for row in rows if isinstance(last, date) and isinstance(day := dated(row), date) and day < last]


@pass_environment
def after(jinja: Environment, rows: Iterable[Any], key: str, first: date | Absent) -> list[Any]:
    """The rows whose date comes after a day, likewise."""
    dated = make_attrgetter(jinja, key)
    return [row for row in rows if isinstance(first, date) and isinstance(day := dated(row), date) and day > first]


def batches(items: Iterable[Any], count: int, fill: Any = None) -> Iterator[list[Any]]:
    """The items, so many at a time; the last ones filled up. Raises SecurityError for more than a list is long."""
    return do_batch(items, _parts(count), fill)


@pass_eval_context
def slices(context: EvalContext, items: Iterable[Any], count: int, fill: Any = None) -> Iterator[list[Any]]:
    """The items in so many lists, likewise."""
    parts: Iterator[list[Any]] = do_slice(context, items, _parts(count), fill)
    return parts


def _parts(count: int) -> int:
    if count > LONGEST_RANGE:
        raise SecurityError(f"batch、slice 的个数超过{LONGEST_RANGE}")
    return sized(range(count)) and count


FILTERS = {
    "length": Entry(len, "列表或者文字", "有几项（几个字）", ("['甲', '乙']|length",)),
    "count": Entry(len, "列表或者文字", "同 length", ("['甲', '乙']|count",)),
    "first": Entry(do_first, "列表", "第一项", ("['甲', '乙']|first",)),
    "last": Entry(do_last, "列表", "最后一项", ("['甲', '乙']|last",)),
    "list": Entry(do_list, "列表", "求好的列表：select、map、unique 之后要数个数、判断有没有时用", ("各县|selectattr('户数', 'gt', 0)|list|length",)),
    "map": Entry(do_map, "列表；attribute=名称，或者过滤器的名称", "各项的这一名称，或者各项用这一过滤器的结果", ("各县|map(attribute='名称')|join('、')",)),
    "select": Entry(do_select, "列表；判断（可不写）", "符合判断的各项；不写判断的，为“有”的各项", ("[0, 1, 2]|select('gt', 0)|list|length",)),
    "reject": Entry(do_reject, "列表；判断（可不写）", "不符合判断的各项", ("[0, 1, 2]|reject('gt', 0)|list|length",)),
    "selectattr": Entry(do_selectattr, "列表；名称；判断（可不写）", "名称符合判断的各项", ("各县|selectattr('户数', 'gt', 0)|map(attribute='名称')|listed",)),
    "rejectattr": Entry(
        do_rejectattr, "列表；名称；判断（可不写）", "名称不符合判断的各项", ("各县|rejectattr('户数', 'gt', 0)|map(attribute='名称')|listed",)
    ),
    "unique": Entry(different, "列表；attribute=名称（可不写）", "各不相同的项；数据项按数值比", ("['甲', '乙', '甲']|unique|listed",)),
    "before": Entry(
        before, "列表；日期的名称；日期", "在这一天以前的各项；有一个日期没有填的不算", ("各县|before('开工', 完工)|map(attribute='名称')|listed",), rules=False
    ),
    "after": Entry(
        after, "列表；日期的名称；日期", "在这一天以后的各项；有一个日期没有填的不算", ("各县|after('开工', 开工)|map(attribute='名称')|listed",), rules=False
    ),
    "sort": Entry(
        do_sort,
        "列表；attribute=名称，reverse=true（可不写）",
        "从小到大（从大到小）的列表",
        ("各县|sort(attribute='户数', reverse=true)|map(attribute='名称')|listed",),
    ),
    "reverse": Entry(do_reverse, "列表", "倒过来的列表", ("['甲', '乙']|reverse|listed",)),
    "sum": Entry(
        total,
        "数值的列表；attribute=名称（可不写）",
        "各项之和，可以比较；有一项缺数的，和也缺",
        ("各县|sum(attribute='户数') == 300", "各县|map(attribute='户数')|sum > 300"),
    ),
    "max": Entry(do_max, "列表；attribute=名称（可不写）", "最大的一项", ("各县|map(attribute='户数')|max|households",)),
    "min": Entry(do_min, "列表；attribute=名称（可不写）", "最小的一项", ("各县|map(attribute='户数')|min|households",)),
    "abs": Entry(abs, "数值", "绝对值，可以比较", ("(户数 - 大户数)|abs > 1000",)),
    "groupby": Entry(
        do_groupby, "列表；名称", "按名称分组：每组有 grouper（名称的值）和 list（各项）", ("各县|groupby('类别')|map(attribute='grouper')|listed",)
    ),
    "items": Entry(do_items, "对照表", "各对名称和内容", ("{'甲': '乙'}|items|list|length",)),
    "dictsort": Entry(do_dictsort, "对照表", "按名称排序的各对", ("{'乙': 1, '甲': 2}|dictsort|map('first')|listed",)),
    "batch": Entry(batches, "列表；个数；补足的内容（可不写）", "每几项一组", ("['甲', '乙', '丙']|batch(2)|list|length",), rules=False),
    "slice": Entry(slices, "列表；组数；补足的内容（可不写）", "分成几组", ("['甲', '乙', '丙']|slice(2)|list|length",), rules=False),
    "default": Entry(do_default, "可能没有定义的名称；内容", "没有定义时用的内容；不能用来代替缺的数据", ("没有这个名称|default('甲')",), rules=False),
}
