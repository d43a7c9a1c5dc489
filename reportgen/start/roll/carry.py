"""Rows that are carried over into the next season: each with its source, computed values with the cells that they come from."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from reportgen.diagnostics import Diagnostic, Severity
from reportgen.inputs.numbers import plain
from reportgen.inputs.records import UnitInputs
from reportgen.inputs.schema import Arrear, Duty, Fund, GridWork, Indicator, Issue, Member, Plant, Project, Record, Retrofit, Settlement, Zone
from reportgen.inputs.schema.vocabulary import means
from reportgen.start.roll.item import Item, in_words, row_in_words
from reportgen.workbook.dataset import Row


@dataclass(frozen=True, slots=True)
class Verbatim:
    """A dataset whose rows are carried over as they are: which rows, which columns (none named means all), what they are, what to do."""

    dataset: type[Record]
    chosen: Callable[[Record], bool]
    what: str
    to_do: str
    columns: tuple[str, ...] = ()


@dataclass(slots=True)
class Carried:
    """The rows of the next season by dataset key, and what must be looked at."""

    rows: dict[str, list[Row]] = field(default_factory=dict)
    items: list[Item] = field(default_factory=list)

    def add(self, dataset: type[Record], row: Row) -> int:
        """Adds a row; gives its number in the table, from 0."""
        rows = self.rows.setdefault(dataset.KEY, [])
        rows.append(row)
        return len(rows) - 1

    def look(self, dataset: type[Record], what: str, source: str, to_do: str, row: int | None = None) -> None:
        """Notes something to look at in the new table of a dataset."""
        self.items.append(Item(dataset.TITLE, what, source, to_do, row))


def _owed(row: Record) -> bool:
    return isinstance(row, Arrear) and (row.owed is None or row.paid is None or row.paid < row.owed)


def _is(row: Record, state: str | None) -> bool:
    """Whether a project or plant is in a state (key); None where that couldn't be read."""
    return means(getattr(row, "state", None), state)


VERBATIM = (
    Verbatim(Issue, lambda row: getattr(row, "closed_on", None) is None, "未销号的问题", "请重新确定整改时限，已经整改的填写销号日期"),
    Verbatim(Arrear, _owed, "没有清偿的拖欠款", "请核对拖欠金额、已清偿金额和承诺清偿日期"),
    Verbatim(Project, lambda row: not _is(row, "done"), "未完工的重点项目", "请更新项目状态、形象进度和完成时限"),
    Verbatim(GridWork, lambda row: getattr(row, "finished_on", None) is None, "未完成的配套电网工程", "请更新计划完成日期"),
    Verbatim(Duty, lambda _: True, "部门职责", "沿用上年，请核对部门和职责有没有变化"),
    Verbatim(Member, lambda _: True, "组织机构成员", "沿用上年，请核对人员和职务有没有变化"),
    Verbatim(Plant, lambda row: _is(row, None) or _is(row, "in_use"), "在用热源", "沿用上年，请核对容量、供热能力和是否列入淘汰"),
    Verbatim(Zone, lambda _: True, "清零范围", "沿用上年，请更新清洁取暖户数和散煤户数"),
    Verbatim(Settlement, lambda _: True, "乡镇村名录", "沿用上年，请核对乡镇、村有没有撤并"),
    Verbatim(
        Indicator,
        lambda _: True,
        "绩效指标",
        "指标和分值沿用上年，请按本年度绩效目标核对，填写年度指标值",
        ("level1", "level2", "level3", "direction", "measure", "weight", "figure", "number"),
    ),
)
"""What stands, and what is open, by dataset; the rest of a new season's tables is blank."""


def carry(inputs: UnitInputs, season: str) -> Carried:
    """What of a unit's own tables goes into the next season, but for its tasks (`tasks.carry_tasks`)."""
    carried = Carried()
    for kind in VERBATIM:
        _verbatim(carried, kind, inputs)
    _funds(carried, inputs.rows(Fund) or (), season)
    for retrofit in inputs.rows(Retrofit) or ():
        _retrofit(carried, retrofit, season)
    for dataset in inputs.programme.carried:
        _verbatim(carried, Verbatim(dataset, lambda _: True, f"《{dataset.TITLE}》的行", "沿用上年，请逐行核对有没有变化"), inputs)
    return carried


def _verbatim(carried: Carried, kind: Verbatim, inputs: UnitInputs) -> None:
    rows = [row for row in inputs.rows(kind.dataset) or () if kind.chosen(row)]
    dataset = inputs.programme.by_key.get(kind.dataset.KEY, kind.dataset)  # with an office's own columns
    keys = kind.columns or tuple(field.key for field in dataset.fields())
    first = None
    for row in rows:
        values = {key: getattr(row, key) for key in keys}
        number = carried.add(kind.dataset, Row(values, f"结转自{row_in_words(row.origin.place)}"))
        first = number if first is None else first
    if rows:
        carried.look(kind.dataset, f"结转{kind.what}{len(rows)}项", row_in_words(rows[0].origin.place) + ("等" if len(rows) > 1 else ""), kind.to_do, first)


def _funds(carried: Carried, rows: Sequence[Fund], season: str) -> None:
    """Money that was received and not spent is of the next season's budget (其中上年结转)."""
    kept: list[Decimal] = []
    for row in rows:
        source = row_in_words(row.origin.place)
        who = f"{row.source or ''}资金“{row.use or ''}”"
        if row.received is None or row.spent is None:
            if row.budget != 0:
                lacking = "、".join(title for title, value in (("到位数", row.received), ("支出数", row.spent)) if value is None)
                carried.look(Fund, f"{who}上年没有填{lacking}，算不出结转", source, "请核实有没有结转，有的自己填一行")
        elif row.spent > row.received:
            carried.look(Fund, f"{who}上年支出数多于到位数，没有结转", source, "请核对上年的数")
        elif row.spent < row.received:
            kept.append(row.received - row.spent)
            note = f"{season}年到位数{plain(row.received)}（{in_words(row.place('received'))}）减支出数{plain(row.spent)}（{in_words(row.place('spent'))}）"
            carried.add(Fund, Row({"source": row.source, "use": row.use, "carried": kept[-1]}, f"结转自{source}", {"carried": note}))
    if kept:
        what = f"结转资金{len(kept)}笔，共{plain(sum(kept, Decimal(0)))}万元（到位数减支出数）"
        carried.look(Fund, what, row_in_words(rows[0].origin.place) + "起", "请逐笔核对结转数，填写本年度预算数（包括结转）", 0)


def _retrofit(carried: Carried, row: Retrofit, season: str) -> None:
    """What was planned and not completed is carried over (结转面积)."""
    source = row_in_words(row.origin.place)
    what = row.type or "建筑节能改造"
    if row.planned is None or row.completed is None:
        if row.planned != 0:
            carried.look(Retrofit, f"{what}上年没有填{'计划面积' if row.planned is None else '完成面积'}，算不出结转", source, "请核实有没有未完成的面积")
        return
    left = row.planned - row.completed
    if left <= 0:
        return
    note = f"{season}年计划面积{plain(row.planned)}（{in_words(row.place('planned'))}）减完成面积{plain(row.completed)}（{in_words(row.place('completed'))}）"
    number = carried.add(Retrofit, Row({"type": row.type, "carried": left}, f"结转自{source}", {"carried": note}))
    carried.look(Retrofit, f"{what}结转{plain(left)}万平方米", source, "请核对结转面积，填写本年度计划面积", number)


def note_faults(carried: Carried, problems: Iterable[Diagnostic], datasets: Iterable[type[Record]]) -> None:
    """Notes the tables of the old season that have errors: what could not be read was not carried over."""
    titles = {dataset.TITLE: dataset for dataset in datasets}
    found: dict[str, list[Diagnostic]] = {}
    for problem in problems:
        for place in problem.places[:1]:
            table = place.sheet or place.file.rpartition("/")[2].partition(".")[0]
            if problem.severity is Severity.ERROR and table in titles:
                found.setdefault(table, []).append(problem)
    for table, wrong in found.items():
        what = f"上年的表有{len(wrong)}处错误，读不出来的没有结转，例如：{wrong[0].message}"
        carried.look(titles[table], what, in_words(wrong[0].places[0]), "请对照上年的表核对，补填没有结转的内容")
