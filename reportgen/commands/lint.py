"""reportgen lint."""

from pathlib import Path

import click

from reportgen import console
from reportgen.commands.common import DONE, WITH_ERRORS, json_option, open_asked, season_option
from reportgen.commands.help import Argument, Command
from reportgen.diagnostics import has_errors


@click.command(
    cls=Command,
    short_help="按公文格式国标检查 Word 或 PDF 文件",
    help="按《党政机关公文格式》（GB/T 9704-2012）检查任何一份 Word（.docx）或者 PDF 文件，不需要工作区。"
    "加上 --template，检查一份表格模板里的标签，用工作区的数据核对名称。\n\n例：reportgen lint 实施方案.docx",
)
@click.argument("file", cls=Argument, type=click.Path(path_type=Path), metavar="文件", help_text=".docx 或者 .pdf 文件")
@click.option("--template", "as_template", is_flag=True, help="文件是表格模板（.docx），检查它的标签")
@season_option
@json_option
@click.pass_context
def lint(ctx: click.Context, file: Path, season: str | None, *, as_template: bool, as_json: bool) -> int:
    """Print what is wrong with a file, and what could not be checked; or with the tags of a form."""
    from reportgen.console.lint import lint_json, print_lint
    from reportgen.lint.lint import lint as run_lint

    if not file.is_file():
        raise click.BadParameter(f"没有文件“{file}”", ctx=ctx, param_hint="文件")
    try:
        if as_template:
            return _lint_template(ctx, file, season, as_json=as_json)
        linted = run_lint(file)
    except OSError as problem:
        raise click.BadParameter(f"文件“{file}”打不开，可能没有读取的权限", ctx=ctx, param_hint="文件") from problem
    if as_json:
        console.print_json(lint_json(linted))
    else:
        print_lint(linted)
    return WITH_ERRORS if has_errors((*linted.problems, *linted.faults)) else DONE


def _lint_template(ctx: click.Context, file: Path, season: str | None, *, as_json: bool) -> int:
    """Print what is wrong with the tags of a form. Without a workspace their names aren't looked up."""
    from reportgen.console.lint import form_json, print_form
    from reportgen.lint.form import lint_form
    from reportgen.pipeline.opening import open_season
    from reportgen.workspace import open_workspace

    asked = open_asked(ctx, season) if open_workspace(ctx.obj)[0] is not None else None
    # A season of its own: what a form is to be made from isn't known before it is one of the workspace's.
    linted = lint_form(file, None if asked is None else open_season(asked.workspace, asked.name))
    if as_json:
        console.print_json(form_json(linted))
    else:
        print_form(linted)
    return WITH_ERRORS if has_errors(linted.problems) else DONE
