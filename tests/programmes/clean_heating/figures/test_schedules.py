"""补贴细则: flat, by use, by floor space, in percent, capped, tiered, shared by levels; computed where the data allow, shown as published where not."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from reportgen.diagnostics import Place
from reportgen.figures.scope import Scope
from reportgen.inputs.records import Table, UnitInputs
from reportgen.inputs.schema import Origin, Record
from reportgen.inputs.schema.choices import Level, SharedBy
from reportgen.inputs.schema.programme import shipped
from reportgen.inputs.schema.unit import Unit
from reportgen.inputs.schema.vocabulary import Choice, shipped_vocabularies
from reportgen.pipeline.opening import open_season
from reportgen.pipeline.season import Season
from reportgen.programmes.clean_heating.figures.schedules import LEVELS, Schedules, schedules
from reportgen.workspace import Workspace

Project = Callable[[str], Path]
FILE = "inputs/2023/示例区/补贴细则.csv"
SCHEDULES = shipped().by_key["subsidy_schedules"]


def choice(vocabulary: str, key: str) -> Choice:
    return next(value for value in shipped_vocabularies()[vocabulary] if value.key == key)


def computed(*rows: dict[str, Any]) -> Schedules:
    """The figures of rows: `way` and `tier_by` by their keys."""
    records = []
    for row in rows:
        chosen = {key: choice(f"subsidy_{key.removesuffix('_by')}", row[key]) for key in ("way", "tier_by") if key in row}
        values = {"path": choice("path", "electricity"), "item": choice("subsidy_item", "running"), **row, **chosen}
        records.append(Record(SCHEDULES, values, Origin({}, {}, Place(FILE, line=2))))
    unit = Unit.model_construct(name="示例区", level=Level.COUNTY)
    return schedules(Scope(UnitInputs(unit, "inputs/2023/示例区", {SCHEDULES.key: Table(SCHEDULES, tuple(records))})))


FLAT = {"way": "flat", "rate": Decimal(4600), "unit": "元/户"}
POWER = {"way": "electricity", "rate": Decimal("0.12"), "unit": "元/千瓦时"}
TIER = {"tier_by": "electricity", "up_to": Decimal(10000)}
PRICE = {"way": "ratio", "rate": Decimal(70), "unit": "%"}


@pytest.mark.parametrize(
    ("row", "amount", "most"),
    [
        ({**FLAT, "households": 100}, "46", "46"),
        (FLAT, None, None),
        ({**FLAT, "unit": "万元/户", "rate": Decimal("0.46"), "households": 100}, "46", "46"),
        ({**FLAT, "unit": "元/千瓦时", "households": 100}, None, None),
        ({**FLAT, "cap": Decimal(4000), "households": 100}, None, None),
        # by use: what all use together doesn't say whom a most for each household stops
        ({**POWER, "quantity": Decimal(500000)}, "6", "6"),
        ({**POWER, "unit": "元/度", "quantity": Decimal(500000)}, "6", "6"),
        ({**POWER, "cap": Decimal(1200), "quantity": Decimal(500000), "households": 100}, None, "6"),
        ({**POWER, "cap": Decimal(1200), "quantity": Decimal(5000000), "households": 100}, None, "12"),
        ({**POWER, "cap": Decimal(1200), "households": 100}, None, "12"),
        # nobody in the tier reaches the most
        ({**POWER, **TIER, "cap": Decimal(1200), "quantity": Decimal(500000), "households": 100}, "6", "6"),
        ({**POWER, **TIER, "cap": Decimal(1199), "quantity": Decimal(500000), "households": 100}, None, "6"),
        ({**POWER, **TIER, "households": 100}, None, "12"),
        ({"way": "gas", "rate": Decimal(1), "unit": "元/立方米", "cap": Decimal(1200), "households": 10}, None, "1.2"),
        ({"way": "floor", "rate": Decimal(25), "unit": "元/平方米", "each": Decimal(80), "households": 100}, "20", "20"),
        ({"way": "floor", "rate": Decimal(25), "unit": "元/平方米", "each": Decimal(80), "cap": Decimal(1500), "households": 100}, "15", "15"),
        ({"way": "floor", "rate": Decimal(25), "unit": "元/平方米", "quantity": Decimal(8000)}, "20", "20"),
        ({**PRICE, "each": Decimal(2100), "cap": Decimal(1470), "households": 100}, "14.7", "14.7"),
        ({**PRICE, "each": Decimal(3000), "cap": Decimal(1470), "households": 100}, "14.7", "14.7"),
        ({**PRICE, "rate": Decimal(30), "quantity": Decimal(1000000)}, "30", "30"),
        ({"way": "capacity", "rate": Decimal(5), "unit": "万元/蒸吨", "each": Decimal(6), "cap": Decimal(500000), "households": 2}, "60", "60"),
        ({"way": "capacity", "rate": Decimal(5), "unit": "万元/蒸吨", "each": Decimal(12), "cap": Decimal(500000), "households": 2}, "100", "100"),
        ({"published": "按省规定执行", "households": 100}, None, None),
    ],
)
def test_what_a_row_comes_to(row: dict[str, Any], amount: str | None, most: str | None) -> None:
    (line,) = computed(row).rows
    for figure, value in ((line.amount, amount), (line.most, most)):
        assert figure.value == (None if value is None else Decimal(value))
        assert bool(figure.lacking) is (value is None)


@pytest.mark.parametrize(
    ("row", "parts"),
    [
        ({"shared_by": SharedBy.PARTS, "province_part": 4, "county_part": 1}, {"省级": "36.8", "县级": "9.2"}),
        ({"shared_by": SharedBy.PERCENT, "city_part": 40, "county_part": 60}, {"市级": "18.4", "县级": "27.6"}),
        ({"shared_by": SharedBy.AMOUNTS, "city_part": 2300, "county_part": 1300, "resident_part": 1000}, {"市级": "23", "县级": "13", "居民自筹": "10"}),
        ({"shared_by": SharedBy.PERCENT, "city_part": 40, "county_part": 50}, {"市级": None, "县级": None}),
        ({"shared_by": SharedBy.AMOUNTS, "city_part": 2300, "county_part": 1300}, {"市级": None, "县级": None}),
        ({"city_part": 40, "county_part": 60}, {"市级": None, "县级": None}),
        ({}, {}),
    ],
)
def test_what_the_levels_bear(row: dict[str, Any], parts: dict[str, str | None]) -> None:
    (line,) = computed({**FLAT, "households": 100, **row}).rows
    assert {each.name: each.amount.value for each in line.levels} == {name: None if value is None else Decimal(value) for name, value in parts.items()}


PARTS = st.dictionaries(st.sampled_from(sorted(LEVELS)), st.decimals(0, 10000, places=2), min_size=1).filter(lambda parts: sum(parts.values()) > 0)
RATES = st.decimals(0, 100000, places=4)
COUNTS = st.integers(0, 3_000_000)


@given(st.lists(st.tuples(RATES, COUNTS, PARTS), min_size=1, max_size=4))
def test_the_parts_of_the_levels_add_up_to_the_whole(tiers: list[tuple[Decimal, int, dict[str, Decimal]]]) -> None:
    rows = [{**FLAT, "rate": rate, "households": homes, "shared_by": SharedBy.PARTS, **parts} for rate, homes, parts in tiers]
    found = computed(*rows)
    for line in found.rows:
        parts = [each.amount.value for each in line.levels]
        assert all(part is not None and part >= 0 for part in parts)
        assert sum(part or 0 for part in parts) == line.amount.value
    assert sum(level.amount.value or 0 for level in found.levels) == found.amount.value


def opened(root: Path) -> tuple[Season, Schedules]:
    season = open_season(Workspace(root), "2023")
    (scope,) = season.scopes
    return season, season.themes(scope).subsidies.schedules


def test_a_county_whose_subsidies_three_levels_share(root: Path) -> None:
    season, found = opened(root / "tests/projects/shared")
    assert [str(problem) for problem in season.problems if "补贴细则" in str(problem)] == []
    amounts = [line.amount.value for line in found.rows]
    assert amounts == [Decimal(740), Decimal(60), Decimal(24), None, Decimal("14.7")]
    assert [line.most.value for line in found.rows] == [Decimal(740), Decimal(60), Decimal(24), Decimal(72), Decimal("14.7")]
    assert [[each.amount.value for each in line.levels] for line in found.rows[:3]] == [[370, 185, 185], [20, 20, 20], [8, 8, 8]]
    by_item = {item.name: (item.amount.value, item.most.value) for item in found.items}
    assert by_item == {"建设补贴": (Decimal("754.7"), Decimal("754.7")), "运行补贴": (None, Decimal(156))}
    assert {source.place.file.rpartition("/")[2] for source in found.rows[0].amount.sources} == {"补贴细则.csv", "改造任务.csv"}


def test_the_plan_prints_the_schedule_and_what_it_comes_to(root: Path) -> None:
    season, _ = opened(root / "tests/projects/shared")
    (job,) = season.jobs(frozenset({"示例区"}), frozenset({"plan"}))
    composed = season.compose(job)
    assert composed.html is not None, composed.problems
    tree = etree.fromstring(composed.html)
    rows = {
        id: [["".join(cell.itertext()).strip() for cell in row] for row in tree.iterfind(f".//*[@id='{id}']//tr")]
        for id in ("subsidy-schedules", "subsidy-shares")
    }
    assert rows["subsidy-schedules"][2][2:] == ["用电量不超过10000千瓦时", "按用电量0.12元/千瓦时，每户最高1200元", "800", "60.00", "60.00"]
    assert rows["subsidy-schedules"][4][3:] == ["按用气量1元/立方米，每户最高1200元；每月扣除28立方米后计算", "600", "—", "72.00"]
    assert rows["subsidy-shares"][1] == ["煤改电", "建设补贴", "370.00", "185.00", "185.00", "740.00"]
    text = "".join(tree.itertext())
    assert "建设补贴共754.7" in text
    assert "运行补贴按实际情况结算，最高156" in text
    assert "级负担" not in text


def test_the_plan_says_what_each_level_bears_where_all_of_it_is_known(project: Project) -> None:
    root = project("shared")
    file = root / FILE
    file.write_text("".join(line for line in file.read_text("utf-8").splitlines(keepends=True) if not line.startswith("煤改气")), "utf-8")
    season, found = opened(root)
    assert [level.amount.value for level in found.levels] == [Decimal("409.76"), Decimal(213), Decimal("215.94")]
    (job,) = season.jobs(frozenset({"示例区"}), frozenset({"plan"}))
    text = "".join(etree.fromstring(season.compose(job).html or "").itertext())
    assert "各项补贴共838.70万元，其中省级负担409.76万元、市级负担213.00万元、县级负担215.94万元。" in text


@pytest.mark.sampled(3)
@pytest.mark.parametrize(
    ("before", "after", "rule", "number", "key"),
    [
        ("元/千瓦时,1200", "元/户,1200", "CH-12-07", 2, "unit"),
        ("元/户,7400", "元/户,7000", "CH-12-08", 1, "cap"),
        ("3700,1850,1850", "3700,1850,1800", "CH-12-09", 1, "shared_by"),
        ("份数,4,,1", "百分比,80,,10", "CH-12-09", 5, "shared_by"),
        ("用电量,10000,", "用电量,9000,", "CH-12-10", 3, "above"),
        ("用电量,10000,", "用电量,11000,", "CH-12-11", 3, "above"),
        ("按用气量,1,元/立方米,1200,,,,百分比,,50,50,每月扣除28立方米后计算", ",,,,,,,百分比,,50,50,", "CH-12-06", 4, ""),
        ("7400,元/户,7400", "7000,元/户,", "CH-12-12", 1, "rate"),
    ],
)
def test_a_fault_is_told_at_its_cell(before: str, after: str, rule: str, number: int, key: str, project: Project) -> None:
    root = project("shared")
    file = root / FILE
    text = file.read_text("utf-8")
    assert before in text
    assert [code for code, _, _ in found(root) if code.startswith("CH-12-")] == ["CH-12-01"] * 3 + ["CH-12-04"] * 3
    file.write_text(text.replace(before, after), "utf-8")
    told = [(places, rows) for code, places, rows in found(root) if code == rule]
    assert told
    assert all((rows[number - 1].place(key) if key else rows[number - 1].origin.place) in places for places, rows in told)


def found(root: Path) -> list[tuple[str, tuple[Place, ...], tuple[Record, ...]]]:
    """What the rules say to the plan: the rule, the places, and the rows as they were read."""
    season, _ = opened(root)
    (scope,) = season.scopes
    (job,) = season.jobs(frozenset({"示例区"}), frozenset({"plan"}))
    rows = scope.inputs.rows("subsidy_schedules") or ()
    return [(finding.code, finding.places, rows) for finding in season.evaluate(job).findings]
