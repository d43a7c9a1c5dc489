"""What makes a text no YAML, in the officer's words."""

import yaml

from reportgen.diagnostics import Diagnostic, Place, error
from reportgen.inputs import fullwidth

_HELP = "请对照说明文档中的样例改正这一行"


class YamlFault(ValueError):
    """A fault that leaves no tree."""

    def __init__(self, code: str, message: str, line: int | None, help: str = _HELP) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.line = line
        self.help = help


def syntax_fault(problem: yaml.MarkedYAMLError, text: str, file: str) -> Diagnostic:
    """A syntax error in the officer's words, at the line that shows it."""
    mark = problem.problem_mark or problem.context_mark
    line = mark.line + 1 if mark else None
    lines = text.splitlines()
    begun = problem.context_mark.line + 1 if problem.context_mark else line
    for at in dict.fromkeys((line, line - 1, begun or line)) if line else ():
        # A colon that is none joins its line to the next one, where the parser stumbles.
        shown = lines[at - 1] if 0 < at <= len(lines) else ""
        if "\t" in shown:
            return error("inputs.yaml-tab", "用了制表符（Tab）缩进", Place(file, line=at), help="请把 Tab 改为两个空格")
        if "：" in shown and ":" not in shown:
            return error("inputs.yaml-syntax", "用了中文冒号", Place(file, line=at), help="请把“：”改为英文冒号加一个空格“: ”")
        sign = fullwidth.in_broken_line(shown)
        if sign is not None:
            return error("inputs.yaml-fullwidth", sign.what, Place(file, line=at), help=sign.how)
    what = f"第{line}行附近不符合 YAML 格式" if line else "不符合 YAML 格式"
    help = "请检查冒号后是否有空格、引号和括号是否成对、同级的行是否对齐"
    return error("inputs.yaml-syntax", what, Place(file, line=line), help=help)
