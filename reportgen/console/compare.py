"""What differs between files, on the console and as JSON."""

from collections.abc import Iterable
from typing import Any

import click

from reportgen.compare.compare import ComparedFiles, ThreeFiles
from reportgen.compare.text import FileText
from reportgen.console import problem_json
from reportgen.console.diff import print_text
from reportgen.console.diff_json import blocks_json
from reportgen.console.reconcile import print_beside
from reportgen.console.three_way import print_both, print_places, three_way_json
from reportgen.diagnostics import Diagnostic


def print_compared(found: ComparedFiles) -> None:
    """Everything on stdout."""
    click.echo(click.style(f"{found.old.name} → {found.new.name}", bold=True))
    _remarks((found.old, found.new))
    if found.difference.empty:
        click.echo("文字相同")
    else:
        print_text(found.difference)
    print_beside(found.beside)
    _unlooked(found.unlooked)


def print_three(found: ThreeFiles) -> None:
    """Everything on stdout: what both files changed first, then what each changed alone."""
    files = (found.one.old, found.one.new, found.other.new)
    base, *names = (file.name for file in files)
    click.echo(click.style(f"{base} → {names[0]}，{names[1]}", bold=True))
    _remarks(files)
    if found.one.difference.empty and found.other.difference.empty:
        click.echo("三个文件文字相同")
    else:
        print_both(found.places, (names[0], names[1]), {})
        print_places(f"只有{names[0]}改了的", found.places.one, {})
        print_places(f"只有{names[1]}改了的", found.places.other, {})
    for one in (found.one, found.other):
        if one.beside:
            click.echo()
            click.echo(click.style(one.new.name, bold=True))
            print_beside(one.beside)
    _unlooked(dict.fromkeys((*found.one.unlooked, *found.other.unlooked)))


def _remarks(files: Iterable[FileText]) -> None:
    for file in files:
        if file.revisions:
            click.echo(f"{file.name} 里有未处理的修订（{file.revisions}处），按全部接受后的文字比较")
        if file.comments:
            click.echo(f"{file.name} 里有批注（{file.comments}条），没有比较")


def _unlooked(what: Iterable[str]) -> None:
    click.echo(f"没有比较的：{'；'.join(what)}")


def compared_json(found: ComparedFiles | None, problems: Iterable[Diagnostic]) -> dict[str, Any]:
    """`files` are the older and the newer; `blocks` as `diff --json` gives those of versions. Where a file can't be read, only `problems` tell."""
    return {
        "files": [] if found is None else [_file(file) for file in (found.old, found.new)],
        "blocks": [] if found is None else blocks_json(found.difference),
        "beside": [] if found is None else [{"kind": one.kind, "old": one.old, "new": one.new} for one in found.beside],
        "not_compared": [] if found is None else list(found.unlooked),
        "problems": [problem_json(problem) for problem in problems],
    }


def three_json(found: ThreeFiles) -> dict[str, Any]:
    """`files` are the older, and the two that were made of it; `one` and `other` what each changed, `three_way` the places that both or one of them did."""
    return {
        "files": [_file(file) for file in (found.one.old, found.one.new, found.other.new)],
        "one": compared_json(found.one, ()),
        "other": compared_json(found.other, ()),
        "three_way": three_way_json(found.places, (found.one.new.name, found.other.new.name)),
        "problems": [],
    }


def _file(file: FileText) -> dict[str, Any]:
    return {"file": file.name, "format": "pdf" if file.is_pdf else "docx", "revisions": file.revisions, "comments": file.comments}
