"""A Word file that came back, opened: what it says, what it says of itself, its tracked changes and comments."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from lxml.etree import _Element as Element

from reportgen.diagnostics import Unreadable
from reportgen.files import MAX_BYTES
from reportgen.ooxml.changes import settle
from reportgen.ooxml.names import W
from reportgen.ooxml.numbering import Numbering
from reportgen.ooxml.package import Parts, open_parts
from reportgen.ooxml.styles import Styles
from reportgen.ooxml.values import val
from reportgen.reconcile.beside import Beside, read_beside
from reportgen.reconcile.body import Part, check_size, read_body
from reportgen.reconcile.comments import Comment, comments_of
from reportgen.reconcile.lines import LineReader, Struck
from reportgen.reconcile.redlined import tracked_lines
from reportgen.reconcile.revisions import Revision, revisions_of
from reportgen.render.word.figures import Origin, own_part

_NO_DOCUMENT = "请给出 Word 文件（.docx）；旧的 .doc、WPS 的 .wps 文件请用 Word 或者 WPS 打开，另存为“Word 文档（.docx）”"
_SCANNED = (b"%PDF", b"\xff\xd8\xff", b"\x89PNG", b"II*\x00", b"MM\x00*")  # PDF, and the pictures that scanners write
_ORIGINAL = (
    "盖了章的 PDF、盖章件的扫描件是正本，不在这里比较：请用 reportgen file 单位 文种 --sealed 文件 收回，与定稿核对以后一起保存；"
    "要比较文字的，用 reportgen diff 定稿.docx 文件"
)


@dataclass(frozen=True, slots=True, eq=False)
class Returned:
    """A file that came back, its tracked changes accepted.

    `figures` are the names of the figures by their bookmarks and `origin` what it was made of, as the file says; a program may have lost both.
    `tracked` are its paragraphs before, for what became of the revisions of a redline, `saved_by` who saved it last. `signed`: it bears an electronic
    signature.
    """

    parts: tuple[Part, ...]
    figures: Mapping[str, str]
    origin: Origin | None
    revisions: tuple[Revision, ...]
    comments: tuple[Comment, ...]
    struck: tuple[Struck, ...]
    beside: Beside
    tracked: tuple[str, ...]
    saved_by: str
    signed: bool = False


def read_returned(data: bytes, prepare: Callable[[Element], None] = lambda _: None) -> Returned:
    """Read the bytes of a Word file, whose `w:document` is prepared before its tracked changes are accepted. Raises Unreadable."""
    if not data:
        raise Unreadable("empty-file", "是空文件", "请重新保存这个文件")
    if len(data) > MAX_BYTES:
        raise Unreadable("too-large", f"大于{MAX_BYTES // 2**20}MB，为安全起见没有读取", "请压缩其中的图片，或者核对是不是这个文件")
    if not data.startswith((b"PK", b"\xd0\xcf\x11\xe0")):
        raise Unreadable("not-a-document", "不是 Word 文件（.docx）", _ORIGINAL if data.startswith(_SCANNED) else _NO_DOCUMENT)
    parts = open_parts(data)
    document = parts.xml(parts.main)
    body = None if document is None else document.find(f"{W}body")
    if document is None or body is None:
        raise Unreadable("not-a-document", "不是 Word 文档", _NO_DOCUMENT)
    check_size(body)
    own = own_part(parts)
    figures = {} if own is None else {entry.get("bookmark", ""): entry.get("name", "") for entry in own}
    revisions = revisions_of(document)
    comments = comments_of(document, parts.related("comments"), parts.related("commentsExtended"))
    tracked = tracked_lines(document)
    prepare(document)
    settle(document, accept=True)
    styles = parts.related("styles")
    numbering = Numbering(parts.related("numbering"))
    names = _style_names(styles)
    reader = LineReader(names, frozenset(figures), Styles(styles, parts.related("theme")), numbering)
    read, beside = read_body(body, reader), read_beside(parts, document, names)
    return Returned(read, figures, _origin(own), revisions, comments, tuple(reader.struck), beside, tracked, _saved_by(parts), _is_signed(parts))


def _is_signed(parts: Parts) -> bool:
    return any(kind == "origin" and "_xmlsignatures" in name for kind, name in parts.relations("").values())


def _saved_by(parts: Parts) -> str:
    """Who saved the file last, as it says; empty where it doesn't."""
    core = next((parts.xml(name) for kind, name in parts.relations("").values() if kind == "core-properties"), None)
    return "" if core is None else (core.findtext("{*}lastModifiedBy") or "").strip()


def _origin(own: Element | None) -> Origin | None:
    if own is None or not own.get("visible"):
        return None
    return Origin(own.get("season", ""), own.get("unit", ""), own.get("kind", ""), own.get("visible", ""), own.get("older", ""))


def _style_names(styles: Element | None) -> dict[str, str]:
    if styles is None:
        return {}
    return {style.get(f"{W}styleId", ""): val(style.find(f"{W}name")).lower() for style in styles.iter(f"{W}style")}
