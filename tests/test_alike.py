"""How alike the counties' documents are, names and numbers aside: the demonstration's say what is each county's own, and the tool that measures it does."""

import sys
from functools import cache
from pathlib import Path

import pytest

from reportgen.pipeline.opening import open_season
from reportgen.workspace import Workspace

sys.path.append(str(Path(__file__).parents[1] / "tools"))

from compare_masked import LIMIT, Masked, Names, counties, masked, own_sentences, pairs

KINDS = ("实施方案", "验收报告", "绩效自评报告", "采暖季工作总结")
ONE, OTHER = Names(("甲县", "甲镇", "甲")), Names(("乙区", "乙乡", "丙镇"))


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("我县任务120户，甲镇最多。", "我区任务3.5户，乙乡最多。", True),
        ("由县能源局牵头。", "由区能源局牵头。", True),
        ("涉及甲镇、甲县。", "涉及乙乡、丙镇、乙区。", True),
        ("于2023年10月5日完工。", "于2024年1月15日完工。", True),
        ("按照《方案》（甲清洁办发〔2023〕3号）验收。", "按照《方案》（乙清洁办发〔2022〕17号）验收。", True),
        ("本年度有三类项目。", "本年度有四类项目。", True),
        ("组长张某某。", "组长李某某。", True),
        ("任务主要在农村。", "任务主要在县城。", False),
        ("以煤改电为主。", "以集中供热为主。", False),
        ("没有不合格的。", "不合格的3户。", False),
    ],
)
def test_names_and_numbers_are_masked_and_nothing_else(one: str, other: str, alike: bool) -> None:
    assert (ONE.mask(one) == OTHER.mask(other)) == alike


def test_paragraphs_are_those_of_the_text_and_not_its_frame() -> None:
    html = (
        '<article><header><p class="issuer">甲县文件</p></header><p class="addressee">某办：</p><p>甲县任务5户。</p>'
        "<table><tbody><tr><td><p>表内</p></td></tr></tbody></table><footer><p>抄送</p></footer></article>"
    )
    assert masked(html, "甲县", ONE).paragraphs == ("名任务0户。",)


def test_shares_count_characters_and_own_sentences_are_nobody_elses() -> None:
    documents = [Masked("甲县", ("同一段话。", "甲的话。")), Masked("乙县", ("同一段话。", "乙的一句话。")), Masked("丙县", ("同一段话。",))]
    assert [(pair.one, pair.other, round(pair.paragraphs)) for pair in pairs(documents)] == [("甲县", "丙县", 71), ("乙县", "丙县", 62), ("甲县", "乙县", 50)]
    assert own_sentences(documents) == {"甲县": ["甲的话。"], "乙县": ["乙的一句话。"], "丙县": []}


@cache
def demonstration() -> dict[str, list[Masked]]:
    return dict(counties(open_season(Workspace(Path(__file__).parents[1]), "2023")))


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_no_two_counties_documents_are_the_same_but_for_names_and_numbers(kind: str) -> None:
    assert [pair for pair in pairs(demonstration()[kind]) if pair.paragraphs > LIMIT] == []


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_every_county_says_something_that_no_other_says(kind: str) -> None:
    assert [unit for unit, said in own_sentences(demonstration()[kind]).items() if not said] == []
