"""The pictures and drawings of a document as Typst reads them."""

import base64
import binascii
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree
from lxml.etree import _Element

from reportgen.pictures import is_picture
from reportgen.render.layout import Layout
from reportgen.render.tree import has_class, plain
from reportgen.render.typst.families import faces
from reportgen.render.typst.text import string

_ADDRESS = re.compile(r"data:image/(png|jpeg);base64,(.*)", re.DOTALL)
GIVEN = "picture:"
"""How an address begins that names one of the pictures given beside a document, JPEGs that this program has made."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that a source reads: the name of its file, and its bytes."""

    name: str
    content: bytes


@dataclass(slots=True)
class Images:
    """The pictures of one document, in their order, and the addresses of those that can't be read; `given` are those that stand beside it, by name."""

    layout: Layout
    given: Mapping[str, bytes] = field(default_factory=dict)
    pictures: list[Picture] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    def image(self, img: _Element) -> str:
        """The expression for an `img`; an empty text where it can't be read: nothing but `data:` addresses is, and what is given beside the document."""
        address = img.get("src", "")
        kind, content = "jpeg", self.given.get(address.removeprefix(GIVEN)) if address.startswith(GIVEN) else None
        if content is None:
            kind, content = _held(address)
        if not content:
            self.refused.append(address)
            return '""'
        name = f"{len(self.pictures) + 1}.{kind}"
        self.pictures.append(Picture(name, content))
        seal = "seal-size" if has_class(img, "seal") else None
        across, down = (seal or img.get(side) or "auto" for side in ("width", "height"))
        return f"image({string(name)}, width: {across}, height: {down}, alt: {string(img.get('alt') or '图')})"

    def drawing(self, svg: _Element) -> str:
        """The expression for an `svg`, its text in the fonts of the document."""
        drawn = etree.fromstring(etree.tostring(svg, with_tail=False))
        drawn.set("xmlns", "http://www.w3.org/2000/svg")
        drawn.set("font-family", ",".join(f"'{family}'" for family in faces(self.layout)["body"].families))
        content = string(etree.tostring(drawn, encoding="unicode"))
        return f'image(bytes({content}), format: "svg", width: {svg.get("width", "100%")}, alt: {string(plain(svg.find("title")))})'


def _held(address: str) -> tuple[str, bytes]:
    """The picture that an address holds itself, with its kind; nothing where it is none."""
    found = _ADDRESS.fullmatch(address)
    if found is None:
        return "", b""
    try:
        content = base64.b64decode(found[2], validate=True)
    except binascii.Error:
        content = b""
    return found[1], content if is_picture(content) else b""
