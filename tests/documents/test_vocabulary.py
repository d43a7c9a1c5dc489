"""The closed vocabulary of canonical HTML: what is a fault of it."""

import pytest
from lxml import etree

from reportgen.documents.vocabulary_faults import vocabulary_faults


def messages(body: str, *, header: str = "<header/>") -> list[str]:
    return [fault.message for fault in vocabulary_faults(etree.fromstring(f'<article class="gongwen">{header}{body}</article>'))]


def table(cell: str = "", width: str = "1") -> str:
    return f'<table><caption>表</caption><colgroup><col data-width="{width}"/></colgroup><tbody><tr><td{cell}>甲</td></tr></tbody></table>'


@pytest.mark.parametrize("body", [table(), table(' colspan="1" rowspan="1"'), table(width="0.5"), table(width="12")])
def test_what_may_stand_is_no_breach(body: str) -> None:
    assert messages(body) == []


@pytest.mark.parametrize(
    ("body", "words"),
    [
        *((table(f' colspan="{value}"'), "colspan 应为1至999的整数") for value in ("0", "-1", "x", "", "1.5", "1000", "²", "９")),
        (table(' rowspan="a"'), "rowspan 应为1至999的整数"),
        *((table(width=value), "data-width 应为大于0的数") for value in ("0", "0.0", "-1", "x", "", "nan", "inf", "1e3")),
        ("<video/>", "不认识的元素 <video>"),
        ("<h1>甲</h1><h1>乙</h1>", "题目写在 kinds.yaml 的 cover_title、title 里"),
        ('<section class="attachment"><h1>甲</h1><p>乙</p><h1>丙</h1></section>', "正文里的各级标题用 <h2> 至 <h5>"),
    ],
)
def test_a_breach_is_told(body: str, words: str) -> None:
    (message,) = messages(body)
    assert words in message


def test_an_article_without_header_could_not_be_marked() -> None:
    assert messages("<p>甲</p>", header="") == ["<article> 里没有 <header>"]
