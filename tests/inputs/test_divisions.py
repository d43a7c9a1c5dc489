"""The table of administrative divisions against what is known of it otherwise."""

import subprocess
import sys

import pytest

from reportgen.inputs.divisions import Division, above, division, leading, named, townships, within
from reportgen.inputs.schema.choices import Level

XINZHOU = {
    "140902": "忻府区", "140921": "定襄县", "140922": "五台县", "140923": "代县", "140924": "繁峙县", "140925": "宁武县", "140926": "静乐县",
    "140927": "神池县", "140928": "五寨县", "140929": "岢岚县", "140930": "河曲县", "140931": "保德县", "140932": "偏关县", "140981": "原平市",
}  # fmt: skip


def test_xinzhou_and_shanxi() -> None:
    (city,) = named("忻州市")
    assert {place.code: place.name for place in within(city)} == XINZHOU
    province = above(city)
    assert province == division("140000")
    assert province is not None
    cities = within(province)
    assert len(cities) == 11
    assert sum(len(within(place)) for place in cities) == 117


@pytest.mark.parametrize(
    ("name", "codes", "level", "over"),
    [
        ("原平市", ["140981"], Level.COUNTY, "忻州市"),
        ("云冈区", ["140214"], Level.COUNTY, "大同市"),
        ("茌平区", ["371503"], Level.COUNTY, "聊城市"),
        ("临清市", ["371581"], Level.COUNTY, "聊城市"),
        ("邯郸市", ["130400"], Level.CITY, "河北省"),
        ("济源市", ["419001"], Level.COUNTY, "河南省"),
        ("城区", ["140302", "140502", "441502"], Level.COUNTY, "阳泉市"),
        ("延庆区", ["110119"], Level.COUNTY, "北京市"),
    ],
)
def test_names(name: str, codes: list[str], level: Level, over: str) -> None:
    found = named(name)
    assert [place.code for place in found] == codes
    assert found[0].level is level
    upper = above(found[0])
    assert upper is not None
    assert upper.name == over


def test_former_names_are_known_as_such() -> None:
    assert [(place.code, place.until) for place in named("茌平县")] == [("371523", "201904")]
    assert division("371523") is None


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("静乐县", "静乐"),
        ("代县", "代县"),
        ("忻州市", "忻州"),
        ("山西省", "山西"),
        ("阿巴嘎旗", "阿巴嘎"),
        ("神农架林区", "神农架"),
        ("孟村回族自治县", "孟村回族自治县"),
    ],
)
def test_how_people_shorten_a_name(name: str, stem: str) -> None:
    assert Division("000000", name).stem == stem


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("大同市云冈区住建局", "大同市"),
        ("云冈区住建局", "云冈区"),
        ("静乐县能源局", "静乐县"),
        ("市能源局", None),
        ("县住建局", None),
        ("", None),
        ("静乐", None),
    ],
)
def test_the_name_that_a_text_begins_with(text: str, name: str | None) -> None:
    assert [place.name for place in leading(text)][:1] == ([name] if name else [])


def test_townships() -> None:
    assert {"鹅城镇", "娑婆乡"} < set(townships("140926"))
    assert townships("999999") == ()


def test_the_tables_are_read_when_first_asked_and_once() -> None:
    code = (
        "from reportgen.inputs import divisions as d; assert d._rows.cache_info().currsize == 0;"
        "d.leading('静乐县能源局'); d.leading('静乐县'); d.townships('140926'); print(d._rows.cache_info().misses)"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "1"
