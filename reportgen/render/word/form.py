"""A filled form (canonical HTML with an `object`) -> DOCX: the Word file that travels in it, with its marks, figures and properties."""

from lxml import etree

from reportgen.ooxml.builder import Element, half_points, markup, w
from reportgen.ooxml.guard import read_parts
from reportgen.ooxml.names import CONTENT_TYPES, ROOT_RELATIONS, WORD, q, relations_of, resolved
from reportgen.ooxml.office import DOCUMENT
from reportgen.ooxml.parsing import parse
from reportgen.ooxml.relations import CORE, CORE_RELATION, Relation, read_content_types, read_relations, relate, related, relations_part
from reportgen.render import tree
from reportgen.render.layout import Layout
from reportgen.render.word.base import MAIN
from reportgen.render.word.figures import Origin, ShownFigure, figures_part
from reportgen.render.word.package import add_custom_xml, core_properties, pack

_FROM_TOP = 567  # twips: the marks stand in the upper margin, where they move nothing


def write_form(article: Element, origin: Origin, file: bytes, layout: Layout) -> bytes:
    """Write a filled form, whose Word file is `file`; the same arguments give the same bytes."""
    parts = read_parts(file, DOCUMENT)
    relations = read_relations(parts[relations_of(MAIN)]) if relations_of(MAIN) in parts else {}
    types = read_content_types(parts[CONTENT_TYPES])
    marks = tree.plain(article.find("header/p[@class='marks']"))
    if marks:
        parts[MAIN] = _marked(parts[MAIN], marks, layout)
    add_custom_xml(parts, types, relations, *figures_part(_figures(article), origin))
    root = read_relations(parts[ROOT_RELATIONS])
    if related(root, CORE_RELATION) is None:
        relate(root, Relation(CORE_RELATION, "docProps/core.xml"))
        parts[ROOT_RELATIONS] = relations_part(root)
    core = resolved("", related(root, CORE_RELATION) or "")
    types.names[core] = CORE
    parts[core] = core_properties(
        title=article.get("data-title", ""),
        author=article.get("data-author", ""),
        subject="",
        keywords="，".join(filter(None, (article.get("data-unit"), article.get("data-season")))),
        date=article.get("data-date", ""),
    )
    return pack({**parts, relations_of(MAIN): relations_part(relations), CONTENT_TYPES: types.part()})


def _figures(article: Element) -> list[ShownFigure]:
    """The figures of a form; that of each bookmark is the one that stands at its number."""
    return [
        ShownFigure(f"f_{number:04d}", data.get("data-figure", ""), data.get("value", ""), data.get("data-label", ""), data.get("data-unit", ""), "")
        for number, data in enumerate(article.iter("data"), 1)
    ]


def _marked(main: bytes, marks: str, layout: Layout) -> bytes:
    """The main part with a frame in the upper margin that says 草稿, 示例数据."""
    root = parse(main)
    body = root.find(q("body"))
    if body is None:
        raise ValueError("the form has no body")
    frame = w("framePr", wrap="around", vAnchor="page", hAnchor="margin", xAlign="right", y=_FROM_TOP)
    look = w(
        "rPr",
        w("rFonts", hint="eastAsia", ascii=layout.fonts.hei[0], hAnsi=layout.fonts.hei[0], eastAsia=layout.fonts.hei[0]),
        w("sz", val=half_points(layout.body_size)),
    )
    run = w("r", look, w("t"))
    run.children[-1].text = marks
    paragraph = w("p", w("pPr", frame, w("spacing", before=0, after=0), w("ind", firstLine=0), w("jc", val="right")), run)
    body.insert(0, parse(markup(paragraph).replace("<w:p>", f'<w:p xmlns:w="{WORD}">', 1)))
    etree.cleanup_namespaces(root, keep_ns_prefixes=list(filter(None, root.nsmap)))
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
