"""Redlines as Word files: accepted they are the new version, rejected the old one, by our own reading and by LibreOffice's."""

import hashlib
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import docx
import docx_integrity
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from lxml import etree
from lxml.etree import _Element
from openxml_audit import OpenXmlValidator

from reportgen.diagnostics import Diagnostic
from reportgen.documents.vocabulary_faults import vocabulary_faults
from reportgen.redline.redline import redline_docx
from reportgen.render.layout import Layout
from reportgen.render.tree import parse
from reportgen.render.word import read_figures, write_docx
from reportgen.render.word.package import pack
from reportgen.render.word.proof import content, prove, resolve
from tests.diff.edits import versions
from tests.redline.redline_cases import CASES, LONG, OTHER, PLAIN, document, p
from tests.render.word.office import reading, resolved

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
REVISIONS = tuple(
    W + tag for tag in ("ins", "del", "moveFrom", "moveTo", "moveFromRangeStart", "moveToRangeStart", "cellIns", "cellDel", "pPrChange", "tcPrChange")
)
MOVED = "paragraph moved, as a move"

Redline = Callable[[str], bytes]


def versions_of(name: str) -> tuple[str, str]:
    old, new = CASES[name.removesuffix(", as a move").removesuffix(", back")]
    return (new, old) if name.endswith(", back") else (old, new)


ALL = [*CASES, *(f"{name}, back" for name in CASES), MOVED]


@pytest.fixture(scope="module")
def redline(base: bytes) -> Redline:
    """The redline of a case, each made once."""
    made: dict[str, bytes] = {}

    def of(name: str) -> bytes:
        if name not in made:
            notes = {data.get("data-figure", ""): "甲县：5 → 7\n算法：a<b&c" for data in parse(versions_of(name)[1]).iter("data")}
            result = redline_docx(*versions_of(name), Layout(), base, date="2023-04-18", moves=name == MOVED, notes=notes)
            assert isinstance(result, bytes), result
            made[name] = result
        return made[name]

    return of


@pytest.fixture(scope="module")
def judged(redline: Redline, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[bytes, bytes]]:
    """What LibreOffice makes of the cases that are run: with all changes accepted, and rejected."""
    of = test_libreoffice_accepts_and_rejects_it_to_the_same.__name__
    run = [item.callspec.params["name"] for item in request.session.items if isinstance(item, pytest.Function) and item.originalname == of]
    return resolved({name: redline(name) for name in run}, tmp_path_factory.mktemp("redlines"))


def body(docx: bytes) -> _Element:
    with zipfile.ZipFile(BytesIO(docx)) as archive:
        return etree.fromstring(archive.read("word/document.xml"))[0]


def as_libreoffice_leaves(redline: bytes, read: list[str]) -> list[str]:
    """What was read, of a redline with cells that come or go by themselves without the blank ones: LibreOffice (7.4) takes their words, not the cells."""
    if next(body(redline).iter(W + "cellIns", W + "cellDel"), None) is None:
        return read
    return ["|".join(filter(None, line.split("|"))) for line in read]


def as_libreoffice_takes(redline: bytes) -> bytes:
    """A redline as LibreOffice takes it: words that came (or went) at the end of a paragraph and a whole paragraph behind it make one change.

    So it takes the end between them, which stays, as part of that (`test_libreoffice_joins_two_changes_over_an_end_that_stays`).
    """
    with zipfile.ZipFile(BytesIO(redline)) as archive:
        parts = {part: archive.read(part) for part in archive.namelist()}
    root = etree.fromstring(parts["word/document.xml"])
    for paragraph, following in pairwise(root[0]):
        if paragraph.tag != W + "p" or following.tag != W + "p" or paragraph.find(f"{W}pPr/{W}rPr") is not None:
            continue
        content = [[part for part in one if part.tag in (W + "r", W + "ins", W + "del")] for one in (paragraph, following)]
        mark = next((mark for mark in following.iterfind(f"{W}pPr/{W}rPr/*") if mark.tag in (W + "ins", W + "del")), None)
        if mark is not None and content[0] and content[0][-1].tag == mark.tag == (content[1][0].tag if content[1] else mark.tag):
            properties = paragraph.find(W + "pPr")
            before = next((child for child in properties if child.tag in (W + "sectPr", W + "pPrChange")), None)
            run = etree.Element(W + "rPr")
            run.append(etree.Element(mark.tag, mark.attrib))
            properties.insert(len(properties) if before is None else properties.index(before), run)
    return pack(parts | {"word/document.xml": etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)})


@pytest.mark.sampled(9)
@pytest.mark.parametrize("name", ALL)
def test_accepted_it_is_the_new_version_and_rejected_the_old_one(redline: Redline, base: bytes, name: str) -> None:
    for accept, html in zip((False, True), versions_of(name), strict=True):
        expected, found = write_docx(html, Layout(), base, as_composed=True), resolve(redline(name), accept=accept)
        assert content(found) == content(expected)
        assert "修订" not in "".join(reading(found))
        orientations = [[size.get(W + "orient") for size in body(docx).iter(W + "pgSz")] for docx in (found, expected)]
        assert orientations[0] == orientations[1]
        if accept:
            assert read_figures(found) == read_figures(expected) == read_figures(redline(name))


def forms(docx: bytes) -> list[tuple[str, list[tuple[str, dict[str, str]]]]]:
    """The paragraphs that have words, each with its properties but for those of its mark and for what keeps it with the next."""
    found = []
    for paragraph in body(docx).iterchildren(W + "p"):
        words = "".join(text.text or "" for text in paragraph.iter(W + "t"))
        properties = [(child.tag, dict(child.attrib)) for child in paragraph.find(W + "pPr") if child.tag not in {W + "rPr", W + "sectPr", W + "keepNext"}]
        found += [(words, properties)] if words else []
    return found


@pytest.mark.parametrize(
    "name", [name for name in ALL if any(word in name for word in ("split", "divided", "in two", "in three", "another level", "that was text", "a note"))]
)
def test_either_side_has_the_form_of_its_version(redline: Redline, base: bytes, name: str) -> None:
    for accept, html in zip((False, True), versions_of(name), strict=True):
        assert forms(resolve(redline(name), accept=accept)) == forms(write_docx(html, Layout(), base, as_composed=True))


def table_looks(docx: bytes) -> list[tuple[str, dict[str, str]]]:
    """The widths of columns and cells, and the sides that words keep to, of all tables."""
    return [(part.tag, dict(part.attrib)) for made in body(docx).iter(W + "tbl") for part in made.iter(W + "gridCol", W + "tcW", W + "jc")]


@pytest.mark.parametrize("name", [name for name in ALL if "aligned" in name or "widths" in name])
def test_either_side_has_the_tables_of_its_version(redline: Redline, base: bytes, name: str) -> None:
    for accept, html in zip((False, True), versions_of(name), strict=True):
        assert table_looks(resolve(redline(name), accept=accept)) == table_looks(write_docx(html, Layout(), base, as_composed=True))
    made = body(redline(name))
    assert ("widths" in name) is (next(made.iter(W + "tblGridChange"), None) is not None)


@pytest.mark.slow
@pytest.mark.xdist_group("redlines")
@pytest.mark.parametrize("name", [pytest.param(name, marks=() if number % 3 == 0 else pytest.mark.slow) for number, name in enumerate(ALL)])
def test_libreoffice_accepts_and_rejects_it_to_the_same(redline: Redline, judged: dict[str, tuple[bytes, bytes]], base: bytes, name: str) -> None:
    old, new = (reading(write_docx(html, Layout(), base, as_composed=True)) for html in versions_of(name))
    accepted, rejected = map(reading, judged[name])
    assert as_libreoffice_leaves(redline(name), accepted) == as_libreoffice_leaves(redline(name), new)
    assert as_libreoffice_leaves(redline(name), rejected) == as_libreoffice_leaves(redline(name), old)


@pytest.mark.sampled(3)
@pytest.mark.parametrize("name", [*CASES, MOVED])
def test_tools_of_others_find_no_fault(redline: Redline, tmp_path: Path, name: str) -> None:
    file = tmp_path / "redline.docx"
    file.write_bytes(redline(name))
    assert [str(error) for error in OpenXmlValidator().validate(file).errors] == []
    assert [str(finding) for finding in docx_integrity.check(file)] == []


@pytest.mark.parametrize("name", [*CASES, MOVED])
def test_every_revision_has_an_id_of_its_own_an_author_and_a_day(redline: Redline, name: str) -> None:
    revisions = list(body(redline(name)).iter(*REVISIONS))
    bookmarks = list(body(redline(name)).iter(W + "bookmarkStart"))
    identifiers = [element.get(W + "id") for element in (*revisions, *bookmarks)]
    assert len(identifiers) == len(set(identifiers))
    assert len({mark.get(W + "name") for mark in bookmarks}) == len(bookmarks)
    assert {(revision.get(W + "author"), revision.get(W + "date")) for revision in revisions} == {("reportgen", "2023-04-18T00:00:00Z")}


@pytest.mark.parametrize("name", ALL)
def test_what_went_is_deleted_text_and_no_cell_loses_its_last_paragraph(redline: Redline, name: str) -> None:
    made = body(redline(name))
    for run in made.iter(W + "r"):
        gone = run.getparent().tag == W + "del"
        assert run.find(W + ("t" if gone else "delText")) is None
    for cell in made.iter(W + "tc"):
        assert cell[-1].find(f"{W}pPr/{W}rPr") is None
    blocks = [child for child in made if child.tag in (W + "p", W + "tbl")]
    assert blocks[-1].find(f"{W}pPr/{W}rPr") is None
    assert not [1 for one, other in pairwise(blocks) if one.tag == other.tag == W + "tbl"]


def test_a_comment_stands_at_every_figure_that_came(redline: Redline) -> None:
    texts = []
    for name in CASES:
        made, document = body(redline(name)), docx.Document(BytesIO(redline(name)))
        opened, closed, shown = ([mark.get(W + "id") for mark in made.iter(W + tag)] for tag in ("commentRangeStart", "commentRangeEnd", "commentReference"))
        assert sorted(opened) == sorted(closed) == sorted(shown) == sorted(str(comment.comment_id) for comment in document.comments)
        texts += [comment.text for comment in document.comments]
        came = [mark for mark in made.iter(W + "bookmarkStart") if mark.getnext().tag in (W + "ins", W + "moveTo")]
        assert len(came) == len(opened)
    assert {*texts} == {"甲县：5 → 7\n算法：a<b&c"}


def test_a_number_is_written_whole(redline: Redline) -> None:
    gone, come = (list(body(redline("number in text")).iter(W + tag)) for tag in ("delText", "ins"))
    assert [text.text for text in gone] == ["16.4768"]
    assert ["".join(revision.itertext()) for revision in come] == ["16.5768"]


def test_author_and_day_are_what_is_asked_for_and_no_day_is_made_up(base: bytes) -> None:
    old, new = CASES["paragraph"]
    made = redline_docx(old, new, Layout(), base, author="张某某", date="2024-01-02")
    undated = redline_docx(old, new.replace(' data-date="2023-04-18"', ""), Layout(), base)
    assert isinstance(made, bytes) and isinstance(undated, bytes)
    assert {(r.get(W + "author"), r.get(W + "date")) for r in body(made).iter(*REVISIONS)} == {("张某某", "2024-01-02T00:00:00Z")}
    assert {r.get(W + "date") for r in body(undated).iter(*REVISIONS)} == {None}


def test_moves_are_ranges_with_a_name_at_both_ends_where_they_are_asked_for(redline: Redline) -> None:
    assert not list(body(redline("paragraph moved")).iter(*REVISIONS[2:]))
    made = body(redline(MOVED))
    names = {}
    for end in ("moveFrom", "moveTo"):
        (start,), (stop,) = (list(made.iter(f"{W}{end}Range{part}")) for part in ("Start", "End"))
        assert start.get(W + "id") == stop.get(W + "id")
        assert start.getnext().find(f"{W}pPr/{W}rPr/{W}{end}") is not None
        assert "".join(start.getnext().itertext()) == LONG
        names[end] = start.get(W + "name")
    assert names["moveFrom"] == names["moveTo"]


def test_a_picture_that_is_drawn_anew_is_there_twice_with_ids_of_their_own(redline: Redline) -> None:
    pictures = list(body(redline("chart")).iter("{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"))
    assert len(pictures) == 3  # and the box of the 版记
    assert len({picture.get("id") for picture in pictures}) == 3


@pytest.mark.parametrize("name", ["chart", "attachment added"])
def test_two_processes_write_the_same_bytes(redline: Redline, root: Path, tmp_path: Path, name: str) -> None:
    files = [tmp_path / "old.html", tmp_path / "new.html", root / "templates/docx/official.docx"]
    for file, html in zip(files[:2], versions_of(name), strict=True):
        file.write_text(html, encoding="utf-8")
    program = """
import hashlib, sys
from pathlib import Path
from reportgen.redline.redline import redline_docx
from reportgen.render.layout import Layout
old, new, base = map(Path, sys.argv[1:])
print(hashlib.sha256(redline_docx(old.read_text("utf-8"), new.read_text("utf-8"), Layout(), base.read_bytes())).hexdigest())
"""
    environment = {**os.environ, "PYTHONHASHSEED": "4242", "TZ": "America/New_York"}
    run = subprocess.run([sys.executable, "-c", program, *map(str, files)], env=environment, cwd=root, check=True, capture_output=True, text=True)
    assert run.stdout.strip() == hashlib.sha256(redline(name)).hexdigest()


@pytest.mark.parametrize(
    ("name", "pattern", "replacement", "accepted"),
    [
        ("number in text", ">16.5768<", ">16.5769<", True),
        ("number in text", ">16.4768<", ">16.4769<", False),
        ("number in text", r"<w:del .*?</w:del>", "", False),
        ("paragraph", r"<w:rPr><w:del [^>]*/></w:rPr>", "", True),
        ("paragraph", LONG, OTHER, False),
        ("paragraph", PLAIN, LONG, True),
        ("rows", r"(<w:tblHeader/></w:trPr>.*?<w:trHeight [^>]*/>)<w:ins [^>]*/>", r"\1", False),
        ("chart", r"(<w:ins .*?)(<w:drawing>.*?</w:drawing>)", r"\1", True),
        ("line break in a cell", "<w:br/>", "", True),
        ("copies", "抄送：", "抄报：", True),
        ("row moved", "</w:tbl>", "</w:tbl><w:p/>", True),
    ],
)
def test_a_redline_that_is_wrong_is_found_out(redline: Redline, base: bytes, name: str, pattern: str, replacement: str, *, accepted: bool) -> None:
    with zipfile.ZipFile(BytesIO(redline(name))) as archive:
        parts = {part: archive.read(part) for part in archive.namelist()}
    text = parts["word/document.xml"].decode()
    wrong = re.sub(pattern, replacement, text, count=1, flags=re.DOTALL)
    assert wrong != text
    old, new = (write_docx(html, Layout(), base, as_composed=True) for html in versions_of(name))
    assert prove(redline(name), old, new) is None
    found = prove(pack(parts | {"word/document.xml": wrong.encode()}), old, new)
    assert found is not None
    assert found.accepted is accepted


def test_no_file_is_given_where_the_proof_fails(base: bytes) -> None:
    """A 版记 has its lines whether there is an issuing office in it or not: no template leaves it out."""
    old = document(p(LONG))
    new = re.sub(r'<p class="printing".*?</p>', "", old)
    made = redline_docx(old, new, Layout(), base)
    assert isinstance(made, Diagnostic)
    assert made.code == "history.redline"
    assert "接受全部修订后与新的一份不一致" in made.message
    assert made.help.startswith("没有写出")


def sound(old: _Element, new: _Element) -> bool:
    """Whether a composer could have made it: in the vocabulary, with the paragraphs of the old head and foot."""
    ends = [[part.get("class") for tag in ("header", "footer") for part in article.find(tag)] for article in (old, new)]
    return ends[0] == ends[1] and all(fault.message.endswith("下面没有内容") for fault in vocabulary_faults(new))


@pytest.mark.slow
@settings(max_examples=12)
@given(versions(), st.booleans())
def test_any_two_versions_are_proved(base: bytes, pair: tuple[_Element, _Element], moves: bool) -> None:
    made, read = of_any_two(base, pair, moves=moves)
    assert taken_and_left(made) == read


@pytest.mark.slow
@settings(max_examples=300)
@given(versions(), st.booleans())
def test_many_more_versions_are_proved(base: bytes, pair: tuple[_Element, _Element], moves: bool) -> None:
    made, read = of_any_two(base, pair, moves=moves)
    assert taken_and_left(made) == read


@pytest.mark.slow
@pytest.mark.parametrize("number", [pytest.param(2, marks=pytest.mark.xdist_group("redlines")), pytest.param(80, marks=pytest.mark.slow)])
def test_libreoffice_agrees_on_any_two_versions(base: bytes, tmp_path: Path, number: int) -> None:
    made: dict[str, bytes] = {}
    expected: dict[str, tuple[list[str], list[str]]] = {}

    @settings(max_examples=number)
    @given(versions(), st.booleans())
    def collect(pair: tuple[_Element, _Element], moves: bool) -> None:
        name = str(len(made))
        made[name], read = of_any_two(base, pair, moves=moves)
        assert taken_and_left(made[name]) == read
        taken = as_libreoffice_takes(made[name])
        after, before = (as_libreoffice_leaves(made[name], reading(resolve(taken, accept=accept))) for accept in (True, False))
        expected[name] = after, before

    collect()
    judged = resolved(made, tmp_path)
    assert {name: tuple(as_libreoffice_leaves(made[name], reading(docx)) for docx in judged[name]) for name in judged} == expected


def test_libreoffice_joins_two_changes_over_an_end_that_stays(base: bytes, tmp_path: Path) -> None:
    """Of a file that nothing of ours has made, by the standard: the end of the first paragraph isn't marked, so it stays."""
    mark = 'w:author="甲" w:date="2024-01-02T00:00:00Z"'
    words = "<w:r><w:t>{}</w:t></w:r>"
    plain = write_docx(document(p(PLAIN)), Layout(), base, as_composed=True)
    with zipfile.ZipFile(BytesIO(plain)) as archive:
        parts = {part: archive.read(part) for part in archive.namelist()}
    text = parts["word/document.xml"].decode()
    section = text[text.rindex("<w:sectPr") : text.rindex("</w:body>")]
    made = (
        f'<w:p><w:pPr><w:jc w:val="left"/></w:pPr>{words.format("甲")}<w:ins w:id="901" {mark}>{words.format("乙")}</w:ins></w:p>'
        f'<w:p><w:pPr><w:rPr><w:ins w:id="902" {mark}/></w:rPr></w:pPr><w:ins w:id="903" {mark}>{words.format("丙")}</w:ins></w:p>'
        f"<w:p>{words.format('丁')}</w:p>"
    )
    file = pack(parts | {"word/document.xml": (text[: text.index("<w:body>") + len("<w:body>")] + made + section + "</w:body></w:document>").encode()})
    assert reading(resolve(file, accept=False))[:2] == ["甲", "丁"]
    assert reading(resolve(as_libreoffice_takes(file), accept=False))[:1] == reading(resolved({"joined": file}, tmp_path)["joined"][1])[:1] == ["甲丁"]


def taken_and_left(made: bytes) -> tuple[list[str], list[str]]:
    """What a redline reads as with all its changes accepted, and with all rejected, by our own reading."""
    return reading(resolve(made, accept=True)), reading(resolve(made, accept=False))


def of_any_two(base: bytes, pair: tuple[_Element, _Element], *, moves: bool) -> tuple[bytes, tuple[list[str], list[str]]]:
    """The redline of two versions; and what the newer and the older one read as."""
    assume(sound(*pair))
    old, new = (etree.tostring(article, encoding="unicode") for article in pair)
    made = redline_docx(old, new, Layout(), base, moves=moves)
    assert isinstance(made, bytes), made
    before, after = (reading(write_docx(html, Layout(), base, as_composed=True)) for html in (old, new))
    return made, (after, before)
