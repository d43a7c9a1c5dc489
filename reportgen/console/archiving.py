"""What became of a filing that was to be archived, on the console or as JSON."""

from typing import TYPE_CHECKING, Any

import click

from reportgen.console import print_problems, problem_json
from reportgen.console.filing import filing_json

if TYPE_CHECKING:
    from reportgen.filing.archiving import Archived


def archived_json(archived: "Archived") -> dict[str, Any]:
    """An archive as `archive --json` gives it; `filed` is null where it was refused."""
    return {
        "filed": None if archived.filing is None else filing_json(archived.filing),
        "folder": None if archived.folder is None else str(archived.folder),
        "package": None if archived.package is None else str(archived.package),
        "originals": list(archived.originals),
        "problems": [problem_json(problem) for problem in archived.problems],
    }


def print_archived(archived: "Archived", title: str) -> None:
    """What was archived, where it is, and whether there is an original in it."""
    print_problems(archived.problems)
    filing = archived.filing
    if filing is None:
        click.echo(click.style(f"{title}没有归档", fg="red"))
        return
    click.echo(click.style(f"{title}第{filing.version}版已写成归档包：{filing.number}", fg="green"))
    click.echo(f"正本：{'、'.join(archived.originals) or '报送时没有，只有定稿'}")
    click.echo("PDF 都按 PDF/A-3u 核对过；公文处理单中没有记录的留空，请经办人填写")
    click.echo(f"归档包：{archived.package}")
    click.echo(f"文件夹：{archived.folder}")
