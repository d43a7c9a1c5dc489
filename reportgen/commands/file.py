"""reportgen file."""

import click

from reportgen import console
from reportgen.commands.common import (
    DONE,
    WITH_ERRORS,
    choose_one,
    complete_kinds,
    complete_units,
    json_option,
    open_asked,
    person,
    refuse_unmade,
    season_option,
    signer_asked,
)
from reportgen.commands.help import Argument, Command


@click.command(
    cls=Command,
    short_help="报送：按发文字号封存一版，生成报送包",
    help=(
        "按发文字号封存一份公文的当前版本，记入报送记录，并生成报送包（公文、数据、佐证材料、核查报告和校验清单）。"
        "有错误、有待补项、数据已变动或者文件被人修改过的，不予报送。\n\n例：reportgen file 原平市 实施方案 --number 原清洁办发〔2023〕6号"
    ),
)
@click.argument("unit", cls=Argument, metavar="单位", shell_complete=complete_units, help_text="单位名称或者代码")
@click.argument("kind", cls=Argument, metavar="文种", shell_complete=complete_kinds, help_text="文种，例如 plan 或者 实施方案")
@click.option("--number", required=True, metavar="文号", help="发文字号，须与公文上印的一致，请对照发文登记填写；可以只写序号，例如 6")
@click.option("--override", "why", metavar="理由", help="有问题仍要报送的理由，连同问题记入报送记录和报送包")
@click.option("--by", metavar="姓名", help="报送人，默认为本机的用户名")
@season_option
@json_option
@click.pass_context
def file(ctx: click.Context, unit: str, kind: str, number: str, why: str | None, by: str | None, season: str | None, *, as_json: bool) -> int:
    """File a document and say where its package is."""
    from datetime import datetime

    from reportgen.console.filing import filed_json, print_filed
    from reportgen.filing.case import Request
    from reportgen.filing.file import file_document
    from reportgen.versions.version import Key

    if why is not None and not why.strip():
        raise click.BadParameter("请写明理由", ctx=ctx, param_hint="--override")
    project = open_asked(ctx, season)
    key = Key(project.name, *choose_one(project.roster, unit, kind))
    refuse_unmade(project.roster, key.unit, key.kind)
    request = Request(key, number, person(by), datetime.now().astimezone(), signer_asked(key.unit), (why or "").strip())
    filed = file_document(project, request)
    if as_json:
        console.print_json(filed_json(filed, project.workspace))
    else:
        names = {one.id: one.name for one in project.roster.kinds}
        print_filed(filed, project.workspace, f"{key.unit}《{names[key.kind]}》")
    return DONE if filed.package is not None else WITH_ERRORS
