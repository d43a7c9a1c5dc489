"""The outcome of a build on the console and as JSON."""

from collections import Counter
from itertools import groupby
from typing import Any

import click

from reportgen.building.outcome import UNDONE, Built, DocumentOutcome
from reportgen.console import problem_json
from reportgen.diagnostics import Severity, has_errors
from reportgen.workspace import Workspace

REASONS_SHOWN = 4  # the rest is counted; --json has all


def build_json(built: Built, workspace: Workspace) -> dict[str, Any]:
    """The outcome of a build; paths are relative to the workspace."""
    return {
        "documents": [
            {
                "season": built.season,
                "unit": document.unit,
                "kind": document.kind,
                "status": document.status,
                "reasons": list(document.reasons),
                "outputs": {name: workspace.relative(path) for name, path in document.outputs.items()},
                "version": document.version,
                "problems": [problem_json(problem) for problem in document.problems],
                "findings": _counts(document),
            }
            for document in built.documents
        ],
        "problems": [problem_json(problem) for problem in built.problems],
        "seconds": round(built.seconds, 3),
    }


STATUS = {"built": "已生成", "unchanged": "没有变化", "kept": "保留上一版", "blocked": "无法生成", "failed": "没有生成"}
_COLOURS = {"kept": "yellow", "blocked": "red", "failed": "red"}


def print_build(built: Built, workspace: Workspace, *, explain: bool) -> None:
    """What a build wrote and where, what failed, and what the inputs still lack."""
    by_id = built.kinds
    counts = Counter(document.status for document in built.documents)
    for (unit, status, reasons), of_unit in groupby(built.documents, key=lambda document: (document.unit, document.status, document.reasons)):
        if status in UNDONE or explain:
            for kinds in _together(status, [by_id[document.kind].name for document in of_unit]):
                click.echo(click.style(f"{STATUS[status]}　{unit} {kinds}：{_in_short(reasons)}", fg=_COLOURS.get(status)))
    summary = "，".join(f"{STATUS[status]}{counts[status]}份" for status in STATUS if counts[status]) or "没有要生成的公文"
    formats = "、".join(dict.fromkeys(name.upper() for document in built.documents for name in document.outputs))
    click.echo(f"{summary}{f'（{formats}）' if formats else ''}，用时{built.seconds:.1f}秒")
    folder = workspace.relative(workspace.outputs / built.season)
    if counts["built"] or counts["unchanged"] or counts["kept"]:
        click.echo(f"文件在 {folder}/，每个单位一个文件夹")
    drafts = dict.fromkeys(d.unit for d in built.documents if d.status != "kept" and any(p.code.startswith("documents.missing-") for p in d.problems))
    wrong = dict.fromkeys(d.unit for d in built.documents if d.status != "kept" and any(p.code == "documents.draft-by-errors" for p in d.problems))
    if drafts:
        click.echo(f"数据还有待补的（草稿）：{'、'.join(drafts)}，运行 reportgen check 查看")
    if wrong:
        click.echo(f"填报数据有错误的（草稿）：{'、'.join(wrong)}，运行 reportgen check 查看")
    if drafts or wrong:
        return
    if any(by_id[document.kind].filed for document in built.documents) and not (any(counts[status] for status in UNDONE) or _has_errors(built)):
        click.echo("数据齐全，没有待补项")


def _together(status: str, kinds: list[str]) -> list[str]:
    """The documents of a unit that one line tells of: all that stay as they are for the same reason, else each for itself."""
    return ["、".join(kinds)] if status in ("kept", "blocked") else kinds


def _has_errors(built: Built) -> bool:
    """Whether a problem or a finding of a build must be mended."""
    return has_errors((*built.problems, *(p for d in built.documents for p in (*d.problems, *d.evaluated.problems, *d.evaluated.findings))))


def _counts(document: DocumentOutcome) -> dict[str, int]:
    """How many findings there are of each severity, and how many rules lack data."""
    counts = Counter(finding.severity for finding in document.evaluated.findings)
    return {**{severity.value: counts[severity] for severity in Severity}, "not_checked": len(document.evaluated.not_checked)}


def _in_short(reasons: tuple[str, ...]) -> str:
    """The first reasons, and how many there are."""
    more = f"；等{len(reasons)}项" if len(reasons) > REASONS_SHOWN else ""
    return "；".join(reasons[:REASONS_SHOWN]) + more
