"""The package of an OFD document (GB/T 33190, 6 and 7): its parts, with ids that are unique in all of it."""

import hashlib
import zipfile
from collections.abc import Callable, Iterable
from io import BytesIO
from itertools import count

from lxml import etree

from reportgen.diagnostics import error
from reportgen.render.ofd.content import page_xml
from reportgen.render.ofd.elements import element, number, numbers, serialised
from reportgen.render.ofd.fonts import font_file
from reportgen.render.ofd.marks import Heading, Laid, Picture
from reportgen.render.ofd.picture import Unreadable
from reportgen.render.ofd.reading import read_layout
from reportgen.render.rendered import Rendered

_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip knows: the bytes depend on the content alone


def write_ofd(pdf: bytes, title: str) -> Rendered:
    """The document of a finished PDF as OFD: the same layout, the same text, fonts embedded. The same PDF gives the same bytes.

    What isn't taken over (fonts that aren't OpenType, pictures in other forms) is an error, and nothing is written: `title` names it.
    """
    try:
        parts = _parts(read_layout(pdf), hashlib.md5(pdf, usedforsecurity=False).hexdigest())
    except Unreadable as fault:
        help_text = "请使用 PDF；试验性的 OFD 只转换本程序自己排版的文种"
        return Rendered(b"", (error("render.no-ofd", f"《{title}》不能转成 OFD：{fault}", help=help_text),))
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        for name, content in parts.items():
            member = zipfile.ZipInfo(name, _EPOCH)
            member.compress_type, member.create_system = zipfile.ZIP_DEFLATED, 0
            package.writestr(member, content)
    return Rendered(file.getvalue())


def _parts(laid: Laid, identity: str) -> dict[str, bytes]:
    """The parts of the package by name."""
    ids = count(1)
    fresh: Callable[[], int] = lambda: next(ids)  # noqa: E731
    space, fonts = fresh(), {key: fresh() for key in laid.faces}
    pictures = {mark.png: fresh() for sheet in laid.sheets for mark in sheet.marks if isinstance(mark, Picture)}
    pages = [fresh() for _ in laid.sheets]
    resources = element("Res", BaseLoc="Res")
    element("ColorSpace", element("ColorSpaces", resources), ID=space, Type="RGB", BitsPerComponent=8)
    faces = element("Fonts", resources)
    files: dict[str, bytes] = {}
    for key, face in laid.faces.items():
        name = f"font_{fonts[key]}.otf"
        element("FontFile", element("Font", faces, ID=fonts[key], FontName=face.name, FamilyName=face.name), text=name)
        files[f"Doc_0/Res/{name}"] = font_file(face)
    if pictures:
        media = element("MultiMedias", resources)
        for png, id in pictures.items():
            element("MediaFile", element("MultiMedia", media, ID=id, Type="Image", Format="PNG"), text=f"image_{id}.png")
            files[f"Doc_0/Res/image_{id}.png"] = png
    contents = {f"Doc_0/Pages/Page_{at}/Content.xml": serialised(page_xml(sheet, fonts, pictures, space, fresh)) for at, sheet in enumerate(laid.sheets)}
    document = _document(laid, pages, next(ids) - 1)
    return (
        {"OFD.xml": serialised(_root(laid, identity)), "Doc_0/Document.xml": serialised(document), "Doc_0/PublicRes.xml": serialised(resources)}
        | contents
        | files
    )


def _root(laid: Laid, identity: str) -> etree._Element:
    """OFD.xml: what the document is, and where it begins."""
    root = element("OFD", Version="1.0", DocType="OFD")
    body = element("DocBody", root)
    info = element("DocInfo", body)
    said = {"DocID": identity, "Title": laid.title, "Author": laid.author, "CreationDate": laid.created, "ModDate": laid.created, "Creator": "reportgen"}
    for name, text in said.items():
        if text:
            element(name, info, text=text)
    element("DocRoot", body, text="Doc_0/Document.xml")
    return root


def _document(laid: Laid, pages: list[int], last: int) -> etree._Element:
    """Document.xml: the pages with their ids, the outline; `last` is the highest id."""
    document = element("Document")
    common = element("CommonData", document)
    element("MaxUnitID", common, text=str(last))
    first = laid.sheets[0]
    element("PhysicalBox", element("PageArea", common), text=numbers((0, 0, first.width, first.height)))
    element("PublicRes", common, text="PublicRes.xml")
    listed = element("Pages", document)
    for at, id in enumerate(pages):
        element("Page", listed, ID=id, BaseLoc=f"Pages/Page_{at}/Content.xml")
    if laid.outline:
        _outline(element("Outlines", document), laid.outline, pages)
    return document


def _outline(parent: etree._Element, headings: Iterable[Heading], pages: list[int]) -> None:
    """The headings as a tree: each below the last of a higher level."""
    above = [(0, parent)]
    for heading in headings:
        while above[-1][0] >= heading.level:
            above.pop()
        entry = element("OutlineElem", above[-1][1], Title=heading.title)
        goto = element("Goto", element("Action", element("Actions", entry), Event="CLICK"))
        element("Dest", goto, Type="XYZ", PageID=pages[heading.page], Left=number(heading.x), Top=number(heading.y))
        above.append((heading.level, entry))
