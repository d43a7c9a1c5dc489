"""What two documents made of one: sentences and cells that one, the other, both changed."""

from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from lxml.etree import _Element

from reportgen.diff.align import align
from reportgen.diff.three_way import PlaceChange, ThreeWay, three_way

BASE = (
    '<article><h1>方案</h1><h2 id="a">一、目标</h2><p id="b">任务1200户，全部在农村。资金300万元，已经到位；其余由社会筹措。</p><p id="c">请予备案。</p>'
    "<table><thead><tr><th>乡镇</th><th>户数</th><th>备注</th></tr></thead><tbody><tr><td>东关镇</td><td>700</td><td>平川</td></tr>"
    "<tr><td>义门镇</td><td>500</td><td>山区</td></tr></tbody></table></article>"
)


def places(one: str, other: str) -> ThreeWay:
    base = etree.fromstring(BASE)
    return three_way(align(base, etree.fromstring(one)), align(base, etree.fromstring(other)))


def said(changes: tuple[PlaceChange, ...]) -> list[tuple[str, str | None, str | None]]:
    return [(change.where, change.old, change.new) for change in changes]


def test_sentences_of_one_paragraph_are_places_of_their_own() -> None:
    found = places(BASE.replace("1200", "1300"), BASE.replace("300万元", "400万元").replace("；其余", "；不足部分"))
    assert found.both == ()
    assert said(found.one) == [("", "任务1200户，全部在农村。", "任务1300户，全部在农村。")]
    assert said(found.other) == [
        ("", "资金300万元，已经到位；", "资金400万元，已经到位；"),
        ("", "其余由社会筹措。", "不足部分由社会筹措。"),
    ]


def test_one_sentence_changed_by_both_contradicts_and_one_cell_does_not_where_it_is_alike() -> None:
    found = places(BASE.replace("1200", "1300").replace("700", "710"), BASE.replace("农村", "城区").replace("700", "710").replace("山区", "山地"))
    assert [(place.same, said(place.one), said(place.other)) for place in found.both] == [
        (False, [("", "任务1200户，全部在农村。", "任务1300户，全部在农村。")], [("", "任务1200户，全部在农村。", "任务1200户，全部在城区。")]),
        (True, [("东关镇·户数", "700", "710")], [("东关镇·户数", "700", "710")]),
    ]
    assert found.conflicts == 1
    assert said(found.other) == [("义门镇·备注", "山区", "山地")]


def test_what_one_deleted_and_the_other_changed_contradicts() -> None:
    without = BASE.replace('<p id="c">请予备案。</p>', "").replace("<tr><td>义门镇</td><td>500</td><td>山区</td></tr>", "")
    found = places(without, BASE.replace("请予备案", "请予审核").replace("500", "510"))
    assert [(said(place.one), said(place.other)) for place in found.both] == [
        ([("删除整段", "请予备案。", None)], [("", "请予备案。", "请予审核。")]),
        ([("删除行：义门镇", "义门镇｜500｜山区", None)], [("义门镇·户数", "500", "510")]),
    ]
    assert found.conflicts == len(found.both)


def test_what_comes_in_contradicts_nothing() -> None:
    found = places(BASE.replace("<table>", "<p>特此报告。</p><table>"), BASE.replace("<p id", "<p>现将方案报上。</p><p id", 1))
    assert found.both == ()
    assert said(found.one) == [("新增整段", None, "特此报告。")]
    assert said(found.other) == [("新增整段", None, "现将方案报上。")]


_texts = st.lists(st.text("任务户，。；1", max_size=24), min_size=1, max_size=5)


def article(texts: list[str]) -> _Element:
    made = etree.Element("article")
    for text in texts:
        etree.SubElement(made, "p").text = text
    return made


@given(_texts, _texts)
def test_a_document_contradicts_neither_itself_nor_one_that_changed_nothing(old: list[str], new: list[str]) -> None:
    base = article(old)
    changed = align(base, article(new))
    assert all(place.same for place in three_way(changed, changed).both)
    unchanged = three_way(changed, align(base, article(old)))
    assert (unchanged.both, unchanged.other) == ((), ())
    kept = [change for change in unchanged.one if not change.where]
    assert all(change.old != change.new for change in kept)
