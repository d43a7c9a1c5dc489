"""CONTRIBUTING.md and the linters' settings say the same of the house."""

import re
import tomllib
from pathlib import Path


def layers_of_the_linter(root: Path) -> list[set[str]]:
    contracts = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    (layers,) = (contract["layers"] for contract in contracts if contract["type"] == "layers")
    return [{name.strip("() ") for name in layer.split("|")} for layer in reversed(layers)]


def rooms_of_the_page(root: Path) -> list[set[str]]:
    page = (root / "CONTRIBUTING.md").read_text("utf-8")
    table = page[page.index("| room |") :].split("\n\n", 1)[0]
    return [set(re.findall(r"`(\w+)`", row.split("|")[1])) for row in table.splitlines()[2:]]


def test_the_table_of_rooms_is_the_linters_contract(root: Path) -> None:
    assert rooms_of_the_page(root) == [layer - {"__main__"} for layer in layers_of_the_linter(root) if layer != {"__main__"}]


def test_every_module_that_a_page_names_is_there(root: Path) -> None:
    pages = [root / "CONTRIBUTING.md", *(root / "docs").glob("*.md")]
    named = [(page, name) for page in pages for name in re.findall(r"(?<![\w./])((?:reportgen|tests|tools)/[\w/]+\.(?:py|yaml|html))", page.read_text("utf-8"))]
    assert len(named) > 10
    assert [f"{page.name}: {name}" for page, name in named if not (root / name).exists()] == []
