"""Canonical HTML to PDF by Typst: pure, so that the bytes can be kept by the hash of what went in."""

import re
import tempfile
import unicodedata
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

import typst

from reportgen.diagnostics import Diagnostic, error
from reportgen.inputs.wording import MADE_UP_HELP
from reportgen.render.layout import Layout
from reportgen.render.rendered import Rendered
from reportgen.render.tree import parse, plain
from reportgen.render.typst.fonts import installed_fonts
from reportgen.render.typst.mending import mend
from reportgen.render.typst.source import Picture, Source, source_of

_NO_GLYPH = re.compile(r'the text `"((?:[^"\\]|\\.)*)"` could not be displayed')
_NO_FONT = "请安装收有该字的字体（Debian、Ubuntu：fonts-noto-cjk；生僻字：fonts-hanazono）；如是误输入的符号，请在数据或模板中改正。"
_NO_PICTURE = re.compile(r"failed to (?:decode|parse)|unknown image format|failed to load|file not found")
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
"""The time of a document that has no date: no clock is read."""


def write_typst(html: str, layout: Layout) -> Rendered:
    """The document `html` (canonical HTML, not a redline) as a tagged PDF/A-2u, PDF/UA-1 too where it has a title.

    No style sheet is read: all comes from `layout`. Nothing but `data:` addresses is read. Same arguments and same fonts, same bytes: the dates
    are the document's own. Raises `lxml.etree.XMLSyntaxError` where `html` is not well-formed.
    """
    article = parse(html)
    title = article.get("data-title") or plain(article.find("h1")) or "公文"
    source = source_of(article, layout, title)
    refused = tuple(_refused(title, address) for address in source.refused)
    try:
        content = compile_source(source, _time(article.get("data-date", "")), source.standards)
    except typst.TypstError as fault:
        problems = (*refused, *_diagnostics(fault, title))
        if not problems:
            raise
        return Rendered(b"", problems)
    return Rendered(mend(content), refused)


def compile_source(source: Source, time: datetime, standards: list[str]) -> bytes:
    """A source as Typst compiles it; its pictures lie in a folder for that long. Raises `typst.TypstError`."""
    arguments = {"font_paths": installed_fonts(), "pdf_standards": standards, "timestamp": time, "format": "pdf"}
    if not source.pictures:
        return typst.compile(source.text.encode(), root=_nowhere(), **arguments)  # type: ignore[call-overload,no-any-return]
    with tempfile.TemporaryDirectory() as folder:
        _put(Path(folder), source.pictures)
        return typst.compile(source.text.encode(), root=folder, **arguments)  # type: ignore[call-overload,no-any-return]


@cache
def _nowhere() -> str:
    """A folder in which there is nothing to be read: that of this package has no Typst files."""
    return str(Path(__file__).parent)


def _put(folder: Path, pictures: tuple[Picture, ...]) -> None:
    for picture in pictures:
        (folder / picture.name).write_bytes(picture.content)


def _time(day: str) -> datetime:
    try:
        found = date.fromisoformat(day)
    except ValueError:
        return _EPOCH
    return datetime(found.year, found.month, found.day, tzinfo=UTC)


def _diagnostics(fault: typst.TypstError, title: str) -> tuple[Diagnostic, ...]:
    """What an office can do something about; empty where the fault is the program's own."""
    texts = _NO_GLYPH.findall(fault.diagnostic)
    if texts:
        characters = dict.fromkeys(character for text in texts for character in _unescaped(text))
        return tuple(_no_glyph(character, title) for character in characters)
    if _NO_PICTURE.search(fault.message):
        return (_refused(title, fault.message),)
    return ()


def _unescaped(text: str) -> str:
    """Typst writes what can't be shown as \\u{e863}."""
    return re.sub(r"\\u\{([0-9a-fA-F]+)\}", lambda found: chr(int(found[1], 16)), text)


def _no_glyph(character: str, title: str) -> Diagnostic:
    made_up = unicodedata.category(character) == "Co"
    return error(
        "render.no-glyph",
        f"《{title}》中的“{character}”（U+{ord(character):04X}）{'是自造字，' if made_up else ''}在已安装的字体中都没有字形，PDF 中会显示为空框",
        help=MADE_UP_HELP if made_up else _NO_FONT,
    )


def _refused(title: str, what: str) -> Diagnostic:
    return error(
        "render.refused",
        f"《{title}》引用的图片没有读到：{what[:80]}",
        help="文档只使用内嵌的内容（data: 地址），不从网络或磁盘读取；请检查印章等图片文件是否完好，或改正模板中的地址。",
    )
