"""The documentation pages that are made from the program say what the program does."""

import re
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.parametrize(
    ("tool", "page"),
    [
        ("make_data_dictionary.py", "data-dictionary.md"),
        ("make_language.py", "language.md"),
        ("make_policy_coverage.py", "policy-coverage.md"),
        ("make_standard.py", "standard.md"),
    ],
)
def test_a_page_that_is_made_is_up_to_date(root: Path, tmp_path: Path, tool: str, page: str) -> None:
    subprocess.run([sys.executable, root / "tools" / tool, tmp_path / page], check=True)
    assert (tmp_path / page).read_text("utf-8") == (root / "docs" / page).read_text("utf-8")


def test_every_link_of_a_page_leads_to_a_file(root: Path) -> None:
    pages = [*root.glob("*.md"), *(root / "docs").glob("*.md")]
    links = [(page, link) for page in pages for link in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text("utf-8"))]
    assert len(links) > 30
    assert [f"{page.name}: {link}" for page, link in links if not (page.parent / link).exists()] == []
