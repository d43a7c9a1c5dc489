"""Figures that an office declares over its datasets: computed, missing and traced as any other; a wrong declaration is told at its line."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from reportgen.figures.declared import PREFIX
from reportgen.inputs.kept_rows import KeptRows
from reportgen.inputs.programme import DECLARED_DATASETS, DECLARED_FIGURES, programme_of
from reportgen.inputs.schema import Record
from reportgen.language.figure import Figure
from reportgen.pipeline.opening import open_season
from reportgen.workspace import Workspace
from tests.command import run

Project = Callable[[str], Path]

DATASETS = """
- key: handouts
  title: 炉具发放
  row: 一行是一个村一天发放的炉具
  columns:
    - {key: village, heading: 村, meaning: 行政村, example: 一村, type: name, required: true}
    - {key: day, heading: 日期, meaning: 发放的日期, example: "2023-10-08", type: date, required: true}
    - {key: path, heading: 用于, meaning: 取暖路径, example: 煤改电, type: choice, vocabulary: path, required: true}
    - {key: number, heading: 台数, meaning: 发放的台数, example: 126, type: count, measure: 台, required: true}
    - {key: heat, heading: 热效率, meaning: 检测的热效率, example: 82, type: percent}
    - {key: signed, heading: 已经签收, meaning: 是否已经签收, example: 是, type: flag}
"""
FIGURES = """
- key: handouts
  by: path
  units: true
  figures:
    - {key: number, label: 发放台数, sum: handouts.number}
    - {key: rows, label: 发放次数, count: handouts, measure: 次}
    - {key: villages, label: 发放的村数, distinct: handouts.village, measure: 个}
    - {key: signed, label: 已签收台数, sum: handouts.number, where: {signed: true}}
    - {key: unsigned, label: 没有填签收的台数, sum: handouts.number, where: {signed: null}}
    - {key: either, label: 电和气的台数, sum: handouts.number, where: {path: [煤改电, gas]}}
    - {key: many, label: 每次五十台以上的台数, sum: handouts.number, where: {number: {least: 50}}}
    - {key: early, label: 十月十日以前的台数, sum: handouts.number, where: {day: {least: 2023-10-01, most: 2023-10-10}}}
    - {key: told, label: 填了签收的台数, sum: handouts.number, where: {signed: {other_than: null}}}
    - {key: others, label: 煤改电以外的台数, sum: handouts.number, where: {path: {other_than: [electricity]}}}
    - {key: rate, label: 签收率, share: [signed, number]}
    - {key: left, label: 未签收台数, difference: [number, signed]}
    - {key: each, label: 每村台数, ratio: [number, villages]}
    - {key: heat, label: 平均热效率, mean: handouts.heat, weight: number}
    - {key: last, label: 最近一天发放台数, latest: handouts.number, at: day}
    - {key: twice, label: 两倍台数, sum: [handouts.number, handouts.number]}
    - {key: least, label: 一次最少台数, lowest: handouts.number}
    - {key: most, label: 一次最多台数, highest: handouts.number}
    - {key: answered, label: 填了签收的次数, count: handouts.signed, measure: 次}
    - {key: weighed, label: 台数乘热效率, sum: handouts.number, times: heat, measure: 台分}
"""
LISTED = """
- key: handouts
  rows: handouts
  optional: true
  by: path
  every: true
  called: paths
  whole: false
  figures:
    - {key: number, label: 发放台数, sum: handouts.number}
  each:
    - {key: heat_of_each, label: 每台热效率, ratio: [heat, number]}
- {key: given, rows: handouts, own: true}
"""
ROWS = """村,日期,用于,台数,热效率,已经签收
一村,2023-10-08,煤改电,100,80,是
二村,2023-10-08,煤改电,50,86,否
一村,2023-10-12,煤改气,30,90,
"""
KIND = """
- id: handouts
  name: 炉具发放情况
  datasets: [handouts]
  filed: false
  levels:
    县: {template: own.html, title: 情况}
"""
TEMPLATE = """{% extends "plain.html" %}
{% block body %}
<p>
  发放{{ own.handouts.number|amount }}，其中
  {% for group in own.handouts.groups %}{{ group.name }}{{ group.number|amount }}；{% endfor %}
</p>
{% endblock %}
"""
POLICY = """
id: own
document: {title: 题, issuer: 县, date: "2023-01-01"}
rules:
  - id: OWN-1
    title: 签收
    clause: 一
    quote: 签收
    severity: error
    kinds: [plan]
    assert: own.handouts.rate >= 80
    message: "签收率{{ own.handouts.rate }}%"
"""


@pytest.fixture
def pair(project: Project) -> Path:
    root = project("pair")
    for name, text in {DECLARED_DATASETS: DATASETS, DECLARED_FIGURES: FIGURES, "inputs/2023/甲县/炉具发放.csv": ROWS}.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    (root / "inputs/2023/乙县/炉具发放.csv").write_text("村,日期,用于,台数\n丙村,2023-10-01,煤改电,20\n", encoding="utf-8")
    return root


def figures(root: Path, unit: str) -> dict[str, Figure]:
    season = open_season(Workspace(root), "2023")
    (scope,) = [one for one in season.scopes if one.unit.name == unit]
    found = season.themes(scope).figures()
    return {name.removeprefix(f"{PREFIX}.handouts."): figure for name, figure in found.items() if name.startswith(f"{PREFIX}.")}


def test_each_way_of_counting(pair: Path) -> None:
    found = figures(pair, "甲县")
    values = {name: round(float(figure.value), 2) for name, figure in found.items() if figure.value is not None and "." not in name}
    assert values == {
        "number": 180, "rows": 3, "villages": 2, "signed": 100, "unsigned": 30, "either": 180,
        "many": 150, "early": 150, "told": 150, "others": 30, "rate": 55.56, "left": 80, "each": 90,
        "heat": round((80 * 100 + 86 * 50 + 90 * 30) / 180, 2), "last": 30,
        "twice": 360, "least": 30, "most": 100, "answered": 2, "weighed": 100 * 80 + 50 * 86 + 30 * 90,
    }  # fmt: skip
    assert {name: figure.unit for name, figure in found.items() if name in ("number", "rows", "villages", "rate", "left", "each", "heat")} == {
        "number": "台", "rows": "次", "villages": "个", "rate": "%", "left": "台", "each": "台/个", "heat": "%",
    }  # fmt: skip
    assert found["signed"].formula == "《炉具发放》台数相加（已经签收为是的行）"
    assert [str(source.place) for source in found["signed"].sources] == ["inputs/2023/甲县/炉具发放.csv!D2"]


MORE = (
    "",
    "二村,2023-10-09,煤改电,,80,是\n",
    "二村,2023-10-09,,7,80,是\n",
    "三村,,煤改电,7,80,是\n",
    "三村,2023-10-13,煤改电,7,abc,也许\n",
    ",2023-10-13,煤改电,7,,否\n",
)


@pytest.mark.slow
@pytest.mark.parametrize("more", MORE)
def test_over_a_large_table_each_is_a_query_that_comes_to_the_same(pair: Path, monkeypatch: pytest.MonkeyPatch, more: str) -> None:
    (pair / "inputs/2023/甲县/炉具发放.csv").write_text(ROWS + more, encoding="utf-8")
    walked = {unit: figures(pair, unit) for unit in ("甲县", "示例市")}
    declared = (pair / DECLARED_DATASETS).read_text(encoding="utf-8")
    (pair / DECLARED_DATASETS).write_text(declared.replace("  title: 炉具发放", "  title: 炉具发放\n  large: true"), encoding="utf-8")

    def never(_: KeptRows) -> Iterator[Record]:
        raise AssertionError("the rows of a large table were walked through")

    monkeypatch.setattr(KeptRows, "__iter__", never)
    for unit, expected in walked.items():
        found = figures(pair, unit)
        assert {name: (one.value, set(one.lacking)) for name, one in found.items()} == {name: (one.value, set(one.lacking)) for name, one in expected.items()}
    if not more:
        places = [str(source.place) for source in figures(pair, "甲县")["number"].sources]
        assert places == ["inputs/2023/甲县/炉具发放.csv!D2:D4"]


def test_by_value_and_by_unit(pair: Path) -> None:
    county, city = figures(pair, "甲县"), figures(pair, "示例市")
    assert [(name, county[name].value, county[name].label) for name in ("electricity.number", "gas.number")] == [
        ("electricity.number", 150, "煤改电发放台数"),
        ("gas.number", 30, "煤改气发放台数"),
    ]
    assert county["biomass.number"].value == 0  # no row has it: a rule may name it all the same, and no table gives it a column
    units = {name: figure.value for name, figure in city.items() if name.startswith("unit.") and name.endswith(".number") and name.count(".") == 2}
    assert sorted(units.values()) == [20, 180]
    assert city["number"].value == sum(units.values())
    second = [figure.value for name, figure in city.items() if name.startswith("unit.") and name.endswith((".electricity.number", ".gas.number"))]
    assert second == [150, 30, 20, 0]  # one order of values for all units
    assert city["last"].value == 50  # each county's latest


def test_what_is_lacking_makes_a_figure_missing(pair: Path) -> None:
    (pair / "inputs/2023/甲县/炉具发放.csv").write_text(ROWS.replace(",50,", ",五十来台,").replace("煤改气", "生物质炉具"), encoding="utf-8")
    found = figures(pair, "甲县")
    assert found["number"].value is None
    assert found["number"].lacking == ("inputs/2023/甲县/炉具发放.csv!D3的台数",)
    assert found["villages"].value == 2
    assert found["electricity.number"].value is None  # the third row may be of any path
    (pair / "inputs/2023/甲县/炉具发放.csv").unlink()
    assert figures(pair, "示例市")["number"].lacking == ("甲县《炉具发放》",)


@pytest.mark.slow
def test_rules_templates_and_commands_name_them(pair: Path) -> None:
    for name, text in {"templates/kinds.yaml": KIND, "templates/html/own.html": TEMPLATE, "inputs/policies/own.yaml": POLICY}.items():
        (pair / name).parent.mkdir(parents=True, exist_ok=True)
        (pair / name).write_text(text, encoding="utf-8")
    told = json.loads(run(pair, "check", "甲县", "--json").stdout)
    (found,) = [one for one in told["findings"] if one["rule"] == "OWN-1"]
    assert {name: round(float(value), 2) for name, value in found["figures"].items()} == {"own.handouts.rate": 55.56}
    traced = json.loads(run(pair, "trace", "甲县", "炉具发放情况", "--json").stdout)["figures"]
    assert [(one["figure"], one["shown"]) for one in traced if one["shown"]] == [
        ("own.handouts.number", ["180"]),
        ("own.handouts.electricity.number", ["150"]),
        ("own.handouts.gas.number", ["30"]),
    ]
    assert "own.handouts.electricity.number" in run(pair, "figures", "甲县").stdout


@pytest.mark.sampled(4)
@pytest.mark.parametrize(
    ("file", "old", "new", "code", "words"),
    [
        ("inputs/policies/own.yaml", "own.handouts.rate >=", "own.handouts.rte >=", "policy.rule", "“own.handouts.rte”，是否应为“rate”"),
        ("inputs/policies/own.yaml", "own.handouts.rate >=", "own.handuts.rate >=", "policy.rule", "“own.handuts”，是否应为“handouts”"),
        ("templates/html/own.html", "own.handouts.number", "own.handouts.numbr", "template.failed", "是否应为“number”"),
        ("templates/html/own.html", "own.handouts.number", "data.handuts", "template.failed", "是否应为“handouts”"),
    ],
)
def test_who_names_none_of_them_is_told_the_nearest(pair: Path, file: str, old: str, new: str, code: str, words: str) -> None:
    for name, text in {"templates/kinds.yaml": KIND, "templates/html/own.html": TEMPLATE, "inputs/policies/own.yaml": POLICY}.items():
        (pair / name).parent.mkdir(parents=True, exist_ok=True)
        (pair / name).write_text(text.replace(old, new, 1), encoding="utf-8")
    told = json.loads(run(pair, "check", "甲县", "--json").stdout)["problems"]
    (problem,) = [one for one in told if one["code"] == code]
    assert problem["places"][0]["file"] == file
    assert words in f"{problem['message']}{problem['help']}"


@pytest.mark.parametrize(
    ("old", "new", "message", "line"),
    [
        ("sum: handouts.number}", "sum: handouts.numbr}", "《炉具发放》没有“numbr”这一列，是否应为“number”", 6),
        ("sum: handouts.number}", "sum: handout.number}", "没有“handout”这个数据表，是否应为“handouts”", 6),
        ("sum: handouts.number}", "sum: handouts.village}", "“村”是文本，sum 要用数的列", 6),
        ("sum: handouts.number}", "sum: handouts.number, measure: 户}", "“台数”的计量单位是台，不是户", 6),
        ("sum: handouts.number}", "sum: handouts.number, count: handouts}", "数据项 number 写了2种算法", 6),
        (", sum: handouts.number}", "}", "数据项 number 没有写怎样算", 6),
        ("key: rows", "key: number", "数据项 handouts.number 写了两次", 7),
        ("key: rows", "key: units", "数据项的 key 不能写 units", 7),
        ("count: handouts,", "count: handouts.numbr,", "《炉具发放》没有“numbr”这一列，是否应为“number”", 7),
        ("[handouts.number, handouts.number]", "[handouts.number, handouts.heat]", "“台数”与“热效率”的计量单位不同，不能相加", 21),
        ("[handouts.number, handouts.number]", "[handouts.number, tasks.households]", "“两倍台数”相加的各列不是同一个数据表的", 21),
        ("lowest: handouts.number", "lowest: handouts.day", "“日期”是日期，lowest 要用数的列", 22),
        ("lowest: handouts.number", "lowest: handouts", "lowest 应写数据表.列", 22),
        ("highest: handouts.number", "highest: handouts.number, times: heat", "“一次最多台数”：highest 不写 times", 23),
        ("by: path", "every: true", "写了 every，没有写 by", 3),
        ("by: path", "own: true", "写了 own，没有写 rows", 3),
        ("by: path", "rows: handout", "没有“handout”这个数据表，是否应为“handouts”", 3),
        ("by: path", "rows: handouts", "数据项的 key 不能写 rows", 7),
        ("{signed: true}", "{sined: true}", "《炉具发放》没有“sined”这一列，是否应为“signed”", 9),
        ("[煤改电, gas]", "[煤改店]", "“用于”没有“煤改店”这个选项，是否应为“煤改电”", 11),
        ("share: [signed, number]", "share: [signd, number]", "没有“signd”这个数据项，是否应为“signed”", 16),
        ("share: [signed, number]", "share: [villages, number]", "“签收率”的两个数计量单位不同：个和台", 16),
        ("share: [signed, number]", "share: [left, number]", "最终由它自己算出", 16),
        ("difference: [number, signed]", "difference: [number, rate]", "“未签收台数”的两个数计量单位不同：台和%", 17),
        (", weight: number", "", "“平均热效率”：mean 要写 weight", 19),
        ("at: day", "at: village", "“村”是文本，at 要用日期的列", 20),
        ("by: path", "by: paths", "这些数据项用的数据表没有“paths”这一列，是否应为“path”", 3),
        ("by: path", "by: village", "“村”不是选项，不能用来分组", 3),
        ("key: handouts", "key: items", "主题的 key 不能写 items", 2),
        ("key: rows", "key: gas", "handouts.gas 已经是按“煤改气”分的数据项", 7),
        ("label: 发放次数", "label: 发放台数", "主题 handouts 已经有名为“发放台数”的数据项", 7),
        ("{signed: true}", "{day: 十月}", "“日期”是日期，没有“十月”这样的值", 9),
        ("{signed: true}", "{number: 一百}", "“台数”是整数，没有“一百”这样的值", 9),
        ("{signed: true}", "{signed: [[true]]}", "第1项的 figures.3.where.signed 应为一个值、几个值的列表，或者 least、most、other_than", 9),
        ("{least: 50}", "{least: 五十}", "“台数”是整数，没有“五十”这样的值", 12),
        ("{least: 50}", "{lest: 50}", "第1项的 figures.6.where.number 应为", 12),
        ("{least: 50}", "{}", "“台数”的条件写法不对", 12),
        ("{other_than: [electricity]}", "{most: 煤改电}", "“用于”是选项，不能比大小", 15),
        ("label: 发放次数", "lable: 发放次数", "第1项的 figures.1.label 没有填写", 7),
    ],
)
def test_a_wrong_declaration_is_told_at_its_line(tmp_path: Path, old: str, new: str, message: str, line: int) -> None:
    told, file, at = first_told(tmp_path, FIGURES, old, new)
    assert message in told
    assert (file, at) == (DECLARED_FIGURES, line)


@pytest.mark.parametrize(
    ("old", "new", "message", "line"),
    [
        ("called: paths", "called: units", "called 不能写 units", 7),
        ("called: paths", "called: number", "called 不能写 number", 7),
        ("every: true", "own: true", "own 和 optional 只能写一个", 6),
        ("key: heat_of_each", "key: line", "数据项的 key 不能写 line", 12),
        ("ratio: [heat, number]", "ratio: [heat, numbr]", "《炉具发放》没有“numbr”这一个数的列，是否应为“number”", 12),
        ("ratio: [heat, number]", "ratio: [heat, village]", "《炉具发放》没有“village”这一个数的列", 12),
        ("ratio: [heat, number]", "share: [heat, number]", "“每台热效率”的两个数计量单位不同：%和台", 12),
        ("ratio: [heat, number]", "sum: handouts.number", "each 中没有 sum 这种算法", 12),
        ("key: heat_of_each", "key: heat", "《炉具发放》已经有 heat 这一列", 12),
        ("key: given, rows: handouts, own: true", "key: given", "主题 given 没有数据项", 13),
    ],
)
def test_a_wrong_list_is_told_at_its_line(tmp_path: Path, old: str, new: str, message: str, line: int) -> None:
    told, file, at = first_told(tmp_path, LISTED, old, new)
    assert message in told
    assert (file, at) == (DECLARED_FIGURES, line)


def test_rows_are_listed_with_figures_of_their_own(pair: Path) -> None:
    (pair / DECLARED_FIGURES).write_text(LISTED, encoding="utf-8")
    (pair / "inputs/2023/乙县/炉具发放.csv").unlink()
    season = open_season(Workspace(pair), "2023")
    city, first, second = ({scope.unit.name: season.themes(scope).own for scope in season.scopes}[name] for name in ("示例市", "甲县", "乙县"))
    assert [row.line.village for row in first["handouts"].rows] == ["一村", "二村", "一村"]
    each = first["handouts"].rows[0].heat_of_each
    assert (each.name, float(each.value)) == ("own.handouts.1.heat_of_each", 0.8)
    assert [(group.name, group.path, group.number.value) for group in first["handouts"].paths][:3] == [
        ("集中供热", "集中供热", 0),
        ("煤改电", "煤改电", 150),
        ("煤改气", "煤改气", 30),
    ]
    assert [row.line.village for row in first["handouts"].gas.rows] == ["一村"]
    assert first["handouts"].of("煤改气").number.name == "own.handouts.gas.number"
    assert "number" not in first["handouts"].figures
    assert city["handouts"].gas.number.value == 30  # who has no table lacks none
    assert (second["handouts"].rows, second["handouts"].lacking, second["handouts"].gas.number.known) == ((), (), False)
    assert [row.village for row in first["given"]] == ["一村", "二村", "一村"]
    assert city["given"].lacking  # the city's own, not those below


def first_told(tmp_path: Path, figures: str, old: str, new: str) -> tuple[str, str, int | None]:
    """Of a declaration in which `old` is written as `new`: the first message, its file and line. Everything that is told says what to do."""
    assert old in figures
    changed = figures.replace(old, new, 1)
    if new == "share: [left, number]":  # a circle: `left` comes from the share itself
        changed = changed.replace("difference: [number, signed]", "difference: [rate, rate]")
    (tmp_path / DECLARED_DATASETS).parent.mkdir(parents=True)
    (tmp_path / DECLARED_DATASETS).write_text(DATASETS, encoding="utf-8")
    (tmp_path / DECLARED_FIGURES).write_text(changed, encoding="utf-8")
    _, problems = programme_of(Workspace(tmp_path))
    assert all(problem.help for problem in problems)
    place = problems[0].places[0]
    return problems[0].message, place.file, place.line
