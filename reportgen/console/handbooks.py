"""What a run of handbooks is going to do and has done, on the console and as JSON."""

from dataclasses import asdict
from typing import Any

import click

from reportgen.console import problem_json
from reportgen.handbooks.making import in_words
from reportgen.handbooks.run import Begun, Outcome
from reportgen.workspace import Workspace


def begun_words(begun: Begun) -> str:
    """What is going to be done, and the disk that it takes."""
    volumes, due = (sum(counts) for counts in zip(*((one.volumes, one.due) for one in begun.sketches), strict=True))
    if not due:
        return f"共{volumes}册，没有变化"
    return f"共{volumes}册，要做{due}册{begun.households}户，大约需要磁盘{in_words(begun.needed)}"


def print_handbooks(outcome: Outcome, workspace: Workspace) -> None:
    """What was written and where, and how many households lack something."""
    made, unchanged, failed = map(outcome.count, ("made", "unchanged", "failed"))
    words = [f"已装订{made}册（{in_words(outcome.bytes)}）" if made else "", f"没有变化{unchanged}册" if unchanged else ""]
    words.append(click.style(f"没有生成{failed}册", fg="red") if failed else "")
    click.echo("，".join(filter(None, words)))
    click.echo(f"{outcome.households}户中有缺项的{outcome.lacking}户，见缺项清单和缺项明细")
    for folder in outcome.folders:
        click.echo(f"文件在 {workspace.relative(workspace.outputs)}/{folder}/")


def handbooks_json(begun: Begun, outcome: Outcome, workspace: Workspace) -> dict[str, Any]:
    """The same as JSON; paths are relative to the workspace."""
    outputs = workspace.relative(workspace.outputs)
    return {
        "volumes": [{**asdict(volume), "file": f"{outputs}/{volume.file}"} for volume in outcome.volumes],
        "bytes_needed": begun.needed,
        "bytes_written": outcome.bytes,
        **{status: outcome.count(status) for status in ("made", "unchanged", "failed")},
        "households": outcome.households,
        "lacking": outcome.lacking,
        "problems": [problem_json(problem) for problem in (*begun.problems, *outcome.problems)],
    }
