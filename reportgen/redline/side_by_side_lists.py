"""The lists above the text of a comparison: figures that changed, the changes one by one, findings that came and went."""

from collections import Counter
from collections.abc import Iterator, Sequence

from lxml import etree
from lxml.etree import _Element

from reportgen.diagnostics import Severity
from reportgen.diff.blocks import cut
from reportgen.diff.difference import Difference
from reportgen.diff.figure_changes import FigureChange
from reportgen.diff.finding_changes import FindingJson
from reportgen.diff.inline import Run
from reportgen.diff.matching import Op
from reportgen.diff.summary import Sort, Told, step
from reportgen.diff.table_summary import columns_in_words, told_table
from reportgen.findings import BINDING
from reportgen.inputs.wording import some
from reportgen.redline.text import write_runs
from reportgen.redline.words import behind_words, cell_words, label_words, value_words

_CELLS_SHOWN, _MARKS_SHOWN = 3, 3  # of one entry: the list stays one that can be looked over
_BEFORE = 12  # characters of what stayed, before the first change

Where = dict[str, int]
"""The first change in whose block a figure stands, by the figure's name."""


def write_lists(difference: Difference, told: Sequence[Told]) -> Iterator[_Element]:
    """The lists, one after the other; what isn't there is left out."""
    where = _where(told)
    changed = difference.changed
    if changed:
        section = _section("figures", f"数据变化（{len(changed)}项）")
        names = (difference.old.name, difference.new.name) if difference.against else ("原数", "现数")
        section.append(_figures(changed, where, names))
        yield section
    if difference.cells:
        section = _section("cells", f"文字、日期等变化（{len(difference.cells)}格）")
        items = etree.SubElement(section, "ul")
        for cell in difference.cells:
            etree.SubElement(items, "li").text = cell_words(cell)
        yield section
    for op, name in ((Op.INSERT, difference.new.name), (Op.DELETE, difference.old.name)):
        alone = [change for change in difference.figures if change.op is op]
        if alone:
            yield _alone(f"只有{name}有的数据（{len(alone)}项）", alone, where)
    if told:
        yield _changes(told)
    findings = difference.findings
    parts = (("新出现", findings.new), ("已消除", findings.gone), ("仍存在，数字有变", tuple(new for _, new in findings.changed)))
    if any(found for _, found in parts):
        section = _section("findings", f"核查结果变化（{'，'.join(f'{word}{len(found)}项' for word, found in parts if found)}）")
        items = etree.SubElement(section, "ul")
        items.extend(_finding(word, finding) for word, found in parts for finding in found)
        yield section


def _section(name: str, title: str) -> _Element:
    section = etree.Element("section", {"class": name})
    etree.SubElement(section, "h2").text = title
    return section


def _where(told: Sequence[Told]) -> Where:
    where: Where = {}
    for number, entry in enumerate(told, 1):
        for block in (entry.pair.new, entry.pair.old):
            for element in block.element.iter("data", "g", "span") if block is not None else ():
                where.setdefault(element.get("data-figure", ""), number)
    return where


def _figures(changes: Sequence[FigureChange], where: Where, names: tuple[str, str]) -> _Element:
    table = etree.Element("table")
    head = etree.SubElement(etree.SubElement(table, "thead"), "tr")
    for title in ("数据项", *names, "增减", "来自的单元格"):
        etree.SubElement(head, "th").text = title
    body = etree.SubElement(table, "tbody")
    for change in changes:
        row = etree.SubElement(body, "tr")
        row.append(_label(change, where, "td"))
        for side, mark in ((change.old, "del"), (change.new, "ins")):
            etree.SubElement(etree.SubElement(row, "td"), mark).text = value_words(side)
        etree.SubElement(row, "td").text = "" if change.difference is None else step(change.difference, change.shown.unit)
        row.append(_cells(change))
    return table


def _label(change: FigureChange, where: Where, tag: str) -> _Element:
    """What a figure is called, with the way to where it stands."""
    made = etree.Element(tag)
    text = label_words(change)
    number = where.get(change.shown.name)
    if number is None:
        made.text = text
    else:
        etree.SubElement(made, "a", href=f"#change-{number}").text = text
    return made


def _cells(change: FigureChange) -> _Element:
    made = etree.Element("td", {"class": "cells"})
    lines = behind_words(change)
    for line in lines[:_CELLS_SHOWN]:
        etree.SubElement(made, "div").text = line
    if len(lines) > _CELLS_SHOWN:
        etree.SubElement(made, "div").text = f"等{len(lines)}处"
    return made


def _alone(title: str, changes: Sequence[FigureChange], where: Where) -> _Element:
    """Figures that only one of the documents shows, folded."""
    made = etree.Element("details", {"class": "alone"})
    etree.SubElement(made, "summary").text = title
    items = etree.SubElement(made, "ul")
    for change in changes:
        item = _label(change, where, "li")
        etree.SubElement(item, "span").text = f"　{value_words(change.shown)}"
        items.append(item)
    return made


def _changes(told: Sequence[Told]) -> _Element:
    counts = Counter(entry.sort for entry in told)
    section = etree.Element("details", {"class": "changes", "open": "open"})
    etree.SubElement(section, "summary").text = f"正文变化（{'，'.join(f'{sort.value}{counts[sort]}处' for sort in Sort if counts[sort])}）"
    items = etree.SubElement(section, "ol")
    for number, entry in enumerate(told, 1):
        link = etree.SubElement(etree.SubElement(items, "li"), "a", href=f"#change-{number}")
        etree.SubElement(link, "b", {"class": f"sort {entry.pair.op.value}"}).text = entry.sort.value
        etree.SubElement(link, "span", {"class": "under"}).text = " › ".join(entry.under[-2:])
        words = etree.SubElement(link, "span", {"class": "words"})
        write_runs(words, _from_change(entry.pair.runs))
        etree.strip_tags(words, "a")  # it is a link itself
        etree.SubElement(words, "i").text = _within(entry)
    return section


def _from_change(runs: Sequence[Run]) -> list[Run]:
    """The words from shortly before the first change; all where there is none."""
    first = runs[0] if runs else None
    if first is None or first.op is not Op.EQUAL or len(runs) == 1 or len(first.text) <= _BEFORE:
        return list(runs)
    return [Run(Op.EQUAL, first.old, cut(first.new, len(first.text) - _BEFORE)[1]), *runs[1:]]


def _within(entry: Told) -> str:
    """What became of the rows of a table, 修改3行，新增1行; of the figures of a chart; of how a block looks."""
    table = told_table(entry.pair)
    if entry.sort is Sort.FORMAT:
        return f"　{'，'.join(f'{look.what}：{look.old} → {look.new}' for look in entry.pair.formats)}"
    if entry.pair.chart is not None:
        return f"　{some([mark.label for mark in entry.pair.chart.marks], _MARKS_SHOWN, '项')}"
    if table is None:
        return ""
    counts = Counter(row.op for row in table.rows)
    parts = [f"{Sort[op.name].value}{number}行" for op, number in counts.items()]
    moved = () if entry.moved_in_words is None else (entry.moved_in_words,)
    return f"　{'，'.join((*moved, *columns_in_words(table), *parts))}"


def _finding(word: str, finding: FindingJson) -> _Element:
    item = etree.Element("li")
    severity = Severity(finding["severity"])
    etree.SubElement(item, "span", {"class": "word"}).text = word
    etree.SubElement(item, "b", {"class": severity.value}).text = BINDING[severity]
    etree.SubElement(item, "span").text = f"{finding['message']}（{finding['rule']}）"
    return item
