"""The numbers that a policy gives, looked at as they are read: whether a rule knows their names, and whether they can be compared with."""

import re
from collections.abc import Callable, Container, Iterator, Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from reportgen.inputs.wording import proposal
from reportgen.policy.model import Policy

TASK_TABLE, ASSIGNED = "task_table", "assigned"
_SHAPE = "{取暖路径: {区域: 户数}}"
_DAY = re.compile(r"(\d{4}-)?\d{1,2}-\d{1,2}")


class Wrong(NamedTuple):
    """A fault of a parameter: the way to it, and what is told."""

    path: tuple[str, ...]
    message: str
    help: str


def wrong_values(given: Mapping[str, Any], before: Mapping[str, Any]) -> Iterator[Wrong]:
    """The parameters that no rule could compare with; `before` are those that they take the place of, for an example."""
    for key, value in given.items():
        if _DAY.fullmatch(str(value)):
            example = f"{key}: {{title: 时限, date: 10-31}}"
            help = f"请写在 deadlines 下，例如 {example}（不写年份的，是起始年份的那一天），规则中写 deadlines.{key}"
            yield Wrong((key,), f"参数“{key}”是日期，规则不能用来比较", help)
    if given.get(TASK_TABLE) is not None:
        yield from _wrong_tasks(given[TASK_TABLE], before.get(TASK_TABLE) or {})
    if given.get(ASSIGNED) is not None:
        yield from _wrong_assigned(given[ASSIGNED])


def _wrong_assigned(table: Any) -> Iterator[Wrong]:
    """What isn't rows of choices and numbers, by unit and dataset."""
    shape = "单位: {数据表的 key: [{列的 key: 值}]}"
    is_rows: Callable[[Any], bool] = lambda rows: isinstance(rows, list | tuple) and all(isinstance(row, Mapping) for row in rows)  # noqa: E731
    if not _is_by(table, lambda datasets: _is_by(datasets, is_rows)):
        yield Wrong((ASSIGNED,), f"下达的数（assigned）应为“{shape}”", "例如 某县: {retrofit: [{type: 农村围护结构改造, planned: 8}]}")


def wrong_names(given: Mapping[str, Any], policy: Policy, standing: Container[str]) -> Iterator[Wrong]:
    """The parameters that neither the policy nor a `standing` one has: a change of them would change nothing."""
    for key in given:
        if key in policy.renamed:
            now = policy.renamed[key]
            yield Wrong((key,), f"政策 {policy.id} 的参数“{key}”现在名为“{now}”", f"请把 {key} 改写为 {now}")
        elif key not in policy.parameters and key not in standing:
            yield Wrong((key,), f"政策 {policy.id} 没有参数“{key}”{proposal(key, policy.parameters)}", "请改正参数的名称")


def _wrong_tasks(table: Any, before: Mapping[str, Any]) -> Iterator[Wrong]:
    """What isn't households by unit, path and area."""
    shape = f"单位: {_SHAPE}"
    if not isinstance(table, Mapping):
        yield Wrong((TASK_TABLE,), f"任务分解表（task_table）应为“{shape}”的各行", f"每个单位写一行 {shape}")
        return
    for unit, paths in table.items():
        if not _is_by(paths, lambda areas: _is_by(areas, _is_number)):
            entry = _written(before[unit]) if unit in before else _SHAPE
            yield Wrong((TASK_TABLE, unit), f"任务分解表（task_table）中{unit}应写明取暖路径和区域", f"请写成 {unit}: {entry} 的样子，没有任务的不写")


def _is_by(value: Any, holds: Callable[[Any], bool]) -> bool:
    return isinstance(value, Mapping) and all(holds(item) for item in value.values())


def _is_number(value: Any) -> bool:
    return isinstance(value, int | Decimal) and not isinstance(value, bool)


def _written(value: Any) -> str:
    """Mappings in mappings as one line of YAML."""
    return f"{{{', '.join(f'{key}: {_written(item)}' for key, item in value.items())}}}" if isinstance(value, Mapping) else str(value)
