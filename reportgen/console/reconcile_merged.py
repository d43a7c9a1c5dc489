"""The changes of several reviewers' copies as one list: on the console, and as one JSON value."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

import click

from reportgen.console import PLACES_SHOWN, problem_json
from reportgen.console.diff import print_heading
from reportgen.console.reconcile import print_comments, print_keys, print_remarks, print_unsourced, short
from reportgen.console.reconcile_json import comment_json, reconciled_json
from reportgen.diagnostics import Diagnostic, place_json
from reportgen.documents.places import in_words
from reportgen.reconcile.merging import MergedChange, ReviewedCopy
from reportgen.reconcile.shared import contradicting, shared


def print_merged(copies: Sequence[ReviewedCopy], changes: Sequence[MergedChange]) -> None:
    """Everything on stdout: what contradicts first, then figures and the other changes, then what is said besides, and what is so of each copy alone."""
    first = copies[0].found
    click.echo(click.style(f"《{first.title}》第{first.source.version.number}版，{len(copies)}份审阅稿", bold=True))
    for copy in copies:
        click.echo(f"  {copy.reviewer}　{copy.file}")
    if not changes:
        click.echo("比较过的内容都没有手工改动")
    for title, chosen in (
        ("改得不一致的", [change for change in changes if change.contradicts]),
        ("手工改动的数据", [change for change in changes if _is_figure(change) and not change.rewritten]),
        ("只改了写法、数值没有变的数据", [change for change in changes if _is_figure(change) and change.rewritten]),
        ("其他改动", [change for change in changes if not change.contradicts and not change.sources]),
    ):
        if chosen:
            print_heading(f"{title}（{len(chosen)}处{'，请先商定' if chosen[0].contradicts else ''}）")
        for change in chosen:
            _change(change)
    keys = shared(copies, lambda found: found.keys)
    print_keys([(one.said, one.reviewers) for one in keys], contradicting(keys))
    print_unsourced([(one.said, one.reviewers) for one in shared(copies, lambda found: found.unsourced)])
    print_comments([(one.said, one.reviewers) for one in shared(copies, lambda found: found.comments)])
    for copy in copies:
        print_remarks(copy.found, copy.reviewer)


def _is_figure(change: MergedChange) -> bool:
    return not change.contradicts and bool(change.sources)


def _change(change: MergedChange) -> None:
    place = " > ".join((*change.under, short(change.where)))
    click.echo(f"  {click.style(place, bold=True)}　原为{_quoted(change.old)}")
    for one in change.suggested:
        click.echo(f"      {'、'.join(one.reviewers)}：{_quoted(one.new)}")
    for source in change.sources[:PLACES_SHOWN]:
        click.echo(f"      {in_words([source.place])[0]}{f'：这一版为 {source.raw}' if source.raw else ''}")


def _quoted(text: str | None) -> str:
    return "（没有）" if text is None else f"“{short(text)}”"


def merged_json(copies: Sequence[ReviewedCopy], changes: Sequence[MergedChange], problems: Iterable[Diagnostic]) -> dict[str, Any]:
    """`copies` are as `reconcile` tells of each alone, with its `reviewer`."""
    keys = shared(copies, lambda found: found.keys)
    against = contradicting(keys)
    return {
        "copies": [{"reviewer": copy.reviewer, **reconciled_json(copy.file, copy.found, ())} for copy in copies],
        "changes": [
            {
                "where": change.where,
                "under": list(change.under),
                "old": change.old,
                "suggested": [asdict(one) for one in change.suggested],
                "contradicts": change.contradicts,
                "rewritten": change.rewritten,
                "sources": [{**place_json(source.place), "raw": source.raw} for source in change.sources],
            }
            for change in changes
        ],
        "keys": [{**asdict(one.said), "reviewers": one.reviewers, "contradicts": one.said in against} for one in keys],
        "unsourced": [{**asdict(one.said), "reviewers": one.reviewers} for one in shared(copies, lambda found: found.unsourced)],
        "comments": [{**comment_json(one.said), "reviewers": one.reviewers} for one in shared(copies, lambda found: found.comments)],
        "problems": [problem_json(problem) for problem in problems],
    }
