"""The versions of a document, and what a check of the history found, on the console or as JSON."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from reportgen.diagnostics import Severity, place_json

if TYPE_CHECKING:
    from reportgen.versions.cells import CellChange
    from reportgen.versions.filings import Filing
    from reportgen.versions.integrity import Integrity
    from reportgen.versions.log import Counts, Logged
    from reportgen.versions.version import Cause, Key

CELLS_SHOWN = 6  # a cause with more cells is a whole column or sheet, which the line names
CAUSES_SHOWN = 8  # lines beneath a version: the next one stays in sight
_CHANGES = {"added": "是新增的", "removed": "已删除", "changed": "有变化"}


def log_json(key: "Key", logged: tuple["Logged", ...], now: "Counts | None") -> dict[str, Any]:
    """The log as `log --json` gives it; `now` is None where the document can't be composed."""
    return {
        **key._asdict(),
        "versions": [
            {
                "number": one.version.number,
                "time": one.version.time,
                "clock_behind": one.is_behind,
                "by": one.version.by,
                "program": one.version.program,
                "causes": [
                    {"name": cause.name, "change": cause.change, "cells": [{**place_json(c.place), "old": c.old, "new": c.new} for c in cause.cells]}
                    for cause in one.version.causes
                ],
                "outputs": {format: {"file": f"outputs/{output.name}", "sha256": output.sha256} for format, output in one.version.outputs.items()},
                "findings": _counts(one.then),
                "standing": None if one.standing is None else _counts(one.standing),
                "filed": _filed(one.filing),
            }
            for one in logged
        ],
        "now": None if now is None else _counts(now),
    }


def print_log(title: str, logged: tuple["Logged", ...], now: "Counts | None") -> None:
    """Each version: its number and time, whether it was filed, what caused it, the findings then and those of them that still stand.

    `now` are those of the data as they are, None where something has changed since the last build or check, or nothing can be said.
    """
    if not logged:
        click.echo(f"{title}还没有版本，运行 reportgen build 生成后开始记录")
        return
    click.echo(click.style(f"{title}　共{len(logged)}版", bold=True))
    for one in logged:
        filed = click.style(f"　已报送 {one.filing.number}", fg="green") if one.filing else ""
        behind = click.style("（早于上一版，当时的时钟不对或者倒退过）", fg="yellow") if one.is_behind else ""
        by = f"　{one.version.by}生成" if one.version.by else ""
        click.echo(f"{click.style(f'第{one.version.number}版', bold=True)}　{shown_time(one.version.time)}{behind}{by}{filed}")
        if one.filing and one.filing.why:
            click.echo(f"    报送时说明：{one.filing.why}")
        for line in _causes(one.version.causes, first=one.version.number == 1):
            click.echo(f"    {line}")
        still = f"；现在还有{_in_words(one.standing)}" if one.standing is not None and any(one.then.values()) else ""
        click.echo(f"    当时核查：{_in_words(one.then)}{still}")
    click.echo("最近一次生成、核查以后有了变化，或者公文无法生成，现在的情况请运行 reportgen check 查看" if now is None else f"现在核查：{_in_words(now)}")


def integrity_json(found: "Integrity") -> dict[str, Any]:
    """What a check of the history found, as `log --verify --json` gives it."""
    from reportgen.console import problem_json

    counts = {"documents": found.documents, "versions": found.versions, "filings": found.filings, "objects": found.objects}
    return {**counts, "problems": [problem_json(problem) for problem in found.problems]}


def print_integrity(found: "Integrity") -> None:
    """What was looked at, and what is wrong with it."""
    from reportgen.console import print_problems

    print_problems(found.problems)
    looked_at = f"核对了{found.documents}份公文的{found.versions}个版本、{found.filings}条报送记录、{found.objects}个存档文件"
    errors = sum(problem.severity is Severity.ERROR for problem in found.problems)
    result = f"，发现{errors}处问题" if errors else "，都与记录时一致"
    click.echo(click.style(looked_at + result, fg="red" if errors else "green"))


def _causes(causes: "tuple[Cause, ...]", *, first: bool) -> list[str]:
    if first:
        return ["第一次生成"]
    if not causes:
        return ["原因没有记录"]
    shown = [_cause(cause) for cause in causes[:CAUSES_SHOWN]]
    return shown + ([f"……共{len(causes)}处变化"] if len(causes) > CAUSES_SHOWN else [])


def _cause(cause: "Cause") -> str:
    if not cause.cells or cause.change == "removed":
        return f"{cause.name} {_CHANGES[cause.change]}"
    cells = "，".join(_cell(cell) for cell in cause.cells[:CELLS_SHOWN])
    more = f"……共{len(cause.cells)}格" if len(cause.cells) > CELLS_SHOWN else ""
    return f"{cause.name}：{cells}{more}"


def _cell(cell: "CellChange") -> str:
    place = cell.place
    where = "!".join(filter(None, (place.sheet, place.cell))) or f"第{place.line}行"
    if cell.old is None:
        return f"{where} 新增“{cell.new}”"
    if cell.new is None:
        return f"{where} 删去“{cell.old}”"
    return f"{where} “{cell.old}”改为“{cell.new}”"


def shown_time(text: str) -> str:
    """A time of the history as a clock on the wall shows it."""
    try:
        return datetime.fromisoformat(text).astimezone().strftime("%Y-%m-%d %H:%M")
    except ValueError:
        return text


def _counts(counts: "Counts") -> dict[str, int]:
    return {severity.value: counts.get(severity, 0) for severity in Severity}


def _in_words(counts: "Counts") -> str:
    return "、".join(f"{severity.title}{counts[severity]}项" for severity in Severity if counts.get(severity)) or "没有问题"


def _filed(filing: "Filing | None") -> dict[str, Any] | None:
    return None if filing is None else {"number": filing.number, "time": filing.time, "by": filing.by, "override": filing.why or None}
