"""reportgen file."""

from pathlib import Path

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
@click.option("--number", metavar="文号", help="发文字号，须与公文上印的一致，请对照发文登记填写；可以只写序号，例如 6")
@click.option("--override", "why", metavar="理由", help="有问题仍要报送的理由，连同问题记入报送记录和报送包")
@click.option("--by", metavar="姓名", help="报送人，默认为本机的用户名")
@click.option("--to-seal", "folder", metavar="文件夹", type=click.Path(path_type=Path, file_okay=False), help="不报送，只把要盖章的 PDF 写到这个文件夹")
@click.option("--sealed", "sealed", metavar="文件", type=click.Path(path_type=Path), help="不报送，只收回盖章后的 PDF 或者扫描件，核对后作为正本")
@season_option
@json_option
@click.pass_context
def file(
    ctx: click.Context,
    unit: str,
    kind: str,
    number: str | None,
    why: str | None,
    by: str | None,
    folder: Path | None,
    sealed: Path | None,
    season: str | None,
    *,
    as_json: bool,
) -> int:
    """File a document and say where its package is; or send it to be sealed, or take it back."""
    from datetime import datetime

    from reportgen.console.filing import filed_json, print_filed
    from reportgen.console.originals import print_moved, print_originals
    from reportgen.filing.case import Request
    from reportgen.filing.file import file_document
    from reportgen.filing.sealing import originals_of, take_back, to_seal
    from reportgen.versions.version import Key

    if sum(asked is not None for asked in (number, folder, sealed)) != 1:
        raise click.UsageError("请在 --number（报送）、--to-seal（送去盖章）、--sealed（收回正本）中写一个", ctx=ctx)
    if why is not None and not why.strip():
        raise click.BadParameter("请写明理由", ctx=ctx, param_hint="--override")
    project = open_asked(ctx, season)
    key = Key(project.name, *choose_one(project.roster, unit, kind))
    refuse_unmade(project.roster, key.unit, key.kind)
    if number is None:
        moved = to_seal(project, key, folder) if folder else take_back(project, key, sealed or Path())
        print_moved(moved, as_json=as_json)
        return WITH_ERRORS if moved.path is None else DONE
    request = Request(key, number, person(by), datetime.now().astimezone(), signer_asked(key.unit), (why or "").strip())
    filed = file_document(project, request)
    if as_json:
        console.print_json(filed_json(filed, project.workspace))
    else:
        names = {one.id: one.name for one in project.roster.kinds}
        print_filed(filed, project.workspace, f"{key.unit}《{names[key.kind]}》")
        print_originals(originals_of(project, key) if filed.package is not None else {})
    return DONE if filed.package is not None else WITH_ERRORS
