"""What is wrong with the issues of a series that a unit enters: numbers, periods, and what is left out between them."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from reportgen.diagnostics import Diagnostic, Place, error, notice, warning
from reportgen.documents.issues import entries_of
from reportgen.documents.kinds import Kind
from reportgen.documents.series import FREE
from reportgen.inputs.records import UnitInputs
from reportgen.inputs.schema.unit import Filing
from reportgen.workspace import UNIT_FILE

_LONGEST = {"周": 7, "旬": 11, "月": 31}
"""Days of the longest period: the last ten days of a month are eleven where it has 31."""


@dataclass(frozen=True, slots=True)
class _Issue:
    """An issue as it was entered: what it is called, its number, its days, and where they stand."""

    called: str
    number: int
    start: date
    end: date
    starts: Place
    ends: Place


def wrong_issues(inputs: UnitInputs, kinds: Sequence[Kind], season: str) -> Iterator[Diagnostic]:
    """What is wrong, each at its line; and once for each series that a unit names that no issue of it was entered."""
    unit = inputs.unit
    named = {name: unit.place(key) for key in ("kinds", "forms") for name in getattr(unit, key) or ()}
    for kind in (kind for kind in kinds if kind.series is not None and unit.level in kind.levels):
        found = list(entries_of(unit, kind))
        asked = next((place or _file(inputs) for name, place in named.items() if kind.is_named(name)), None)
        if not found and asked is not None:
            help_text = f"要生成的，请在“公文”中写一项“{_called(kind, 1)}”，填写起始日期和截止日期"
            yield notice("issues.none", f"《{kind.name}》还没有填写期次，没有生成", asked, help=help_text, unit=unit.name)
        yield from _wrong(inputs, kind, found, season)
    for name, filing in unit.documents.items():
        for key in ("start", "end"):
            place = filing.place(key)
            if place is not None and not any(kind.number_in(name) for kind in kinds):
                message = f"“公文.{name}”不是一期，“{Filing.model_fields[key].alias}”没有采用"
                numbered = "、".join(_called(kind, 1) for kind in kinds if kind.series is not None)
                yield error("issues.not-an-issue", message, place, help=f"起始日期、截止日期只写在一季有多期的文种的各期中，例如 {numbered}", unit=unit.name)


def _wrong(inputs: UnitInputs, kind: Kind, found: Sequence[tuple[int, str, Filing]], season: str) -> Iterator[Diagnostic]:
    """What is wrong with the issues of a series."""
    unit = inputs.unit.name
    issues: dict[int, _Issue] = {}
    words: dict[int, str] = {}
    for number, name, filing in found:
        places = [place for key in Filing.model_fields if (place := filing.place(key)) is not None]
        at = min(places, key=lambda place: place.line or 0) if places else inputs.unit.place("documents") or _file(inputs)
        if number in words:
            message = f"“公文”中{_number(kind, number)}填写了两次：{words[number]}、{name}，按第一次的读取"
            yield error("issues.twice", message, at, help="请改正期号，或者删除其中一项", unit=unit)
            continue
        words[number] = name
        starts, ends = filing.place("start"), filing.place("end")
        if filing.start is None or filing.end is None or starts is None or ends is None:
            lacking = "、".join(str(Filing.model_fields[key].alias) for key in ("start", "end") if getattr(filing, key) is None)
            yield error("issues.no-period", f"“公文.{name}”缺少{lacking}，没有生成", at, help="请填写这一期的第一天和最后一天", unit=unit)
            continue
        issues[number] = _Issue(_number(kind, number), number, filing.start, filing.end, starts, ends)
    for issue in issues.values():
        yield from _beyond(inputs, kind, issue, season)
    yield from _in_a_row(inputs, kind, [issues[number] for number in sorted(issues)], words.keys())


def _beyond(inputs: UnitInputs, kind: Kind, issue: _Issue, season: str) -> Iterator[Diagnostic]:
    """A period that lies out of the season, or is longer than those of its series.

    Regular issues are of the heating season where there is one; what comes out now and then may be of any day of the season's two years.
    """
    period, heating = kind.series.period if kind.series else FREE, inputs.unit.season
    first, last = date(int(season), 1, 1), date(int(season) + 1, 12, 31)
    if heating is not None and period != FREE:
        first, last = heating.start, heating.end
    if issue.end < first or issue.start > last:
        message = f"《{kind.name}》{issue.called}（{_span(issue)}）不在{f'采暖季（{first}至{last}）' if heating is not None and period != FREE else f'{season}年度'}内"
        yield error("issues.out-of-season", message, issue.starts, issue.ends, help="请核对起始日期、截止日期的年份和月份", unit=inputs.unit.name)
    days = (issue.end - issue.start).days + 1
    if days > _LONGEST.get(period, days):
        message = f"《{kind.name}》{issue.called}（{_span(issue)}）有{days}天，超过一{period}"
        yield warning("issues.too-long", message, issue.starts, issue.ends, help="请核对起始日期和截止日期", unit=inputs.unit.name)


def _in_a_row(inputs: UnitInputs, kind: Kind, issues: Sequence[_Issue], numbers: Collection[int]) -> Iterator[Diagnostic]:
    """Numbers that are left out, periods that lie over each other or not in the order of the numbers, days between them.

    `issues` are those with a period, by number; `numbers` are those of all. Of free periods only regular ones need be without gaps and apart.
    """
    unit, regular = inputs.unit.name, kind.series is not None and kind.series.period != FREE
    for before, issue in pairwise([None, *issues]):
        assert issue is not None
        left_out = [number for number in range(before.number + 1 if before else 1, issue.number) if number not in numbers]
        if left_out:
            message = f"《{kind.name}》缺少{'、'.join(_number(kind, number) for number in left_out)}：{'后面' if before is None else f'{before.called}以后'}是{issue.called}"
            yield warning("issues.left-out", message, issue.starts, help="漏填的请补上；期号写错的请改正", unit=unit)
        if before is None:
            continue
        between = f"{before.called}（{_span(before)}）和{issue.called}（{_span(issue)}）"
        if issue.start <= before.end:
            what = "重叠" if issue.end >= before.start else "的先后与期号不一致"
            tell = error if regular or issue.end < before.start else warning
            yield tell("issues.overlap", f"《{kind.name}》{between}{what}", issue.starts, before.ends, help="请改正起始日期、截止日期或者期号", unit=unit)
        elif regular and not left_out and (issue.start - before.end).days > 1:
            days = f"{before.end + timedelta(days=1)}至{issue.start - timedelta(days=1)}"
            yield warning("issues.gap", f"《{kind.name}》{between}之间缺{days}", issue.starts, before.ends, help="请核对这两期的日期，漏填的请补上", unit=unit)


def _called(kind: Kind, number: int) -> str:
    return f"{kind.name}{_number(kind, number)}"


def _number(kind: Kind, number: int) -> str:
    return f"第{number}{kind.series.counter if kind.series else ''}"


def _span(issue: _Issue) -> str:
    return f"{issue.start}至{issue.end}"


def _file(inputs: UnitInputs) -> Place:
    return Place(f"{inputs.folder}/{UNIT_FILE}")
