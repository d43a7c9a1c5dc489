"""建筑节能: building retrofit, its tasks, its completion and its acceptance."""

from dataclasses import dataclass, replace

from reportgen.figures.figure import cell, difference, remainder, share, total
from reportgen.figures.lines import Listing, listing
from reportgen.figures.rows import Rows
from reportgen.figures.scope import Scope
from reportgen.figures.terms import terms
from reportgen.figures.units import Nesting, lines_below
from reportgen.inputs.schema.choices import Level
from reportgen.inputs.schema.vocabulary import Choice
from reportgen.language.figure import Figure


@dataclass(frozen=True, slots=True)
class RetrofitArea:
    """Building retrofit of a unit in 万平方米: urban (既有建筑节能改造) and rural (农村围护结构改造), planned and carried over."""

    urban: Figure
    rural: Figure
    total: Figure
    carried: Figure
    urban_rows: Listing
    rural_rows: Listing


@dataclass(frozen=True, slots=True)
class UnitRetrofit:
    """The building retrofit of one unit below, and of each below that."""

    name: str
    urban: Figure
    rural: Figure
    total: Figure
    level: Level | None = None
    units: tuple["UnitRetrofit", ...] = ()


@dataclass(frozen=True, slots=True)
class RetrofitTasks(RetrofitArea, Nesting[UnitRetrofit]):
    """建筑节能 of a unit: the whole, of each unit below, and what is not given to any of them (未分解)."""

    units: tuple[UnitRetrofit, ...] = ()
    undivided: UnitRetrofit | None = None


def retrofit(scope: Scope) -> RetrofitTasks:
    """The retrofit figures, named retrofit.*; those of the units below are named retrofit.unit.CODE.*."""
    rows = scope.rows("retrofit")
    on_urban, on_rural = _types(scope)

    def area(prefix: str, label: str, source: Rows, key: str, kind: Choice | None) -> Figure:
        name = f"{prefix}.{kind.key if kind else 'total'}"
        words = f"{kind}计划面积相加" if kind else "各类改造计划面积相加"
        match = {"type": kind} if kind else {}
        return total(name, f"{label}{kind or '建筑节能改造'}任务", "万平方米", words, terms(source.rows, key, **match), source)

    carried = [cell(row, "carried") for row in rows.rows]

    def line(prefix: str, label: str, below: Rows) -> UnitRetrofit:
        urban, rural, whole = (area(prefix, label, below, "planned", kind) for kind in (on_urban, on_rural, None))
        return UnitRetrofit(label, urban, rural, whole)

    units = lines_below(scope, "retrofit", line)
    urban = area("retrofit", "", rows, "planned", on_urban)
    rural = area("retrofit", "", rows, "planned", on_rural)
    whole = area("retrofit", "", rows, "planned", None)
    return RetrofitTasks(
        urban,
        rural,
        whole,
        total("retrofit.carried", "结转建筑节能改造面积", "万平方米", "各类改造结转面积相加", carried, rows),
        listing(rows).of(type="urban"),
        listing(rows).of(type="rural"),
        units,
        _undivided(urban, rural, whole, units) if units else None,
    )


def _types(scope: Scope) -> tuple[Choice, Choice]:
    """既有建筑节能改造 and 农村围护结构改造."""
    return scope.programme.choice("retrofit_type", "urban"), scope.programme.choice("retrofit_type", "rural")


def _undivided(urban: Figure, rural: Figure, whole: Figure, units: tuple[UnitRetrofit, ...]) -> UnitRetrofit:
    """What of the unit's own task is in none of its units' tasks."""

    def rest(key: str, own: Figure, parts: list[Figure]) -> Figure:
        given_out = total("", "", "万平方米", "", parts, Rows(()))
        return difference(f"retrofit.undivided.{key}", "未分解到下级单位的建筑节能改造任务", "万平方米", "本级任务减各单位任务之和", own, given_out)

    return UnitRetrofit(
        "未分解",
        rest("urban", urban, [unit.urban for unit in units]),
        rest("rural", rural, [unit.rural for unit in units]),
        rest("total", whole, [unit.total for unit in units]),
    )


@dataclass(frozen=True, slots=True)
class RetrofitDone:
    """Building retrofit in 万平方米: planned, completed, the rate (%), what is left."""

    name: str
    planned: Figure
    completed: Figure
    rate: Figure
    left: Figure


@dataclass(frozen=True, slots=True)
class RetrofitCompletion:
    """Building retrofit: 既有建筑节能改造, 农村围护结构改造, and both."""

    urban: RetrofitDone
    rural: RetrofitDone
    total: RetrofitDone


def retrofit_completion(scope: Scope, area: RetrofitTasks) -> RetrofitCompletion:
    """The figures of its completion, named completion.retrofit.*; `area` are its tasks."""
    rows = _done_rows(scope, "completed")

    def done(kind: Choice | None, planned: Figure) -> RetrofitDone:
        key, title = (kind.key, str(kind)) if kind else ("total", "建筑节能改造")
        match = {"type": kind} if kind else {}
        name = f"completion.retrofit.{key}"
        figure = total(f"{name}.completed", f"{title}完成面积", "万平方米", f"{title}完成面积相加", terms(rows.rows, "completed", **match), rows)
        rate = share(f"{name}.rate", f"{title}完成率", "完成面积÷计划面积×100%", figure, planned)
        left = difference(f"{name}.left", f"{title}未完成面积", "万平方米", "计划面积减完成面积", planned, figure)
        return RetrofitDone(title, planned, figure, rate, left)

    on_urban, on_rural = _types(scope)
    return RetrofitCompletion(done(on_urban, area.urban), done(on_rural, area.rural), done(None, area.total))


def _done_rows(scope: Scope, key: str) -> Rows:
    """The unit's own rows; where these leave `key` empty, giving only the task, the rows of the units below it."""
    own = scope.rows("retrofit")
    if not scope.children or any(row.raw(key) != "" for row in own.rows):
        return own
    return Scope(replace(scope.inputs, tables={}), scope.children, scope.unplaced).rows("retrofit")


@dataclass(frozen=True, slots=True)
class RetrofitOutcome:
    """Building retrofit in 万平方米: planned, completed, accepted, rejected, both together (inspected), not inspected yet; pass rate (%)."""

    name: str
    planned: Figure
    completed: Figure
    inspected: Figure
    accepted: Figure
    rejected: Figure
    uninspected: Figure
    pass_rate: Figure


@dataclass(frozen=True, slots=True)
class RetrofitAcceptance:
    """The acceptance of building retrofit: 既有建筑节能改造, 农村围护结构改造, and both."""

    urban: RetrofitOutcome
    rural: RetrofitOutcome
    total: RetrofitOutcome


def retrofit_acceptance(scope: Scope) -> RetrofitAcceptance:
    """The figures of its acceptance, named acceptance.retrofit.*."""
    rows, done = scope.rows("retrofit"), _done_rows(scope, "accepted")

    def outcome(kind: Choice | None) -> RetrofitOutcome:
        key, title = (kind.key, str(kind)) if kind else ("total", "建筑节能改造")
        match = {"type": kind} if kind else {}
        return retrofit_outcome(f"acceptance.retrofit.{key}", "", title, rows, done, **match)

    on_urban, on_rural = _types(scope)
    return RetrofitAcceptance(outcome(on_urban), outcome(on_rural), outcome(None))


def retrofit_outcome(prefix: str, label: str, title: str, planned: Rows, done: Rows, **match: str) -> RetrofitOutcome:
    """The outcome of the retrofit that `match` picks: what was planned by some rows, what was done by others; its figures are named `prefix`.*."""

    def area(key: str, rows: Rows, words: str) -> Figure:
        return total(f"{prefix}.{key}", f"{label}{title}{words}", "万平方米", f"建筑节能表中{words}相加", terms(rows.rows, key, **match), rows)

    completed, accepted, rejected = area("completed", done, "完成面积"), area("accepted", done, "验收合格面积"), area("rejected", done, "验收不合格面积")
    inspected = total(f"{prefix}.inspected", f"{label}{title}验收面积", "万平方米", "合格面积加不合格面积", (accepted, rejected), Rows(()))
    return RetrofitOutcome(
        title,
        area("planned", planned, "计划面积"),
        completed,
        inspected,
        accepted,
        rejected,
        remainder(f"{prefix}.uninspected", f"{label}{title}尚未验收面积", "万平方米", "完成面积减验收面积", completed, inspected),
        share(f"{prefix}.pass_rate", f"{label}{title}验收合格率", "验收合格面积÷验收面积×100%", accepted, inspected),
    )
