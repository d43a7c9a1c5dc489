"""What stands once in a document and comes from 单位.yaml: changed by hand, it is to be changed there."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lxml.etree import _Element

from reportgen.diff.align import Pair
from reportgen.diff.blocks import Block, pieces_of, text_of
from reportgen.diff.matching import Op
from reportgen.reconcile.beside import HEADER, SideChange

_OF_UNIT = "单位说明的“{}”"
_OF_DOCUMENT = "“公文”中这个文种的“{}”"
# The parts of a document by their kinds of block: what a reader calls them, and the key.
_PARTS = {
    "p.number": ("发文字号", _OF_DOCUMENT.format("发文字号")),
    "p.date": ("成文日期", _OF_DOCUMENT.format("成文日期")),
    "p.printing": ("印发机关和日期", _OF_DOCUMENT.format("印发日期")),
    "p.signatory": ("签发人", f"{_OF_UNIT.format('签发人')}，或者“公文”中这个文种的“签发人”"),
    "p.addressee": ("主送机关", f"{_OF_UNIT.format('主送')}，或者“公文”中这个文种的“主送”"),
    "p.copies": ("抄送机关", f"{_OF_UNIT.format('抄送')}，或者“公文”中这个文种的“抄送”"),
    "p.issuer": ("发文机关标志", _OF_UNIT.format("发文机关")),
    "p.signature": ("发文机关署名", _OF_UNIT.format("发文机关")),
}
# Words of the annotation, by what stands before them.
_CONTACTS = (
    ("联系人", _OF_UNIT.format("联系人"), re.compile(r"联系人：\s*([^\s，；）)]+)")),
    ("联系电话", _OF_UNIT.format("联系电话"), re.compile(r"电话：\s*([^，；）)]+)")),
)
OF_UNIT = frozenset((*_PARTS, "p.annotation"))
"""The kinds of block of which all that is changed is told so."""
_CITED = re.compile(r"[\u4e00-\u9fff]{1,12}〔\d{4}〕\d+号")
_CITING = "单位说明的“政策依据”或者“引用文件”"


@dataclass(frozen=True, slots=True)
class KeyEdit:
    """A part of a document that was changed by hand, and the key of 单位.yaml that it comes from; None stands for nothing."""

    part: str
    old: str | None
    new: str | None
    key: str


def key_edits(pairs: Iterable[Pair]) -> tuple[KeyEdit, ...]:
    """The changes of what comes from 单位.yaml, each once."""
    return tuple(dict.fromkeys(edit for pair in pairs for edit in _edits(pair)))


def letterhead_edits(changes: Iterable[SideChange], head: _Element | None) -> tuple[KeyEdit, ...]:
    """The change of the 发文机关标志 of a letter (`head`), which stands in the page header of its Word file."""
    issuer = None if head is None else "".join("".join(head.itertext()).split())
    part, key = _PARTS["p.issuer"]
    return tuple(KeyEdit(part, issuer, change.new, key) for change in changes if issuer is not None and (change.kind, change.old) == (HEADER, issuer))


def _edits(pair: Pair) -> Iterator[KeyEdit]:
    if pair.op is Op.EQUAL or (pair.op is Op.MOVE and None in (pair.old, pair.new)):
        return
    old, new = _words(pair.old), _words(pair.new)
    block = pair.old or pair.new
    if old == new or block is None:
        return
    if block.kind in _PARTS and pair.old is not None:
        part, key = _PARTS[block.kind]
        yield KeyEdit(part, old, new or None, key)
    elif block.kind == "p.annotation":
        for part, key, pattern in _CONTACTS:
            before, after = (match[1] if (match := pattern.search(text)) else None for text in (old, new))
            if before != after:
                yield KeyEdit(part, before, after, key)
    elif pair.old is not None and pair.new is not None:
        yield from _cited(old, new)


def _cited(old: str, new: str) -> Iterator[KeyEdit]:
    """The numbers of documents that are cited otherwise now; what came stands for what went, in their order."""
    before, after = (Counter(_CITED.findall(text)) for text in (old, new))
    gone, come = [*(before - after).elements()], [*(after - before).elements()]
    for place in range(max(len(gone), len(come))):
        yield KeyEdit("引用的文号", gone[place] if place < len(gone) else None, come[place] if place < len(come) else None, _CITING)


def _words(block: Block | None) -> str:
    if block is None:
        return ""
    cells = () if block.grid is None else (text_of(pieces_of(cell.element)) for _, row in block.grid.rows for cell in row)
    return "\n".join((block.text, *cells))
