"""What is lacking, by town and village as a workbook, and household by household as a table that any program opens."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from markupsafe import escape

from reportgen.handbooks.planning import Entry, Plan, Volume
from reportgen.render.sheet import write_sheets

SUMMARY, DETAIL = "缺项清单.xlsx", "缺项明细.csv"
"""The files beside the volumes."""


def summary(plan: Plan) -> bytes:
    """The workbook: for each town, and for each village, how many households there are, how many lack something, and how many lack something of each item."""
    titles = [form.title for form in plan.frame.forms]
    towns: dict[str, list[Volume]] = {}
    villages: dict[tuple[str, str], list[Volume]] = {}
    for volume in plan.volumes:
        towns.setdefault(volume.town, []).append(volume)
        villages.setdefault((volume.town, volume.village), []).append(volume)
    heads = ["户数", "有缺项的户数", *(f"缺{title}" for title in titles)]
    by_town = _table("按乡镇", ["乡镇", *heads], ([town, *_counts(of, len(titles))] for town, of in (*towns.items(), ("合计", list(plan.volumes)))))
    by_village = _table("按村", ["乡镇", "村（社区）", *heads], ([*place, *_counts(of, len(titles))] for place, of in villages.items()))
    name = f"{plan.frame.unit}一户一档缺项清单"
    return write_sheets(f'<article lang="zh-CN" data-title="{escape(name)}" data-author="{escape(plan.frame.authority)}">{by_town}{by_village}</article>')


def detail(plan: Plan) -> bytes:
    """A line for each household that lacks something: where it is, what it lacks of which item. In UTF-8 with its mark, as Excel asks for it."""
    text = io.StringIO(newline="")
    lines = csv.writer(text)
    lines.writerow(("乡镇", "村（社区）", "户号", "户主", "缺的项目", "缺少的内容"))
    for volume in plan.volumes:
        for entry in volume.entries:
            lacking = [(form.title, state.lacking) for form, state in zip(plan.frame.forms, entry.states, strict=True) if state.lacking]
            if lacking:
                head = entry.household.values[plan.frame.head] or ""
                told = "；".join(f"{title}：{'、'.join(what)}" for title, what in lacking)
                items = "、".join(title for title, _ in lacking)
                lines.writerow(map(_plain, (volume.town, volume.village, entry.household.number, head, items, told)))
    return text.getvalue().encode("utf-8-sig", "replace")


def lacks(entry: Entry) -> bool:
    """Whether a household lacks something."""
    return any(state.lacking for state in entry.states)


def _counts(volumes: Iterable[Volume], items: int) -> Iterator[str]:
    entries = [entry for volume in volumes for entry in volume.entries]
    yield str(len(entries))
    yield str(sum(map(lacks, entries)))
    for at in range(items):
        yield str(sum(bool(entry.states[at].lacking) for entry in entries))


def _table(title: str, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    def line(tag: str, cells: Sequence[str]) -> str:
        return f"<tr>{''.join(f'<{tag}>{_cell(cell)}</{tag}>' for cell in cells)}</tr>"

    body = "".join(line("td", row) for row in rows)
    return f"<table><caption>{title}</caption><thead>{line('th', heads)}</thead><tbody>{body}</tbody></table>"


def _cell(text: str) -> str:
    """A number as a figure, so that the workbook has it as a number; anything else as it is."""
    return f'<data value="{text}" data-figure="count">{text}</data>' if text.isascii() and text.isdecimal() else str(escape(text))


def _plain(text: str) -> str:
    """A text that no program of tables takes for a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@") else text
