"""reportgen desk backup, reportgen desk restore."""

import sqlite3
from datetime import datetime
from pathlib import Path

import click

from reportgen.commands.common import DONE, Refused
from reportgen.commands.help import Argument, Command
from reportgen.diagnostics import Place, error
from reportgen.files import cause

_FILE = click.Path(path_type=Path)


@click.command(
    cls=Command,
    short_help="备份工作区和报送台",
    help="把工作区（填报数据、模板、设置、收发、公文和版本）和报送台（人员、办理状态、回执、办理记录、上传的文件）备份成一个 zip，"
    "报送台开着也可以备份。写完以后逐个文件读回核对。\n\n例：reportgen desk backup /mnt/backup",
)
@click.argument("file", cls=Argument, type=_FILE, metavar="文件", help_text="新的 zip 文件；写文件夹的，在其中按日期时间起名。不覆盖已有的文件")
@click.pass_context
def backup(ctx: click.Context, file: Path) -> int:
    """Write a backup, and say what is in it."""
    from reportgen.desk.backup import back_up
    from reportgen.desk.backup_contents import DATABASES, Unusable
    from reportgen.workspace import open_workspace

    workspace, problems = open_workspace(ctx.obj)
    if workspace is None:
        raise Refused(problems)
    try:
        made = back_up(workspace.root, file, datetime.now().astimezone())
    except FileExistsError as fault:
        raise _refused("已经有这个文件，没有备份", file, "请换一个文件名，或者写一个文件夹") from fault
    except sqlite3.Error as fault:
        raise _refused("报送台的数据库读不了，没有备份", file, "请过一会儿再试；一直这样的，见说明文档“出了问题怎么办”") from fault
    except OSError as fault:
        raise _refused(f"备份写不了：{cause(fault)}", file, "请检查文件夹是否存在、能否写入，磁盘空间是否足够") from fault
    except Unusable as fault:
        raise _refused(str(fault), file, "原来的数据没有变化") from fault
    size = made.file.stat().st_size
    click.echo(f"已备份{len(made.manifest.files)}个文件，压缩后{max(size / 2**20, 0.1):.1f}MB，已逐个读回核对：{made.file}")
    if made.elsewhere:
        click.echo("报送台的数据库在 PostgreSQL，不在这份备份里：人员、办理状态、回执和办理记录请用 pg_dump 另行备份，恢复时两份一起用")
        if (workspace.root / DATABASES[0]).exists():
            click.echo(f"没有备份（不是报送台现在用的数据库）：{DATABASES[0]}")
    elif DATABASES[0] not in made.manifest.files:
        click.echo("备份里没有报送台的数据库：还没有打开过报送台")
    for name in made.left_out:
        click.echo(f"没有备份（是指向别处的链接）：{name}")
    click.echo("备份里有完整的个人信息，请加密保存在另一台机器或者磁盘上；其中没有登录用的密钥和报送用的签名密钥，签名密钥请另行备份")
    return DONE


@click.command(
    cls=Command,
    short_help="从备份恢复",
    help="把 reportgen desk backup 写的备份恢复成一个新的工作区文件夹：逐个文件核对摘要，核对办理记录，有一处不对就不恢复。不覆盖已有的文件夹。"
    "\n\n例：reportgen desk restore 报送台备份-20231120-020000.zip 恢复",
)
@click.argument("file", cls=Argument, type=_FILE, metavar="文件", help_text="备份的 zip 文件")
@click.argument("folder", cls=Argument, type=_FILE, metavar="文件夹", help_text="恢复到哪里：还没有的，或者空的文件夹")
def restore(file: Path, folder: Path) -> int:
    """Restore a backup, and say whether the record of who did what is whole."""
    from reportgen.desk.backup_contents import DATABASES, Unusable
    from reportgen.desk.chosen import keeps_a_file
    from reportgen.desk.restore import restore as run_restore

    try:
        made = run_restore(file, folder)
    except FileExistsError as fault:
        raise _refused("文件夹里已经有东西，没有恢复", folder, "请写一个还没有的文件夹，核对以后再替换原来的") from fault
    except Unusable as fault:
        raise _refused(str(fault), file, "请换另一份备份") from fault
    except OSError as fault:
        raise _refused(f"没有恢复：{cause(fault)}", file, "请检查备份文件能否读取，磁盘空间和文件夹的写权限") from fault
    click.echo(f"已恢复{len(made.manifest.files)}个文件，是{made.manifest.made[:16].replace('T', ' ')}的备份：{made.root}")
    if not keeps_a_file(made.root):  # what its settings name may be the database that the old workspace still works with: it isn't touched
        click.echo("报送台的数据库在 PostgreSQL，不在备份里。请把 pg_dump 的备份恢复到新的数据库，在恢复的 reportgen.toml 里写它的地址，以免连到原来的数据库")
    elif DATABASES[0] in made.manifest.files:
        click.echo(_trail_of(made.root))
    click.echo(f"请核对以后在这个文件夹里运行 reportgen desk；所有人要重新登录，用户名和密码不变：cd {made.root}")
    return DONE


def _trail_of(root: Path) -> str:
    """What there is to say of the record of a desk that was restored."""
    from reportgen.desk.folder import DeskFolder
    from reportgen.desk.setup import migrate, set_up

    set_up(DeskFolder(root.resolve()), "")
    migrate()  # a backup may be older than the program
    from reportgen.desk.models import Entry
    from reportgen.desk.trail import first_broken

    broken = first_broken()
    last = Entry.objects.last()
    if last is None:
        return "办理记录还没有内容"
    return f"办理记录{last.position}条，{'首尾完整' if broken is None else f'从第{broken}条起被改动过'}，最后一条的摘要是 {last.entry}"


def _refused(message: str, file: Path, help: str) -> Refused:
    return Refused((error("desk.backup", message, Place(file.name), help=help),))
