"""Edits of a Word file as people and programs make them: through python-docx, and in its XML as Word, WPS and LibreOffice write it."""

import re
import zipfile
from collections.abc import Callable, Iterator
from copy import deepcopy
from io import BytesIO
from typing import Any

import docx
from docx.document import Document
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

Edit = Callable[[Document], None]


def edited(file: bytes, *edits: Edit) -> bytes:
    """The file after the edits."""
    document = docx.Document(BytesIO(file))
    for edit in edits:
        edit(document)
    saved = BytesIO()
    document.save(saved)
    return saved.getvalue()


def paragraph(document: Document, begins: str) -> Any:
    """The first paragraph whose words begin so, also in tables and text boxes."""
    return next(p for p in document.element.body.iter(qn("w:p")) if words(p).startswith(begins))


def words(element: Any) -> str:
    return "".join(text.text or "" for text in element.iter(qn("w:t")))


def type_over(begins: str, old: str, new: str) -> Edit:
    """Select words within one run and type others: what stands around them is kept, bookmarks too."""

    def edit(document: Document) -> None:
        text = next(text for text in paragraph(document, begins).iter(qn("w:t")) if old in (text.text or ""))
        text.text = text.text.replace(old, new, 1)

    return edit


def retype(begins: str, new: str) -> Edit:
    """Put one run in the place of all that stands in a paragraph: bookmarks go."""

    def edit(document: Document) -> None:
        element = paragraph(document, begins)
        for child in list(element):
            if child.tag != qn("w:pPr"):
                element.remove(child)
        element.append(parse_xml(f"<w:r {nsdecls('w')}><w:t>{new}</w:t></w:r>"))

    return edit


def add_after(begins: str, new: str) -> Edit:
    def edit(document: Document) -> None:
        element = paragraph(document, begins)
        fresh = deepcopy(element)
        for child in list(fresh):
            if child.tag != qn("w:pPr"):
                fresh.remove(child)
        fresh.append(parse_xml(f"<w:r {nsdecls('w')}><w:t>{new}</w:t></w:r>"))
        element.addnext(fresh)

    return edit


def delete(begins: str) -> Edit:
    def edit(document: Document) -> None:
        element = paragraph(document, begins)
        element.getparent().remove(element)

    return edit


def move_before(begins: str, other: str) -> Edit:
    def edit(document: Document) -> None:
        paragraph(document, other).addprevious(paragraph(document, begins))

    return edit


def row(document: Document, begins: str) -> Any:
    return next(row for row in document.element.body.iter(qn("w:tr")) if words(row).startswith(begins))


def cell(begins: str, column: int, new: str) -> Edit:
    """Type over a cell of the row that begins so, by python-docx: the bookmarks go."""

    def edit(document: Document) -> None:
        (element,) = list(row(document, begins).iter(qn("w:tc")))[column].iter(qn("w:p"))
        for child in list(element):
            if child.tag != qn("w:pPr"):
                element.remove(child)
        if new:
            element.append(parse_xml(f"<w:r {nsdecls('w')}><w:t>{new}</w:t></w:r>"))

    return edit


def delete_row(begins: str) -> Edit:
    def edit(document: Document) -> None:
        element = row(document, begins)
        element.getparent().remove(element)

    return edit


def add_row(begins: str, *cells: str) -> Edit:
    def edit(document: Document) -> None:
        element = row(document, begins)
        fresh = deepcopy(element)
        for mark in list(fresh.iter(qn("w:bookmarkStart"), qn("w:bookmarkEnd"))):
            mark.getparent().remove(mark)
        for place, new in zip(fresh.iter(qn("w:tc")), cells, strict=True):
            texts = list(place.iter(qn("w:t")))
            texts[0].text = new
        element.addnext(fresh)

    return edit


def each_paragraph(document: Document) -> Iterator[Any]:
    yield from document.element.body.iter(qn("w:p"))


def no_bookmarks(document: Document) -> None:
    for mark in list(document.element.body.iter(qn("w:bookmarkStart"), qn("w:bookmarkEnd"))):
        mark.getparent().remove(mark)


def as_word_saves(document: Document) -> None:
    """Runs split, with revision ids, marks of the spelling checker, last edited place, smart tags, content controls, fields, soft hyphens."""
    for number, element in enumerate(list(each_paragraph(document))):
        element.set(qn("w:rsidR"), f"00{number:06X}")
        for run in list(element.iterchildren(qn("w:r"))):
            texts = list(run.iterchildren(qn("w:t")))
            if len(texts) == 1 and len(run) <= 2 and len(texts[0].text or "") > 3:
                _split(run, texts[0])
        element.append(parse_xml(f'<w:proofErr {nsdecls("w")} w:type="spellStart"/>'))
    first = next(element for element in each_paragraph(document) if words(element))
    first.append(parse_xml(f'<w:bookmarkStart {nsdecls("w")} w:id="9001" w:name="_GoBack"/>'))
    first.append(parse_xml(f'<w:bookmarkEnd {nsdecls("w")} w:id="9001"/>'))
    _wrap(document)


def _split(run: Any, text: Any) -> None:
    rest = deepcopy(run)
    whole = text.text
    text.text, rest.find(qn("w:t")).text = whole[:2], whole[2:]
    for part in (text, rest.find(qn("w:t"))):
        part.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    hyphen = parse_xml(f"<w:r {nsdecls('w')}><w:softHyphen/><w:lastRenderedPageBreak/></w:r>")
    run.addnext(hyphen)
    hyphen.addnext(rest)


def _wrap(document: Document) -> None:
    element = paragraph(document, "特此报告")
    run = next(element.iterchildren(qn("w:r")))
    tag = parse_xml(f'<w:smartTag {nsdecls("w")} w:element="date"/>')
    run.addprevious(tag)
    tag.append(run)
    control: Any = parse_xml(f"<w:sdt {nsdecls('w')}><w:sdtPr><w:alias w:val='说明'/></w:sdtPr><w:sdtContent/></w:sdt>")
    element.addprevious(control)
    control.find(qn("w:sdtContent")).append(element)
    field = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    code = "<w:r><w:instrText> REF x </w:instrText></w:r>"
    heading = paragraph(document, "一、总体思路")
    parts = parse_xml(f"<w:p {nsdecls('w')}>{field.format('begin')}{code}{field.format('separate')}{field.format('end')}</w:p>")
    for part in list(parts):
        heading.append(part)


def restyle(document: Document) -> None:
    """Formatting only: styles, fonts, alignment, empty lines."""
    for element in list(each_paragraph(document)):
        properties = element.find(qn("w:pPr"))
        if properties is not None and words(element):
            properties.find(qn("w:pStyle")).set(qn("w:val"), "Normal")
    document.add_paragraph("")
    paragraph(document, "一、总体思路").addnext(parse_xml(f"<w:p {nsdecls('w')}/>"))


def strike(begins: str, old: str, new: str = "", mark: str = "strike") -> Edit:
    """Strike words through by hand and write others behind them in red, with tracked changes off."""

    def edit(document: Document) -> None:
        run = run_of(begins, old)(document)
        text = run.find(qn("w:t"))
        before, _, behind = text.text.partition(old)
        parts = (
            (before, ""),
            (old, f"<w:{mark}/>"),
            (new, '<w:color w:val="FF0000"/>'),
            (behind, ""),
        )
        for words_of, look in reversed(parts):
            if words_of:
                run.addnext(parse_xml(f'<w:r {nsdecls("w")}><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{words_of}</w:t></w:r>'))
        run.getparent().remove(run)

    return edit


NUMBERED = """<w:numbering xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:abstractNum w:abstractNumId="3">
<w:lvl w:ilvl="0"><w:start w:val="{start}"/><w:numFmt w:val="chineseCountingThousand"/><w:suff w:val="nothing"/><w:lvlText w:val="%1、"/></w:lvl>
</w:abstractNum><w:num w:numId="7"><w:abstractNumId w:val="3"/></w:num></w:numbering>"""


def count_headings(start: int | None = 1) -> Edit:
    """Let Word count the headings of the first level, as it does by itself where one is typed over; None: by a list that the file has lost."""

    def edit(document: Document) -> None:
        for element in each_paragraph(document):
            style = element.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
            if style is None or style.get(qn("w:val")) != "Heading1":
                continue
            first = next(iter(element.iter(qn("w:t"))))
            first.text = re.sub(r"^[一二三四五六七八九十]+、", "", first.text)
            style.addnext(parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="0"/><w:numId w:val="7"/></w:numPr>'))
        if start is not None:
            name = PackURI("/word/numbering.xml")
            part = Part(name, CONTENT_TYPE.WML_NUMBERING, NUMBERED.format(start=start).encode(), document.part.package)
            document.part.relate_to(part, RELATIONSHIP_TYPE.NUMBERING)

    return edit


def run_of(begins: str, words_of: str) -> Callable[[Document], Any]:
    return lambda document: next(text for text in paragraph(document, begins).iter(qn("w:t")) if words_of in (text.text or "")).getparent()


def tracked(begins: str, old: str, new: str, author: str = "张某某") -> Edit:
    """The words changed with tracked changes on, as Word writes it."""

    def edit(document: Document) -> None:
        run = run_of(begins, old)(document)
        text = run.find(qn("w:t"))
        before, _, behind = text.text.partition(old)
        mark = f'{nsdecls("w")} w:id="900" w:author="{author}" w:date="2023-05-06T08:30:00Z"'
        gone = parse_xml(f'<w:del {mark}><w:r><w:delText xml:space="preserve">{old}</w:delText></w:r></w:del>')
        come = parse_xml(f"<w:ins {mark}><w:r><w:t>{new}</w:t></w:r></w:ins>")
        rest = deepcopy(run)
        text.text, rest.find(qn("w:t")).text = before, behind
        run.addnext(gone)
        gone.addnext(come)
        come.addnext(rest)

    return edit


def without_custom_parts(file: bytes) -> bytes:
    """The file as a program leaves it that knows nothing of custom parts."""
    saved = BytesIO()
    with zipfile.ZipFile(BytesIO(file)) as old, zipfile.ZipFile(saved, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if not name.startswith("customXml/"):
                content = old.read(name)
                if name == "word/_rels/document.xml.rels":
                    content = re.sub(rb"<Relationship [^>]*customXml[^>]*/>", b"", content)
                if name == "[Content_Types].xml":
                    content = re.sub(rb'<Override [^>]*"/customXml[^>]*/>', b"", content)
                new.writestr(name, content)
    return saved.getvalue()


def running(kind: str, words_of: str) -> Edit:
    """Write into the header or footer of the first section."""

    def edit(document: Document) -> None:
        part = getattr(document.sections[0], kind)
        part.is_linked_to_previous = False
        part.add_paragraph(words_of)

    return edit


def note(kind: str, begins: str, words_of: str) -> Edit:
    """Add a footnote or an endnote to a paragraph, as Word writes it."""

    def edit(document: Document) -> None:
        xml = f'<w:{kind}s {nsdecls("w")}><w:{kind} w:type="separator" w:id="-1"><w:p/></w:{kind}>'
        xml += f'<w:{kind} w:id="2"><w:p><w:r><w:{kind}Ref/></w:r><w:r><w:t>{words_of}</w:t></w:r></w:p></w:{kind}></w:{kind}s>'
        types = {"footnote": CONTENT_TYPE.WML_FOOTNOTES, "endnote": CONTENT_TYPE.WML_ENDNOTES}
        relations = {"footnote": RELATIONSHIP_TYPE.FOOTNOTES, "endnote": RELATIONSHIP_TYPE.ENDNOTES}
        document.part.relate_to(Part(PackURI(f"/word/{kind}s.xml"), types[kind], xml.encode(), document.part.package), relations[kind])
        paragraph(document, begins).append(parse_xml(f'<w:r {nsdecls("w")}><w:{kind}Reference w:id="2"/></w:r>'))

    return edit


def text_box(begins: str, words_of: str) -> Edit:
    def edit(document: Document) -> None:
        box = f'<v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textbox><w:txbxContent><w:p><w:r><w:t>{words_of}</w:t></w:r></w:p></w:txbxContent>'
        paragraph(document, begins).append(parse_xml(f"<w:r {nsdecls('w')}><w:pict>{box}</v:textbox></v:shape></w:pict></w:r>"))

    return edit


def add_picture(begins: str, picture: bytes) -> Edit:
    def edit(document: Document) -> None:
        fresh = document.add_paragraph()
        fresh.add_run().add_picture(BytesIO(picture))
        paragraph(document, begins).addnext(fresh._p)

    return edit


def change_pictures(change: Callable[[bytes], bytes]) -> Edit:
    """Put other bytes in the place of each picture."""

    def edit(document: Document) -> None:
        for one in document.part.package.image_parts:
            one._blob = change(one.blob)

    return edit


def delete_pictures(document: Document) -> None:
    for drawing in [*document.element.body.iter(qn("w:drawing"))]:
        if next(drawing.iter(qn("a:blip")), None) is not None:
            drawing.getparent().remove(drawing)


def delete_table(begins: str, *, caption: bool) -> Edit:
    """Delete the table below a caption, and with `caption` that too."""

    def edit(document: Document) -> None:
        element = paragraph(document, begins)
        table = element.getnext()
        while table.tag != qn("w:tbl"):
            table = table.getnext()
        table.getparent().remove(table)
        if caption:
            element.getparent().remove(element)

    return edit


def add_table(begins: str, *rows: tuple[str, ...]) -> Edit:
    def edit(document: Document) -> None:
        table = document.add_table(len(rows), len(rows[0]))
        for cells, texts in zip(table.rows, rows, strict=True):
            for place, text in zip(cells.cells, texts, strict=True):
                place.text = text
        paragraph(document, begins).addnext(table._tbl)

    return edit


def add_column(begins: str, *cells: str) -> Edit:
    """Add a column behind the last one of the table with the row that begins so; as many cells as it has rows."""

    def edit(document: Document) -> None:
        table = row(document, begins).getparent()
        grid = table.find(qn("w:tblGrid"))
        grid.append(deepcopy(grid[-1]))
        for element, text in zip(table.iter(qn("w:tr")), cells, strict=True):
            element.append(parse_xml(f"<w:tc {nsdecls('w')}><w:tcPr/><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>"))

    return edit


def delete_column(begins: str) -> Edit:
    """Delete the last column of the table with the row that begins so."""

    def edit(document: Document) -> None:
        table = row(document, begins).getparent()
        table.find(qn("w:tblGrid"))[-1].getparent().remove(table.find(qn("w:tblGrid"))[-1])
        for element in table.iter(qn("w:tr")):
            element.remove(element.findall(qn("w:tc"))[-1])

    return edit


def comment(begins: str, text: str, author: str) -> Edit:
    def edit(document: Document) -> None:
        document.add_comment(next(one for one in document.paragraphs if one.text.startswith(begins)).runs, text=text, author=author)

    return edit
