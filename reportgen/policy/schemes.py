"""评分方案 of the policies: the parameter `schemes` of a policy file, by id, as the figures use them."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator
from pydantic import Field as Entry

from reportgen.diagnostics import Diagnostic, Place, error
from reportgen.figures.scheme import FULL, Band, Ceiling, Method, Reductions, Scheme
from reportgen.inputs.schema.choices import Direction
from reportgen.inputs.schema.unit import Unit
from reportgen.inputs.wording import proposal
from reportgen.policy.model import Policy

PARAMETER = "schemes"
DEFAULT = "general"
"""The scheme of a unit that names none (单位.yaml 绩效自评组织.评分方案)."""

_HELP = "请对照软件自带的通用评分方案（programmes/clean_heating/policies/performance.yaml）改正"
_REASONS = {"missing": "没有填写", "extra_forbidden": "不是可以写的项", "enum": "应为 {expected} 之一", "decimal_parsing": "应为数值"}


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _Band(_Entry):
    title: str
    least: Annotated[Decimal, Entry(ge=0, le=100)]


class _Ceiling(_Entry):
    below: Annotated[Decimal, Entry(gt=0, le=100)]
    most: Annotated[Decimal, Entry(ge=0, le=100)]


class _Deviation(_Entry):
    least: Annotated[Decimal, Entry(gt=0)]
    points: Annotated[Decimal, Entry(gt=0, le=100)]


class _Reductions(_Entry):
    """What a scheme takes off: the total's ceilings by the rate of the budget's execution, the points of an indicator far from its target; and who says so."""

    source: Annotated[str, Entry(min_length=1)]
    ceilings: tuple[_Ceiling, ...] = ()
    deviation: _Deviation | None = None

    @model_validator(mode="after")
    def _descending(self) -> Self:
        for name in ("below", "most"):
            values = [getattr(ceiling, name) for ceiling in self.ceilings]
            if values != sorted(set(values), reverse=True):
                raise ValueError(f"reductions 的 ceilings 各档的 {name} 应由高到低")
        if not self.ceilings and self.deviation is None:
            raise ValueError("reductions 应写明 ceilings 或者 deviation")
        return self


class _Scheme(_Entry):
    """A scheme as it is written: weights of 预算执行率 (`budget`) and the 一级指标 (`blocks`), methods, bands, grades, reductions."""

    title: str
    budget: Annotated[Decimal, Entry(ge=0, le=100)]
    blocks: dict[str, Annotated[Decimal, Entry(gt=0, le=100)]]
    methods: dict[Direction, Method]
    bands: Annotated[tuple[_Band, ...], Entry(min_length=1)]
    grades: Annotated[tuple[_Band, ...], Entry(min_length=1)]
    reductions: _Reductions | None = None

    @model_validator(mode="after")
    def _complete(self) -> Self:
        whole = self.budget + sum(self.blocks.values())
        if whole != FULL:
            raise ValueError(f"budget 与 blocks 各项分值之和应为100，实际是{whole}")
        numeric = [direction for direction in Direction if direction is not Direction.QUALITATIVE]
        if set(self.methods) != set(numeric):
            raise ValueError(f"methods 应写明 {'、'.join(numeric)} 三种指标未达到时的计分方法")
        for name, bands in (("bands", self.bands), ("grades", self.grades)):
            least = [band.least for band in bands]
            if least != sorted(set(least), reverse=True) or least[-1] != 0:
                raise ValueError(f"{name} 各档的 least 应由高到低，最后一档为0")
        return self


def read_schemes(policies: tuple[Policy, ...]) -> tuple[Mapping[str, Scheme], tuple[Diagnostic, ...]]:
    """The schemes of all policies by id, a later policy's for an earlier one's; those that are at fault are left out and reported."""
    found: dict[str, Scheme] = {}
    problems: list[Diagnostic] = []
    for policy in policies:
        given = policy.parameters.get(PARAMETER, {})
        if not isinstance(given, Mapping):
            problems.append(error("policy.scheme", f"政策 {policy.id} 的 {PARAMETER} 应为“编号: 内容”的各行", help=_HELP))
            continue
        for id, values in given.items():
            scheme, faults = _scheme(id, values, policy)
            problems += faults
            if scheme is not None:
                found[id] = scheme
    return found, tuple(problems)


def _scheme(id: str, values: Any, policy: Policy) -> tuple[Scheme | None, list[Diagnostic]]:
    try:
        read = _Scheme.model_validate(values)
    except ValidationError as fault:
        whose = f"评分方案 {id}（政策 {policy.id}）"
        return None, [error("policy.scheme", f"{whose}{_reason(item)}", help=_HELP) for item in fault.errors()]
    place = Place(f"{read.title}（{policy.document.title}）")
    bands, grades = (tuple(Band(band.title, band.least) for band in given) for given in (read.bands, read.grades))
    return Scheme(id, read.title, place, read.budget, read.blocks, read.methods, bands, grades, _taken_off(read.reductions)), []


def _taken_off(read: _Reductions | None) -> Reductions | None:
    if read is None:
        return None
    ceilings = tuple(Ceiling(ceiling.below, ceiling.most) for ceiling in read.ceilings)
    far = read.deviation
    return Reductions(read.source, ceilings, far.least if far else None, far.points if far else Decimal(0))


def _reason(item: Any) -> str:
    key = ".".join(str(part) for part in item["loc"] if part != "[key]")
    words = _REASONS.get(item["type"])
    if item["type"] == "value_error":
        return f"：{item['ctx']['error']}"
    return f"的 {key} {words.format_map(item.get('ctx', {})) if words else '写法不对'}"


def scheme_of(schemes: Mapping[str, Scheme], unit: Unit) -> Scheme | None:
    """The scheme that a unit scores itself by; None where it names one that isn't there."""
    return schemes.get(unit.evaluation.scheme or DEFAULT)


def unknown_scheme(schemes: Mapping[str, Scheme], unit: Unit) -> tuple[Diagnostic, ...]:
    """A fault where a unit names a scheme that isn't there; where there are none at all, one that names none isn't scored."""
    if scheme_of(schemes, unit) is not None or (not schemes and unit.evaluation.scheme is None):
        return ()
    name = unit.evaluation.scheme or DEFAULT
    place = unit.evaluation.place("scheme")
    help = f"可以写的评分方案有：{'、'.join(schemes)}；也可以在 inputs/policies 中编写"
    return (error("policy.unknown-scheme", f"没有评分方案“{name}”{proposal(name, schemes)}", *((place,) if place else ()), help=help, unit=unit.name),)
