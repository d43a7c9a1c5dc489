"""A form filled in by docxtpl: each part rendered with the names that templates use, its faults told at the tags where they arise."""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.sax.saxutils import unescape

from docx.shared import Mm
from docxtpl import DocxTemplate, InlineImage
from jinja2 import Environment, Template
from lxml import etree

from reportgen.diagnostics import Diagnostic, Place, error
from reportgen.documents.forms.form import Form
from reportgen.documents.forms.parts import read_parts
from reportgen.documents.templates import template_problem
from reportgen.language import TEMPLATES, missing
from reportgen.pictures import PICTURES, is_picture

_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
_WIDEST = 160.0  # mm: about what stands between the margins of an A4 page


def fill(form: Form, jinja: Environment, names: Mapping[str, Any], folder: Path) -> tuple[dict[str, bytes] | None, tuple[Diagnostic, ...]]:
    """The parts of the filled form, None and the first fault where that fails.

    Figures stand in it as the elements that the filters make (`data`, `span`), within the texts of runs. `folder` is that of the
    unit: `image(名称, 毫米)` shows pictures in it.
    """
    filler = _Filler(form)
    try:
        filler.render({**names, "image": _images(filler, folder)}, jinja)
    # A template is a program of its editor's: whatever it raises is its fault, and is reported at its tag.
    except Exception as fault:  # noqa: BLE001
        known = frozenset((*names, *jinja.filters))
        return None, (_at_tag(fault, form, known),)
    buffer = BytesIO()
    filler.save(buffer)
    return read_parts(buffer.getvalue()), ()


class _Broken(Exception):
    """What was filled in is no Word text any more: a statement has taken away one end of something."""


class _Filler(DocxTemplate):  # type: ignore[misc]  # it has no types
    """docxtpl with this program's environment: strict, sandboxed, escaping all data."""

    def __init__(self, form: Form) -> None:
        super().__init__(BytesIO(form.content))
        self._file = form.file

    def patch_xml(self, src_xml: str) -> str:
        """The text of a part as a Jinja template; docxtpl unescapes a tag only where it stands on one line."""
        patched: str = super().patch_xml(src_xml)
        return _TAG.sub(lambda tag: unescape(tag[0]), patched)

    def render_xml_part(self, src_xml: str, part: Any, context: Mapping[str, Any], jinja_env: Environment) -> str:
        """A part filled in. Its lines are counted by its tags: docxtpl's own lines are not put in."""
        self.current_rendering_part = part
        template = _template(jinja_env, src_xml, f"{TEMPLATES}{part.partname}"[: -len(".xml")])
        filled: str = self.resolve_listing(template.render(context))
        try:
            etree.fromstring(filled.encode())
        except etree.XMLSyntaxError as fault:
            raise _Broken from fault
        return filled

    def render_properties(self, context: Mapping[str, Any], jinja_env: Environment | None = None) -> None:
        """The properties of the file are written with the document's own."""


@lru_cache(maxsize=64)
def _template(jinja: Environment, source: str, name: str) -> Template:
    """Compiled once for all units."""
    return jinja.template_class.from_code(jinja, jinja.compile(source, filename=name), jinja.make_globals(None))


def _at_tag(fault: Exception, form: Form, known: frozenset[str]) -> Diagnostic:
    """A fault of filling in, at the tag where it arose: the line of a part tells which of its tags that is."""
    if isinstance(fault, _Broken):
        help_text = "请检查 {%tr … %}、{%tc … %}、{%p … %} 是否各自独占一行、一格、一段，开始和结束是否都写了同样的 tr、tc、p"
        return error("form.broken", "表格填写以后不再是完整的 Word 文档", Place(form.file), help=help_text)
    problem = template_problem(fault, known)
    places = tuple(dict.fromkeys(_place(place, form) for place in problem.places)) or (Place(form.file),)
    return Diagnostic(problem.code, problem.severity, problem.message, places, problem.help)


def _place(place: Place, form: Form) -> Place:
    part = place.file.removeprefix(TEMPLATES).lstrip("/") + ".xml"
    tags = form.tags.get(part, ())
    return tags[min(place.line or 1, len(tags)) - 1].place if tags else Place(form.file)


def _images(filler: DocxTemplate, folder: Path) -> Callable[[str, float], Any]:
    def image(name: str, width: float) -> Any:
        """The picture `name` of the unit's folder, `width` millimetres wide; 【待补：…】 where it isn't there."""
        path = (folder / name).resolve()
        if not path.is_relative_to(folder.resolve()) or path.suffix.lower() not in PICTURES:
            raise ValueError(f"图片“{name}”应当是本单位文件夹中的 PNG 或者 JPG 文件")
        if not 0 < width <= _WIDEST:
            raise ValueError(f"图片“{name}”的宽度应为1至{_WIDEST:.0f}毫米，实际是“{width}”")
        if not path.is_file():
            return missing(f"图片{name}")
        if not is_picture(path):
            raise ValueError(f"图片“{name}”打不开，可能已经损坏")
        return InlineImage(filler, str(path), width=Mm(width))

    return image
