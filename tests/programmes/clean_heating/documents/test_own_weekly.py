"""docs/changing.md, 一步一步：做一种自己的周报: what the page says is done as it says it, with its own words, and gives the document.

The files are saved as 记事本 (Notepad) saves them: with a byte order mark, and lines that end in CRLF.
"""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import html

from tests.command import run

UNIT = "静乐县"


@pytest.fixture
def office(root: Path, tmp_path: Path) -> Path:
    """A workspace of one county of the demonstration."""
    shutil.copytree(root / "inputs/2023" / UNIT, tmp_path / "inputs/2023" / UNIT)
    return tmp_path


def saved(file: Path, text: str) -> None:
    file.write_text(text, encoding="utf-8-sig", newline="\r\n")


def blocks(page: str) -> Iterator[str]:
    """The fenced blocks of the section, in their order."""
    (section,) = re.findall(r"^## 一步一步：做一种自己的周报\n(.+?)^## ", page, re.DOTALL | re.MULTILINE)
    yield from re.findall(r"^```\w*\n(.+?)^```$", section, re.DOTALL | re.MULTILINE)


def test_a_weekly_of_ones_own_as_the_page_says(root: Path, office: Path) -> None:
    first, short, long, duty, kind, unit, built = blocks((root / "docs/changing.md").read_text("utf-8"))
    text = (root / "templates/html/weekly-county.html").read_text("utf-8")
    for before, after in ((first.rstrip("\n"), short.rstrip("\n")), (long, duty)):
        assert text.count(before) == 1
        text = text.replace(before, after)
    template = office / "templates/html/运行简报.html"
    template.parent.mkdir(parents=True)
    saved(template, text)
    saved(office / "templates/kinds.yaml", kind)
    asked, entry = unit.split("公文:\n")
    description = office / "inputs/2023" / UNIT / "单位.yaml"
    saved(description, description.read_text("utf-8").replace("\n公文:\n", f"\n{asked}公文:\n{entry}"))

    command = re.search(r"\$ reportgen (.+)", built)
    assert command
    done = run(office, *command[1].split(), "--format", "html")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "已生成1份" in done.stdout
    assert built.splitlines()[-1] in done.stdout
    page = html.parse(office / f"outputs/2023/{UNIT}/供热运行简报-第1期.html").getroot()
    article = "".join(page.find(".//article").itertext())
    assert "关于报送供热运行简报（第1期）的报告" in article
    assert "供热运行情况简要报告如下。" in article
    assert "与上周（采暖季首周，5天）相比" in article
    assert "二十四小时值班" in article
    assert "采暖季以来累计" not in article
