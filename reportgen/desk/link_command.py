"""reportgen desk link."""

import click

from reportgen.commands.common import DONE, Refused
from reportgen.commands.help import Argument, Command
from reportgen.diagnostics import error


@click.command(
    cls=Command,
    short_help="在控制台给一个人设置密码的链接",
    help="印出一个人设置密码的一次性链接：唯一的管理员忘记密码时用，报送台开着也可以。办理记录里记为系统签发。\n\n例：reportgen desk link guanli",
)
@click.argument("username", cls=Argument, metavar="用户名", help_text="已经登记的用户名")
@click.pass_context
def link(ctx: click.Context, username: str) -> int:
    """Print a one-time link of a person: whoever may run commands in the workspace may read and change all of it anyway."""
    from reportgen.desk.folder import DeskFolder
    from reportgen.desk.setup import migrate, set_up
    from reportgen.workspace import open_workspace

    workspace, problems = open_workspace(ctx.obj)
    if workspace is None:
        raise Refused(problems)
    if not DeskFolder(workspace.root).path.is_dir():
        raise Refused((error("desk.no-desk", "这个工作区还没有报送台", help="请先运行 reportgen desk"),))
    set_up(DeskFolder(workspace.root), "")
    migrate()
    from reportgen.desk.models import Person
    from reportgen.desk.people import new_link

    person = Person.objects.filter(username=username, is_active=True).first()
    if person is None:
        raise Refused((error("desk.no-person", f"没有在用的用户名“{username}”", help="请核对用户名；停用的请由管理员在“人员”中启用"),))
    click.echo(f"请在报送台的地址后面加上这一段打开，设置{person.name}的密码（只能用一次，24小时内有效）：\n/first/{new_link(person)}/")
    return DONE
