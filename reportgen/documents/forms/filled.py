"""A form from its file to canonical HTML."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment

from reportgen.diagnostics import Diagnostic, Place, Unreadable, error, has_errors
from reportgen.documents.forms.checking import check_form
from reportgen.documents.forms.form import WordForm, read_form
from reportgen.documents.forms.reading import read_filled
from reportgen.workspace import Workspace

if TYPE_CHECKING:
    from lxml.etree import _Element


def find_form(workspace: Workspace, file: str, at: Place) -> WordForm | Diagnostic:
    """The form `file` below templates/, or why it can't be read; `at` is where it is asked for."""
    path = workspace.template(file)
    try:
        return read_form(workspace.read(path), f"templates/{file}")
    except Unreadable as fault:
        help_text = "请把表格放在工作区的 templates/docx 文件夹里，并检查 template 写的文件名"
        if os.path.lexists(path):
            return fault.diagnostic("template", at, f"表格模板“{path.name}”")
        return error("template.not-found", f"找不到表格模板“{path.name}”", at, help=help_text)


def filled(
    form: WordForm, jinja: Environment, names: Mapping[str, Any], workspace: Workspace, folder: Path
) -> tuple["_Element | None", tuple[Diagnostic, ...]]:
    """The `article` of a form filled in with `names`; None and everything that is wrong with its tags, where it can't be.

    `folder` is that of the unit, whose pictures it may show.
    """
    found = check_form(form, jinja, names)
    if has_errors(found):
        return None, found
    from reportgen.documents.forms.filling import fill  # with libraries that are loaded slowly

    parts, problems = fill(form, jinja, names, workspace, folder)
    return (None if parts is None else read_filled(parts)), (*found, *problems)
