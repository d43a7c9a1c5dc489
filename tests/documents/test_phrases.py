"""The phrases of templates/html/phrases.html: each says what the examples in its comment say."""

import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from jinja2 import Template
from markupsafe import Markup

from reportgen.documents.templates import TemplateFiles
from reportgen.language.environment import environment
from reportgen.language.figure import Absent, Figure
from reportgen.workspace import Workspace

TEMPLATES = Path(__file__).parents[2] / "templates/html"
SOURCE = (TEMPLATES / "phrases.html").read_text("utf-8")
PHRASE = re.compile(r"(?:\{#(?P<doc>(?:(?!#\}).)*)#\}\n)?\{% macro (?P<name>\w+)\(", re.DOTALL)
EXAMPLE = re.compile(r"^ *(?P<name>\w+)\((?P<data>.*)\) →(?P<text>.*)$", re.MULTILINE)
NUMBER = re.compile(r"(-?\d+(?:\.\d+)?)(\D*)")

PHRASES = {match["name"]: match["doc"] or "" for match in PHRASE.finditer(SOURCE)}
EXAMPLES = [(name, match["name"], match["data"], match["text"].strip()) for name, doc in PHRASES.items() for match in EXAMPLE.finditer(doc)]


@pytest.fixture(scope="module")
def phrases(tmp_path_factory: pytest.TempPathFactory) -> Any:
    template: Template = environment(TemplateFiles(Workspace(tmp_path_factory.mktemp("office"))), positions=False).get_template("phrases.html")
    return template.module


def read(value: Any) -> Any:
    """Data of an example: 200户 is a figure, 待补 one that is missing, — a share of nothing, 没有填写 no text or date."""
    if isinstance(value, dict):
        return {key: read(item) for key, item in value.items()}
    if isinstance(value, list):
        return [read(item) for item in value]
    if value in ("待补", "—"):
        return Figure(None, label="数", void=value == "—")
    if value == "没有填写":
        return Absent("内容")
    number = NUMBER.fullmatch(str(value)) if not isinstance(value, bool) else None
    return Figure(Decimal(number[1]), label="数", unit=number[2]) if number else value


@pytest.mark.parametrize(("phrase", "called", "data", "text"), EXAMPLES)
def test_a_phrase_says_what_its_examples_say(phrases: Any, phrase: str, called: str, data: str, text: str) -> None:
    assert called == phrase
    said = getattr(phrases, phrase)(*(read(value) for value in yaml.safe_load(f"[{data}]")))
    assert Markup(re.sub(r"\s*\n\s*", "", said)).striptags() == text  # as the composer tidies it


def test_every_phrase_has_its_meaning_and_an_example_and_is_used() -> None:
    shown = {name for name, *_ in EXAMPLES}
    texts = "".join(re.sub(r"\{#.*?#\}|macro \w+", "", path.read_text("utf-8"), flags=re.DOTALL) for path in TEMPLATES.glob("*.html"))
    assert [name for name, doc in PHRASES.items() if name not in shown or not EXAMPLE.sub("", doc).strip()] == []
    assert [name for name in PHRASES if not re.search(rf"\b{name}\(", texts)] == []
