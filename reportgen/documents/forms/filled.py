"""A form from its file to canonical HTML."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment

from reportgen.diagnostics import Diagnostic, Place, error, has_errors
from reportgen.documents.forms.checking import check_form
from reportgen.documents.forms.form import read_form
from reportgen.documents.forms.reading import read_filled

if TYPE_CHECKING:
    from lxml.etree import _Element


def filled(path: Path, shown: str, at: Place, jinja: Environment, names: Mapping[str, Any], folder: Path) -> tuple["_Element | None", tuple[Diagnostic, ...]]:
    """The `article` of a form filled in with `names`; None and everything that is wrong with its tags, where it can't be.

    `shown` is the file's name in messages, `at` where the file is asked for, `folder` that of the unit.
    """
    try:
        content = path.read_bytes()
    except OSError:
        help_text = "请把表格放在工作区的 templates/docx 文件夹里，并检查 template 写的文件名"
        return None, (error("template.not-found", f"找不到表格模板“{path.name}”", at, help=help_text),)
    form = read_form(content, shown)
    found = check_form(form, jinja, names)
    if has_errors(found):
        return None, found
    from reportgen.documents.forms.filling import fill  # with libraries that are loaded slowly

    parts, problems = fill(form, jinja, names, folder)
    return (None if parts is None else read_filled(parts)), (*found, *problems)
