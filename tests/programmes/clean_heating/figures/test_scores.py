"""绩效自评: every indicator scored by the scheme, the sums of the printed scores, what is missing."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from reportgen.pipeline.opening import open_season
from reportgen.programmes.clean_heating.figures.scores import Scores
from reportgen.workspace import Workspace

HEAD = "一级指标,二级指标,三级指标,指标性质,年度指标值,度量单位,取数项,实际完成值,达成程度,分值,得分,偏差原因分析及改进措施\n"


def read(root: Path, unit: str) -> Scores:
    season = open_season(Workspace(root), "2023")
    (scope,) = [s for s in season.scopes if s.unit.name == unit]
    return season.themes(scope).scores


def scored(root: Path, *rows: str) -> Scores:
    (root / "inputs/2023/甲县/绩效指标.csv").write_text(HEAD + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    return read(root, "甲县")


@pytest.mark.sampled(4)
@pytest.mark.parametrize(
    ("sign", "target", "actual", "score"),
    [
        ("≥", "100", "100", "12"),
        ("≥", "100", "130", "12"),
        ("≥", "100", "98.5", "11.82"),
        ("≥", "3", "2", "8"),
        ("≥", "100", "0", "0"),
        ("≥", "10000", "9999.99", "11.99"),  # it rounds to 12.00, but what misses its target never has the full weight
        ("≤", "5000", "4800", "12"),
        ("≤", "5000", "6000", "10"),
        ("≤", "0", "3", "0"),
        ("≤", "0", "0", "12"),
        ("=", "0", "0", "12"),
        ("=", "0", "1", "0"),
        ("=", "100", "95", "11.4"),
        ("=", "100", "105", "11.4"),
        ("=", "100", "300", "0"),
        ("≥", "-5", "-6", "12"),
        ("≥", "", "5", None),
        ("≥", "5", "", None),
        ("≥", "5", "无", None),
    ],
)
def test_a_numeric_indicator(sign: str, target: str, actual: str, score: str | None, project: Callable[[str], Path]) -> None:
    scores = scored(project("pair"), f"产出指标,数量指标,完成户数,{sign},{target},户,,{actual},,12,,")
    (indicator,) = scores.indicators
    assert indicator.score.value == (None if score is None else Decimal(score))
    assert indicator.missed == (score is not None and Decimal(score) < 12)
    assert scores.total.known == (score is not None)


@pytest.mark.parametrize(
    ("band", "score", "result"),
    [("100", "10", "达成预期指标"), ("80", "8", "达成预期指标"), ("79.9", "7.99", "部分达成预期指标并具有一定效果"), ("59", "5.9", "未达成预期指标且效果较差")],
)
def test_a_qualitative_indicator(band: str, score: str, result: str, project: Callable[[str], Path]) -> None:
    (indicator,) = scored(project("pair"), f"效益指标,社会效益指标,机制健全,定性,,,,,{band},10,,").indicators
    assert (indicator.score.value, indicator.result) == (Decimal(score), result)


def test_the_total_is_the_sum_of_the_scores_as_they_are_printed(project: Callable[[str], Path]) -> None:
    rows = [f"产出指标,数量指标,指标{n},≥,3,户,,2,,{weight},," for n, weight in enumerate(("16.67", "16.66", "16.67"))]
    scores = scored(project("pair"), *rows)
    assert [indicator.score.value for indicator in scores.indicators] == [Decimal("11.11"), Decimal("11.11"), Decimal("11.11")]
    assert scores.budget.score.value == Decimal("9.88")
    assert scores.total.value == Decimal("43.21")
    assert scores.grade == "差"


def test_an_actual_value_is_the_figure_itself(project: Callable[[str], Path]) -> None:
    root = project("pair")
    (indicator,) = scored(root, "产出指标,数量指标,煤改电改造户数,≥,1200,户,completion.electricity.completed,,,50,,").indicators
    assert (indicator.actual.name, indicator.actual.value, indicator.score.value) == ("completion.electricity.completed", 1200, 50)
    (wrong,) = scored(root, "产出指标,数量指标,煤改电改造户数,≥,1200,户,completion.electric,,,50,,").indicators
    assert wrong.score.value is None
    assert "completion.electric" in wrong.actual.lacking[0]


def test_a_score_that_is_filled_in_stands_beside_the_computed_one(project: Callable[[str], Path]) -> None:
    (indicator,) = scored(project("pair"), "产出指标,数量指标,完成户数,≥,100,户,,90,,10,9.5,赶工").indicators
    assert (indicator.score.value, indicator.computed.value) == (Decimal("9.5"), 9)


def test_blocks_in_the_order_of_the_scheme(project: Callable[[str], Path]) -> None:
    scores = scored(
        project("pair"),
        "满意度指标,服务对象满意度指标,满意度,≥,90,%,,95,,10,,",
        "产出指标,质量指标,合格率,≥,100,%,,100,,20,,",
        "其他指标,其他,其他,≥,1,个,,1,,5,,",
        "产出指标,数量指标,户数,≥,100,户,,100,,30,,",
    )
    assert [(block.name, block.weight.value, block.due) for block in scores.blocks] == [("产出指标", 50, 50), ("满意度指标", 10, 10), ("其他指标", 5, None)]
    assert [group.name for group in scores.blocks[0].groups] == ["质量指标", "数量指标"]


def test_an_indicator_of_no_known_block_leaves_no_sum_too_small(project: Callable[[str], Path]) -> None:
    scores = scored(project("pair"), "产出指标,数量指标,户数,≥,100,户,,100,,50,,", ",数量指标,面积,≥,100,户,,100,,30,,")
    assert [block.weight.known for block in scores.blocks] == [False, True]
    assert [len(block.indicators) for block in scores.blocks] == [1, 1]
    assert scores.total.known


def test_the_city_shows_its_counties_scores_and_what_lacks(project: Callable[[str], Path]) -> None:
    root = project("pair")
    assert [(unit.name, unit.total.value, unit.grade) for unit in read(root, "示例市").units] == [("甲县", Decimal("97.99"), "优"), ("乙县", 100, "优")]
    (root / "inputs/2023/乙县/绩效指标.csv").unlink()
    below = read(root, "示例市").units[1]
    assert not below.total.known
    assert not below.grade
    assert below.total.lacking == ("乙县《绩效指标》",)


def test_money_without_what_was_carried_over_is_not_parted(project: Callable[[str], Path]) -> None:
    root = project("pair")
    season = open_season(Workspace(root), "2023")
    (scope,) = [s for s in season.scopes if s.unit.name == "甲县"]
    money = season.themes(scope).funds
    assert [(part.budget.value, part.adjusted.value, part.spent.value) for part in money.parts] == [
        (Decimal("360.5"), Decimal("356.5"), Decimal("354")),
        (40, 40, 40),
        (Decimal("1500.25"), Decimal("1500.25"), 1480),
    ]
    assert sum(part.spent.value or 0 for part in money.parts) == money.spent.value
    file = root / "inputs/2023/甲县/资金.csv"
    file.write_text(file.read_text(encoding="utf-8").replace("297.50,40.00", "297.50,"), encoding="utf-8")
    season = open_season(Workspace(root), "2023")
    (scope,) = [s for s in season.scopes if s.unit.name == "甲县"]
    assert [part.spent.known for part in season.themes(scope).funds.parts] == [False, False, True]


def reduced(root: Path, *rows: str, spent: str = "") -> Scores:
    """The county, scored by the scheme with reductions; `spent` is what enterprises spent (万元), instead of nearly all."""
    unit, money = (root / "inputs/2023/甲县" / name for name in ("单位.yaml", "资金.csv"))
    unit.write_text(unit.read_text(encoding="utf-8").replace("绩效自评组织: {", "绩效自评组织: {评分方案: integrated, "), encoding="utf-8")
    money.write_text(money.read_text(encoding="utf-8").replace(",1480.00,", f",{spent or '1480.00'},"), encoding="utf-8")
    return scored(root, *rows)


@pytest.mark.parametrize(
    ("sign", "target", "actual", "deviation", "taken", "score"),
    [
        ("≥", "100", "129.9", "29.9", "0", "12"),
        ("≥", "100", "130", "30", "2", "10"),  # far exceeded: the target was set too low
        ("≥", "100", "70", "30", "2", "6.4"),
        ("≥", "100", "5", "95", "0.6", "0"),  # no more than the score
        ("≤", "5000", "3000", "40", "2", "10"),
        ("=", "0", "3", None, "0", "0"),  # nothing deviates from nothing by so many percent
    ],
)
def test_an_indicator_far_from_its_target_loses_points(
    sign: str, target: str, actual: str, deviation: str | None, taken: str, score: str, project: Callable[[str], Path]
) -> None:
    scores = reduced(project("pair"), f"产出指标,数量指标,完成户数,{sign},{target},户,,{actual},,12,,")
    (indicator,) = scores.indicators
    assert indicator.deviation.value == (None if deviation is None else Decimal(deviation))
    assert (indicator.reduction.value, indicator.score.value) == (Decimal(taken), Decimal(score))
    assert (indicator in scores.reduced) == (Decimal(taken) > 0)
    assert indicator.missed == (Decimal(score) < 12)


def test_without_reductions_nothing_is_taken_off(project: Callable[[str], Path]) -> None:
    scores = scored(project("pair"), "产出指标,数量指标,完成户数,≥,100,户,,200,,90,,")
    assert (scores.indicators[0].reduction.value, scores.indicators[0].score.value) == (0, 90)
    assert (scores.limit, scores.deviations, scores.reduction.value) == (None, None, 0)


@pytest.mark.parametrize(("spent", "most"), [("", None), ("1123.40", None), ("1028", "90"), ("838", "80"), ("648", "70"), ("459", "60")])
def test_the_total_has_a_ceiling_where_little_is_spent(spent: str, most: str | None, project: Callable[[str], Path]) -> None:
    scores = reduced(project("pair"), "产出指标,数量指标,完成户数,≥,100,户,,100,,90,,", spent=spent)
    assert scores.sum.value is not None
    if most is None:
        assert scores.limit is None
        assert scores.total.value == scores.sum.value
        return
    assert scores.limit is not None
    assert (scores.limit.most.value, scores.total.value) == (Decimal(most), min(Decimal(most), scores.sum.value))
    assert scores.reduction.value == scores.sum.value - scores.total.value
    assert scores.budget.rate < (scores.limit.below.value or 0)
    assert "不超过" in scores.total.formula
    assert any("预算管理一体化评分方案" in str(source.place) for source in scores.total.sources)


def test_the_city_names_what_its_counties_missed(project: Callable[[str], Path]) -> None:
    (first, second) = read(project("pair"), "示例市").units
    assert [indicator.record.level3 for indicator in first.missed] == ["一次验收合格率", "空气源热泵单价", "运行维护机制健全"]
    assert second.missed == ()
    price = first.missed[1]
    assert (price.lost.name, price.lost.value) == ("scores.unit.990901.4.lost", Decimal("0.38"))
    assert price.actual.label.startswith("甲县")
