"""CONTRIBUTING.md and the linters' settings say the same of the house."""

import re
import tomllib
from pathlib import Path

OF_THE_PROGRAMME = re.compile("忻州|山西|五台山|煤改|集中供热")


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


def test_the_table_of_inputs_names_every_module(root: Path) -> None:
    table = (root / "CONTRIBUTING.md").read_text("utf-8").partition("| a question of |")[2].split("\n\n", 1)[0]
    named = set(re.findall(r"`(\w+)`", table))
    modules = {path.stem for path in (root / "reportgen/inputs").glob("*.py")} - {"__init__"}
    assert len(modules) > 40
    assert modules - named == set()
    assert named - modules == {"fold", "settle", "shorten"}  # functions of `wording`


def test_the_engine_speaks_of_no_programme(root: Path) -> None:
    """But for the names of all places of the country, which are GB/T 2260's."""
    own = root / "reportgen/programmes/clean_heating"
    files = [path for path in (root / "reportgen").rglob("*") if path.suffix in (".py", ".yaml", ".html") and own not in path.parents]
    assert len(files) > 500
    assert [path.relative_to(root).as_posix() for path in files if OF_THE_PROGRAMME.search(path.read_text("utf-8"))] == []


def test_the_engine_imports_no_programme(root: Path) -> None:
    """It takes what one gives by its name, in one place."""
    files = [path for path in (root / "reportgen").rglob("*.py") if "programmes" not in path.parts]
    assert [path.name for path in files if "reportgen.programmes" in path.read_text("utf-8")] == ["package.py"]
