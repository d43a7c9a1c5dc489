"""Which versions of which documents a person means, and those as documents to compare."""

from reportgen.diagnostics import Diagnostic, error
from reportgen.diff.difference import ComparedDocument
from reportgen.versions.history import History
from reportgen.versions.version import Key, Version

FILED = "报送"
"""The version that was filed last."""


def choose_version(history: History, key: Key, shown: str, asked: str | None, *, back: int = 0) -> Version | Diagnostic:
    """The version that `asked` means: its number, 第3版, or 报送; without it the last one, or so many versions `back` from it.

    `shown` is what messages call the document.
    """
    versions = {version.number: version for version in history.versions(key)}
    if not versions:
        return error("history.no-version", f"{shown}还没有版本记录", help="请先运行 reportgen build，每次内容有变化都会记为一版")
    numbers = sorted(versions)
    there = f"现有第{numbers[0]}版" + (f"至第{numbers[-1]}版" if len(numbers) > 1 else "")
    if asked is None:
        if len(numbers) <= back:
            return error("history.one-version", f"{shown}只有一个版本，没有可以比较的", help="内容有变化并重新生成后，才会有新的版本")
        return versions[numbers[-1 - back]]
    if asked == FILED:
        filed = [filing.version for filing in history.filings() if filing.key == key and filing.version in versions]
        if not filed:
            return error("history.not-filed", f"{shown}还没有报送过", help=f"请写版本号，{there}")
        return versions[filed[-1]]
    word = asked.removeprefix("第").removesuffix("版")
    if not word.isdecimal() or int(word) not in versions:
        return error("history.no-such-version", f"{shown}没有版本“{asked}”", help=f"{there}；用 reportgen log 查看")
    return versions[int(word)]


def as_document(history: History, version: Version, name: str | None = None) -> ComparedDocument | None:
    """A version as a document to compare, called `name` (by default 第3版); None where its object is damaged (see History.problems)."""
    html = history.html(version)
    if html is None:
        return None
    details = history.details(version)
    figures, cells = (details.figures, details.cells) if details is not None else ({}, {})
    findings = tuple(dict(finding) for finding in version.findings)
    return ComparedDocument(html, name or f"第{version.number}版", version.number, figures, findings, cells, version.time[:10], version.by)
