"""XML from outside, parsed so that it can do nothing: the one parser of the program, which reads its own as well."""

from collections.abc import Iterator
from functools import cache
from io import BytesIO

from lxml import etree
from lxml.etree import _Element as Element

from reportgen.ooxml.guard import PackageFault, Use


def parse(data: str | bytes, *, comments: bool = False, huge: bool = False) -> Element:
    """The root of XML. Raises `lxml.etree.XMLSyntaxError`.

    No entity is resolved, no document type loaded, nothing fetched. Comments and instructions are left out, unless `comments` are asked for.
    `huge`: a text may have more than 10 MB (an embedded picture or file), elements may be nested deeper than 256; for what is bounded otherwise.
    """
    return etree.fromstring(data.encode() if isinstance(data, str) else data, _parser(comments=comments, huge=huge))


def parse_part(data: bytes, name: str, use: Use) -> Element:
    """The root of the part `name` of an Office file. Raises Unreadable, also where it declares a document type: the standard forbids it."""
    try:
        root = parse(data)
    except etree.XMLSyntaxError as fault:
        raise use.unreadable(PackageFault.MALFORMED, name) from fault
    if root.getroottree().docinfo.doctype:
        raise use.unreadable(PackageFault.DOCTYPE, name)
    return root


def events(data: bytes, *names: str) -> Iterator[tuple[str, Element]]:
    """Where elements of these local names start and end, as they are read: of what is too large for a tree. Raises `lxml.etree.XMLSyntaxError`."""
    tags = tuple(f"{{*}}{name}" for name in names)
    return iter(etree.iterparse(BytesIO(data), events=("start", "end"), tag=tags, resolve_entities=False, load_dtd=False, no_network=True))


@cache
def _parser(*, comments: bool, huge: bool) -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True, huge_tree=huge, remove_comments=not comments, remove_pis=not comments)
