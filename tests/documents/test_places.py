"""Places in words: what an officer reads of the cells to look at."""

import pytest

from reportgen.diagnostics import Place
from reportgen.documents.places import in_words, text_in_words

BOOK = "inputs/2023/甲县/填报表.xlsx"


@pytest.mark.parametrize(
    ("places", "words"),
    [
        ([], ()),
        ([Place(BOOK, "资金", "D4"), Place(BOOK, "资金", "D3"), Place(BOOK, "资金", "A3")], ("甲县/填报表.xlsx《资金》D3:D4、A3",)),
        ([Place(BOOK, "资金", "D4"), Place(BOOK, "验收", "D4")], ("甲县/填报表.xlsx《资金》D4", "甲县/填报表.xlsx《验收》D4")),
        ([Place(BOOK, "资金")], ("甲县/填报表.xlsx《资金》",)),
        ([Place("inputs/2023/甲县/资金.csv", None, "B2")], ("甲县/资金.csv B2",)),
        ([Place("inputs/2023/甲县/单位.yaml", line=8), Place("inputs/2023/甲县/单位.yaml", line=12)], ("甲县/单位.yaml第8、12行",)),
        ([Place("outputs/2023/甲县/验收报告")], ("outputs/2023/甲县/验收报告",)),
    ],
)
def test_places(places: list[Place], words: tuple[str, ...]) -> None:
    assert in_words(places) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (f"{BOOK}#建筑节能!D4的完成面积", "甲县/填报表.xlsx《建筑节能》D4的完成面积"),
        ("inputs/2023/甲县/资金.csv!A2的到位数", "甲县/资金.csv A2的到位数"),
        ("甲县《用户台账》", "甲县《用户台账》"),
    ],
)
def test_text(text: str, words: str) -> None:
    assert text_in_words(text) == words
