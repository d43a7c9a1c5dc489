"""Acceptance: sums by class, area, township and unit; what isn't there stays missing; no household's name or number leaves the ledger."""

from collections.abc import Callable
from pathlib import Path

import pytest

from reportgen.figures.themes import Themes
from reportgen.pipeline.opening import open_season
from reportgen.programmes.clean_heating.figures.sample import LISTED
from reportgen.workspace import Workspace

Project = Callable[[str], Path]


def themes_of(root: Path, unit: str) -> Themes:
    season = open_season(Workspace(root), "2023")
    return season.themes(next(scope for scope in season.scopes if scope.unit.name == unit))


def shown(of: Themes, name: str) -> str | None:
    value = of.figures()[name].value
    return None if value is None else f"{value:.2f}"


def change(root: Path, file: str, before: str, after: str) -> None:
    path = root / "inputs/2023" / file
    text = path.read_text("utf-8")
    assert before in text
    path.write_text(text.replace(before, after), "utf-8")


@pytest.mark.parametrize(
    ("unit", "name", "value"),
    [
        ("甲县", "acceptance.total.inspected", "2000.00"),
        ("甲县", "acceptance.total.passed", "1998.00"),
        ("甲县", "acceptance.total.final", "2000.00"),
        ("甲县", "acceptance.total.open", "0.00"),
        ("甲县", "acceptance.total.pass_rate", "99.90"),
        ("甲县", "acceptance.electricity.pass_rate", "99.83"),
        ("甲县", "acceptance.electricity.rural.rate", "100.00"),
        ("甲县", "acceptance.biomass.urban.completed", "800.00"),
        ("甲县", "acceptance.township.西镇.failed", "2.00"),
        ("甲县", "acceptance.unarchived", "0.00"),
        ("甲县", "acceptance.sample.rate", "10.00"),
        ("甲县", "acceptance.sample.required", "10.00"),
        ("甲县", "acceptance.retrofit.rural.accepted", "8.25"),
        ("甲县", "grid.passed", "20.00"),
        ("示例市", "acceptance.total.passed", "2598.00"),
        ("示例市", "acceptance.unit.990901.total.failed", "2.00"),
        ("示例市", "acceptance.unit.990902.gas.passed", "600.00"),
        ("示例市", "acceptance.unit.990901.grid.districts", "20.00"),
        ("示例市", "acceptance.unit.990902.retrofit.accepted", "12.25"),
        ("示例市", "acceptance.retrofit.total.accepted", "32.50"),
    ],
)
def test_sums(unit: str, name: str, value: str, root: Path) -> None:
    assert shown(themes_of(root / "tests/projects/pair", unit), name) == value


def test_classes_that_the_unit_has_not_are_told_with_the_zero_they_stand_on(root: Path) -> None:
    pair = root / "tests/projects/pair"
    absent = {unit: [name for name, _ in themes_of(pair, unit).acceptance.absent] for unit in ("甲县", "乙县", "示例市")}
    assert absent == {"甲县": ["集中供热", "煤改气"], "乙县": ["集中供热", "煤改电", "电网增容"], "示例市": ["集中供热"]}
    assert all(figure.value == 0 for _, figure in themes_of(pair, "乙县").acceptance.absent)


def test_a_county_without_the_table_makes_the_citys_sums_missing_and_is_named(project: Project) -> None:
    root = project("pair")
    (root / "inputs/2023/乙县/验收.csv").unlink()
    city = themes_of(root, "示例市")
    assert city.acceptance.unreported == ("乙县",)
    assert shown(city, "acceptance.total.inspected") is None
    assert shown(city, "acceptance.unit.990901.total.inspected") == "2000.00"


@pytest.mark.parametrize(
    ("before", "after", "lost", "kept"),
    [
        ("200,200,198,2,2", "200,200,,2,2", "acceptance.electricity.passed", "acceptance.biomass.passed"),
        ("西镇,三村,煤改电", "西镇,三村,煤气改", "acceptance.biomass.passed", "acceptance.township.西镇.passed"),
        ("煤改电,农村,200", "煤改电,乡下,200", "acceptance.electricity.rural.completed", "acceptance.electricity.completed"),
        ("200,200,198,2,2", "200,200,198,2,", "acceptance.total.final", "acceptance.total.passed"),
    ],
)
def test_what_is_empty_or_cannot_be_read_is_missing_where_it_may_count(before: str, after: str, lost: str, kept: str, project: Project) -> None:
    root = project("pair")
    change(root, "甲县/验收.csv", before, after)
    county = themes_of(root, "甲县")
    assert shown(county, lost) is None
    assert shown(county, kept) is not None


def test_nothing_is_to_be_put_right_where_none_failed(project: Project) -> None:
    root = project("pair")
    change(root, "甲县/验收.csv", "700,700,700,0,0", "700,700,700,0,")
    assert shown(themes_of(root, "甲县"), "acceptance.total.rectified") == "2.00"


def test_districts_count_as_inspected_from_the_day_that_is_filled_in(project: Project) -> None:
    root = project("pair")
    change(root, "甲县/配套电网.csv", "2023年9月18日,4,2023年10月18日", ",,")
    county = themes_of(root, "甲县")
    assert [shown(county, f"grid.{name}") for name in ("districts", "finished", "left", "inspected", "passed", "failed")] == [
        "20.00",
        "16.00",
        "4.00",
        "16.00",
        "16.00",
        "0.00",
    ]


def test_households_are_listed_masked_and_at_most_so_many(project: Project) -> None:
    root = project("pair")
    assert [row.head for row in themes_of(root, "甲县").acceptance.sample.rows] == ["张某某", "欧某某", "李某"]
    ledger = root / "inputs/2023/甲县/用户台账.csv"
    row = "东乡,一村,赵某某,990901********0099,农村,139********,煤改电,SLF-50,是,是,是\n"
    ledger.write_text(ledger.read_text("utf-8") + row * 500, "utf-8")
    sample = themes_of(root, "甲县").acceptance.sample
    assert len(sample.rows) == LISTED
    assert not sample.whole


def test_models_are_added_over_the_counties(project: Project) -> None:
    root = project("pair")
    change(
        root, "乙县/设备选型.csv", "煤改气,燃气壁挂炉,示例企业丁,SLQ-20,市统一招标,4300,600,0", "煤改电,空气源热泵热风机,示例企业甲,SLF-50,市统一招标,5200,40,2"
    )
    (model,) = themes_of(root, "示例市").models
    assert (model.model, model.residents.value, model.institutions.value, model.total.value) == ("SLF-50", 1230, 12, 1242)
