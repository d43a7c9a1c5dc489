"""The documents of Xinzhou 2023, every kind of each of 17 units: complete, about their own unit only; the plans true to the policy's table."""

import re
from functools import cache
from pathlib import Path

import pytest
from lxml import etree

from reportgen.pipeline.opening import open_season
from reportgen.pipeline.season import Season
from reportgen.workspace import Workspace
from tests.filed import FILED
from tests.policy_table import ROWS, TOTALS

CITY = "忻州市"
UNITS = [CITY, *ROWS]
PATHS = ["集中供热", "煤改电", "煤改气", "生物质热电联产"]

each_unit = pytest.mark.parametrize("unit", UNITS)
each_county = pytest.mark.parametrize("unit", list(ROWS))
each_kind = pytest.mark.parametrize("kind", FILED)


@cache
def season() -> Season:
    return open_season(Workspace(Path(__file__).parent.parent), "2023")


@cache
def tree(unit: str, kind: str = "plan") -> etree._Element:
    (job,) = season().jobs(frozenset({unit}), frozenset({kind}))
    composed = season().compose(job)
    assert composed.html is not None, composed.problems
    assert composed.problems == ()
    return etree.fromstring(composed.html)


def text(unit: str, kind: str = "plan") -> str:
    return "".join(tree(unit, kind).itertext())


def test_there_are_17_units_with_every_kind_and_nothing_wrong_with_the_inputs() -> None:
    filed = [(job.scope.unit.name, job.kind.id) for job in season().jobs() if job.kind.filed]
    assert filed == [(unit, kind) for unit in UNITS for kind in FILED]
    assert [p for p in season().problems if p.severity != "notice"] == []


@pytest.mark.sampled(16)
@each_kind
@each_unit
def test_nothing_is_missing_and_sample_data_is_marked(unit: str, kind: str) -> None:
    assert "待补" not in text(unit, kind)
    assert [p.text for p in tree(unit, kind).iterfind("header/p[@class='marks']")] == ["示例数据"]


@each_kind
@each_county
def test_no_other_county_is_named(unit: str, kind: str) -> None:
    others = {name for other in ROWS if other != unit for name in (other, other.removesuffix("风景名胜区"))}
    found = {name for name in others if name in text(unit, kind).replace(unit, "")}
    assert found == set()


def test_every_cell_of_the_city_table_is_the_policys() -> None:
    rows = [["".join(cell.itertext()) for cell in row] for row in tree(CITY).iterfind(".//section[@class='landscape']/table/tbody/tr")]
    expected = [[name.removesuffix("风景名胜区"), *map(str, numbers)] for name, numbers in ROWS.items()]
    assert rows == [*expected, ["总计", *map(str, TOTALS)]]


def test_the_citys_totals_in_words() -> None:
    body = text(CITY)
    for words in (
        "任务20.9683万户",
        "集中供热16.4768万户",
        "煤改电2.9976万户",
        "煤改气0.4589万户",
        "生物质热电联产1.0350万户",
        "121.76万平方米",
        "183.45万平方米",
    ):
        assert words in body
    assert "五台山风景名胜区10月1日前完成" in body


@each_county
def test_a_county_writes_of_the_paths_that_it_has(unit: str) -> None:
    numbers = dict(zip(PATHS, ROWS[unit][5::3], strict=True))
    headings = ["".join(h.itertext()) for h in tree(unit).iter("h3")]
    written = [path for path in PATHS if re.search(f"“?{path}”?(供热)?改造[0-9]+户，", text(unit))]
    assert [path for path in PATHS if any(re.fullmatch(f"（.）{path}", heading) for heading in headings)] == (written if len(written) > 1 else [])
    assert written == [path for path in PATHS if numbers[path]]
    assert f"改造任务{ROWS[unit][2]}户" in text(unit)


def test_what_is_particular_to_a_unit() -> None:
    assert "同华二期" in text("原平市")
    assert "干热岩" in text("原平市")
    assert "2023年10月1日前" in text("五台山风景名胜区")
    assert "10月15日前" not in text("五台山风景名胜区")
    assert re.findall("..(?<!农)(?<!确)村.|乡镇", text("忻州城区")) == []


@each_kind
@each_unit
def test_tables_and_headings_are_numbered_without_a_gap(unit: str, kind: str) -> None:
    captions = ["".join(c.itertext()) for c in tree(unit, kind).iter("caption")]
    numbered = [c for c in captions if re.match(r"表\d", c)]
    assert [c.split("　")[0] for c in numbered] == [f"表{n}" for n in range(1, len(numbered) + 1)]
    for section in tree(unit, kind).iter("article", "section"):
        headings = [h.text[0] for h in section.iterchildren("h2") if h.text]
        assert headings == list("一二三四五六七八九"[: len(headings)])


@each_kind
@each_unit
def test_the_register_of_the_text(unit: str, kind: str) -> None:
    body = re.sub(r"\s", "", text(unit, kind))
    assert not re.search(r"[一-鿿][,;:?!()][一-鿿]", body), "half-width punctuation among Chinese"
    assert not re.search(r"。。|，，|、、|，。|、。|；。|（）|None|nan|\{|\}", body)
    assert not re.search(r"\d-\d{1,2}月|〔\d{2}〕|\[\d{4}\]", body)
    for paragraph in tree(unit, kind).iterfind(".//section/p"):
        if paragraph.get("class") is None:
            assert "".join(paragraph.itertext())[-1] in "。：", "".join(paragraph.itertext())
