"""绩效指标, sample data: 90 points by the general scheme (产出 50, 效益 30, 满意度 10); actual values are taken from figures.

Every indicator stands for something that the city's plan asks for; targets are the task, or what was planned to be paid.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from reportgen.inputs.schema.choices import Direction
from xinzhou.amounts import share_amount
from xinzhou.choices import EnergyKind, HeatingPath, RetrofitType
from xinzhou.costs import cost_limit, of_path
from xinzhou.effects import keeps_coal
from xinzhou.money import funds
from xinzhou.outcome import completed, results
from xinzhou.policy import RETROFIT
from xinzhou.story import FIRST_PASS_TARGET, SATISFACTION_TARGET, STORIES, Story
from xinzhou.subsidies import subsidies
from xinzhou.units import UNITS, Unit, retrofit_shares
from xinzhou.work import retrofit
from xinzhou.workbook import Row, Sheet, Value

_COAL_PER_HOUSEHOLD = 3
_ENERGY = {
    HeatingPath.DISTRICT: EnergyKind.HEAT,
    HeatingPath.ELECTRICITY: EnergyKind.ELECTRICITY,
    HeatingPath.GAS: EnergyKind.GAS,
    HeatingPath.BIOMASS: EnergyKind.BIOMASS,
}
_OUTPUT, _EFFECT, _SATISFACTION = "产出指标", "效益指标", "满意度指标"
_AS_ABOVE = "未完工户的原因和措施与{paths}相同。"
_LATE_MONEY = "神池县县级财力紧张、偏关县土地出让收入减少，配套资金没有按期安排；未到位部分已列入两县2024年预算，10月底前拨付。"
_LASTING = "山区乡镇维修网点和备件不足、新增用户使用指导和安检跟不上，长输管网、热电联产等新热源首年运行，调度机制尚在磨合；各县（市、区）2024年10月底前补齐。"
_ABSENT = "个别不合格户因户主外出未能整改；已逐户约定时间，户主返乡后整改复验。"
_LESS_USED = "运行补贴按实际用能量核定，少于按上限安排的数；未完工户的建设补贴在完工验收以后发放。"
_AT_FIRST = "部分户内设施安装调试不到位；已逐户整改复验，对返工较多的施工企业约谈并扣减信用分。"


@dataclass(frozen=True, slots=True)
class _Owner:
    """Whose indicators they are: one unit, or the city with all its units."""

    name: str
    units: tuple[Unit, ...]
    retrofit: dict[RetrofitType, Decimal]

    @property
    def paths(self) -> tuple[HeatingPath, ...]:
        return tuple(path for path in HeatingPath if any(path in unit.paths for unit in self.units))

    @property
    def is_city(self) -> bool:
        return len(self.units) > 1

    def task(self, path: HeatingPath | None = None) -> int:
        return sum(unit.households(p) for unit in self.units for p in unit.paths if path in (None, p))

    def completed(self) -> int:
        return sum(completed(unit) for unit in self.units)

    def delay(self, path: HeatingPath) -> str | None:
        """Why some households are not finished, and what is done about it."""
        left = [(unit, short) for unit in self.units if (short := STORIES[unit.name].shortfall) and short.path is path]
        if not left:
            return None
        causes = "；".join(f"{unit.name}{short.cause}" if self.is_city else f"{short.cause}，{short.meanwhile}" for unit, short in left)
        due = max(short.due for _, short in left)
        return f"{causes}；逐户落实责任人，{due.year}年{due.month}月{due.day}日前完成。"

    def why(self, cause: Callable[[Story], str | None], common: str = "") -> str | None:
        """The causes that the units give for something that was missed; of several units the city says in its own words what is `common` to them."""
        given = [(unit, text) for unit in self.units if (text := cause(STORIES[unit.name]))]
        if not self.is_city:
            return "".join(text for _, text in given) or None
        if len(given) > 1 and common:
            return common
        return "；".join(f"{unit.name}{text.removesuffix('。')}" for unit, text in given) + "。" if given else None

    def delay_of_all(self) -> str | None:
        """The same for all paths together: the cause itself where there is one, of several a reference to the paths' own indicators."""
        delays = {path.value: text for path in self.paths if (text := self.delay(path))}
        if len(delays) < 2:
            return next(iter(delays.values()), None)
        return _AS_ABOVE.format(paths="".join(f"“{path}改造户数”" for path in delays))


def of_unit(unit: Unit) -> Sheet:
    """绩效指标 of a unit."""
    parts = {kind: Decimal(part) / 100 for kind, part in retrofit_shares()[unit.name].items()}
    return _sheet(_Owner(unit.name, (unit,), parts))


def city() -> Sheet:
    """绩效指标 of the city, over all its units."""
    return _sheet(_Owner("忻州市", UNITS, RETROFIT))


def _sheet(owner: _Owner) -> Sheet:
    return Sheet("indicators", (*_outputs(owner), *_effects(owner), *_satisfaction(owner)))


def _outputs(owner: _Owner) -> Iterator[Row]:
    yield from _numbered("1.1", _OUTPUT, "数量指标", _quantities(owner))
    unrectified = _ABSENT if any(STORIES[unit.name].unrectified for unit in owner.units) else None
    found = [result for unit in owner.units for result in results(unit)]
    missed = sum(result.failed for result in found) * 100 > sum(result.completed for result in found) * (100 - FIRST_PASS_TARGET)
    quality = [
        _row("改造项目一次验收合格率", "≥", FIRST_PASS_TARGET, "%", 3, "acceptance.total.pass_rate", owner.why(_failed) or _AT_FIRST if missed else None),
        _row("改造项目整改后验收合格率", "≥", 100, "%", 3, "acceptance.total.final_rate", unrectified),
        _gain(owner),
    ]
    yield from _numbered("1.2", _OUTPUT, "质量指标", quality)
    timely = [
        _qualitative("实施方案按期报备", 2, 100),
        _row("改造任务按期完成率", "≥", 100, "%", 3, "completion.total.rate", owner.delay_of_all()),
        _row("完工项目验收率", "≥", 100, "%", 2, "acceptance.total.inspected_rate"),
        _qualitative("重点工程和配套设施按期投用", 3, _mark(owner, lambda story: story.timely), owner.why(lambda story: story.why_timely)),
    ]
    yield from _numbered("1.3", _OUTPUT, "时效指标", timely)
    budget = sum((_number(row["adjusted"]) for unit in owner.units for row in funds(unit).rows), Decimal(0))
    cost = [
        _row("项目支出控制在全年预算内", "≤", budget, "万元", 4, "funds.spent"),
        _row("县级配套资金到位率", "≥", 100, "%", 4, "funds.county.received.rate", owner.why(lambda story: story.why_late_money, _LATE_MONEY)),
    ]
    yield from _numbered("1.4", _OUTPUT, "成本指标", cost)


def _quantities(owner: _Owner) -> Iterator[Row]:
    for path, weight in zip(owner.paths, share_amount(Decimal(12), [1.0] * len(owner.paths)), strict=True):
        yield _row(f"{path.value}改造户数", "≥", owner.task(path), "户", weight, f"completion.{path.key}.completed", owner.delay(path))
    for kind, weight in zip(owner.retrofit, share_amount(Decimal(8), [1.0] * len(owner.retrofit)), strict=True):
        figure = f"completion.retrofit.{kind.key}.completed"
        yield _row(f"{kind.value}面积", "≥", owner.retrofit[kind], "万平方米", weight, figure, owner.why(_area_short(kind)))


def _effects(owner: _Owner) -> Iterator[Row]:
    rows = [row for unit in owner.units for row in subsidies(unit).rows]
    yield from _numbered("2.1", _EFFECT, "经济效益指标", _costs(owner, rows))
    hardship = sum((_number(row["hardship"]) for row in rows), Decimal(0))
    social = [
        _row("散煤清零范围清洁取暖覆盖率", "=", 100, "%", 4, "zones.coverage"),
        _row("困难群众享受取暖增补户数", "≥", hardship, "户", 4, "subsidies.paid.households"),
    ]
    yield from _numbered("2.2", _EFFECT, "社会效益指标", social)
    ecological = [
        _row("散煤清零范围散煤户数", "=", 0, "户", 5, "zones.coal_left"),
        _coal(owner),
    ]
    yield from _numbered("2.3", _EFFECT, "生态效益指标", ecological)
    main = max(owner.paths, key=owner.task)
    lasting = [
        _row(f"{_ENERGY[main].value}供应合同覆盖率", "≥", 100, "%", 1, f"energy.{_ENERGY[main].name.lower()}.cover"),
        _row("设备报修办结率", "≥", 98, "%", 1, "operators.rate"),
        _qualitative("运行维护长效机制健全", 4, _mark(owner, lambda story: story.lasting), owner.why(lambda story: story.why_lasting, _LASTING)),
    ]
    yield from _numbered("2.4", _EFFECT, "可持续影响指标", lasting)


def _coal(owner: _Owner) -> Row:
    """The coal that isn't burned any more: where the households were asked as 散煤替代 has it, else by what a household is taken to burn."""
    target, asked = owner.task() * _COAL_PER_HOUSEHOLD, not owner.is_city and keeps_coal(owner.units[0])
    if asked:
        return _row("每个采暖季替代散煤量", "≥", target, "吨", 5, "coal.replaced")
    return _row("每个采暖季替代散煤量", "≥", target, "吨", 5, None, owner.delay_of_all()) | {"actual": owner.completed() * _COAL_PER_HOUSEHOLD}


def _costs(owner: _Owner, rows: Iterable[Row]) -> Iterator[Row]:
    """What a household pays by each path; for the city, whose units have standards of their own, what was paid of the subsidies for the task."""
    if owner.is_city:
        standards = sum(unit.households(path) * (of_path(unit, path).construction + of_path(unit, path).running) for unit in owner.units for path in unit.paths)
        planned = (Decimal(standards) / 10000 + sum((_number(row["hardship_paid"]) for row in rows), Decimal(0))).quantize(Decimal("0.01"))
        yield _row("清洁取暖补贴发放金额", "≥", planned, "万元", 6, "subsidies.paid.total", _LESS_USED)
        return
    for n, (path, weight) in enumerate(zip(owner.paths, share_amount(Decimal(6), [1.0] * len(owner.paths)), strict=True), 1):
        limit = cost_limit(owner.units[0])
        dear = owner.why(lambda story: story.why_dear) if of_path(owner.units[0], path).season_cost > limit else None
        yield _row(f"{path.value}补贴后户均取暖支出", "≤", limit, "元", weight, f"subsidies.{n}.season_cost", dear)


def _satisfaction(owner: _Owner) -> Iterator[Row]:
    asked = [(STORIES[unit.name].satisfaction, STORIES[unit.name].surveyed) for unit in owner.units]
    missed = sum(content * people for content, people in asked) < SATISFACTION_TARGET * sum(people for _, people in asked)
    why = owner.why(lambda story: story.why_dissatisfied) if missed else None
    row = _row("清洁取暖群众满意度", "≥", SATISFACTION_TARGET, "%", 10, "outreach.satisfaction", why)
    return _numbered("3.1", _SATISFACTION, "服务对象满意度指标", [row])


def _mark(owner: _Owner, of: Callable[[Story], int]) -> int:
    """A qualitative indicator's mark (%): the city's is the mean of its units', in steps of five."""
    marks = [of(STORIES[unit.name]) for unit in owner.units]
    return marks[0] if len(marks) == 1 else sum(marks) // len(marks) // 5 * 5


def _gain(owner: _Owner) -> Row:
    """What the retrofit gained: a unit's as its sheet has it; the city's is the least of its units'."""
    row = _row("建筑节能改造能效提升", "≥", 30, "%", 6, None if owner.is_city else "retrofit.1.gain")
    if not owner.is_city:
        return row
    return row | {"actual": min(_number(line["gain"]) for unit in owner.units for line in retrofit(unit).rows if line["type"] is RetrofitType.URBAN)}


def _failed(story: Story) -> str | None:
    return story.why_failed


def _area_short(kind: RetrofitType) -> Callable[[Story], str | None]:
    """The cause of a unit that is short of this kind of retrofit."""
    return lambda story: story.why_retrofit if story.retrofit and story.retrofit[0] is kind else None


def _numbered(prefix: str, level1: str, level2: str, rows: Iterable[Row]) -> Iterator[Row]:
    for n, row in enumerate(rows, 1):
        yield {"level1": level1, "level2": level2, **row, "number": f"{prefix}.{n}"}


def _row(
    name: str, sign: str, target: int | Decimal, measure: str, weight: int | Decimal, figure: str | None, deviation: str | None = None
) -> dict[str, Value]:
    return {
        "level3": name,
        "direction": Direction(sign),
        "target": target,
        "measure": measure,
        "weight": weight,
        "figure": figure,
        "deviation": deviation,
    }


def _qualitative(name: str, weight: int, band: int, deviation: str | None = None) -> dict[str, Value]:
    return {"level3": name, "direction": Direction.QUALITATIVE, "weight": weight, "band": band, "deviation": deviation}


def _number(value: Value) -> Decimal:
    assert isinstance(value, int | Decimal)
    return Decimal(value)
