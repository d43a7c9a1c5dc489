"""reportgen lint."""

from pathlib import Path

import click

from reportgen import console
from reportgen.chinese import Argument, Command
from reportgen.commands.common import DONE, WITH_ERRORS, json_option
from reportgen.diagnostics import has_errors


@click.command(
    cls=Command,
    short_help="按公文格式国标检查 Word 或 PDF 文件",
    help="按《党政机关公文格式》（GB/T 9704-2012）检查任何一份 Word（.docx）或者 PDF 文件，不需要工作区。\n\n例：reportgen lint 实施方案.docx",
)
@click.argument("file", cls=Argument, type=click.Path(path_type=Path), metavar="文件", help_text=".docx 或者 .pdf 文件")
@json_option
@click.pass_context
def lint(ctx: click.Context, file: Path, *, as_json: bool) -> int:
    """Print what is wrong with a file, and what could not be checked."""
    from reportgen.console.lint import lint_json, print_lint
    from reportgen.lint.lint import lint as run_lint

    if not file.is_file():
        raise click.BadParameter(f"没有文件“{file}”", ctx=ctx, param_hint="文件")
    try:
        linted = run_lint(file)
    except OSError as problem:
        raise click.BadParameter(f"文件“{file}”打不开，可能没有读取的权限", ctx=ctx, param_hint="文件") from problem
    if as_json:
        console.print_json(lint_json(linted))
    else:
        print_lint(linted)
    return WITH_ERRORS if has_errors((*linted.problems, *linted.faults)) else DONE
