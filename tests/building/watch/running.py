"""A watcher as an office runs it: a process of its own, whose lines are waited for."""

import os
import re
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from types import TracebackType
from typing import Self

import yaml

from reportgen.workspace import packaged_templates

LONG = 120.0
"""Seconds after which a line won't come any more, also on a busy machine."""
UNIT = "inputs/2023/甲县"
DUTIES = f"{UNIT}/职责分工.csv"
OUTPUT = "outputs/2023/甲县/实施方案.html"


def reduce(root: Path, formats: tuple[str, ...] = ("html",)) -> Path:
    """A workspace with one kind of document, quickly made."""
    kinds = yaml.safe_load((packaged_templates() / "kinds.yaml").read_text(encoding="utf-8"))
    (root / "templates").mkdir()
    off = [{"id": kind["id"], "enabled": False} for kind in kinds[1:] if not kind.get("archived")]
    text = yaml.safe_dump([{**kinds[0], "formats": list(formats)}, *off], allow_unicode=True, sort_keys=False)
    (root / "templates/kinds.yaml").write_text(text, encoding="utf-8")
    others = re.compile(f"^  ({'|'.join(kind['name'] for kind in kinds[1:])}): .*\n", re.MULTILINE)
    for unit in root.glob("inputs/*/*/单位.yaml"):
        unit.write_text(others.sub("", unit.read_text(encoding="utf-8")), encoding="utf-8")
    return root


def duties_with(department: str) -> bytes:
    """The file of duties with one department more."""
    return f"部门,职责\n县能源局,牵头组织实施\n{department},收存档案\n".encode()


def with_duty(root: Path, department: str) -> None:
    """Write it."""
    (root / DUTIES).write_bytes(duties_with(department))


class Running:
    """`reportgen watch` in a workspace."""

    def __init__(self, root: Path, *arguments: str, **environment: str) -> None:
        command = [sys.executable, "-m", "reportgen", "--workspace", str(root), "watch", *arguments]
        self.process = subprocess.Popen(
            command,
            cwd=root,  # not a checkout, which would come before the PYTHONPATH
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            env={**os.environ, "PYTHONUTF8": "1", **environment},
            start_new_session=True,  # Ctrl-C goes to all processes of a terminal: here to those of this one
        )
        self.lines: list[str] = []
        self._read = 0
        self._more = threading.Condition()
        self._reader = threading.Thread(target=self._collect, daemon=True)
        self._reader.start()

    def _collect(self) -> None:
        assert self.process.stdout is not None
        with self.process.stdout as lines:
            for line in lines:
                with self._more:
                    self.lines.append(line.rstrip("\n"))
                    self._more.notify_all()
        with self._more:
            self._more.notify_all()

    def wait_for(self, *words: str, seconds: float = LONG) -> str:
        """The next line that has all the words."""
        end = time.monotonic() + seconds
        with self._more:
            while True:
                while self._read < len(self.lines):
                    self._read += 1
                    if all(word in self.lines[self._read - 1] for word in words):
                        return self.lines[self._read - 1]
                left = end - time.monotonic()
                assert left > 0 and self._reader.is_alive() and self._more.wait(left), f"no line with {words} in:\n{self}"

    def end(self, number: int = signal.SIGINT) -> int:
        """The exit status after a signal to all its processes."""
        os.killpg(self.process.pid, number)
        return self.ended()

    def ended(self) -> int:
        """The exit status, once it has ended and everything it printed is here."""
        status = self.process.wait(LONG)
        self._reader.join(LONG)
        return status

    def processes(self) -> dict[int, str]:
        """Its processes by id, with their command lines; none that only waits to be noticed by its parent."""
        found = {}
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                state, _parent, group = (folder / "stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()[:3]
                if int(group) == self.process.pid and state not in "ZX":
                    found[int(folder.name)] = (folder / "cmdline").read_text(encoding="utf-8", errors="replace").replace("\0", " ")
            except OSError:
                continue
        return found

    def left(self) -> dict[int, str]:
        """Its processes that are still there a moment after its end."""
        end = time.monotonic() + 10
        while (left := self.processes()) and time.monotonic() < end:
            time.sleep(0.1)
        return left

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None) -> None:
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.ended()

    def __str__(self) -> str:
        return "\n".join(self.lines)
