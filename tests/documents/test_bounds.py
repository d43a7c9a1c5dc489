"""A template, a title or a form that would not end stops its own document, is told at its line, and takes little time and memory."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from reportgen.workspace import packaged_templates
from tests.command import measured
from tests.forms.office_form import TEMPLATE, paragraphs, use

ENDLESS = "{% for a in range(9000) %}{% for b in range(9000) %}{% endfor %}{% endfor %}"
Project = Callable[[str], Path]


def faults(root: Path) -> list[tuple[str, str, str]]:
    """The faults of templates and forms that check tells: the message, the place, what to do."""
    done = measured(root, "check", "甲县", "--json", seconds=60, memory=4 * 2**30)
    assert done.result.returncode == 1, done.result.stderr
    assert done.memory < 2**30
    found: list[dict[str, Any]] = json.loads(done.result.stdout)["problems"]
    return [(one["message"], place(one), one["help"]) for one in found if one["code"].startswith(("template.", "form."))]


def place(problem: dict[str, Any]) -> str:
    (where,) = problem["places"]
    return f"{where['file']}:{where.get('line') or where.get('position')}"


@pytest.mark.sampled(6)
@pytest.mark.parametrize(
    ("body", "message"),
    [
        (ENDLESS, "计算量超过"),
        ("<p>{{ 9 ** 9 ** 9 }}</p>", "不能用乘方"),
        ("<p>{{ '甲'.center(999999999) }}</p>", "不能用“center”"),
        ("{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}", "没有尽头"),
        ('{% include "plan-county.html" %}', "没有尽头|计算量"),
    ],
)
def test_a_template_is_told_at_its_line(body: str, message: str, project: Project) -> None:
    root = project("pair")
    (root / "templates/html").mkdir(parents=True)
    (root / "templates/html/plan-county.html").write_text(f'{{% extends "base.html" %}}\n{{% block body %}}\n{body}\n{{% endblock %}}\n', encoding="utf-8")
    ((said, where, help),) = faults(root)
    assert any(word in said for word in message.split("|")), said
    # What includes itself comes round by the page that it extends: either is where the last step is taken.
    assert where in ("templates/html/plan-county.html:3", "templates/html/base.html:16")
    assert help


@pytest.mark.sampled(4)
@pytest.mark.parametrize(
    ("pattern", "message"),
    [(ENDLESS, "计算量超过"), ("{{ 9 ** 9 }}", "不能用乘方（**）；原文是“title: "), ("甲" * 121, "标题有121个字"), ("甲|" * 40, "标题分成40段")],
)
def test_a_title_is_told_at_its_line(pattern: str, message: str, project: Project) -> None:
    root = project("pair")
    kinds = (packaged_templates() / "kinds.yaml").read_text(encoding="utf-8").split("\n")
    line = next(number for number, text in enumerate(kinds, 1) if text.lstrip().startswith("title:"))
    kinds[line - 1] = kinds[line - 1].partition("title:")[0] + f"title: {json.dumps(pattern, ensure_ascii=False)}"
    (root / "templates").mkdir()
    (root / "templates/kinds.yaml").write_text("\n".join(kinds), encoding="utf-8")
    found = [one for one in faults(root) if message in one[0]]
    assert found
    assert {where for _, where, _ in found} <= {f"templates/kinds.yaml:{number}" for number in range(line, line + 1)}


@pytest.mark.sampled(3)
@pytest.mark.parametrize(
    ("tag", "message"),
    [(ENDLESS, "计算量超过"), ("{{ '甲'.ljust(999999999) }}", "不能用“ljust”"), ("{{ ('甲' * 999999999)|length|string }}", "重复以后")],
)
def test_a_form_is_told_at_its_tag(tag: str, message: str, project: Project) -> None:
    root = project("pair")
    use(root, paragraphs("第一段", tag))
    with (root / "inputs/2023/甲县/单位.yaml").open("a", encoding="utf-8") as unit:
        unit.write("表单: [自制表]\n")
    found = faults(root)
    assert any(message in said for said, _, _ in found), found
    assert all(where.startswith(TEMPLATE) for _, where, _ in found)
