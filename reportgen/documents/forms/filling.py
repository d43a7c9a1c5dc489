"""A form filled in by docxtpl: each part rendered with the names that templates use, its faults told at the tags where they arise."""

import os
import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.sax.saxutils import unescape

from docx.image.exceptions import UnrecognizedImageError
from docx.shared import Mm
from docxtpl import DocxTemplate, InlineImage
from jinja2 import Environment, Template, TemplateSyntaxError
from lxml import etree

from reportgen.diagnostics import Diagnostic, Place, Unreadable, error
from reportgen.documents.forms.form import BRACE, WordForm
from reportgen.documents.forms.parts import read_parts
from reportgen.documents.forms.table import widen
from reportgen.documents.forms.tags import Tag
from reportgen.documents.lacking import PICTURE
from reportgen.documents.templates import TEMPLATES, fault_place
from reportgen.language.display import missing
from reportgen.language.faults import explained
from reportgen.ooxml.names import W
from reportgen.ooxml.parsing import parse
from reportgen.ooxml.tables import read_table
from reportgen.pictures import is_picture, picture_path
from reportgen.workspace import Workspace

_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>\s*")
_COUNT = re.compile(r"\{\{-?\s*loop\.(index0?|revindex0?|length)\s*-?\}\}")
_ELEMENT = re.compile(r"<(?:data|span) [^>]*>")
_IN_ATTRIBUTES = str.maketrans({"\n": "&#10;", "\t": "&#9;", "\a": " ", "\f": " "})  # docxtpl would make breaks and tabs of them
_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
_WIDEST = 160.0  # mm: about what stands between the margins of an A4 page


def fill(
    form: WordForm, jinja: Environment, names: Mapping[str, Any], workspace: Workspace, folder: Path
) -> tuple[dict[str, bytes] | None, tuple[Diagnostic, ...]]:
    """The parts of the filled form, None and the first fault where that fails.

    Figures stand in it as the elements that the filters make (`data`, `span`), within the texts of runs. `folder` is that of the
    unit: `image(名称, 毫米)` shows pictures in it.
    """
    filler = _Filler(form)
    try:
        filler.render({**names, "image": _images(filler, workspace, folder)}, jinja)
    # A template is a program of its editor's: whatever it raises is its fault, and is reported at its tag.
    except Exception as fault:  # noqa: BLE001
        known = frozenset(names)
        return None, (_at_tag(fault, form, known, jinja),)
    buffer = BytesIO()
    filler.save(buffer)
    return read_parts(buffer.getvalue()), ()


class _Broken(Exception):
    """What was filled in is no Word text any more: a statement has taken away one end of something."""


class _Filler(DocxTemplate):  # type: ignore[misc]  # it has no types
    """docxtpl with this program's environment: strict, sandboxed, escaping all data."""

    def __init__(self, form: WordForm) -> None:
        super().__init__(BytesIO(form.content))

    def patch_xml(self, src_xml: str) -> str:
        """The text of a part as a Jinja template; docxtpl unescapes a tag only where it stands on one line.

        The numbers of a loop are printed as they are: they count rows, and have no source.
        """
        patched: str = super().patch_xml(_DECLARATION.sub("", src_xml))
        return _COUNT.sub(r"{{ loop.\1|string }}", _TAG.sub(lambda tag: unescape(tag[0]), patched))

    def render_xml_part(self, src_xml: str, part: Any, context: Mapping[str, Any], jinja_env: Environment | None = None) -> str:
        """A part filled in. Its lines are counted by its tags: docxtpl's own lines are not put in."""
        assert jinja_env is not None  # noqa: S101  # `fill` gives it
        self.current_rendering_part = part
        template = _template(jinja_env, src_xml, f"{TEMPLATES}{part.partname}"[: -len(".xml")])
        made = _ELEMENT.sub(lambda element: element[0].translate(_IN_ATTRIBUTES), template.render(context))
        filled: str = self.resolve_listing(made).replace(BRACE, "{")
        try:
            parse(filled)
        except etree.XMLSyntaxError as fault:
            raise _Broken from fault
        return filled

    def fix_tables(self, xml: str) -> Any:
        """The body as a tree. The office's columns stay as they are; a table with more cells than it has columns gets more."""
        body = parse(xml, huge=True)
        for table in body.iter(f"{W}tbl"):
            widen(read_table(table))
        return body

    def render_footnotes(self, context: Mapping[str, Any], jinja_env: Environment | None = None) -> None:
        """The footnotes filled in, once: docxtpl does so for each section, and would take what was filled in for tags."""
        for part in self.docx.part.package.iter_parts():
            if part.content_type.endswith("wordprocessingml.footnotes+xml"):
                part._blob = self.render_xml_part(self.patch_xml(part.blob.decode()), part, context, jinja_env).encode()  # noqa: SLF001

    def render_properties(self, context: Mapping[str, Any], jinja_env: Environment | None = None) -> None:
        """The properties of the file are written with the document's own."""


@lru_cache(maxsize=64)
def _template(jinja: Environment, source: str, name: str) -> Template:
    """Compiled once for all units."""
    return jinja.template_class.from_code(jinja, jinja.compile(source, filename=name), jinja.make_globals(None))


def _at_tag(fault: Exception, form: WordForm, known: frozenset[str], jinja: Environment) -> Diagnostic:
    """A fault of filling in, at the tag where it arose: the line of a part tells which of its tags that is."""
    if isinstance(fault, _Broken):
        help_text = "请检查 {%tr … %}、{%tc … %}、{%p … %} 是否各自独占一行、一格、一段，开始和结束是否都写了同样的 tr、tc、p"
        return error("form.broken", "表格填写以后不再是完整的 Word 文档", Place(form.file), help=help_text)
    tag = _tag_at(fault_place(fault), form)
    said = explained(fault, jinja, known, tag.words if tag is not None else "")
    code = "template.syntax" if isinstance(fault, TemplateSyntaxError) else "template.failed"
    return error(code, said.what, Place(form.file) if tag is None else tag.place, help=said.help)


def _tag_at(place: Place | None, form: WordForm) -> Tag | None:
    """The tag that ends a line of a part."""
    if place is None:
        return None
    part = place.file.removeprefix(TEMPLATES).lstrip("/") + ".xml"
    lines = [tag for tag in form.tags.get(part, ()) if tag.ends_line]
    return lines[min(place.line or 1, len(lines)) - 1] if lines else None


def _images(filler: DocxTemplate, workspace: Workspace, folder: Path) -> Callable[..., Any]:
    def image(name: object = None, width: object = None) -> Any:
        """The picture `name` of the unit's folder, `width` millimetres wide; 【待补：…】 where it isn't there."""
        if not isinstance(name, str):
            raise TypeError('图片要写成 image("文件名", 毫米)，例如 image("现场.jpg", 60)')
        path = picture_path(folder, name)
        if path is None:
            raise ValueError(f"图片“{name}”应当是本单位文件夹中的 PNG 或者 JPG 文件")
        if not isinstance(width, int | float) or not 0 < width <= _WIDEST:
            raise ValueError(f"图片“{name}”的宽度应为1至{_WIDEST:.0f}毫米，例如 60")
        try:
            data = workspace.read(path)
        except Unreadable as fault:
            if not os.path.lexists(path):
                return missing(f"{PICTURE}{name}")
            raise ValueError(f"图片“{name}”{fault.message}") from fault
        if not is_picture(data):
            raise ValueError(f"图片“{name}”打不开，可能已经损坏")
        return _Shown(filler, path.name, data, Mm(width))

    return image


class _Shown:
    """A picture as a tag prints it: a template can do nothing else with it."""

    __slots__ = ("_data", "_filler", "_name", "_width")

    def __init__(self, filler: DocxTemplate, name: str, data: bytes, width: int) -> None:
        self._filler, self._name, self._data, self._width = filler, name, data, width

    def __html__(self) -> str:
        """The run with the picture."""
        if not hasattr(self._filler.current_rendering_part, "new_pic_inline"):
            raise ValueError("图片不能写在脚注里")
        try:
            return str(InlineImage(self._filler, BytesIO(self._data), width=self._width))
        except UnrecognizedImageError as fault:
            raise ValueError(f"图片“{self._name}”是 Word 不能显示的一种，请另存为 PNG") from fault
