"""The tags of a Word form: found in the text of its paragraphs, whatever pieces Word has cut them into, and joined again.

Word cuts the text of a paragraph into runs wherever spelling, input or formatting changed. A tag is found in the paragraph's whole
text, and then put into the run in which it begins; docxtpl, which fills the form, gets it in one piece.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lxml import etree

from reportgen.diagnostics import Diagnostic, Place, error, notice, warning
from reportgen.documents.forms.parts import Paragraph
from reportgen.ooxml.names import SPACE, W

if TYPE_CHECKING:
    from lxml.etree import _Element

_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_WIDE = re.compile(r"[{｛][{｛%％#＃].*?[%％#＃}｝][}｝]", re.DOTALL)
_HALF = re.compile(r"\{[{%#]|[%}#]\}")
_STRING = re.compile(r"\"[^\"]*\"|'[^']*'|“[^”]*”|‘[^’]*’|＂[^＂]*＂|＇[^＇]*＇")
_SPACES = re.compile(r"[\s\u00a0\u3000]+")
_PARTS = re.compile(r"\{[{%#](?P<scope>(?:tr|tc|p|r)(?=\s))?(?P<trim>-)?\s*(?P<words>.*?)\s*-?[%}#]\}", re.DOTALL)

_MIRROR = str.maketrans("{}", "}{")

# What an input method writes for the signs of the language.
_NARROW = str.maketrans("｛｝％＃（）［］，．：；｜＝＜＞！＋－＊／＂＇“”‘’【】", "{}%#()[],.:;|=<>!+-*/\"'\"\"''[]")


@dataclass(frozen=True, slots=True, eq=False)
class Tag:
    """A tag of a form. `text` is the whole of it, `words` what stands in it, `scope` what docxtpl takes away with it (tr, tc, p, r)."""

    text: str
    paragraph: Paragraph
    place: Place

    @property
    def kind(self) -> str:
        """What it is: `{` prints, `%` is a statement, `#` a comment."""
        return self.text[1]

    @property
    def words(self) -> str:
        """What stands in it, without braces and scope."""
        match = _PARTS.fullmatch(self.text)
        return match["words"] if match else ""

    @property
    def ends_line(self) -> bool:
        """Whether it ends a line of its part when docxtpl has it: what merges cells it takes away itself."""
        return self.words not in ("vm", "hm")

    @property
    def scope(self) -> str:
        """tr, tc, p or r: the row, cell, paragraph or run that the tag stands for; empty where it stands for itself."""
        match = _PARTS.fullmatch(self.text)
        return (match["scope"] or "") if match else ""


def take_tags(paragraph: Paragraph, file: str) -> tuple[list[Tag], list[Diagnostic]]:
    """The tags of a paragraph, each joined in its first run; and what is wrong with how they are written.

    Tags in the signs of a Chinese input method are read as what they mean, with a warning.
    """
    texts = paragraph.texts()
    whole = "".join(text.text or "" for text in texts)
    if not any(sign in whole for sign in "{}｛｝"):
        return [], []
    place = Place(file, cell=paragraph.where)
    tags: list[Tag] = []
    problems = list(_wrong_signs(whole, place))
    for match in reversed(list(_WIDE.finditer(whole))):  # putting one in its run doesn't move those before it
        narrow = narrowed(match[0])
        if not _TAG.fullmatch(narrow):
            help_text = f"以 {narrow[:2]} 开始的标签要以 {narrow[:2][::-1].translate(_MIRROR)} 结束"
            problems.append(error("form.half-tag", f"标签 {match[0]} 的开始和结束不成对", place, help=help_text))
            continue
        tag = Tag(narrow, paragraph, place)
        tags.insert(0, tag)
        if _join(texts, match.start(), match.end(), _on_two_lines(narrow) if tag.ends_line else narrow):
            message = f"标签 {match[0]} 被 Word 分成了几段不同格式的文字，按开头一段的格式输出"
            problems.append(notice("form.split-tag", message, place, help="不合适的，请把这个标签删除后一次输入完整，或者统一它的字体、字号"))
    rest = _WIDE.sub("", whole)
    if half := _HALF.search(rest):
        message = f"“{half[0]}”没有与它成对的另一半"
        problems.append(error("form.half-tag", message, place, help="一个标签要写在同一个段落、同一个单元格里，以 {{ }} 或者 {% %} 括起来"))
    return tags, problems


def narrowed(tag: str) -> str:
    """A tag in half-width signs; the words within its quotes stay as they are."""
    pieces, last = [], 0
    for string in _STRING.finditer(tag):
        quote = string[0][0].translate(_NARROW)
        pieces += [_SPACES.sub(" ", tag[last : string.start()].translate(_NARROW)), quote, string[0][1:-1], quote]
        last = string.end()
    return "".join((*pieces, _SPACES.sub(" ", tag[last:].translate(_NARROW))))


def _on_two_lines(tag: str) -> str:
    """The tag with a line break before its end: each tag of a part ends a line, so that the line of a fault tells the tag."""
    end = -3 if tag[-3] == "-" else -2
    return f"{tag[:end]}\n{tag[end:]}"


def _wrong_signs(whole: str, place: Place) -> Iterator[Diagnostic]:
    for match in _WIDE.finditer(whole):
        narrow = narrowed(match[0])
        if _SPACES.sub("", narrow) != _SPACES.sub("", match[0]):
            what = "全角花括号" if "｛" in match[0] or "｝" in match[0] else "中文引号" if re.search("[“”‘’]", match[0]) else "全角符号"
            yield warning("form.full-width", f"标签 {match[0]} 里有{what}", place, help=f"标签里的符号要用英文半角，请改为 {narrow}")


def _join(texts: tuple["_Element", ...], start: int, end: int, tag: str) -> bool:
    """Put a tag, which stands at `start` to `end` of the texts, into the first of them; whether they look different."""
    position, first, looks = 0, None, set()
    for text in texts:
        content = text.text or ""
        a, b = max(start - position, 0), min(end - position, len(content))
        position += len(content)
        if a >= b:
            continue
        looks.add(_look(text))
        if first is None:
            first = text
            text.text = content[:a] + tag + content[b:]
            text.set(SPACE, "preserve")
        else:
            text.text = content[:a] + content[b:]
    return len(looks) > 1


def _look(text: "_Element") -> str:
    """The properties of a text's run."""
    run = text.getparent()
    properties = run.find(f"{W}rPr") if run is not None else None
    if properties is None:
        return ""
    # What spelling and languages say isn't seen.
    return " ".join(sorted(etree.tostring(one, encoding="unicode") for one in properties if one.tag not in (f"{W}lang", f"{W}noProof")))
