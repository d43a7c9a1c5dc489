"""reconcile: a redline that came back, its revisions accepted, rejected or left."""

import re
from collections.abc import Iterator
from functools import reduce
from io import BytesIO
from pathlib import Path
from random import Random

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn
from lxml import etree

from reportgen.ooxml.changes import settle
from reportgen.redline.redline import redline
from reportgen.redline.word_comments import commented
from reportgen.render.tree import parse
from reportgen.versions.history import History, open_history
from tests.reconcile.hand_edits import Edit, edited, tracked, type_over
from tests.reconcile.test_reconcile import PLAN, blocks, figures, found, made, written

NEW = PLAN.read_text("utf-8")
ALTERED = ((">1200<", ">1190<"), ("请予备案", "请予审查"), ("特此报告。", "特此报告，请审阅。"), ("现将方案随文报送", "现将方案报送"), (">560<", ">570<"))
OLD = "".join(
    part if part.startswith("<svg") else reduce(lambda html, words: html.replace(*words), ALTERED, part) for part in re.split(r"(<svg.*?</svg>)", NEW)
)
"""But for its charts: that a picture was changed is told beside the text."""
NOTED = {data.get("data-figure", "") for data in parse(NEW).iter("data") if data.text in ("1200", "560")}


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> Iterator[History]:
    with open_history(tmp_path_factory.mktemp("outputs")) as kept:
        kept.record(made(OLD))
        kept.record(made(NEW, 1))
        yield kept


@pytest.fixture(scope="module")
def file() -> bytes:
    return written(redline(OLD, NEW))


def settled(seed: int | None, accept: bool = True) -> Edit:
    """Accept or reject revisions of runs: all alike, or, with a seed, some of them."""

    def edit(document: Document) -> None:
        chance = Random(seed)
        for mark in [*document.element.body.iter(qn("w:ins"), qn("w:del"))]:
            if mark.find(qn("w:r")) is None or (seed is not None and chance.random() < 0.4):
                continue
            text_of = "".join(text.text or "" for text in mark.iter(qn("w:t"), qn("w:delText")))
            accepted = accept if seed is None else chance.random() < 0.5
            DECIDED.append((text_of, accepted))
            if (mark.tag == qn("w:ins")) is accepted:
                for text in [*mark.iter(qn("w:delText"))]:
                    text.tag = qn("w:t")
                for child in list(mark):
                    mark.addprevious(child)
            mark.getparent().remove(mark)

    return edit


DECIDED: list[tuple[str, bool]] = []


@pytest.mark.parametrize(("edits", "decision"), [((), "open"), ((settled(None),), "accepted"), ((settled(None, accept=False),), "rejected")])
def test_what_became_of_its_revisions_is_told(edits: tuple[Edit, ...], decision: str, history: History, file: bytes) -> None:
    one = found(history, edited(file, *edits))
    assert one.source.version.number == 2
    assert one.source.likeness is None
    assert one.decided
    assert {decided.decision.value for decided in one.decided} == {decision}
    assert (figures(one), blocks(one), one.revisions, one.empty) == ([], [], (), True)


def test_a_reviewers_comments_stand_apart_from_those_of_the_redline(history: History, file: bytes) -> None:
    def remark(document: Document) -> None:
        document.add_comment(document.paragraphs[5].runs, text="请再核实", author="李某某")

    noted = commented(file, dict.fromkeys(NOTED, "说明"), "reportgen", "2023-04-18")
    assert len(docx.Document(BytesIO(noted)).comments)
    one = found(history, edited(noted, remark))
    assert [(comment.author, comment.text) for comment in one.comments] == [("李某某", "请再核实")]
    assert {decided.decision.value for decided in one.decided or ()} == {"open"}
    assert (figures(one), blocks(one), one.revisions) == ([], [], ())


def test_what_is_new_stands_apart(history: History, file: bytes) -> None:
    one = found(history, edited(file, settled(None), tracked("对暂未覆盖", "洁净煤供应", "洁净煤足量供应"), type_over("以保障群众", "保障", "确保")))
    assert {decided.decision.value for decided in one.decided or ()} == {"accepted"}
    assert [revision.text for revision in one.revisions] == ["洁净煤供应", "洁净煤足量供应"]
    assert len(blocks(one)) == 2


@pytest.mark.sampled(3)
@pytest.mark.parametrize("seed", range(12))
def test_some_are_decided_so_and_some_otherwise(seed: int, history: History, file: bytes) -> None:
    DECIDED.clear()
    one = found(history, edited(file, settled(seed)))
    assert (figures(one), blocks(one), one.revisions) == ([], [], ())
    for decision, accepted in (("rejected", False), ("accepted", True)):
        told = "".join(decided.text for decided in one.decided or () if decided.decision.value == decision)
        assert told == "".join(text for text, was in DECIDED if was is accepted)


DIVIDED = NEW.replace("。电网承载方面，", '。</p><p id="more">电网承载方面，')
JOINED = OLD.replace("。县城既有建筑改造采取", '。</p><p id="was">县城既有建筑改造采取')


def ends_settled(accept: bool, came: bool | None = None) -> Edit:
    """Accept or reject the ends of paragraphs that came, or went, or all of them."""

    def edit(document: Document) -> None:
        for paragraph in [*document.element.body.iter(qn("w:p"))]:
            mark = paragraph.find(f"{qn('w:pPr')}/{qn('w:rPr')}/*")
            if mark is None or (came is not None and (mark.tag == qn("w:ins")) is not came):
                continue
            stays = (mark.tag == qn("w:ins")) is accept
            mark.getparent().remove(mark)
            if not stays:
                following = paragraph.getnext()
                for place, child in enumerate([child for child in paragraph if child.tag != qn("w:pPr")], 1):
                    following.insert(place, child)
                paragraph.getparent().remove(paragraph)

    return edit


@pytest.mark.sampled(5)
@pytest.mark.parametrize(
    ("edits", "decisions"),
    [
        ((), ["open", "open"]),
        ((ends_settled(accept=True),), ["accepted", "accepted"]),
        ((ends_settled(accept=False),), ["rejected", "rejected"]),
        ((ends_settled(accept=True, came=True),), ["accepted", "open"]),
        ((ends_settled(accept=False, came=True), ends_settled(accept=True)), ["rejected", "accepted"]),
    ],
)
def test_paragraphs_divided_and_joined_are_decided_too(edits: tuple[Edit, ...], decisions: list[str], tmp_path: Path) -> None:
    with open_history(tmp_path / "outputs") as kept:
        kept.record(made(JOINED))
        kept.record(made(DIVIDED, 1))
        one = found(kept, edited(written(redline(JOINED, DIVIDED)), *edits))
    told = [(decided.text, decided.come, decided.decision.value) for decided in one.decided or ()]
    assert [entry for entry in told if entry[0] == "¶"] == [("¶", True, decisions[0]), ("¶", False, decisions[1])]
    assert {decision for text, _, decision in told if text != "¶"} == {"open"}
    assert (figures(one), blocks(one), one.revisions, one.empty) == ([], [], (), True)


@pytest.mark.parametrize("decision", ["open", "accepted", "rejected"])
def test_a_column_is_decided_as_one(decision: str, tmp_path: Path) -> None:
    """占比 came for 备注, which has no words in some rows."""
    older = etree.fromstring(NEW)
    (table, *_) = older.iter("table")
    for number, row in enumerate(table.iter("tr")):
        if number != 1:
            row[-1].text = "备注" if number == 0 else "已备案" if number % 2 else None
            del row[-1][:]
    old = etree.tostring(older, encoding="unicode")
    with open_history(tmp_path) as kept:
        kept.record(made(old))
        kept.record(made(NEW, 1))
        edits = () if decision == "open" else (lambda document: settle(document.element, accept=decision == "accepted"),)
        one = found(kept, edited(written(redline(old, NEW)), *edits))
    assert [(decided.come, decided.text, decided.decision.value) for decided in one.decided or ()] == [
        (False, "备注｜已备案", decision),
        (True, "占比（%）｜60.00｜40.00｜100.00", decision),
    ]
    assert (figures(one), blocks(one), one.revisions, one.empty) == ([], [], (), True)
