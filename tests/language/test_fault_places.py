"""A fault is told at its own place: a template's line, a Word form's paragraph, a title's and a rule's line, where a statement begins."""

from collections.abc import Callable
from pathlib import Path

import pytest

from reportgen.diagnostics import Diagnostic
from reportgen.pipeline.check import check
from reportgen.pipeline.opening import open_season
from reportgen.workspace import Workspace, packaged_templates
from tests.forms.office_form import compose, paragraphs, use

Project = Callable[[str], Path]
RULE = """\
- id: OWN-01
    title: 名称
    clause: 一
    quote: 原文
    severity: warning
    kinds: [plan]
    when: {when}
    assert: tasks.total > 0
    message: {message}
"""


def _template(root: Path, expression: str) -> list[Diagnostic]:
    folder = root / "templates/html"
    folder.mkdir(parents=True)
    (folder / "plan-county.html").write_text(f'{{% extends "base.html" %}}\n{{% block body %}}\n<p>{{{{ {expression} }}}}</p>\n{{% endblock %}}\n', "utf-8")
    return [problem for problem in _checked(root) if problem.code.startswith("template.")]


def _title(root: Path, expression: str) -> list[Diagnostic]:
    written = (packaged_templates() / "kinds.yaml").read_text("utf-8")
    (root / "templates").mkdir()
    (root / "templates/kinds.yaml").write_text(
        written.replace('      title: "{{ unit.name }}|{{ season.year }}年|冬季清洁取暖|工作实施方案"', f'      title: "甲|{{{{ {expression} }}}}"', 1), "utf-8"
    )
    return [problem for problem in _checked(root) if problem.code.startswith("template.")]


def _form(root: Path, expression: str) -> list[Diagnostic]:
    use(root, paragraphs("无", f"{{{{ {expression} }}}}"))
    return list(dict.fromkeys(compose(root).problems))[:1]


def _rule(root: Path, expression: str) -> list[Diagnostic]:
    return _own_rule(root, when=f'"{expression}"', message="不符")


def _message(root: Path, expression: str) -> list[Diagnostic]:
    return _own_rule(root, when="tasks.total > 0", message=f'"{{{{ {expression} }}}}"')


def _own_rule(root: Path, when: str, message: str) -> list[Diagnostic]:
    folder = root / "inputs/policies"
    folder.mkdir(parents=True, exist_ok=True)
    rule = RULE.format(when=when, message=message)
    (folder / "own.yaml").write_text(f"id: own\ndocument: {{title: 办法, issuer: 县, date: '2023-01-01'}}\nrules:\n  {rule}", "utf-8")
    return [problem for problem in _checked(root) if problem.code.startswith("policy.") and "OWN-01" in problem.message]


def _checked(root: Path) -> tuple[Diagnostic, ...]:
    return check(open_season(Workspace(root), "2023")).problems


@pytest.mark.sampled(26)
@pytest.mark.parametrize(
    ("where", "place"),
    [
        (_template, "templates/html/plan-county.html:3"),
        (_title, "templates/kinds.yaml:17"),
        (_form, "templates/docx/自制表.docx 第2段"),
        (_rule, "inputs/policies/own.yaml:10"),
        (_message, "inputs/policies/own.yaml:12"),
    ],
)
@pytest.mark.parametrize(
    ("expression", "words"),
    [
        ("nonsense", "用了没有定义的名称“nonsense”"),
        ("tasks.total|household", "没有名为“household”的过滤器"),
        ("tasks.total is bigger", "没有名为“bigger”的判断"),
        ("tasks.total +", "此处不应有“"),
        ("tasks.total?1", "用了模板中不能用的字符“?”"),
    ],
)
def test_a_fault_is_told_in_the_same_words_at_its_own_place(
    expression: str, words: str, where: Callable[[Path, str], list[Diagnostic]], place: str, project: Project
) -> None:
    (problem,) = where(project("pair"), expression)
    assert words in problem.message
    assert str(problem.places[0]) == place


@pytest.mark.sampled(4)
@pytest.mark.parametrize(
    ("where", "place"),
    [
        (_template, "templates/html/plan-county.html:3"),
        (_title, "templates/kinds.yaml:17"),
        (_form, "templates/docx/自制表.docx 第2段"),
        (_rule, "inputs/policies/own.yaml:4"),  # where the rule stands, as all that is found when it runs
    ],
)
@pytest.mark.parametrize("expression", ["tasks.total == '2000'", "'2000' != tasks.total"])
def test_a_figure_that_is_compared_with_a_text_is_told_at_its_place(
    expression: str, where: Callable[[Path, str], list[Diagnostic]], place: str, project: Project
) -> None:
    """It would be unequal to any, and what is said where it isn't would be said, or left out, silently."""
    found = where(project("pair"), expression)
    assert {str(problem.places[0]) for problem in found} == {place}
    assert all("数值不能与文字“2000”比较" in problem.message for problem in found)


@pytest.mark.sampled(3)
@pytest.mark.parametrize(
    ("body", "line", "sentence"),
    [
        ("<p>甲</p>\n{% if tasks.total %}\n<p>任务已经下达。</p>", 4, "<p>任务已经下达。</p>"),
        ("<p>共{% if tasks.total %}有任务。</p>", 3, "<p>共{% if tasks.total %}有任务。</p>"),
        ("{% for path in tasks.paths %}\n{% if path.total %}\n\n<p>一户。</p>\n{% endfor %}", 4, "<p>一户。</p>"),
    ],
)
def test_an_unfinished_statement_is_told_where_it_begins_with_its_sentence(body: str, line: int, sentence: str, project: Project) -> None:
    root = project("pair")
    (root / "templates/html").mkdir(parents=True)
    (root / "templates/html/plan-county.html").write_text(f'{{% extends "base.html" %}}\n{{% block body %}}\n{body}\n{{% endblock %}}\n', "utf-8")
    (problem,) = (problem for problem in _checked(root) if problem.code == "template.syntax")
    assert problem.places[0].line == line
    assert problem.message.endswith(f"；原文是“{sentence}”")
