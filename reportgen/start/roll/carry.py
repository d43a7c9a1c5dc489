"""Rows that are carried over into the next season: each with its source, computed values with the cells that they come from."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from reportgen.diagnostics import Diagnostic, Severity
from reportgen.inputs.numbers import plain
from reportgen.inputs.programme import read_written
from reportgen.inputs.records import UnitInputs
from reportgen.inputs.schema import Programme, Record
from reportgen.inputs.schema.declared import CarriedEntry
from reportgen.inputs.schema.figure_conditions import condition
from reportgen.inputs.schema.figure_entries import Wanted
from reportgen.inputs.schema.known import FUNDS, RETROFIT
from reportgen.start.roll.item import Item, in_words, row_in_words
from reportgen.workbook.dataset import Row


@dataclass(slots=True)
class Carried:
    """The rows of the next season by dataset key, and what must be looked at."""

    programme: Programme
    rows: dict[str, list[Row]] = field(default_factory=dict)
    items: list[Item] = field(default_factory=list)

    def add(self, key: str, row: Row) -> int:
        """Adds a row; gives its number in the table, from 0."""
        rows = self.rows.setdefault(key, [])
        rows.append(row)
        return len(rows) - 1

    def look(self, key: str, what: str, source: str, to_do: str, row: int | None = None) -> None:
        """Notes something to look at in the new table of a dataset."""
        self.items.append(Item(self.programme.by_key[key].title, what, source, to_do, row))


def carry(inputs: UnitInputs, season: str) -> Carried:
    """What of a unit's own tables goes into the next season, but for its tasks (`tasks.carry_tasks`)."""
    carried = Carried(inputs.programme)
    for key, entry in inputs.programme.carried.items():
        _as_they_are(carried, key, entry, inputs.rows(key) or ())
    _funds(carried, inputs.rows(FUNDS) or (), season)
    for retrofit in inputs.rows(RETROFIT) or ():
        _retrofit(carried, retrofit, season)
    return carried


def _as_they_are(carried: Carried, key: str, entry: CarriedEntry, rows: Sequence[Record]) -> None:
    """Carries rows over as they are: those that are still open, or that stand from year to year."""
    dataset = carried.programme.by_key[key]
    conditions = [(column, condition(written, dataset.columns[column], read_written)) for column, written in entry.where.items()]
    chosen = [row for row in rows if all(isinstance(wanted, Wanted) and wanted.holds(getattr(row, column)) for column, wanted in conditions)]
    if entry.until is not None:
        chosen = [row for row in chosen if _is_short(*(getattr(row, column) for column in entry.until))]
    if not chosen:
        return
    columns = entry.columns or tuple(dataset.columns)
    numbers = [carried.add(key, Row({one: getattr(row, one) for one in columns}, f"结转自{row_in_words(row.origin.place)}")) for row in chosen]
    what, review = entry.what or f"《{dataset.title}》的行", entry.review or "沿用上年，请逐行核对有没有变化"
    source = row_in_words(chosen[0].origin.place) + ("等" if len(chosen) > 1 else "")
    carried.look(key, f"结转{what}{len(chosen)}项", source, review, numbers[0])


def _is_short(reached: Decimal | None, wanted: Decimal | None) -> bool:
    """Whether a number hasn't reached another, or nobody knows."""
    return reached is None or wanted is None or reached < wanted


def _funds(carried: Carried, rows: Sequence[Record], season: str) -> None:
    """Money that was received and not spent is of the next season's budget (其中上年结转)."""
    kept: list[Decimal] = []
    for row in rows:
        source = row_in_words(row.origin.place)
        who = f"{row.source or ''}资金“{row.use or ''}”"
        if row.received is None or row.spent is None:
            if row.budget != 0:
                lacking = "、".join(title for title, value in (("到位数", row.received), ("支出数", row.spent)) if value is None)
                carried.look(FUNDS, f"{who}上年没有填{lacking}，算不出结转", source, "请核实有没有结转，有的自己填一行")
        elif row.spent > row.received:
            carried.look(FUNDS, f"{who}上年支出数多于到位数，没有结转", source, "请核对上年的数")
        elif row.spent < row.received:
            kept.append(row.received - row.spent)
            note = f"{season}年到位数{plain(row.received)}（{in_words(row.place('received'))}）减支出数{plain(row.spent)}（{in_words(row.place('spent'))}）"
            carried.add(FUNDS, Row({"source": row.source, "use": row.use, "carried": kept[-1]}, f"结转自{source}", {"carried": note}))
    if kept:
        what = f"结转资金{len(kept)}笔，共{plain(sum(kept, Decimal(0)))}万元（到位数减支出数）"
        carried.look(FUNDS, what, row_in_words(rows[0].origin.place) + "起", "请逐笔核对结转数，填写本年度预算数（包括结转）", 0)


def _retrofit(carried: Carried, row: Record, season: str) -> None:
    """What was planned and not completed is carried over (结转面积)."""
    source = row_in_words(row.origin.place)
    what = row.type or "建筑节能改造"
    if row.planned is None or row.completed is None:
        if row.planned != 0:
            carried.look(RETROFIT, f"{what}上年没有填{'计划面积' if row.planned is None else '完成面积'}，算不出结转", source, "请核实有没有未完成的面积")
        return
    left = row.planned - row.completed
    if left <= 0:
        return
    note = f"{season}年计划面积{plain(row.planned)}（{in_words(row.place('planned'))}）减完成面积{plain(row.completed)}（{in_words(row.place('completed'))}）"
    number = carried.add(RETROFIT, Row({"type": row.type, "carried": left}, f"结转自{source}", {"carried": note}))
    carried.look(RETROFIT, f"{what}结转{plain(left)}万平方米", source, "请核对结转面积，填写本年度计划面积", number)


def note_faults(carried: Carried, problems: Iterable[Diagnostic], keys: Iterable[str]) -> None:
    """Notes the tables of the old season that have errors: what could not be read was not carried over."""
    titles = {carried.programme.by_key[key].title: key for key in keys if key in carried.programme.by_key}
    found: dict[str, list[Diagnostic]] = {}
    for problem in problems:
        for place in problem.places[:1]:
            table = place.sheet or place.file.rpartition("/")[2].partition(".")[0]
            if problem.severity is Severity.ERROR and table in titles:
                found.setdefault(table, []).append(problem)
    for table, wrong in found.items():
        what = f"上年的表有{len(wrong)}处错误，读不出来的没有结转，例如：{wrong[0].message}"
        carried.look(titles[table], what, in_words(wrong[0].places[0]), "请对照上年的表核对，补填没有结转的内容")
