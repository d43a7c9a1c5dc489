"""An office's own look: what a copy of the base document changes is in the documents, is told where it breaks the standard, or is refused."""

import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pdfplumber
import pytest
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml
from docx.shared import Mm, Pt, RGBColor
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from lxml import etree
from openxml_audit import OpenXmlValidator

from reportgen.diagnostics import Severity, Unreadable
from reportgen.lint.lint import lint_bytes
from reportgen.look.document import names, packaged, shown, values_in
from reportgen.look.judging import SPECIMEN
from reportgen.look.look import STANDARD, Look
from reportgen.look.numbers import DECIDED, TECHNICAL
from reportgen.look.own import own_look
from reportgen.look.properties import PROPERTIES, Value, same, value_of
from reportgen.ooxml.styles import Styles
from reportgen.render.layout import Layout, StyleProperty
from reportgen.render.pdf import write_pdf
from reportgen.render.word import write_docx
from reportgen.render.word.package import pack
from reportgen.render.word.styles import dress, styles_part

Edited = Callable[..., bytes]
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def with_part(content: bytes, name: str, change: Callable[[str], str]) -> bytes:
    found = parts(content)
    return pack({**found, name: change(found[name].decode()).encode()})


def written(look: Look, base: bytes) -> bytes:
    return write_docx(SPECIMEN, look.on(Layout()), look.onto(base))


def told(look: Look) -> list[tuple[str, str, str]]:
    """Code, severity, and the places that the problems name."""
    return [(p.code.removeprefix("look."), p.severity.title, "、".join(place.cell or "" for place in p.places)) for p in look.problems]


def as_word_saves(base: bytes) -> bytes:
    """The copy as a Chinese Word saves it again: ids of its own, a grid that does nothing, marks of its sessions, styles that it brings."""
    found = parts(base)
    styles = found["word/styles.xml"].decode()
    for number, identifier in enumerate(sorted(names(), key=len, reverse=True)):
        styles = re.sub(rf'(styleId|basedOn w:val|next w:val)="{identifier}"', rf'\1="a{number}"', styles)
    styles = styles.replace("<w:qFormat/>", '<w:qFormat/><w:rsid w:val="00AB12CD"/>')
    more = '<w:style w:type="paragraph" w:styleId="b1"><w:name w:val="header"/><w:basedOn w:val="a"/></w:style></w:styles>'
    found["word/styles.xml"] = styles.replace("</w:styles>", more).encode()
    grid = '<w:cols w:space="425"/><w:docGrid w:linePitch="435"/></w:sectPr>'
    found["word/document.xml"] = found["word/document.xml"].replace(b"</w:sectPr>", grid.encode())
    return pack(found)


@pytest.mark.parametrize("saved", [lambda base: base, as_word_saves], ids=["as it is", "saved by Word"])
def test_a_copy_that_nobody_changed_changes_nothing(base: bytes, saved: Callable[[bytes], bytes]) -> None:
    assert own_look(saved(base)) == STANDARD


def test_a_change_in_a_copy_that_word_has_saved_is_found_by_the_name_of_its_style(edited: Edited) -> None:
    look = own_look(as_word_saves(edited(lambda d: setattr(d.styles["Title"].font, "size", Pt(24)))))
    assert look.numbers == {"title_size": 24.0}


def _raw(style: str, tag: str, attributes: str) -> Callable[[Any], None]:
    """Sets a property as no program writes it."""

    def edit(document: Any) -> None:
        element = document.styles[style].element
        properties = element.get_or_add_rPr() if tag in ("color", "u") else element.get_or_add_pPr()
        for one in properties.findall(f"{W}{tag}"):
            properties.remove(one)
        properties.append(parse_xml(f'<w:{tag} xmlns:w="{W[1:-1]}" {attributes}/>'))

    return edit


def _edged(style: str, attributes: str) -> Callable[[Any], None]:
    """Sets the lower edge of a style as no program writes it."""
    edge = f'<w:pBdr xmlns:w="{W[1:-1]}"><w:bottom {attributes}/></w:pBdr>'
    return lambda document: document.styles[style].element.get_or_add_pPr().append(parse_xml(edge))


def _font(name: str, face: str) -> Callable[[Document], None]:
    return lambda d: d.styles[name].element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), face)


def _format(style_name: str, /, **values: object) -> Callable[[Document], None]:
    def edit(document: Document) -> None:
        for key, value in values.items():
            style = document.styles[style_name]
            setattr(style.font if hasattr(type(style.font), key) else style.paragraph_format, key, value)

    return edit


def _unindented(style_name: str) -> Callable[[Document], None]:
    """As Word writes it: counted in characters, and in twips."""

    def edit(document: Document) -> None:
        indent = document.styles[style_name].element.pPr.find(qn("w:ind"))
        indent.set(qn("w:firstLineChars"), "0")
        indent.set(qn("w:firstLine"), "0")

    return edit


def _margins(**values: object) -> Callable[[Document], None]:
    return lambda d: [setattr(d.sections[0], f"{side}_margin", value) for side, value in values.items()] and None


@pytest.mark.parametrize(
    ("edit", "style", "values"),
    [
        (_font("Normal", "方正仿宋_GBK"), "Normal", {"中文字体": "方正仿宋_GBK"}),
        (_font("Heading 1", "方正黑体_GBK"), "Heading1", {"中文字体": "方正黑体_GBK"}),
        (_format("Normal", name="Times New Roman"), "Normal", {"西文字体": "Times New Roman", "中文字体": "仿宋_GB2312"}),
        (_format("Title", size=Pt(24)), "Title", {"字号": 24.0, "行距": ("exact", 38.0)}),
        (_format("Title", size=Pt(24)), "AttachmentTitle", {"字号": 24.0}),
        (_format("Title", size=Pt(24), line_spacing=Pt(30)), "Title", {"字号": 24.0, "行距": ("exact", 30.0)}),
        (_format("Normal", size=Pt(15)), "NormalIndent", {"字号": 15.0, "首行缩进": packaged()["NormalIndent"]["首行缩进"]}),
        (_format("Normal", size=Pt(15)), "Heading1", {"字号": 15.0, "中文字体": "黑体"}),
        (_format("Normal", line_spacing=Pt(28)), "Normal", {"行距": ("exact", 28.0)}),
        (_format("Normal", line_spacing=Pt(28)), "NormalIndent", {"行距": ("exact", 28.0)}),
        (_format("Normal Indent", space_before=Pt(3), space_after=Pt(6)), "NormalIndent", {"段前": 3.0, "段后": 6.0}),
        (_format("Heading 3", bold=True, italic=True, underline=True), "Heading3", {"加粗": "有", "倾斜": "有", "下划线": "single"}),
        (_format("表格文字", size=Pt(10.5)), "TableText", {"字号": 10.5}),
        (_format("表格文字", size=Pt(10.5)), "Caption", {"字号": 12.0}),
        (_format("caption", italic=True), "Caption", {"倾斜": "有"}),
        (_format("caption", italic=True), "FigureCaption", {"倾斜": "有"}),
        (_format("图题", alignment=WD_ALIGN_PARAGRAPH.LEFT), "FigureCaption", {"对齐": "left"}),
        (_unindented("附注"), "Annotation", {"首行缩进": 0.0}),
        (_format("附注", left_indent=Pt(32)), "Annotation", {"左缩进": 32.0}),
        (_format("footer", size=Pt(12)), "Footer", {"字号": 12.0}),
        (_format("抄送机关", size=Pt(12)), "Copies", {"字号": 12.0}),
        (_format("抄送机关", size=Pt(12)), "Printing", {"字号": 14.0}),
    ],
)
def test_what_is_changed_in_a_style_is_in_the_documents(edited: Edited, base: bytes, edit: Callable, style: str, values: dict[str, Value]) -> None:
    made = values_in(parts(written(own_look(edited(edit)), base))["word/styles.xml"])
    assert {name: value for name, value in values.items() if not same(made[style][name], value)} == {}


def _value(name: str) -> st.SearchStrategy[Value]:
    points = st.integers(0, 200).map(lambda tenths: tenths / 10)
    border = st.tuples(st.sampled_from(["single", "double", "dashed"]), st.integers(1, 24).map(lambda eighths: eighths / 8), st.just("1F4E79"))
    of_name: dict[str, st.SearchStrategy[Value]] = {
        "中文字体": st.sampled_from(["方正仿宋_GBK", "FandolKai"]),
        "西文字体": st.sampled_from(["Times New Roman", "Arial"]),
        "字号": st.integers(20, 28).map(lambda half: half / 2),
        "加粗": st.sampled_from(["有", "无"]),
        "倾斜": st.sampled_from(["有", "无"]),
        "下划线": st.sampled_from(["none", "single", "double"]),
        "颜色": st.sampled_from(["000000", "1f4e79"]),
        "字符间距": st.integers(-10, 20).map(lambda tenths: tenths / 10),
        "行距": st.tuples(st.just("exact"), st.integers(300, 570).map(lambda tenths: tenths / 10)),
        "首行缩进": st.integers(-30, 60).map(float),
        "对齐": st.sampled_from(["left", "center", "right", "both"]),
    }
    if "边框" in name or "框线" in name:
        return border | st.just("无")
    if "底纹" in name:
        return st.sampled_from(["无", "FFF2CC"])
    return of_name.get(name, points)


@pytest.mark.slow
@settings(max_examples=30)
@given(st.data())
def test_any_change_of_any_style_is_in_the_documents_as_it_is_in_the_copy(base: bytes, data: st.DataObject) -> None:
    wanted: dict[tuple[str, str], Value] = {}
    root = etree.fromstring(styles_part(Layout()))
    places = [(style, one) for style in names() if style not in TECHNICAL for one in PROPERTIES if one.write and one.name in packaged()[style]]
    free = [(style, one) for style, one in places if one.name not in DECIDED.get(style, ())]
    for style, one in data.draw(st.lists(st.sampled_from(free), min_size=1, max_size=4, unique=True)):
        assert one.write is not None
        value = data.draw(_value(one.name))
        dress(root, StyleProperty(style, one.path, tuple(one.write(value).items())))
        wanted[style, one.name] = value
    copy = pack({**parts(base), "word/styles.xml": etree.tostring(root)})
    look = own_look(copy)
    assume(not any(problem.code == "look.refused" for problem in look.problems))
    made = etree.fromstring(parts(written(look, base))["word/styles.xml"])
    theirs, ours = Styles(root, None), Styles(made, None)
    for style, one in free:
        asked = value_of(one, theirs, root, style)
        if not same(asked, packaged()[style][one.name]):
            assert same(value_of(one, ours, made, style), asked), (style, one.name, wanted)


def test_the_page_is_that_of_the_copy_in_word_and_pdf(edited: Edited, base: bytes) -> None:
    look = own_look(edited(_margins(left=Mm(30), right=Mm(25), top=Mm(36), bottom=Mm(34))))
    (section, *_) = docx.Document(BytesIO(written(look, base))).sections
    found = [round(edge.mm) for edge in (section.left_margin, section.right_margin, section.top_margin, section.bottom_margin)]
    assert found == [30, 25, 36, 34]
    layout = look.on(Layout())
    assert [round(edge, 1) for edge in (layout.left, layout.right, layout.top, layout.bottom, layout.em)] == [30, 25, 36, 34, 5.6]


@pytest.mark.parametrize(
    ("edits", "says"),
    [
        ([_font("Normal", "方正仿宋_GBK")], [("no-font", "提示", "")]),
        ([_format("图题", alignment=WD_ALIGN_PARAGRAPH.LEFT)], []),
        ([_format("caption", alignment=WD_ALIGN_PARAGRAPH.LEFT)], [("refused", "错误", "样式“题注”")]),
        ([_format("Heading 1", size=Pt(36))], [("refused", "错误", "样式“标题 1”")]),
        ([_format("抄送机关", line_spacing=Pt(40))], [("refused", "错误", "样式“抄送机关”")]),
        ([_format("Heading 3", bold=True)], []),
        ([_format("Normal Indent", space_after=Pt(6))], []),
        ([_format("footer", bold=True)], [("word-only", "提示", "")]),
        ([_margins(left=Mm(28.5), right=Mm(25.5))], []),
        ([_margins(left=Mm(25), right=Mm(29))], [("against-standard", "警告", "页面设置")]),
        ([_format("Normal", size=Pt(15))], [("against-standard", "警告", "样式“正文”")] * 2),
        ([_font("Heading 1", "FandolKai")], [("against-standard", "警告", "样式“标题 1”")]),
        ([_format("Title", size=Pt(24))], [("against-standard", "警告", "样式“标题”")]),
        ([lambda d: setattr(d.styles["表格文字"].font.color, "rgb", RGBColor(0, 0, 255))], [("against-standard", "警告", "样式“表格文字”")]),
        (
            [_format("Normal", line_spacing=Pt(27)), _format("Title", size=Pt(20))],
            [("against-standard", "警告", "样式“标题”"), ("against-standard", "警告", "样式“正文”")],
        ),
        ([_format("Normal", line_spacing=1.5)], [("refused", "错误", "样式“正文”")]),
        ([_raw("Normal", "spacing", 'w:line="0" w:lineRule="exact"')], [("refused", "错误", "样式“正文”")]),
        ([_raw("Title", "color", 'w:val="red; } p { color: red"')], [("refused", "错误", "样式“标题”")]),
        ([_raw("Title", "jc", 'w:val="left; } p { color: red"')], [("refused", "错误", "样式“标题”")]),
        ([_raw("Title", "u", 'w:val="red; } p { color: red"')], [("refused", "错误", "样式“标题”")]),
        ([_raw("Title", "u", 'w:val="curly"')], [("refused", "错误", "样式“标题”")]),
        ([_edged("Title", 'w:val="single" w:sz="4" w:color="red"')], [("refused", "错误", "样式“标题”")]),
        ([_edged("Title", 'w:val="red; }" w:sz="4" w:color="FF0000"')], [("refused", "错误", "样式“标题”")]),
        ([_format("Normal", size=Pt(80))], [("refused", "错误", "样式“正文”")]),
        ([_format("Normal", size=Pt(30), line_spacing=Pt(28))], [("refused", "错误", "样式“正文”")]),
        ([_format("Normal", size=Pt(40), line_spacing=Pt(60))], [("refused", "错误", "样式“正文”")]),
        ([_margins(left=Mm(120))], [("refused", "错误", "页面设置")]),
        ([_format("发文机关标志", size=Pt(50))], [("refused", "错误", "样式“发文机关标志”")]),
        ([_format("间隔", size=Pt(9))], [("refused", "错误", "样式“间隔”")]),
        ([_format("成文日期", alignment=WD_ALIGN_PARAGRAPH.LEFT)], [("refused", "错误", "样式“成文日期”")]),
        ([lambda d: d.styles["发文字号"].delete()], [("refused", "错误", "样式“发文字号”")]),
        ([lambda d: setattr(d.styles["成文日期"], "name", "日期")], [("refused", "错误", "样式“成文日期”")]),
        ([lambda d: d.paragraphs[0].add_run("样张")], [("unused", "警告", "")]),
        ([lambda d: setattr(d.paragraphs[0].paragraph_format, "space_after", Pt(9))], [("unused", "警告", "")]),
        ([lambda d: setattr(d.sections[0].header.paragraphs[0], "text", "页眉")], [("unused", "警告", "")]),
        (
            [lambda d: d.sections[0]._sectPr.append(parse_xml(f'<w:docGrid xmlns:w="{W[1:-1]}" w:type="linesAndChars" w:linePitch="579"/>'))],
            [("unused", "警告", "")],
        ),
    ],
)
def test_what_is_said_of_a_change(edited: Edited, edits: list, says: list[tuple[str, str, str]]) -> None:
    assert sorted(told(own_look(edited(*edits)))) == sorted(says)


@pytest.mark.parametrize(
    "edits",
    [
        [_margins(left=Mm(25), right=Mm(29))],
        [_format("Normal", size=Pt(15))],
        [_font("Normal", "FandolKai"), _font("Title", "FandolHei")],
        [_format("Heading 2", size=Pt(18)), _format("footer", size=Pt(9))],
        [_format("Normal Indent", space_after=Pt(6)), _format("Heading 3", bold=True)],
        [_unindented("附注"), _format("抄送机关", size=Pt(12))],
    ],
)
def test_what_is_said_and_what_lint_finds_in_the_files_are_one(edited: Edited, base: bytes, edits: list) -> None:
    look = own_look(edited(*edits))
    said = "".join(problem.message for problem in look.problems if problem.code == "look.against-standard")
    faults = lint_bytes(written(look, base), "a.docx").faults
    assert [fault.message for fault in faults if fault.found not in said or fault.expected not in said or str(fault.clause) not in said] == []
    assert bool(said) == bool(faults)


def _tracked(styles: str) -> str:
    change = '<w:rPr><w:b/><w:rPrChange w:id="1" w:author="张某某"><w:rPr/></w:rPrChange></w:rPr></w:style></w:styles>'
    return styles.replace("</w:style></w:styles>", change)


@pytest.mark.parametrize(
    ("copy", "says"),
    [
        (lambda _: b"", "不完整或者已经损坏|是空文件"),
        (lambda base: base[:-40], "不完整或者已经损坏"),
        (lambda _: bytes.fromhex("D0CF11E0A1B11AE1") + b"\0" * 600, "是旧的 .doc 格式"),
        (lambda base: with_part(base, "word/styles.xml", lambda text: text[:200]), "已经损坏"),
        (lambda base: pack({name: part for name, part in parts(base).items() if "styles" not in name}), "没有样式"),
        (lambda base: with_part(base, "word/styles.xml", _tracked), "没有接受的格式修订"),
        (lambda base: with_part(base, "word/document.xml", lambda text: re.sub("<w:sectPr.*</w:sectPr>", "", text)), "没有样式和页面设置"),
    ],
)
def test_a_copy_that_cannot_be_read(base: bytes, copy: Callable[[bytes], bytes], says: str) -> None:
    with pytest.raises(Unreadable, match=says):
        own_look(copy(base))


def test_a_length_that_nobody_understands_is_refused(base: bytes) -> None:
    look = own_look(with_part(base, "word/document.xml", lambda text: text.replace('w:left="1587"', 'w:left="3ells"')))
    assert told(look) == [("refused", "错误", "页面设置")]
    assert replace(look, problems=()) == STANDARD


def test_the_styles_that_an_office_added_are_in_the_documents_and_these_are_valid(edited: Edited, base: bytes, tmp_path: Path) -> None:
    def add(document: Document) -> None:
        style = document.styles.add_style("本单位引文", 1)
        style.base_style = document.styles["发文字号"]
        style.element.get_or_add_pPr().append(parse_xml(f'<w:numPr xmlns:w="{W[1:-1]}"><w:numId w:val="9"/></w:numPr>'))

    look = own_look(as_word_saves(edited(add, _format("Title", size=Pt(24), bold=True), _format("Heading 1", italic=True, space_before=Pt(3)))))
    file = tmp_path / "a.docx"
    file.write_bytes(written(look, base))
    assert list(map(str, OpenXmlValidator().validate(file).errors)) == []
    styles = docx.Document(file).styles
    assert styles["本单位引文"].base_style == styles["发文字号"]
    assert (styles["Title"].font.bold, styles["Heading 1"].font.italic) == (True, True)


def test_colours_of_the_theme_and_fonts_of_the_theme_are_read_as_word_shows_them(base: bytes) -> None:
    styles = parts(base)["word/styles.xml"].decode()
    themed = styles.replace('w:eastAsia="黑体"', 'w:eastAsia="黑体" w:eastAsiaTheme="majorEastAsia"')
    found = own_look(with_part(base, "word/styles.xml", lambda _: themed))
    fonts = {one.style: dict(one.attributes)["eastAsia"] for one in found.own if one.path[-1] == "rFonts"}
    assert fonts["Heading1"] == "方正小标宋简体"


@pytest.mark.parametrize("edits", [[_format("Normal", size=Pt(15), line_spacing=Pt(27))], [_margins(left=Mm(25)), _format("Heading 1", bold=True)]])
def test_the_pdf_is_made_without_a_remark(edited: Edited, root: Path, edits: list) -> None:
    look = own_look(edited(*edits))
    css = (root / "templates/html/gongwen.css").read_text("utf-8") + look.css
    made = write_pdf(SPECIMEN, look.on(Layout()), css)
    assert [problem for problem in made.problems if problem.severity is not Severity.NOTICE] == []
    assert made.content[:5] == b"%PDF-"


def test_the_page_quotes_what_is_said(edited: Edited, root: Path) -> None:
    page = (root / "docs/changing.md").read_text("utf-8")
    edits = [
        _format("发文机关标志", size=Pt(50)),
        lambda d: d.styles["发文字号"].delete(),
        lambda d: d.paragraphs[0].add_run("样张"),
        _format("Normal", size=Pt(26)),
        _margins(left=Mm(100)),
        _format("footer", bold=True),
        _font("Heading 3", "方正仿宋_GBK"),
    ]
    problems = own_look(edited(*edits)).problems
    said = [f"{p.severity.title} {p.places[0]}：{p.message}\n     {p.help}\n" for p in problems]
    assert len(said) == 6
    assert [one for one in said if one not in page] == []
    assert [name for style, name in names().items() if style not in TECHNICAL and shown(name) not in page] == []


def test_the_pdf_follows_word(edited: Edited, root: Path) -> None:
    sheet = (root / "templates/html/gongwen.css").read_text("utf-8")

    def printed(look: Look) -> dict[str, dict]:
        with pdfplumber.open(BytesIO(write_pdf(SPECIMEN, look.on(Layout()), f"{sheet}\n{look.css}").content)) as pdf:
            lines = [line for page in pdf.pages[1:] for line in page.extract_text_lines(y_tolerance=1)]
        return {name: next(line for line in lines if line["text"].startswith(words)) for name, words in WORDS.items()}

    own = own_look(
        edited(
            _font("Heading 1", "FandolKai"),
            _format("Heading 2", size=Pt(20), alignment=WD_ALIGN_PARAGRAPH.CENTER),
            _format("Normal Indent", space_after=Pt(12)),
            lambda d: setattr(d.styles["Heading 3"].font.color, "rgb", RGBColor(0, 0, 255)),
            _format("表格文字", size=Pt(10.5)),
            _format("Title", space_after=Pt(60)),
        )
    )
    before, after = printed(STANDARD), printed(own)
    first = {name: line["chars"][0] for name, line in after.items()}
    assert "FandolKai" in first["h2"]["fontname"]
    assert first["h3"]["size"] == pytest.approx(20, abs=0.01)
    assert first["h3"]["x0"] > before["h3"]["chars"][0]["x0"] + 50
    assert first["h4"]["non_stroking_color"] == (0, 0, 1)
    assert first["cell"]["size"] == pytest.approx(10.5, abs=0.01)
    apart = {name: after[name]["top"] - before[name]["top"] for name in ("h2", "h3")}
    assert apart["h2"] == pytest.approx(60 - Layout().line_pitch, abs=1)
    assert apart["h3"] - apart["h2"] == pytest.approx(12, abs=3)


WORDS = {"h2": "一、", "h3": "（一）", "h4": "1.", "cell": "某镇"}
