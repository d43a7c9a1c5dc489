"""Finding templates: the workspace's own where it has one of that name, else the packaged one; and faults of templates."""

import difflib
import re
from collections.abc import Callable, Mapping
from functools import lru_cache

from jinja2 import BaseLoader, Environment, Template, TemplateError, TemplateNotFound, TemplateSyntaxError
from markupsafe import Markup

from reportgen.diagnostics import Diagnostic, Place, error
from reportgen.documents.syntax import PAIRS, explain, left_open
from reportgen.language import TEMPLATES, template_place
from reportgen.workspace import Workspace


class TemplateFiles(BaseLoader):
    """Loads templates/html/NAME of a workspace. A template's file name in messages is templates/html/NAME."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:  # noqa: ARG002  # Jinja's signature
        """The text, its shown name, and a test whether it is still the file's text.

        Raises TemplateNotFound also for a name that leaves the folder, TemplateSyntaxError for a file that isn't UTF-8.
        """
        shown = f"templates/html/{template}"
        if not re.fullmatch(r"[\w.-]+", template):
            raise TemplateNotFound(template)
        path = self._workspace.template(f"html/{template}")
        try:
            raw = path.read_bytes()
        except OSError as fault:
            raise TemplateNotFound(template) from fault
        try:
            text = raw.decode("utf-8-sig")
        except UnicodeDecodeError as fault:
            raise TemplateSyntaxError("模板不是 UTF-8 编码", raw[: fault.start].count(b"\n") + 1, template, shown) from fault
        return text, shown, lambda: path.is_file() and path.read_bytes() == raw


class NoTemplates(BaseLoader):
    """For templates that stand by themselves: what they include or extend is not there."""


def render_pattern(jinja: Environment, pattern: str, names: Mapping[str, object], place: Place) -> str:
    """The text that a title's pattern gives. A fault in it arises at `place`, where the pattern stands in kinds.yaml."""
    return Markup(_template(jinja, pattern, place).render(names)).unescape().lstrip("\n")  # noqa: S704  # it is made text again


@lru_cache(maxsize=256)
def _template(jinja: Environment, pattern: str, place: Place) -> Template:
    # Empty lines before it bring the pattern to its line.
    code = jinja.compile("\n" * ((place.line or 1) - 1) + pattern, filename=place.file)
    return jinja.template_class.from_code(jinja, code, jinja.make_globals(None))


def template_problem(fault: Exception, names: frozenset[str], jinja: Environment) -> Diagnostic:
    """A failed rendering as a problem at the template's file and line; `names` are those that a template may use, `jinja` is its language.

    A statement that isn't ended is told at its own line, not where that shows. It names no unit: the fault is the template's, and is told once for all units.
    """
    place = template_place(fault)
    if isinstance(fault, TemplateNotFound):
        return error("template.not-found", f"找不到模板“{fault.name}”", help="请检查 templates/kinds.yaml 和 extends、include 中的模板名")
    if isinstance(fault, TemplateSyntaxError):
        file = fault.filename or fault.name or ""
        place = Place(file if file.startswith(TEMPLATES) else f"templates/html/{file}", line=fault.lineno)
        text = fault.message or ""
        begun = left_open(jinja, fault)
        if begun is not None:
            word = begun.words.split()[0]
            met = f"第{fault.lineno}行是 {{% {begun.instead} %}}" if begun.instead else "一直到模板结尾"
            message = f"模板语法错误：{{% {begun.words} %}} 没有结束，{met}，没有 {{% end{word} %}}"
            return error("template.syntax", message, Place(place.file, line=begun.line), help=f"请在正确的位置加上 {{% end{word} %}}")
        what, how = explain(text) or ("这一处不符合模板的写法" if text.isascii() else text, PAIRS)
        return error("template.syntax", f"模板语法错误：{what}", place, help=_near(fault, names) or how)
    what, how = explain(str(fault)) or (_message(fault), "请对照同类模板改正该行")
    return error("template.failed", what, *_places(fault), help=_near(fault, names) or how)


def _places(fault: Exception) -> tuple[Place, ...]:
    """Where a template failed. Within a phrase or a table (a macro), first the document's line that gave it what it fails on.

    A name that nobody defined is the macro's own mistake: then its line alone.
    """
    place, sentence, trace = template_place(fault), None, fault.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        if code.co_filename.startswith(TEMPLATES) and code.co_name != "template":  # as Jinja calls a macro; else it is a block
            sentence = Place(code.co_filename, line=trace.tb_lineno)
        trace = trace.tb_next
    own = re.fullmatch(r"'.+' is undefined", str(fault)) is not None
    return tuple(dict.fromkeys(found for found in (None if own else sentence, place) if found is not None))


def _message(fault: Exception) -> str:
    text = str(fault)
    if match := re.fullmatch(r"'(.+?)' is undefined", text):
        return f"模板用了没有定义的名称“{match[1]}”"
    if match := re.search(r"has no attribute '(.+?)'", text):
        return f"模板用了没有定义的属性“{match[1]}”"
    return f"模板运行出错：{text}" if isinstance(fault, TemplateError | TypeError | ValueError) else f"模板运行出错（{type(fault).__name__}）：{text}"


def _near(fault: Exception, names: frozenset[str]) -> str:
    """The question whether another name was meant; empty where none is like the wrong one."""
    match = re.search(r"'([^']+)' is undefined|has no attribute '([^']+)'|No filter named '([^']+)'", str(fault))
    wrong = next((g for g in match.groups() if g), "") if match else ""
    near = difflib.get_close_matches(wrong, names, 1)
    return f"是否应为“{near[0]}”" if near else ""
