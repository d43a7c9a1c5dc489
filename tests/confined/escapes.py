"""What a confined process is asked to do in the tests, as a stranger's document might."""

import ctypes
import os
import socket
import struct
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Record:
    """Something that may come back."""

    text: str
    number: int


def record(text: str) -> object:
    return Record(text, len(text))


def loop() -> None:
    while True:
        pass


def sleep() -> None:
    time.sleep(600)


def eat() -> int:
    return len([bytes(2**24) for _ in range(10_000)])


def _eat_all() -> list[bytes]:
    """Everything that the process may have, down to the last sixteen megabytes."""
    eaten = []
    for size in (2**26, 2**24):
        try:
            while True:
                eaten.append(bytes(size))
        except MemoryError:
            pass
    return eaten


def load_when_full() -> str:
    """The system's loader says that a library can't be mapped, the interpreter that it can't be imported."""
    eaten = _eat_all()
    import duckdb

    return f"{len(eaten)} {duckdb.__version__}"


def go_on_when_full() -> str:
    """As what takes it for a fault of a file."""
    return f"读不了，{len(_eat_all())}"


def ask_for_too_much() -> bytes:
    try:
        return bytes(2**36)
    except MemoryError as fault:
        raise ValueError from fault


def swell(size: int) -> str:
    return "字" * size


def read(path: str) -> str:
    return Path(path).read_text(encoding="utf-8")


def read_in_c(path: str) -> str:
    """As a library in C does, of which Python's watch sees nothing."""
    from lxml import etree

    return str(etree.parse(path).getroot().tag)


def write(path: str) -> str:
    Path(path).write_text("到此一游", encoding="utf-8")
    return path


def remove(path: str) -> None:
    Path(path).unlink()


def start() -> bytes:
    return subprocess.run([sys.executable, "-c", "print(1)"], check=True, capture_output=True).stdout


def fork() -> int:
    return os.fork()


def connect(port: int) -> str:
    with socket.create_connection(("127.0.0.1", port), timeout=5):
        return "连上了"


def environment() -> dict[str, str]:
    return dict(os.environ)


def fail() -> None:
    raise ValueError("不该出现的话")


def die() -> None:
    os._exit(9)


class Trap:
    """What would run when it is read."""

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.mkdir, ("陷阱",)


def trap() -> Trap:
    return Trap()


def connect_in_c(port: int) -> int:
    """As a library in C does."""
    libc = ctypes.CDLL(None, use_errno=True)
    address = struct.pack("=H2s4s8x", socket.AF_INET, port.to_bytes(2, "big"), bytes((127, 0, 0, 1)))
    if libc.connect(libc.socket(socket.AF_INET, socket.SOCK_STREAM, 0), address, len(address)):
        raise OSError(ctypes.get_errno(), "connect")
    return port
