"""reportgen reconcile."""

import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reportgen import console
from reportgen.commands.common import DONE, WITH_ERRORS, Refused, json_option
from reportgen.commands.help import Argument, Command
from reportgen.diagnostics import Diagnostic, has_errors

if TYPE_CHECKING:
    from reportgen.reconcile.merging import ReviewedCopy
    from reportgen.reconcile.reconcile import Reconciled
    from reportgen.workspace import Workspace


@click.command(
    cls=Command,
    short_help="退回来的 Word 文件里改了什么",
    help=(
        "把退回来的 Word 文件（.docx）与它所出自的版本比较，列出手工改动。手工改了数据的，指出应当更正的单元格；"
        "修订按全部接受后的文字比较，修订和批注另行列出。退回来的是花脸稿的，说明哪些修订已接受、已拒绝、未处理。"
        "图片、页眉页脚、脚注尾注也比较；格式等没有比较的在最后列出。"
        "数据后来又变了的，与最近的版本对照，指出两边都改了的地方。用 Word、WPS 或者 LibreOffice 编辑过的都可以。\n\n"
        "同一个版本有几位审阅人的几份文件的，一起给出，合并成一张清单，写明是谁改的、哪些改得不一致。\n\n"
        "--take 把改了的文字写进单位文件夹的 文字修改.yaml，以后生成都照此改；改了的数不作文字取入，指出应当更正的单元格。\n\n"
        "例：reportgen reconcile 实施方案（领导审阅）.docx\n\n"
        "    reportgen reconcile 实施方案（领导审阅）.docx --take\n\n"
        "    reportgen reconcile 实施方案（张）.docx 实施方案（李）.docx"
    ),
)
@click.argument("files", cls=Argument, nargs=-1, required=True, type=click.Path(path_type=Path), metavar="文件…", help_text="退回来的 .docx 文件")
@click.option("--take", is_flag=True, help="把改了的文字写进 文字修改.yaml，先列出，确认以后写入")
@click.option("--yes", is_flag=True, help="与 --take 一起用：不再确认，直接写入")
@json_option
@click.pass_context
def reconcile(ctx: click.Context, files: tuple[Path, ...], *, take: bool, yes: bool, as_json: bool) -> int:
    """Print what was changed by hand in the Word files that came back."""
    from reportgen.console.reconcile import print_reconciled
    from reportgen.console.reconcile_json import reconciled_json
    from reportgen.workspace import open_workspace

    workspace, problems = open_workspace(ctx.obj)
    if workspace is None or has_errors(problems):
        raise Refused(problems)
    outcomes, more = _outcomes(ctx, workspace, files)
    problems += more
    found = [one for one in outcomes if not isinstance(one, Diagnostic)]
    problems += tuple(one for one in outcomes if isinstance(one, Diagnostic))
    if yes and not take:
        raise click.BadParameter("--yes 与 --take 一起用", ctx=ctx, param_hint="--yes")
    if take and len(files) > 1:
        raise click.BadParameter("--take 一次取入一份文件；有几份的，先不加 --take 合并核对，商定以后逐份取入", ctx=ctx, param_hint="--take")
    if take and found:
        return _take(workspace, files[0], found[0], problems, yes=yes, as_json=as_json)
    if len(files) > 1:
        copies = tuple(_copies(files, outcomes))
        problems += _print_merged(copies, problems, as_json=as_json)
    elif as_json:
        console.print_json(reconciled_json(str(files[0]), found[0] if found else None, problems))
    elif found:
        print_reconciled(found[0])
    console.print_problems(problems)
    return WITH_ERRORS if has_errors(problems) or any(one.figures or one.unsourced for one in found) else DONE


def _outcomes(ctx: click.Context, workspace: "Workspace", files: tuple[Path, ...]) -> "tuple[list[Reconciled | Diagnostic], tuple[Diagnostic, ...]]":
    """What was changed in each file, or why that can't be said; and the problems that there are with the workspace. Raises Refused."""
    from reportgen.building.renderer import open_renderer
    from reportgen.reconcile.reconcile import read_bytes
    from reportgen.reconcile.reconcile import reconcile as run_reconcile
    from reportgen.render.word import write_docx
    from reportgen.versions.history import open_history

    renderer, problems = open_renderer(workspace)
    if renderer is None:
        raise Refused(problems)
    contents = []
    for file in files:
        if not file.is_file():
            raise click.BadParameter(f"没有文件“{file}”", ctx=ctx, param_hint="文件")
        try:
            contents.append(read_bytes(file))
        except OSError as problem:
            raise click.BadParameter(f"文件“{file}”打不开，可能没有读取的权限", ctx=ctx, param_hint="文件") from problem
    with open_history(workspace.outputs) as history:
        outcomes = [
            run_reconcile(history, data, str(file), lambda html: write_docx(html, renderer.layout, renderer.base))
            for file, data in zip(files, contents, strict=True)
        ]
        return outcomes, (*problems, *history.problems)


def _take(workspace: "Workspace", file: Path, found: "Reconciled", problems: tuple[Diagnostic, ...], *, yes: bool, as_json: bool) -> int:
    """Write the words that were changed into the inputs, and say what else is to be done."""
    from reportgen.building.project import open_project
    from reportgen.console.reconcile_json import reconciled_json
    from reportgen.console.reconcile_take import print_taking, taking_json
    from reportgen.reconcile.merging import reviewer_of
    from reportgen.reconcile.take import plan_taking, write_taking

    today = datetime.now().astimezone().date()
    by = "，".join(dict.fromkeys((file.name, reviewer_of(found, ""))))
    taking = plan_taking(open_project(workspace, found.key.season, today=today).season(frozenset((found.key.unit,))), found, by.strip("，"), today)
    if isinstance(taking, Diagnostic):
        raise Refused((*problems, taking))
    ready = bool(taking.edits) and not taking.problems
    asked = ready and not yes and not as_json and sys.stdin.isatty()
    if asked:
        print_taking(found, taking, written=False)
        yes = click.confirm(f"写入 {taking.file.name}？")
    fault = write_taking(taking) if ready and yes else None
    written = ready and yes and fault is None
    problems = (*problems, *taking.problems, *((fault,) if fault is not None else ()))
    if as_json:
        console.print_json({**reconciled_json(str(file), found, problems), "take": taking_json(taking, written=written)})
    elif written or not asked:
        print_taking(found, taking, written=written)
        if ready and not written and fault is None:
            click.echo("没有写入；确认无误的，请加 --yes 再运行一次")
    console.print_problems(problems)
    return WITH_ERRORS if has_errors(problems) or taking.conflicts or any(not one.gone for one in found.figures) else DONE


def _copies(files: tuple[Path, ...], outcomes: "list[Reconciled | Diagnostic]") -> "Iterator[ReviewedCopy]":
    from reportgen.reconcile.merging import ReviewedCopy, reviewer_of

    for file, one in zip(files, outcomes, strict=True):
        if not isinstance(one, Diagnostic):
            yield ReviewedCopy(str(file), reviewer_of(one, str(file)), one)


def _print_merged(copies: "tuple[ReviewedCopy, ...]", problems: tuple[Diagnostic, ...], *, as_json: bool) -> tuple[Diagnostic, ...]:
    """Print the copies as one list; the problem where they can't be merged."""
    from reportgen.console.reconcile_merged import merged_json, print_merged
    from reportgen.reconcile.merging import merge

    merged = merge(copies)
    fault = (merged,) if isinstance(merged, Diagnostic) else ()
    changes = () if isinstance(merged, Diagnostic) else merged
    if as_json:
        console.print_json(merged_json(copies, changes, (*problems, *fault)))
    elif copies and not fault:
        print_merged(copies, changes)
    return fault
