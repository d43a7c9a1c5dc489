"""reportgen desk."""

from importlib.util import find_spec

import click

from reportgen.commands.common import DONE, Refused, season_option, workspace_asked
from reportgen.commands.help import Group
from reportgen.desk.backup_command import backup, restore
from reportgen.desk.link_command import link
from reportgen.diagnostics import error

PORT = 8017
_LOOPBACK = ("127.0.0.1", "::1", "localhost")


@click.group(
    cls=Group,
    invoke_without_command=True,
    short_help="在浏览器里填报、审核和报送",
    help="打开报送台：在浏览器里上传填报表、看问题、生成公文、提交审核、签发、受理和退回，按 Ctrl-C 结束。默认只有本机能打开。\n\n例：reportgen desk",
)
@season_option
@click.option("--port", type=click.IntRange(1, 65535), default=PORT, metavar="端口", help=f"端口，默认 {PORT}")
@click.option("--host", default=_LOOPBACK[0], metavar="地址", help="在哪个地址上接收，默认只有本机；给其他电脑用的写本机在内网的地址，同时写 --name")
@click.option("--name", "names", multiple=True, metavar="主机名", help="别人在浏览器里输入的主机名或者地址，可以写几次")
@click.pass_context
def desk(ctx: click.Context, season: str | None, port: int, host: str, names: tuple[str, ...]) -> int:
    """Serve the desk of a workspace until it is ended; or do what a command of the group says."""
    if ctx.invoked_subcommand is not None:
        return DONE
    if any(find_spec(name) is None for name in ("django", "uvicorn", "axes")):
        raise Refused((error("desk.not-installed", "没有安装报送台需要的软件包", help="请在软件的文件夹里运行 pip install -c constraints.txt '.[desk]'"),))
    if host not in _LOOPBACK and not names:
        message = "给其他电脑使用时，要用 --name 写明别人在浏览器里输入的主机名或者地址"
        raise Refused((error("desk.no-name", message, help=f"例如 reportgen desk --host {host} --name baosong.local"),))
    workspace, chosen = workspace_asked(ctx, season)
    from reportgen.desk.run import run

    run(workspace, chosen, host, port, names)
    return DONE


desk.add_command(backup)
desk.add_command(restore)
desk.add_command(link)
