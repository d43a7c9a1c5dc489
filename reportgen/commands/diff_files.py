"""reportgen diff with files in place of versions."""

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reportgen import console
from reportgen.commands.common import DONE, WITH_ERRORS, Refused
from reportgen.diagnostics import Diagnostic, Place, error, has_errors

if TYPE_CHECKING:
    from reportgen.compare.compare import ComparedFiles

Write = Callable[["ComparedFiles", Path], tuple[Diagnostic, ...]]
"""Writes what differs to a file; gives the problems that there are with it."""
_FILE = re.compile(r".*\.[A-Za-z]{2,5}", re.DOTALL)
_TWO, _THREE = 2, 3


def files_among(ctx: click.Context, words: Sequence[str | None]) -> tuple[Path, ...]:
    """The words as files, where they are any; none where they are a unit, a kind and versions. Raises UsageError where they are mixed."""
    given = [word for word in words if word is not None]
    files = [word for word in given if _FILE.fullmatch(word) or Path(word).is_file()]
    if not files:
        return ()
    others = [word for word in given if word not in files]
    if others:
        raise click.UsageError(f"“{files[0]}”是文件，“{others[0]}”不是：要么都写文件，要么写单位、文种和版本", ctx=ctx)
    if len(files) > _THREE:
        raise click.UsageError("最多比较三个文件：原稿，和由它改成的两份", ctx=ctx)
    if len(files) < _TWO:
        raise click.UsageError(f"只写了一个文件“{files[0]}”，请再写一个与它比较的", ctx=ctx)
    return tuple(map(Path, files))


def diff_files(ctx: click.Context, files: tuple[Path, ...], target: Path | None, write: Write, *, as_json: bool) -> int:
    """Print what differs between two files or three, or `write` it to the target. Raises Refused, UsageError."""
    from reportgen.compare.compare import compare, compare_three, open_file_text, too_long
    from reportgen.console.compare import compared_json, print_compared, print_three, three_json

    if target is not None and len(files) > _TWO:
        raise click.UsageError("--to 只用于两个文件", ctx=ctx)
    _refuse(files)
    short = len({file.name for file in files}) == len(files)  # their names alone tell them apart
    opened = [open_file_text(file, file.name if short else str(file)) for file in files]
    problems = tuple(one for one in opened if isinstance(one, Diagnostic))
    texts = [one for one in opened if not isinstance(one, Diagnostic)]
    if not problems and (fault := too_long(texts)) is not None:
        problems = (fault,)
    if problems:
        if as_json:
            console.print_json(compared_json(None, problems))
    elif len(texts) == _THREE:
        three = compare_three(*texts)
        console.print_json(three_json(three)) if as_json else print_three(three)
    else:
        two = compare(*texts)
        problems = () if target is None else write(two, target)
        if as_json:
            console.print_json(compared_json(two, problems))
        elif target is None:
            print_compared(two)
        elif not has_errors(problems):
            click.echo(f"已写到 {target}")
    console.print_problems(problems)
    return WITH_ERRORS if has_errors(problems) else DONE


def _refuse(files: Sequence[Path]) -> None:
    """Raises Refused for files that aren't there, and for one that is given twice."""
    missing = tuple(error("compare.no-file", "没有这个文件", Place(str(file)), help="请核对文件名和所在的文件夹") for file in files if not file.exists())
    if missing:
        raise Refused(missing)
    for number, file in enumerate(files):
        if any(file.samefile(other) for other in files[:number]):
            raise Refused((error("compare.same-file", "同一个文件写了两次", Place(str(file)), help="请写要与它比较的另一个文件"),))
