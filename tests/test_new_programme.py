"""docs/new-programme.md, followed to the letter: its files written, its tables filled in, its commands run, in the order in which they stand there."""

import re
import shlex
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import yaml

from tests.command import run

PAGE, UNIT = "docs/new-programme.md", "inputs/2024/示例县"
STEP = re.compile(
    r"^```(?:yaml|toml|html)\n(?P<text>[\s\S]*?)^```\n"
    r"|^```\n(?P<shown>\$ [\s\S]*?)^```\n"
    r"|(?P<table>(?:^\|.*\n)+)"
    r"|(?P<words>(?:^(?!```|\|).+\n)+)",
    re.MULTILINE,
)
FILE = re.compile(r"`((?:inputs|templates)/[^`]+\.(?:yaml|html)|reportgen\.toml)`")
CHANGE = re.compile(r"把 `(?P<file>[^`]+)` 中的 `(?P<old>[^`]+)` (?:改成|改回) `(?P<new>[^`]+)`")
NAMES = ("分类", "项目")
"""Headings of what is written in the sheet already."""
IDENTITY = ("id", "key")


def steps(page: str) -> Iterator[tuple[str, str, str]]:
    """What the page has one do: a file to write (its name, its text), a table to fill in (its sheet), commands, a text to change."""
    file = sheet = ""
    for step in STEP.finditer(page):
        words = (step["words"] or "").replace("\n", " ")
        if (change := CHANGE.search(words)) is not None:
            yield "change", change["file"], f"{change['old']}\n{change['new']}"
        file = [file, *FILE.findall(words)][-1]
        sheet = [sheet, *re.findall(r"《([^》]+)》[^《》]*：", words)][-1]
        if step["text"]:
            yield "file", file, step["text"]
        elif step["table"] and sheet:
            yield "table", sheet, step["table"]
        elif step["shown"]:
            yield "commands", "", step["shown"]


def cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip("|\n").split("|")]


def fill(path: Path, sheet: str, table: str) -> None:
    """Types the rows of a table under the headings of a workbook's sheet, as a person does; a row whose name is there already goes into it."""
    head, _, *body = map(cells, table.splitlines())
    book = openpyxl.load_workbook(path)
    page = book[sheet]
    named = {re.sub(r"[\s*]|（.*）", "", str(cell.value)): cell for line in page.iter_rows(max_row=5) for cell in line if cell.value}
    first = named[head[0]].row + 1
    keys = [heading for heading in head if heading in NAMES] or head[:1]
    there = {tuple(str(page.cell(number, named[key].column).value).strip("*") for key in keys): number for number in range(first, page.max_row + 1)}
    for number, line in enumerate(body, first):
        row = there.get(tuple(value for heading, value in zip(head, line, strict=True) if heading in keys), number)
        for heading, value in zip(head, line, strict=True):
            if heading not in NAMES:
                page.cell(row, named[heading].column).value = typed(value)
    book.save(path)


def typed(value: str) -> Any:
    """What Excel makes of what is typed: a day, a month, a number or a text."""
    if re.fullmatch(r"\d{4}-\d\d(-\d\d)?", value):
        return date.fromisoformat(value if len(value) == len("2024-03-05") else f"{value}-01")
    return float(value) if re.fullmatch(r"\d+(\.\d+)?", value) else value


def said(text: str) -> str:
    """What a command says, but for how long it took, and for where this machine keeps a unit's key."""
    return re.sub(r"^已为.+生成签名密钥：.*\n", "", re.sub(r"用时[\d.]+秒", "用时1.0秒", text)).strip()


@pytest.fixture(scope="module")
def page(root: Path) -> str:
    return (root / PAGE).read_text("utf-8")


def follow(page: str, office: Path) -> list[str]:
    """Does what the page says in an empty folder; the commands that were run."""
    ran: list[str] = []
    for what, name, text in steps(page):
        if what == "file":
            (office / name).parent.mkdir(parents=True, exist_ok=True)
            (office / name).write_text(text, encoding="utf-8")
        elif what == "table":
            notice = office / "inputs/2024/年度通知.xlsx"
            fill(notice if notice.exists() else office / UNIT / "填报表.xlsx", name, text)
        elif what == "change":
            old, new = text.split("\n")
            written = (office / name).read_text("utf-8")
            assert written.count(old) == 1, (name, old)
            (office / name).write_text(written.replace(old, new), encoding="utf-8")
        else:
            for command, shown in re.findall(r"^\$ reportgen (.*)\n((?:(?!\$ ).*\n)*)", text, re.MULTILINE):
                done = run(office, *shlex.split(command))
                assert said(shown) == said(done.stderr + done.stdout), command
                ran.append(command.split()[0])
    return ran


def test_the_page_leads_from_an_empty_folder_to_three_documents(page: str, tmp_path: Path) -> None:
    ran = follow(page, tmp_path)
    assert ran == ["new", "notice", "check", "build", "trace", "check", "check"]
    documents = [f"{kind}.{form}" for kind in ("合规核查报告", "实施方案", "验收报告") for form in ("docx", "html", "pdf")]
    assert sorted(path.name for path in (tmp_path / "outputs/2024/示例县").iterdir()) == sorted(documents)
    (plan,) = (path.read_text("utf-8") for path in (tmp_path / "outputs").rglob("实施方案.html"))
    assert "【待补" not in plan
    assert "采暖" not in plan


def within(one: Any, whole: Any) -> bool:
    """Whether what is declared is declared there as well: mappings and lists may have more there, texts are the same."""
    if isinstance(one, dict):
        return all(key in whole and within(value, whole[key]) for key, value in one.items())
    if isinstance(one, list):
        return all(
            any(within(item, other) for other in whole if not isinstance(item, dict) or item.get(name_of(item)) == other.get(name_of(item))) for item in one
        )
    return bool(one == whole)


def name_of(entry: dict[str, Any]) -> str:
    return next((name for name in IDENTITY if name in entry), "")


def test_what_it_declares_is_a_first_step_of_the_whole_example(page: str, root: Path) -> None:
    declared = {
        name: yaml.safe_load(text) for what, name, text in steps(page) if what == "file" and name.endswith(".yaml") and not name.startswith("inputs/2024")
    }
    assert len(declared) == 6
    for name, entries in declared.items():
        whole = yaml.safe_load((root / "tests/projects/rural_houses" / name).read_text("utf-8"))
        assert within(entries, whole), name
