"""reportgen desk: loopback unless told, one at a time, the first administrator's link on the console."""

import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tests.command import run

START = [sys.executable, "-m", "reportgen"]


def test_others_are_let_in_only_by_a_name(workspace: Path) -> None:
    done = run(workspace, "desk", "--host", "0.0.0.0")
    assert done.returncode == 2 and "--name" in done.stderr


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def until(question, seconds: float = 30):  # type: ignore[no-untyped-def]
    """What a question gives, once it gives something."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            if found := question():
                return found
        except OSError:
            pass
        time.sleep(0.2)
    raise AssertionError("nothing came")


@pytest.mark.slow
def test_it_starts_with_nothing_to_configure_and_ends_when_told(desk, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    import shutil

    shutil.rmtree(desk.folder.path)
    port = free_port()
    said = tmp_path / "said.txt"
    with said.open("w") as console:
        process = subprocess.Popen([*START, "desk", "--port", str(port)], cwd=desk.root, stdout=console, stderr=subprocess.STDOUT)
    try:
        page = until(lambda: urllib.request.urlopen(f"http://127.0.0.1:{port}/sign-in/").read().decode())
        assert "登录" in page
        link = re.search(r"http://\S+/first/\S+/", said.read_text("utf-8"))
        assert link is not None and "首位管理员" in urllib.request.urlopen(link[0]).read().decode()
        again = subprocess.run([*START, "desk", "--port", str(free_port())], cwd=desk.root, capture_output=True, encoding="utf-8", timeout=60)
        assert again.returncode == 2 and "已经开着一个报送台" in again.stderr
        too_large = urllib.request.Request(f"http://127.0.0.1:{port}/sign-in/", b"x", {"Content-Length": str(10**9)})
        with pytest.raises((urllib.error.HTTPError, ConnectionError)) as refused:
            urllib.request.urlopen(too_large, timeout=10)
        assert not isinstance(refused.value, urllib.error.HTTPError) or refused.value.code == 413
        with socket.socket() as elsewhere:
            elsewhere.settimeout(1)
            with pytest.raises(OSError):
                elsewhere.connect((socket.gethostbyname(socket.gethostname()), port)) if not socket.gethostbyname(socket.gethostname()).startswith("127.") else (_ for _ in ()).throw(OSError)
    finally:
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 0
    assert "Traceback" not in said.read_text("utf-8")
