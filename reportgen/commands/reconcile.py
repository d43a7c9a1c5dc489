"""reportgen reconcile."""

from pathlib import Path

import click

from reportgen import console
from reportgen.commands.common import DONE, WITH_ERRORS, Refused, json_option
from reportgen.commands.help import Argument, Command
from reportgen.diagnostics import Diagnostic, has_errors


@click.command(
    cls=Command,
    short_help="退回来的 Word 文件里改了什么",
    help=(
        "把退回来的 Word 文件（.docx）与它所出自的版本比较，列出手工改动。手工改了数据的，指出应当更正的单元格；"
        "修订按全部接受后的文字比较，修订和批注另行列出。图片、页眉页脚、脚注尾注也比较；格式等没有比较的在最后列出。"
        "用 Word、WPS 或者 LibreOffice 编辑过的都可以。\n\n"
        "例：reportgen reconcile 实施方案（领导审阅）.docx"
    ),
)
@click.argument("file", cls=Argument, type=click.Path(path_type=Path), metavar="文件", help_text="退回来的 .docx 文件")
@json_option
@click.pass_context
def reconcile(ctx: click.Context, file: Path, *, as_json: bool) -> int:
    """Print what was changed by hand in a Word file that came back."""
    from reportgen.building.renderer import open_renderer
    from reportgen.console.reconcile import print_reconciled, reconciled_json
    from reportgen.reconcile.reconcile import read_bytes
    from reportgen.reconcile.reconcile import reconcile as run_reconcile
    from reportgen.render.word import write_docx
    from reportgen.versions.history import open_history
    from reportgen.workspace import open_workspace

    workspace, problems = open_workspace(ctx.obj)
    if workspace is None or has_errors(problems):
        raise Refused(problems)
    renderer, more = open_renderer(workspace)
    problems += more
    if renderer is None:
        raise Refused(problems)
    if not file.is_file():
        raise click.BadParameter(f"没有文件“{file}”", ctx=ctx, param_hint="文件")
    try:
        data = read_bytes(file)
    except OSError as problem:
        raise click.BadParameter(f"文件“{file}”打不开，可能没有读取的权限", ctx=ctx, param_hint="文件") from problem
    with open_history(workspace.outputs) as history:
        found = run_reconcile(history, data, str(file), lambda html: write_docx(html, renderer.layout, renderer.base))
        problems += (*history.problems, *((found,) if isinstance(found, Diagnostic) else ()))
    done = None if isinstance(found, Diagnostic) else found
    if as_json:
        console.print_json(reconciled_json(str(file), done, problems))
    elif done is not None:
        print_reconciled(done)
    console.print_problems(problems)
    return WITH_ERRORS if has_errors(problems) or (done is not None and (done.figures or done.unsourced)) else DONE
