"""reportgen verify."""

from pathlib import Path

import click

from reportgen import console
from reportgen.commands.common import DONE, WITH_ERRORS, json_option
from reportgen.commands.help import Argument, Command
from reportgen.diagnostics import has_errors


@click.command(
    cls=Command,
    short_help="核对报送包、归档包",
    help=(
        "核对一个报送包，或者一个归档包和其中的报送包（zip，或者解开后的文件夹）："
        "文件与清单是否一致、报送记录有没有断、PDF 是否符合存档格式，并用包内的数据和模板重新生成公文，逐字节比较。"
        "\n\n例：reportgen verify 实施方案-报送包.zip"
    ),
)
@click.argument("package", cls=Argument, metavar="报送包.zip", type=click.Path(path_type=Path), help_text="报送包、归档包，或者它们解开后的文件夹")
@click.option("--receipt", "receipts", multiple=True, metavar="回执.json", type=click.Path(path_type=Path), help="收文单位的回执；报送包旁边的自动核对")
@json_option
@click.pass_context
def verify(ctx: click.Context, package: Path, receipts: tuple[Path, ...], *, as_json: bool) -> int:
    """Verify a package and say what differs."""
    from reportgen.console.filing import print_verified, verified_json
    from reportgen.filing.verify import verify as run_verify
    from reportgen.workspace import open_workspace

    workspace, _ = open_workspace(ctx.obj)
    verified = run_verify(package, workspace.outputs if workspace else None, receipts)
    if as_json:
        console.print_json(verified_json(verified))
    else:
        print_verified(verified)
    return WITH_ERRORS if has_errors(verified.problems) else DONE
