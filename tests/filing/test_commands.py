"""file, verify, log and status on the command line: what a person reads, what a program reads, the exit status."""

import json
from collections.abc import Callable
from pathlib import Path

import click
import pytest

from reportgen.cli import main_group
from tests.filing.conftest import NUMBER, PACKAGE, alter, make
from tests.filing.forging import contents, write

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def run(root: Path, *arguments: str) -> tuple[int, str, str]:
        capsys.readouterr()
        status = main_group(["--workspace", str(root), *arguments], standalone_mode=False)
        return status, *capsys.readouterr()

    return run


def test_filing_from_the_command_line_to_status(built: Path, run: Run) -> None:
    status, output, errors = run(built, "file", "甲县", "实施方案", "--number", "7")
    assert (status, "没有报送" in output, f"“7”与《实施方案》上印的“{NUMBER}”不一致" in errors) == (1, True, True)
    assert "--override" not in output  # a wrong number can't be overridden
    status, output, errors = run(built, "file", "990901", "plan", "--number", "甲清洁办发[2023]6号", "--by", "张某某", "--json")
    found = json.loads(output)
    assert (status, errors, found["package"], found["problems"], found["again"]) == (0, "", PACKAGE, [], False)
    assert {key: found["filed"][key] for key in ("unit", "kind", "version", "number", "by", "override", "position")} == {
        "unit": "甲县",
        "kind": "plan",
        "version": 1,
        "number": NUMBER,
        "by": "张某某",
        "override": None,
        "position": 1,
    }
    (plan, *_) = json.loads(run(built, "status", "甲县", "--json")[1])
    assert (plan["filed"]["number"], plan["filed"]["version"], plan["filed"]["moved"]) == (NUMBER, 1, False)
    assert json.loads(run(built, "log", "甲县", "plan", "--json")[1])["versions"][0]["filed"]["number"] == NUMBER
    assert f"已报送 {NUMBER}" in run(built, "log", "甲县", "plan")[1]
    alter(built, "单位.yaml", "李某某", "王某某")
    status, output, _ = run(built, "status", "甲县")
    assert f"{NUMBER}（报送后数据有变动）" in output
    status, output, _ = run(built, "verify", str(built / PACKAGE))
    assert (status, "报送包核对通过" in output, "不同的0个" in output) == (0, True, True)


@pytest.mark.slow
def test_a_refusal_says_how_it_can_be_overridden_and_the_override_is_told(built: Path, run: Run) -> None:
    (built / "inputs/2023/甲县/职责分工.csv").unlink()
    make(built)
    status, output, errors = run(built, "file", "甲县", "plan", "--number", "6")
    assert (status, "--override" in output, "还有" in errors and "待补" in errors) == (1, True, True)
    status, output, _ = run(built, "file", "甲县", "plan", "--number", "6", "--override", "市办要求今日报送")
    assert (status, "理由：市办要求今日报送" in output) == (0, True)
    assert "报送时说明：市办要求今日报送" in run(built, "log", "甲县", "plan")[1]
    status, output, _ = run(built, "verify", str(built / PACKAGE))
    assert (status, "理由：市办要求今日报送" in output, "待补" in output) == (0, True, True)


def test_an_altered_package_ends_with_a_failure(once: Path, tmp_path: Path, run: Run) -> None:
    files = contents(once / PACKAGE)
    table = "数据/inputs/2023/甲县/改造任务.csv"
    package = write(tmp_path / "package.zip", {**files, table: files[table].replace(b"1200", b"1300")})
    status, output, errors = run(tmp_path, "verify", str(package))
    assert (status, "报送包核对没有通过" in output, "改造任务.csv" in errors) == (1, True, True)
    status, output, _ = run(tmp_path, "verify", str(package), "--json")
    assert status == 1
    assert {problem["code"] for problem in json.loads(output)["problems"]} == {"package.altered", "package.not-rebuilt"}


def test_a_reason_has_words(built: Path, run: Run) -> None:
    with pytest.raises(click.BadParameter):
        run(built, "file", "甲县", "plan", "--number", "6", "--override", " ")
