"""绩效自评: the indicators scored by a scheme, as the 项目支出绩效自评表 has them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from reportgen.figures.figure import difference, total
from reportgen.figures.lines import ListingRow, listing
from reportgen.figures.rows import Rows
from reportgen.figures.scheme import FULL, Scheme, band_of, score_of
from reportgen.figures.scope import Scope
from reportgen.inputs.schema import Record
from reportgen.inputs.schema.choices import Direction
from reportgen.inputs.schema.unit import Unit
from reportgen.language.figure import Absent, Figure, Source, Term
from reportgen.programmes.clean_heating.figures.money import Money
from reportgen.programmes.clean_heating.figures.reductions import Deviations, Limit, deviation_of, deviations, limited, taken_for

BUDGET = "预算执行率"
_NO_SCHEME = ("评分方案",)


@dataclass(frozen=True, slots=True)
class Scored:
    """An indicator: what was to be done and what was, its score, and its row.

    `target` and `actual` are in the indicator's measure; `actual` is the figure that 取数项 names, else 实际完成值; `result`
    says it in words where the indicator is qualitative.
    `computed` is the score by the scheme; `score` the one filled in, or `computed` where none is; `lost` what it has less than its weight (分).
    `deviation` is how far the result is from the target (%), `reduction` what the scheme takes off for that (分), which `computed` is without.
    """

    target: Figure
    actual: Figure
    result: str | Absent
    computed: Figure
    score: Figure
    lost: Figure
    deviation: Figure
    reduction: Figure
    line: ListingRow
    record: Record

    @property
    def missed(self) -> bool:
        """Whether the indicator is known to miss its full weight, which must be explained."""
        return self.score.value is not None and self.record.weight is not None and self.score.value < self.record.weight

    @property
    def qualitative(self) -> bool:
        """Whether it is scored by 达成程度."""
        return self.record.direction is Direction.QUALITATIVE

    def of_unit(self, code: str, label: str) -> "Scored":
        """The indicator of a unit below as the unit above it shows it: its figures are named scores.unit.CODE.*, their labels begin with `label`."""

        def own(figure: Figure) -> Figure:
            return replace(figure, name=f"scores.unit.{code}.{figure.name.removeprefix('scores.')}", label=f"{label}{figure.label}")

        return Scored(
            own(self.target),
            own(self.actual),
            self.result,
            own(self.computed),
            own(self.score),
            own(self.lost),
            own(self.deviation),
            own(self.reduction),
            self.line.apart(f"scores.unit.{code}", label, None),
            self.record,
        )


@dataclass(frozen=True, slots=True)
class Group:
    """The indicators of one 二级指标: their weights and scores (分), and what these are less (失分)."""

    name: str | Absent
    weight: Figure
    score: Figure
    lost: Figure
    indicators: tuple[Scored, ...]

    @property
    def missed(self) -> tuple[Scored, ...]:
        """Those that miss their full weight."""
        return tuple(scored for scored in self.indicators if scored.missed)


@dataclass(frozen=True, slots=True)
class Block(Group):
    """The indicators of one 一级指标, by 二级指标 in the order of the table. `due` is the weight that the scheme gives it, if any."""

    groups: tuple[Group, ...]
    due: Decimal | None


@dataclass(frozen=True, slots=True)
class BudgetScore:
    """预算执行率: its weight by the scheme, the rate (%), the score, and what that is less (分)."""

    weight: Figure
    rate: Figure
    score: Figure
    lost: Figure


@dataclass(frozen=True, slots=True)
class UnitScore:
    """The score that a unit below gave itself, its grade, and the indicators that it missed."""

    name: str
    total: Figure
    grade: str | Absent
    missed: tuple[Scored, ...]

    @property
    def short(self) -> bool:
        """Whether it missed something, or may have: its total isn't known."""
        return bool(self.missed) or not self.total.known


@dataclass(frozen=True, slots=True)
class Scores:
    """绩效自评 of the unit itself: 预算执行率, the blocks in the order of the scheme, the whole, its grade (等级).

    `sum` is that of the scores, `total` what is left of it under the ceiling (`limit`) that the scheme may set, `reduction` what that takes off; `lost` is
    what the total is less than the weight.
    `units` are the scores of the units below that evaluate themselves. `scheme` is None where the unit names one that
    isn't there: then nothing is scored.
    """

    scheme: Scheme | None
    budget: BudgetScore
    blocks: tuple[Block, ...]
    indicators: tuple[Scored, ...]
    weight: Figure
    sum: Figure
    limit: Limit | None
    deviations: Deviations | None
    total: Figure
    reduction: Figure
    lost: Figure
    grade: str | Absent
    units: tuple[UnitScore, ...]
    lacking: tuple[str, ...]

    @property
    def missed(self) -> tuple[Scored, ...]:
        """The indicators that miss their full weight."""
        return tuple(scored for scored in self.indicators if scored.missed)

    @property
    def reduced(self) -> tuple[Scored, ...]:
        """The indicators that lose points for their deviation."""
        return tuple(scored for scored in self.indicators if scored.reduction > 0)

    @property
    def complete(self) -> bool:
        """Whether every score is known, so that what is not among `missed` has its full weight."""
        return self.total.known


def scores(scope: Scope, money: Money, figures: Mapping[str, Figure], scheme: Scheme | None, units: tuple[UnitScore, ...]) -> Scores:
    """The scores of a unit's own indicators, named scores.*; `figures` are all others by name, for 取数项."""
    rows = scope.own("indicators")
    lines = listing(rows)
    found = enumerate(zip(lines, rows.rows, strict=False), 1)
    scored = tuple(_scored(n, line, record, figures, scheme) for n, (line, record) in found)
    budget = _budget(money, scheme)
    together = total(
        "scores.sum", "各项得分之和", "分", "预算执行率得分与各三级指标得分相加，每项得分保留两位小数", (budget.score, *(s.score for s in scored)), rows
    )
    weight = total("scores.weight", "自评分值", "分", "预算执行率分值与各三级指标分值相加", (budget.weight, *(s.line.weight for s in scored)), rows)
    whole, limit = limited(together, budget.rate, scheme)
    return Scores(
        scheme,
        budget,
        tuple(_blocks(scored, rows, scheme)),
        scored,
        weight,
        together,
        limit,
        deviations(scheme),
        whole,
        difference("scores.reduction", "预算执行率偏低扣分", "分", "各项得分之和减自评总分", together, whole),
        difference("scores.lost", "自评失分", "分", "自评分值减自评总分", weight, whole),
        _grade(whole, scheme),
        units,
        rows.lacking,
    )


def unit_score(unit: Unit, own: Scores) -> UnitScore:
    """A unit's total as the unit above it shows it, named scores.unit.CODE.total, and what it missed."""
    missed = tuple(scored.of_unit(unit.code, unit.label) for scored in own.missed)
    return UnitScore(unit.label, replace(own.total, name=f"scores.unit.{unit.code}.total", label=f"{unit.label}自评总分"), own.grade, missed)


def _grade(whole: Figure, scheme: Scheme | None) -> str | Absent:
    return Absent("绩效等级") if scheme is None or whole.value is None else band_of(scheme.grades, whole.value)


def _budget(money: Money, scheme: Scheme | None) -> BudgetScore:
    rate = money.spent_rate
    if scheme is None:
        nothing = Figure(None, (), _NO_SCHEME, "scores.budget.score", "预算执行率得分", "分", "")
        return BudgetScore(
            replace(nothing, name="scores.budget.weight", label="预算执行率分值"), rate, nothing, _lost("scores.budget", BUDGET, nothing, nothing)
        )
    source = Source(scheme.place, str(scheme.budget))
    weight = Figure(scheme.budget, (source,), (), "scores.budget.weight", "预算执行率分值", "分", "评分方案规定")
    value = None if rate.value is None else score_of(scheme.budget, min(rate.value / FULL, Decimal(1)))
    words = "分值×预算执行率，最高为分值，保留两位小数"
    score = Figure(value, (source, *rate.sources), rate.lacking, "scores.budget.score", "预算执行率得分", "分", words)
    return BudgetScore(weight, rate, score, _lost("scores.budget", BUDGET, weight, score))


def _lost(prefix: str, label: str, weight: Figure, score: Figure) -> Figure:
    return difference(f"{prefix}.lost", f"{label}失分", "分", "分值减得分", weight, score)


def _scored(n: int, line: ListingRow, record: Record, figures: Mapping[str, Figure], scheme: Scheme | None) -> Scored:
    actual = _actual(n, line, record, figures)
    prefix, title = f"scores.{n}", str(line.level3)
    target = replace(line.target, label=f"{title}年度指标值", unit=record.measure or "")
    reached = _computed(n, line, record, actual, scheme)
    deviation = deviation_of(prefix, title, record, target, actual)
    reduction = taken_for(prefix, title, scheme, deviation, reached)
    computed = difference(reached.name, reached.label, "分", reached.formula, reached, reduction) if reduction > 0 else reached
    score = replace(line.score, label=f"{title}得分", unit="分") if record.raw("score") else computed
    if record.direction is not Direction.QUALITATIVE:
        result: str | Absent = ""
    elif scheme is None or record.band is None:
        result = Absent(f"{title}达成程度")
    else:
        result = band_of(scheme.bands, record.band)
    return Scored(target, actual, result, computed, score, _lost(prefix, title, line.weight, score), deviation, reduction, line, record)


def _actual(n: int, line: ListingRow, record: Record, figures: Mapping[str, Figure]) -> Figure:
    if not record.figure:
        figure: Figure = line.actual
        return replace(figure, label=f"{line.level3}实际完成值", unit=record.measure or "")
    found = figures.get(record.figure)
    if found is None:
        place = record.place("figure")
        return Figure(None, (Source(place, record.figure),), (f"{place}的取数项“{record.figure}”",), f"scores.{n}.actual", f"{line.level3}实际完成值")
    return found


def _computed(n: int, line: ListingRow, record: Record, actual: Figure, scheme: Scheme | None) -> Figure:
    """The score by the scheme, from target, actual and direction, or from the 达成程度."""
    qualitative = record.direction is Direction.QUALITATIVE
    needed: Sequence[Term] = (line.weight, line.band) if qualitative else (line.weight, line.target, actual)
    sources = tuple(dict.fromkeys(source for term in needed for source in term.sources))
    lacking = [what for term in needed for what in term.lacking]
    if record.direction not in tuple(Direction):  # it could not be read
        lacking.append(f"{record.place('direction')}的指标性质")
    value = None
    if scheme is None:
        lacking += _NO_SCHEME
    elif not lacking and record.weight is not None:
        part = scheme.part(record.direction, record.target, actual.value, record.band)
        value = None if part is None else score_of(record.weight, part)
    words = "分值×达成程度，保留两位小数" if qualitative else "达到指标值得满分，未达到的按评分方案计算，保留两位小数"
    return Figure(value, sources, tuple(lacking), f"scores.{n}.score", f"{line.level3}得分", "分", words)


def _blocks(scored: tuple[Scored, ...], rows: Rows, scheme: Scheme | None) -> Iterator[Block]:
    """Every indicator stands in one block and group; one whose block couldn't be read may belong to any, whose sums are then missing."""
    due = scheme.blocks if scheme else {}
    for n, (name, own, unread) in enumerate(_by("level1", scored, tuple(due)), 1):
        prefix = f"scores.block.{n}"
        groups = tuple(
            _group(f"{prefix}.{m}", level2, of_group, (*among, *unread), rows) for m, (level2, of_group, among) in enumerate(_by("level2", own, ()), 1)
        )
        whole = _group(prefix, name, own, unread, rows)
        yield Block(whole.name, whole.weight, whole.score, whole.lost, whole.indicators, groups, due.get(name) if isinstance(name, str) else None)


def _by(key: str, scored: tuple[Scored, ...], order: tuple[str, ...]) -> Iterator[tuple[str | Absent, tuple[Scored, ...], tuple[Scored, ...]]]:
    """The indicators by the text in a field, those in `order` first; with each, the indicators of which it couldn't be read."""
    texts = [getattr(s.record, key) for s in scored]
    unread = tuple(s for s, text in zip(scored, texts, strict=True) if text is None)
    for name in dict.fromkeys((*(text for text in order if text in texts), *texts)):
        own = tuple(s for s, text in zip(scored, texts, strict=True) if text == name)
        yield (Absent("指标") if name is None else name), own, () if name is None else unread


def _group(prefix: str, name: str | Absent, own: tuple[Scored, ...], unread: tuple[Scored, ...], rows: Rows) -> Group:
    label = name.label if isinstance(name, Absent) else name
    unknown = tuple(Term(None, (), (str(s.record.origin.place),)) for s in unread)

    def summed(key: str, title: str, terms: Iterable[Term]) -> Figure:
        return total(f"{prefix}.{key}", f"{label}{title}", "分", f"各三级指标{title}相加", (*terms, *unknown), rows)

    weight, score = summed("weight", "分值", (s.line.weight for s in own)), summed("score", "得分", (s.score for s in own))
    return Group(name, weight, score, _lost(prefix, label, weight, score), own)
