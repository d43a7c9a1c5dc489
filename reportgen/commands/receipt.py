"""reportgen receipt."""

from pathlib import Path

import click

from reportgen import console
from reportgen.commands.common import DONE, WITH_ERRORS, person, signer_asked
from reportgen.commands.help import Argument, Command


@click.command(
    cls=Command,
    short_help="收到报送包的回执",
    help="收文单位对收到的报送包签名出具回执：摘要、时间、收件人。报送包与清单不一致的，不出具。\n\n例：reportgen receipt 实施方案-报送包.zip --unit 某市",
)
@click.argument("package", cls=Argument, metavar="报送包.zip", type=click.Path(path_type=Path), help_text="报送包文件")
@click.option("--unit", required=True, metavar="单位", help="收文单位，用它的密钥签名")
@click.option("--by", metavar="姓名", help="收件人，默认为本机的用户名")
@click.option("--to", "target", metavar="文件", type=click.Path(path_type=Path), help="回执写到哪里，默认在报送包旁边")
def receipt(package: Path, unit: str, by: str | None, target: Path | None) -> int:
    """Sign for a package."""
    from datetime import datetime

    from reportgen.filing.receipt import make_receipt

    path, made, problems = make_receipt(package, target, signer_asked(unit), person(by), datetime.now().astimezone())
    console.print_problems(problems)
    if path is None or made is None:
        click.echo(click.style("没有出具回执", fg="red"))
        return WITH_ERRORS
    click.echo(console.one_line(f"已出具回执：{path}（{made.unit}，{made.number}，{made.time[:10]}由{made.receiver}{made.by}收到）"))
    return DONE
