"""What is said at the desk names no command of the console."""

import ast
import re
from pathlib import Path

import pytest

import reportgen
from reportgen.desk.at_desk import at_desk
from reportgen.desk.told import told
from reportgen.diagnostics import Place, error

ROOMS = (
    *("inputs", "policy", "documents", "pipeline", "figures", "language", "programmes", "building", "ledger", "ooxml", "render", "lint", "look"),
    *("versions", "diff", "redline", "reconcile", "exchange", "filing", "start/amend.py", "start/amend_yaml.py", "files.py"),
)
"""The rooms whose words are shown at the desk."""
ELSEWHERE = {"exchange/returns_table.py", "filing/note.py", "filing/archive_note.py", "filing/keys.py", "reconcile/take_file.py", "building/cluster.py"}
"""The modules that write texts into files besides, where whoever reads them may have a console; and what only the console's option leads to."""
NAMED = re.compile(r"(?<![./\w])reportgen | --[a-z]|（--")
"""What names a command or an option of the console."""


def texts() -> dict[str, str]:
    """All texts of these rooms that name a command or an option, as they are when they are told (what is filled in is a name), with the module of each.

    Docstrings aren't told.
    """
    found: dict[str, str] = {}
    package = Path(reportgen.__file__).parent
    for file in (file for room in ROOMS for file in ([package / room] if room.endswith(".py") else (package / room).rglob("*.py"))):
        tree = ast.parse(file.read_text("utf-8"))
        aside = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        inner = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
        for node in ast.walk(tree):
            if isinstance(node, ast.JoinedStr):
                text = "".join(str(part.value) if isinstance(part, ast.Constant) else "甲县" for part in node.values)
            elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in aside | inner:
                text = node.value
            else:
                continue
            if NAMED.search(text) and any("\u4e00" <= sign <= "\u9fff" for sign in text):
                found[text] = file.relative_to(package).as_posix()
    return found


def declared() -> list[str]:
    """The texts of rules, vocabularies and datasets."""
    return [line for file in Path(reportgen.__file__).parent.rglob("*.yaml") for line in file.read_text("utf-8").splitlines() if "reportgen " in line]


def test_no_command_of_the_console_is_told() -> None:
    named = {text: module for text, module in texts().items() if module not in ELSEWHERE}
    assert len(named) > 60
    assert {at_desk(text): module for text, module in named.items() if NAMED.search(at_desk(text))} == {}
    assert [line for line in declared() if "reportgen" in at_desk(line) and not line.lstrip().startswith("#")] == []


def test_what_is_told_instead_is_a_sentence() -> None:
    """Nothing is left over where a command was: no comma at the beginning or before another sign, no pair of the same."""
    wrong = re.compile(r"[，；：]{2}|[，；][。）]|（[，；]|请请|请先，|请，|用，|见，|由，|运行，|，$")
    assert [told for text, module in texts().items() if module not in ELSEWHERE and wrong.search(told := at_desk(text)) and not wrong.search(text)] == []


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (
            "请改正取数项的名称，数据项的名称可以用 reportgen trace 查看；也可以不填",
            "请改正取数项的名称，数据项的名称可以在公文页点预览中的数字查看；也可以不填",
        ),
        ("请改正上级的名称，或者为上级建立文件夹（reportgen new）", "请改正上级的名称，或者为上级建立文件夹（请管理员建立）"),
        ("请对照 reportgen new 建立的空白工作簿补上表头", "请对照管理员发的空白填报表补上表头"),
        ("请运行 reportgen build 甲县 --season 2023 重新生成，核对后再报送", "请在公文页点“重新生成”，核对后再报送"),
        ("运行 reportgen build 重新生成后再报送", "在公文页点“重新生成”后再报送"),
        ("请先运行 reportgen build 甲县；文件已经生成的，加上 --force", "请先在公文页点“重新生成”"),
        ("更正后按原文号重报的，请用 --override 写明理由", "更正后按原文号重报的，请写明理由"),
        (
            "请从下列选项中选填：农村；确实是新的区域的，请在 inputs/programme/vocabularies.yaml 中加一行：- {id: area, values: [{key: 乡下, title: 乡下}]}",
            "请从下列选项中选填：农村；确实是新的区域的，请管理员增加这个选项",
        ),
        ("请填写数字", "请填写数字"),
    ],
)
def test_the_words_at_the_desk(said: str, words: str) -> None:
    assert at_desk(said) == words


def test_the_same_words_are_told_once_and_have_a_name() -> None:
    one, other = (error("inputs.x", "不对", Place("a.xlsx", "表", cell), help="请运行 reportgen check") for cell in ("A1", "A2"))
    (only,) = told((one, other, one))
    assert [place["cell"] for place in only["places"]] == ["A1", "A2"]
    assert only["code"] == "inputs.x" and len(only["id"]) == 10
    assert only["help"] == "具体的错误请管理员查看"
