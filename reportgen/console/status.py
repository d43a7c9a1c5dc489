"""How the documents stand, as a table on the console or as JSON."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import click

from reportgen.diagnostics import Severity
from reportgen.findings import BINDING
from reportgen.measure import width

if TYPE_CHECKING:
    from reportgen.building.status import Standing

SOON = 7  # days
_HEADINGS = ("单位", "文种", "文件", "状态", "问题", *BINDING.values(), "时限", "剩余", "报送文号")

Cell = tuple[str, str | None]  # a text and its colour


def status_json(standings: tuple["Standing", ...], season: str) -> list[dict[str, Any]]:
    """The standings as `status --json` gives them."""
    return [
        {
            "season": season,
            "unit": one.unit,
            "kind": one.kind,
            "up_to_date": one.up_to_date,
            "kept": bool(one.kept) and one.built,
            "reasons": list(one.kept),
            "draft": one.draft,
            "problems": one.problems,
            "input_errors": one.faults,
            "findings": {**{severity.value: one.findings.get(severity, 0) for severity in Severity}, "not_checked": one.not_checked},
            "due": one.due and one.due.isoformat(),
            "days": one.days,
            "reported": one.reported and one.reported.isoformat(),
            "filed": one.filing and {"number": one.filing.number, "version": one.filing.version, "time": one.filing.time, "moved": one.moved},
        }
        for one in standings
    ]


def print_status(standings: tuple["Standing", ...], kinds: Mapping[str, str]) -> None:
    """A line for each document, those of a unit together; `kinds` has the Chinese names by id."""
    rows: list[tuple[Cell, ...]] = []
    unit = ""
    for one in standings:
        rows.append(((one.unit if one.unit != unit else "", None), (kinds.get(one.kind, one.kind), None), *_cells(one)))
        unit = one.unit
    wide = [max(_columns(text) for text in (heading, *(row[column][0] for row in rows))) for column, heading in enumerate(_HEADINGS)]
    click.echo(_line([(heading, None) for heading in _HEADINGS], wide, bold=True))
    for row in rows:
        click.echo(_line(row, wide))
    _kept(standings)
    _totals(standings)


def _kept(standings: tuple["Standing", ...]) -> None:
    """Why documents are left as they are, each reason once with the units."""
    units: dict[tuple[str, ...], dict[str, None]] = {}
    for one in standings:
        if one.kept and one.built:
            units.setdefault(one.kept, {})[one.unit] = None
    for reasons, names in units.items():
        click.echo()
        click.echo(click.style(f"保留上一版：{'、'.join(names)}", fg="yellow"))
        for reason in reasons:
            click.echo(f"    {reason}")


def _cells(one: "Standing") -> tuple[Cell, ...]:
    draft = f"草稿（数据错误{one.faults}处）" if one.faults and not one.kept else "草稿"
    state: Cell = ("读不了", "red") if not (one.readable or one.built) else (draft, "yellow") if one.draft else ("完整", "green")
    colours = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTICE: None}
    findings = tuple(_count(one.findings.get(severity, 0), colours[severity]) for severity in BINDING)
    return (_files(one), state, _count(one.problems, "yellow"), *findings, (one.due.isoformat() if one.due else "—", None), _left(one), _filed(one))


def _files(one: "Standing") -> Cell:
    """Whether the files are there, and what the data would make of them now."""
    if not one.built:
        return "未生成", "red"
    if one.kept:
        return "保留上一版", "yellow"
    return ("最新", "green") if one.up_to_date else ("要重新生成", "yellow")


def _filed(one: "Standing") -> Cell:
    """The number under which it was filed, and whether the data have moved since."""
    if one.filing is None:
        return "—", None
    return (f"{one.filing.number}（报送后数据有变动）", "yellow") if one.moved else (one.filing.number, "green")


def _count(number: int, colour: str | None) -> Cell:
    return (str(number), colour) if number else ("—", None)


def _left(one: "Standing") -> Cell:
    """What there is to say of the date: reported, perhaps late; days left; days late."""
    if one.reported is not None:
        late = (one.reported - one.due).days if one.due is not None else 0
        return (f"报送迟{late}天", "red") if late > 0 else ("已报送", "green")
    if one.days is None:
        return "—", None
    if one.days < 0:
        return f"逾期{-one.days}天", "red"
    return f"还有{one.days}天" if one.days else "今天到期", "yellow" if one.days <= SOON else "green"


def _line(cells: "list[Cell] | tuple[Cell, ...]", wide: list[int], *, bold: bool = False) -> str:
    padded = [click.style(text, fg=colour, bold=bold) + " " * (columns - _columns(text)) for (text, colour), columns in zip(cells, wide, strict=True)]
    return "  ".join(padded).rstrip()


def _columns(text: str) -> int:
    """The columns that a text takes on a terminal."""
    return int(width(text) * 2)


def _totals(standings: tuple["Standing", ...]) -> None:
    current = sum(one.up_to_date for one in standings)
    drafts = sum(one.draft for one in standings)
    reported = sum(one.reported is not None for one in standings)
    late = sum(one.reported is None and one.days is not None and one.days < 0 for one in standings)
    click.echo()
    kept = sum(one.built and bool(one.kept) for one in standings)
    click.echo(f"共{len(standings)}份：最新{current}份，{f'保留上一版{kept}份，' if kept else ''}草稿{drafts}份，已报送{reported}份，逾期未报送{late}份")
