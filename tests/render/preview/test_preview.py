"""The page on the screen: whole in one file, and each figure with its origin."""

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import html as reader
from lxml.html import HtmlElement

from reportgen.render.layout import Layout
from reportgen.render.preview import write_preview
from reportgen.render.tree import parse, plain

Write = Callable[[str], HtmlElement]


@pytest.fixture(scope="session")
def css(root: Path) -> str:
    return (root / "templates/html/preview.css").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def sample(root: Path) -> Callable[[str], str]:
    return lambda name: (root / f"tests/render/samples/{name}.html").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def page(css: str) -> Write:
    """Canonical HTML as the preview that a browser would read."""
    return lambda text: reader.document_fromstring(write_preview(text, Layout(), css))


def article(*blocks: str) -> str:
    return f'<article class="gongwen" lang="zh-CN" data-title="样张" data-date="2023-04-18">{"".join(blocks)}</article>'


FIGURE = (
    '<data value="{}" data-figure="tasks.share" data-label="占比" data-unit="%" data-formula="任务÷总任务×100%" '
    'data-source="原平市/填报表.xlsx#改造任务!D7; 忻州市/填报表.xlsx#改造任务!D3:D18">73.87%</data>'
)


def test_the_page_needs_nothing_else(sample: Callable[[str], str], css: str, page: Write) -> None:
    for name in ("county", "city", "seal", "characters", "charts"):
        text = write_preview(sample(name), Layout(), css).decode()
        assert "http://" not in text and "https://" not in text and "@import" not in text
        found = page(sample(name))
        assert not found.xpath("//script | //link | //iframe | //object | //base")
        assert all(source.startswith("data:") for source in found.xpath("//@src"))
        assert all(address.startswith("#") for address in found.xpath("//@href"))
        policy = found.xpath("string(//meta[@http-equiv='Content-Security-Policy']/@content)")
        assert policy.startswith("default-src 'none'")


def test_language_title_and_small_screens(sample: Callable[[str], str], page: Write) -> None:
    found = page(sample("county"))
    assert found.get("lang") == "zh-CN"
    assert found.findtext(".//title") == "原平市清洁取暖工作领导小组办公室关于报送原平市2023年冬季清洁取暖实施方案的报告"
    assert "width=device-width" in found.xpath("string(//meta[@name='viewport']/@content)")


def test_every_figure_has_a_card_for_mouse_and_keyboard(sample: Callable[[str], str], page: Write) -> None:
    for name in ("county", "city"):
        found = page(sample(name))
        figures = found.xpath("//article//data")
        assert len(figures) == len(list(parse(sample(name)).iter("data"))) > 10
        for figure in figures:
            assert figure.get("tabindex") == "0" and figure.get("role")
            card = figure.getnext()
            assert (card.get("class"), card.get("role"), card.get("id")) == ("card", "tooltip", figure.get("aria-describedby"))
            for key in ("data-label", "data-unit", "data-formula", "data-source"):
                assert figure.get(key) in card.text_content()


def test_the_card_says_what_how_and_where_from(page: Write) -> None:
    (card,) = page(article(f'<p id="p">{FIGURE.format("73.87")}，其余</p>')).xpath("//*[@class='card']")
    assert [row.text_content() for row in card] == [
        "占比",
        "73.87%",
        "算法：任务÷总任务×100%",
        "来源：原平市/填报表.xlsx#改造任务!D7",
        "来源：忻州市/填报表.xlsx#改造任务!D3:D18",
    ]
    assert card.tail == "，其余"


@pytest.mark.parametrize(
    ("value", "shown"),
    [("154898", "154898%"), ("0.5", "0.5%"), ("0", "0%"), ("73.8724455487950", "约73.872446%"), ("0.0000005", "约0.000001%"), ("100.0000000", "100.0000000%")],
)
def test_the_card_shows_the_exact_value(page: Write, value: str, shown: str) -> None:
    found = page(article(f'<p id="p">{FIGURE.format(value)}</p>'))
    assert found.xpath("string(//*[@class='card-value'])") == shown
    assert found.xpath("string(//data/@value)") == value


def test_the_words_are_those_of_the_document(sample: Callable[[str], str], page: Write) -> None:
    for name in ("county", "city", "seal", "characters", "full"):
        found = page(sample(name))
        for card in found.xpath("//*[@class='card']"):
            card.drop_tree()
        assert plain(found.find(".//article")) == plain(parse(sample(name)))


def test_blocks_keep_their_ids(sample: Callable[[str], str], page: Write) -> None:
    ids = page(sample("county")).xpath("//@id")
    assert [name for name, times in Counter(ids).items() if times > 1] == []
    assert {str(name) for name in parse(sample("county")).xpath("//@id")} <= set(ids)


def test_data_is_shown_as_the_text_it_is(sample: Callable[[str], str], page: Write) -> None:
    found = page(sample("characters"))
    assert "甲<乙>丙&丁“戊”‘己’{{ 庚 }}<script>" in found.xpath("string(//*[@id='characters-p1'])")
    assert found.xpath("string(//*[@class='card-label'])") == "完成&率 <"


def test_a_style_sheet_cannot_end_itself() -> None:
    text = write_preview(article('<p id="p">正文</p>'), Layout(), 'p::after { content: "</style><b>x</b>"; }')
    assert not reader.document_fromstring(text).xpath("//b")


def test_what_is_missing_is_listed_once_with_a_way_to_it(page: Write) -> None:
    named = '<span class="missing">【待补：中央资金】</span>'
    table = (
        '<table id="t"><caption>表1　资金<span class="unit">单位：万元</span></caption><thead><tr><th>来源</th><th>预算</th></tr></thead>'
        '<tbody><tr><td>市级资金</td><td><span class="missing">【待补】</span></td></tr></tbody></table>'
    )
    found = page(article(f'<p id="a">{named}</p>', f'<p id="b">{named}</p>', table))
    assert [(link.text, link.get("href")) for link in found.xpath("//aside//a")] == [("中央资金", "#a"), ("表1　资金，市级资金", "#t")]
    assert "2项" in found.xpath("string(//aside/h2)")


def test_nothing_missing_no_list(sample: Callable[[str], str], page: Write) -> None:
    assert not page(sample("city")).xpath("//aside")


def test_wide_tables_scroll_by_themselves(sample: Callable[[str], str], page: Write) -> None:
    for table in page(sample("county")).xpath("//table"):
        stage = table.getparent()
        assert (stage.get("class"), stage.get("role"), stage.get("tabindex")) == ("scroll", "region", "0")
        assert stage.get("aria-label").startswith("表")


def test_a_redline_keeps_its_marks(page: Write) -> None:
    found = page(article('<p id="p">完成<del>100</del><ins>200</ins>户</p>'))
    assert (found.findtext(".//del"), found.findtext(".//ins")) == ("100", "200")


SCRIPT = """
import hashlib, pathlib
from reportgen.render.layout import Layout
from reportgen.render.preview import write_preview
css = pathlib.Path("templates/html/preview.css").read_text(encoding="utf-8")
html = pathlib.Path("tests/render/samples/county.html").read_text(encoding="utf-8")
print(hashlib.sha256(write_preview(html, Layout(), css)).hexdigest())
"""


def test_the_bytes_depend_on_nothing_but_the_arguments(root: Path) -> None:
    seeds = ("1", "4242")
    runs = [
        subprocess.run([sys.executable, "-c", SCRIPT], cwd=root, env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True)
        for seed in seeds
    ]
    assert len({run.stdout for run in runs}) == 1


def test_charts_keep_their_figures_and_show_them_to_the_mouse(sample: Callable[[str], str], page: Write) -> None:
    found = page(sample("charts"))
    drawings = found.xpath("//div[@class='scroll']/svg")
    assert len(drawings) == 3
    assert found.xpath("//figure/div/@aria-label") == ["图1　改造任务月度计划与完成情况", "图2　资金来源和用途", "图3　采暖季各周取暖户数"]
    marks = found.xpath("//g[@data-figure]")
    assert len(marks) > 40
    for mark in marks:
        assert mark[0].tag == "title"
        assert mark[0].text == f"{mark.get('data-label')}：{mark.get('data-value')}{mark.get('data-unit')}"
    assert '"仿宋_GB2312"' in drawings[0].get("font-family")


def test_what_a_chart_lacks_is_listed(sample: Callable[[str], str], page: Write) -> None:
    links = [(link.get("href"), link.text) for link in page(sample("charts")).xpath("//aside//a")]
    assert links == [("#money", "能源保障资金"), ("#stock", "洁净煤库存")]
