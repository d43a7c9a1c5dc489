"""The page of two documents side by side: it is whole in itself, shows both documents in full, and leads from change to change."""

import base64
import hashlib
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from lxml import etree, html
from lxml.etree import _Element

from reportgen.diff.blocks import blocks_of, pieces_of, text_of
from reportgen.diff.difference import ComparedDocument, against, difference
from reportgen.diff.summary import told
from reportgen.redline.side_by_side import write_side_by_side
from reportgen.render.layout import Layout
from reportgen.render.markup import prepare
from reportgen.render.stylesheet import undefined
from reportgen.render.tree import parse
from tests.diff.edits import GOLDEN, versions
from tests.redline.redline_cases import CASES

ROOT = Path(__file__).parent.parent.parent
PREVIEW, COMPARISON = ((ROOT / "templates/html" / name).read_text("utf-8") for name in ("preview.css", "side-by-side.css"))
CSS = PREVIEW + COMPARISON
PAIRS = [("甲县-plan", "乙县-plan"), ("甲县-evaluation", "乙县-evaluation"), ("示例市-summary", "甲县-summary")]
BY_NAME = {path.stem: path.read_text("utf-8") for path in GOLDEN}

each_pair = pytest.mark.parametrize(("old", "new"), PAIRS)


def page(old: str, new: str, names: tuple[str, str] = ("第1版", "第2版")) -> tuple[str, _Element]:
    written = write_side_by_side(difference(ComparedDocument(old, names[0]), ComparedDocument(new, names[1])), Layout(), CSS).decode()
    return written, html.document_fromstring(written)


def words(root: _Element) -> list[str]:
    """The words of a document, block by block and cell by cell."""
    found = []
    for block in blocks_of(root):
        found.append(block.text)
        if block.grid:
            found += [text_of(pieces_of(cell.element)) for _, cells in block.grid.rows for cell in cells]
    return [squeezed(text) for text in found]


def squeezed(text: str) -> str:
    return re.sub(r"[\s\ufffc]", "", text)


def shown(root: _Element, side: str) -> list[str]:
    found = []
    for block in root.cssselect(f".side.{side} > article > *"):
        (table,) = block.cssselect("table") or [None]
        captions = block.cssselect("caption, figcaption") if table is not None or block.tag == "figure" else [block]
        found += ["".join(part.itertext()) for part in captions]
        found += ["".join(cell.itertext()) for cell in (table.cssselect("th, td") if table is not None else ())]
    return [squeezed(text) for text in found]


@each_pair
def test_either_column_is_the_whole_document(old: str, new: str) -> None:
    _, root = page(BY_NAME[old], BY_NAME[new])
    assert shown(root, "old") == words(parse(BY_NAME[old]))
    assert shown(root, "new") == words(parse(BY_NAME[new]))


@settings(max_examples=12)
@given(versions())
def test_either_column_of_random_versions_is_the_whole_document(pair: tuple[_Element, _Element]) -> None:
    _, root = page(*(etree.tostring(article, encoding="unicode") for article in pair))
    assert shown(root, "old") == words(pair[0])
    assert shown(root, "new") == words(pair[1])
    assert not root.cssselect(".side.old ins, .side.new del")


def built(blocks: Iterable[_Element]) -> list[str]:
    """Blocks as HTML, whatever is marked in them: their elements with classes and style, and their words."""
    made = []
    for block in blocks:
        page = html.document_fromstring(f"<body>{etree.tostring(block, encoding='unicode', method='html', with_tail=False)}</body>")
        etree.strip_tags(page, "ins", "del", "a")
        for element in page.iter():
            for name in ("id", "title"):
                element.attrib.pop(name, None)
            classes = [name for name in (element.get("class") or "").split() if name not in ("gone", "come", "moved")]
            element.attrib.pop("class", None)
            if classes:
                element.set("class", " ".join(classes))
        made.append(etree.tostring(page, encoding="unicode"))
    return made


def columns(old: str, new: str) -> Iterator[tuple[list[str], list[str]]]:
    """Of either document its blocks as its column shows them, and as the preview does."""
    _, root = page(old, new)
    for side, source in (("old", old), ("new", new)):
        article = parse(source)
        prepare(article, Layout())
        shown_blocks = [block[0] if block.get("class") == "scroll" else block for block in root.cssselect(f".side.{side} > article > *")]
        yield built(shown_blocks), built(element for block in blocks_of(article) for element in block.elements)


SEVERAL = [pytest.param(*CASES[name][::step], id=f"{name}{'' if step > 0 else ', back'}") for name in CASES if "figure's words" not in name for step in (1, -1)]


@pytest.mark.parametrize(("old", "new"), [*(pytest.param(BY_NAME[old], BY_NAME[new], id=f"{old} {new}") for old, new in PAIRS), *SEVERAL])
def test_either_column_is_built_as_its_document(old: str, new: str) -> None:
    for found, expected in columns(old, new):
        assert found == expected


@settings(max_examples=15)
@given(versions())
def test_either_column_of_random_versions_is_built_as_its_document(pair: tuple[_Element, _Element]) -> None:
    for found, expected in columns(*(etree.tostring(article, encoding="unicode") for article in pair)):
        assert found == expected


@each_pair
def test_each_change_has_its_place_and_every_link_one(old: str, new: str) -> None:
    found = difference(ComparedDocument(BY_NAME[old], "旧"), ComparedDocument(BY_NAME[new], "新"))
    root = html.document_fromstring(write_side_by_side(found, Layout(), CSS).decode())
    changes = [element.get("id") for element in root.cssselect(".pair[id^=change-]")]
    assert changes == [f"change-{number}" for number, _ in enumerate(told(found), 1)]
    assert [link.get("href") for link in root.cssselect(".changes a")] == [f"#{change}" for change in changes]
    identifiers = [element.get("id") for element in root.iter() if isinstance(element.tag, str) and element.get("id")]
    assert len(identifiers) == len(set(identifiers))
    assert {link.get("href") for link in root.cssselect("a")} <= {f"#{identifier}" for identifier in identifiers}


@each_pair
def test_the_page_is_whole_in_itself_and_runs_its_own_script_only(old: str, new: str) -> None:
    text, root = page(BY_NAME[old], BY_NAME[new])
    assert not re.search(r"(src|href)\s*=\s*[\"'](?!#|data:)|url\((?!\s*[\"']?data:)|@import", text)
    (script,) = root.cssselect("script")
    (policy,) = (meta.get("content") for meta in root.cssselect("meta") if meta.get("http-equiv") == "Content-Security-Policy")
    assert f"script-src 'sha256-{base64.b64encode(hashlib.sha256(script.text.encode()).digest()).decode()}'" in policy
    assert policy.startswith("default-src 'none'")


def test_the_same_page_each_time() -> None:
    assert page(BY_NAME["甲县-plan"], BY_NAME["乙县-plan"])[0] == page(BY_NAME["甲县-plan"], BY_NAME["乙县-plan"])[0]


def test_names_are_text() -> None:
    _, root = page(BY_NAME["甲县-plan"], BY_NAME["乙县-plan"], ("<script>alert(1)</script>", "新"))
    assert len(root.cssselect("script")) == 1


def test_what_moved_is_led_to_and_from() -> None:
    block = '<p id="m">各乡镇人民政府要加强组织领导，落实包村责任，确保按期供暖。</p>'
    others = [f'<p id="p{k}">第{k}项工作由{name * 20}牵头，按照分工抓好落实。</p>' for k, name in enumerate("甲乙丙丁")]
    old, new = (f'<article class="gongwen"><header/>{"".join(parts)}</article>' for parts in ([block, *others], [*others, block]))
    _, root = page(old, new)
    (source,) = root.cssselect("#move-1")
    (target,) = root.cssselect(".pair.move[id^=change-]")
    assert [side.cssselect("article") != [] for side in source.cssselect(".side")] == [True, False]
    assert [side.cssselect("article") != [] for side in target.cssselect(".side")] == [False, True]
    assert [link.get("href") for link in target.cssselect(".elsewhere a")] == ["#move-1"]


def test_a_comparison_with_another_unit_says_what_it_leaves_out() -> None:
    found = against(ComparedDocument(BY_NAME["甲县-plan"], "甲县"), ComparedDocument(BY_NAME["乙县-plan"], "乙县"))
    root = html.document_fromstring(write_side_by_side(found, Layout(), CSS).decode())
    assert [remark.text for remark in root.cssselect(".remark")] == ["两份公文的单位名称、年份本来不同，不作为变化标出。"]
    (title,) = root.cssselect(".side.new h1")[:1]
    assert not title.cssselect("ins")


def test_two_equal_documents() -> None:
    _, root = page(BY_NAME["甲县-plan"], BY_NAME["甲县-plan"])
    assert [remark.text for remark in root.cssselect(".remark")] == ["两份公文没有不同。"]
    assert not root.cssselect("ins, del, .lists > *")


def test_the_style_sheet_uses_what_there_is() -> None:
    assert set(undefined(CSS)) <= set(undefined(PREVIEW))
