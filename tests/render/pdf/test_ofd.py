"""OFD: the structure of GB/T 33190-2016, the text and the layout of the PDF, read by others than the writer (ofdkit, PDFium, pdfminer, fontTools).

No XML schema of the standard can be had under a licence: `STRUCTURE` holds what it demands of the parts that are written.
"""

import json
import re
import zipfile
from base64 import b64encode
from collections import Counter
from collections.abc import Callable, Iterator
from io import BytesIO
from itertools import accumulate
from pathlib import Path

import ofdkit
import pdfplumber
import pypdfium2
import pytest
import weasyprint
from fontTools.ttLib import TTFont
from lxml import etree
from pdfplumber.page import Page
from PIL import Image

from reportgen.render.ofd import write_ofd
from tests.command import run

Project = Callable[[str], Path]
OFD = "{http://www.ofdspec.org/2016}"
MM = 25.4 / 72
NEAR = 0.1
"""Millimetres that a glyph may stand off its place in the PDF."""
GRAPHIC = {"ID", "Boundary"}
STRUCTURE: dict[str, tuple[set[str], set[str], tuple[str, ...]]] = {
    # element: attributes that must be there, that may be; children in their order (clauses 6, 7, 8, 9, 10, 11)
    "OFD": ({"Version", "DocType"}, set(), ("DocBody",)),
    "DocBody": (set(), set(), ("DocInfo", "DocRoot")),
    "DocInfo": (set(), set(), ("DocID", "Title", "Author", "CreationDate", "ModDate", "Creator")),
    "Document": (set(), set(), ("CommonData", "Pages", "Outlines")),
    "CommonData": (set(), set(), ("MaxUnitID", "PageArea", "PublicRes")),
    "PageArea": (set(), set(), ("PhysicalBox",)),
    "Pages": (set(), set(), ("Page",)),
    "Outlines": (set(), set(), ("OutlineElem",)),
    "OutlineElem": ({"Title"}, set(), ("Actions", "OutlineElem")),
    "Actions": (set(), set(), ("Action",)),
    "Action": ({"Event"}, set(), ("Goto",)),
    "Goto": (set(), set(), ("Dest",)),
    "Dest": ({"Type", "PageID"}, {"Left", "Top"}, ()),
    "Res": ({"BaseLoc"}, set(), ("ColorSpaces", "Fonts", "MultiMedias")),
    "ColorSpaces": (set(), set(), ("ColorSpace",)),
    "ColorSpace": ({"ID", "Type"}, {"BitsPerComponent"}, ()),
    "Fonts": (set(), set(), ("Font",)),
    "Font": ({"ID", "FontName"}, {"FamilyName"}, ("FontFile",)),
    "MultiMedias": (set(), set(), ("MultiMedia",)),
    "MultiMedia": ({"ID", "Type"}, {"Format"}, ("MediaFile",)),
    "Area": (set(), set(), ("PhysicalBox",)),
    "Content": (set(), set(), ("Layer",)),
    "Layer": ({"ID"}, {"Type"}, ("TextObject", "PathObject", "ImageObject")),
    "TextObject": (GRAPHIC | {"Font", "Size"}, {"CTM"}, ("FillColor", "TextCode")),
    "TextCode": ({"X", "Y"}, {"DeltaX"}, ()),
    "PathObject": (GRAPHIC, {"LineWidth", "Stroke", "Fill", "Rule", "Cap", "Join", "DashPattern"}, ("StrokeColor", "FillColor", "AbbreviatedData")),
    "ImageObject": (GRAPHIC | {"ResourceID", "CTM"}, set(), ()),
    "StrokeColor": ({"Value", "ColorSpace"}, set(), ()),
    "FillColor": ({"Value", "ColorSpace"}, set(), ()),
}
PARTS = {"OFD.xml": "OFD", "Doc_0/Document.xml": "Document", "Doc_0/PublicRes.xml": "Res"}


class Package:
    """An OFD as its parts."""

    def __init__(self, content: bytes) -> None:
        with zipfile.ZipFile(BytesIO(content)) as package:
            self.files = {name: package.read(name) for name in package.namelist()}
        self.xml = {name: etree.fromstring(data) for name, data in self.files.items() if name.endswith(".xml")}
        pages = self.xml["Doc_0/Document.xml"].iter(f"{OFD}Page")
        self.pages = [self.xml[f"Doc_0/{page.get('BaseLoc')}"] for page in pages]

    def glyphs(self, page: etree._Element) -> Iterator[tuple[str, float, float]]:
        """Each character of a page with its place (mm)."""
        for text in page.iter(f"{OFD}TextObject"):
            left, top, *_ = map(float, text.get("Boundary", "").split())
            a, b, _, _, e, f = map(float, text.get("CTM", "1 0 0 1 0 0").split())
            code = text.find(f"{OFD}TextCode")
            assert code is not None
            x, y = float(code.get("X", "")), float(code.get("Y", ""))
            steps = re.sub(r"g (\d+) (\S+)", lambda found: " ".join([found[2]] * int(found[1])), code.get("DeltaX", "")).split()
            assert len(steps) == len(code.text or "") - 1
            for character, along in zip(code.text or "", accumulate(map(float, steps), initial=x), strict=True):
                yield character, left + e + a * along, top + f + b * along + y


def pdf_glyphs(page: Page) -> Iterator[tuple[str, float, float]]:
    """Likewise of a PDF, by pdfminer: PDFium leaves out what stands behind the last glyph of a piece of text, so that what follows in another font is off."""
    for glyph in page.chars:
        *_, x, y = glyph["matrix"]
        yield glyph["text"], x * MM, (float(page.height) - y) * MM


SAMPLES = ("county", "city", "charts", "characters", "full", "long", "seal")


@pytest.fixture(params=SAMPLES, scope="module")
def pair(request: pytest.FixtureRequest, content: Callable[[str], bytes]) -> tuple[bytes, bytes]:
    """A PDF and its OFD."""
    pdf = content(request.param)
    made = write_ofd(pdf, "样本")
    assert made.problems == ()
    return pdf, made.content


def _id(node: etree._Element) -> int:
    return int(node.get("ID", ""))


@pytest.mark.sampled(3)
def test_the_structure_is_the_standards(pair: tuple[bytes, bytes]) -> None:
    ofd = Package(pair[1])
    for name, root in ofd.xml.items():
        assert root.tag == OFD + PARTS.get(name, "Page")
        for node in root.iter():
            kind = str(node.tag).removeprefix(OFD)
            page = kind == "Page" and node.get("BaseLoc") is None
            required, allowed, order = STRUCTURE.get(kind, (set(), set(), ()))
            required, order = (set(), ("Area", "Content")) if page else ({"ID", "BaseLoc"}, ()) if kind == "Page" else (required, order)
            assert required <= set(node.attrib) <= required | allowed, (kind, dict(node.attrib))
            children = [str(child.tag).removeprefix(OFD) for child in node]
            assert set(children) <= set(order), (kind, children)
            if kind != "Layer":
                assert children == sorted(children, key=order.index), (kind, children)
    nodes = [node for root in ofd.xml.values() for node in root.iter() if node.get("ID") is not None]
    ids = [_id(node) for node in nodes]
    assert len(set(ids)) == len(ids)
    assert ofd.xml["Doc_0/Document.xml"].findtext(f".//{OFD}MaxUnitID") == str(max(ids))


def test_what_is_referred_to_is_there(pair: tuple[bytes, bytes]) -> None:
    ofd = Package(pair[1])
    of = {kind: {_id(node) for root in ofd.xml.values() for node in root.iter(OFD + kind) if node.get("ID")} for kind in STRUCTURE | {"Page": ()}}
    wanted = {"Font": "Font", "ResourceID": "MultiMedia", "ColorSpace": "ColorSpace", "PageID": "Page"}
    for root in ofd.xml.values():
        for node in root.iter():
            assert all(int(node.get(key, "")) in of[kind] for key, kind in wanted.items() if node.get(key) is not None)
    named = {"OFD.xml", "Doc_0/Document.xml", "Doc_0/PublicRes.xml"}
    named |= {f"Doc_0/{page.get('BaseLoc')}" for page in ofd.xml["Doc_0/Document.xml"].iter(f"{OFD}Page")}
    named |= {f"Doc_0/Res/{node.text}" for kind in ("FontFile", "MediaFile") for node in ofd.xml["Doc_0/PublicRes.xml"].iter(OFD + kind)}
    assert named == set(ofd.files)


def test_every_glyph_stands_where_it_stands_in_the_pdf(pair: tuple[bytes, bytes]) -> None:
    pdf, ofd = pdfplumber.open(BytesIO(pair[0])).pages, Package(pair[1])
    assert len(pdf) == len(ofd.pages)
    for page, theirs in zip(ofd.pages, pdf, strict=True):
        box = page.findtext(f".//{OFD}PhysicalBox", "").split()
        assert [float(value) for value in box[2:]] == pytest.approx([float(side) * MM for side in (theirs.width, theirs.height)], abs=NEAR)
        ours, expected = ([glyph for glyph in glyphs if not glyph[0].isspace()] for glyphs in (ofd.glyphs(page), pdf_glyphs(theirs)))
        if float(box[2]) > float(box[3]):  # the page number stands on its side: PDFium takes it for text of another order
            ours, expected = (sorted(glyphs, key=lambda glyph: (glyph[0], *map(round, glyph[1:]))) for glyphs in (ours, expected))
        assert "".join(glyph[0] for glyph in ours) == "".join(glyph[0] for glyph in expected)
        for (character, *place), (_, *wanted) in zip(ours, expected, strict=True):
            assert place == pytest.approx(wanted, abs=NEAR), character


def test_every_font_draws_its_characters_as_the_pdf_does(pair: tuple[bytes, bytes]) -> None:
    ofd = Package(pair[1])
    listed = ofd.xml["Doc_0/PublicRes.xml"].iter(f"{OFD}Font")
    fonts = {_id(node): TTFont(BytesIO(ofd.files[f"Doc_0/Res/{node.findtext(f'{OFD}FontFile')}"])) for node in listed}
    for page in ofd.pages:
        for text in page.iter(f"{OFD}TextObject"):
            font = fonts[int(text.get("Font", ""))]
            assert {ord(character) for character in text.findtext(f"{OFD}TextCode", "")} <= set(font.getBestCmap())
    drawn = [font.getGlyphSet()[name] for font in fonts.values() for code, name in font.getBestCmap().items() if not chr(code).isspace()]
    assert all(glyph.width > 0 for glyph in drawn)


def test_an_independent_reader_reads_it(pair: tuple[bytes, bytes]) -> None:
    pdf = pdfplumber.open(BytesIO(pair[0]))
    with ofdkit.open(pair[1]) as document:
        assert (document.info.title, document.info.author or "") == (pdf.metadata["Title"], pdf.metadata.get("Author", ""))
        text = re.sub(r"\s", "", document.text())
    expected = [glyph[0] for page in pdf.pages for glyph in pdf_glyphs(page) if not glyph[0].isspace()]
    assert Counter(text) == Counter(expected)


def test_the_outline_is_the_pdfs(content: Callable[[str], bytes]) -> None:
    pdf, ofd = content("county"), Package(write_ofd(content("county"), "样本").content)
    numbers = [_id(page) for page in ofd.xml["Doc_0/Document.xml"].iter(f"{OFD}Page")]
    entries = [
        (entry.get("Title"), numbers.index(int(goto.get("PageID", ""))), sum(1 for _ in entry.iterancestors(f"{OFD}OutlineElem")))
        for entry in ofd.xml["Doc_0/Document.xml"].iter(f"{OFD}OutlineElem")
        for goto in [entry.find(f"{OFD}Actions/{OFD}Action/{OFD}Goto/{OFD}Dest")]
        if goto is not None
    ]
    expected = [(mark.get_title(), mark.get_dest().get_index(), mark.level) for mark in pypdfium2.PdfDocument(pdf).get_toc()]  # type: ignore[union-attr]
    assert entries == expected
    assert entries


def test_lines_and_fills_have_the_pdfs_colours_and_widths() -> None:
    """A red line of 2 mm, under a scaled CTM too, a grey fill, a dashed line."""
    drawing = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 50 50" width="100mm" height="100mm"><rect x="5" y="5" width="20" height="10"
     fill="#777777"/><line x1="0" y1="30" x2="50" y2="30" stroke="#e60000" stroke-width="1"/>
     <line x1="0" y1="40" x2="50" y2="40" stroke="#000" stroke-width=".5" stroke-dasharray="2 1"/></svg>"""
    pdf = weasyprint.HTML(string=f"<style>@page{{size:200mm 150mm;margin:10mm}} body{{margin:0}}</style>{drawing}").write_pdf()
    (page,) = Package(write_ofd(pdf, "样本").content).pages
    fill, line, dashed = page.iter(f"{OFD}PathObject")
    assert [fill.get("Stroke"), fill.get("Fill"), fill.find(f"{OFD}FillColor").get("Value")] == ["false", "true", "119 119 119"]  # type: ignore[union-attr]
    assert [float(value) for value in fill.get("Boundary", "").split()] == pytest.approx([20, 20, 40, 20], abs=NEAR)
    assert float(line.get("LineWidth", "")) == pytest.approx(2, abs=NEAR)
    assert line.find(f"{OFD}StrokeColor").get("Value") == "230 0 0"  # type: ignore[union-attr]
    assert [float(value) for value in dashed.get("DashPattern", "").split()] == pytest.approx([4, 2], abs=NEAR)


def test_a_picture_is_a_png_at_its_place() -> None:
    file = BytesIO()
    original = Image.new("RGBA", (40, 20), (230, 0, 0, 128))
    original.putpixel((0, 0), (0, 0, 255, 255))
    original.save(file, "PNG")
    page = weasyprint.HTML(
        string="<style>@page{size:100mm 80mm;margin:10mm} body{margin:0} img{width:40mm;display:block}</style><img alt=''"
        f" src='data:image/png;base64,{b64encode(file.getvalue()).decode()}'>"
    )
    ofd = Package(write_ofd(page.write_pdf(), "样本").content)
    (shown,) = ofd.pages[0].iter(f"{OFD}ImageObject")
    assert [float(value) for value in shown.get("Boundary", "").split()] == pytest.approx([10, 10, 40, 20], abs=NEAR)
    (media,) = ofd.xml["Doc_0/PublicRes.xml"].iter(f"{OFD}MultiMedia")
    with Image.open(BytesIO(ofd.files[f"Doc_0/Res/{media.findtext(f'{OFD}MediaFile')}"])) as picture:
        assert (picture.size, picture.getpixel((0, 0)), picture.getpixel((9, 9))) == (original.size, (0, 0, 255, 255), (230, 0, 0, 128))


@pytest.mark.parametrize(
    ("html", "said"),
    [
        ("<p style='opacity:.5'>半透明</p>", "半透明"),
        ("<p style='color:rgb(0 0 0 / 50%)'>半透明</p>", "半透明"),
    ],
)
def test_what_is_not_taken_over_is_refused(html: str, said: str) -> None:
    made = write_ofd(weasyprint.HTML(string=html).write_pdf(), "样本")
    assert made.content == b""
    (problem,) = made.problems
    assert problem.code == "render.no-ofd"
    assert said in problem.message


@pytest.mark.slow
def test_the_same_pdf_gives_the_same_bytes(content: Callable[[str], bytes]) -> None:
    assert write_ofd(content("county"), "样本").content == write_ofd(content("county"), "样本").content


@pytest.mark.slow
def test_a_build_makes_it_where_it_is_asked_for_and_keeps_it_up_to_date(project: Project) -> None:
    root = project("pair")
    ofd, unit = root / "outputs/2023/甲县/实施方案.ofd", root / "inputs/2023/甲县/单位.yaml"
    build = ("build", "甲县", "--kind", "plan", "--explain")

    def up_to_date() -> bool:
        (one,) = json.loads(run(root, "status", "甲县", "--kind", "plan", "--json").stdout)
        return bool(one["up_to_date"])

    run(root, *build)
    assert not ofd.exists()
    assert up_to_date()
    assert run(root, *build, "--format", "ofd").returncode == 0
    first = ofd.read_bytes()
    assert "没有变化" in run(root, *build, "--format", "ofd").stdout
    assert up_to_date()
    unit.write_text(unit.read_text("utf-8").replace("李某某", "王某某"), "utf-8")
    run(root, *build, "--format", "docx,pdf,html")
    assert not up_to_date()
    assert ofd.read_bytes() == first
    run(root, *build)
    assert up_to_date()
    assert ofd.read_bytes() != first
    ofd.unlink()
    assert up_to_date()
    run(root, *build)
    assert not ofd.exists()


def test_a_kind_does_not_list_it(project: Project) -> None:
    root = project("pair")
    kinds = root / "templates/kinds.yaml"
    kinds.parent.mkdir(exist_ok=True)
    shipped = (Path(__file__).parents[3] / "templates/kinds.yaml").read_text("utf-8")
    kinds.write_text(shipped.replace("[docx, pdf, html, xlsx]", "[docx, pdf, html, ofd]"), "utf-8")
    assert "--format ofd" in run(root, "check", "甲县").stdout
