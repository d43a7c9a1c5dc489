"""Finding templates: the workspace's own where it has one of that name, else the packaged one; and faults of templates."""

import difflib
import re
from collections.abc import Callable

from jinja2 import BaseLoader, Environment, TemplateError, TemplateNotFound, TemplateSyntaxError

from reportgen.diagnostics import Diagnostic, Place, error
from reportgen.language import template_place
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


def template_problem(fault: Exception, unit: str, names: frozenset[str]) -> Diagnostic:
    """A failed rendering as a problem at the template's file and line; `names` are those that a template may use."""
    place = template_place(fault)
    if isinstance(fault, TemplateNotFound):
        return error("template.not-found", f"找不到模板“{fault.name}”", help="请检查 templates/kinds.yaml 和 extends、include 中的模板名", unit=unit)
    if isinstance(fault, TemplateSyntaxError):
        place = Place(fault.filename or f"templates/html/{fault.name}", line=fault.lineno)
        return error("template.syntax", f"模板语法错误：{fault.message}", place, help="请检查该行的 {{ }}、{% %} 是否成对，是否用了全角符号", unit=unit)
    return error("template.failed", _message(fault), *((place,) if place else ()), help=_help(fault, names), unit=unit)


def _message(fault: Exception) -> str:
    text = str(fault)
    if match := re.fullmatch(r"'(.+?)' is undefined", text):
        return f"模板用了没有定义的名称“{match[1]}”"
    if match := re.search(r"has no attribute '(.+?)'", text):
        return f"模板用了没有定义的属性“{match[1]}”"
    return f"模板运行出错：{text}" if isinstance(fault, TemplateError | TypeError | ValueError) else f"模板运行出错（{type(fault).__name__}）：{text}"


def _help(fault: Exception, names: frozenset[str]) -> str:
    match = re.search(r"'([^']+)' is undefined|has no attribute '([^']+)'|No filter named '([^']+)'", str(fault))
    wrong = next((g for g in match.groups() if g), "") if match else ""
    near = difflib.get_close_matches(wrong, names, 1)
    return f"是否应为“{near[0]}”" if near else "请对照同类模板改正该行"
