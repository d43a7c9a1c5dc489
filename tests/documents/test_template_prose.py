"""The count of prose in templates: what is counted, and that each rule can be broken."""

import sys
from pathlib import Path

import pytest
from jinja2 import Environment

sys.path.append(str(Path(__file__).parents[2] / "tools"))

from template_prose import TEMPLATES, documents, measure

JINJA = Environment(autoescape=True)


@pytest.mark.parametrize(
    ("source", "prose", "words"),
    [
        ("<p>任务共10户。</p>", 5, 0),
        ("共{{ funds.fiscal.spent|wan_money }}", 1, 3),  # a name with its dots, the bar, the filter
        ('{% if tasks.total == 0 %}没有{% endif %}{{ say.each(paths, "total") }}', 2, 8),
        ("{# 注释 #}{{ '中文' }}", 0, 1),
    ],
)
def test_prose_and_words_are_counted(source: str, prose: int, words: int) -> None:
    measured = measure("a.html", source, JINJA)
    assert (measured.prose, measured.words, measured.broken) == (prose, words, ())


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("\n" + "长" * 161, ("2: 161 characters, more than 160",)),
        ("{% if a %}\n{% if b %}\n{% if c %}\n{% endif %}\n{% endif %}\n{% endif %}", ("3: a condition within 2 others",)),
        ("{% if a %}\n一\n{% elif b %}\n{% if c %}\n二\n{% endif %}\n{% endif %}", ()),
        ("{% if a %}一{% endif %}{% if b %}二{% endif %}", ("1: 2 conditions",)),
        ("先说一句。再说一句。", ("1: two sentences",)),
        ("先说一句。\n再说一句（“甲。”）。", ()),
    ],
)
def test_what_breaks_a_rule_is_told_at_its_line(source: str, told: tuple[str, ...]) -> None:
    assert measure("a.html", source, JINJA).broken == told


def test_templates_of_documents_are_those_of_kinds_and_what_they_extend_and_include() -> None:
    found = documents(JINJA)
    assert {"plan-county.html", "evaluation-outline.html", "evaluation-form.html", "compliance.html"} <= found
    assert not found & {"base.html", "plain.html", "phrases.html", "tables.html"}
    assert all((TEMPLATES / "html" / name).is_file() for name in found)
