"""Desks that run as processes of their own: a port for them, and waiting until they answer."""

import socket
import time
import urllib.request
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def read(address: str) -> str:
    """The page at an address."""
    with urllib.request.urlopen(address, timeout=10) as answer:
        return str(answer.read().decode())


def free_port() -> int:
    """A port of this machine that nobody uses."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def until(question: Callable[[], T], seconds: float = 30) -> T:
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
