"""What WeasyPrint reports through its logger, as diagnostics that an office can act on."""

import logging
import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager

from reportgen.diagnostics import Diagnostic, error, warning
from reportgen.inputs.wording import MADE_UP_HELP

_NO_FONT = "请安装收有该字的字体（Debian、Ubuntu：fonts-noto-cjk；生僻字：fonts-hanazono）；如是误输入的符号，请在数据或模板中改正。"
_LOGGER = logging.getLogger("weasyprint")
_LONGEST_QUOTED = 160  # characters of what the library says: it quotes whole rules
_LINE = re.compile(r" at (\d+):\d+")


class _Collector(logging.Handler):
    """Keeps what is logged."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


@contextmanager
def collected() -> Iterator[list[logging.LogRecord]]:
    """The warnings and errors that WeasyPrint logs inside the `with` block; they go nowhere else."""
    collector = _Collector()
    propagate = _LOGGER.propagate
    _LOGGER.addHandler(collector)
    _LOGGER.propagate = False
    try:
        yield collector.records
    finally:
        _LOGGER.propagate = propagate
        _LOGGER.removeHandler(collector)


def diagnostics(records: list[logging.LogRecord], title: str) -> tuple[Diagnostic, ...]:
    """One diagnostic for each fault among `records`, however often it was reported; `title` names the document."""
    found = (_diagnostic(record, title) for record in records)
    return tuple(dict.fromkeys(fault for fault in found if fault is not None))


def no_glyph(character: str, title: str) -> Diagnostic:
    """That no font has a character of the document `title`."""
    made_up = unicodedata.category(character) == "Co"
    return error(
        "render.no-glyph",
        f"《{title}》中的“{character}”（U+{ord(character):04X}）{'是自造字，' if made_up else ''}在已安装的字体中都没有字形，PDF 中会显示为空框",
        help=MADE_UP_HELP if made_up else _NO_FONT,
    )


def refused(what: str, title: str) -> Diagnostic:
    """That a picture or style sheet of the document `title` wasn't read, and which."""
    return error(
        "render.refused",
        f"《{title}》引用的图片或样式没有读到：{what}",
        help="文档只使用内嵌的内容（data: 地址），不从网络或磁盘读取；请检查印章等图片文件是否完好，或改正模板、样式表中的地址。",
    )


def _diagnostic(record: logging.LogRecord, title: str) -> Diagnostic | None:
    template = str(record.msg)
    if template.startswith(".notdef glyph") and isinstance(record.args, tuple):
        return no_glyph(str(record.args[0]), title)
    if template.startswith(("Failed to load", "Relative URI")):
        return refused(_shortened(record), title)
    if template.startswith("Using fontTools instead"):
        return warning(
            "render.slow-fonts",
            "缺少字体裁剪库 HarfBuzz-Subset，生成 PDF 要慢数倍",
            help="请安装：sudo apt-get install libharfbuzz-subset0（Debian、Ubuntu）。",
        )
    if template.startswith("Font-face"):  # a face that isn't installed: the next family of the list stands in
        return None
    line = _LINE.search(record.getMessage())
    place = f"样式表第{line[1]}行" if line else "样式表"
    return warning("render.style", f"{place}有排版程序不认识的写法，已略过：{_shortened(record)}", help="请改正或删去样式表中的这一处。")


def undefined(names: list[str]) -> tuple[Diagnostic, ...]:
    """Custom properties that a style sheet uses and nothing defines."""
    return tuple(
        error(
            "render.style-variable",
            f"样式表用到了没有定义的变量 {name}",
            help="可用的变量见随软件的 templates/html/gongwen.css；请改正变量名，或在样式表中定义它。",
        )
        for name in names
    )


def _shortened(record: logging.LogRecord) -> str:
    text = record.getMessage()
    return text if len(text) <= _LONGEST_QUOTED else text[:_LONGEST_QUOTED] + "……"
