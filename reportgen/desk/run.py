"""A desk from its start to its end."""

import threading
from contextlib import suppress

import click

from reportgen.building.lock import held
from reportgen.commands.common import Refused
from reportgen.desk.builder import Builder
from reportgen.desk.engine import engine
from reportgen.desk.folder import DeskFolder
from reportgen.desk.looker import Looker
from reportgen.desk.seen import Unavailable
from reportgen.desk.server import serve
from reportgen.desk.setup import migrate, set_up
from reportgen.desk.trials import beside, get_ready
from reportgen.desk.trying import clear_tries
from reportgen.desk.watching import watch
from reportgen.diagnostics import error
from reportgen.files import cause
from reportgen.workspace import Workspace

LOCK = ".reportgen/desk.lock"


def run(workspace: Workspace, season: str, host: str, port: int, names: tuple[str, ...]) -> None:
    """Serve the desk of a workspace. Raises Refused where another one does, or where its folder can't be written."""
    folder = DeskFolder(workspace.root)
    busy = error("desk.busy", "这个工作区已经开着一个报送台", help="一个工作区只开一个；要换设置的，请先在它的窗口按 Ctrl-C 结束")
    with held(workspace.outputs, LOCK, busy) as fault:
        if fault is not None:
            raise Refused((fault,))
        from django.conf import settings

        try:
            set_up(folder, season, names)
            migrate()
        except OSError as refused:
            message = f"报送台的文件夹写不了：{cause(refused)}"
            raise Refused((error("desk.failed", message, help="请检查 outputs 文件夹的权限和磁盘空间"),)) from refused
        from reportgen.desk.uploads import finish

        clear_tries(folder)
        click.echo("正在查看各单位的数据和公文……")
        looker = Looker(watch, workspace.root, season, click.echo)
        looker.start()
        engine().looker = looker
        with suppress(Unavailable):  # the pages say so
            looker.seen()
            finish(engine())
        address = f"http://{_in_address(names[0] if names else host)}:{port}/"
        _announce(address)
        settings.DESK_TRIALS.start = beside
        threading.Thread(target=_get_ready, args=(workspace, season), daemon=True).start()
        builder = Builder(workspace.root, season, click.echo)
        builder.start()
        try:
            serve(host, port)
        finally:
            builder.stop()
            looker.stop()
            settings.DESK_TRIALS.stop()


def _get_ready(workspace: Workspace, season: str) -> None:
    from django.conf import settings

    with suppress(Unavailable):  # whoever uploads is told
        settings.DESK_TRIALS.do(get_ready, workspace.root, season)


def _announce(address: str) -> None:
    """Say where the desk is; and where nobody administrates it, how somebody comes to."""
    from reportgen.desk.people import has_administrator, new_link

    click.echo(f"报送台：{address}　按 Ctrl-C 结束")
    if not has_administrator():
        click.echo(f"还没有管理员。请打开这个链接设置第一位管理员（只能用一次，24小时内有效）：\n{address}first/{new_link(None)}/")


def _in_address(host: str) -> str:
    return f"[{host}]" if ":" in host else host
