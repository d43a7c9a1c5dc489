"""What somebody does to the files of a workspace while a build or a question reads them: saves one, takes it away, undoes that."""

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

CHANGED = (".csv", ".yaml", ".html", ".css", ".png")
_looking: list[Callable[[str], None]] = []


def _hook(event: str, arguments: tuple[object, ...]) -> None:
    if _looking and event in ("open", "os.scandir") and isinstance(arguments[0], str):
        look = _looking.pop()  # what is done now is none of the program's
        try:
            look(arguments[0])
        finally:
            _looking.append(look)


sys.addaudithook(_hook)  # it can't be taken away again


@dataclass
class Meanwhile:
    """One change of a file at the moment when the program opens it, undone when it opens something else, or never.

    It is the file opened after so many others (`after`), of those whose path relative to the workspace ends in `name`.
    """

    root: Path
    how: str
    is_undone: bool
    after: int
    name: str = ""
    told: str = "nothing meanwhile"
    _undo: Callable[[], None] | None = None

    def look(self, opened: str) -> None:
        """The program looks at something of the workspace."""
        path = Path(opened)
        if self._undo is not None:
            self._undo()
            self._undo = None
        elif opened.startswith((f"{self.root}/inputs", f"{self.root}/templates")) and path.suffix in CHANGED and path.is_file() and opened.endswith(self.name):
            self.after -= 1
            if self.after == -1:
                self._change(path)

    def _change(self, path: Path) -> None:
        aside = self.root / f"aside-{path.name}"
        content = path.read_bytes()
        path.rename(aside)
        if self.how == "saved":
            path.write_bytes(altered(content))
        self.told = f"{path.relative_to(self.root)} {self.how} meanwhile{', and undone' if self.is_undone else ''}"
        if self.is_undone:
            self._undo = partial(aside.replace, path)  # with its old times
        else:
            aside.unlink()

    def end(self) -> None:
        """What was to be undone is undone."""
        if self._undo is not None:
            self._undo()


def altered(content: bytes) -> bytes:
    """Another content of a file of the same kind: a name of a person, a digit, a word, a colour is another one."""
    for before, after in (("李".encode(), "王".encode()), ("冬季".encode(), "今冬".encode()), (b"#000", b"#111")):
        if before in content:
            return content.replace(before, after)
    digits = [at for at, byte in enumerate(content) if chr(byte) in "123456789"]
    last = digits[-1] if digits else len(content)
    return content[:last] + (b"7" if content[last : last + 1] == b"8" else b"8") + content[last + 1 :]


@contextmanager
def meanwhile(made: Meanwhile) -> Iterator[Meanwhile]:
    """The change is made within."""
    _looking.append(made.look)
    try:
        yield made
    finally:
        _looking.clear()
        made.end()


@contextmanager
def restless(path: Path, *contents: bytes) -> Iterator[None]:
    """Within, a file is saved again and again, with one of the contents and another; in the end with the first."""
    stop = threading.Event()

    def save() -> None:
        number = 0
        while not stop.wait(0.05):
            number += 1
            _save(path, contents[number % len(contents)])
        _save(path, contents[0])

    thread = threading.Thread(target=save)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def _save(path: Path, content: bytes) -> None:
    """As programs save: whole, under another name first."""
    new = path.with_name(f".{path.name}.new")
    new.write_bytes(content)
    new.replace(path)
