"""What is wrong with the issues of a series that a unit enters: numbers, periods, and what is left out between them."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain, pairwise

from reportgen.diagnostics import Diagnostic, Place, error, notice, warning
from reportgen.documents.issues import entries_of
from reportgen.documents.kinds import Kind
from reportgen.documents.series import FREE, MONTH, Series
from reportgen.inputs.records import UnitInputs
from reportgen.inputs.schema.unit import Filing, Unit

_LONGEST = {"周": 7, "旬": 11, "月": 31}
"""Days of the longest period: the last ten days of a month are eleven where it has 31."""
_PERIOD = ("start", "end")


@dataclass(frozen=True, slots=True)
class _Issue:
    """An issue as it was entered: what it is called (第3期), its number, its days, and where they stand."""

    called: str
    number: int
    start: date
    end: date
    starts: Place
    ends: Place

    def __str__(self) -> str:
        return f"{self.called}（{self.start}至{self.end}）"


def wrong_issues(inputs: UnitInputs, kinds: Sequence[Kind], season: str) -> Iterator[Diagnostic]:
    """What is wrong, each at its line; and once for each series that a unit names that no issue of it was entered."""
    unit = inputs.unit
    named = {name: unit.place(key) for key in ("kinds", "forms") for name in getattr(unit, key) or ()}
    for kind in (kind for kind in kinds if unit.level in kind.levels):
        if kind.series is None:
            continue
        asked = next((place for name, place in named.items() if kind.is_named(name)), None)
        entered = list(entries_of(unit, kind))
        if not entered and asked is not None:
            help_text = f"要生成的，请在“公文”中写一项“{kind.name}{_called(1, kind.series)}”，填写起始日期和截止日期"
            yield notice("issues.none", f"《{kind.name}》还没有填写期次，没有生成", asked, help=help_text, unit=unit.name)
        issues: dict[int, _Issue] = {}
        yield from _entered(inputs, entered, kind.series, issues)
        for issue in issues.values():
            yield from _beyond(unit, kind.name, kind.series, issue, season)
        yield from _in_a_row(unit, kind.name, kind.series, [issues[number] for number in sorted(issues)], {number for number, _, _ in entered})
    yield from _of_no_series(unit, kinds)


def _entered(inputs: UnitInputs, entered: Sequence[tuple[int, str, Filing]], series: Series, issues: dict[int, _Issue]) -> Iterator[Diagnostic]:
    """Numbers that were entered twice and issues without a period; the others are put among the `issues`."""
    unit, words = inputs.unit, dict[int, str]()
    for number, name, filing in entered:
        places = [place for key in Filing.model_fields if (place := filing.place(key)) is not None]
        at = min(places, key=lambda place: place.line or 0) if places else unit.place("documents") or inputs.description
        starts, ends = map(filing.place, _PERIOD)
        if number in words:
            message = f"“公文”中{_called(number, series)}填写了两次：{words[number]}、{name}，按第一次的读取"
            yield error("issues.twice", message, at, help="请改正期号，或者删除其中一项", unit=unit.name)
        elif filing.start is None or filing.end is None or starts is None or ends is None:
            lacking = "、".join(_title(key) for key in _PERIOD if getattr(filing, key) is None)
            yield error("issues.no-period", f"“公文.{name}”缺少{lacking}，没有生成", at, help="请填写这一期的第一天和最后一天", unit=unit.name)
        else:
            issues[number] = _Issue(_called(number, series), number, filing.start, filing.end, starts, ends)
        words.setdefault(number, name)


def _beyond(unit: Unit, name: str, series: Series, issue: _Issue, season: str) -> Iterator[Diagnostic]:
    """A period that lies out of the season, or is longer than those of its series.

    Weeks are of the heating season where the unit has one; months also of the works before it, from the year's beginning; what comes out now and then may
    be of any day of the season's two years.
    """
    first, last, called = date(int(season), 1, 1), date(int(season) + 1, 12, 31), f"{season}年度"
    if unit.season is not None and series.period != FREE:
        first, last, called = unit.season.start, unit.season.end, f"采暖季（{unit.season.start}至{unit.season.end}）"
        if series.period == MONTH:
            first, called = min(first, date(int(season), 1, 1)), f"{season}年1月至采暖季结束（{last}）"
    if issue.end < first or issue.start > last:
        message, help_text = f"《{name}》{issue}不在{called}内", "请核对起始日期、截止日期的年份和月份"
        yield error("issues.out-of-season", message, issue.starts, issue.ends, help=help_text, unit=unit.name)
    days = (issue.end - issue.start).days + 1
    if days > _LONGEST.get(series.period, days):
        message = f"《{name}》{issue}有{days}天，超过一{series.period}"
        yield warning("issues.too-long", message, issue.starts, issue.ends, help="请核对起始日期和截止日期", unit=unit.name)


def _in_a_row(unit: Unit, name: str, series: Series, issues: Sequence[_Issue], numbers: Collection[int]) -> Iterator[Diagnostic]:
    """Numbers that are left out, periods that lie over each other or not in the order of the numbers, days between them.

    `issues` are those with a period, by number; `numbers` are those of all. Free periods may lie apart, and over each other with a warning.
    """
    regular = series.period != FREE
    for before, issue in pairwise(chain((None,), issues)):
        if issue is None:
            continue
        left_out = [_called(number, series) for number in range(before.number + 1 if before else 1, issue.number) if number not in numbers]
        if left_out:
            message = f"《{name}》缺少{'、'.join(left_out)}：{f'{before.called}以后' if before else '后面'}是{issue.called}"
            yield warning("issues.left-out", message, issue.starts, help="漏填的请补上；期号写错的请改正", unit=unit.name)
        if before is None:
            continue
        if issue.start <= before.end:
            reversed_ = issue.end < before.start
            tell, what = error if regular or reversed_ else warning, "的先后与期号不一致" if reversed_ else "重叠"
            help_text = "请改正起始日期、截止日期或者期号"
            yield tell("issues.overlap", f"《{name}》{before}和{issue}{what}", issue.starts, before.ends, help=help_text, unit=unit.name)
        elif regular and not left_out and (issue.start - before.end).days > 1:
            days = f"{before.end + timedelta(days=1)}至{issue.start - timedelta(days=1)}"
            help_text = "请核对这两期的日期，漏填的请补上"
            yield warning("issues.gap", f"《{name}》{before}和{issue}之间缺{days}", issue.starts, before.ends, help=help_text, unit=unit.name)


def _of_no_series(unit: Unit, kinds: Sequence[Kind]) -> Iterator[Diagnostic]:
    """Days of a period where a kind has no issues."""
    for name, filing in unit.documents.items():
        if any(kind.number_in(name) for kind in kinds):
            continue
        for key in _PERIOD:
            if (place := filing.place(key)) is not None:
                known = "、".join(f"{kind.name}{_called(1, kind.series)}" for kind in kinds if kind.series is not None)
                help_text = f"起始日期、截止日期只写在一季有多期的文种的各期中，例如 {known}"
                yield error("issues.not-an-issue", f"“公文.{name}”不是一期，“{_title(key)}”没有采用", place, help=help_text, unit=unit.name)


def _called(number: int, series: Series) -> str:
    return f"第{number}{series.counter}"


def _title(key: str) -> str:
    return str(Filing.model_fields[key].alias)
