"""Who has reported, as a table on the console or as JSON."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

from reportgen.console import one_line
from reportgen.inputs.wording import some
from reportgen.measure import width

if TYPE_CHECKING:
    from reportgen.exchange.reporting import Rate, Reported

_COLOURS = {"ACCEPTED": "green", "LATE": "yellow", "WAITING": None, "OVERDUE": "red", "FAULTY": "red"}
_HEADINGS = ("下级单位", "下发", "截止", "收回", "情况", "错误", "没有填的表")
_SHOWN = 4
"""So many tables are named of those without a row; --json has all."""


def print_returns(found: "Sequence[Reported]") -> None:
    """A line for each workbook that was handed out, and the rates by what was handed out together and by unit."""
    from reportgen.exchange.reporting import by_period, rates

    if not found:
        click.echo("没有下发过填报表")
        return
    rows = [(_cells(one), _COLOURS[one.state.name]) for one in found]
    wide = [max(_columns(text) for text in (heading, *(cells[column] for cells, _ in rows))) for column, heading in enumerate(_HEADINGS)]
    click.echo("\n填报收集")
    click.echo(_line(_HEADINGS, wide, None, bold=True))
    for cells, colour in rows:
        click.echo(_line(cells, wide, colour))
    click.echo()
    _print_rates(by_period(found))
    of_units = rates(found)
    if any(one.whole > 1 for one in of_units.values()):
        click.echo("各单位全部期次：")
        _print_rates(of_units)


def returns_json(found: "Sequence[Reported]") -> dict[str, Any]:
    """Who has reported as `status --returns --json` gives it."""
    from reportgen.exchange.reporting import by_period, rates

    return {
        "returns": [
            {
                "unit": one.identity.unit,
                "upper": one.identity.upper,
                "version": int(one.identity.version),
                "handed": one.identity.handed,
                "due": one.identity.due or None,
                "state": one.state.name.lower(),
                "returned": one.returned or None,
                "accepted": one.accepted or None,
                "faults": list(one.faults),
                "lacking": list(one.lacking),
            }
            for one in found
        ],
        "periods": {name: _rate_json(one) for name, one in by_period(found).items()},
        "units": {name: _rate_json(one) for name, one in rates(found).items()},
    }


def _rate_json(one: "Rate") -> dict[str, int]:
    return {"workbooks": one.whole, "in_time": one.in_time, "settled": one.settled, "tables_filled": one.filled, "tables": one.tables}


def _print_rates(found: "Mapping[str, Rate]") -> None:
    from reportgen.exchange.reporting import share

    for name, one in found.items():
        in_time = f"按时{one.in_time}份，按时率{share(one.in_time, one.settled)}" if one.settled else "还没有到期的"
        complete = f"，采用的表填了{one.filled}张，完整率{share(one.filled, one.tables)}" if one.tables else ""
        click.echo(f"{one_line(name)}：下发{one.whole}份，{in_time}{complete}")


def _cells(one: "Reported") -> tuple[str, ...]:
    said = one.identity
    version = f"（第{said.version}版）" if said.version != "1" else ""
    named = some(one.lacking, _SHOWN, "张")
    faults = str(len(one.faults)) if one.faults else "—"
    return (one_line(f"{said.unit}{version}"), said.handed, said.due or "—", one.returned or "—", str(one.state), faults, named or "—")


def _line(cells: Sequence[str], wide: Sequence[int], colour: str | None, *, bold: bool = False) -> str:
    padded = [
        click.style(text, fg=colour if column == _HEADINGS.index("情况") else None, bold=bold) + " " * (columns - _columns(text))
        for column, (text, columns) in enumerate(zip(cells, wide, strict=True))
    ]
    return "  ".join(padded).rstrip()


def _columns(text: str) -> int:
    """The columns that a text takes on a terminal."""
    return int(width(text) * 2)
