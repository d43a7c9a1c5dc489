"""What somebody does to the files of a workspace while a build or a question reads them: saves one, takes it away, undoes that."""

import random
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

WATCHED = ("open", "os.scandir")
_looking: "list[Callable[[str], None]]" = []


def _hook(event: str, arguments: tuple[object, ...]) -> None:
    if _looking and event in WATCHED and isinstance(arguments[0], str):
        _looking[-1](arguments[0])


sys.addaudithook(_hook)  # it can't be taken away again


@dataclass
class Meanwhile:
    """One change of one file at the moment when the program is about to look at something of the workspace, undone at a later such moment or never."""

    root: Path
    random: random.Random
    told: str = "nothing"
    _left: int = 0
    _undo: Callable[[], None] | None = None
    _aside: list[Path] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._left = self.random.choice([0, 1, 2, 5, 10, 20, 40, 60])

    def look(self, path: str) -> None:
        """The program looks at something: now and then it is another file when it is opened than it was a moment ago."""
        inside = path.startswith((f"{self.root}/inputs", f"{self.root}/templates"))
        if not inside or (self._left == 0 and self._undo is None and self._aside):
            return
        self._left -= 1
        if self._left >= 0:
            return
        _looking.clear()  # what is done now is none of the program's
        try:
            self._do()
        finally:
            _looking.append(self.look)

    def _do(self) -> None:
        if self._undo is not None:
            self._undo()
            self._undo, self._left = None, 10**9
            return
        files = [path for folder in ("inputs/2023", "templates") for path in sorted((self.root / folder).rglob("*")) if path.is_file()]
        path = self.random.choice([path for path in files if path.suffix in (".csv", ".yaml", ".html", ".css")])
        aside = self.root / f"aside-{path.name}"
        content = path.read_bytes()
        path.rename(aside)
        self._aside.append(aside)
        how = self.random.choice(["saved", "saved", "gone"])
        if how == "saved":
            digits = [at for at, byte in enumerate(content) if chr(byte) in "123456789"]
            at = self.random.choice(digits) if digits else 0
            path.write_bytes(content[:at] + (b"7" if digits else content[:1]) + content[at + 1 :])
        undone = self.random.random() < 0.7
        self.told = f"{path.relative_to(self.root)} {how} meanwhile{', and undone' if undone else ''}"
        self._left = self.random.choice([0, 1, 2, 3, 5, 8]) if undone else 10**9

        def undo() -> None:
            aside.replace(path)  # with its old times

        self._undo = undo if undone else None

    def end(self) -> None:
        """What was to be undone is undone."""
        if self._undo is not None:
            self._undo()
        for aside in self._aside:
            with suppress(FileNotFoundError):
                aside.unlink()


@contextmanager
def meanwhile(root: Path, draw: random.Random) -> Iterator[Meanwhile]:
    """Something is done to a file within."""
    made = Meanwhile(root, draw)
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
