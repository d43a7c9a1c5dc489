"""What hand-out and collect say of what was handed out, and of what came back."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from reportgen.console import one_line, print_problems, problem_json
from reportgen.workbook.blank import WORKBOOK

if TYPE_CHECKING:
    from reportgen.exchange.collecting import Collected, Collection
    from reportgen.exchange.handing import HandedOut
    from reportgen.exchange.packages import Received
    from reportgen.workspace import Workspace

_SHOWN = 10
"""So many changed cells of a file are listed; --json has all."""


def print_handed(handed: "HandedOut", workspace: "Workspace") -> None:
    """The workbooks that were written, and what to do with them."""
    print_problems(handed.problems)
    for one in handed.sent:
        filled = "、".join(f"{title}{rows}行" for title, rows in one.rows.items() if rows) or "没有预填的行"
        again = f"（第{one.version}版）" if one.version != "1" else ""
        click.echo(f"{one.unit}{again}：{filled}")
    if handed.archive is not None and handed.sent:
        click.echo(f"已写出{len(handed.sent)}个填报表，在 {workspace.relative(handed.sent[0].file.parent)}/，全部打包为 {handed.archive.name}")
        click.echo("接下来：")
        steps = (
            f"把压缩包或者各单位的{WORKBOOK.removesuffix('.xlsx')}发给下级；里面可能有该单位自己的个人信息，只发给它自己",
            "收回的文件放进一个文件夹，不用改名",
            "运行 reportgen collect 那个文件夹",
        )
        for number, step in enumerate(steps, 1):
            click.echo(f"  {number}. {step}")


def handed_json(handed: "HandedOut", workspace: "Workspace") -> dict[str, Any]:
    """What was handed out."""
    return {
        "workbooks": [{"unit": one.unit, "version": int(one.version), "file": workspace.relative(one.file), "rows": one.rows} for one in handed.sent],
        "archive": workspace.relative(handed.archive) if handed.archive else None,
        "problems": [problem_json(problem) for problem in handed.problems],
    }


def print_collection(collection: "Collection", workspace: "Workspace") -> None:
    """Every returned file: whose it is, what is wrong with it, what it changes."""
    for one in collection.files:
        click.echo(f"{one_line(one.arrival.name)}：{_outcome(one)}")
        print_problems(one.problems)
        settings = one.plan.settings if one.plan is not None else ()
        for setting in settings[:_SHOWN]:
            click.echo(f"  {setting.line.record.place(setting.key)}：{setting.was} → {setting.now}")
        if len(settings) > _SHOWN:
            click.echo(f"  ……共{len(settings)}格，用 --json 列出全部")
    for package in collection.packages:
        _print_package(package)
    print_problems(collection.problems)
    if not collection.files and not collection.packages and not collection.problems:
        click.echo("没有收回的填报表")
    del workspace


def _print_package(package: "Received") -> None:
    key = package.key
    whose = f"{one_line(key.unit)}，{one_line(package.number)}，" if key is not None else ""
    state = f"带来{len(package.brought)}个文件，{len(package.changes)}格与这里的不同" if package.is_taken else click.style("没有收集", fg="red")
    click.echo(f"{one_line(package.path.name)}：报送包，{whose}{state}")
    print_problems(package.problems)
    if package.is_taken:
        for change in package.changes[:_SHOWN]:
            click.echo(f"  {change.place}：{_said(change.old)} → {_said(change.new)}")
        if len(package.changes) > _SHOWN:
            click.echo(f"  ……共{len(package.changes)}格，用 --json 列出全部")


def _said(raw: str | None) -> str:
    return one_line(raw) if raw else "（空）"


def print_taken(collection: "Collection", copies: Sequence[Path], workspace: "Workspace") -> None:
    """What was written."""
    for one in collection.files:
        if one.plan is not None:
            click.echo(f"已收集 {one.plan.unit.name}：{workspace.relative(one.plan.folder)}/")
    for package in collection.packages:
        if package.is_taken:
            click.echo(f"已收集 {'、'.join(map(one_line, package.units))}的报送包")
    for path in copies:
        click.echo(f"核对副本（可以发回填报单位）：{workspace.relative(path)}")
    print_problems(problem for one in collection.files for problem in one.problems if problem.code == "exchange.not-written")


def collection_json(collection: "Collection", copies: Sequence[Path], workspace: "Workspace", *, written: bool) -> dict[str, Any]:
    """What came back, and what it changes; `written` says whether that was done."""
    return {
        "written": written,
        "files": [_file_json(one) for one in collection.files],
        "packages": [_package_json(one) for one in collection.packages],
        "to_send_back": [workspace.relative(path) for path in copies],
        "problems": [problem_json(problem) for problem in collection.problems],
    }


def _package_json(one: "Received") -> dict[str, Any]:
    return {
        "file": one.path.name,
        "unit": one.key.unit if one.key else None,
        "kind": one.key.kind if one.key else None,
        "number": one.number or None,
        "taken": one.is_taken,
        "files": sorted(one.brought),
        "changes": [{"cell": str(change.place), "was": change.old, "now": change.new} for change in one.changes],
        "problems": [problem_json(problem) for problem in one.problems],
    }


def _file_json(one: "Collected") -> dict[str, Any]:
    planned = one.plan
    return {
        "file": one.arrival.name,
        "unit": one.identity.unit if one.identity else None,
        "version": int(one.identity.version) if one.identity and one.identity.version.isdecimal() else None,
        "state": one.receipt.state if one.receipt else None,
        "new_folder": planned.is_new if planned else False,
        "changes": [
            {"cell": str(setting.line.record.place(setting.key)), "was": setting.was, "now": setting.now, "from": str(setting.source)}
            for setting in (planned.settings if planned else ())
        ],
        "summary": planned.words if planned else None,
        "problems": [problem_json(problem) for problem in one.problems],
    }


def _outcome(one: "Collected") -> str:
    if one.identity is None:
        return click.style("认不出", fg="red")
    unit = one_line(one.identity.unit)
    if one.plan is not None:
        late = "（迟交）" if one.receipt is not None and one.receipt.is_late else ""
        return f"{unit}{late}，{'新建文件夹，' if one.plan.is_new else ''}{one.plan.words}"
    return f"{unit}，{click.style('有错误，要发回去改', fg='red')}" if one.is_faulty else f"{unit}，没有收集"
