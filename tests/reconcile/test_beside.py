"""reconcile: what stands beside the text, pictures, headers, footers, notes; and tables that came or went."""

from collections.abc import Callable, Iterator
from io import BytesIO

import pytest
from docx.document import Document
from PIL import Image, ImageDraw

from reportgen.reconcile.beside import FORMATTING
from reportgen.versions.history import History, open_history
from tests.reconcile.hand_edits import (
    Edit,
    add_picture,
    add_table,
    change_pictures,
    delete_pictures,
    delete_table,
    edited,
    note,
    running,
    text_box,
)
from tests.reconcile.test_reconcile import GOLDEN, blocks, figures, found, made, written

MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
SUMMARY = next(path for path in GOLDEN if path.stem == "甲县-summary")


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> Iterator[History]:
    with open_history(tmp_path_factory.mktemp("outputs")) as kept:
        kept.record(made(SUMMARY.read_text("utf-8")))
        yield kept


@pytest.fixture(scope="module")
def file() -> bytes:
    return written(SUMMARY.read_text("utf-8"))


def saved(change: Callable[[Image.Image], Image.Image], format: str = "PNG", **options: int) -> Callable[[bytes], bytes]:
    """A picture altered and saved anew."""

    def alter(data: bytes) -> bytes:
        out = BytesIO()
        with Image.open(BytesIO(data)) as picture:
            change(picture.convert("RGB")).save(out, format, **options)
        return out.getvalue()

    return alter


def painted(share: float, colour: str) -> Callable[[Image.Image], Image.Image]:
    """Paint over a square of a hundredth of the height, at a share of the way."""

    def paint(picture: Image.Image) -> Image.Image:
        left, top, side = int(picture.width * share), int(picture.height * share), picture.height // 30
        ImageDraw.Draw(picture).rectangle((left, top, left + side, top + side), fill=colour)
        return picture

    return paint


def same(picture: Image.Image) -> Image.Image:
    return picture


def smaller(picture: Image.Image) -> Image.Image:
    return picture.resize((picture.width // 2, picture.height // 2), Image.Resampling.LANCZOS)


def photo() -> bytes:
    out = BytesIO()
    Image.new("RGB", (60, 40), "green").save(out, "PNG")
    return out.getvalue()


KEPT: dict[str, Edit] = {
    "saved anew": change_pictures(saved(same, compress_level=1)),
    "as JPEG": change_pictures(saved(same, "JPEG", quality=85)),
    "made smaller": change_pictures(saved(smaller)),
    "made smaller, as JPEG": change_pictures(saved(smaller, "JPEG", quality=80)),
}


@pytest.mark.parametrize("name", KEPT)
def test_a_picture_that_shows_the_same_is_no_change(name: str, history: History, file: bytes) -> None:
    one = found(history, edited(file, KEPT[name]))
    assert (figures(one), blocks(one), one.beside, one.unlooked) == ([], [], (), (FORMATTING,))


CHANGED: dict[str, tuple[Edit, list[tuple[str, bool, bool]]]] = {
    "a spot painted over": (change_pictures(saved(painted(0.5, "black"))), [("图片", True, True)]),
    "a spot painted over, as JPEG": (change_pictures(saved(painted(0.3, "red"), "JPEG", quality=85)), [("图片", True, True)]),
    "another picture": (change_pictures(lambda _: photo()), [("图片", True, True)]),
    "a picture deleted": (delete_pictures, [("图片", True, False)]),
    "a picture added": (add_picture("现将总结", photo()), [("图片", False, True)]),
    "a header": (running("header", "内部资料"), [("页眉", False, True)]),
    "a footer": (running("footer", "共12页"), [("页脚", False, True)]),
    "a footnote": (note("footnote", "现将总结", "数据截至4月。"), [("脚注", False, True)]),
    "an endnote": (note("endnote", "现将总结", "数据截至4月。"), [("尾注", False, True)]),
}


@pytest.mark.sampled(3)
@pytest.mark.parametrize("name", CHANGED)
def test_what_changed_beside_the_text_is_told(name: str, history: History, file: bytes) -> None:
    edit, changes = CHANGED[name]
    one = found(history, edited(file, edit))
    assert not one.empty
    assert [(change.kind, change.old is not None, change.new is not None) for change in one.beside] == changes


def test_a_text_box_is_read(history: History, file: bytes) -> None:
    assert blocks(found(history, edited(file, text_box("现将总结", "请张县长阅")))) == ["新增 +请张县长阅"]


def tiny(picture: Image.Image) -> Image.Image:
    return picture.resize((picture.width // 3, picture.height // 3), Image.Resampling.LANCZOS)


UNSEEN: dict[str, Callable[[bytes], bytes]] = {"of a kind that can't be opened": lambda _: b"\xd7\xcd\xc6\x9a" + bytes(90), "too small for digits": saved(tiny)}


@pytest.mark.parametrize("name", UNSEEN)
def test_a_picture_that_cannot_be_compared_is_named(name: str, history: History, file: bytes) -> None:
    one = found(history, edited(file, change_pictures(UNSEEN[name])))
    assert len(one.unlooked) > 1
    assert one.beside == ()


@pytest.mark.parametrize("caption", [True, False])
def test_a_table_that_was_deleted_is_told_with_its_cells_and_leaves_the_next_alone(caption: bool, history: History, file: bytes) -> None:
    one = found(history, edited(file, delete_table("表1", caption=caption)))
    (gone,) = [line for line in blocks(one) if line.startswith("删除")]
    assert "煤改电|1200" in gone
    assert not [line for line in blocks(one) if line.startswith("修改")]


def test_a_table_that_was_added_is_told_with_its_cells(history: History, file: bytes) -> None:
    (line,) = blocks(found(history, edited(file, add_table("现将总结", ("乡镇", "户数"), ("南乡", "35")))))
    assert line.startswith("新增")
    assert all(words in line for words in ("乡镇", "户数", "南乡", "35"))


EVALUATION = next(path for path in GOLDEN if path.stem == "甲县-evaluation")


def drawn_by_word(document: Document) -> None:
    """Word writes a chart without the picture beside it."""
    for both in [*document.element.body.iter(f"{MC}AlternateContent")]:
        if both.find(f"{MC}Fallback") is not None:
            both.getparent().replace(both, both.find(f"{MC}Choice")[0])


def as_pictures(document: Document) -> None:
    """LibreOffice writes the picture of a chart alone."""
    for both in [*document.element.body.iter(f"{MC}AlternateContent")]:
        if (picture := both.find(f"{MC}Fallback")) is not None:
            both.getparent().replace(both, picture[0])


def charts(old: str, new: str) -> Edit:
    """Put one text of a chart in the place of another, wherever it stands."""

    def edit(document: Document) -> None:
        for related in document.part.rels.values():
            if related.reltype.endswith("/chart"):
                related.target_part._blob = related.target_part.blob.replace(old.encode(), new.encode())

    return edit


def delete_charts(document: Document) -> None:
    for both in [*document.element.body.iter(f"{MC}AlternateContent")]:
        if both.find(f"{MC}Fallback") is not None:
            both.getparent().remove(both)


CHARTS: dict[str, tuple[tuple[Edit, ...], list[tuple[str, bool, bool]]]] = {
    "saved by Word": ((drawn_by_word,), []),
    "saved by LibreOffice": ((as_pictures,), []),
    "a picture compressed": ((as_pictures, change_pictures(saved(smaller, "JPEG", quality=80))), []),
    "more digits": ((drawn_by_word, charts("<c:v>1570</c:v>", "<c:v>1570.0000000000002</c:v>")), []),
    "a number changed": ((charts("<c:v>1570</c:v>", "<c:v>1600</c:v>"),), [("图表", True, True)]),
    "a number changed and saved by Word": ((drawn_by_word, charts("<c:v>1570</c:v>", "<c:v>1600</c:v>")), [("图表", True, True)]),
    "a name changed": ((charts("<c:v>实际累计完成</c:v>", "<c:v>完成</c:v>"),), [("图表", True, True)]),
    "painted over as a picture": ((as_pictures, change_pictures(saved(painted(0.5, "black")))), [("图片", True, True)]),
    "deleted": ((delete_charts,), [("图表", True, False)]),
}


@pytest.mark.sampled(3)
@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_is_known_by_its_numbers_or_its_picture(name: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    edits, changes = CHARTS[name]
    html = EVALUATION.read_text("utf-8")
    with open_history(tmp_path_factory.mktemp("outputs")) as kept:
        kept.record(made(html))
        one = found(kept, edited(written(html), *edits))
    assert list(dict.fromkeys((change.kind, change.old is not None, change.new is not None) for change in one.beside)) == changes
    assert (blocks(one) == []) == (name != "deleted")
    assert one.unlooked == (FORMATTING,)
