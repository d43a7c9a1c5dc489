"""A call in a process of its own: what passes a bound ends alone, and what it isn't given it can't reach."""

import socket
import sys
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from reportgen.confined import Bounds, Stopped, confined

HERE = Path(__file__).parent
sys.path.append(str(HERE))  # the process is to find them by a name of their own: `tests` may be anybody's
escapes = import_module("escapes")
SMALL = Bounds(memory=2**30, output=2**20, processor=2, clock=20)


def call(function: Callable[..., Any], *arguments: Any, bounds: Bounds = SMALL, readable: tuple[Path, ...] = ()) -> Any:
    return confined(function, *arguments, readable=(HERE, *readable), bounds=bounds)


def test_what_a_call_gives_comes_back(tmp_path: Path) -> None:
    file = tmp_path / "表.txt"
    file.write_text("三户", encoding="utf-8")
    assert call(escapes.read, str(file), readable=(tmp_path,)) == "三户"
    assert call(escapes.swell, 1000) == "字" * 1000


@pytest.mark.sampled(2)
@pytest.mark.parametrize(
    ("function", "arguments", "bounds", "reason"),
    [
        (escapes.loop, (), SMALL, "计算时间超过2秒"),
        (escapes.sleep, (), Bounds(clock=2), "用时超过2秒"),
        (escapes.eat, (), SMALL, "用的内存超过1GB"),
        (escapes.load_when_full, (), SMALL, "用的内存超过1GB"),
        (escapes.go_on_when_full, (), SMALL, "用的内存超过1GB"),
        (escapes.ask_for_too_much, (), SMALL, "用的内存超过1GB"),
        (escapes.swell, (2**19,), SMALL, "结果超过1MB"),
        (escapes.fail, (), SMALL, "^程序出错（ValueError）$"),
        (escapes.die, (), SMALL, "程序意外结束"),
        (escapes.trap, (), SMALL, "结果读不了"),
        (escapes.record, ("甲",), SMALL, "结果读不了"),  # a record of another program
    ],
)
def test_what_passes_a_bound_is_stopped_and_said(function: Callable[..., Any], arguments: tuple[Any, ...], bounds: Bounds, reason: str) -> None:
    begun = time.monotonic()
    with pytest.raises(Stopped, match=reason):
        call(function, *arguments, bounds=bounds)
    assert time.monotonic() - begun < 30
    assert not Path("陷阱").exists()


@pytest.mark.parametrize("function", [escapes.read, escapes.read_in_c, escapes.write, escapes.remove])
def test_files_that_are_not_given_are_out_of_reach(function: Callable[..., Any], tmp_path: Path) -> None:
    given, other = tmp_path / "包", tmp_path / "别家"
    for folder in (given, other):
        folder.mkdir()
        (folder / "机密.xml").write_text("<机密/>", encoding="utf-8")
    secret = other / "机密.xml"
    with pytest.raises(Stopped, match=r"程序出错（(PermissionError|OSError)）"):
        call(function, str(secret), readable=(given,))
    assert secret.read_text(encoding="utf-8") == "<机密/>"


def test_what_is_given_to_read_is_not_written(tmp_path: Path) -> None:
    with pytest.raises(Stopped, match=r"程序出错（(PermissionError|OSError)）"):
        call(escapes.write, str(tmp_path / "新.txt"), readable=(tmp_path,))
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("function", [escapes.start, escapes.fork])
def test_no_other_program_is_started(function: Callable[..., Any]) -> None:
    with pytest.raises(Stopped, match=r"程序出错（(PermissionError|OSError)）"):
        call(function)


@pytest.mark.parametrize("function", [escapes.connect, escapes.connect_in_c])
def test_there_is_no_network(function: Callable[..., Any]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        assert function(port)
        with pytest.raises(Stopped, match=r"程序出错（(PermissionError|OSError)）"):
            call(function, port)


def test_secrets_of_the_environment_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REPORTGEN_KEY_PASSPHRASE", "口令")
    assert "口令" not in call(escapes.environment).values()
