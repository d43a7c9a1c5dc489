"""A unit's own passages -> blocks in a rendered tree, at the headings that their rows name. Headings are numbered afterwards, like all others."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportgen.diagnostics import Diagnostic, Place, error
from reportgen.documents.own.typed import without_number
from reportgen.documents.vocabulary import HEADINGS
from reportgen.inputs.schema import Record
from reportgen.inputs.schema.choices import OwnLevel, OwnPlace
from reportgen.inputs.wording import fold, proposal, shorten
from reportgen.language.sources import short_name

if TYPE_CHECKING:
    from lxml.etree import _Element

SOURCE = "data-source"
"""The attribute of a block that says from which cell it comes."""
_DEEPEST = len(HEADINGS) - 1
_BODY_ENDS = ("attachment-note", "attendance", "signature", "date")
"""The paragraphs of a 公文 below its text."""
_LISTED = 40
"""So many headings are named to somebody who wrote one that isn't there."""


@dataclass(frozen=True, slots=True)
class Block:
    """What is to stand at a heading: `at` its words (None: the text as a whole), `heading` its own heading, of a `level`; `blocks` what stands below that."""

    row: Record
    at: str | None
    where: OwnPlace
    heading: str | None
    level: OwnLevel | None
    blocks: Sequence["_Element"]


def put_in(root: "_Element", own: Sequence[Block], name: str, unit: str) -> Iterator[Diagnostic]:
    """Puts blocks in where their rows say, in the order of the rows; yields a fault for each that has no place. `name` is the document's kind."""
    headings = {heading: "".join(heading.itertext()).strip() for heading in root.iter(*HEADINGS)}
    last: dict[tuple[_Element | None, OwnPlace], _Element] = {}
    for one in own:
        target = None
        if one.at is not None:
            found = _find(headings, one.at)
            if len(found) != 1:
                yield _not_found(one, found, list(headings.values()), name, unit)
                continue
            target = found[0]
        elif one.where is OwnPlace.INSTEAD:
            message, help = "“代替”的要写明代替哪个标题的内容", "请在“标题”中写标题的文字"
            yield error("own.instead-of-what", message, one.row.place("where"), help=help, unit=unit)
            continue
        if one.where is OwnPlace.INSTEAD and target is not None and (target, one.where) not in last:
            fault = _cleared(target, one, unit)
            if fault is not None:
                yield fault
                continue
        _put(root, one, target, last)
        headings |= {block: "".join(block.itertext()) for block in root.iter(*HEADINGS) if block not in headings}


def paragraph(text: str, like: "_Element", place: Place) -> "_Element":
    """A paragraph that says from which cell it comes; `like` is any element of the tree."""
    made = like.makeelement("p", {SOURCE: source_of(place)})
    made.text = text
    return made


def source_of(place: Place) -> str:
    """A cell as readers name it: 静乐县/填报表.xlsx#文字说明!C3."""
    return short_name(place.file) + str(place)[len(place.file) :]


def _find(headings: dict["_Element", str], wanted: str) -> list["_Element"]:
    """The headings of these words, with or without their numbers; of several of the same words those below the heading named before a /."""
    said = fold(without_number(wanted, is_heading=True))
    found = [heading for heading, words in headings.items() if fold(words) in (said, fold(wanted))]
    if found or "/" not in wanted:
        return found
    above, _, below = wanted.partition("/")
    upper = [heading for heading in _find(headings, above.strip()) for heading in _part(heading)]
    return [heading for heading in _find(headings, below.strip()) if heading in upper]


def _not_found(one: Block, found: list["_Element"], there: list[str], name: str, unit: str) -> Diagnostic:
    words = str(one.at)
    if found:
        message = f"《{name}》有{len(found)}个标题“{shorten(words)}”，不知道是哪一个"
        help = "请连上一级标题一起写，中间用 / 隔开，例如 保障措施/资金保障"
    else:
        message = f"《{name}》没有标题“{shorten(words)}”{proposal(words, there)}，这一段没有印出"
        help = f"可以写的标题有：{'、'.join(there[:_LISTED])}{'等' if len(there) > _LISTED else ''}" if there else "这种公文没有标题，“标题”请不填"
    return error("own.unknown-heading", message, one.row.place("at"), help=help, unit=unit)


def _part(heading: "_Element") -> list["_Element"]:
    """What stands under a heading, up to the next of its level or a higher one."""
    found = []
    following = heading.getnext()
    while following is not None and not _ends(following, str(heading.tag)):
        found.append(following)
        following = following.getnext()
    return found


def _ends(element: "_Element", tag: str) -> bool:
    """Whether an element stands behind what is under a heading of a tag."""
    return (
        (element.tag in HEADINGS and str(element.tag) <= tag)
        or element.tag == "footer"
        or (element.tag == "p" and element.get("class") in _BODY_ENDS)
        or (element.tag == "section" and element.get("class") == "attachment")
    )


def _cleared(heading: "_Element", one: Block, unit: str) -> Diagnostic | None:
    """Takes away what stands under a heading; a fault, and nothing taken, where something elsewhere refers to a table or chart in it."""
    part = _part(heading)
    named = {str(element.get("id")) for block in part for element in block.iter("table", "figure") if element.get("id")}
    inside = {reference for block in part for reference in block.iter("ref")}
    root = heading.getroottree().getroot()
    if any(reference.get("to") in named and reference not in inside for reference in root.iter("ref")):
        message = f"“{shorten(str(one.at))}”下面有别处引用的表格或者图，不能代替"
        return error("own.referred-to", message, one.row.place("where"), help="请把位置改为标题下、之前或者之后", unit=unit)
    parent = heading.getparent()
    for block in part if parent is not None else ():
        parent.remove(block)  # type: ignore[union-attr]  # looked at above
    return None


def _put(root: "_Element", one: Block, target: "_Element | None", last: dict[tuple["_Element | None", OwnPlace], "_Element"]) -> None:
    """Puts a block where its row says, behind those that stand there for the same heading."""
    blocks = list(one.blocks)
    level = _level(one, target)
    if one.heading is not None and level is None and target is not None:  # the heading's own words are replaced
        _reword(target, one.heading, one.row.place("heading"))
    elif one.heading is not None:
        heading = root.makeelement(HEADINGS[level or 0], {SOURCE: source_of(one.row.place("heading"))})
        heading.text = one.heading
        blocks.insert(0, heading)
    key = (target, one.where)
    before = last.get(key)
    if before is None:
        parent, index = _position(root, target, one.where)
    else:
        parent, index = _behind(before)
    for number, block in enumerate(blocks):
        parent.insert(index + number, block)
    if blocks:
        last[key] = blocks[-1]


def _level(one: Block, target: "_Element | None") -> int | None:
    """The level of a block's own heading, from 0; None where its words come in the place of the heading's."""
    if one.level is not None:
        return list(OwnLevel).index(one.level)
    at = HEADINGS.index(str(target.tag)) if target is not None else None
    if at is None:
        return 0
    if one.where is OwnPlace.INSTEAD:
        return None
    return min(at + 1, _DEEPEST) if one.where is OwnPlace.UNDER else at


def _reword(heading: "_Element", words: str, place: Place) -> None:
    for child in list(heading):
        heading.remove(child)
    heading.text = words
    heading.set(SOURCE, source_of(place))


def _position(root: "_Element", target: "_Element | None", where: OwnPlace) -> tuple["_Element", int]:
    """The element in which the first block of a heading stands, and before which of its children."""
    if target is not None:
        if where is OwnPlace.BEFORE:
            parent, behind = _behind(target)
            return parent, behind - 1
        return _behind(target if where in (OwnPlace.UNDER, OwnPlace.INSTEAD) else (_part(target) or [target])[-1])
    section = root.find("section[@class='attachment']")
    body = root if section is None else section
    opening = [child for child in body if child.tag in ("header", "h1") or child.get("class") in ("attachment-label", "addressee")]
    first = body.index(opening[-1]) + 1 if opening else 0
    if where is not OwnPlace.AFTER:
        return body, first
    return body, next((index for index, child in enumerate(body) if index >= first and _ends(child, "h1")), len(body))


def _behind(element: "_Element") -> tuple["_Element", int]:
    parent = element.getparent()
    if parent is None:
        raise AssertionError("a block that stands in no document")
    return parent, parent.index(element) + 1
