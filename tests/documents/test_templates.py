"""Faults of templates and of title patterns: where they are, in Chinese, and once for all units."""

from collections.abc import Callable
from pathlib import Path

import pytest

from reportgen.diagnostics import Diagnostic, Place
from reportgen.pipeline.check import check
from reportgen.pipeline.opening import open_season
from reportgen.workspace import Workspace, packaged_templates
from tests.command import run

Project = Callable[[str], Path]


def template_faults(root: Path) -> list[Diagnostic]:
    return [problem for problem in check(open_season(Workspace(root), "2023")).problems if problem.code.startswith("template.")]


def with_body(root: Path, body: str) -> list[Diagnostic]:
    """What is said of the counties' plan with this body, which begins in line 3."""
    folder = root / "templates/html"
    folder.mkdir(parents=True)
    (folder / "plan-county.html").write_text(f'{{% extends "base.html" %}}\n{{% block body %}}\n{body}\n{{% endblock %}}\n', encoding="utf-8")
    return template_faults(root)


@pytest.mark.sampled(21)
@pytest.mark.parametrize(
    ("body", "message", "help", "line"),
    [
        ("<p>{{ tasks.total|households </p>", "此处不应有“/”", "请检查该处的 {{ }}", 3),
        ("<p>{{ tasks.total </p>", "此处", "请检查该处的 {{ }}", 3),
        ("<p>甲</p>\n<p>{{ tasks.total，households }}</p>", "用了模板中不能用的字符“，”", "请在 {{ }} 和 {% %} 里使用半角", 4),
        ("<p>{{ (tasks.total }}</p>", "此处应为“)”，实际是“}”", "是否成对", 3),
        ("{% if tasks.total %}<p>甲</p>", "{% if tasks.total %} 没有结束，第4行是 {% endblock %}", "请在正确的位置加上 {% endif %}", 3),
        ("<p>甲</p>\n{% if tasks.total %}\n<p>乙</p>\n{% if a %}丙{% endif %}\n<p>丁</p>", "{% if tasks.total %} 没有结束，第8行是", "{% endif %}", 4),
        ("{% for a in b %}\n{% if a %}甲{% endif %}\n{% if b %}\n乙\n{% endfor %}", "{% if b %} 没有结束，第7行是 {% endfor %}", "{% endif %}", 5),
        ("{% for a in b %}<p>甲</p>{% endif %}", "{% endif %} 前面没有与它成对的标签", "请在正确的位置加上 {% endfor %}", 3),
        ("{% set 甲 %}乙", "{% set 甲 %} 没有结束", "{% endset %}", 3),
        ("{% endif %}", "{% endif %} 前面没有与它成对的标签", "多余的，请删去 {% endif %}", 3),
        ("<p>｛｛ tasks.total|households ｝｝</p>", "“｛｛”没有成对，或者是全角的", "是否用了全角符号", 3),
        ("{% fi tasks.total %}", "不认识标签 {% fi %}", "请对照同类模板改正标签名", 3),
        ("{% %}", "{% 后面没有写标签名", "请写明标签", 3),
        ("{% if %}甲{% endif %}", "“%}”之前缺少数据项或者条件", "请检查该处", 3),
        ("<p>{{ tasks.total|household }}</p>", "没有名为“household”的过滤器", "是否应为“households”", 3),
        ("{{ tasks is known }}", "没有名为“known”的判断", "请对照同类模板改正名称", 3),
        ("{% block body %}{% endblock %}", "块“body”写了两次", "请只保留一个 {% block body %}", 3),
        ("{# 注释", "注释没有结束", "请在注释后加上 #}", 3),
        ("{% set 甲 乙 %}", "此处应为“%}”", "请检查该处", 3),
    ],
)
def test_a_fault_of_syntax_is_told_once_in_chinese_with_what_to_do(body: str, message: str, help: str, line: int, project: Project) -> None:
    (problem,) = with_body(project("pair"), body)
    assert problem.code == "template.syntax"
    assert problem.message.startswith(f"模板语法错误：{message}")
    assert help in problem.help
    assert problem.places == (Place("templates/html/plan-county.html", line=line),)


@pytest.mark.sampled(14)
@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("<p>{{ nonsense }}</p>", "模板用了没有定义的名称“nonsense”；原文是“<p>{{ nonsense }}</p>”"),
        ("{% if tasks is known %}<p>甲</p>{% endif %}", "没有名为“known”的判断；原文是“{% if tasks is known %}<p>甲</p>{% endif %}”"),
        ('{% import "mine.html" as mine %}', "找不到模板“mine.html”"),
        (
            "{% macro m(b) %}{{ b }}{% endmacro %}{{ m() }}",
            "模板运行出错：这个说法（宏）要给“b”，没有给；原文是" + "“{% macro m(b) %}{{ b }}{% endmacro %}{{ m() }}”",
        ),
        ("<p>甲", "模板的 HTML 有错：标签 <p> 没有结束，就遇到了 </section>"),
        ("<p>甲<b>乙</p>", "模板的 HTML 有错：标签 <b> 没有结束，就遇到了 </p>"),
        ("<p>甲&nbsp;乙</p>", "模板的 HTML 有错：不能用 &nbsp;"),
        ("<p>甲 & 乙</p>", "模板的 HTML 有错：有单独的“&”号"),
        ("<p class=note>甲</p>", "模板的 HTML 有错：属性的值没有加引号"),
        ("<p hidden>甲</p>", "模板的 HTML 有错：属性 hidden 没有写值"),
        ('<p class="a" class="b">甲</p>', "模板的 HTML 有错：属性 class 写了两次"),
        ("<p>甲 < 乙</p>", "模板的 HTML 有错：“<”后面不是标签名"),
        ("<div>甲</div>", "不认识的元素 <div>"),
    ],
)
def test_a_fault_while_rendering_is_told_once_for_all_units(body: str, message: str, project: Project) -> None:
    (problem,) = with_body(project("pair"), body)
    assert problem.message == message
    assert problem.places == (Place("templates/html/plan-county.html", line=3),)


@pytest.mark.sampled(9)
@pytest.mark.parametrize(
    ("pattern", "code", "message"),
    [
        ("{{ unit.nme }}|方案的报告", "template.failed", "模板用了没有定义的名称“unit.nme”"),
        ("{{ nonsense }}|方案的报告", "template.failed", "模板用了没有定义的名称“nonsense”"),
        ("方案|{{ unit.name", "template.syntax", "模板语法错误：缺少“}}”，模板就结束了"),
        ("方案|{% if unit %}", "template.syntax", "模板语法错误：{% if unit %} 没有结束，一直到模板结尾，没有 {% endif %}"),
    ],
)
@pytest.mark.parametrize("key", ["title", "cover_title"])
def test_a_fault_of_a_title_is_told_at_its_line_of_the_kinds(key: str, pattern: str, code: str, message: str, project: Project) -> None:
    root = project("pair")
    (root / "templates").mkdir()
    entry = f"    县:\n      form: 报告\n      template: plan-county.html\n      cover_title: 关于|方案的报告\n      title: 方案\n      {key}: "
    entry = "\n".join(line for line in entry.split("\n") if not line.strip().startswith(f"{key}: ") or line.endswith(": ")) + f'"{pattern}"\n'
    (root / "templates/kinds.yaml").write_text(f"- id: plan\n  name: 实施方案\n  datasets: [tasks]\n  levels:\n{entry}", encoding="utf-8")
    (problem,) = template_faults(root)
    written = f"{key}: {pattern}".replace(": ", ': "') + '"'
    assert (problem.code, problem.message) == (code, f"{message}；原文是“{written}”")
    assert problem.places == (Place("templates/kinds.yaml", line=9),)


def test_the_packaged_titles_stand_at_their_lines(project: Project) -> None:
    season = open_season(Workspace(project("pair")), "2023")
    lines = (packaged_templates() / "kinds.yaml").read_text(encoding="utf-8").split("\n")
    for kind in season.kinds:
        for form in kind.levels.values():
            keys = [key for key in ("title", "cover_title") if getattr(form, key)]
            assert all(f"{key}: " in lines[(form.place(key).line or 0) - 1] for key in keys)


def test_a_build_prints_a_fault_once(project: Project) -> None:
    root = project("pair")
    with_body(root, "<p>{{ nonsense }}</p>")
    result = run(root, "build", "--kind", "plan", "--format", "html")
    assert result.returncode == 1
    assert result.stderr.count("没有定义的名称“nonsense”") == 1
    assert result.stdout.count("无法生成") + result.stdout.count("没有生成") >= 2
