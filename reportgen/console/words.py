"""Words that stayed, went and came on one line of the console: 〔旧→新〕, 〔增：…〕, 〔删：…〕, in red and green where there are colours."""

from collections.abc import Sequence

import click

from reportgen.diff.blocks import BREAK, OBJECT, PARAGRAPH, Piece
from reportgen.diff.inline import Run
from reportgen.diff.matching import Op
from reportgen.render.sides import PILCROW

_AROUND = 14  # characters of what stayed, before and behind a change


def changed_words(runs: Sequence[Run]) -> str:
    """The changes with a bit of what stands around them; all words where nothing changed."""
    if all(run.op is Op.EQUAL for run in runs):
        return whole_words(runs)
    parts: list[str] = []
    for place, run in enumerate(runs):
        if run.op is Op.EQUAL:
            parts.append(_around(_words(run), first=place == 0, last=place == len(runs) - 1))
        elif run.op is Op.INSERT and place and runs[place - 1].op is Op.DELETE:
            parts[-1] = f"〔{_gone(runs[place - 1])}→{_come(run)}〕"
        else:
            parts.append(f"〔删：{_gone(run)}〕" if run.op is Op.DELETE else f"〔增：{_come(run)}〕")
    return "".join(parts)


def whole_words(runs: Sequence[Run], without: Op | None = None) -> str:
    """All words, but for those of one operation."""
    return "".join(_words(run) for run in runs if run.op is not without)


def _around(text: str, *, first: bool, last: bool) -> str:
    """What stayed, cut in the middle where it is long, and at the ends of the text."""
    head, tail = ("" if first else text[:_AROUND]), ("" if last else text[-_AROUND:])
    return text if len(text) <= len(head) + len(tail) + 2 else f"{head}……{tail}"


def _gone(run: Run) -> str:
    return click.style(_words(run), fg="red", strikethrough=True)


def _come(run: Run) -> str:
    return click.style(_words(run), fg="green", underline=True)


def _words(run: Run) -> str:
    """The words of a run on one line; the unit in a caption, which stands apart from it, in brackets."""
    return "".join(f"（{piece.text}）" if _is_unit(piece) else _LINE.get(piece.text, piece.text) for piece in run.new or run.old)


_LINE = {BREAK: "", OBJECT: "［图］", PARAGRAPH: PILCROW}


def _is_unit(piece: Piece) -> bool:
    return any(element.get("class") == "unit" for element in piece.within)
