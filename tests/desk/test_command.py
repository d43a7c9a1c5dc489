"""reportgen desk: loopback unless told, one at a time, the first administrator's link on the console."""

import re
import shutil
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.command import run
from tests.desk.desks import Desk
from tests.desk.processes import free_port, read, until

START = [sys.executable, "-m", "reportgen"]


def test_others_are_let_in_only_by_a_name(workspace: Path) -> None:
    done = run(workspace, "desk", "--host", "0.0.0.0")
    assert done.returncode == 2 and "--name" in done.stderr


@pytest.mark.slow
def test_it_starts_with_nothing_to_configure_and_ends_when_told(desk: Desk, tmp_path: Path) -> None:
    shutil.rmtree(desk.folder.path)
    port = free_port()
    said = tmp_path / "said.txt"
    with said.open("w") as console:
        process = subprocess.Popen([*START, "desk", "--port", str(port)], cwd=desk.root, stdout=console, stderr=subprocess.STDOUT)
    try:
        page = until(lambda: read(f"http://127.0.0.1:{port}/sign-in/"))
        assert "登录" in page
        link = re.search(r"http://\S+/first/\S+/", said.read_text("utf-8"))
        assert link is not None and "首位管理员" in read(link[0])
        again = subprocess.run([*START, "desk", "--port", str(free_port())], cwd=desk.root, capture_output=True, encoding="utf-8", timeout=60, check=False)
        assert again.returncode == 2 and "已经开着一个报送台" in again.stderr
        with socket.create_connection(("127.0.0.1", port), 10) as raw:
            raw.sendall(b"POST /sign-in/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000000000\r\n\r\n")
            assert raw.recv(100).startswith(b"HTTP/1.1 413")
    finally:
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 0
    assert "Traceback" not in said.read_text("utf-8")
