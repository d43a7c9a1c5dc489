"""Originals: the seals that they bear, on the console or as JSON."""

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from reportgen.console import one_line, print_json, print_problems, problem_json

if TYPE_CHECKING:
    from reportgen.filing.original import Original
    from reportgen.filing.sealing import Moved
    from reportgen.filing.seals import Seal

_JUDGED = {True: "内容与签名时一致", False: "内容与签名时不一致", None: "没有核验"}


def print_moved(moved: "Moved", *, as_json: bool) -> None:
    """Where a file went that was to be sealed or came back; the seals of an original, and what stands against it."""
    if as_json:
        print_json(_moved_json(moved))
        return
    print_problems(moved.problems)
    if moved.path is None:
        click.echo(click.style("没有收下，也没有写出文件", fg="red"))
    elif moved.original is None:
        click.echo(f"送去盖章的文件：{moved.path}")
    else:
        print_originals({moved.path: moved.original})


def print_originals(originals: Mapping[Path, "Original"]) -> None:
    """A line for each original, and one for each seal."""
    for path, original in originals.items():
        click.echo(f"正本：{path.name}（{original.form}，{original.pages}页）")
        for seal in original.seals:
            click.echo(one_line(f"    {_words(seal)}"))


def _words(seal: "Seal") -> str:
    until = seal.until and f"{seal.until.date()}"
    time = seal.time and seal.time.isoformat(timespec="seconds")
    named = {"签名人": seal.signer, "颁发者": seal.issuer, "证书序列号": seal.serial, "证书有效期至": until, "自述时间": time, "算法": seal.algorithm}
    return f"印章（签名）“{seal.field}”：{'；'.join(f'{name} {value}' for name, value in named.items() if value)}；{_JUDGED[seal.intact]}，证书是否可信没有判断"


def _moved_json(moved: "Moved") -> dict[str, Any]:
    original = moved.original
    return {
        "path": None if moved.path is None else str(moved.path),
        "original": original and {"form": original.form, "pages": original.pages, "seals": [_seal_json(seal) for seal in original.seals]},
        "problems": [problem_json(problem) for problem in moved.problems],
    }


def _seal_json(seal: "Seal") -> dict[str, Any]:
    return {**asdict(seal), "until": seal.until and seal.until.isoformat(), "time": seal.time and seal.time.isoformat()}
