"""The keys of units from the command line: passphrases, succession, loss, and the lists that a city gives out."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from reportgen.cli import main_group
from reportgen.commands.common import Refused
from reportgen.diagnostics import has_errors
from reportgen.filing.verify import verify
from tests.filing.conftest import PACKAGE, send

Key = Callable[..., Result]


@pytest.fixture
def key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Key:
    """`reportgen key` on a computer of its own, with what is typed in."""
    monkeypatch.setenv("REPORTGEN_CONFIG", str(tmp_path / "sender"))

    def run(*arguments: str, typed: str = "") -> Result:
        return CliRunner().invoke(main_group, ["key", *arguments], input=typed)

    return run


def shown(result: Result) -> str:
    """The fingerprint that was printed."""
    assert result.exit_code == 0, result.output
    return result.output.strip().rpartition("指纹 ")[2].replace(" ", "")


def told(result: Result) -> str:
    """All that a person is told."""
    refused = result.exception.problems if isinstance(result.exception, Refused) else ()
    return "\n".join((result.output, *(problem.message for problem in refused)))


def received(package: Path, receiver: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What verifying says of the author of a package on another computer, by its codes."""
    with monkeypatch.context() as there:
        there.setenv("REPORTGEN_CONFIG", str(receiver))
        return [problem.code for problem in verify(package).problems if "key" in problem.code or "sign" in problem.code]


@pytest.mark.parametrize(("option", "typed"), [("--rotate", "旧\n新\n新\n"), ("--lost", "新\n新\n")])
def test_a_new_key_in_place_of_a_locked_one_is_locked(option: str, typed: str, key: Key) -> None:
    first = shown(key("甲县"))
    assert key("甲县", "--passphrase", typed="旧\n旧\n").exit_code == 0
    second = shown(key("甲县", option, typed=typed))
    assert second != first
    assert "口令不对" in told(key("甲县", typed="旧\n"))
    assert shown(key("甲县", typed="新\n")) == second


def test_a_key_without_a_passphrase_is_followed_by_one_without(key: Key) -> None:
    assert shown(key("甲县")) != shown(key("甲县", "--rotate")) == shown(key("甲县"))


@pytest.mark.slow
def test_the_receiver_follows_a_key_that_the_former_vouches_for_and_no_other(first: Path, tmp_path: Path, key: Key, monkeypatch: pytest.MonkeyPatch) -> None:
    receiver = tmp_path / "receiver"

    def package(number: int) -> Path:
        workspace = Path(shutil.copytree(first, tmp_path / f"pair{number}"))
        assert not has_errors(send(workspace).problems)
        return workspace / PACKAGE

    one = package(1)
    assert received(one, receiver, monkeypatch) == ["package.first-key"]
    assert received(one, receiver, monkeypatch) == []
    key("甲县", "--rotate")
    key("甲县", "--rotate")
    two = package(2)
    assert received(two, receiver, monkeypatch) == ["package.key-followed"]
    assert received(two, receiver, monkeypatch) == []
    lost = shown(key("甲县", "--lost"))
    three = package(3)
    assert received(three, receiver, monkeypatch) == ["package.other-key"]
    with monkeypatch.context() as there:
        there.setenv("REPORTGEN_CONFIG", str(receiver))
        assert key("甲县", "--trust", lost).exit_code == 0
    assert received(three, receiver, monkeypatch) == []


@pytest.mark.slow
def test_a_list_makes_a_unit_known(first: Path, tmp_path: Path, key: Key, monkeypatch: pytest.MonkeyPatch) -> None:
    workspace = Path(shutil.copytree(first, tmp_path / "pair"))
    assert not has_errors(send(workspace).problems)
    city, county, listed = tmp_path / "city", tmp_path / "county", str(tmp_path / "清单.json")
    with monkeypatch.context() as there:
        there.setenv("REPORTGEN_CONFIG", str(city))
        verify(workspace / PACKAGE)
        assert "已写出1个单位的指纹" in key("--export", listed).output
    with monkeypatch.context() as there:
        there.setenv("REPORTGEN_CONFIG", str(county))
        assert "已记住1个单位的指纹" in key("--import", listed).output
    assert received(workspace / PACKAGE, county, monkeypatch) == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--rotate",), "请写明单位"),
        (("甲县", "--rotate", "--lost"), "请只写一个选项"),
        (("甲县", "--trust", "12"), "指纹应为32个字符"),
        (("--import", "没有.json"), "没有办成"),
    ],
)
def test_what_can_not_be_done_is_said(arguments: tuple[str, ...], said: str, key: Key) -> None:
    result = key(*arguments)
    assert result.exit_code != 0
    assert said in told(result)
