"""Comments in a Word redline: at each figure that changed, where it comes from."""

from collections.abc import Mapping

from lxml import etree
from lxml.etree import _Element

from reportgen.ooxml.guard import read_parts
from reportgen.ooxml.names import CONTENT_TYPES, MAIN, SPACE, WORD, beside, q, relations_of, resolved
from reportgen.ooxml.office import DOCUMENT
from reportgen.ooxml.parsing import parse
from reportgen.ooxml.relations import Relation, office, read_content_types, read_relations, relate, related, relations_part, word_type
from reportgen.render.word import read_figures
from reportgen.render.word.package import pack

_INITIALS = "RG"
_SIZE = 18  # half points: the text of a comment is smaller than that of a document


def commented(docx: bytes, notes: Mapping[str, str], author: str, day: str | None) -> bytes:
    """A Word redline with a comment (ISO/IEC 29500-1, 17.13.4) at every place where a figure of `notes` came in another value.

    `notes` are texts by the figure's name; the comments are `author`'s, of `day` (ISO). What the revisions are, and what the file
    says with them accepted or rejected, stays as it is: a comment reaches over the number that went and the one that came.
    """
    names = {shown.bookmark: shown.figure for shown in read_figures(docx)}
    parts = read_parts(docx, DOCUMENT)
    document = parse(parts[MAIN])
    places = [(mark, notes[name]) for mark in document.iter(q("bookmarkStart")) if (name := names.get(mark.get(q("name"), ""), "")) in notes and _came(mark)]
    if not places:
        return docx
    relations, types = read_relations(parts[relations_of(MAIN)]), read_content_types(parts[CONTENT_TYPES])
    target = related(relations, office("comments"))
    if target is None:
        relate(relations, Relation(office("comments"), target := beside(MAIN, "word/comments.xml")))
    part = resolved(MAIN, target)
    types.names[part] = word_type("comments")
    comments = parse(parts[part]) if part in parts else etree.Element(q("comments"), nsmap={"w": WORD})
    first = 1 + max((int(comment.get(q("id"), "0")) for comment in comments), default=-1)
    for number, (mark, note) in enumerate(places, first):
        _stand(mark, str(number))
        comments.append(_comment(str(number), note, author, day))
    changed = {
        MAIN: _part(document),
        part: _part(comments),
        relations_of(MAIN): relations_part(relations),
        CONTENT_TYPES: types.part(),
    }
    return pack({**parts, **changed})


def _part(root: _Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _came(mark: _Element) -> bool:
    """Whether what stands in a bookmark came with a revision."""
    for following in mark.itersiblings():
        if following.tag == q("bookmarkEnd"):
            return False
        if following.tag in (q("ins"), q("moveTo")):
            return True
    return False


def _stand(mark: _Element, number: str) -> None:
    """Let comment `number` reach from what went in front of the bookmark that begins with `mark` to the bookmark's end."""
    first = mark
    while (before := first.getprevious()) is not None and before.tag == q("del"):
        first = before
    first.addprevious(etree.Element(q("commentRangeStart"), {q("id"): number}))
    end = next(one for one in mark.itersiblings(q("bookmarkEnd")) if one.get(q("id")) == mark.get(q("id")))
    reference = etree.Element(q("r"))
    etree.SubElement(reference, q("commentReference"), {q("id"): number})
    end.addnext(reference)
    end.addnext(etree.Element(q("commentRangeEnd"), {q("id"): number}))


def _comment(number: str, note: str, author: str, day: str | None) -> _Element:
    told = {q("id"): number, q("author"): author, q("initials"): _INITIALS}
    comment = etree.Element(q("comment"), told | ({q("date"): f"{day}T00:00:00Z"} if day else {}))
    for line in note.split("\n"):
        add_line(comment, line)
    return comment


def add_line(comment: _Element, line: str) -> _Element:
    """A line of a comment's text as its next paragraph, which is given."""
    paragraph = etree.SubElement(comment, q("p"))
    properties = etree.SubElement(paragraph, q("pPr"))
    etree.SubElement(properties, q("ind"), {q("firstLine"): "0", q("firstLineChars"): "0"})
    run = etree.SubElement(paragraph, q("r"))
    look = etree.SubElement(run, q("rPr"))
    etree.SubElement(look, q("rFonts"), {q("hint"): "eastAsia"})
    etree.SubElement(look, q("sz"), {q("val"): str(_SIZE)})
    etree.SubElement(run, q("t"), {SPACE: "preserve"}).text = line
    return paragraph
