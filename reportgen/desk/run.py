"""A desk from its start to its end."""

import threading
from collections.abc import Mapping
from contextlib import suppress
from importlib.util import find_spec
from typing import Any

import click

from reportgen.building.lock import held
from reportgen.commands.common import Refused
from reportgen.desk.builder import Builder
from reportgen.desk.chosen import chosen
from reportgen.desk.engine import engine
from reportgen.desk.folder import DeskFolder
from reportgen.desk.looker import Looker
from reportgen.desk.seen import Unavailable
from reportgen.desk.server import serve
from reportgen.desk.setup import migrate, set_up
from reportgen.desk.trials import beside, get_ready
from reportgen.desk.trying import clear_tries
from reportgen.desk.watching import watch
from reportgen.diagnostics import Diagnostic, error
from reportgen.files import cause
from reportgen.workspace import Workspace

LOCK = ".reportgen/desk.lock"


def run(workspace: Workspace, season: str, host: str, port: int, names: tuple[str, ...]) -> None:
    """Serve the desk of a workspace. Raises Refused where another one does, its settings are wrong, or its folder or database can't be written."""
    problems = faults_of(workspace.settings.desk)
    if problems:
        raise Refused(problems)
    folder = DeskFolder(workspace.root)
    busy = error("desk.busy", "这个工作区已经开着一个报送台", help="一个工作区只开一个；要换设置的，请先在它的窗口按 Ctrl-C 结束")
    with held(workspace.outputs, LOCK, busy) as fault:
        if fault is not None:
            raise Refused((fault,))
        from django.conf import settings
        from django.db import DatabaseError

        try:
            set_up(folder, season, names)
            migrate()
        except OSError as refused:
            message = f"报送台的文件夹写不了：{cause(refused)}"
            raise Refused((error("desk.failed", message, help="请检查 outputs 文件夹的权限和磁盘空间"),)) from refused
        except DatabaseError as refused:
            message = f"报送台的数据库用不了：{str(refused).strip().splitlines()[0]}"
            help_text = "用 PostgreSQL 的，请检查它是否已启动、reportgen.toml 中 [desk] database 的地址、密码（PGPASSWORD 或者 ~/.pgpass）和用户的权限"
            raise Refused((error("desk.database", message, help=help_text),)) from refused
        clear_tries(folder)
        click.echo("正在查看各单位的数据和公文……")
        looker = Looker(watch, workspace.root, season, click.echo)
        looker.start()
        engine().looker = looker
        from reportgen.desk.uploads import finish

        with suppress(Unavailable):  # the pages say so
            looker.seen()
            finish(engine())
        address = f"http://{_in_address(names[0] if names else host)}:{port}/"
        _announce(address)
        settings.DESK_TRIALS.start = settings.DESK_INTAKES.start = beside
        threading.Thread(target=_get_ready, args=(workspace, season), daemon=True).start()
        builder = Builder(workspace.root, season, click.echo)
        builder.start()
        try:
            serve(host, port)
        finally:
            builder.stop()
            looker.stop()
            settings.DESK_TRIALS.stop()
            settings.DESK_INTAKES.stop()


def _get_ready(workspace: Workspace, season: str) -> None:
    from django.conf import settings

    with suppress(Unavailable):  # whoever uploads is told
        settings.DESK_TRIALS.do(get_ready, workspace.root, season)


def faults_of(section: Mapping[str, Any]) -> tuple[Diagnostic, ...]:
    """What is wrong with a section [desk], and which packages it asks for that aren't installed."""
    made, problems = chosen(section)
    needs = ((made.database, "psycopg", "postgresql"), (made.directory, "django_auth_ldap", "ldap"), (made.provider, "mozilla_django_oidc", "oidc"))
    lacking = [extra for asked, package, extra in needs if asked is not None and find_spec(package) is None]
    words, how = "没有安装 [desk] 里的设置需要的软件包", "请在软件的文件夹里运行 pip install -c constraints.txt '.[desk,{}]'"
    return (*problems, *(error("desk.not-installed", words, help=how.format(extra)) for extra in lacking))


def _announce(address: str) -> None:
    """Say where the desk is; and where nobody administrates it, how somebody comes to."""
    from reportgen.desk.people import has_administrator, new_link

    click.echo(f"报送台：{address}　按 Ctrl-C 结束")
    if not has_administrator():
        click.echo(f"还没有管理员。请打开这个链接设置第一位管理员（只能用一次，24小时内有效）：\n{address}first/{new_link(None)}/")


def _in_address(host: str) -> str:
    return f"[{host}]" if ":" in host else host
