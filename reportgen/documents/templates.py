"""Finding templates: the workspace's own where it has one of that name, else the packaged one; and faults of templates."""

import os
import re
from collections.abc import Callable, Iterable

from jinja2 import BaseLoader, Environment, TemplateNotFound, TemplateSyntaxError

from reportgen.diagnostics import Diagnostic, Place, Unreadable, error
from reportgen.inputs.wording import shorten
from reportgen.language.faults import explained
from reportgen.workspace import MAX_TEXT, Workspace

TEMPLATES = "templates/"
"""How the file names of templates begin, wherever they are stored."""
_TAGS = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}|<[^>]*>")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_NEARBY = 6
"""So many lines from where a statement begins its first sentence is looked for."""
SENTENCE = 60
"""So many characters of a sentence tell which it is."""


class TemplateFiles(BaseLoader):
    """Loads templates/html/NAME of a workspace. A template's file name in messages is templates/html/NAME."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def _content(self, template: str) -> bytes:
        return self._workspace.read(self._workspace.template(f"html/{template}"), MAX_TEXT)

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:  # noqa: ARG002  # Jinja's signature
        """The text, its shown name, and a test whether it is still the file's text.

        Raises TemplateNotFound also for a name that leaves the folder, TemplateSyntaxError for a file that can't be read or isn't UTF-8.
        """
        shown = f"templates/html/{template}"
        if not re.fullmatch(r"[\w.-]+", template):
            raise TemplateNotFound(template)
        if not os.path.lexists(self._workspace.template(f"html/{template}")):
            raise TemplateNotFound(template)
        try:
            raw = self._content(template)
        except Unreadable as fault:
            raise TemplateSyntaxError(f"模板文件{fault.message}", 1, template, shown) from fault
        try:
            text = raw.decode("utf-8-sig")
        except UnicodeDecodeError as fault:
            raise TemplateSyntaxError("模板不是 UTF-8 编码", raw[: fault.start].count(b"\n") + 1, template, shown) from fault
        return text, shown, lambda: self._workspace.seen is not None or self._content(template) == raw  # what was seen stays so for this workspace


def template_problem(fault: Exception, names: Iterable[str], jinja: Environment, workspace: Workspace, whole: Place) -> Diagnostic:
    """A failed rendering as a problem at the template's file and line, with the sentence; `names` are those that a template may use.

    A fault that shows at no line is told at `whole`, where the template or the title is named. A statement that isn't ended is told at its own
    line, not where that shows. It names no unit: the fault is the template's, and is told once for all units.
    """
    place = fault_place(fault) or whole
    if isinstance(fault, TemplateNotFound):
        return error("template.not-found", f"找不到模板“{fault.name}”", place, help="请检查 templates/kinds.yaml 和 extends、include 中的模板名")
    said = explained(fault, jinja, names, _line(workspace, place))
    place = (_given_at(fault, said.what, workspace) or place) if said.line is None else Place(place.file, line=said.line)
    sentence = _sentence(workspace, place)
    message = f"{opening(fault, said.what)}{said.what}" + (f"；原文是“{shorten(sentence, SENTENCE)}”" if sentence else "")
    return error("template.syntax" if isinstance(fault, TemplateSyntaxError) else "template.failed", message, place, help=said.help)


def opening(fault: Exception, what: str) -> str:
    """How the message of a template's fault begins, before `what` is wrong."""
    if isinstance(fault, TemplateSyntaxError):
        return "模板语法错误："
    return "模板" if what.startswith("用了") else "" if what.startswith("没有名为") else "模板运行出错："


def fault_place(fault: BaseException) -> Place | None:
    """The template's file and line where `fault` shows: of syntax its own, else the innermost template frame of its traceback."""
    if isinstance(fault, TemplateSyntaxError):
        file = fault.filename or fault.name or ""
        return Place(file if file.startswith(TEMPLATES) else f"templates/html/{file}", line=fault.lineno)
    return next(iter(_places(fault)), None)


def _places(fault: BaseException) -> list[Place]:
    """The places in templates that `fault` went through, the innermost first."""
    found = []
    trace = fault.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename.startswith(TEMPLATES):
            found.append(Place(trace.tb_frame.f_code.co_filename, line=trace.tb_lineno))
        trace = trace.tb_next
    return found[::-1]


def _given_at(fault: BaseException, what: str, workspace: Workspace) -> Place | None:
    """Where the wrong name that `what` quotes is written: a phrase or a table fails on what a sentence or a column gives it. Else where the fault shows."""
    quoted = re.search(r"“(?:\w+\.)*(\w+)”", what)
    places = _places(fault) or [found for found in [fault_place(fault)] if found]
    for place in places if quoted else ():
        for further, line in enumerate(_tags_from(workspace, place)):
            if quoted and re.search(rf"\b{quoted[1]}\b", line):
                return Place(place.file, line=(place.line or 1) + further)
    return places[0] if places else None


def _tags_from(workspace: Workspace, place: Place) -> list[str]:
    """The lines of a template from a place on, as far as its tags reach: a table is asked for in many lines."""
    found: list[str] = []
    opened = 0
    for line in _lines(workspace, place):
        found.append(line)
        opened += len(re.findall(r"\{[{%]", line)) - len(re.findall(r"[}%]\}", line))
        if opened <= 0:
            break
    return found


def _lines(workspace: Workspace, place: Place | None) -> list[str]:
    """The lines of a template from a place on; none where it can't be read."""
    if place is None or not place.line:
        return []
    try:
        written = workspace.read(workspace.template(place.file.removeprefix(TEMPLATES)), MAX_TEXT).decode("utf-8-sig")
    except (Unreadable, UnicodeDecodeError):
        return []
    return written.split("\n")[place.line - 1 :]


def _line(workspace: Workspace, place: Place | None) -> str:
    return next(iter(_lines(workspace, place)), "")


def _sentence(workspace: Workspace, place: Place | None) -> str:
    """The line of a fault; where that has nothing but tags, the first of its template behind it that says something. A title has a line for itself."""
    lines = _lines(workspace, place)[: _NEARBY if place and place.file.endswith(".html") else 1]
    return next((line for line in lines if _CHINESE.search(_TAGS.sub("", line))), lines[0] if lines else "").strip()
