"""What `lint` says of a file: for an officer on the console, for a program as JSON."""

from collections import Counter
from typing import TYPE_CHECKING, Any

import click

from reportgen.console import COLOURS, print_problems, problem_json
from reportgen.diagnostics import Severity
from reportgen.inputs.wording import some

if TYPE_CHECKING:
    from reportgen.lint.faults import Fault, FilePlace
    from reportgen.lint.form import LintedForm
    from reportgen.lint.lint import Linted
    from reportgen.standard.clauses import Clause

SPOTS_SHOWN = 3  # one fault of a style is at hundreds of spots: the first lead to it
_FORMATS = {"docx": "Word 文件", "pdf": "PDF 文件"}
_ORDER = (Severity.ERROR, Severity.WARNING, Severity.NOTICE)


def lint_json(linted: "Linted") -> dict[str, Any]:
    """The outcome as `lint --json` gives it."""
    return {
        "file": linted.file,
        "format": linted.format or None,
        "form": linted.form or None,
        "official": linted.official,
        "pages": linted.pages,
        "findings": [
            {
                "code": fault.code,
                "severity": fault.severity.value,
                "message": fault.message,
                "clause": _clause_json(fault.clause),
                "found": fault.found,
                "expected": fault.expected,
                "help": fault.help,
                "places": [_spot_json(spot) for spot in fault.spots],
            }
            for fault in linted.faults
        ],
        "not_checked": [{"what": one.what, "clause": _clause_json(one.clause), "reason": one.reason} for one in linted.unchecked],
        "problems": [problem_json(problem) for problem in linted.problems],
    }


def _clause_json(clause: "Clause") -> dict[str, str | None]:
    return {"standard": clause.standard or None, "number": clause.number or None, "title": clause.title, "strength": clause.strength.value}


def _spot_json(spot: "FilePlace") -> dict[str, Any]:
    return {"page": spot.page, "paragraph": spot.paragraph, "quote": spot.quote or None, "name": spot.name or None}


def print_lint(linted: "Linted") -> None:
    """Everything on stdout: what the file is, its faults by severity, what could not be checked, the totals."""
    if linted.problems:
        print_problems(linted.problems)
        return
    pages = f"，{linted.pages}页" if linted.pages is not None else ""
    click.echo(f"{click.style(linted.file, bold=True)}　{_FORMATS[linted.format]}{pages}，{linted.form}")
    if not linted.official:
        click.echo("没有发文字号、主送机关、署名和成文日期、版记，不像公文：格式标准对它没有约束力，以下只供参考")
    for fault in sorted(linted.faults, key=lambda fault: _ORDER.index(fault.severity)):
        _fault(fault)
    if linted.unchecked:
        click.echo()
        click.echo("没有核查的：")
        for one in linted.unchecked:
            click.echo(f"  {one.what}（{one.clause.number}）：{one.reason}")
    counts = Counter(fault.severity for fault in linted.faults)
    click.echo()
    total = "，".join(f"{severity.title}{counts[severity]}个" for severity in _ORDER if counts[severity])
    click.echo(f"对照《党政机关公文格式》（GB/T 9704-2012）：{total or '没有发现问题'}，没有核查{len(linted.unchecked)}项")


def _fault(fault: "Fault") -> None:
    click.echo()
    click.echo(f"{click.style(fault.severity.title, fg=COLOURS[fault.severity], bold=True)} {fault.message}")
    shown = "；".join(map(str, fault.spots[:SPOTS_SHOWN]))
    more = f"；等{len(fault.spots)}处" if len(fault.spots) > SPOTS_SHOWN else ""
    if shown:
        click.echo(f"     位置：{shown}{more}")
    click.echo(f"     依据：{fault.clause}")
    if fault.help:
        click.echo(f"     办法：{fault.help}")


def form_json(linted: "LintedForm") -> dict[str, Any]:
    """A form as `lint --template --json` gives it."""
    return {"file": linted.file, "tags": linted.tags, "units": list(linted.units), "problems": [problem_json(problem) for problem in linted.problems]}


def print_form(linted: "LintedForm") -> None:
    """What is wrong with the tags of a form, and on whose data they were tried."""
    print_problems(linted.problems)
    counts = Counter(problem.severity for problem in linted.problems)
    total = "，".join(f"{severity.title}{counts[severity]}个" for severity in _ORDER if counts[severity])
    click.echo(f"{click.style(linted.file, bold=True)}　标签{linted.tags}个，{total or '没有发现问题'}")
    if linted.units:
        click.echo(f"用{some(linted.units, SPOTS_SHOWN, '个单位')}的数据试填")
    else:
        click.echo("当前文件夹不在工作区里，没有核对名称；请进入工作区再检查一次")
