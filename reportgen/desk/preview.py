"""The preview of a version: the page as it is written for a screen, in which each number leads to where it comes from and each paragraph can be commented."""

from collections import Counter
from functools import lru_cache
from urllib.parse import urlencode

from lxml import html
from lxml.html import HtmlElement

from reportgen.building.renderer import Renderer
from reportgen.documents.vocabulary import BLOCKS
from reportgen.render.preview import write_preview

_KEPT = 32
"""So many pages are kept, some 0.3 MB each: those that are being read."""
_STYLE = """
data > a { color: inherit; text-decoration: inherit; }
data:focus-within + .card { display: block; }
data:has(a[aria-current]) { background: #fdeeb8; }
.remark { font: 12px/1.4 sans-serif; letter-spacing: 0; text-indent: 0; color: #1d4e89; background: #fff; border: 1px solid #b4cfee; border-radius: 3px;
  padding: 0 5px; margin-left: 6px; text-decoration: none; white-space: nowrap; opacity: 0; }
.remark.said { opacity: 1; background: #fff8e1; border-color: #e0a100; color: #6b4700; }
*:hover > .remark, .remark:focus { opacity: 1; }
*:has(> .remark[aria-current]) { background: #fff3c4; }
.remark[aria-current] { opacity: 1; }
@media (hover: hover) and (min-width: 700px) { .remark:not(.said) { position: absolute; } } /* unseen it takes no room: a centred title stays in the middle */
@media (hover: none) { .remark { opacity: 1; } }
@media print { .remark { display: none; } }
"""

_MARKS = """
[data-change="ins"] { color: #0b6b3a; background: #e6f4ea; text-decoration: underline; }
[data-change="del"] { color: #b3261e; background: #fdecea; text-decoration: line-through; }
"""


def redline_preview(renderer: Renderer, document: str) -> bytes:
    """A redline (canonical HTML with its changes) as a page. Raises lxml's errors where it is not well-formed."""
    return write_preview(document, renderer.layout, renderer.preview + _MARKS)


@lru_cache(_KEPT)
def preview(renderer: Renderer, document: str, address: str, version: int, chosen: str = "", marks: tuple[str, ...] = (), about: str = "") -> bytes:
    """The canonical HTML `document` of a version as a page; a figure leads to `address`, which is told its name and block. The `chosen` one is marked.

    So does a link at each block, to where it is commented: `marks` are the ids of the blocks of open comments, one for each, `about` is the one that a
    comment is being written of. The links leave the frame that the page is shown in. Raises lxml's errors where the document is not well-formed.
    """
    page = html.fromstring(write_preview(document, renderer.layout, renderer.preview).decode())
    _figures(page, address, version, chosen)
    counted = Counter(marks)
    for block, id in [(one, one.get("id", "")) for one in page.iter("h1", *BLOCKS) if one.get("id")]:
        _remark(block, f"{address}?{urlencode({'version': version, 'on': id})}#comments", counted[id], chosen=id == about)
    style = html.Element("style")
    style.text = _STYLE
    page.find(".//style").addnext(style)  # type: ignore[union-attr]  # the page has one
    return html.tostring(page, encoding="utf-8", doctype="<!DOCTYPE html>")


def _figures(page: HtmlElement, address: str, version: int, chosen: str) -> None:
    shown: Counter[tuple[str, str]] = Counter()
    for figure in list(page.iter("data")):
        name = figure.get("data-figure")
        if name is None:
            continue
        block = next((element.get("id") for element in figure.iterancestors() if element.get("id")), "") or ""
        asked: dict[str, object] = {"version": version, "figure": name, "at": block}
        if shown[block, name]:
            asked["nth"] = shown[block, name]
        shown[block, name] += 1
        link = html.Element("a", {"href": f"{address}?{urlencode(asked)}#figure", "target": "_top"})
        if name == chosen:
            link.set("aria-current", "true")
        link.text, figure.text = figure.text, None
        link.extend(list(figure))
        figure.append(link)
        figure.attrib.pop("tabindex", None)  # the link has the focus
        figure.attrib.pop("role", None)


def _remark(block: HtmlElement, address: str, number: int, *, chosen: bool) -> None:
    """The link at a block; at a table or chart it stands in the caption."""
    holder = block.find({"table": "caption", "figure": "figcaption"}[block.tag]) if block.tag in ("table", "figure") else block
    link = html.Element("a", {"href": address, "target": "_top", "class": "remark said" if number else "remark"})
    link.text = f"批注{number}条" if number else "批注"
    what = {"table": "这张表", "figure": "这张图"}.get(str(block.tag), "这一段")
    link.set("aria-label", f"{link.text}：{what}")
    if chosen:
        link.set("aria-current", "true")
    if holder is not None:
        holder.append(link)
    else:
        block.addnext(link)
