"""reportgen key."""

from pathlib import Path

import click

from reportgen.commands.common import DONE, Refused, signer_asked
from reportgen.commands.help import Argument, Command
from reportgen.diagnostics import Place, Unreadable, error
from reportgen.files import cause


@click.command(
    cls=Command,
    short_help="单位的签名密钥和已知公钥的指纹",
    help=(
        "显示单位的签名密钥的指纹，没有的生成一个；换密钥、设口令；记住其他单位的指纹，写出、读入指纹清单。不写单位的，列出本机已知的全部指纹。"
        "\n\n例：reportgen key 静乐县"
    ),
)
@click.argument("unit", cls=Argument, metavar="[单位]", required=False, help_text="单位的规范名称")
@click.option("--rotate", is_flag=True, help="换新的密钥，由原来的密钥签名认可")
@click.option("--lost", is_flag=True, help="原来的密钥丢失了，换新的密钥；收文单位须另行核对指纹")
@click.option("--passphrase", is_flag=True, help="给密钥设置或者更换口令；口令为空的不设")
@click.option("--trust", metavar="指纹", help="记住这个单位的指纹，须先打电话核对")
@click.option("--forget", is_flag=True, help="不再认这个单位已知的指纹")
@click.option("--export", "target", metavar="文件", type=click.Path(path_type=Path), help="把已知的指纹写成清单，例如市里发给各县")
@click.option("--import", "source", metavar="文件", type=click.Path(path_type=Path), help="读入指纹清单")
def key(unit: str | None, trust: str | None, target: Path | None, source: Path | None, *, rotate: bool, lost: bool, passphrase: bool, forget: bool) -> int:
    """Show or change a unit's key, or what is known of others'."""
    from reportgen.filing import keys, known

    folder, now = keys.config_folder(), _now()
    if sum(map(bool, (rotate, lost, passphrase, trust, forget, target, source))) > 1:
        raise click.UsageError("一次只能办一件事，请只写一个选项")
    if unit is None and (rotate or lost or passphrase or trust or forget):
        raise click.UsageError("请写明单位，例如 reportgen key 静乐县")
    try:
        if source is not None or target is not None:
            _list(folder, source, target, now)
        elif unit is None:
            for one, found in known.all_known(folder).items():
                click.echo(f"{one}　{'；'.join(entry.fingerprint for entry in found)}")
        elif trust is not None:
            known.remember(folder, [(unit, known.KnownKey(_fingerprint(trust), known.CONFIRMED, now))])
            click.echo(f"已记住{unit}的指纹")
        elif forget:
            click.echo(f"{'已不再认' if known.forget(folder, unit) else '本来就没有记住'}{unit}的指纹")
        else:
            _own(folder, unit, rotate=rotate, lost=lost, passphrase=passphrase)
    except Unreadable as fault:
        raise Refused((fault.diagnostic("key", Place(str(source or folder))),)) from fault
    except OSError as fault:
        raise Refused((error("key.failed", f"没有办成：{cause(fault)}", Place(str(fault.filename or folder)), help="请检查文件和文件夹的权限"),)) from fault
    return DONE


def _list(folder: Path, source: Path | None, target: Path | None, now: str) -> None:
    """Take in a list of fingerprints, or write one."""
    from reportgen.filing import known

    if source is not None:
        listed = known.read_list(source, now)
        known.remember(folder, listed)
        click.echo(f"已记住{len(listed)}个单位的指纹")
    elif target is not None:
        every = known.all_known(folder)
        target.write_bytes(known.list_content({one: every[one][-1].fingerprint for one in every}))
        click.echo(f"已写出{len(every)}个单位的指纹：{target}")


def _own(folder: Path, unit: str, *, rotate: bool, lost: bool, passphrase: bool) -> None:
    """Show the unit's own key, made where there is none; or change it, or its passphrase."""
    from reportgen.filing.keys import fingerprint, lock_signer, new_signer, own_key

    former = own_key(folder, unit)
    signer = None if lost else signer_asked(unit)
    if signer is None or rotate:
        # The new key of who had a passphrase is not left without one unasked.
        signer = new_signer(folder, unit, signer, _new_passphrase() if former is not None and former.locked else "")
        click.echo("已换新的密钥，" + ("原来的密钥没有认可它，请把新的指纹告诉收文单位" if lost else "由原来的密钥签名认可，收文单位不用办理什么"))
    elif passphrase:
        lock_signer(folder, signer, _new_passphrase())
        click.echo("口令已更换")
    click.echo(f"{unit}　公钥的指纹 {fingerprint(signer.public)}")


def _new_passphrase() -> str:
    """A passphrase, typed in twice; empty where none is wanted."""
    return str(click.prompt("新的口令", default="", show_default=False, hide_input=True, confirmation_prompt=True, err=True))


def _fingerprint(text: str) -> str:
    from reportgen.filing.keys import read_fingerprint

    try:
        return read_fingerprint(text)
    except ValueError as fault:
        raise click.BadParameter("指纹应为32个字符（0至9、A至F），可以有空格", param_hint="--trust") from fault


def _now() -> str:
    from datetime import datetime

    return datetime.now().astimezone().isoformat(timespec="seconds")
