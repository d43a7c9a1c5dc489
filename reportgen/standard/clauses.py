"""The clauses of GB/T 9704-2012 (and of the standards that its clause 9 calls for) that are checked, and how they bind.

A clause that is stated as it is (规定) makes an error; one that says 一般, 推荐 or 可以 makes a warning at most.
"""

from dataclasses import dataclass
from enum import StrEnum

from reportgen.diagnostics import Severity


class Strength(StrEnum):
    """How a clause binds, in its own word."""

    MUST = "规定"
    USUAL = "一般"
    ADVISED = "推荐"
    MAY = "可以"
    CUSTOM = "惯例"

    @property
    def severity(self) -> Severity:
        """The severity of what goes against it."""
        return {"规定": Severity.ERROR, "惯例": Severity.NOTICE}.get(self.value, Severity.WARNING)


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause: its standard, number, what it is about, and how it binds in the point that is checked."""

    number: str
    title: str
    strength: Strength
    standard: str = "GB/T 9704-2012"

    def __str__(self) -> str:
        """As an official document cites it."""
        return f"{self.standard}第{self.number}条（{self.title}，{self.strength}）" if self.number else self.title


MUST, USUAL, ADVISED, MAY, CUSTOM = Strength
_PUNCTUATION = "GB/T 15834-2011"

PAPER = Clause("5.1", "幅面尺寸", MUST)
MARGINS = Clause("5.2.1", "页边与版心尺寸", MUST)
TYPE = Clause("5.2.2", "字体和字号", USUAL)
GRID = Clause("5.2.3", "行数和字数", USUAL)
COLOUR = Clause("5.2.4", "文字的颜色", MUST)
SERIAL = Clause("7.2.1", "份号", USUAL)
SECRECY = Clause("7.2.2", "密级和保密期限", USUAL)
URGENCY = Clause("7.2.3", "紧急程度", USUAL)
ISSUER = Clause("7.2.4", "发文机关标志", MUST)
ISSUER_LOOK = Clause("7.2.4", "发文机关标志", ADVISED)
NUMBER = Clause("7.2.5", "发文字号", MUST)
SIGNATORY = Clause("7.2.6", "签发人", MUST)
SIGNATORY_ASKED = Clause("7.2.6", "签发人", USUAL)
RED_RULE = Clause("7.2.7", "版头中的分隔线", MUST)
TITLE = Clause("7.3.1", "标题", USUAL)
TITLE_LINES = Clause("7.3.1", "标题回行", MUST)
ADDRESSEE = Clause("7.3.2", "主送机关", MUST)
FIRST_PAGE = Clause("7.3.3", "正文", MUST)
BODY = Clause("7.3.3", "正文", USUAL)
LEVELS = Clause("7.3.3", "结构层次序数", MAY)
NOTE = Clause("7.3.4", "附件说明", MUST)
SIGNATURE = Clause("7.3.5", "发文机关署名、成文日期", MUST)
SIGNATURE_ASKED = Clause("7.3.5", "发文机关署名、成文日期", USUAL)
DATE = Clause("7.3.5.4", "成文日期中的数字", MUST)
DATE_IN_TEXT = Clause("9", "数字的用法（GB/T 15835）", USUAL)
ANNOTATION = Clause("7.3.6", "附注", MUST)
ATTACHMENT = Clause("7.3.7", "附件", MUST)
ATTACHMENT_TYPE = Clause("7.3.7", "附件正文格式", USUAL)
COLOPHON = Clause("7.4", "版记", CUSTOM)
COLOPHON_RULES = Clause("7.4.1", "版记中的分隔线", MUST)
COLOPHON_WEIGHT = Clause("7.4.1", "版记中的分隔线", ADVISED)
COPIES = Clause("7.4.2", "抄送机关", MUST)
COPIES_TYPE = Clause("7.4.2", "抄送机关", USUAL)
PRINTING = Clause("7.4.3", "印发机关和印发日期", MUST)
PRINTING_TYPE = Clause("7.4.3", "印发机关和印发日期", USUAL)
PAGE_NUMBER = Clause("7.5", "页码", USUAL)
PAGE_NUMBER_PLACE = Clause("7.5", "页码", MUST)
TURNED_TABLE = Clause("8", "公文中的横排表格", MUST)
TABLE = Clause("8", "公文中的表格", CUSTOM)
LETTER = Clause("10.1", "信函格式", MUST)
PUNCTUATION = Clause("9", "标点符号的用法", MUST)
RANGE = Clause("4.13", "连接号", USUAL, _PUNCTUATION)
ENUMERATION = Clause("4.5", "顿号", USUAL, _PUNCTUATION)
TITLE_MARKS = Clause("4.15", "书名号", MUST, _PUNCTUATION)
BRACKETS = Clause("7.2.5", "发文字号中的六角括号", USUAL)
WORDS = Clause("", "公文写作惯例", CUSTOM, "")
PAPER_ITSELF = Clause("4、6", "公文用纸、印制装订要求", MUST)
