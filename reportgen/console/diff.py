"""What differs between two documents on the console: figures with their cells, then the text, then the findings.

Colours repeat what words and brackets say: 〔旧→新〕, 〔增：…〕, 〔删：…〕.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal, InvalidOperation
from itertools import groupby

import click

from reportgen.console import COLOURS, PLACES_SHOWN
from reportgen.console.words import changed_words, whole_words
from reportgen.diagnostics import Severity
from reportgen.diff.align import Pair
from reportgen.diff.charts import MarkPair
from reportgen.diff.difference import Difference
from reportgen.diff.document_figures import ShownFigure
from reportgen.diff.figure_changes import FigureChange
from reportgen.diff.finding_changes import FindingJson
from reportgen.diff.inline import Run
from reportgen.diff.matching import Op
from reportgen.diff.summary import Sort, Told, exact, paragraphs_of, step, told
from reportgen.diff.table_summary import ToldRow, columns_in_words, told_table, whole_rows
from reportgen.documents.places import in_words
from reportgen.findings import BINDING
from reportgen.versions.cells import CellChange

_CELLS_SHOWN = 12  # that stand behind no figure that changed
_FIGURES_SHOWN = 12  # that only one of the documents shows
_ROWS_SHOWN = 12  # of a table that came, or that went
_COLOURS = {
    Sort.INSERT: "green",
    Sort.DELETE: "red",
    Sort.CHANGE: "yellow",
    Sort.MOVE: "blue",
    Sort.FIGURES: "cyan",
    Sort.FORMAT: "magenta",
    Sort.DIVIDED: "yellow",
    Sort.NUMBER: None,
}
_COUNTED = {Sort.FIGURES: "只有数据变化", Sort.FORMAT: "格式变化", Sort.NUMBER: "序号顺延"}


def print_diff(difference: Difference) -> None:
    """Everything on stdout."""
    before, after = (article.get("data-title", "") for article in (difference.alignment.old, difference.alignment.new))
    click.echo(click.style(f"《{after}》{difference.old.name} → {difference.new.name}", bold=True))
    if difference.against:
        click.echo(f"与《{before}》比较：箭头左边是{difference.old.name}，右边是{difference.new.name}；单位名称、年份本来不同，不列出")
    if difference.empty:
        click.echo("没有变化")
        return
    _figures(difference)
    print_text(difference)
    _findings(difference)


def _figures(difference: Difference) -> None:
    changed = difference.changed
    words = difference.cells
    counts = "，".join(filter(None, (f"{len(changed)}项" if changed else "", f"文字、日期等{len(words)}格" if words else "")))
    print_heading(f"数据变化（{counts}）" if counts else "数据没有变化")
    for change in changed:
        _figure(change)
    for cell in words[:_CELLS_SHOWN]:
        click.echo(f"  {shown_cell(cell)}")
    if len(words) > _CELLS_SHOWN:
        click.echo(f"  等{len(words)}格")
    for op, name in ((Op.INSERT, difference.new.name), (Op.DELETE, difference.old.name)):
        alone = [change for change in difference.figures if change.op is op]
        if alone:
            texts = "、".join(_named(change, change.shown.value) for change in alone[:_FIGURES_SHOWN])
            more = f"等{len(alone)}项" if len(alone) > _FIGURES_SHOWN else ""
            click.echo(f"  只有{name}有的数据：{texts}{more}")


def _figure(change: FigureChange) -> None:
    old, new = (None if side is None else side.value for side in (change.old, change.new))
    unit = change.shown.unit
    before, after = (f"{exact(value)}{unit if value is not None else ''}" for value in (old, new))
    by = "" if change.difference is None else f"（{step(change.difference, unit)}）"
    click.echo(f"  {_label(change)}　{click.style(before, fg='red')} → {click.style(after, fg='green')}{by}")
    for cell in change.cells[:PLACES_SHOWN]:
        click.echo(f"      {shown_cell(cell)}")
    if len(change.cells) > PLACES_SHOWN:
        click.echo(f"      等{len(change.cells)}个单元格")
    if not change.cells:
        behind = dict.fromkeys(_places(side) for side in (change.old, change.new) if side is not None)
        click.echo(f"      来自 {' → '.join(filter(None, behind))}")


def _places(shown: ShownFigure) -> str:
    places = in_words(shown.places)
    return "；".join(places[:PLACES_SHOWN]) + (f"；等{len(places)}处" if len(places) > PLACES_SHOWN else "")


def _label(change: FigureChange) -> str:
    return f"{change.shown.row} {change.shown.label}" if change.shown.row else change.shown.label


def _named(change: FigureChange, value: Decimal | None) -> str:
    return f"{_label(change)}{exact(value)}{change.shown.unit if value is not None else ''}"


def shown_cell(cell: CellChange) -> str:
    """A cell that changed, on one line."""
    (where,) = in_words([cell.place])
    if cell.old is None:
        return f"{where}：新增 {cell.new or '（空）'}"
    return f"{where}：{cell.old or '（空）'} → {cell.new or '（空）'}" if cell.new is not None else f"{where}：删去 {cell.old or '（空）'}"


def print_text(difference: Difference) -> None:
    """The blocks that differ, on stdout, under the headings above them."""
    entries = told(difference)
    counts = Counter(entry.sort for entry in entries)
    summary = "，".join(f"{_COUNTED.get(sort, sort.value)}{counts[sort]}处" for sort in Sort if counts[sort])
    print_heading(f"正文变化（{summary}）" if entries else "正文没有变化")
    hidden = {Sort.NUMBER, Sort.FIGURES} if difference.against else {Sort.NUMBER}
    for under, group in groupby((entry for entry in entries if entry.sort not in hidden), lambda entry: entry.under):
        click.echo(f"  {click.style(' > '.join(under), bold=True)}")
        for entry in group:
            _block(entry)
    numbers = [_renumbered(entry.pair) for entry in entries if entry.sort is Sort.NUMBER]
    if numbers:
        click.echo(f"  序号顺延：{''.join(numbers)}")
    if difference.against and counts[Sort.FIGURES]:
        click.echo(f"  另有{counts[Sort.FIGURES]}处只是数据不同，见上面的数据变化")


def _renumbered(pair: Pair) -> str:
    old, new = ("" if block is None else block.number.strip() for block in (pair.old, pair.new))
    return f"〔{click.style(old, fg='red', strikethrough=True)}→{click.style(new, fg='green', underline=True)}〕"


def _block(entry: Told) -> None:
    pair = entry.pair
    head = click.style(entry.sort.value, fg=_COLOURS[entry.sort], bold=True)
    if entry.sort in (Sort.INSERT, Sort.DELETE):
        rows = whole_rows(pair)
        click.echo(f"    {head}　{whole_words(pair.runs) or '（没有标题的表）' if rows else whole_words(pair.runs)}")
        for row in rows[:_ROWS_SHOWN]:
            click.echo(f"        {'｜'.join(text or '　' for text in row)}")
        if len(rows) > _ROWS_SHOWN:
            click.echo(f"        一共{len(rows)}行")
        return
    divided = paragraphs_of(pair)
    click.echo(f"    {head}　{f'{divided}：' if divided else ''}{changed_words(pair.runs)}")
    for look in pair.formats:
        click.echo(f"        格式变化：{look.what}　{look.old} → {look.new}")
    for mark in pair.chart.marks if pair.chart is not None else ():
        click.echo(f"        {_mark(mark)}")
    table = told_table(pair)
    if table is None:
        return
    if entry.moved_in_words is not None:
        click.echo(f"        {entry.moved_in_words}")
    for line in columns_in_words(table):
        click.echo(f"        {line}")
    for line in _rows(table.rows):
        click.echo(f"        {line}")


def _mark(mark: MarkPair) -> str:
    old, new = ("没有" if value is None else f"{exact(Decimal(value))}{mark.unit}" for value in (mark.old, mark.new))
    return f"{mark.label}〔{old}→{new}〕"


def _rows(rows: Iterable[ToldRow]) -> Iterator[str]:
    """A line for each row; of those that came, or went, the first."""
    shown: Counter[Op] = Counter()
    for row in rows:
        shown[row.op] += 1
        if row.op is Op.CHANGE:
            yield f"{row.name or '（未命名的行）'}：{_cells(row)}"
        elif row.op is Op.MOVE:
            yield f"移动行　{row.name}{'：' if row.cells else ''}{_cells(row)}"
        elif shown[row.op] <= _ROWS_SHOWN:
            word, colour = ("新增行", "green") if row.op is Op.INSERT else ("删除行", "red")
            yield f"{click.style(word, fg=colour)}　{'｜'.join(whole_words(cell.runs) or '　' for _, cell in row.cells)}"
    for op, word in ((Op.INSERT, "新增"), (Op.DELETE, "删除")):
        if shown[op] > _ROWS_SHOWN:
            yield f"一共{word}{shown[op]}行"


def _cells(row: ToldRow) -> str:
    return "　".join(_cell_words(name, cell.runs) for name, cell in row.cells)


def _cell_words(name: str, runs: tuple[Run, ...]) -> str:
    words = changed_words(runs)
    return f"{name}{'' if words.startswith('〔') else '：'}{words}{_by(whole_words(runs, Op.INSERT), whole_words(runs, Op.DELETE))}"


def _by(old: str, new: str) -> str:
    """By how much the number in a cell changed, where it holds nothing else: （+300）."""
    try:
        change = Decimal(new.replace(",", "")) - Decimal(old.replace(",", ""))
    except InvalidOperation:
        return ""
    return f"（{step(change, '')}）" if change else ""


def _findings(difference: Difference) -> None:
    findings = difference.findings
    if not (findings.new or findings.gone or findings.changed):
        return
    parts = (("新出现", findings.new), ("已消除", findings.gone), ("仍存在、数字有变", tuple(new for _, new in findings.changed)))
    print_heading(f"核查结果变化（{'，'.join(f'{word}{len(found)}项' for word, found in parts if found)}）")
    for word, found in parts:
        for finding in found:
            _finding(word, finding)


def _finding(word: str, finding: FindingJson) -> None:
    severity = Severity(finding["severity"])
    head = click.style(BINDING[severity], fg=COLOURS[severity], bold=True)
    click.echo(f"  {word}　{head}　{finding['message']}（{finding['rule']}）")


def print_heading(text: str) -> None:
    """The heading of a list of changes."""
    click.echo()
    click.echo(click.style(text, bold=True, underline=True))
