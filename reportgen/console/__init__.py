"""What people and programs read of a command's outcome: Chinese lines on the console, or one JSON value."""

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import click

from reportgen.diagnostics import Diagnostic, Place, Severity, place_json
from reportgen.inputs.wording import some

if TYPE_CHECKING:
    from reportgen.inputs.schema import Record
    from reportgen.language.figure import Source
    from reportgen.pipeline.check import Checked
    from reportgen.pipeline.traced import Traced
    from reportgen.policy import Finding

COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTICE: "blue"}
PLACES_SHOWN = 3  # more than that nobody looks up from a line of the console; --json has all
SOURCES_SHOWN = 8  # cells of a figure among others: the figure asked for alone lists all
_MOVING = frozenset(("Cc", "Cf", "Zl", "Zp"))
"""The categories of characters that move the cursor, end a line, or turn the direction of writing."""
_CELL = re.compile(r"([A-Z]+)(\d+)")
_RANGE = (":", "-")
"""Between the first and the last of a range: of cells, of lines."""


def print_edits(word: str, rows: "Iterable[Record]") -> None:
    """That words come from no cell of the data but from edits (文字修改): where, the whole of each, and why."""
    click.echo(f"“{one_line(word)}”不是数据，是《文字修改》写进公文的：")
    for row in rows:
        click.echo(f"  {places_shown([row.place('new')])}　{one_line(row.new)}{f'　依据：{one_line(row.basis)}' if row.basis else ''}")


def print_json(value: object) -> None:
    """One JSON value on stdout."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def print_problems(problems: Iterable[Diagnostic]) -> None:
    """Each problem once on stderr: where, what, and how to mend it; errors last, where they are seen."""
    order = [Severity.NOTICE, Severity.WARNING, Severity.ERROR]
    for problem in sorted(dict.fromkeys(problems), key=lambda p: order.index(p.severity)):
        head = click.style(problem.severity.title, fg=COLOURS[problem.severity], bold=True)
        where = places_shown(problem.places)
        click.echo(f"{head} {one_line(where)}{'：' if where else ''}{one_line(problem.message)}", err=True)
        if problem.help:
            click.echo(indented(problem.help, "     "), err=True)


def one_line(text: str) -> str:
    """What somebody else has written, on one line and without what would move the cursor: no line of the program's own can be made up in it."""
    return "".join(" " if unicodedata.category(character) in _MOVING else character for character in text)


def places_shown(places: Iterable[Place]) -> str:
    """The first places of a problem as people write them; cells or lines that follow each other are one."""
    every = list(places)
    ranges: list[tuple[Place, Place]] = []
    for place in every:
        if ranges and _follows(ranges[-1][1], place):
            ranges[-1] = ranges[-1][0], place
        else:
            ranges.append((place, place))
    shown = "、".join(str(first) if first == last else f"{first}{_RANGE[last.cell is None]}{last.cell or last.line}" for first, last in ranges[:PLACES_SHOWN])
    return shown + (f"等{len(every)}处" if len(ranges) > PLACES_SHOWN else "")


def _follows(place: Place, following: Place) -> bool:
    """Whether a place stands next below another: the next cell of its column, or the next line."""
    if (place.file, place.sheet) != (following.file, following.sheet):
        return False
    if place.line is not None and following.line is not None:
        return following.line == place.line + 1
    cells = [_CELL.fullmatch(one.cell or "") for one in (place, following)]
    return all(cells) and cells[0][1] == cells[1][1] and int(cells[1][2]) == int(cells[0][2]) + 1  # type: ignore[index]


def indented(text: str, indent: str) -> str:
    """A text of one or more lines, each behind `indent`."""
    return "\n".join(indent + line for line in text.split("\n"))


def count_problems(problems: Iterable[Diagnostic], without: str = "没有问题") -> str:
    """错误2个，警告1个; `without` where there is none."""
    counts = Counter(problem.severity for problem in problems)
    return "，".join(f"{severity.title}{counts[severity]}个" for severity in Severity if counts[severity]) or without


def problem_json(problem: Diagnostic) -> dict[str, Any]:
    """A problem as `check --json` gives it: its first place in file, sheet, cell and line; all of them in places."""
    first = problem.places[0] if problem.places else Place("")
    return {
        "code": problem.code,
        "severity": problem.severity.value,
        "message": problem.message,
        "help": problem.help,
        "unit": problem.unit,
        "file": first.file or None,
        "sheet": first.sheet,
        "cell": first.cell,
        "line": first.line,
        "places": [place_json(place) for place in problem.places],
    }


def check_json(checked: "Checked") -> dict[str, Any]:
    """The outcome of a check."""
    from reportgen.findings import finding_json

    return {
        "problems": [problem_json(problem) for problem in checked.problems],
        "findings": [finding_json(finding) for finding in checked.findings],
        "not_checked": [{"rule": rule.rule, "unit": rule.unit, "kind": rule.kind, "missing": list(rule.missing)} for rule in checked.not_checked],
    }


def print_findings(findings: Iterable["Finding"]) -> None:
    """Each finding on stderr: the unit, what is wrong, the clause with its words, where, and how to mend it; errors last."""
    order = [Severity.NOTICE, Severity.WARNING, Severity.ERROR]
    for finding in sorted(findings, key=lambda f: order.index(f.severity)):
        head = click.style(f"核查{finding.severity.title}", fg=COLOURS[finding.severity], bold=True)
        clause = finding.clause
        click.echo(f"{head} {finding.unit}：{finding.message}", err=True)
        click.echo(f"     依据：{clause.number or clause.document} {clause.location}“{clause.quote}”（{finding.code}）", err=True)
        if finding.places:
            click.echo(f"     位置：{some(list(map(str, finding.places)), PLACES_SHOWN)}", err=True)
        if finding.help:
            click.echo(f"     {finding.help}", err=True)


def trace_json(traced: Iterable["Traced"]) -> dict[str, Any]:
    """The figures of a document as `trace --json` gives them."""
    return {
        "figures": [
            {
                "figure": item.figure.name,
                "label": item.figure.label,
                "value": None if item.figure.value is None else format(item.figure.value, "f"),
                "unit": item.figure.unit,
                "formula": item.figure.formula,
                "shown": list(item.shown),
                "lacking": list(item.figure.lacking),
                "sources": [{**place_json(source.place), "raw": source.raw} for source in item.figure.sources],
            }
            for item in traced
        ]
    }


def print_trace(traced: Iterable["Traced"], *, whole: bool) -> None:
    """Each figure: its label and value, formula, and sources; `whole` lists every source."""
    for item in traced:
        figure = item.figure
        value = "待补" if figure.value is None else f"{figure.value.normalize():f}{figure.unit}"
        shown_as = f"　（文中写作 {'、'.join(item.shown)}）" if item.shown else ""
        click.echo(f"{click.style(figure.name, bold=True)}　{figure.label}　{value}{shown_as}")
        click.echo(f"    算法：{figure.formula}")
        for what in dict.fromkeys(figure.lacking):
            click.echo(f"    缺少：{what}")
        shown: tuple[Source, ...] = figure.sources if whole else figure.sources[:SOURCES_SHOWN]
        for source in shown:
            click.echo(f"    来自：{source.place}　{source.raw}")
        if len(shown) < len(figure.sources):
            click.echo(f"    ……共{len(figure.sources)}处，写上数据项名称可以全部列出")
