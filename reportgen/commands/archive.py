"""reportgen archive."""

from pathlib import Path

import click

from reportgen import console
from reportgen.commands.common import DONE, WITH_ERRORS, choose_one, complete_kinds, complete_units, json_option, open_asked, season_option, signer_asked
from reportgen.commands.help import Argument, Command


@click.command(
    cls=Command,
    short_help="归档：把报送过的公文写成归档包",
    help=(
        "把报送过的公文写成归档包，一个文件夹和一个内容相同的 zip：正本、定稿、公文处理单、元数据、填报数据、回执、报送包和有签名的归档清单。"
        "内容都取自报送时的存档，可以随时再写。\n\n例：reportgen archive 原平市 实施方案 --to 归档"
    ),
)
@click.argument("unit", cls=Argument, metavar="单位", shell_complete=complete_units, help_text="单位名称或者代码")
@click.argument("kind", cls=Argument, metavar="文种", shell_complete=complete_kinds, help_text="文种，例如 plan 或者 实施方案")
@click.option("--version", "number", type=click.IntRange(min=1), metavar="版本", help="报送过的第几版，默认为最近报送的一版")
@click.option("--to", "target", type=click.Path(path_type=Path, file_okay=False), default=Path(), metavar="文件夹", help="写到哪个文件夹，默认为当前文件夹")
@season_option
@json_option
@click.pass_context
def archive(ctx: click.Context, unit: str, kind: str, number: int | None, target: Path, season: str | None, *, as_json: bool) -> int:
    """Write the archive of a filing and say where it is."""
    from functools import partial

    from reportgen.console.archiving import archived_json, print_archived
    from reportgen.filing.archiving import archive_filing
    from reportgen.versions.version import Key

    project = open_asked(ctx, season)
    key = Key(project.name, *choose_one(project.roster, unit, kind))
    archived = archive_filing(project, key, number, target, partial(signer_asked, key.unit))
    if as_json:
        console.print_json(archived_json(archived))
    else:
        name = next(one.name for one in project.roster.kinds if one.id == key.kind)
        print_archived(archived, f"{key.unit}《{name}》")
    return DONE if archived.package is not None else WITH_ERRORS
