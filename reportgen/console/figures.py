"""What `figures` lists: the names that a template may use, for a person on the console, for a program as JSON."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import click

from reportgen.language.figure import Absent, Figure

if TYPE_CHECKING:
    from reportgen.documents.named import Named

_LEAST = Decimal("0.000001")  # as many decimals as an exact value needs to be told from its neighbours


def figures_json(names: "Sequence[Named]", unit: str, season: str) -> dict[str, Any]:
    """The names as `figures --json` gives them; `value` is null where the inputs don't give it, and the number of items for a list."""
    return {"unit": unit, "season": season, "names": [_json(named) for named in names]}


def _json(named: "Named") -> dict[str, Any]:
    value = named.value
    figure = value if isinstance(value, Figure) else None
    if named.each:
        plain: str | int | bool | None = value
    elif figure is not None:
        plain = None if figure.value is None else format(figure.value, "f")
    elif isinstance(value, Absent):
        plain = None
    else:
        plain = value if isinstance(value, bool) else str(value)
    return {
        "name": named.name,
        "label": named.label,
        "value": plain,
        "unit": figure.unit if figure else "",
        "formula": figure.formula if figure else "",
        "list": named.each,
    }


def print_figures(names: "Sequence[Named]", unit: str) -> None:
    """A line for each name: what it is called, its value, how it is computed."""
    for named in names:
        formula = f"　算法：{named.value.formula}" if isinstance(named.value, Figure) and named.value.formula else ""
        label = f"　{named.label}" if named.label else ""
        click.echo(f"{click.style(named.name + ('[]' if named.each else ''), bold=True)}{label}　{_value(named)}{formula}")
    click.echo()
    click.echo(f"共{len(names)}个名称，数值是{unit}的。名称后面带 [] 的是列表，要用 for 逐项输出：[] 后面的名称属于其中一项")
    printed = [named for named in names if isinstance(named.value, Figure) and "[]" not in named.name]
    example = next((named for named in printed if named.value.unit == "户"), None)
    shown = f"{example.name}|households" if example else f"{printed[0].name}|amount" if printed else "tasks.total|households"
    click.echo(f"数字要用过滤器输出，例如 {{{{ {shown} }}}}；写法见 docs/changing.md")


def _value(named: "Named") -> str:
    value = named.value
    if named.each:
        return f"列表，{value}项"
    if isinstance(value, Absent):
        return "待补"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, date):
        return f"{value.year}年{value.month}月{value.day}日"
    if not isinstance(value, Figure):
        return str(value)
    if value.value is None:
        return "—" if value.void else "待补"
    shown = value.value.quantize(_LEAST).normalize()
    return f"{'' if shown == value.value else '约'}{shown:f}{value.unit}"
