"""Checks of 补贴细则: units, the most of a household, what the levels bear, tiers; against 补贴标准."""

import itertools
from collections.abc import Iterator, Sequence

from reportgen.inputs.schema import Record
from reportgen.inputs.schema.choices import SharedBy
from reportgen.policy.checks.registry import Outcome, Violation
from reportgen.policy.facts import Facts
from reportgen.programmes.clean_heating.checks.registry import check
from reportgen.programmes.clean_heating.figures.schedules import LEVELS, bearing, each_household, is_flat, shared_whole, tiers, yuan_per_measure

_STANDARDS = {"construction": "建设补贴", "running": "运行补贴"}


def _rows(facts: Facts) -> Sequence[Record]:
    """The unit's own rows: those of the units below are checked with their own units."""
    return facts.scope.inputs.rows("subsidy_schedules") or ()


@check("subsidy-unit-of-the-way", needs="subsidy_schedules", says="path item way unit wanted")
def subsidy_unit_of_the_way(facts: Facts) -> Iterator[Outcome]:
    """The unit of a standard is that of the way in which it is computed: 元/千瓦时 by power, % of a price. What isn't given is missing, not wrong."""
    for row in _rows(facts):
        if row.way is not None and row.rate is not None and yuan_per_measure(row).value is None:
            wanted = "%" if row.way.measure == "元" else f"元/{row.way.measure}"
            names = {"path": str(row.path), "item": str(row.item), "way": str(row.way), "unit": row.unit or "空的", "wanted": wanted}
            yield Violation(names, (), (row.place("unit"), row.place("way")))


@check("subsidy-cap-not-below", needs="subsidy_schedules", says="path item cap amount")
def subsidy_cap_not_below(facts: Facts) -> Iterator[Outcome]:
    """The most of a household isn't less than what each household gets (定额), nor than one 千瓦时 or 平方米 is paid with."""
    for row in _rows(facts):
        rate = yuan_per_measure(row).value
        if row.cap is not None and rate is not None and row.cap < rate:
            names = {"path": str(row.path), "item": str(row.item), "cap": row.cap, "amount": rate}
            yield Violation(names, (), (row.place("cap"), row.place("rate")))


@check("subsidy-shares-are-the-whole", needs="subsidy_schedules", says="path item parts way wanted")
def subsidy_shares_are_the_whole(facts: Facts) -> Iterator[Outcome]:
    """What the levels bear adds up to 100 %, or to the whole; how it is written is said; somebody bears a part."""
    for row in _rows(facts):
        parts = bearing(row)
        whole, wanted = sum(parts.values()), shared_whole(row)
        fits = whole > 0 if row.shared_by is SharedBy.PARTS else whole in wanted
        if (parts or row.shared_by is not None) and not fits:
            said = "、".join(f"{LEVELS[key]}{value}" for key, value in parts.items()) or "都没有填写"
            whole_of = "100" if row.shared_by is SharedBy.PERCENT else "或者".join(dict.fromkeys(str(value) for value in wanted))
            names = {"path": str(row.path), "item": str(row.item), "parts": said, "way": row.shared_by or "空的", "wanted": whole_of or "大于0的数"}
            yield Violation(names, (), (row.place("shared_by"), *(row.place(key) for key in parts)))


@check("subsidy-tiers-apart", needs="subsidy_schedules", says="path item one other")
def subsidy_tiers_apart(facts: Facts) -> Iterator[Outcome]:
    """No household is in two tiers of one subsidy; a subsidy without tiers has one row, and the bounds of a tier stand in their order."""
    for group in tiers(_rows(facts)):
        for row in group:
            if row.up_to is not None and (row.above or 0) >= row.up_to:
                yield _between(row, row)
        for before, after in itertools.pairwise(group):
            if before.up_to is None or (after.above or 0) < before.up_to:
                yield _between(before, after)


@check("subsidy-tiers-join", needs="subsidy_schedules", says="path item one other")
def subsidy_tiers_join(facts: Facts) -> Iterator[Outcome]:
    """Each tier begins where that before it ends, the first at nothing."""
    for group in tiers(_rows(facts)):
        if group[0].above:
            yield _between(group[0], group[0])
        for before, after in itertools.pairwise(group):
            if before.up_to is not None and (after.above or 0) > before.up_to:
                yield _between(before, after)


def _between(one: Record, other: Record) -> Violation:
    names = {"path": str(one.path), "item": str(one.item), "one": _bounds(one), "other": _bounds(other)}
    return Violation(names, (), tuple(dict.fromkeys((other.place("above"), one.place("up_to")))))


def _bounds(row: Record) -> str:
    return f"{row.above or 0}至{'不封顶' if row.up_to is None else row.up_to}"


@check("subsidy-schedule-by-standard", needs="subsidies subsidy_schedules", says="path item amount standard")
def subsidy_schedule_by_standard(facts: Facts) -> Iterator[Outcome]:
    """The most that a household gets by its schedule, of all tiers, is what 补贴标准 has for the path; a fixed one of another kind isn't known there."""
    standards = facts.scope.inputs.rows("subsidies") or ()
    for key, title in _STANDARDS.items():
        for standard in standards:
            rows = [row for row in _rows(facts) if row.path == standard.path and row.item is not None and row.item.key == key]
            most = [(term.value, row) for row in rows if (term := each_household(row)) is not None and term.value is not None]
            most += [(row.cap, row) for row in rows if row.cap is not None and not is_flat(row)]
            written = getattr(standard, key)
            if rows and len({id(row) for _, row in most}) == len(rows) and written is not None and max(value for value, _ in most) != written:
                amount, row = max(most, key=lambda pair: pair[0])
                names = {"path": str(standard.path), "item": title, "amount": amount, "standard": written}
                yield Violation(names, (), (row.place("cap" if row.cap is not None else "rate"), standard.place(key)))
